package deals

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
)

// The findings of these tests: of 90 for digest 1, which is true, or not.
var (
	truth     = &Finding{Digest: Hash{1}, Fuel: 7, Cost: "90"}
	lie       = &Finding{Digest: Hash{8}, Fuel: 7, Cost: "90"}
	cheaper   = &Finding{Digest: Hash{1}, Fuel: 6, Cost: "80"}
	notHad    = &Finding{Cost: "0"}
	seemsTrue = &Finding{Digest: Hash{2}, Fuel: 7, Cost: "90"} // to who has submitted digest 2
)

// against is a case after its first round, in which the party has what an appeal takes.
func against(f *Finding) *Case {
	return &Case{Round: 1, AppealBy: at(since + 300), Found: f, Overturns: true, Means: &Means{Bond: amount("750"), Stake: amount("750")}}
}

// A party appeals against what is not so and costs it something, where it knows better, and an appeal can have it overturned.
func TestWronged(t *testing.T) { // SETTLEMENT rule 8, I6, I7; docs/GAME.md: who is honest appeals
	worked := Record{Role: protocol.Farmer, Result: whole}
	nothing := Record{Role: protocol.Farmer, Result: &Delivery{Cost: "0"}}
	knows := Record{Role: protocol.Requester, Against: other, Sure: true, Complaint: &Complaint{ClaimedDigest: Hash{1}, ClaimedFuel: 7}}
	fuel := Record{Role: protocol.Requester, Against: dear, Sure: true, Complaint: &Complaint{ClaimedDigest: Hash{1}, ClaimedFuel: 7}}
	unsure, served, earlier, unheard := knows, knows, knows, knows
	unsure.Sure = false
	served.Complaint = &Complaint{NotServed: true}
	earlier.Against = whole
	unheard.Complaint, unheard.Sure = nil, false
	for name, c := range map[string]struct {
		held      Record
		submitted *Delivery
		of        *Case
		want      bool
	}{
		"farmer: it is wrong, they say":                {worked, whole, against(lie), true},
		"farmer: it is too dear, they say":             {worked, whole, against(cheaper), true},
		"farmer: it is right":                          {worked, whole, against(truth), false},
		"farmer: nobody has what is to be run":         {worked, whole, against(notHad), false},
		"farmer: silence":                              {worked, whole, against(nil), true},
		"farmer: nothing, and they say it is wrong":    {nothing, nothing.Result, against(lie), true},
		"farmer: nothing, and nothing is owed":         {nothing, nothing.Result, against(notHad), false},
		"farmer: it has no result":                     {Record{Role: protocol.Farmer}, whole, against(lie), false},
		"farmer: they differ, which costs the bond":    {worked, whole, &Case{Round: 1, AppealBy: at(since + 300)}, false},
		"farmer: no time to appeal":                    {worked, whole, nil, false},
		"farmer: what was submitted is not known":      {worked, nil, against(lie), false},
		"farmer: it is of a backup, and was right":     {worked, other, against(seemsTrue), false},
		"farmer: it is of a backup, and was wrong":     {worked, other, against(lie), false},
		"requester: it is right, they say":             {knows, other, against(seemsTrue), true},
		"requester: something third, without A":        {knows, other, against(lie), true},
		"requester: it is wrong, as it says":           {knows, other, against(truth), false},
		"requester: silence":                           {knows, other, against(nil), true},
		"requester: the cost is right, they say":       {fuel, dear, against(&Finding{Digest: Hash{1}, Fuel: 8, Cost: "91"}), true},
		"requester: it is too dear, for another fuel":  {fuel, dear, against(cheaper), true},
		"requester: it is too dear, as it says":        {fuel, dear, against(truth), false},
		"requester: nothing was run here":              {unsure, other, against(seemsTrue), false},
		"requester: it was not served":                 {served, other, against(seemsTrue), false},
		"requester: it was not served, and silence":    {served, other, against(nil), true},
		"requester: it never came, and silence":        {unheard, other, against(nil), true},
		"requester: nothing was run here, and silence": {unsure, other, against(nil), false},
		"requester: something else was run":            {earlier, other, against(seemsTrue), false},
		"requester: it holds nothing against it":       {unheard, other, against(seemsTrue), false},
	} {
		t.Run(name, func(t *testing.T) {
			c.held.Papers = papers()
			c.held.Papers.Terms.Arbiter = Address{4}
			s := Status{State: Disputed, Since: at(since), Submitted: c.submitted, Case: c.of, Block: Block{Time: at(since + 200)}}
			if got := c.held.Wronged(s); got != c.want {
				t.Errorf("wronged: %v", got)
			}
			if step := Next(&c.held, s, margin*time.Second).Step; (step == DoAppeal) != c.want {
				t.Errorf("next is %s", step)
			}
			s.State = Closed
			if c.held.Wronged(s) {
				t.Error("wronged in a deal that is closed, whose case is over")
			}
			s.Pursued = true // who lied for the other side is to gain nothing by its giving in
			step := Next(&c.held, s, margin*time.Second).Step
			if want := map[bool]Step{true: DoAppeal, false: Wait}[c.want]; c.held.Wronged(s) != c.want || step != want {
				t.Errorf("once it is closed: wronged %v, and next is %s", c.held.Wronged(s), step)
			}
			if c.held.Role == protocol.Requester && c.submitted != nil {
				given := c.held
				if given.Accepted = (&Acceptance{Delivery: *c.submitted}); given.Wronged(s) {
					t.Error("wronged by what it has accepted")
				}
			}
		})
	}
}

