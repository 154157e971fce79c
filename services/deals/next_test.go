package deals

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Dates of the deal of these tests, in seconds.
const (
	openBy   = 1000
	startBy  = 1100
	submitBy = 2000
	margin   = 30
	since    = 1500 // when it was submitted, or disputed
	accept   = 600
	judge    = 1200
	later    = 3600 // patience
)

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

// A result of 100 at a price of 100, unless it is said otherwise.
var (
	whole = &Delivery{Digest: Hash{1}, Cost: "90"}
	other = &Delivery{Digest: Hash{2}, Cost: "90"}
	dear  = &Delivery{Digest: Hash{1}, Cost: "91"}
)

func signedFor(digest byte, cost string) *Acceptance {
	return &Acceptance{Delivery: Delivery{Digest: Hash{digest}, Cost: cost}, Signature: []byte{1}}
}

func papers() Papers {
	return Papers{
		Deal: Deal{Requester: Address{1}, Farmer: Address{2}, Price: "100", Deposit: "10", Bond: "400", OpenBy: openBy},
		Terms: Terms{Payer: Address{1}, StartBy: startBy, SubmitBy: submitBy, AcceptWindow: accept, JudgeWindow: judge,
			LatePenalty: "10", NoShowPenalty: "10", CheatPenalty: "400", MediationFee: "0"},
	}
}

