package panel_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// A lying member finds for the farmer, an appeal overturns it: drawn, committed, revealed, ruled and paid by the contracts.
func TestACaseIsJudgedAndAppealed(t *testing.T) { // C03, C07, C27 to C30, C51; SETTLEMENT rules 7 and 8
	c := newCourt(t)
	c.dispute()
	if d := c.docket(); d.Stage != panel.Armed || d.Fee.Int64() != 101 || d.JudgeBy.IsZero() {
		t.Fatalf("after the dispute: %+v", d)
	}
	c.draw()
	liar := c.mediator(0)
	if p := c.position(liar); p.Held.Int64() != 1000 || p.Free.Int64() != staked-1000 {
		t.Errorf("the drawn member's stake: %+v", p)
	}
	c.vote(0, 1, c.lie())
	c.until(panel.Appealable)
	if diff := cmp.Diff(int64(1000), c.panels[0].Bond(0).Int64()); diff != "" {
		t.Error(diff)
	}
	c.must(c.panels[requester].Deposit(c.ctx(), "bond", c.panels[0].Bond(0)))
	c.must(c.panels[requester].Appeal(c.ctx(), c.deal, c.terms))
	c.draw()
	c.vote(1, 3, c.truth())
	c.until(panel.Concludable)
	winner := c.mediator(1)
	c.must(c.panels[farmer].Conclude(c.ctx(), c.deal, c.terms, c.grounds, c.truth()))
	if d := c.docket(); d.Stage != panel.Ended || len(d.Seats) != 4 {
		t.Fatalf("after the ruling: %+v", d)
	}
	c.must(c.panels[farmer].Finish(c.ctx(), c.id))

	c.paid(liar, winner)
	c.told()
}

// Until when a round can be appealed against is said from its draw on as the contract has it, where the time to judge is short as well,
// and where the list is.
func TestAppealBy(t *testing.T) { // C30; SETTLEMENT rule 8
	c := newCourt(t)
	round := func(what string, want time.Duration) {
		c.draw()
		d := c.docket()
		revealBy := d.Until.Add(rules.Finality + rules.RevealWindow)
		by := c.panels[0].AppealBy(d, revealBy)
		if _, err := c.chain.Advance(c.ctx(), revealBy.Add(time.Second).Sub(c.chain.Head().Time)); err != nil {
			t.Fatal(err)
		}
		is := revealBy
		if d = c.docket(); d.Stage == panel.Appealable {
			is = d.Until
		}
		if left := is.Sub(revealBy); !by.Equal(is) || left.Round(5*time.Minute) != want {
			t.Errorf("%s: until %s after the reveals, and the panel leaves %s, want some %s", what, by.Sub(revealBy), left, want)
		}
	}
	for judge, want := range map[time.Duration]time.Duration{7 * hour: 0, 8*hour + hour/2: hour / 2, rules.Length(2) + hour: hour} {
		c.disputeFor(judge)
		round(fmt.Sprintf("%s to judge", judge), want)
		if want == hour {
			c.must(c.panels[requester].Deposit(c.ctx(), "bond", c.panels[0].Bond(0)))
			c.must(c.panels[requester].Appeal(c.ctx(), c.deal, c.terms))
			round("of five members four have sat", 0)
		}
	}
}

// regretted: what was canceled collects nothing, and is no reason to fail where the rest is collected by another transaction.
func (c *court) regretted(winner int) {
	c.t.Helper()
	ctx := c.ctx()
	if err := c.chain.Hold(ctx); err != nil {
		c.t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		if _, err := c.panels[winner].Collect(ctx, "regretted", devchain.Address(9)); !errors.Is(err, transactions.ErrCanceled) {
			c.t.Errorf("who collected got %v", err)
		}
	})
	pooled := func(is func(data []byte) bool) {
		c.t.Helper()
		for ctx.Err() == nil {
			block, err := c.client.BlockByNumber(ctx, big.NewInt(rpc.PendingBlockNumber.Int64()))
			if err == nil && len(block.Transactions()) == 1 && is(block.Transactions()[0].Data()) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		c.t.Fatal(context.Cause(ctx))
	}
	pooled(func(data []byte) bool { return len(data) > 0 })
	running.Go(func() {
		key := fmt.Sprintf("panel/%x/collect/regretted", c.panels[winner].Address())
		if _, err := c.managers[winner].Cancel(ctx, key); err != nil {
			c.t.Error(err)
		}
	})
	pooled(func(data []byte) bool { return len(data) == 0 })
	if err := c.chain.Release(ctx); err != nil {
		c.t.Fatal(err)
	}
	running.Wait()
	if err := c.panels[winner].Collected(ctx, "regretted"); !errors.Is(err, transactions.ErrNoSuchKey) {
		c.t.Errorf("of what was canceled: %v", err)
	}
}