// What is found as a party says it is nothing for it to appeal against by hand either: it could only be turned against it.
func TestUpheld(t *testing.T) { // SETTLEMENT rule 8
	worked := Record{Role: protocol.Farmer, Result: whole}
	knows := Record{Role: protocol.Requester, Against: other, Sure: true, Complaint: &Complaint{ClaimedDigest: Hash{1}, ClaimedFuel: 7}}
	byHand, served := knows, knows
	byHand.Sure, byHand.Against = false, nil
	served.Complaint = &Complaint{NotServed: true}
	for name, c := range map[string]struct {
		held      Record
		submitted *Delivery
		of        *Case
		want      bool
	}{
		"farmer: it is right":                     {worked, whole, against(truth), true},
		"farmer: nobody has what is to be run":    {worked, whole, against(notHad), true},
		"farmer: it is wrong, they say":           {worked, whole, against(lie), false},
		"farmer: it is too dear, they say":        {worked, whole, against(cheaper), false},
		"requester: it is wrong, as it says":      {knows, other, against(truth), true},
		"requester: as it says by hand":           {byHand, other, against(truth), true},
		"requester: wrong, and something third":   {knows, other, against(lie), false},
		"requester: it is right, they say":        {knows, other, against(seemsTrue), false},
		"requester: it is wrong, and not served":  {served, other, against(truth), true},
		"requester: it was not served, and right": {served, other, against(seemsTrue), false},
		"silence":                       {knows, other, against(nil), false},
		"no time to appeal":             {knows, other, nil, false},
		"what was submitted: not known": {knows, nil, against(truth), false},
	} {
		s := Status{State: Disputed, Submitted: c.submitted, Case: c.of}
		if got := c.held.Upheld(s); got != c.want {
			t.Errorf("%s: upheld %v", name, got)
		}
		if c.held.Wronged(s) && c.want {
			t.Errorf("%s: upheld and wronged", name)
		}
	}
}

