package settlement

import (
	"bytes"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// Duel is the same random moves for the document and for the contracts.
type Duel struct {
	Model   *Model
	Machine *Machine
	Did     map[string]int // moves that both allowed

	t        *rapid.T
	deals    []*Deal
	signed   []papers // of each deal
	deal     *Deal    // what the step is about; nil: any
	compared scene    // what was compared last
	err      error    // the first difference
}

// scene is what a deal's state follows from: where nothing of it is another, there is nothing to compare again. What is refused
// changes nothing in the contracts; what it has changed in the document is found with the next change, or in the end.
type scene struct {
	deal       *Deal
	changes    int // of the machine
	now, block int64
}

// papers are a deal as it is signed, and its terms.
type papers struct {
	deal  bindings.Deal
	terms bindings.Terms
}

// Play makes so many moves. It returns the first difference between document and contracts.
func (d *Duel) Play(t *rapid.T, steps int) error {
	d.t = t
	for _, a := range []Account{Requester, Farmer, Payer, Arbiter} { // enough to begin with; some deals will still find too little
		d.deposit(a, 6000)
	}
	for a := range Accounts {
		d.stake(a, ThePanel, 8*d.Model.Rules.Stake)
	}
	d.stake(Farmer, Arbiter, 500)
	if d.chance("retired", 4) {
		d.retire()
	}
	for range 3 {
		d.Case()
	}
	for i := range steps {
		d.step()
		if i%32 == 31 {
			d.compare()
		}
		if d.err != nil {
			return fmt.Errorf("step %d: %w", i, d.err)
		}
	}
	d.compare()
	return d.err
}

func (d *Duel) failf(format string, arguments ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, arguments...)
	}
}

// send has the contract answer what the document has answered.
func (d *Duel) send(what string, from Account, to common.Address, data []byte, allowed bool) {
	_, err := d.Machine.Call(from, to, data)
	switch {
	case err != nil && !Refused(err):
		d.failf("%s by %s at %d: %w", what, from, d.Machine.Now, err)
	case (err == nil) != allowed:
		d.failf("%s by %s at %d, block %d: allowed by the document %v, by the contract %v", what, from, d.Machine.Now, d.Machine.Block, allowed, err == nil)
	case allowed:
		d.Did[what]++
	}
}

func (d *Duel) pass(seconds, blocks int64) {
	for _, now := range []*int64{&d.Model.Now, &d.Machine.Now} {
		*now += max(0, seconds)
	}
	for _, block := range []*int64{&d.Model.Block, &d.Machine.Block} {
		*block += blocks
	}
}

// address is what the contracts call an account.
func (m *Machine) address(a Account) common.Address {
	switch a {
	case Nobody:
		return common.Address{}
	case ThePanel:
		return m.Panel
	}
	return a.Address()
}

func digest(b byte) [32]byte {
	if b == CannotTell {
		return [32]byte(bytes.Repeat([]byte{0xff}, 32))
	}
	return [32]byte{b}
}

// papers writes out a deal, and gives it its id. Deals differ by their quote.
func (m *Machine) papers(d *Deal, quote int) (deal bindings.Deal, terms bindings.Terms, err error) {
	terms = bindings.Terms{
		Payer: d.Payer.Address(), Arbiter: m.address(d.Arbiter), StartBy: uint64(d.StartBy), SubmitBy: uint64(d.SubmitBy),
		AcceptWindow: uint32(d.AcceptWindow), JudgeWindow: uint32(d.JudgeWindow), LatePenalty: big64(d.Rt), NoShowPenalty: big64(d.Ft),
		CheatPenalty: big64(d.Fc), MediationFee: big64(d.M), Quote: common.BigToHash(big64(int64(quote))),
	}
	deal = bindings.Deal{Requester: Requester.Address(), Farmer: Farmer.Address(), Price: big64(d.P), Deposit: big64(d.D), Bond: big64(d.F),
		OpenBy: uint64(d.OpenBy)}
	if deal.TermsHash, err = m.digest(parley.PackHashTerms(terms)); err != nil {
		return deal, terms, err
	}
	d.ID, err = m.digest(parley.PackIdOf(deal))
	return deal, terms, err
}

func (v Delivery) pack() bindings.Delivery {
	return bindings.Delivery{Digest: digest(v.Digest), Cost: big64(v.Cost)}
}

func (g Grounds) pack() bindings.Dispute {
	p := bindings.Dispute{Digest: digest(g.Digest), Cost: big64(g.Cost), Complaint: 1, ClaimedDigest: digest(g.Claimed), ClaimedFuel: uint64(g.Fuel)}
	if g.NotServed {
		p.Complaint = 2
	}
	return p
}

func (f Finding) pack() arbiters.Finding {
	return arbiters.Finding{Digest: digest(f.Digest), Fuel: uint64(f.Fuel), Cost: big64(f.Cost), Served: f.Served}
}

