package protocol_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// variants are the lines that the walk tries for a kind, in each state where it is legal: what makes a difference to the
// phase, to the loop bounds or to what is owed.
var variants = map[messages.Kind][]string{
	messages.Kind_KIND_SOW:      {"", "final=true"},
	messages.Kind_KIND_QUOTE:    {"", "final=true"},
	messages.Kind_KIND_VOUCHER:  {"", "amount=0"},
	messages.Kind_KIND_DELIVERY: {"", "units=3 cost=11"},
	messages.Kind_KIND_VERDICT:  {"finding=FOR", "finding=AGAINST", "finding=UNDETERMINED"},
}

// worlds are the first SOW of a walk and what is said beside the legal minimum.
var worlds = map[string]struct{ sow, quote string }{
	"paid":                {},
	"free":                {quote: "price.per_unit=0 price.ceiling=0"},
	"paid, escrow":        {sow: escrowed},
	"free, escrow":        {sow: escrowed, quote: "price.per_unit=0 price.ceiling=0"},
	"paid, mediator":      {sow: mediated},
	"escrow and mediator": {sow: escrowed + " " + mediated},
}

const mediated = "verifications.0.mode=MEDIATE verifications.0.mediators=@mediator"
const escrowed = "settlements.0.kind=ESCROW settlements.0.contract=c settlements.0.asset=a settlements.0.payer=p"

var walkLimits = protocol.Limits{Grace: 10 * time.Second, Rounds: 2, Windows: 2, RewardTries: 1}

// walk goes through every transcript of a world that the table and the loop bounds allow.
type walk struct {
	quote string             // what every quote says beside the legal minimum
	all   []*messages.Signed // the transcript so far
	ended map[protocol.Phase]int
	moved map[string]bool // rows of the table
}

// H05, S-4.3-1 S-4.3-2 S-4.3-3 S-3.13-1: in every state that legal moves reach, up to the bounds of its loops, for free
// and for money, with and without a settlement, either side may fall silent, with its last word said or under way: at
// each side time ends the session just after deadline and grace, as SPEC says, and both that heard the same owe the same.
func TestSilenceEndsEveryState(t *testing.T) {
	moved, ended := make(map[string]bool), make(map[protocol.Phase]int)
	for _, name := range slices.Sorted(maps.Keys(worlds)) {
		t.Run(name, func(t *testing.T) {
			w := walk{quote: worlds[name].quote, moved: moved, ended: ended}
			states := w.from(t, 0, worlds[name].sow)
			if states < 50 {
				t.Errorf("the walk found %d states", states)
			}
			t.Logf("%d states", states)
		})
	}
	for row := range protocol.Transitions() {
		if row.By != protocol.Time && !moved[rowOf(row.From, row.By, row.Kind)] {
			t.Errorf("the walk never made the move %s", rowOf(row.From, row.By, row.Kind))
		}
	}
	for p := protocol.Rejected; p <= protocol.Expired; p++ {
		if ended[p] == 0 {
			t.Errorf("no state ended %s", p)
		}
	}
}

func rowOf(from protocol.Phase, by protocol.Role, kind messages.Kind) string {
	return fmt.Sprintf("%s, %s, %s", from, by, kind.Name())
}

// from judges the state after w.all and goes on from there. It returns how many states there were.
func (w *walk) from(t *testing.T, depth int, sow string) int {
	t.Helper()
	if depth > 40 {
		t.Fatalf("a transcript of %d envelopes: a loop without a bound", depth)
	}
	states := 1
	if depth > 0 {
		w.silence(t)
	}
	d := script.New(0, walkLimits)
	d.Session = w.replay(t, 0, w.all)
	for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer, protocol.Mediator} {
		for kind := range d.Session.Next(role) {
			lines := variants[kind]
			if lines == nil {
				lines = []string{""}
			}
			for _, variant := range lines {
				line := strings.Join([]string{role.String(), kind.Name(), variant}, " ")
				switch {
				case depth == 0:
					line += " " + sow
				case kind == messages.Kind_KIND_QUOTE:
					line += " " + w.quote
				}
				raw, err := d.Make(line)
				if err != nil {
					t.Fatal(err)
				}
				e, from := open(t, raw), d.Session.Phase()
				if w.replay(t, 0, w.all).Apply(e, script.Start) != nil {
					continue // beyond a bound, or not in this world: the scripts say why
				}
				w.moved[rowOf(from, role, kind)] = true
				w.all = append(w.all, e)
				states += w.from(t, depth+1, "")
				w.all = w.all[:len(w.all)-1]
			}
		}
	}
	return states
}