// paid: the liar's stake pays the three of the appeal, who share the fee.
func (c *court) paid(liar, winner int) {
	c.t.Helper()
	lost, won, back := c.position(liar), c.position(winner), c.position(requester)
	got := []int64{lost.Free.Int64(), lost.Held.Int64(), won.Free.Int64(), back.Free.Int64()}
	if diff := cmp.Diff([]int64{staked - 1000, 0, staked + 334, 1000}, got); diff != "" {
		c.t.Errorf("stakes (-want +got):\n%s", diff)
	}
	owed, err := c.panels[0].Owed(c.ctx(), devchain.Address(winner))
	if err != nil || owed.Int64() != 101/3+101%3 {
		c.t.Errorf("the first of three is owed %v, %v", owed, err)
	}
	if err := c.panels[winner].Collected(c.ctx(), "all"); !errors.Is(err, transactions.ErrNoSuchKey) {
		c.t.Errorf("before it is collected: %v", err)
	}
	c.regretted(winner)
	c.must(c.panels[winner].Collect(c.ctx(), "all", devchain.Address(9)))
	if err := c.panels[winner].Collected(c.ctx(), "all"); err != nil {
		c.t.Error(err)
	}
	tokens, err := c.escrows[0].Tokens(c.ctx(), devchain.Address(9))
	if err != nil || tokens.Cmp(owed) != 0 {
		c.t.Errorf("collected %v, %v", tokens, err)
	}
}

// told: the events are the whole story, in order.
func (c *court) told() {
	c.t.Helper()
	var story []string
	for e, err := range c.panels[0].Events(c.ctx(), 0, c.chain.Head().Number, &c.id) {
		if err != nil {
			c.t.Fatal(err)
		}
		if e.Entry.Of() != c.id {
			c.t.Errorf("%T is about %x", e.Entry, e.Entry.Of())
		}
		word := fmt.Sprintf("%T", e.Entry)[len("panel."):]
		switch e := e.Entry.(type) {
		case panel.RoundDrawn:
			word = fmt.Sprintf("%s %d from %v", word, len(e.Members), e.FirstSeat)
		case panel.Revelation:
			word = fmt.Sprintf("%s %v", word, e.Finding.Digest == c.truth().Digest)
		case panel.Concluded:
			word = fmt.Sprintf("%s %d", word, e.Ruling.Verdict)
		case panel.Seated:
			word = fmt.Sprintf("%s -%v +%v +%v", word, e.Slashed, e.Paid, e.Awarded)
		}
		story = append(story, word)
	}
	want := []string{"RoundArmed", "RoundDrawn 1 from 0", "Commitment", "Revelation false", "Appealed", "RoundArmed", "RoundDrawn 3 from 1",
		"Commitment", "Commitment", "Commitment", "Revelation true", "Revelation true", "Revelation true",
		fmt.Sprint("Concluded ", int(escrow.Wrong)), "Seated -1000 +0 +0", "Seated -0 +35 +334", "Seated -0 +33 +333", "Seated -0 +33 +333", "Finished"}
	if diff := cmp.Diff(want, story); diff != "" {
		c.t.Errorf("the story (-want +got):\n%s", diff)
	}
}

