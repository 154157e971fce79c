package drive_test

import (
	"bufio"
	"bytes"
	"log/slog"
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
// a frame that is refused leaves what is established as it was; and what is established is what a replay gives.
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
	f.Add(true, frames(messages.EnvelopeFrame(sow), messages.EnvelopeFrame(sow), resume))
	f.Add(true, frames(resume, messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_BUSY})))
	f.Add(false, frames(messages.EnvelopeFrame(quote), messages.TelemetryFrame(&messages.Telemetry{Text: "\x1b[2J"})))
	f.Add(false, frames(messages.EnvelopeFrame(quote), messages.EnvelopeFrame(quote), resume))
	f.Fuzz(func(t *testing.T, farms bool, wire []byte) {
		c, peer := config(t, protocol.Requester, 2), parleyKey(1)
		if farms {
			c, peer = config(t, protocol.Farmer, 1), parleyKey(2)
		}
		c.Now, c.Logger = func() time.Time { return epoch }, slog.New(slog.DiscardHandler)
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
		s := drive.New(c, parleyKey(1))
		s.Open(ours)
		var taken []*messages.Signed
		if !farms {
			if err := s.Begin(t.Context(), sow); err != nil {
				t.Fatal(err)
			}
			taken = append(taken, sow)
		}
		for r := bufio.NewReader(bytes.NewReader(wire)); ; {
			frame, err := messages.ReadFrame(r)
			if err != nil {
				break
			}
			before := s.View()
			err = s.Take(t.Context(), ours, frame)
			switch now := s.View(); {
			case now.Count == before.Count+1:
				taken = append(taken, opened(t, frame))
			case now.Count != before.Count || now.Head != before.Head || now.Phase != before.Phase:
				t.Fatalf("frame of type %d moved %s to %s, %d to %d envelopes", frame.Type, before.Phase, now.Phase, before.Count, now.Count)
			}
			if err != nil {
				break
			}
		}
		replay := protocol.New(parleyKey(1), 0, protocol.Limits{})
		for _, e := range taken {
			if err := replay.Apply(e, time.Time{}); err != nil {
				t.Fatalf("a third party refuses: %v", err)
			}
		}
		if v := s.View(); v.Head != replay.View().Head || v.Phase != replay.Phase() {
			t.Fatalf("%s at %s, a replay is %s at %s", v.Phase, v.Head.Short(), replay.Phase(), replay.View().Head.Short())
		}
	})
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
