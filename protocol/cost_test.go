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

// DESIGN 10: refusing what is wrong on the outside, repeated or contradictory allocates nothing, in every state.
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

// BenchmarkJudge is what an envelope of a paid deal costs, SOW to Receipt, of which the budget of DESIGN 10 is a
// microsecond; what each kind costs; and what refusing costs. The floor is that of [bare].
func BenchmarkJudge(b *testing.B) {
	all := sealed(b, deals["paid"])
	farmer := script.Peer("farmer") // derived here, since that costs as much as fifty envelopes
	b.Run("apply", func(b *testing.B) {
		b.ReportAllocs()
		var s *protocol.Session
		n := 0
		for b.Loop() {
			if n%len(all) == 0 {
				s = protocol.New(farmer, 0, protocol.Limits{})
			}
			if err := s.Apply(all[n%len(all)], time.Time{}); err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.StopTimer()
		began := time.Now()
		bare(b, all, n/len(all)+1)
		b.ReportMetric(float64(time.Since(began).Nanoseconds())/float64((n/len(all)+1)*len(all)), "floor-ns/op")
	})
	for n, e := range all {
		b.Run("apply/"+e.Kind().Name(), func(b *testing.B) {
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
	s, header := after(b, all, 4), all[6].Header()
	b.Run("refuse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = s.Admit(header)
		}
	})
	b.Run("refuse/duplicate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = s.Apply(all[1], script.Start)
		}
	})
}

// bare is the floor of the judge: it looks up who may say what in which phase, compares the signer and the head, and
// decodes the terms, since an Agreement brings them as bytes. It keeps no view and checks no meaning.
func bare(b *testing.B, all []*messages.Signed, rounds int) {
	b.Helper()
	type turn struct {
		from protocol.Phase
		kind messages.Kind
	}
	legal := make(map[turn]protocol.Transition)
	for t := range protocol.Transitions() {
		legal[turn{t.From, t.Kind}] = t
	}
	signers := map[protocol.Role]messages.Key{protocol.Requester: all[0].Signer(), protocol.Farmer: all[1].Signer()}
	for range rounds {
		phase, head := protocol.Open, messages.ID{}
		for _, e := range all {
			h := e.Header()
			t, ok := legal[turn{phase, h.Kind}]
			if !ok || h.Signer != signers[t.By] || h.Prev != head {
				b.Fatalf("%s is not legal", h.Kind)
			}
			if a, ok := e.Message().(*messages.Agreement); ok {
				if _, err := a.DecodeTerms(); err != nil {
					b.Fatal(err)
				}
			}
			phase, head = t.To, e.ID()
		}
	}
}

// S-3.12-1: the limits that hold where none are set.
func TestLimits(t *testing.T) {
	l := protocol.Limits{Rounds: 2}.WithDefaults()
	if l.Grace != 30*time.Second || l.Rounds != 2 || l.RewardTries != 3 || l.Windows != 10_000 || l.Reply != 10*time.Second || l.Retention != 30*24*time.Hour {
		t.Errorf("%+v", l)
	}
	if got := (protocol.Limits{}).WithDefaults().Rounds; got != 8 {
		t.Errorf("%d rounds", got)
	}
}

// S-2.2-1: of several reasons the first is given.
func TestRefusalsInOrder(t *testing.T) {
	all := sealed(t, deals["paid"])
	stale, stranger, farmer := messages.ID{1}, script.Peer("stranger"), script.Peer("farmer")
	ended, timed := after(t, all, len(all)), after(t, all, 4)
	timed.Expire(script.Start.Add(1000 * time.Hour))
	for _, c := range []struct {
		name string
		s    *protocol.Session
		h    messages.Header
		want protocol.Code
	}{
		{"all of them", ended, messages.Header{Kind: messages.Kind_KIND_AMENDMENT, Signer: stranger, Prev: stale, Size: 1 << 20}, protocol.TooLarge},
		{"but the size", ended, messages.Header{Kind: messages.Kind_KIND_AMENDMENT, Signer: stranger, Prev: all[0].ID(), Size: 300}, protocol.Unsupported},
		{"but the kind", ended, messages.Header{Kind: messages.Kind_KIND_SOW, Signer: stranger, Prev: all[0].ID(), Size: 300}, protocol.Stale},
		{"but the answered", timed, messages.Header{Kind: messages.Kind_KIND_SOW, Signer: stranger, Prev: stale, Size: 300}, protocol.Late},
		{"ended", ended, messages.Header{Kind: messages.Kind_KIND_SOW, Signer: stranger, Prev: stale, Size: 300}, protocol.NotYourTurn},
		{"signer, turn, prev", after(t, all, 4), messages.Header{Kind: messages.Kind_KIND_SOW, Signer: stranger, Prev: stale, Size: 300}, protocol.Forbidden},
		{"turn, prev", after(t, all, 4), messages.Header{Kind: messages.Kind_KIND_SOW, Signer: farmer, Prev: stale, Size: 300}, protocol.NotYourTurn},
		{"prev", after(t, all, 4), messages.Header{Kind: messages.Kind_KIND_DELIVERY, Signer: farmer, Prev: stale, Size: 300}, protocol.Stale},
		{"signer, prev, of the first", protocol.New(farmer, 0, protocol.Limits{}), messages.Header{Kind: messages.Kind_KIND_SOW, Signer: farmer, Prev: stale, Size: 300}, protocol.Forbidden},
		{"a kind without a number", after(t, all, 4), messages.Header{Kind: 77, Signer: stranger, Prev: stale, Size: 300}, protocol.Unsupported},
		{"an Ask is no move", after(t, all, 4), messages.Header{Kind: messages.Kind_KIND_ASK, Signer: farmer, Prev: stale, Size: 300}, protocol.Invalid},
		{"nothing", after(t, all, 4), all[4].Header(), 0},
	} {
		if got := protocol.CodeOf(c.s.Admit(c.h)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
