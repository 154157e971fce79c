package protocol_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
	"pgregory.net/rapid"
)

// party is one side of a metamorphic run: what it has sent or received, in order, and the judge of it.
type party struct {
	role  protocol.Role
	deal  *script.Deal
	inbox [][]byte
}

// moves that either side may try in any state; most are refused.
var tries = []string{
	"requester SOW", "requester SOW final=true", "requester SOW verifications.0.mode=MEDIATE verifications.0.mediators=@mediator",
	"farmer Quote", "farmer Quote price.per_unit=0 price.ceiling=0", "farmer Quote units=7", "farmer Quote sow=00",
	"requester Agreement", "requester Agreement terms.units=3 terms.price.ceiling=15", "requester Agreement terms.price.ceiling=1",
	"farmer Acceptance", "farmer Progress", "farmer Progress claim=1", "requester Voucher", "requester Voucher amount=1",
	"farmer Delivery", "farmer Delivery units=2", "farmer Delivery cost=9999", "requester Reward", "requester Reward amount=1",
	"farmer Receipt", "farmer Reject", "requester Reject", "requester Dispute", "mediator Verdict finding=AGAINST",
}

// A04 to A16, DESIGN 4.3, S-5.1-5: whatever is said, dropped, said twice, out of order, late or after a restart, the
// transcript of one side is a prefix of the other's; after an exchange of heads they are equal; equal transcripts owe the
// same; a third party that replays them agrees.
func TestBothSidesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parties := map[protocol.Role]*party{}
		for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
			parties[role] = &party{role: role, deal: script.New(role, protocol.Limits{})}
		}
		skew := time.Duration(rapid.IntRange(-5, 5).Draw(t, "skew")) * time.Second
		now := script.Start
		begin(t, parties[protocol.Requester], parties[protocol.Farmer])
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			p := parties[rapid.SampledFrom([]protocol.Role{protocol.Requester, protocol.Farmer}).Draw(t, "party")]
			other := parties[p.role.Other()]
			parties[protocol.Requester].deal.Now, parties[protocol.Farmer].deal.Now = now, now.Add(skew)
			switch rapid.IntRange(0, 9).Draw(t, "act") {
			case 0:
				p.try(t, other, rapid.SampledFrom(tries).Draw(t, "line"))
			case 1, 2, 3:
				if kinds := p.next(); len(kinds) > 0 {
					p.try(t, other, rapid.SampledFrom(kinds).Draw(t, "next"))
				}
			case 4, 5, 6:
				p.receive(rapid.IntRange(0, 3).Draw(t, "which"), rapid.Bool().Draw(t, "keep"))
			case 7:
				p.exchange(t, other)
			case 8:
				p.restart(t)
			case 9:
				_ = p.deal.Session.Expire(p.deal.Now)
				now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "seconds")) * time.Second)
			}
			check(t, parties[protocol.Requester], parties[protocol.Farmer])
		}
		parties[protocol.Requester].exchange(t, parties[protocol.Farmer])
		check(t, parties[protocol.Requester], parties[protocol.Farmer])
	})
}

// begin plays the first moves of one of the deals, so that runs start in every state.
func begin(t *rapid.T, requester, farmer *party) {
	lines := deals[rapid.SampledFrom(slices.Sorted(maps.Keys(deals))).Draw(t, "deal")]
	for _, line := range lines[:rapid.IntRange(0, len(lines)).Draw(t, "begun")] {
		raw, err := requester.deal.Make(line)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*party{requester, farmer} {
			if err := p.deal.Offer(raw); err != nil {
				t.Fatalf("%s: the %s refuses: %v", line, p.role, err)
			}
		}
		check(t, requester, farmer)
	}
}

// try says a line, if it is this party's (or, with the farmer, the mediator's) and the judge allows it.
func (p *party) try(t *rapid.T, other *party, line string) {
	speaks := map[protocol.Role][]string{protocol.Requester: {"requester"}, protocol.Farmer: {"farmer", "mediator"}}[p.role]
	if !slices.ContainsFunc(speaks, func(who string) bool { return len(line) > len(who) && line[:len(who)] == who }) {
		return
	}
	raw, err := p.deal.Make(line)
	if err != nil {
		t.Fatal(err)
	}
	if p.deal.Offer(raw) == nil {
		other.inbox = append(other.inbox, raw)
	}
}