// replay is what a party holds that has heard these envelopes in time.
func (w *walk) replay(t *testing.T, self protocol.Role, heard []*messages.Signed) *protocol.Session {
	t.Helper()
	s := protocol.New(script.Peer("farmer"), self, walkLimits)
	for i, e := range heard {
		if err := s.Apply(e, script.Start); err != nil {
			t.Fatalf("the %s refuses envelope %d: %v", self, i, err)
		}
	}
	return s
}

// silence ends the state at both parties, and at one that has not heard the last word.
func (w *walk) silence(t *testing.T) {
	t.Helper()
	last := w.all[len(w.all)-1].Signer()
	owes := make(map[protocol.Role]messages.Amount)
	for _, self := range []protocol.Role{protocol.Requester, protocol.Farmer} {
		s := w.replay(t, self, w.all)
		owes[self] = w.end(t, s, w.all)
		w.ended[s.Phase()]++
		if s.View().Key(self) != last && len(w.all) > 1 {
			before := w.all[:len(w.all)-1]
			s := w.replay(t, self, before)
			w.end(t, s, before)
			if err := s.Apply(w.all[len(w.all)-1], time.Time{}); protocol.CodeOf(err) != protocol.Late && s.View().Timed {
				t.Fatalf("%s: what comes after time ended it is not late but %v", story(w.all), err)
			}
		}
	}
	if owes[protocol.Requester].Cmp(owes[protocol.Farmer]) != 0 {
		t.Fatalf("%s: the requester owes %s by its own account, %s by the farmer's", story(w.all), owes[protocol.Requester], owes[protocol.Farmer])
	}
}

// end lets time pass until the session has ended, checks when and how it does, and returns what is owed then.
func (w *walk) end(t *testing.T, s *protocol.Session, heard []*messages.Signed) messages.Amount {
	t.Helper()
	want, at := expected(heard)
	if !at.IsZero() {
		v := s.View()
		owed, open := v.Owed()
		if diff := cmp.Diff(waiting(heard), end{v.Phase, owed.String(), v.Final(), open}); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", story(heard), diff)
		}
		if last := at.Add(walkLimits.Grace); s.Expire(last) || !s.Expire(last.Add(time.Millisecond)) {
			t.Fatalf("%s: %s, does not end just after %s and the grace", story(heard), s.Phase(), at)
		}
	}
	v := s.View()
	owed, open := v.Owed()
	got := end{v.Phase, owed.String(), v.Final(), open}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", story(heard), diff)
	}
	_, _, waits := v.Deadline()
	for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer, protocol.Mediator} {
		for kind := range s.Next(role) {
			t.Fatalf("%s: ended %s, and the %s may still send %s", story(heard), v.Phase, role, kind.Name())
		}
	}
	if waits || s.Expire(script.Start.AddDate(100, 0, 0)) {
		t.Fatalf("%s: ended %s and still waits", story(heard), v.Phase)
	}
	return owed
}

// end is how a session ended.
type end struct {
	Phase       protocol.Phase
	Owed        string
	Final, Open bool
}