var farmerCases = []struct {
	name  string
	state State
	held  Record
	now   int64
	want  Step
}{
	{"may still be opened", Unopened, Record{}, openBy, Wait},
	{"was never opened", Unopened, Record{}, openBy + 1, Finish},
	{"countersigned and ended, may still be opened", Unopened, Record{Ended: true}, openBy, Wait},
	{"the opening was forgotten", Unopened, Record{Opened: true, PayerSignature: []byte{1}, FarmerSignature: []byte{1}}, openBy, DoOpen},
	{"closed a while ago", Unopened, Record{Opened: true, Ended: true}, openBy + 1, Finish},
	{"closed", Closed, Record{}, 1, Finish},
	{"record closed", Open, Record{Closed: true}, 1, Finish},

	{"working", Open, Record{Started: true}, 1200, Wait},
	{"working, nothing held, nearly late", Open, Record{Started: true}, submitBy - margin/2 - 1, Wait},
	{"working, nothing held, too late for more", Open, Record{Started: true}, submitBy - margin/2, DoSubmit},
	{"not begun, nothing held, too late for more", Open, Record{}, submitBy, DoSubmit},
	{"nothing held, and late", Open, Record{Started: true}, submitBy + 1, Wait},
	{"ended in time to decline", Open, Record{Ended: true}, startBy, DoDecline},
	{"ended after it began, in time to decline", Open, Record{Ended: true, Started: true}, startBy, DoDecline},
	{"ended too late to decline", Open, Record{Ended: true}, startBy + 1, DoSubmit},
	{"vanished and back", Open, Record{Ended: true}, submitBy + 1, Wait},
	{"the requester does not take its money", Open, Record{Ended: true}, submitBy + later + 1, DoExpire},

	{"a part, better may come", Open, Record{Accepted: signedFor(9, "30")}, submitBy - margin - 1, Wait},
	{"a part, no time for more", Open, Record{Accepted: signedFor(9, "30")}, submitBy - margin, DoSettle},
	{"a part, stopped", Open, Record{Accepted: signedFor(9, "30"), Ended: true}, 1200, DoSettle},
	{"a part, stopped in time to decline", Open, Record{Accepted: signedFor(9, "30"), Ended: true}, startBy, DoSettle},
	{"a part, killed and late", Open, Record{Accepted: signedFor(9, "30")}, submitBy + 500, DoSettle},

	{"claimed, no answer yet", Open, Record{Claimed: other}, submitBy - margin - 1, Wait},
	{"claimed, no answer", Open, Record{Claimed: other}, submitBy - margin, DoSubmit},
	{"claimed, no answer yet, a part", Open, Record{Claimed: other, Accepted: signedFor(9, "30")}, submitBy - margin - 1, Wait},
	{"claimed, no answer, a part", Open, Record{Claimed: other, Accepted: signedFor(9, "30")}, submitBy - margin, DoSubmit},
	{"claimed, no answer, a part, given up", Open, Record{Claimed: other, Accepted: signedFor(9, "30"), Ended: true}, startBy, DoSubmit},
	{"claimed, no answer, a part, too late to submit", Open, Record{Claimed: other, Accepted: signedFor(9, "30")}, submitBy + 1, DoSettle},
	{"claimed, and signed for", Open, Record{Claimed: other, Accepted: signedFor(2, "90")}, submitBy - margin, DoSettle},
	{"stopped at the second claim", Open, Record{Claimed: other, Accepted: signedFor(9, "30"), Released: true, Ended: true}, 1200, DoSettle},
	{"stopped at the first claim, may decline", Open, Record{Claimed: other, Released: true, Ended: true}, startBy, DoDecline},
	{"stopped at the first claim", Open, Record{Claimed: other, Released: true, Ended: true}, startBy + 1, DoSubmit},
	{"canceled before the first claim", Open, Record{Released: true, Ended: true}, startBy + 1, DoSubmit},
	{"canceled, and too late", Open, Record{Released: true, Ended: true}, submitBy + 1, Wait},

	{"delivered, review runs", Open, Record{Result: whole}, submitBy - margin - 1, Wait},
	{"delivered, review runs too long", Open, Record{Result: whole}, submitBy - margin, DoSubmit},
	{"delivered, accepted by silence", Open, Record{Result: whole, Ended: true}, 1200, DoSubmit},
	{"delivered, silence, and a part", Open, Record{Result: whole, Ended: true, Accepted: signedFor(9, "30")}, 1200, DoSubmit},
	{"delivered, a part, too late to submit", Open, Record{Result: whole, Accepted: signedFor(9, "30")}, submitBy + 1, DoSettle},
	{"delivered, nothing held, too late to submit", Open, Record{Result: whole}, submitBy + 1, Wait},
	{"rewarded", Open, Record{Result: whole, Accepted: signedFor(1, "90")}, 1200, DoSettle},
	{"all parts, the reward may come", Open, Record{Result: whole, Accepted: signedFor(9, "90")}, 1200, Wait},
	{"all parts, the reward does not come", Open, Record{Result: whole, Accepted: signedFor(9, "90"), Ended: true}, 1200, DoSettle},
	{"all parts, no time", Open, Record{Result: whole, Accepted: signedFor(9, "90")}, submitBy - margin, DoSettle},

	{"submitted", Submitted, Record{Result: whole}, since + accept, Wait},
	{"submitted, silence", Submitted, Record{Result: whole}, since + accept + 1, DoClaim},
	{"submitted for nothing, silence", Submitted, Record{Result: &Delivery{Cost: "0"}, Released: true, Ended: true}, since + accept + later + 1, Wait},
	{"submitted, rewarded", Submitted, Record{Result: whole, Accepted: signedFor(1, "90")}, since, DoSettle},
	{"submitted, a part", Submitted, Record{Result: whole, Ended: true, Accepted: signedFor(9, "30")}, since, Wait},
	{"submitted, a part, silence", Submitted, Record{Result: whole, Accepted: signedFor(9, "30")}, since + accept + 1, DoClaim},
	{"submitted, all parts, the reward may come", Submitted, Record{Result: whole, Accepted: signedFor(9, "90")}, since + accept - margin - 1, Wait},
	{"submitted, and more was signed for", Submitted, Record{Result: whole, Accepted: signedFor(9, "91")}, since, DoSettle},
	{"nothing submitted for nothing, and a part is brought back", Submitted, Record{Result: &Delivery{Cost: "0"}, Cashed: true, Accepted: signedFor(9, "30")}, since, DoSettle},
	{"submitted, all parts", Submitted, Record{Result: whole, Ended: true, Accepted: signedFor(9, "90")}, since, DoSettle},

	{"disputed", Disputed, Record{Result: whole}, since + judge, Wait},
	{"disputed, nobody ruled", Disputed, Record{Result: whole}, since + judge + 1, DoLapse},
	{"disputed, accepted", Disputed, Record{Result: whole, Accepted: signedFor(1, "90")}, since, DoSettle},
	{"disputed, half is accepted, nobody may rule", Disputed, Record{Result: whole, Accepted: signedFor(9, "45")}, since, DoSettle},
	{"disputed, less than half is accepted", Disputed, Record{Result: whole, Accepted: signedFor(9, "44")}, since, Wait},
	{"disputed, less than half, nobody ruled", Disputed, Record{Result: whole, Accepted: signedFor(9, "44")}, since + judge + 1, DoLapse},
}