// What the requester has signed for in full is shown before anything is risked; what is for a half where no appeal can be made: a seat that lies
// is not to keep the other half.
func TestAnAcceptanceBeatsTheFinding(t *testing.T) { // SETTLEMENT rows 3 and 6
	for name, c := range map[string]struct {
		accepted   *Acceptance
		want, poor Step // with the bond, and without
	}{
		"of all": {signedFor(1, "90"), DoSettle, DoSettle}, "of half": {signedFor(9, "45"), DoAppeal, DoSettle}, "of less": {signedFor(9, "44"), DoAppeal, Wait},
	} {
		r := Record{Role: protocol.Farmer, Papers: papers(), Result: whole, Accepted: c.accepted}
		r.Papers.Terms.Arbiter = Address{4}
		s := Status{State: Disputed, Since: at(since), Submitted: whole, Case: against(lie), Block: Block{Time: at(since + 200)}}
		if step := Next(&r, s, margin*time.Second).Step; step != c.want {
			t.Errorf("%s: %s, want %s", name, step, c.want)
		}
		s.Case.Means.Stake = amount("1")
		if step := Next(&r, s, margin*time.Second).Step; step != c.poor {
			t.Errorf("%s, without the bond: %s, want %s", name, step, c.poor)
		}
		s.Case = against(lie)
		s.Case.Repeated = true
		if step := Next(&r, s, margin*time.Second).Step; step != c.poor {
			t.Errorf("%s, found again: %s, want %s", name, step, c.poor)
		}
	}
}

// A finding against the farmer costs its bond: before that is ruled, when nobody judges anew any more, an acceptance for any part is shown. It is not while a person may still
// appeal, or the round may find otherwise; nor where the panel says what is so.
func TestAnyAcceptanceSavesTheBond(t *testing.T) { // SETTLEMENT rows 6 and 7
	const appealBy = since + 300
	poor := func(f *Finding) *Case { c := against(f); c.Means.Stake = amount("1"); return c }
	again := func() *Case { c := against(lie); c.Round, c.Repeated = 2, true; return c }
	for name, c := range map[string]struct {
		of       *Case
		accepted *Acceptance
		now      int64
		want     Step
		fee      string
	}{
		"a person may appeal":                               {poor(lie), signedFor(9, "44"), appealBy - margin - 1, Wait, "0"},
		"the time to appeal is about to be over":            {poor(lie), signedFor(9, "44"), appealBy - margin, DoSettle, "0"},
		"a larger round agrees, and a person may":           {again(), signedFor(9, "44"), appealBy - margin - 1, Wait, "0"},
		"a larger round agrees":                             {again(), signedFor(9, "44"), appealBy - margin, DoSettle, "0"},
		"it appeals in the last second":                     {against(lie), signedFor(9, "44"), appealBy, DoAppeal, "0"},
		"nothing was signed for":                            {poor(lie), nil, appealBy, Wait, "0"},
		"it is right, they say":                             {against(truth), signedFor(9, "44"), appealBy, Wait, "0"},
		"no appeal is left, of less":                        {&Case{Round: 2, Found: lie}, signedFor(9, "1"), since + 200, DoSettle, "0"},
		"no appeal is left, of half":                        {&Case{Round: 2, Found: lie}, signedFor(9, "45"), since + 200, DoSettle, "0"},
		"no appeal is left, it is too dear, they say":       {&Case{Round: 2, Found: cheaper}, signedFor(9, "1"), since + 200, DoSettle, "0"},
		"no appeal is left, nothing was signed for":         {&Case{Round: 2, Found: lie}, nil, since + 200, Wait, "0"},
		"no appeal is left, and it is right":                {&Case{Round: 2, Found: truth}, signedFor(9, "45"), since + 200, Wait, "0"},
		"the last round may find otherwise":                 {&Case{Round: 2, Found: lie, VoteBy: at(appealBy)}, signedFor(9, "45"), appealBy - margin - 1, Wait, "0"},
		"the last round is about to be over":                {&Case{Round: 2, Found: lie, VoteBy: at(appealBy)}, signedFor(9, "1"), appealBy - margin, DoSettle, "0"},
		"nothing was found, of half":                        {&Case{Round: 1}, signedFor(9, "45"), since + 200, DoSettle, "0"},
		"nothing was found, of less, which row 9 pays":      {&Case{Round: 1}, signedFor(9, "44"), since + 200, Wait, "0"},
		"nothing was found, of half less half of the fee":   {&Case{Round: 1}, signedFor(9, "35"), since + 200, DoSettle, "20"},
		"nothing was found, of less than that":              {&Case{Round: 1}, signedFor(9, "34"), since + 200, Wait, "20"},
		"nothing was found, the fee is more than the price": {&Case{Round: 1}, signedFor(9, "1"), since + 200, DoSettle, "125"},
		"nothing was found yet, and the fee is dear":        {&Case{Round: 1, VoteBy: at(appealBy)}, signedFor(9, "44"), appealBy, Wait, "125"},
		"nothing was found yet":                             {&Case{Round: 1, VoteBy: at(appealBy)}, signedFor(9, "45"), appealBy, Wait, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			r := Record{Role: protocol.Farmer, Papers: papers(), Result: whole, Accepted: c.accepted}
			r.Papers.Terms.Arbiter, r.Papers.Terms.MediationFee = Address{4}, c.fee
			s := Status{State: Disputed, Since: at(since), Submitted: whole, Case: c.of, Block: Block{Time: at(c.now)}}
			if plan := Next(&r, s, margin*time.Second); plan.Step != c.want {
				t.Errorf("%s, since %s; want %s", plan.Step, plan.Why, c.want)
			}
			if r.Result = nil; c.want != DoAppeal { // its journal does not know what it has submitted
				if plan := Next(&r, s, margin*time.Second); plan.Step != c.want && c.accepted != nil && c.of.Found != nil {
					t.Errorf("without its result: %s, since %s; want %s", plan.Step, plan.Why, c.want)
				}
			}
		})
	}
}