// next are the lines that this party's view allows: moves of its own, and of the mediator by the farmer's hand.
func (p *party) next() []string {
	var lines []string
	for role, who := range map[protocol.Role]string{p.role: p.role.String(), protocol.Mediator: "mediator"} {
		for kind := range p.deal.Session.Next(role) {
			if kind == messages.Kind_KIND_REJECT {
				continue // it ends most deals; tries has it
			}
			lines = append(lines, who+" "+kind.Name())
		}
	}
	slices.Sort(lines)
	return lines
}

// receive takes one of the envelopes under way, not always the first, and sometimes leaves it to come again.
func (p *party) receive(which int, keep bool) {
	if len(p.inbox) == 0 {
		return
	}
	which %= len(p.inbox)
	_ = p.deal.Offer(p.inbox[which]) // refusals are what this is about; Offer checks that they leave no trace
	if !keep {
		p.inbox = slices.Delete(p.inbox, which, which+1)
	}
}

// exchange compares heads and sends what is missing, as Resume does.
func (p *party) exchange(t *rapid.T, other *party) {
	for _, pair := range [][2]*party{{p, other}, {other, p}} {
		from, to := pair[0], pair[1]
		first, _, err := from.deal.Session.Missing(to.deal.Session.Resume())
		if to.deal.Session.Phase() == protocol.Open && to.deal.Session.View().Count == 0 {
			first, err = 0, nil // it does not know the session's ID yet
		}
		if err != nil {
			t.Fatalf("the %s refuses the other's heads: %v", from.role, err)
		}
		for _, raw := range from.deal.Raw[min(first, len(from.deal.Raw)):] {
			err := to.deal.Offer(raw)
			if protocol.CodeOf(err) == protocol.Late || err != nil && to.deal.Session.View().Timed {
				break // what follows on it has nothing to follow on
			}
			if err != nil {
				t.Fatalf("the %s refuses the tail: %v", to.role, err)
			}
		}
	}
}

// restart forgets everything but the envelopes.
func (p *party) restart(t *rapid.T) {
	s := protocol.New(script.Peer("farmer"), p.role, protocol.Limits{})
	for _, raw := range p.deal.Raw {
		u, err := messages.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		e, err := u.Open()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Apply(e, time.Time{}); err != nil {
			t.Fatalf("a restart refuses what was applied: %v", err)
		}
	}
	p.deal.Session = s
}

func check(t *rapid.T, a, b *party) {
	x, y := slices.Collect(a.deal.Session.Heads()), slices.Collect(b.deal.Session.Heads())
	if n := min(len(x), len(y)); !slices.Equal(x[:n], y[:n]) {
		t.Fatalf("the transcripts fork: %v and %v", x, y)
	}
	if len(x) != len(y) {
		return
	}
	if a.deal.Session.View().Timed || b.deal.Session.View().Timed {
		return // what one side has stopped waiting for is its own view
	}
	owedA, openA := a.deal.Session.View().Owed()
	owedB, openB := b.deal.Session.View().Owed()
	if owedA.Cmp(owedB) != 0 || openA != openB || a.deal.Session.Phase() != b.deal.Session.Phase() {
		t.Fatalf("one owes %s (%t) in %s, the other %s (%t) in %s", owedA, openA, a.deal.Session.Phase(), owedB, openB, b.deal.Session.Phase())
	}
	third := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
	for _, raw := range a.deal.Raw {
		u, err := messages.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		e, err := u.Open()
		if err != nil {
			t.Fatal(err)
		}
		if err := third.Apply(e, time.Time{}); err != nil {
			t.Fatalf("a third party refuses: %v", err)
		}
	}
	if owed, _ := third.View().Owed(); owed.Cmp(owedA) != 0 {
		t.Fatalf("to a third party %s is owed, to the sides %s", owed, owedA)
	}
}