var requesterCases = []struct {
	name      string
	state     State
	submitted *Delivery
	held      Record
	now       int64
	want      Step
}{
	{"may still be opened", Unopened, nil, Record{}, openBy, Wait},
	{"was never opened", Unopened, nil, Record{}, openBy + 1, Finish},
	{"closed", Closed, nil, Record{}, 1, Finish},
	{"work runs", Open, nil, Record{}, submitBy, Wait},
	{"work runs, session over", Open, nil, Record{Ended: true, Complaint: new(Complaint)}, submitBy, Wait},
	{"no result", Open, nil, Record{}, submitBy + 1, DoExpire},
	{"accepted at the price, not fetched", Open, nil, Record{Accepted: signedFor(1, "100")}, submitBy + 1, DoSettle},
	{"accepted, not fetched", Open, nil, Record{Accepted: signedFor(1, "90")}, submitBy + later, Wait},
	{"accepted, never fetched", Open, nil, Record{Accepted: signedFor(1, "90")}, submitBy + later + 1, DoExpire},

	{"submitted, in review", Submitted, whole, Record{Result: whole}, since + 1, Wait},
	{"submitted, in review to the end", Submitted, whole, Record{Result: whole, Ended: true}, since + accept, Wait},
	{"submitted, silence", Submitted, whole, Record{Result: whole}, since + accept + 1, Wait},
	{"submitted, never claimed", Submitted, whole, Record{Result: whole}, since + accept + later + 1, DoClaim},
	{"submitted and accepted", Submitted, whole, Record{Result: whole, Accepted: signedFor(1, "90")}, since, DoSettle},
	{"submitted, accepted in parts", Submitted, whole, Record{Result: whole, Accepted: signedFor(9, "30")}, since, Wait},
	{"submitted and contested", Submitted, whole, Record{Result: whole, Complaint: new(Complaint)}, since, DoDispute},
	{"contested too late", Submitted, whole, Record{Result: whole, Complaint: new(Complaint)}, since + accept + 1, Wait},
	{"submitted, may still be delivered", Submitted, whole, Record{}, since + accept/2 - 1, Wait},
	{"submitted, not delivered", Submitted, whole, Record{}, since + accept/2, DoInspect},
	{"submitted, never to be delivered", Submitted, whole, Record{Ended: true}, since, DoInspect},
	{"another result submitted", Submitted, other, Record{Result: whole, Ended: true}, since, DoInspect},
	{"a dearer result submitted", Submitted, dear, Record{Result: whole, Ended: true}, since, DoInspect},
	{"stopped, submitted for nothing", Submitted, &Delivery{Cost: "0"}, Record{}, since, DoInspect},
	{"submitted for nothing, too late to accept in time", Submitted, &Delivery{Cost: "0"}, Record{}, since + accept + later + 1, DoInspect},
	{"nothing submitted for nothing, never served", Submitted, &Delivery{Cost: "0"}, Record{Ended: true, Complaint: &Complaint{NotServed: true}}, since, DoInspect},
	{"nothing submitted for nothing, another result contested", Submitted, &Delivery{Cost: "0"}, Record{Result: whole, Complaint: &Complaint{ClaimedDigest: Hash{3}}}, since + accept, DoInspect},
	{"nothing submitted for nothing, and accepted", Submitted, &Delivery{Cost: "0"}, Record{Complaint: &Complaint{NotServed: true}, Accepted: signedFor(0, "0")}, since, DoSettle},
	{"a wrong result submitted for nothing", Submitted, &Delivery{Digest: Hash{2}, Cost: "0"}, Record{Ended: true, Complaint: &Complaint{ClaimedDigest: Hash{3}}}, since, DoDispute},
	{"submitted for nothing, contested too late", Submitted, &Delivery{Cost: "0"}, Record{Complaint: new(Complaint)}, since + accept + 1, DoInspect},
	{"the price was signed for, nothing submitted for nothing", Submitted, &Delivery{Cost: "0"}, Record{Accepted: signedFor(1, "100")}, since, DoSettle},
	{"the price was signed for, nothing submitted for nothing, another result contested", Submitted, &Delivery{Cost: "0"}, Record{Complaint: new(Complaint), Accepted: signedFor(1, "100")}, since, DoSettle},
	{"the price was signed for, less submitted", Submitted, whole, Record{Result: whole, Accepted: signedFor(1, "100")}, since, DoSettle},
	{"the price was signed for, less submitted and contested", Submitted, whole, Record{Result: whole, Complaint: new(Complaint), Accepted: signedFor(1, "100")}, since, DoDispute},
	{"a part was signed for, nothing submitted for nothing", Submitted, &Delivery{Cost: "0"}, Record{Accepted: signedFor(9, "30"), Ended: true}, since + accept - margin - 1, Wait},
	{"a part was signed for, nothing submitted for nothing, and not shown", Submitted, &Delivery{Cost: "0"}, Record{Accepted: signedFor(9, "30"), Ended: true}, since + accept - margin, DoSettle},
	{"a part was signed for, nothing submitted for nothing, late", Submitted, &Delivery{Cost: "0"}, Record{Accepted: signedFor(9, "30"), Ended: true}, since + accept + later + 1, DoSettle},
	{"a part was signed for, less submitted", Submitted, &Delivery{Digest: Hash{2}, Cost: "20"}, Record{Accepted: signedFor(9, "30"), Ended: true}, since, Wait},
	{"stopped, submitted for what was signed for", Submitted, &Delivery{Cost: "30"}, Record{Accepted: signedFor(9, "30")}, since + accept, DoInspect},
	{"submitted for more than was signed for", Submitted, &Delivery{Cost: "31"}, Record{Accepted: signedFor(9, "30")}, since + accept, DoDispute},
	{"submitted, could not be inspected", Submitted, whole, Record{Ended: true}, since + accept - margin, DoDispute},

	{"disputed", Disputed, whole, Record{Result: whole}, since + judge, Wait},
	{"nobody ruled", Disputed, whole, Record{Result: whole}, since + judge + 1, DoLapse},
	{"disputed, accepted after all", Disputed, whole, Record{Accepted: signedFor(1, "90")}, since, DoSettle},
	{"accepted after all, nobody ruled", Disputed, whole, Record{Accepted: signedFor(1, "90")}, since + judge + 1, DoSettle},
	{"disputed, another was accepted", Disputed, other, Record{Accepted: signedFor(1, "90")}, since, Wait},
}

