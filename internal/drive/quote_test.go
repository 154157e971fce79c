package drive_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// table is a requester's session that has asked and weighs quotes, the streams' ends, and what a farmer quotes at a price.
func table(t *testing.T) (s *drive.Session, c *drive.Config, ours, theirs transports.Stream, quote func(perUnit int) *messages.Signed) {
	t.Helper()
	c = config(t, protocol.Requester, 2)
	c.Weighs = true
	signer, farmer := parleytest.Key(1)
	ours, theirs = transports.Pipe(c.Key, farmer)
	s = drive.New(c, farmer)
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
	if _, err := theirs.Receive(t.Context()); err != nil {
		t.Fatal(err)
	}
	id := sow.ID()
	return s, c, ours, theirs, func(perUnit int) *messages.Signed {
		q, err := messages.Seal(&messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(perUnit, 1), Units: 1,
			ExpiresMs: now.Add(time.Minute).UnixMilli(), DeliverByMs: now.Add(time.Hour).UnixMilli()}, id, signer)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
}

// prospect is what a session says to who waits for its turn.
func prospect(t *testing.T, s *drive.Session) *protocol.View {
	t.Helper()
	v, err := s.AwaitTurn(t.Context(), protocol.Requester, drive.Until{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Who waits for something else while a quote is held sleeps, also when the time for quotes is over.
func TestWaitBesideAHeldQuote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, ours, _, quote := table(t)
		if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(quote(1))); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		looked := 0
		c.Now = func() time.Time {
			if looked++; looked > 100 {
				cancel()
			}
			return time.Now()
		}
		if _, err := s.Await(ctx, func(*protocol.View) bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v after %d looks", err, looked)
		}
	})
}

// S-1.1-7: a quote is held until it is chosen; nothing of it is established before. One that comes again changes nothing.
func TestQuoteIsHeld(t *testing.T) {
	s, _, ours, _, quote := table(t)
	q := quote(1)
	for range 2 {
		if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(q)); err != nil {
			t.Fatal(err)
		}
	}
	v := prospect(t, s)
	if !v.Unverified || v.Phase != protocol.Quoted || v.Head != q.ID() || v.Quote.GetPrice().GetPerUnit() != "1" {
		t.Errorf("offered is %+v", v)
	}
	if now := s.View(); now.Phase != protocol.Solicited || now.Quote != nil || s.Held() == 2 {
		t.Errorf("the session is at %s before anybody verified the quote", now.Phase)
	}
	if _, err := s.Send(t.Context(), &messages.Reject{Code: protocol.Declined}); protocol.CodeOf(err) != protocol.NotYourTurn {
		t.Errorf("a move was made on it: %v", err)
	}
	chosen, err := s.Choose(t.Context(), v)
	if err != nil || chosen.Unverified || chosen.Head != v.Head || s.View() != chosen || s.Held() != 2 {
		t.Errorf("%v, chosen is %+v", err, chosen)
	}
	if again, err := s.Choose(t.Context(), v); err != nil || again != chosen {
		t.Errorf("chosen again: %v", err)
	}
	other := *v
	other.Head = messages.ID{1}
	if _, err := s.Choose(t.Context(), &other); !errors.Is(err, drive.ErrMoved) {
		t.Errorf("another one: %v", err)
	}
}

// S-1.1-7, S-3.3-4, S-7.1-6: a farmer that quotes twice, and is held to neither, is refused for it. It may have forgotten the first:
// nothing is proved, and nothing kept.
func TestTwoQuotesAreEquivocation(t *testing.T) {
	s, c, ours, theirs, quote := table(t)
	for _, q := range []*messages.Signed{quote(1), quote(2)} {
		if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(q)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := theirs.Receive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if said, err := f.Unsigned(); err != nil || said.(*messages.Refusal).Code != protocol.Equivocation {
		t.Errorf("said %v, %v", said, err)
	}
	for note, err := range c.Journal.Notes(t.Context(), drive.Equivocations) {
		t.Errorf("a proof is kept: %x, %v", note.Key, err)
	}
}

// S-1.1-6, S-1.1-7: of a quote that would be refused the signature is looked at first, of another once it is chosen.
func TestForgedQuote(t *testing.T) {
	for name, held := range map[string]bool{"legal": true, "malformed": false} {
		t.Run(name, func(t *testing.T) {
			s, _, ours, _, quote := table(t)
			raw := slices.Clone(quote(1).Bytes())
			raw[len(raw)-1] ^= 0x80 // S is not canonical
			if !held {
				raw[2+34+34+2] ^= 0xff // what the body begins with
			}
			err := s.Take(t.Context(), ours, messages.Frame{Type: messages.FrameType(messages.Kind_KIND_QUOTE), Data: raw})
			if held {
				if err != nil {
					t.Fatal(err)
				}
				_, err = s.Choose(t.Context(), prospect(t, s))
			}
			if protocol.CodeOf(err) != protocol.BadSignature {
				t.Errorf("%v", err)
			}
			if s.View().Quote != nil {
				t.Error("a forged quote was taken")
			}
		})
	}
}

// THREATS, Resource-holding grief: a session that was let go ends, however soon its requester is there again; and can be taken
// up anew.
func TestLeave(t *testing.T) {
	c := config(t, protocol.Farmer, 1)
	requester, asker := parleytest.Key(2)
	s := drive.New(c, c.Key)
	again := func() transports.Stream {
		_, theirs := transports.Pipe(asker, c.Key)
		s.Open(theirs)
		return theirs
	}
	now := time.Now()
	sow, err := messages.Seal(&messages.SOW{Version: 1, Nonce: make([]byte, 32), Service: "test/1", Units: 1,
		DeliverByMs: now.Add(time.Hour).UnixMilli(), QuoteByMs: now.Add(time.Minute).UnixMilli()}, messages.ID{}, requester)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Take(t.Context(), again(), messages.EnvelopeFrame(sow)); err != nil {
		t.Fatal(err)
	}
	id := sow.ID()
	if _, err := s.Send(t.Context(), &messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(1, 1), Units: 1,
		ExpiresMs: now.Add(time.Minute).UnixMilli(), DeliverByMs: now.Add(time.Hour).UnixMilli()}); err != nil {
		t.Fatal(err)
	}
	waits := func() error {
		_, err := s.AwaitTurn(t.Context(), protocol.Farmer, drive.Until{At: now, Late: errWaits})
		return err
	}
	s.Leave()
	again()
	if err := waits(); err != nil {
		t.Errorf("it goes on on the next stream: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again()
	if err := waits(); err != errWaits {
		t.Errorf("it cannot be taken up anew: %v", err)
	}
}

var errWaits = errors.New("it waits")