// expected is what SPEC 3.13 and 4.3 say of a transcript after which nobody speaks: how it ends, and the deadline, zero if
// it has ended by what was said. It reads the messages and no table of package protocol.
func expected(heard []*messages.Signed) (end, time.Time) {
	paid, cost, free := "0", "0", false
	var reward bool
	e := end{Final: true}
	var ms int64
	for _, s := range heard {
		ms, e.Phase = 0, protocol.Expired
		switch m := s.Message().(type) {
		case *messages.SOW:
			ms = m.QuoteByMs
		case *messages.Quote:
			ms = m.ExpiresMs
		case *messages.Agreement:
			ms, free = m.AcceptByMs, s.Terms().Free
		case *messages.Acceptance:
			ms = deliverBy(heard)
		case *messages.Progress:
			ms = m.AnswerByMs
		case *messages.Voucher:
			ms, paid = deliverBy(heard), m.Amount
		case *messages.Delivery:
			cost = m.Cost
			if ms, e.Phase = m.ReviewByMs, protocol.Accepted; free {
				ms, e.Phase = 0, protocol.Delivered
			}
		case *messages.Reward:
			ms, reward = m.ReceiptByMs, true
		case *messages.Receipt:
			e.Phase = protocol.Settled
		case *messages.Dispute:
			ms, e.Phase = m.JudgeByMs, protocol.Undetermined
		case *messages.Verdict:
			e.Phase = protocol.Judged
			e.Owed = map[messages.Finding]string{messages.Finding_FINDING_FOR: cost, messages.Finding_FINDING_AGAINST: "0"}[m.Finding]
		case *messages.Reject:
			ms, e.Phase, reward = rejected(heard, s, reward)
		}
	}
	switch {
	case e.Owed != "":
	case e.Phase == protocol.Settled || e.Phase == protocol.Accepted || e.Phase == protocol.Expired && reward:
		e.Owed = cost
	case e.Phase == protocol.Undetermined || e.Phase == protocol.Judged:
		e.Owed = halves[cost]
	case e.Phase == protocol.Delivered:
		e.Owed = "0"
	default:
		e.Owed = paid
	}
	if ms == 0 {
		return e, time.Time{}
	}
	return e, time.UnixMilli(ms)
}

// waiting is what SPEC 3.13 says of a transcript after which somebody is awaited.
func waiting(heard []*messages.Signed) end {
	paid, cost := "0", "0"
	for _, s := range heard {
		switch m := s.Message().(type) {
		case *messages.Voucher:
			paid = m.Amount
		case *messages.Delivery:
			cost = m.Cost
		}
	}
	switch heard[len(heard)-1].Kind() {
	case messages.Kind_KIND_SOW:
		return end{Phase: protocol.Solicited, Owed: "0"}
	case messages.Kind_KIND_QUOTE:
		return end{Phase: protocol.Quoted, Owed: "0"}
	case messages.Kind_KIND_AGREEMENT:
		return end{Phase: protocol.Proposed, Owed: "0"}
	case messages.Kind_KIND_ACCEPTANCE, messages.Kind_KIND_VOUCHER:
		return end{Phase: protocol.Agreed, Owed: paid, Open: true}
	case messages.Kind_KIND_PROGRESS:
		return end{Phase: protocol.Claimed, Owed: paid, Open: true}
	case messages.Kind_KIND_DISPUTE:
		return end{Phase: protocol.Disputed, Owed: paid, Open: true}
	case messages.Kind_KIND_REWARD:
		return end{Phase: protocol.Rewarded, Owed: cost}
	}
	return end{Phase: protocol.Delivered, Owed: cost, Open: true} // or again, a wrong reward having been rejected
}

// halves, rounded down, of what the walk's deliveries cost.
var halves = map[string]string{"50": "25", "11": "5"}

// deliverBy is the deadline of the terms.
func deliverBy(heard []*messages.Signed) int64 {
	for _, s := range heard {
		if s.Terms() != nil {
			return s.Terms().DeliverByMs
		}
	}
	return 0
}

// rejected is where a Reject leads: back to the delivery if it answers a reward, and else to an end, by what it answers.
func rejected(heard []*messages.Signed, reject *messages.Signed, reward bool) (int64, protocol.Phase, bool) {
	var before *messages.Signed
	var reviewBy int64
	for i, s := range heard {
		if d, ok := s.Message().(*messages.Delivery); ok {
			reviewBy = d.ReviewByMs
		}
		if s.ID() == reject.ID() {
			before = heard[i-1]
		}
	}
	switch before.Kind() {
	case messages.Kind_KIND_REWARD:
		return reviewBy, protocol.Accepted, false
	case messages.Kind_KIND_PROGRESS:
		return 0, protocol.Stopped, reward
	case messages.Kind_KIND_ACCEPTANCE, messages.Kind_KIND_VOUCHER:
		return 0, protocol.Abandoned, reward
	}
	return 0, protocol.Rejected, reward
}

// story is a transcript by its kinds.
func story(heard []*messages.Signed) string {
	var kinds []string
	for _, s := range heard {
		kinds = append(kinds, s.Kind().Name())
	}
	return strings.Join(kinds, " ")
}