func TestNext(t *testing.T) {
	for _, c := range farmerCases {
		r := c.held
		r.Role, r.Papers = protocol.Farmer, papers()
		if got := Next(&r, Status{State: c.state, Since: at(since), Block: Block{Time: at(c.now)}}, margin*time.Second); got.Step != c.want {
			t.Errorf("farmer, %s: %s (%s), want %s", c.name, got.Step, got.Why, c.want)
		}
	}
	for _, c := range requesterCases {
		r := c.held
		r.Role, r.Papers = protocol.Requester, papers()
		if got := Next(&r, Status{State: c.state, Since: at(since), Submitted: c.submitted, Block: Block{Time: at(c.now)}}, margin*time.Second); got.Step != c.want {
			t.Errorf("requester, %s: %s (%s), want %s", c.name, got.Step, got.Why, c.want)
		}
	}
}

// An arbiter may rule for the whole: a half is kept for when it does not.
func TestNextWaitsForTheArbiter(t *testing.T) {
	r := Record{Role: protocol.Farmer, Papers: papers(), Result: whole, Accepted: signedFor(9, "45")}
	for arbiter, want := range map[Address]Step{{}: DoSettle, {7}: Wait, {1}: DoSettle, {2}: DoSettle} {
		r.Papers.Terms.Arbiter = arbiter
		if got := Next(&r, Status{State: Disputed, Since: at(since), Block: Block{Time: at(since)}}, margin*time.Second); got.Step != want {
			t.Errorf("arbiter %s: %s, want %s", arbiter, got.Step, want)
		}
	}
	r.Papers.Terms.Arbiter = Address{7}
	if got := Next(&r, Status{State: Disputed, Since: at(since), Block: Block{Time: at(since + judge - margin)}}, margin*time.Second); got.Step != DoSettle {
		t.Errorf("before the end: %s, want settle", got.Step)
	}
}

