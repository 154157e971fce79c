package drive_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
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

func config(t *testing.T, self protocol.Role, n byte) *drive.Config {
	t.Helper()
	signer, key := parleytest.Key(n)
	return &drive.Config{Self: self, Signer: signer, Key: key, Journal: new(journal.Memory), Limits: protocol.Limits{}.WithDefaults(),
		Logger: slog.New(slog.DiscardHandler), Now: time.Now}
}

// quoted is a requester's session with a quote, whose stream was lost.
func quoted(t *testing.T) (*drive.Session, messages.Key) {
	t.Helper()
	return quotedTo(t, config(t, protocol.Requester, 2))
}

func quotedTo(t *testing.T, c *drive.Config) (*drive.Session, messages.Key) {
	t.Helper()
	farmerSigner, farmer := parleytest.Key(1)
	ours, theirs := transports.Pipe(c.Key, farmer)
	s := drive.New(c, farmer)
	s.Open(ours)
	now := time.Now()
	sow, err := messages.Seal(&messages.SOW{Version: 1, Nonce: make([]byte, 32), Service: "test/1", Units: 1,
		DeliverByMs: now.Add(time.Hour).UnixMilli(), QuoteByMs: now.Add(time.Minute).UnixMilli()}, messages.ID{}, c.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Begin(t.Context(), sow); err != nil {
		t.Fatal(err)
	}
	id := sow.ID()
	quote, err := messages.Seal(&messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(1, 1), Units: 1,
		ExpiresMs: now.Add(time.Minute).UnixMilli(), DeliverByMs: now.Add(time.Hour).UnixMilli()}, id, farmerSigner)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(quote)); err != nil {
		t.Fatal(err)
	}
	theirs.Reset()
	if err := s.Pump(t.Context(), ours); err != nil {
		t.Fatal(err)
	}
	return s, farmer
}

// DESIGN 4.4: a new stream begins with how far each side is; what is said meanwhile waits for that.
func TestResumeComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, farmer := quoted(t)
		ours, theirs := transports.Pipe(messages.Key{2}, farmer)
		if err := s.Greet(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		reject := protocol.Errorf(protocol.Declined, "no").Reject()
		if _, err := s.Send(t.Context(), reject); err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Pump(t.Context(), ours) }()
		got := make(chan messages.FrameType, 8)
		go func() {
			defer close(got)
			for {
				f, err := theirs.Receive(t.Context())
				if err != nil {
					return
				}
				got <- f.Type
			}
		}()
		synctest.Wait()
		if first := <-got; first != messages.FrameResume || len(got) > 0 {
			t.Errorf("the stream begins with type %#x, then %d more; want Resume alone", first, len(got))
		}
		id, quote := s.ID(), s.View().QuoteID
		if err := theirs.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 2, Head: quote[:]})); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if next := <-got; next != messages.FrameType(messages.Kind_KIND_REJECT) || len(got) > 0 {
			t.Errorf("then type %#x and %d more; want the Reject once", next, len(got))
		}
		theirs.Reset()
		synctest.Wait()
	})
}

// S-5.1-7: heads were equal in this life, so that whoever claims to hold more keeps nobody from a move of its own.
func TestClaimOfMoreHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, farmer := quoted(t)
		ours, theirs := transports.Pipe(messages.Key{2}, farmer)
		if err := s.Greet(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Pump(t.Context(), ours) }()
		id := s.ID()
		if err := theirs.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 3, Head: make([]byte, 32)})); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		began := time.Now()
		if _, err := s.Send(t.Context(), protocol.Errorf(protocol.Declined, "no").Reject()); err != nil || time.Since(began) > 0 {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
		theirs.Reset()
		synctest.Wait()
	})
}

// A peer that takes the stream and never says how far it is, is given up in Limits.Reply. A35
func TestExchangeIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, farmer := quoted(t)
		ours, _ := transports.Pipe(messages.Key{2}, farmer)
		if err := s.Greet(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		done := make(chan struct{})
		go func() { defer close(done); _ = s.Pump(t.Context(), ours) }()
		if err := s.AwaitExchange(t.Context()); protocol.CodeOf(err) != protocol.Late {
			t.Errorf("got %v, want late", err)
		}
		<-done
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("gave up after %s, want 10 s", took)
		}
	})
}