// What more members would find again is left to a person, with what to see to before; not what a larger round did not find again.
func TestWhatIsLeftToAPerson(t *testing.T) { // SETTLEMENT rule 8: an honest party with bad memory, or that nobody reaches, stakes no more on it
	worked := Record{Role: protocol.Farmer, Result: other}
	knows := Record{Role: protocol.Requester, Against: other, Sure: true, Complaint: &Complaint{ClaimedDigest: Hash{1}, ClaimedFuel: 7}}
	again := func(f *Finding) *Case { c := against(f); c.Round, c.Repeated = 2, true; return c }
	for name, c := range map[string]struct {
		held Record
		of   *Case
		says string // empty: the node appeals
	}{
		"a larger round agrees":                     {worked, again(lie), "may be wrong here"},
		"a larger round agrees, to a requester":     {knows, again(seemsTrue), "may be wrong here"},
		"a larger round found something else":       {worked, &Case{Round: 2, AppealBy: at(since + 300), Found: lie, Overturns: true, Means: against(nil).Means}, ""},
		"nobody had what is to be run":              {knows, against(notHad), "reach this side's node"},
		"nobody had what is to be run, found again": {knows, again(notHad), "reach this side's node"},
		"silence": {knows, against(nil), ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.held.Papers = papers()
			c.held.Papers.Terms.Arbiter = Address{4}
			s := Status{State: Disputed, Since: at(since), Submitted: other, Case: c.of, Block: Block{Time: at(since + 200)}}
			plan := Next(&c.held, s, margin*time.Second)
			if !c.held.Wronged(s) || (plan.Step == DoAppeal) != (c.says == "") || !strings.Contains(plan.Why, c.says) {
				t.Errorf("wronged: %v; next is %s, since %s", c.held.Wronged(s), plan.Step, plan.Why)
			}
			if c.says != "" && (!strings.Contains(plan.Why, "left to a person") || !plan.Until.Equal(at(since+300))) {
				t.Errorf("it says %q, until %s", plan.Why, plan.Until)
			}
		})
	}
}

