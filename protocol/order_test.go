package protocol_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// Whole deals that pass through every state between them.
var deals = map[string][]string{
	"paid":     {"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Delivery", "requester Reward", "farmer Receipt"},
	"bargain":  {"requester SOW", "farmer Quote", "requester SOW", "farmer Quote", "requester SOW", "farmer Reject"},
	"progress": {"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Progress", "requester Voucher", "farmer Progress", "requester Reject"},
	"reward": {"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Delivery", "requester Reward",
		"farmer Reject code=WRONG_REWARD", "requester Reward receipt_by_ms=+2m", "farmer Receipt"},
	"dispute": {"requester SOW verifications.0.mode=MEDIATE verifications.0.mediators=@mediator", "farmer Quote", "requester Agreement",
		"farmer Acceptance", "farmer Delivery", "requester Dispute", "mediator Verdict"},
}

// sealed plays a whole deal and returns its envelopes.
func sealed(t testing.TB, lines []string) []*messages.Signed {
	t.Helper()
	d := script.New(0, protocol.Limits{})
	for _, line := range lines {
		raw, err := d.Make(line)
		if err == nil {
			err = d.Offer(raw)
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	var all []*messages.Signed
	for _, raw := range d.Raw {
		all = append(all, open(t, raw))
	}
	return all
}

func open(t testing.TB, raw []byte) *messages.Signed {
	t.Helper()
	u, err := messages.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	e, err := u.Open()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// S-3.3-1 S-3.3-2: of the 5,040 orders of the seven messages of a deal only one completes it, and what a wrong order is
// refused for has a type. Every prefix of an order is judged once.
func TestOnlyTheLegalOrderCompletes(t *testing.T) {
	all := sealed(t, deals["paid"])
	orders, completed := 0, 0
	for order := range permutations(len(all)) {
		orders++
		s := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
		for _, i := range order {
			if err := s.Apply(all[i], script.Start); err != nil && protocol.CodeOf(err) == protocol.Internal {
				t.Fatalf("%v: %v is not typed", order, err)
			}
		}
		if s.Phase() == protocol.Settled && slices.IsSorted(order) {
			completed++
		} else if s.Phase() == protocol.Settled {
			t.Errorf("%v completes", order)
		}
	}
	if orders != 5040 || completed != 1 {
		t.Errorf("%d orders, %d complete", orders, completed)
	}
}

// The same with every message signed anew onto the head, so that only its kind and signer can be wrong.
func TestOnlyTheLegalKindsComplete(t *testing.T) {
	lines := deals["paid"]
	completed := 0
	for order := range permutations(len(lines)) {
		if order[0] != 0 { // nothing begins but with the SOW: TestScripts/turns
			continue
		}
		d := script.New(0, protocol.Limits{})
		done := 0
		for _, i := range order {
			raw, err := d.Make(lines[i])
			if err != nil {
				t.Fatal(err)
			}
			if d.Offer(raw) != nil {
				break
			}
			done++
		}
		if d.Session.Phase() == protocol.Settled {
			completed++
			if !slices.IsSorted(order) {
				t.Errorf("%v completes", order)
			}
		}
	}
	if completed != 1 {
		t.Errorf("%d complete", completed)
	}
}

// permutations yields every order of 0 to n-1 (Heap's algorithm); the slice is reused.
func permutations(n int) func(func([]int) bool) {
	return func(yield func([]int) bool) {
		p, c := make([]int, n), make([]int, n)
		for i := range p {
			p[i] = i
		}
		if !yield(slices.Clone(p)) {
			return
		}
		for i := 0; i < n; {
			if c[i] >= i {
				c[i] = 0
				i++
				continue
			}
			if i%2 == 0 {
				p[0], p[i] = p[i], p[0]
			} else {
				p[c[i]], p[i] = p[i], p[c[i]]
			}
			if !yield(slices.Clone(p)) {
				return
			}
			c[i]++
			i = 0
		}
	}
}

// S-3.3-3 S-3.3-6, A33, replay_any: every message of every deal, sent again in every later state and to every other
// session, changes nothing and is refused with a code.
func TestReplayAny(t *testing.T) {
	recorded := make(map[string][]*messages.Signed)
	for name, lines := range deals {
		recorded[name] = sealed(t, lines)
	}
	for name, all := range recorded {
		s := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
		for i, e := range all {
			if err := s.Apply(e, script.Start); err != nil {
				t.Fatalf("%s %d: %v", name, i, err)
			}
			for other, envelopes := range recorded {
				for j, again := range envelopes {
					continues := other == name && j == i+1 || again.Prev() == s.View().Head && !contains(all[:i+1], again)
					if continues && s.View().Turn() != 0 {
						continue // it is, or may be, the next move: the same first words in two deals are one envelope
					}
					refuse(t, s, again, fmt.Sprintf("%s after %d: %s %d", name, i, other, j), contains(all[:i+1], again))
				}
			}
		}
	}
	// And to a session with another farmer nothing but the SOW says anything.
	for name, all := range recorded {
		s := protocol.New(script.Peer("farmer2"), 0, protocol.Limits{})
		if err := s.Apply(all[0], script.Start); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, e := range all {
			refuse(t, s, e, fmt.Sprintf("%s %d to another farmer", name, i), i == 0)
		}
	}
}

func contains(list []*messages.Signed, e *messages.Signed) bool {
	return slices.ContainsFunc(list, func(have *messages.Signed) bool { return have.ID() == e.ID() })
}

// refuse applies e, which must be refused with a code and leave no trace; Duplicate exactly if it was applied.
func refuse(t *testing.T, s *protocol.Session, e *messages.Signed, what string, duplicate bool) {
	t.Helper()
	before := script.Fingerprint(s)
	err := s.Apply(e, script.Start)
	code := protocol.CodeOf(err)
	if err == nil || code == protocol.Internal || duplicate != (code == protocol.Duplicate) {
		t.Errorf("%s: %v", what, err)
	}
	if diff := cmp.Diff(before, script.Fingerprint(s)); diff != "" {
		t.Errorf("%s left a trace:\n%s", what, diff)
	}
}

// S-4.3-1, H05: from every state a walk of the table can reach there is a way to an end, one of them without anybody's
// help but time's, and exactly one side is on turn.
func TestEveryStateHasAnExit(t *testing.T) {
	seen := map[protocol.Phase]bool{protocol.Open: true}
	for queue := []protocol.Phase{protocol.Open}; len(queue) > 0; queue = queue[1:] {
		from := queue[0]
		movers := make(map[protocol.Role]bool)
		for row := range protocol.Transitions() {
			if row.From != from {
				continue
			}
			movers[row.By] = true
			if row.By == protocol.Time && !row.To.Final() {
				t.Errorf("time leads from %s to %s, which is no end", from, row.To)
			}
			if !seen[row.To] {
				seen[row.To] = true
				queue = append(queue, row.To)
			}
		}
		switch timed := movers[protocol.Time]; {
		case from.Final() && len(movers) > 0:
			t.Errorf("%s is an end and has moves", from)
		case !from.Final() && from != protocol.Open && !timed:
			t.Errorf("%s waits and has no deadline", from)
		}
		delete(movers, protocol.Time)
		if !from.Final() && len(movers) != 1 {
			t.Errorf("in %s %d sides are on turn, want one", from, len(movers))
		}
	}
	for p := protocol.Open; p <= protocol.Expired; p++ {
		if !seen[p] {
			t.Errorf("%s cannot be reached", p)
		}
	}
	moves := 0
	for range protocol.Transitions() {
		moves++
	}
	t.Logf("%d states and %d moves were walked: each state that is no end has a deadline, which leads to one", len(seen), moves)
	// Where the session is, there is a deadline, and it is a signed one.
	for name, lines := range deals {
		s := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
		for i, e := range sealed(t, lines) {
			if err := s.Apply(e, script.Start); err != nil {
				t.Fatal(err)
			}
			at, then, ok := s.View().Deadline()
			if ok == s.View().Final() || ok && (!then.Final() || at.Before(script.Start)) {
				t.Errorf("%s after %d: in %s the deadline is %v, %s, %t", name, i, s.Phase(), at, then, ok)
			}
		}
	}
}

// S-3.11-1: what is no Ask asks for nothing.
func TestAskTakesAsksOnly(t *testing.T) {
	all := sealed(t, deals["paid"])
	s := after(t, all, 1)
	for _, e := range all {
		if err := s.Ask(e); protocol.CodeOf(err) != protocol.Invalid || s.View().Asked != nil {
			t.Errorf("%s is taken as an Ask: %v", e.Kind().Name(), err)
		}
	}
}

// Next is the table, asked by role.
func TestNext(t *testing.T) {
	s := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
	for i, e := range sealed(t, deals["dispute"]) {
		role := s.View().Turn()
		if !slices.Contains(slices.Collect(s.Next(role)), e.Kind()) {
			t.Errorf("%d: Next of the %s in %s does not name %s", i, role, s.Phase(), e.Kind().Name())
		}
		for _, other := range []protocol.Role{protocol.Requester, protocol.Farmer, protocol.Mediator} {
			if kinds := slices.Collect(s.Next(other)); other != role && len(kinds) > 0 {
				t.Errorf("%d: the %s is not on turn and may send %v", i, other, kinds)
			}
		}
		if err := s.Apply(e, script.Start); err != nil {
			t.Fatal(err)
		}
	}
	for range s.Next(protocol.Requester) {
		t.Error("a move follows the end")
	}
	free := []string{"requester SOW", "farmer Quote price.per_unit=0 price.ceiling=0", "requester Agreement", "farmer Acceptance", "farmer Delivery"}
	for kind := range after(t, sealed(t, free), len(free)).Next(protocol.Requester) {
		t.Errorf("a %s follows a delivery of free work", kind.Name())
	}
}
