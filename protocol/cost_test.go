package protocol_test

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// after returns a session with the first n envelopes applied.
func after(t testing.TB, all []*messages.Signed, n int) *protocol.Session {
	t.Helper()
	s := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
	for _, e := range all[:n] {
		if err := s.Apply(e, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// S-2.2-2: refusing what is wrong on the outside, repeated or contradictory allocates nothing, in every state.
func TestRefusingAllocatesNothing(t *testing.T) {
	all := sealed(t, deals["dispute"])
	stranger := messages.Header{Kind: messages.Kind_KIND_QUOTE, Signer: script.Peer("stranger"), Size: 300}
	for n := 1; n <= len(all); n++ {
		s := after(t, all, n)
		head := s.View().Head
		wrong := map[string]messages.Header{
			"stranger":     {Kind: stranger.Kind, Signer: stranger.Signer, Prev: head, Size: 300},
			"stale":        {Kind: messages.Kind_KIND_QUOTE, Signer: script.Peer("farmer"), Prev: messages.ID{1}, Size: 300},
			"repeated":     all[0].Header(),
			"too large":    {Kind: messages.Kind_KIND_QUOTE, Signer: script.Peer("farmer"), Prev: head, Size: messages.MaxEnvelope + 1},
			"reserved":     {Kind: messages.Kind_KIND_AMENDMENT, Signer: script.Peer("farmer"), Prev: head, Size: 300},
			"no such kind": {Kind: 77, Signer: script.Peer("farmer"), Prev: head, Size: 300},
			"wrong turn":   {Kind: messages.Kind_KIND_RECEIPT, Signer: script.Peer("requester"), Prev: head, Size: 300},
		}
		for name, h := range wrong {
			if s.Admit(h) == nil {
				t.Errorf("after %d: %s is admitted", n, name)
			}
			if got := testing.AllocsPerRun(50, func() { _ = s.Admit(h) }); got != 0 {
				t.Errorf("after %d: refusing what is %s allocates %v times", n, name, got)
			}
		}
		for i, e := range all[:n] {
			if got := testing.AllocsPerRun(50, func() { _ = s.Apply(e, script.Start) }); got != 0 {
				t.Errorf("after %d: refusing envelope %d again allocates %v times", n, i, got)
			}
		}
	}
}

// The budget of DESIGN 10 is a microsecond an envelope. Agreement is the one that decodes again: the terms inside it.
func BenchmarkApply(b *testing.B) {
	all := sealed(b, deals["paid"])
	for n, e := range all {
		b.Run(e.Kind().Name(), func(b *testing.B) {
			s := after(b, all, n)
			b.ReportAllocs()
			for b.Loop() {
				judged := *s
				if err := judged.Apply(e, time.Time{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRefuse(b *testing.B) {
	all := sealed(b, deals["paid"])
	s := after(b, all, 4)
	header := all[6].Header()
	b.Run("Admit", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = s.Admit(header)
		}
	})
	b.Run("duplicate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = s.Apply(all[1], script.Start)
		}
	})
}