// judges is a court that says the same until somebody appeals.
type judges struct {
	of       *Case
	means    Means
	unheard  error
	fails    []error // of the appeals, the next one first
	appealed []int   // rounds
	asked    int     // for means, and whether the case is pursued
	pursued  bool
}

func (j *judges) Pursued(context.Context, *Record, Block, uint64) (bool, error) {
	j.asked++
	return j.pursued, j.unheard
}

func (j *judges) Case(context.Context, *Record, uint64) (*Case, error) {
	if j.of == nil {
		return nil, j.unheard
	}
	c := *j.of
	return &c, j.unheard
}

func (j *judges) Means(context.Context, *Record, *Case) (Means, error) {
	j.asked++
	return j.means, nil
}

func (j *judges) Appeal(_ context.Context, _ *Record, round int) (err error) {
	j.appealed = append(j.appealed, round)
	if len(j.fails) > 0 {
		err, j.fails = j.fails[0], j.fails[1:]
	}
	if err == nil {
		j.of = nil // more are drawn
	}
	return err
}

// disputed is a contract that has one deal, and lets it be settled.
type disputed struct {
	contract
	status    Status
	submitted *Delivery
	hidden    error // why what was submitted cannot be read
	settled   int
}

func (d *disputed) Status(context.Context, Hash, uint64) (Status, error) { return d.status, nil }
func (d *disputed) Settle(context.Context, *Record) error                { d.settled++; return nil }
func (d *disputed) Submission(context.Context, Hash) (*Delivery, error)  { return d.submitted, d.hidden }

