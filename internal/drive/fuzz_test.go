package drive_test

import (
	"bufio"
	"bytes"
	"testing"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// epoch is the time of every fuzzed session.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// opening is the start of a negotiation of peers 2 and 1: a SOW and a quote.
func opening(f *testing.F) (sow, quote *messages.Signed) {
	f.Helper()
	asks, _ := parleytest.Key(2)
	farms, _ := parleytest.Key(1)
	sow, err := messages.Seal(&messages.SOW{Version: 1, Nonce: make([]byte, 32), Service: "test/1", Units: 1,
		DeliverByMs: epoch.Add(time.Hour).UnixMilli(), QuoteByMs: epoch.Add(time.Minute).UnixMilli()}, messages.ID{}, asks)
	if err != nil {
		f.Fatal(err)
	}
	id := sow.ID()
	quote, err = messages.Seal(&messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(1, 1), Units: 1,
		ExpiresMs: epoch.Add(time.Minute).UnixMilli(), DeliverByMs: epoch.Add(time.Hour).UnixMilli()}, id, farms)
	if err != nil {
		f.Fatal(err)
	}
	return sow, quote
}

// FuzzTake: whatever frames a peer sends, a session moves by at most one envelope for each, and only for one that is signed;
// a frame that is refused leaves what is established as it was; and what is established is what a replay gives. Of one that
// weighs quotes (S-1.1-7), the quote that is held moves nothing until it was verified.
func FuzzTake(f *testing.F) {
	sow, quote := opening(f)
	id := sow.ID()
	session := messages.SessionID(id, parleyKey(1))
	frames := func(all ...messages.Frame) (b []byte) {
		for _, frame := range all {
			b = messages.AppendFrame(b, frame)
		}
		return b
	}
	resume := messages.ResumeFrame(&messages.Resume{Session: session[:], Count: 1, Head: id[:]})
	forged := messages.EnvelopeFrame(quote)
	forged.Data = bytes.Clone(forged.Data)
	forged.Data[len(forged.Data)-1] ^= 0x80 // S is not canonical
	asks, _ := parleytest.Key(2)
	reject, err := messages.Seal(protocol.Errorf(protocol.Declined, "no").Reject(), quote.ID(), asks)
	if err != nil {
		f.Fatal(err)
	}
	busy := messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_BUSY})
	f.Add(true, false, frames(messages.EnvelopeFrame(sow), messages.EnvelopeFrame(sow), resume))
	f.Add(true, false, frames(resume, busy))
	for _, weighs := range []bool{false, true} {
		f.Add(false, weighs, frames(messages.EnvelopeFrame(quote), messages.TelemetryFrame(&messages.Telemetry{Text: "\x1b[2J"})))
		f.Add(false, weighs, frames(messages.EnvelopeFrame(quote), messages.EnvelopeFrame(quote), resume))
		f.Add(false, weighs, frames(messages.EnvelopeFrame(quote), messages.EnvelopeFrame(reject)))
		f.Add(false, weighs, frames(messages.EnvelopeFrame(quote), busy))
		f.Add(false, weighs, frames(forged))
		f.Add(false, weighs, frames(forged, messages.EnvelopeFrame(quote), messages.EnvelopeFrame(reject)))
	}
	f.Fuzz(func(t *testing.T, farms, weighs bool, wire []byte) {
		c, peer := config(t, protocol.Requester, 2), parleyKey(1)
		if farms {
			c, peer = config(t, protocol.Farmer, 1), parleyKey(2)
		}
		c.Now, c.Weighs = func() time.Time { return epoch }, weighs
		ours, theirs := transports.Pipe(c.Key, peer)
		heard := make(chan struct{})
		go func() {
			defer close(heard)
			for {
				if _, err := theirs.Receive(t.Context()); err != nil {
					return
				}
			}
		}()
		defer func() { theirs.Reset(); <-heard }()
		d := driven{Session: drive.New(c, parleyKey(1))}
		d.Open(ours)
		if !farms {
			if err := d.Begin(t.Context(), sow); err != nil {
				t.Fatal(err)
			}
			d.taken = append(d.taken, sow)
		}
		for r := bufio.NewReader(bytes.NewReader(wire)); ; {
			frame, err := messages.ReadFrame(r)
			if err != nil || d.take(t, ours, frame) != nil {
				break
			}
		}
		d.choose(t)
		d.replayed(t)
	})
}

// driven is a session that hears a peer, and what it must have taken.
type driven struct {
	*drive.Session
	taken []*messages.Signed
	held  *messages.Frame // a quote that is weighed
}