// Over every state, role and time, with all that can be held: no step is one that the contract refuses, what is held is
// never lost to a deadline, every wait has an end that is to come, and after the last of them every state is left.
func TestNextEverywhere(t *testing.T) {
	times := []int64{openBy - 1, openBy, openBy + 1, startBy, startBy + 1, since, since + accept/2, submitBy - margin - 1, submitBy - margin, submitBy - margin/2 - 1, submitBy - margin/2, submitBy, submitBy + 1,
		since + accept - margin, since + accept, since + accept + 1, since + judge - margin, since + judge, since + judge + 1, submitBy + later + 1, since + accept + later + 1}
	for r := range held() {
		for _, state := range []State{Unopened, Open, Submitted, Disputed, Closed} {
			for _, submitted := range []*Delivery{whole, other, {Cost: "0"}} {
				for _, now := range times {
					s := Status{State: state, Since: at(since), Block: Block{Time: at(now)}}
					if state == Submitted || state == Disputed {
						s.Submitted = submitted
					}
					p := Next(&r, s, margin*time.Second)
					if why := wrong(&r, s, now, p); why != "" {
						t.Fatalf("%s %s at %d with result %v, claimed %v, accepted %v, complaint %v, ended %t: %s (%s): %s",
							r.Role, state, now, r.Result, r.Claimed, r.Accepted, r.Complaint, r.Ended, p.Step, p.Why, why)
					}
				}
			}
		}
	}
}

// held yields every record of an open deal.
func held() func(yield func(Record) bool) {
	return func(yield func(Record) bool) {
		for bits := range 1 << 5 {
			for _, accepted := range []*Acceptance{nil, signedFor(9, "30"), signedFor(9, "50"), signedFor(9, "90"), signedFor(1, "90"), signedFor(1, "100")} {
				for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
					r := Record{Role: role, Papers: papers(), Opened: bits&1 > 0, Ended: bits&2 > 0, Accepted: accepted,
						PayerSignature: []byte{1}, FarmerSignature: []byte{1}}
					if bits&4 > 0 {
						r.Result = whole
					}
					if bits&8 > 0 && role == protocol.Requester {
						r.Complaint = &Complaint{NotServed: true}
					}
					if bits&16 > 0 && role == protocol.Farmer {
						r.Claimed = other
					}
					if !yield(r) {
						return
					}
				}
			}
		}
	}
}