// A node appeals against the round that it has judged. It asks again where it is not known whether it has, leaves alone what its stake does not cover,
// what a person has kept and what cannot be drawn, and says so; and it hears of its panel nothing that it needs for what beats a dispute.
func TestReconcilerAppeals(t *testing.T) { // SETTLEMENT rule 8
	enough := Means{Bond: amount("750"), Stake: amount("750")}
	for name, c := range map[string]struct {
		of       *Case
		means    Means
		keep     bool
		unheard  error
		fails    []error
		accepted *Acceptance
		steps    []Step
		says     string // of the last
		appealed []int
		settled  int
		hidden   error
	}{
		"it appeals":                 {of: against(lie), means: enough, steps: []Step{DoAppeal, Wait}, appealed: []int{1}},
		"against a second round":     {of: &Case{Round: 2, AppealBy: at(since + 300), Found: lie, Overturns: true}, means: enough, steps: []Step{DoAppeal, Wait}, appealed: []int{2}},
		"it is not known whether":    {of: against(lie), means: enough, fails: []error{ErrUnknown}, steps: []Step{DoAppeal, DoAppeal, Wait}, appealed: []int{1, 1}},
		"too little stake":           {of: against(lie), means: Means{Bond: amount("750"), Stake: amount("700")}, steps: []Step{Wait, Wait}, says: "takes 50 more of stake"},
		"a larger round agrees":      {of: &Case{Round: 2, AppealBy: at(since + 300), Found: lie, Overturns: true, Repeated: true}, means: enough, steps: []Step{Wait}, says: "may be wrong here"},
		"it cannot be read":          {of: against(lie), means: enough, hidden: ErrUnreachable, steps: []Step{Wait}, says: "ask the panel"},
		"nor does it have to":        {of: against(lie), means: enough, hidden: ErrUnreachable, accepted: signedFor(1, "90"), steps: []Step{DoSettle}, settled: 1},
		"a person keeps it":          {of: against(lie), means: enough, keep: true, steps: []Step{Wait}, says: "left to a person"},
		"a person keeps too little":  {of: against(lie), means: Means{Bond: amount("750")}, keep: true, steps: []Step{Wait}, says: "takes 750 more"},
		"there is nobody else":       {of: against(lie), means: Means{Bond: amount("750"), Stake: amount("750"), Few: true}, steps: []Step{Wait}, says: "too few"},
		"the panel says what is so":  {of: against(truth), means: enough, steps: []Step{Wait}},
		"the panel cannot be asked":  {unheard: ErrUnreachable, steps: []Step{Wait}, says: "ask the panel"},
		"nor does it have to be":     {unheard: ErrUnreachable, accepted: signedFor(1, "90"), steps: []Step{DoSettle}, settled: 1},
		"nothing is to be appealed":  {steps: []Step{Wait}},
		"what it holds is shown now": {of: against(lie), means: enough, accepted: signedFor(1, "90"), steps: []Step{DoSettle}, settled: 1},
	} {
		t.Run(name, func(t *testing.T) {
			id := Hash{9}
			ledger := &Ledger{Journal: new(journal.Memory)}
			held := Record{Role: protocol.Farmer, Papers: papers(), Result: whole, Accepted: c.accepted, Opened: true, Ended: true}
			held.Papers.ID, held.Papers.Terms.Arbiter = id, Address{4}
			if err := ledger.Keep(t.Context(), &held); err != nil {
				t.Fatal(err)
			}
			j := &judges{of: c.of, means: c.means, unheard: c.unheard, fails: c.fails}
			chain := &disputed{submitted: whole, hidden: c.hidden, status: Status{State: Disputed, Since: at(since), Block: Block{Time: at(since + 200)}}}
			reconciler := &Reconciler{Contract: chain, Ledger: ledger, Court: j, NoAppeal: c.keep, reading: make(chan struct{}, 1)}
			for i, want := range c.steps {
				_, plan, _, err := reconciler.advance(t.Context(), id, new(attention), chain.status.Block.Time)
				if plan.Step != want {
					t.Errorf("step %d is %s (%s), want %s", i, plan.Step, plan.Why, want)
				}
				if last := i == len(c.steps)-1; last && (c.says == "") != (err == nil) || last && err != nil && !strings.Contains(err.Error(), c.says) {
					t.Errorf("it says %v, want %q", err, c.says)
				}
			}
			if diff := cmp.Diff(c.appealed, j.appealed); diff != "" || chain.settled != c.settled {
				t.Errorf("appealed (-want +got):\n%s\n%d were settled", diff, chain.settled)
			}
		})
	}
}

// The record of a deal that is closed while its case goes on stays open until that is over: members of the larger round are to be shown what
// it is about, or they would find that nobody has it. The contract forgets what is closed, once it could not be opened any more.
func TestARecordWaitsForTheAppeal(t *testing.T) { // SETTLEMENT rule 8
	for _, state := range []State{Closed, Unopened} {
		id := Hash{9}
		ledger := &Ledger{Journal: new(journal.Memory)}
		held := Record{Role: protocol.Requester, Papers: papers(), Opened: true, Ended: true}
		held.Papers.ID, held.Papers.Terms.Arbiter = id, Address{4}
		if err := ledger.Keep(t.Context(), &held); err != nil {
			t.Fatal(err)
		}
		j := new(judges)
		chain := &disputed{status: Status{State: state, Since: at(since), Block: Block{Time: at(since + 200)}}}
		reconciler := &Reconciler{Contract: chain, Ledger: ledger, Court: j, reading: make(chan struct{}, 1)}
		for _, c := range []struct {
			pursued bool
			unheard error
			want    Step
			closed  bool
		}{{true, nil, Wait, false}, {false, ErrUnreachable, Wait, false}, {false, nil, Finish, true}} {
			j.pursued, j.unheard = c.pursued, c.unheard
			_, plan, _, err := reconciler.advance(t.Context(), id, new(attention), chain.status.Block.Time)
			if !errors.Is(err, c.unheard) || plan.Step != c.want {
				t.Errorf("%s, pursued %v: %s, %v", state, c.pursued, plan.Step, err)
			}
			if got, err := ledger.Get(t.Context(), id); err != nil || got.Closed != c.closed {
				t.Errorf("%s, pursued %v: the record is closed: %v, %v", state, c.pursued, got.Closed, err)
			}
		}
	}
}

