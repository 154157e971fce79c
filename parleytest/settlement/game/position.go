package game

import (
	"bytes"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Role is one of those who play. The member of the first round's seat, one of the second round's, and a member who sits in
// neither, are three.
type Role int

// The roles.
const (
	Requester Role = iota
	Farmer
	Mediator
	Juror
	Bystander
	roles
)

func (r Role) String() string {
	return []string{"requester", "farmer", "mediator", "juror", "bystander"}[r]
}

var (
	parley = bindings.NewParley()
	money  = bindings.NewPlayMoney()
	stakes = arbiters.NewStake()
	panel_ = arbiters.NewPanel()
)

// Digests of results: what the work gives, and what it does not.
const (
	truth  byte = 5
	false1 byte = 6 // a farmer's lie
	false2 byte = 7 // a requester's
	false3 byte = 8 // a member's
	unable byte = settlement.CannotTell
)

// position is a deal as far as it was played.
type position struct {
	f     *Figures
	m     *settlement.Machine
	deal  bindings.Deal
	terms bindings.Terms
	id    [32]byte

	delivery  bindings.Delivery // as submitted
	inTime    bool              // submitted by submitBy
	served    bool              // by the farmer, to the requester
	told      bool              // by the farmer, to the panel
	declined  bool              // in time
	hidden    bool              // the terms, at open: the contract does not look at them
	blind     bool              // no member of a first round can tell, having run the work
	pact      bool              // the mediator need not run the work: a party has told it what there is
	tardy     bool              // the requester disputed after acceptBy
	looked    bool              // the requester has repeated the work
	grounds   bindings.Dispute
	votes     map[int]arbiters.Finding // by seat, as committed
	bystander settlement.Account
	part      int64 // for which the requester has signed an acceptance; 0: none
	parted    bool  // the farmer has shown it
	joined    bool  // the bystander was drawn later on, and is one of the others

	spent [roles]int64              // on work and gas
	gas   [roles]int64              // of it
	guess byte                      // what the mediator commits to without running anything; 0: it runs the work
	seats [roles]settlement.Account // of mediator and juror, once drawn
	chore bool                      // what is sent now anybody could send, and somebody has to: it is not counted
	did   int                       // calls that were taken
	own   int                       // moves that were not honest, of who is played for
	lies  []lie                     // of the world, told so far
	asked map[string]bool           // turns that were had
	path  []string                  // what was not honest
	row   settlement.Row            // how it was closed
	fault string
	last  reading
}

func begin(machine *settlement.Machine, f *Figures) *position {
	p := &position{f: f, m: machine.Copy(), votes: map[int]arbiters.Finding{}, asked: map[string]bool{}, bystander: -1, did: 1}
	p.seats[Mediator], p.seats[Juror] = -1, -1
	now := uint64(p.m.Now)
	b := big.NewInt
	p.terms = bindings.Terms{Payer: settlement.Requester.Address(), Arbiter: p.m.Panel, StartBy: now + 900, SubmitBy: now + 3600, AcceptWindow: 3600,
		JudgeWindow: uint32(f.length() + 3600), LatePenalty: b(f.Rt), NoShowPenalty: b(f.Ft), CheatPenalty: b(f.Fc), MediationFee: b(f.M)}
	p.deal = bindings.Deal{Requester: settlement.Requester.Address(), Farmer: settlement.Farmer.Address(), Price: b(f.Price), Deposit: b(f.D), Bond: b(f.F), OpenBy: now + 600}
	p.sign()
	return p
}

// sign has both agree to the terms as they are.
func (p *position) sign() {
	p.deal.TermsHash = [32]byte(p.read(p.m.Parley, parley.PackHashTerms(p.terms)))
	p.id = [32]byte(p.read(p.m.Parley, parley.PackIdOf(p.deal)))
}

// Table sets up a machine for these figures: everybody has deposited and staked what it may need.
func Table(code settlement.Code, f *Figures) (*settlement.Machine, error) {
	m, err := settlement.Deploy(code, f.Rules)
	if err != nil {
		return nil, err
	}
	bonds := 3 * (f.Rules.Seats + 1) / 2 * f.Rules.Stake // of both appeals
	for a, amount := range map[settlement.Account]int64{settlement.Requester: f.Price + f.D, settlement.Farmer: f.F} {
		if _, err := m.Call(a, m.Parley, parley.PackDeposit(a.Address(), big.NewInt(amount))); err != nil {
			return nil, err
		}
		if _, err := m.Call(a, m.Stake, stakes.PackDeposit(m.Panel, big.NewInt(bonds))); err != nil {
			return nil, err
		}
	}
	for i := range settlement.Mediators {
		if _, err := m.Call(settlement.FirstMediator+settlement.Account(i), m.Stake, stakes.PackDeposit(m.Panel, big.NewInt(f.Rules.Stake))); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (p *position) copy() *position {
	c := *p
	c.m = p.m.Copy()
	c.votes, c.asked, c.path = maps.Clone(p.votes), maps.Clone(p.asked), slices.Clone(p.path)
	return &c
}

// account is a role's. A member who was never drawn has none.
func (p *position) account(r Role) settlement.Account {
	switch r {
	case Requester:
		return settlement.Requester
	case Farmer:
		return settlement.Farmer
	case Bystander:
		return p.bystander
	}
	return p.seats[r]
}

// send makes a call, if the contract takes it; who would be refused is told so by its node, and pays no gas.
func (p *position) send(r Role, to common.Address, data []byte) bool {
	_, err := p.m.Call(p.account(r), to, data)
	if err != nil && !settlement.Refused(err) {
		p.fault = err.Error()
	}
	if err == nil {
		p.did++
	}
	if err == nil && !p.chore {
		p.spent[r] += p.f.Gas
		p.gas[r] += p.f.Gas
	}
	return err == nil
}

func (p *position) read(at common.Address, question []byte) []byte {
	answer, err := p.m.Call(settlement.Stranger, at, question)
	if err != nil {
		p.fault = err.Error()
	}
	return answer
}

// when is what a reading is of.
type when struct {
	did        int
	now, block int64
}

// reading is what was last read of the contracts, and as of when.
type reading struct {
	progress, docket, deadline when
	p                          bindings.Progress
	d                          arbiters.Docket
	until                      int64
}

// fresh says whether something was read just now; if not, it will have been.
func (p *position) fresh(at *when) bool {
	now := when{p.did, p.m.Now, p.m.Block}
	was := *at
	*at = now
	return was == now
}

func (p *position) progress() bindings.Progress {
	if p.fresh(&p.last.progress) {
		return p.last.p
	}
	v, err := parley.UnpackProgressOf(p.read(p.m.Parley, parley.PackProgressOf(p.id)))
	if err != nil {
		p.fault = err.Error()
	}
	p.last.p = v
	return v
}

func (p *position) docket() arbiters.Docket {
	if p.fresh(&p.last.docket) {
		return p.last.d
	}
	v, err := panel_.UnpackDocketOf(p.read(p.m.Panel, panel_.PackDocketOf(p.id)))
	if err != nil {
		p.fault = err.Error()
	}
	p.last.d = v
	return v
}

// deadline is the last second of the deal's state.
func (p *position) deadline() int64 {
	if !p.fresh(&p.last.deadline) {
		p.last.until = p.figure(p.m.Parley, parley.PackDeadlineOf(p.deal, p.terms))
	}
	return p.last.until
}

func (p *position) figure(at common.Address, question []byte) int64 {
	return new(big.Int).SetBytes(p.read(at, question)).Int64()
}

// horizon is how long anybody waits for anything.
const horizon = 10 * 365 * 24 * 3600

// until moves time to a second, if that is still to come, and comes.
func (p *position) until(second int64) {
	if second <= settlement.Genesis+horizon {
		p.m.Now = max(p.m.Now, second)
	}
}

// panels are deal and terms as the panel's binding has them.
func (p *position) panels() (arbiters.Deal, arbiters.Terms) {
	return arbiters.Deal(p.deal), arbiters.Terms(p.terms)
}

// payoff is what a role has gained: money, the result's value, less work and gas. What is still locked is lost.
func (p *position) payoff(r Role) int64 {
	a := p.account(r)
	if a < 0 || r == Bystander && p.joined {
		return 0
	}
	gained := p.wealth(a) - settlement.Wealth - p.spent[r]
	if r == Requester && p.valued() {
		gained += p.f.Value
	}
	return gained
}

func (p *position) wealth(a settlement.Account) int64 {
	free, err := parley.UnpackAccountOf(p.read(p.m.Parley, parley.PackAccountOf(a.Address())))
	if err != nil {
		p.fault = err.Error()
		return 0
	}
	staked, err := stakes.UnpackPositionOf(p.read(p.m.Stake, stakes.PackPositionOf(a.Address(), p.m.Panel)))
	if err != nil {
		p.fault = err.Error()
		return 0
	}
	return p.figure(p.m.Token, money.PackBalanceOf(a.Address())) + free.Free.Int64() + staked.Free.Int64()
}

// collect has all members take out what the panel owes them. What it cannot pay they do not have.
func (p *position) collect() {
	if p.seats[Mediator] < 0 {
		return
	}
	for i := range settlement.Mediators {
		a := settlement.FirstMediator + settlement.Account(i)
		if _, err := p.m.Call(a, p.m.Panel, panel_.PackCollect(a.Address())); err != nil {
			p.fault = fmt.Sprintf("%s cannot collect its fees: %v", a, err)
		}
	}
}

// valued: the requester has a right result in time, from the farmer, or from the panel where it had to ask for that.
func (p *position) valued() bool {
	return p.inTime && p.delivery.Digest == digest(truth) && (p.served || p.grounds.Complaint == notServed && p.found())
}

// found: a member has run the work, and can serve it.
func (p *position) found() bool {
	for _, f := range p.votes {
		if f.Digest != digest(unable) {
			return true
		}
	}
	return false
}

func digest(b byte) [32]byte {
	if b == unable {
		return [32]byte(bytes.Repeat([]byte{unable}, 32))
	}
	return [32]byte{b}
}