// Each refusal has its kind and its remedy, and nothing is sent.
func TestRefusals(t *testing.T) { // J22, THREATS 9
	c := newCourt(t)
	refused := func(what string, kind error, err error) {
		t.Helper()
		if !errors.Is(err, kind) || !errors.Is(err, transactions.ErrReverted) {
			t.Errorf("%s: %v, want %v", what, err, kind)
		}
	}
	_, err := c.panels[2].Withdraw(c.ctx(), "all", devchain.Address(2), big.NewInt(staked))
	refused("unannounced", panel.ErrStake, err)
	c.must(c.panels[2].Announce(c.ctx(), "all", big.NewInt(staked)))
	_, err = c.panels[2].Withdraw(c.ctx(), "all", devchain.Address(2), big.NewInt(staked))
	refused("bound", panel.ErrUnbonding, err)
	_, err = c.panels[2].Announce(c.ctx(), "more", big.NewInt(staked+1))
	refused("more than all", panel.ErrStake, err)

	c.dispute()
	_, err = c.panels[2].Finish(c.ctx(), c.id)
	refused("finish", panel.ErrWrongStage, err)
	_, err = c.panels[2].Draw(c.ctx(), c.deal, c.terms)
	refused("draw", panel.ErrTooEarly, err)
	if r, ok := errors.AsType[*panel.RefusedError](err); !ok || r.Case != c.id {
		t.Errorf("the refusal is of case %x", r.Case)
	}
	c.draw()
	_, err = c.panels[farmer].Commit(c.ctx(), c.id, 0, salt(0))
	refused("commit", panel.ErrNotSeated, err)
	c.vote(0, 1, c.truth())
	c.until(panel.Appealable)
	_, err = c.panels[2].Appeal(c.ctx(), c.deal, c.terms)
	refused("appeal", panel.ErrNotParty, err)
	_, err = c.panels[farmer].Appeal(c.ctx(), c.deal, c.terms)
	refused("appeal", panel.ErrBond, err)
	if r, ok := errors.AsType[*panel.RefusedError](err); !ok || r.Text != "an appeal holds 1000 of the appellant's stake; deposit it first" {
		t.Errorf("the bond is not named: %v", err)
	}
	c.until(panel.Concludable)
	_, err = c.panels[2].Conclude(c.ctx(), c.deal, c.terms, c.grounds, c.lie())
	refused("conclude", panel.ErrFinding, err)
	other := c.grounds
	other.ClaimedFuel++
	_, err = c.panels[2].Conclude(c.ctx(), c.deal, c.terms, other, c.truth())
	refused("the escrow's", escrow.ErrCommitment, err)
	forged := c.terms
	forged.MediationFee = new(big.Int)
	if _, err = c.panels[2].Conclude(c.ctx(), c.deal, forged, c.grounds, c.truth()); !errors.Is(err, escrow.ErrTermsMismatch) {
		t.Errorf("forged terms: %v", err)
	}
}

// A step that is asked for twice happens once.
func TestStepsAreDoneOnce(t *testing.T) { // figure B
	c := newCourt(t)
	c.must(c.panels[2].Deposit(c.ctx(), "first", big.NewInt(staked)))
	if p := c.position(2); p.Free.Int64() != staked {
		t.Errorf("deposited twice: %v", p.Free)
	}
	if _, err := c.panels[2].Deposit(c.ctx(), "first", big.NewInt(1)); !errors.Is(err, transactions.ErrKeyReused) {
		t.Errorf("a reference stands for two amounts: %v", err)
	}
	c.dispute()
	c.draw()
	i := c.mediator(0)
	first, err := c.panels[i].Commit(c.ctx(), c.id, 0, salt(0))
	c.must(first, err)
	again, err := c.panels[i].Commit(c.ctx(), c.id, 0, salt(0))
	c.must(again, err)
	if first.Hash != again.Hash {
		t.Error("committed twice")
	}
	c.must(c.panels[2].Announce(c.ctx(), "some", big.NewInt(100)))
	if _, err := c.chain.Advance(c.ctx(), 24*hour+time.Second); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		c.must(c.panels[2].Withdraw(c.ctx(), "some", devchain.Address(9), big.NewInt(100)))
	}
	if p := c.position(2); p.Leaving.Sign() != 0 || new(big.Int).Add(p.Free, p.Held).Int64() != staked-100 {
		t.Errorf("withdrawn: %+v", p)
	}
}

