package drive_test

import (
	"context"
	"crypto"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// sizes is a journal that notes how many records each commit has that was synced.
type sizes struct {
	journal.Memory
	synced []int
}

func (j *sizes) Commit(ctx context.Context, b journal.Batch) error {
	if b.Sync {
		j.synced = append(j.synced, len(b.Records))
	}
	return j.Memory.Commit(ctx, b)
}

// heard has the other side say a message on a stream of a session that has one head.
func heard(t *testing.T, s *drive.Session, stream transports.Stream, signer crypto.Signer, m messages.Message) *messages.Signed {
	t.Helper()
	e, err := messages.Seal(m, s.View().Head, signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Take(t.Context(), stream, messages.EnvelopeFrame(e)); err != nil {
		t.Fatal(err)
	}
	return e
}

// working is a requester's session in which the farmer works, all of it on disk.
func working(t *testing.T, c *drive.Config) (*drive.Session, transports.Stream, crypto.Signer) {
	t.Helper()
	farmerSigner, farmer := parleytest.Key(1)
	ours, theirs := transports.Pipe(c.Key, farmer)
	go func() {
		for {
			if _, err := theirs.Receive(context.Background()); err != nil {
				return
			}
		}
	}()
	const units = 3000
	s := drive.New(c, farmer)
	s.Open(ours)
	sow, err := messages.Seal(parleytest.Statement(1, units), messages.ID{}, c.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Begin(t.Context(), sow); err != nil {
		t.Fatal(err)
	}
	id := sow.ID()
	heard(t, s, ours, farmerSigner, &messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(1, units), Units: units,
		ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: time.Now().Add(5 * time.Minute).UnixMilli()})
	agreement, err := parleytest.Agree(s.View(), protocol.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Answer(t.Context(), s.View().Head, agreement); err != nil {
		t.Fatal(err)
	}
	heard(t, s, ours, farmerSigner, new(messages.Acceptance))
	if err := s.Flush(true); err != nil {
		t.Fatal(err)
	}
	return s, ours, farmerSigner
}

// S-7.1-1, S-4.2-2: what is answered at once is written with its answer; what is not is on disk by itself, 50 ms later or when the
// session is left.
func TestReceivedIsSafe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := new(sizes)
		c := config(t, protocol.Requester, 2)
		c.Journal = j
		s, stream, farmer := working(t, c)
		j.synced = nil
		expect := func(want ...int) {
			t.Helper()
			if synctest.Wait(); !slices.Equal(j.synced, want) {
				t.Errorf("records on disk by each write: %v, want %v", j.synced, want)
			}
		}
		claim := &messages.Progress{Units: 1, Claim: "1", AnswerByMs: time.Now().Add(4 * time.Minute).UnixMilli()}
		heard(t, s, stream, farmer, claim)
		time.Sleep(40 * time.Millisecond)
		if _, err := s.Send(t.Context(), &messages.Voucher{Amount: "1"}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		expect(2)
		claim.Units, claim.Claim = 2, "2"
		heard(t, s, stream, farmer, claim)
		time.Sleep(40 * time.Millisecond)
		expect(2)
		time.Sleep(10 * time.Millisecond)
		expect(2, 1)
		if _, err := s.Send(t.Context(), &messages.Voucher{Amount: "2"}); err != nil {
			t.Fatal(err)
		}
		expect(2, 1, 1)
		claim.Units, claim.Claim = 3, "3"
		heard(t, s, stream, farmer, claim)
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
		expect(2, 1, 1, 1)
		time.Sleep(time.Second)
		expect(2, 1, 1, 1)
	})
}

// S-7.1-4: what was lost and is given back is journaled however much it is: more than one commit takes, by number or by size.
func TestLongTailIsKept(t *testing.T) {
	for name, c := range map[string]struct{ count, size int }{"items": {2100, 0}, "bytes": {400, 15 << 10}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // so that nothing is written meanwhile
				cfg := config(t, protocol.Requester, 2)
				s, stream, farmer := working(t, cfg)
				defer stream.Reset()
				for i := range uint64(c.count) {
					amount := strconv.FormatUint(i+1, 10)
					heard(t, s, stream, farmer, &messages.Progress{Units: i + 1, Claim: amount, AnswerByMs: time.Now().Add(4 * time.Minute).UnixMilli(),
						Evidence: &messages.Payload{Type: "text/plain", Body: make([]byte, c.size)}})
					heard(t, s, stream, cfg.Signer, &messages.Voucher{Amount: amount})
				}
				if err := s.Flush(true); err != nil {
					t.Fatal(err)
				}
				n := 0
				for _, err := range cfg.Journal.Transcript(t.Context(), s.ID()) {
					if err != nil {
						t.Fatal(err)
					}
					n++
				}
				if want := 4 + 2*c.count; n != want || s.View().Count != want {
					t.Errorf("%d of %d envelopes are kept, want %d", n, s.View().Count, want)
				}
			})
		})
	}
}