// compareMoved compares what was just moved: the state of the deal, and the parties' balances.
func (d *Duel) compareMoved() {
	last, is := d.compared, scene{d.deal, d.Machine.changes, d.Machine.Now, d.Machine.Block}
	if d.compared = is; last == is {
		return
	}
	for i, deal := range d.deals {
		if deal != d.deal {
			continue
		}
		p, err := read(d.Machine, d.Machine.Parley, parley.PackProgressOf(deal.ID), parley.UnpackProgressOf)
		if err != nil {
			d.failf("read deal %d: %w", i, err)
			return
		}
		if got := State(p.State); got != deal.State && !(deal.State == Closed && got == Unopened) {
			d.failf("deal %d is %v by the document, %v by the contract", i, deal.State, got)
		}
		if deal.Live() && (p.Since.Int64() != deal.Since || p.Drawn != deal.Drawn || p.Sponsored != (deal.Payer != Requester)) {
			d.failf("deal %d since %d, drawn %v by the document, by the contract %+v", i, deal.Since, deal.Drawn, p)
		}
		if deal.Live() {
			b, t := d.of(deal)
			d.figure("the deadline of a deal", d.Model.Deadline(deal), d.Machine.Parley, parley.PackDeadlineOf(b, t))
		}
		d.compareCase(i, deal)
	}
	if last.changes == is.changes { // time moves no balance
		return
	}
	for _, a := range []Account{Requester, Farmer, Payer, Arbiter, ThePanel} {
		d.compareAccount(a)
	}
}

// docket is what the panel says of a case.
type docket struct {
	Stage, Rounds, Fee, JudgeBy, Armed, Until int64
	Seats, Passed                             []common.Address
}

func (d *Duel) compareCase(i int, deal *Deal) {
	got, err := read(d.Machine, d.Machine.Panel, panel.PackDocketOf(deal.ID), panel.UnpackDocketOf)
	if err != nil {
		d.failf("read the case of deal %d: %w", i, err)
		return
	}
	is := docket{int64(got.Stage), int64(got.Rounds), got.Fee.Int64(), int64(got.JudgeBy), int64(got.ArmedAt), int64(got.Until), nil, got.Passed}
	for _, s := range got.Seats {
		is.Seats = append(is.Seats, s.Member)
	}
	var want docket
	if c := d.Model.cases[deal]; c != nil {
		stage, until := d.Model.Stage(deal)
		want = docket{int64(stage), int64(len(c.drawn)), c.fee, c.judgeBy, c.armed, until, nil, nil}
		for _, a := range c.passed {
			want.Passed = append(want.Passed, a.Address())
		}
		for _, s := range c.seats {
			want.Seats = append(want.Seats, s.Member.Address())
		}
	}
	if want.Stage == int64(Ended) { // what an ended case was is nobody's
		want.Armed, is.Armed = 0, 0
	}
	if diff := cmp.Diff(want, is, cmpopts.EquateEmpty()); diff != "" {
		d.failf("the case of deal %d (-document +contract):\n%s", i, diff)
	}
}

func (d *Duel) compareAccount(a Account) {
	got, err := read(d.Machine, d.Machine.Parley, parley.PackAccountOf(d.Machine.address(a)), parley.UnpackAccountOf)
	if err != nil {
		d.failf("read %s: %w", a, err)
		return
	}
	if got.Free.Int64() != d.Model.Free[a] {
		d.failf("the free balance of the account %d is %d by the document, %d by the contract", a, d.Model.Free[a], got.Free)
	}
	marks := Marks{got.Delivered.Int64(), got.Missed.Int64(), got.Faulted.Int64(), got.Accepted.Int64(), got.Defaulted.Int64(), got.Undetermined.Int64()}
	if diff := cmp.Diff(*d.Model.marksOf(a), marks); diff != "" {
		d.failf("what the account %d has counted (-document +contract):\n%s", a, diff)
	}
}

// compare compares all that document and contracts hold, and invariant 1: what is owed is there.
func (d *Duel) compare() {
	for a := range Accounts {
		d.compareAccount(a)
		for _, arbiter := range []Account{ThePanel, Arbiter} {
			p, err := read(d.Machine, d.Machine.Stake, stakes.PackPositionOf(a.Address(), d.Machine.address(arbiter)), stakes.UnpackPositionOf)
			if err != nil {
				d.failf("read the stake of %s: %w", a, err)
				return
			}
			got := Position{p.Free.Int64(), p.Held.Int64(), p.Leaving.Int64(), p.LeaveFrom.Int64()}
			if diff := cmp.Diff(*d.Model.Position(a, arbiter), got); diff != "" {
				d.failf("the stake of %s for %d (-document +contract):\n%s", a, arbiter, diff)
			}
		}
		d.figure("what is owed to "+a.String(), d.Model.Owed[a], d.Machine.Panel, panel.PackOwedTo(a.Address()))
	}
	for _, arbiter := range []Account{ThePanel, Arbiter} {
		d.figure("a pot", d.Model.Pots[arbiter], d.Machine.Stake, stakes.PackPotOf(d.Machine.address(arbiter)))
	}
	d.figure("burned", d.Model.Burned, d.Machine.Parley, parley.PackBurned())
	d.figure("burned stake", d.Model.Burnt, d.Machine.Stake, stakes.PackBurned())
	owed := d.Model.Burned
	for _, free := range d.Model.Free {
		owed += free
	}
	for _, deal := range d.deals {
		if deal.Live() {
			owed += deal.Locked()
		}
	}
	d.figure("what Parley holds", owed, d.Machine.Token, money.PackBalanceOf(d.Machine.Parley))
	d.figure("what Stake holds", d.Model.Staked(), d.Machine.Token, money.PackBalanceOf(d.Machine.Stake))
}

// figure compares one number.
func (d *Duel) figure(what string, want int64, at common.Address, question []byte) {
	got, err := read(d.Machine, at, question, parley.UnpackBurned) // any uint256
	switch {
	case err != nil:
		d.failf("%s: %w", what, err)
	case got.Int64() != want:
		d.failf("%s: %d by the document, %d by the contract", what, want, got)
	}
}