// S-2.2-1: what follows nothing of the session is stale, and is refused without a look at its signature.
func TestStaleIsFree(t *testing.T) {
	c := config(t, protocol.Requester, 2)
	farmerSigner, farmer := parleytest.Key(1)
	ours, theirs := transports.Pipe(c.Key, farmer)
	s := drive.New(c, farmer)
	s.Open(ours)
	sow, err := messages.Seal(parleytest.Statement(1, 1), messages.ID{}, c.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Begin(t.Context(), sow); err != nil {
		t.Fatal(err)
	}
	quote, err := messages.Seal(&messages.Quote{Version: 1, Sow: make([]byte, 32), Price: parleytest.Price(1, 1), Units: 1,
		ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: time.Now().Add(time.Hour).UnixMilli()}, messages.ID{1}, farmerSigner)
	if err != nil {
		t.Fatal(err)
	}
	frame := messages.EnvelopeFrame(quote)
	frame.Data = slices.Clone(frame.Data)
	frame.Data[len(frame.Data)-1] ^= 1
	if err := s.Take(t.Context(), ours, frame); err != nil {
		t.Errorf("a stale envelope ends the stream: %v", err)
	}
	if _, err := theirs.Receive(t.Context()); err != nil { // the SOW
		t.Fatal(err)
	}
	f, err := theirs.Receive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if m, err := f.Unsigned(); err != nil || m.(*messages.Refusal).Code != protocol.Stale {
		t.Errorf("the answer is %v, %v; want stale", m, err)
	}
}

// S-2.2-1: that a SOW is another's than the stream's is said of one that could be taken. What is wrong with it before that is said first.
func TestSOWOfAnother(t *testing.T) {
	c := config(t, protocol.Farmer, 1)
	_, asker := parleytest.Key(2)
	ours, theirs := transports.Pipe(c.Key, asker)
	s := drive.New(c, c.Key)
	s.Open(ours)
	take := func(by byte, prev messages.ID) {
		t.Helper()
		signer, _ := parleytest.Key(by)
		sow, err := messages.Seal(parleytest.Statement(by, 1), prev, signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(sow)); err != nil {
			t.Fatal(err)
		}
	}
	another := func(when string, prev messages.ID, want protocol.Code) {
		t.Helper()
		take(3, prev)
		if code := refused(t, theirs); code != want {
			t.Errorf("%s: refused as %s, want %s", when, protocol.CodeName(code), protocol.CodeName(want))
		}
	}
	another("before the first", messages.ID{}, protocol.Forbidden)
	take(2, messages.ID{})
	another("after it", messages.ID{}, protocol.Stale)
	another("by a stranger", s.View().Head, protocol.Forbidden)
	if _, err := s.Send(t.Context(), protocol.Errorf(protocol.Declined, "no").Reject()); err != nil {
		t.Fatal(err)
	}
	if f, err := theirs.Receive(t.Context()); err != nil || f.Type != messages.FrameType(messages.Kind_KIND_REJECT) {
		t.Fatalf("heard a frame of type %d, %v", f.Type, err)
	}
	another("after the end", s.View().Head, protocol.NotYourTurn)
}

// stopped is a journal whose disk fails.
type stopped struct{ journal.Journal }

func (stopped) Commit(context.Context, journal.Batch) error { return journal.ErrFailed }

// S-7.1-2: what a journal was given when it failed may be in it. Nothing is said after that, not even by who is not bound
// and has nothing to keep: it may be a second answer to what was answered.
func TestSilentOnceTheJournalFailed(t *testing.T) {
	c := config(t, protocol.Requester, 2)
	c.Journal = stopped{c.Journal}
	a, _ := quotedTo(t, c)
	b, _ := quotedTo(t, c)
	agreement, err := parleytest.Agree(a.View(), protocol.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Answer(t.Context(), a.View().Head, agreement); !errors.Is(err, journal.ErrFailed) {
		t.Errorf("an agreement that was not kept: %v", err)
	}
	if err := b.Answer(t.Context(), b.View().Head, protocol.Errorf(protocol.Declined, "no").Reject()); !errors.Is(err, journal.ErrFailed) || !errors.Is(b.Failed(), journal.ErrFailed) {
		t.Errorf("an answer after that: %v", err)
	}
}

// A decision that was made at another head is not sent.
func TestAnswerAtAnotherHead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quoted(t)
		if err := s.Answer(context.Background(), s.ID(), protocol.Errorf(protocol.Declined, "no").Reject()); err != drive.ErrMoved {
			t.Errorf("got %v, want ErrMoved", err)
		}
		if v := s.View(); v.Phase != protocol.Quoted {
			t.Errorf("the session came to %s", v.Phase)
		}
	})
}