// take has the session hear a frame. What is established moves by the quote that was held, and then by the frame, or not.
func (d *driven) take(t *testing.T, from transports.Stream, frame messages.Frame) error {
	t.Helper()
	before, may := d.View(), []messages.Frame{frame}
	if d.held != nil {
		may = []messages.Frame{*d.held, frame}
	}
	err := d.Take(t.Context(), from, frame)
	d.moved(t, before, may...)
	switch v, _, _ := d.Watch(); {
	case !v.Unverified:
		d.held = nil
	case d.held == nil:
		d.held = &frame
		u, err := messages.Parse(frame.Data)
		if err != nil || v.Head != u.ID() || u.Header().Kind != messages.Kind_KIND_QUOTE {
			t.Fatalf("a frame of type %d is held as a quote: %v", frame.Type, err)
		}
		if d.View() != before {
			t.Fatalf("a quote that nobody has verified moved %s to %s", before.Phase, d.View().Phase)
		}
	}
	return err
}

// moved holds against what is established that it moved by the first of these frames, or by none: each must verify.
func (d *driven) moved(t *testing.T, before *protocol.View, may ...messages.Frame) {
	t.Helper()
	now := d.View()
	moves := now.Count - before.Count
	if moves < 0 || moves > len(may) || moves == 0 && (now.Head != before.Head || now.Phase != before.Phase) || now.Unverified {
		t.Fatalf("%d frames moved %s to %s, %d to %d envelopes", len(may), before.Phase, now.Phase, before.Count, now.Count)
	}
	for _, frame := range may[:moves] {
		d.taken = append(d.taken, opened(t, frame))
	}
}

// choose takes the quote that is held, if one is: it is verified, or it is an error and nothing moves.
func (d *driven) choose(t *testing.T) {
	t.Helper()
	if d.held == nil {
		return
	}
	v, _, failed := d.Watch()
	before := d.View()
	u, err := messages.Parse(d.held.Data)
	if err != nil {
		t.Fatal(err)
	}
	_, bad := u.Open()
	chosen, err := d.Choose(t.Context(), v)
	d.moved(t, before, *d.held)
	switch now := d.View(); {
	case bad != nil && (protocol.CodeOf(err) != protocol.BadSignature || now != before || d.Failed() == nil):
		t.Fatalf("a quote is chosen whose signature does not verify (%v): %v", bad, err)
	case bad == nil && failed == nil && (err != nil || chosen != now || now.Head != v.Head):
		t.Fatalf("a quote that verifies is not to be had: %v", err)
	case bad == nil && failed != nil && err == nil:
		t.Fatalf("a quote is chosen of a session that has failed: %v", failed)
	}
	if still, _, _ := d.Watch(); still.Unverified {
		t.Fatal("a quote is held still")
	}
}

// replayed holds against the session what a third party makes of what it must have taken.
func (d *driven) replayed(t *testing.T) {
	t.Helper()
	replay := protocol.New(parleyKey(1), 0, protocol.Limits{})
	for _, e := range d.taken {
		if err := replay.Apply(e, time.Time{}); err != nil {
			t.Fatalf("a third party refuses: %v", err)
		}
	}
	if v := d.View(); v.Head != replay.View().Head || v.Phase != replay.Phase() {
		t.Fatalf("%s at %s, a replay is %s at %s", v.Phase, v.Head.Short(), replay.Phase(), replay.View().Head.Short())
	}
}

// opened is the envelope of a frame that moved a session: it must verify.
func opened(t *testing.T, frame messages.Frame) *messages.Signed {
	t.Helper()
	u, err := messages.Parse(frame.Data)
	if err != nil {
		t.Fatal(err)
	}
	e, err := u.Open()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func parleyKey(n byte) messages.Key {
	_, key := parleytest.Key(n)
	return key
}

// FuzzLoad: what a journal holds of a session is that session, whole and verified, or is not taken up.
func FuzzLoad(f *testing.F) {
	sow, quote := opening(f)
	f.Add(sow.Bytes(), quote.Bytes())
	f.Add(sow.Bytes(), sow.Bytes())
	f.Add(sow.Bytes(), quote.Bytes()[:len(quote.Bytes())-1])
	f.Add([]byte{8, 1}, []byte{})
	id := messages.SessionID(sow.ID(), parleyKey(1))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		c := config(t, protocol.Farmer, 1)
		batch := journal.Batch{Records: []journal.Record{{Session: id, Index: 0, ID: messages.ID{1}, Envelope: first},
			{Session: id, Index: 1, ID: messages.ID{2}, Envelope: second}}}
		if err := c.Journal.Commit(t.Context(), batch); err != nil {
			return
		}
		s, err := drive.Load(t.Context(), c, id, parleyKey(1))
		sound := bytes.Equal(first, sow.Bytes()) && bytes.HasPrefix(second, []byte{8, byte(messages.Kind_KIND_QUOTE)})
		if err == nil && (!sound || s.ID() != id || s.View().Count != 2) {
			t.Fatalf("%x and %x were taken up as %s with %d envelopes", first, second, s.ID().Short(), s.View().Count)
		}
		if asker, err := drive.Asker(t.Context(), c.Journal, id); err == nil && bytes.Equal(first, sow.Bytes()) && asker != parleyKey(2) {
			t.Fatalf("asked by %s", asker.Short())
		}
	})
}
