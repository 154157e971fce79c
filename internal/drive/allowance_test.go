package drive_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// clock is one that a test sets.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

// bound is a requester's session that is bound, on a stream of its own, its clock, and the other end of the stream.
func bound(t *testing.T, heard func(*messages.Telemetry)) (s *drive.Session, ours, theirs transports.Stream, c *clock) {
	t.Helper()
	c = &clock{time.Now()}
	conf := config(t, protocol.Requester, 2)
	conf.Now = c.read
	s, farmer := quotedTo(t, conf)
	s.OnTelemetry(heard)
	ours, theirs = transports.Pipe(conf.Key, farmer)
	s.Open(ours)
	agreement, err := parleytest.Agree(s.View(), protocol.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Send(t.Context(), agreement); err != nil {
		t.Fatal(err)
	}
	return s, ours, theirs, c
}

// takes is how many of a frame a stream takes, at most so many, a pause after each.
func takes(t *testing.T, s *drive.Session, ours transports.Stream, c *clock, frame messages.Frame, most int, pause time.Duration) int {
	t.Helper()
	for n := range most {
		if err := s.Take(t.Context(), ours, frame); err != nil {
			if protocol.CodeOf(err) != protocol.RateLimited {
				t.Errorf("after %d: %v", n, err)
			}
			return n
		}
		c.now = c.now.Add(pause)
	}
	return most
}

// R46, S-5.1-6, THREATS, resumes without end: what changes nothing is taken 64 times at once and 4 times a second; more of it
// ends the stream, and another stream is served as this one was.
func TestIdleFramesAreBounded(t *testing.T) {
	for name, frame := range map[string]func(*testing.T, *drive.Session) messages.Frame{
		"envelopes of the transcript": func(t *testing.T, s *drive.Session) messages.Frame {
			signer, _ := parleytest.Key(1)
			quote, err := messages.Seal(s.View().Quote, s.View().SOWID, signer)
			if err != nil || quote.ID() != s.View().QuoteID {
				t.Fatalf("not the same quote: %v", err)
			}
			return messages.EnvelopeFrame(quote)
		},
		"resumes": func(_ *testing.T, s *drive.Session) messages.Frame {
			v := s.View()
			return messages.ResumeFrame(&messages.Resume{Session: v.Session[:], Count: 2, Head: v.QuoteID[:]})
		},
		"refusals": func(*testing.T, *drive.Session) messages.Frame {
			return messages.RefusalFrame(protocol.Errorf(protocol.Busy, "no").Refusal(messages.ID{}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, ours, theirs, c := bound(t, nil)
			f, before := frame(t, s), s.View()
			if n := takes(t, s, ours, c, f, 1000, 0); n != 64 {
				t.Errorf("the stream takes %d at once", n)
			}
			c.now = c.now.Add(10 * time.Second)
			if n := takes(t, s, ours, c, f, 1000, 0); n != 40 {
				t.Errorf("the stream takes %d more ten seconds later", n)
			}
			c.now = c.now.Add(-time.Hour)
			if n := takes(t, s, ours, c, f, 1000, 0); n != 0 {
				t.Errorf("the stream takes %d when the clock jumps back", n)
			}
			c.now = c.now.Add(250 * time.Millisecond)
			if n := takes(t, s, ours, c, f, 1000, 250*time.Millisecond); n != 1000 {
				t.Errorf("the stream takes %d, one each 250 ms", n)
			}
			theirs.Reset()
			ours, theirs = transports.Pipe(before.Requester, before.Farmer)
			defer theirs.Reset()
			s.Open(ours)
			if n := takes(t, s, ours, c, f, 1000, 0); n != 64 {
				t.Errorf("another stream takes %d", n)
			}
			if v := s.View(); v.Head != before.Head || v.Phase != before.Phase || s.Failed() != nil {
				t.Errorf("the session moved to %s: %v", v.Phase, s.Failed())
			}
		})
	}
}

// R46, S-5.1-6: a requester hears no more news than a farmer says, however many streams bring them; more is dropped, and much more ends
// the stream. A farmer is told none.
func TestNewsAreBounded(t *testing.T) {
	frame := messages.TelemetryFrame(&messages.Telemetry{Session: make([]byte, 32), Text: "news"})
	const most = 100 + 60*50 // what a farmer says at once, and in a minute
	heard := 0
	s, ours, theirs, c := bound(t, func(*messages.Telemetry) { heard++ })
	if n := takes(t, s, ours, c, frame, 100_000, 0); n != most+64 || heard != most {
		t.Errorf("the stream takes %d at once, of which %d are heard", n, heard)
	}
	theirs.Reset()
	ours, theirs = transports.Pipe(s.View().Requester, s.View().Farmer)
	defer theirs.Reset()
	s.Open(ours)
	if n := takes(t, s, ours, c, frame, 100_000, 0); n != 64 || heard != most {
		t.Errorf("another stream takes %d, and %d are heard", n, heard)
	}
	heard = 0
	c.now = c.now.Add(20 * time.Millisecond)
	if n := takes(t, s, ours, c, frame, 10_000, 20*time.Millisecond); n != 10_000 || heard != n {
		t.Errorf("of %d, one each 20 ms, %d are heard", n, heard)
	}

	farmer := config(t, protocol.Farmer, 1)
	farmer.Now = c.read
	_, requester := parleytest.Key(2)
	ours, theirs = transports.Pipe(farmer.Key, requester)
	defer theirs.Reset()
	f := drive.New(farmer, farmer.Key)
	f.OnTelemetry(func(*messages.Telemetry) { t.Error("a farmer is told news") })
	f.Open(ours)
	if n := takes(t, f, ours, c, frame, 1000, 0); n != 64 {
		t.Errorf("a farmer takes %d", n)
	}
}

// R46: a quote that is held unverified, again and again.
func TestHeldQuoteAgainIsIdle(t *testing.T) {
	c := &clock{time.Now()}
	conf := config(t, protocol.Requester, 2)
	conf.Now, conf.Weighs = c.read, true
	s, _ := quotedTo(t, conf)
	v, _, _ := s.Watch()
	if !v.Unverified {
		t.Fatal("the quote is not held")
	}
	signer, farmer := parleytest.Key(1)
	quote, err := messages.Seal(v.Quote, v.SOWID, signer)
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := transports.Pipe(conf.Key, farmer)
	defer theirs.Reset()
	s.Open(ours)
	if n := takes(t, s, ours, c, messages.EnvelopeFrame(quote), 1000, 0); n != 64 {
		t.Errorf("the stream takes %d", n)
	}
}

// S-3.3-3, R46: of a long transcript, too, whatever is said again is known, with what was said since, and what is new is not.
func TestLongTranscriptIsKnown(t *testing.T) {
	c := &clock{time.Now()}
	conf := config(t, protocol.Farmer, 1)
	conf.Now, conf.Limits.Rounds = c.read, 100
	signer, requester := parleytest.Key(2)
	ours, theirs := transports.Pipe(conf.Key, requester)
	defer theirs.Reset()
	s := drive.New(conf, conf.Key)
	s.Open(ours)
	var said []*messages.Signed
	head, start := messages.ID{}, c.now
	round := func(n uint32) *messages.SOW {
		sow := parleytest.Statement(1, 2)
		sow.Round, sow.QuoteByMs, sow.DeliverByMs = n, start.Add(9*time.Hour).UnixMilli(), start.Add(10*time.Hour).UnixMilli()
		return sow
	}
	say := func(n uint32) {
		t.Helper()
		e, err := messages.Seal(round(n), head, signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(e)); err != nil {
			t.Fatal(err)
		}
		v := s.View()
		quote, err := s.Send(t.Context(), &messages.Quote{Version: 1, Sow: v.SOWID[:], Price: parleytest.Price(1, 2), Units: 2,
			ExpiresMs: c.now.Add(time.Hour).UnixMilli(), DeliverByMs: v.SOW.DeliverByMs})
		if err != nil {
			t.Fatal(err)
		}
		said, head = append(said, e, quote), quote.ID()
	}
	again := func() {
		t.Helper()
		for i, e := range said {
			for range 20 { // more than may be refused
				if n := takes(t, s, ours, c, messages.EnvelopeFrame(e), 1, 250*time.Millisecond); n != 1 {
					t.Fatalf("envelope %d of %d is not taken again", i, len(said))
				}
			}
		}
		if v := s.View(); v.Count != len(said) || v.Head != head {
			t.Fatalf("%d envelopes of %d", v.Count, len(said))
		}
	}
	for n := range uint32(40) {
		say(n)
		if n == 1 || n > 36 { // short; long, and longer since
			again()
		}
	}
	other := proto.CloneOf(round(39))
	other.Units++
	twice, err := messages.Seal(other, said[len(said)-3].ID(), signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(twice)); err != nil {
		t.Fatal(err)
	}
	if err := s.Failed(); protocol.CodeOf(err) != protocol.Equivocation {
		t.Errorf("another envelope after one that was answered: %v", err)
	}
}
