package drive_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// proposed is a requester's session after a restart, long after its proposal was to be answered.
func proposed(t *testing.T) *drive.Session {
	t.Helper()
	c := config(t, protocol.Requester, 2)
	before, farmer := quotedTo(t, c)
	agreement, err := parleytest.Agree(before.View(), protocol.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if err := before.Answer(t.Context(), before.View().Head, agreement); err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Minute)
	s, err := drive.Load(t.Context(), c, before.ID(), farmer)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// S-4.3-1, S-4.3-2: a phase that was over when a process began ends when the other side has had the time to say that it was answered.
func TestOverduePhaseWaitsForHeads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := proposed(t)
		began := time.Now()
		v, err := s.Await(t.Context(), (*protocol.View).Bound)
		if err != nil || v.Phase != protocol.Expired || time.Since(began) != 20*time.Second {
			t.Errorf("%s after %s, %v; want Expired after 20 s", v.Phase, time.Since(began), err)
		}
	})
}

// S-4.2-3: what comes too late in an exchange, and was never answered, is refused as LATE, all of it, and the phase is over.
func TestBelatedWithoutAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := proposed(t)
		farmerSigner, farmer := parleytest.Key(1)
		accepted, err := messages.Seal(new(messages.Acceptance), s.View().Head, farmerSigner)
		if err != nil {
			t.Fatal(err)
		}
		claimed, err := messages.Seal(&messages.Progress{Units: 1, Claim: "1", AnswerByMs: time.Now().Add(time.Minute).UnixMilli()}, accepted.ID(), farmerSigner)
		if err != nil {
			t.Fatal(err)
		}
		ours, theirs := transports.Pipe(messages.Key{2}, farmer)
		if err := s.Greet(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		if _, err := theirs.Receive(t.Context()); err != nil {
			t.Fatal(err)
		}
		id, head := s.ID(), claimed.ID()
		for _, f := range []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 5, Head: head[:]}),
			messages.EnvelopeFrame(accepted), messages.EnvelopeFrame(claimed)} {
			if err := s.Take(t.Context(), ours, f); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			f, err := theirs.Receive(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if m, err := f.Unsigned(); err != nil || m.(*messages.Refusal).Code != protocol.Late {
				t.Errorf("the answer is %v, %v; want LATE", m, err)
			}
		}
		began := time.Now()
		if v, err := s.Await(t.Context(), (*protocol.View).Bound); err != nil || v.Phase != protocol.Expired || v.Count != 3 || time.Since(began) > 0 {
			t.Errorf("%s with %d envelopes after %s, %v", v.Phase, v.Count, time.Since(began), err)
		}
	})
}