// closing says of a deal that it is closed, and of the time before the last blocks that it is not.
type closing struct {
	contract
	before, now Status
}

func (c *closing) Status(_ context.Context, _ Hash, depth uint64) (Status, error) {
	if depth > 1 {
		return c.before, nil
	}
	return c.now, nil
}

// The panel is asked what is left of a case once the end of the deal stands as deep as the record needs it, and not before.
func TestTheEndStandsBeforeThePanelIsAsked(t *testing.T) { // SETTLEMENT rule 8; DESIGN 9
	ledger := &Ledger{Journal: new(journal.Memory)}
	held := Record{Role: protocol.Farmer, Papers: papers(), Result: whole, Opened: true, Ended: true}
	held.Papers.Terms.Arbiter = Address{4}
	if err := ledger.Keep(t.Context(), &held); err != nil {
		t.Fatal(err)
	}
	j, block := new(judges), Block{Time: at(held.Papers.Deal.OpenBy + 1)}
	chain := &closing{before: Status{State: Submitted, Since: at(since), Block: block}, now: Status{State: Unopened, Block: block}}
	reconciler := &Reconciler{Contract: chain, Ledger: ledger, Court: j, Depth: 3, reading: make(chan struct{}, 1)}
	for _, want := range []struct {
		step   Step
		asked  int
		closed bool
	}{{Wait, 0, false}, {Finish, 1, true}} {
		_, plan, _, err := reconciler.advance(t.Context(), held.Papers.ID, new(attention), block.Time)
		if err != nil || plan.Step != want.step || j.asked != want.asked {
			t.Errorf("%s, since %s, and asked %d times, want %s and %d: %v", plan.Step, plan.Why, j.asked, want.step, want.asked, err)
		}
		if got, err := ledger.Get(t.Context(), held.Papers.ID); err != nil || got.Closed != want.closed {
			t.Errorf("the record is closed: %v, %v", got.Closed, err)
		}
		chain.before = chain.now
	}
}

// What is left to a person is told once, and the chain is asked no more than once a block for it.
func TestUnappealedIsToldOnce(t *testing.T) { // SETTLEMENT rule 8; DESIGN 9
	id := Hash{9}
	ledger := &Ledger{Journal: new(journal.Memory)}
	held := Record{Role: protocol.Farmer, Papers: papers(), Result: whole, Opened: true, Ended: true}
	held.Papers.ID, held.Papers.Terms.Arbiter = id, Address{4}
	if err := ledger.Keep(t.Context(), &held); err != nil {
		t.Fatal(err)
	}
	j := &judges{of: against(lie), means: Means{Bond: amount("750")}}
	chain := &disputed{submitted: whole, status: Status{State: Disputed, Since: at(since), Block: Block{Time: at(since + 200)}}}
	var told []error
	reconciler := &Reconciler{Contract: chain, Ledger: ledger, Court: j, reading: make(chan struct{}, 1), deals: make(map[Hash]*attention), Logger: slog.New(slog.DiscardHandler),
		Notice: func(_ *Record, _ Plan, err error) { told = append(told, err) }}
	for range 3 {
		for range 2 {
			reconciler.start(t.Context(), id, chain.status.Block.Time)
			reconciler.running.Wait()
		}
		chain.status.Block.Time = chain.status.Block.Time.Add(12 * time.Second)
	}
	var u *Unappealed
	if len(told) != 1 || !errors.As(told[0], &u) || u.Missing != amount("750") || !u.Until.Equal(at(since+300)) {
		t.Errorf("told %v", told)
	}
	if j.asked != 3 {
		t.Errorf("in three blocks the stake was read %d times", j.asked)
	}
}