// THREATS 4, chain reorganization: a ruling is taken back with the end of the time to appeal, and somebody appeals. Who has concluded before
// concludes with what is found then; else nobody might, and the case would lapse.
func TestConcludedWithWhatStandsNow(t *testing.T) {
	c := newCourt(t)
	c.must(c.panels[requester].Deposit(c.ctx(), "bond", c.panels[0].Bond(0)))
	c.dispute()
	c.draw()
	c.vote(0, 1, c.lie())
	c.until(panel.Appealable)
	before := c.chain.Head().Time
	c.until(panel.Concludable)
	c.must(c.panels[farmer].Conclude(c.ctx(), c.deal, c.terms, c.grounds, c.lie()))
	if err := c.chain.Hold(c.ctx()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.chain.Reorg(c.ctx(), 2); err != nil {
		t.Fatal(err)
	}
	if err := c.chain.DropPending(c.ctx()); err != nil {
		t.Fatal(err)
	}
	c.back.Store(int64(c.chain.Head().Time.Sub(before) + hour))
	if err := c.chain.Release(c.ctx()); err != nil {
		t.Fatal(err)
	}
	if d := c.docket(); d.Stage != panel.Appealable {
		t.Fatalf("the time to appeal is not back: %+v", d)
	}
	c.must(c.panels[requester].Appeal(c.ctx(), c.deal, c.terms))
	c.draw()
	c.vote(1, 3, c.truth())
	c.until(panel.Concludable)
	c.must(c.panels[farmer].Conclude(c.ctx(), c.deal, c.terms, c.grounds, c.truth()))
	c.must(c.panels[farmer].Conclude(c.ctx(), c.deal, c.terms, c.grounds, c.truth()))
	if d := c.docket(); d.Stage != panel.Ended {
		t.Errorf("after the ruling: %+v", d)
	}
}

func TestOnlyAPanelIsBound(t *testing.T) { // A06; THREATS 9, code hash; 4, RPC lies
	c := newCourt(t)
	p := c.panels[0]
	for name, address := range map[string]common.Address{"nothing": {1}, "an account": devchain.Address(2), "the token": p.Token(),
		"the stake": p.Stake(), "the escrow": p.Escrow(), "a copy without its storage": c.copied(p.Address()), "a panel on a changed stake": c.onChangedStake()} {
		if _, err := panel.Bind(c.ctx(), c.client, nil, address); !errors.Is(err, panel.ErrNotPanel) {
			t.Errorf("%s: %v", name, err)
		}
	}
	reader, err := panel.Bind(c.ctx(), c.client, nil, p.Address())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Finish(c.ctx(), c.id); !errors.Is(err, panel.ErrReadOnly) {
		t.Errorf("sent without an account: %v", err)
	}
	if _, err := reader.Deposit(c.ctx(), "x", big.NewInt(1)); !errors.Is(err, panel.ErrReadOnly) {
		t.Errorf("deposited without an account: %v", err)
	}
	if diff := cmp.Diff(fmt.Sprint(rules), fmt.Sprint(reader.Rules())); diff != "" {
		t.Error(diff)
	}
	gone, cancel := context.WithCancel(c.ctx())
	cancel()
	if _, err := panel.Bind(gone, c.client, nil, p.Address()); !errors.Is(err, context.Canceled) || errors.Is(err, panel.ErrNotPanel) {
		t.Errorf("a canceled reading says %v", err)
	}
}

// copied deploys the code at an address again, with a byte more.
func (c *court) copied(address common.Address) common.Address {
	c.t.Helper()
	code, err := c.client.CodeAt(c.ctx(), address, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	code = append(bytes.Clone(code), 0)
	// PUSH2 len, DUP1, PUSH1 11, PUSH0, CODECOPY, PUSH0, RETURN.
	creation := append([]byte{0x61, byte(len(code) >> 8), byte(len(code)), 0x80, 0x60, 0x0b, 0x5f, 0x39, 0x5f, 0xf3, 0x00}, code...)
	return c.created("copy/"+address.String(), creation)
}

func (c *court) created(key string, creation []byte) common.Address {
	c.t.Helper()
	o, err := c.managers[3].Send(c.ctx(), transactions.Call{Key: key, Data: creation})
	c.must(o, err)
	receipt, err := c.client.TransactionReceipt(c.ctx(), o.Hash)
	if err != nil {
		c.t.Fatal(err)
	}
	return receipt.ContractAddress
}

// onChangedStake deploys the true code of a panel, whose stake is out of somebody else's contract.
func (c *court) onChangedStake() common.Address {
	c.t.Helper()
	p := c.panels[0]
	constructor := arbiters.NewPanel().PackConstructor(c.copied(p.Stake()), p.Escrow(), arbiters.Rules{Seats: 1, Stake: big.NewInt(1000),
		Fee: big.NewInt(100), CommitWindow: 60, Finality: 0, RevealWindow: 60, AppealWindow: 60}, p.Members())
	return c.created("panel on a copy", append(common.FromHex(arbiters.PanelMetaData.Bin), constructor...))
}

func TestDeployIsDoneOnceAndChecked(t *testing.T) { // C02, I8, I9
	c := newCourt(t)
	with := func(edit func(*panel.Deployment)) panel.Deployment {
		d := panel.Deployment{Escrow: c.escrows[0], Members: c.panels[0].Members(), Rules: rules, Unbonding: 24 * hour}
		edit(&d)
		return d
	}
	again, err := panel.Deploy(c.ctx(), c.client, c.managers[0], "court", with(func(*panel.Deployment) {}))
	if err != nil || again.Address() != c.panels[0].Address() {
		t.Errorf("deployed again: %v", err)
	}
	for name, edit := range map[string]func(*panel.Deployment){
		"an even panel":      func(d *panel.Deployment) { d.Rules.Seats = 2 },
		"a small stake":      func(d *panel.Deployment) { d.Rules.Stake = big.NewInt(349) }, // three and a half fees of 100
		"no stake":           func(d *panel.Deployment) { d.Rules.Stake, d.Rules.Fee = nil, nil },
		"a vast stake":       func(d *panel.Deployment) { d.Rules.Stake = new(big.Int).Lsh(big.NewInt(1), 96) },
		"no time to commit":  func(d *panel.Deployment) { d.Rules.CommitWindow = 0 },
		"half a second":      func(d *panel.Deployment) { d.Rules.Finality = time.Second / 2 },
		"a short unbonding":  func(d *panel.Deployment) { d.Unbonding = 14*hour - time.Second },
		"nobody":             func(d *panel.Deployment) { d.Members = nil },
		"a member twice":     func(d *panel.Deployment) { d.Members = []common.Address{{1}, {2}, {1}} },
		"the zero address":   func(d *panel.Deployment) { d.Members = []common.Address{{}, {2}, {1}} },
		"a list of too many": func(d *panel.Deployment) { d.Members = make([]common.Address, 65) },
	} {
		if _, err := panel.Deploy(c.ctx(), c.client, c.managers[0], name, with(edit)); err == nil || errors.Is(err, transactions.ErrReverted) {
			t.Errorf("%s: %v, want a refusal before anything is sent", name, err)
		}
	}
}

// What Go computes is what the contract computes.
func TestFiguresAreTheContracts(t *testing.T) {
	c := newCourt(t)
	p, contract := c.panels[0], arbiters.NewPanel()
	ask := func(call []byte) []byte {
		t.Helper()
		answer, err := c.client.Read(c.ctx(), p.Address(), call, 1, panel.Explain)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	for round := range 2 {
		if got := new(big.Int).SetBytes(ask(contract.PackBondOf(uint8(round)))); got.Cmp(p.Bond(round)) != 0 {
			t.Errorf("bond %d: %v, the contract says %v", round, p.Bond(round), got)
		}
	}
	for appeals := range 3 {
		got := time.Duration(new(big.Int).SetBytes(ask(contract.PackLengthOf(uint8(appeals)))).Int64()) * time.Second
		if diff := cmp.Diff(got, p.Rules().Length(appeals)); diff != "" {
			t.Error(diff)
		}
	}
	for i, f := range []panel.Finding{c.truth(), {}, {Digest: salt(1), Fuel: 1<<64 - 1, Cost: new(big.Int).SetBit(new(big.Int), 95, 1)}} {
		got, err := f.Commitment(salt(i), devchain.Address(i), salt(9))
		if err != nil {
			t.Fatal(err)
		}
		cost := f.Cost
		if cost == nil {
			cost = new(big.Int)
		}
		want := ask(contract.PackCommitmentOf(arbiters.Finding{Digest: f.Digest, Fuel: f.Fuel, Cost: cost, Served: f.Served}, salt(i), devchain.Address(i), salt(9)))
		if !bytes.Equal(want, got[:]) {
			t.Errorf("commitment %d: %x, the contract says %x", i, got, want)
		}
	}
	if _, err := (panel.Finding{Cost: big.NewInt(-1)}).Commitment(salt(0), common.Address{}, salt(0)); err == nil {
		t.Error("committed to a negative cost")
	}
}