// wrong says what is wrong with a plan, or nothing.
func wrong(r *Record, s Status, now int64, p Plan) string {
	farmer := r.Role == protocol.Farmer
	may := map[Step]bool{
		DoOpen:    s.State == Unopened && now <= openBy && r.Opened,
		DoSettle:  r.Accepted != nil && s.State != Unopened && s.State != Closed && (farmer || r.acceptedExactly(s.Submitted) || r.Accepted.Cost == "100" || s.State == Submitted && r.owesMore(s.Submitted)), // shown settles then for what was submitted
		DoSubmit:  farmer && s.State == Open && (r.Result != nil || r.instead() != nil) && now <= submitBy,
		DoClaim:   s.State == Submitted && now > since+accept,
		DoExpire:  s.State == Open && now > submitBy,
		DoDecline: farmer && s.State == Open && now <= startBy && r.Result == nil && r.Accepted == nil && r.Ended,
		DoInspect: !farmer && s.State == Submitted && (now <= since+accept || s.Submitted.Cost == "0"),
		DoDispute: !farmer && s.State == Submitted && now <= since+accept,
		DoLapse:   s.State == Disputed && now > since+judge,
		Finish:    s.State == Closed || s.State == Unopened && now > openBy,
		Wait:      p.Until.After(at(now)) || s.State == Open && now == submitBy || p.Until.Equal(at(now)),
	}
	last := now > since+accept+later && now > submitBy+later
	switch {
	case !may[p.Step]:
		return "the contract refuses it, or the wait has no end"
	case farmer && s.State == Open && r.Accepted != nil && now >= submitBy-margin && p.Step != DoSettle && p.Step != DoSubmit:
		return "an acceptance is lost to the deadline"
	case farmer && s.State == Open && r.Result != nil && now >= submitBy-margin && now <= submitBy && p.Step != DoSettle && p.Step != DoSubmit:
		return "a result is lost to the deadline"
	case farmer && s.State == Open && r.Result == nil && r.Claimed != nil && now >= submitBy-margin && now <= submitBy && amount(r.Claimed.Cost).Cmp(r.signedFor()) > 0 && p.Step != DoSubmit:
		return "a claim is lost to the deadline"
	case farmer && s.State == Open && r.idle() && now >= submitBy-margin/2 && now <= submitBy && p.Step != DoSubmit:
		return "a penalty is lost to the deadline"
	case farmer && s.State == Open && r.idle() && !r.Ended && now < submitBy-margin/2 && p.Step == DoSubmit:
		return "a result may come"
	case farmer && p.Step == DoSettle && s.State == Open && !r.Ended && now < submitBy-margin && !r.acceptedExactly(r.Result):
		return "something better may come"
	case farmer && s.State == Submitted && r.owesMore(r.Result) && p.Step != DoSettle:
		return "the requester closes the deal for less than the farmer holds"
	case farmer && p.Step == DoExpire && (r.Accepted != nil || now <= submitBy+later):
		return "the farmer gives its bond away"
	case !farmer && s.State == Submitted && !r.acceptedExactly(s.Submitted) && r.Complaint == nil && *s.Submitted != *r.known() && amount(s.Submitted.Cost).Cmp(r.signedFor()) > 0 && now >= since+accept-margin && now <= since+accept && p.Step != DoDispute:
		return "silence pays for what was never delivered"
	case p.Step == DoInspect && r.owesMore(s.Submitted):
		return "what was signed for is put aside"
	case !farmer && s.State == Submitted && r.owesPrice(s.Submitted) && p.Step != DoSettle:
		return "the price that was signed for is not shown"
	case p.Step == DoSettle && !farmer && s.State == Submitted && !r.acceptedExactly(s.Submitted) && !r.owesPrice(s.Submitted) && now < since+accept-margin:
		return "the farmer may still show what it holds"
	case !farmer && s.State == Submitted && r.owesMore(s.Submitted) && r.Complaint == nil && p.Step == Wait && now >= since+accept-margin:
		return "the late penalty is paid for what is owed"
	case p.Step == DoDispute && *s.Submitted == Delivery{Cost: "0"}:
		return "row 8b: half of the fee is lost, for what is accepted at no cost"
	case last && p.Step == Wait:
		return "after the last deadline somebody waits"
	}
	return ""
}

func (r *Record) known() *Delivery {
	if r.Result == nil {
		return new(Delivery)
	}
	return r.Result
}

func ExampleStep() {
	for s := Wait; s <= DoLapse; s++ {
		fmt.Print(s, " ")
	}
	// Output: wait finish open settle submit claim expire decline inspect dispute appeal lapse
}

// A result that is right for a fuel that is not is a wrong result, with the fuel that a run of one's own took (rule 1, row 7).
func TestComplaintOfFuel(t *testing.T) { // C26
	f := &Funded{Digest: func(*messages.Payload) ([32]byte, error) { return whole.Digest, nil }, Fuel: func(*messages.Payload) uint64 { return 7 }}
	m := &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Evidence: &messages.Payload{Type: "run"}}
	c, err := f.complaint(m)
	if err != nil || *c != (Complaint{ClaimedDigest: whole.Digest, ClaimedFuel: 7}) {
		t.Fatalf("%+v, %v", c, err)
	}
	if d := contested(&Record{Complaint: c}, Status{Submitted: whole}); *d.Complaint != *c {
		t.Errorf("disputed with %+v", d.Complaint)
	}
}

// Who waits in a dispute hears whether somebody may rule: a deal can name no arbiter, and a party that it names is none.
func TestWhoMayRule(t *testing.T) { // SETTLEMENT rows 9 and 9b; DESIGN 9: every wait says what it waits for
	for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
		for arbiter, want := range map[Address]string{{4}: "the arbiter may rule", {}: "nobody can rule", {2}: "nobody can rule"} {
			r := Record{Role: role, Papers: papers(), Result: whole}
			r.Papers.Terms.Arbiter = arbiter
			plan := Next(&r, Status{State: Disputed, Since: at(since), Submitted: whole, Block: Block{Time: at(since + judge)}}, margin*time.Second)
			if plan.Step != Wait || !strings.HasPrefix(plan.Why, want) || !plan.Until.Equal(at(since+judge)) {
				t.Errorf("%s, with %s: %s, since %q, until %s; want %q", role, arbiter, plan.Step, plan.Why, plan.Until, want)
			}
		}
	}
}