// A wait ends with its phase though this side's clock has jumped since the timer was set for an earlier wait.
func TestClockJumpsBetweenWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		var ahead time.Duration
		c.Now = func() time.Time { return time.Now().Add(ahead).Round(0) }
		s, _ := quotedTo(t, c)
		waiting, cancel := context.WithTimeout(t.Context(), time.Second)
		_, _ = s.Await(waiting, (*protocol.View).Bound) // sets the timer to a minute and the grace
		cancel()
		ahead = 85 * time.Second
		began := time.Now()
		v, err := s.Await(t.Context(), (*protocol.View).Bound)
		if err != nil || v.Phase != protocol.Expired {
			t.Errorf("%s, %v", v.Phase, err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("the phase ended after %s, want 4 s", took)
		}
	})
}

// proofless is a journal that fails at the first proof of equivocation.
type proofless struct{ journal.Memory }

func (j *proofless) Commit(ctx context.Context, b journal.Batch) error {
	if len(b.Notes) > 0 && b.Notes[0].Bucket == drive.Equivocations {
		return journal.ErrFailed
	}
	return j.Memory.Commit(ctx, b)
}

// S-7.1-6, DESIGN 4.5: an equivocation of which the proof cannot be kept is not refused either, and nothing is said any more.
func TestProofThatIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		c.Journal = new(proofless)
		s, farmer := quotedTo(t, c)
		ours, theirs := transports.Pipe(c.Key, farmer)
		s.Open(ours)
		agreement, err := parleytest.Agree(s.View(), protocol.Choice{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Send(t.Context(), agreement); err != nil { // from here on it is bound
			t.Fatal(err)
		}
		if _, err := theirs.Receive(t.Context()); err != nil {
			t.Fatal(err)
		}
		proposed := s.View().Head
		signer, _ := parleytest.Key(1)
		accept := func(account *messages.AccountSignature) error {
			t.Helper()
			e, err := messages.Seal(&messages.Acceptance{Signature: account}, proposed, signer)
			if err != nil {
				t.Fatal(err)
			}
			return s.Take(t.Context(), ours, messages.EnvelopeFrame(e))
		}
		if err := accept(nil); err != nil {
			t.Fatal(err)
		}
		if err := accept(&messages.AccountSignature{Account: "a", Signature: []byte{1}}); !errors.Is(err, journal.ErrFailed) {
			t.Errorf("the stream goes on: %v", err)
		}
		if _, err := s.Send(t.Context(), protocol.Errorf(protocol.Declined, "no").Reject()); !errors.Is(err, journal.ErrFailed) {
			t.Errorf("it goes on: %v", err)
		}
		ours.Reset()
		if f, err := theirs.Receive(t.Context()); err == nil {
			t.Errorf("the other side hears a frame of type %d", f.Type)
		}
	})
}

// S-7.2-1: the Resume that begins an exchange does not say that its sender is ready, nor does it when another stream came before it was
// looked at.
func TestFirstResumeOfAReplacedStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		buyerSigner, buyer := parleytest.Key(2)
		c := config(t, protocol.Farmer, 1)
		s := drive.New(c, c.Key)
		ours, _ := transports.Pipe(c.Key, buyer)
		s.Open(ours)
		sow := heard(t, s, ours, buyerSigner, parleytest.Statement(1, 2))
		id := sow.ID()
		if _, err := s.Send(t.Context(), &messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(5, 2), Units: 2,
			ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: time.Now().Add(5 * time.Minute).UnixMilli()}); err != nil {
			t.Fatal(err)
		}
		agreement, err := parleytest.Agree(s.View(), protocol.Choice{})
		if err != nil {
			t.Fatal(err)
		}
		heard(t, s, ours, buyerSigner, agreement)
		if _, err := s.Send(t.Context(), new(messages.Acceptance)); err != nil {
			t.Fatal(err)
		}
		session, head := s.ID(), s.View().Head
		resume := messages.ResumeFrame(&messages.Resume{Session: session[:], Count: 4, Head: head[:]})
		first, _ := transports.Pipe(c.Key, buyer)
		second, _ := transports.Pipe(c.Key, buyer)
		for _, stream := range []transports.Stream{first, second} {
			if err := s.Greet(t.Context(), stream); err != nil {
				t.Fatal(err)
			}
		}
		ready := func() bool { return s.Held() >= s.View().AcceptedAt }
		for i, stream := range []transports.Stream{first, second} {
			if err := s.Take(t.Context(), stream, resume); err != nil {
				t.Fatal(err)
			}
			if ready() {
				t.Errorf("the requester is taken for ready by the first Resume of stream %d", i+1)
			}
		}
		if err := s.Take(t.Context(), second, resume); err != nil || !ready() {
			t.Errorf("the requester is not taken for ready: %v", err)
		}
	})
}
