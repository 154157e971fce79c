package panel

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/internal/constructed"
)

// MaxMembers is the longest list of a panel.
const MaxMembers = 64

// Rules are what a panel and those who stake for it agree to. Windows are whole seconds.
type Rules struct {
	Seats        uint8         // n of the first round: odd; an appeal has 2n + 1
	Stake        *big.Int      // S, held for a seat; at least M(4n+3)/(n(n+1)) (SETTLEMENT.md, I8)
	Fee          *big.Int      // the least M of a case that is taken
	CommitWindow time.Duration // to re-run and commit; at least a second
	Finality     time.Duration // from there to the first reveal
	RevealWindow time.Duration // to reveal; as much again to conclude, and to draw an appeal; at least a second
	AppealWindow time.Duration // to appeal
}

// Length is the JudgeWindow that leaves room for so many appeals, and for two first rounds that cannot tell, without the five
// blocks until the first draw.
func (r Rules) Length(appeals int) time.Duration {
	vote := r.voting()
	return (1+passes)*(vote+r.RevealWindow) + time.Duration(appeals)*(vote+r.AppealWindow+r.RevealWindow)
}

// voting is from a draw to the last reveal.
func (r Rules) voting() time.Duration { return r.CommitWindow + r.Finality + r.RevealWindow }

// AppealBy is the last second for an appeal against the last round of a case, whose reveals end so: that second itself where none is
// possible. There are at most two, while the list is long enough, and while there is time to draw, vote and conclude after it.
func (p *Panel) AppealBy(d Docket, revealBy time.Time) time.Time {
	r := p.rules
	last := d.JudgeBy.Add(-(r.voting() + 2*r.RevealWindow))
	if d.Rounds > MaxAppeals || r.SeatsIn(d.Rounds+1)+len(d.Passed) > len(p.members) || last.Before(revealBy) {
		return revealBy
	}
	if by := revealBy.Add(r.AppealWindow); by.Before(last) {
		return by
	}
	return last
}

// DrawWithin is how long it may take until a round is drawn: five blocks, and as many again should nobody have come in time.
const DrawWithin = 5 * time.Minute

// Longest is how long a case may take at most, each of its draws included.
func (r Rules) Longest() time.Duration {
	return r.Length(MaxAppeals) + (1+passes+MaxAppeals)*DrawWithin
}

// Unbonding is how long stake should stay after its leave was announced: as long as a case may take, and days in which a
// transaction is kept off the chain (I9 of docs/SETTLEMENT.md).
func (r Rules) Unbonding() time.Duration { return max(DefaultUnbonding, r.Longest()+keptOff) }

// keptOff is δ of I9.
const keptOff = 48 * time.Hour

// MaxAppeals is how often more members judge a case anew.
const MaxAppeals = 2

// Size is how many members judge in a round: n in the first, 2n + 1 and 4n + 3 after an appeal.
func (r Rules) Size(round int) int { return (int(r.Seats)+1)<<round - 1 }

// SeatsIn is how many seats the first rounds of a case have together. There are no more than three.
func (r Rules) SeatsIn(rounds int) (seats int) {
	for round := range min(rounds, 1+MaxAppeals) {
		seats += r.Size(round)
	}
	return seats
}

// passes is how often others are drawn in place of a first round that cannot tell.
const passes = 2

// check refuses what no contract could hold or would take.
func (r Rules) check(members []common.Address, unbonding time.Duration) error {
	for _, w := range []time.Duration{r.CommitWindow, r.Finality, r.RevealWindow, r.AppealWindow, unbonding} {
		if w < 0 || w%time.Second != 0 || w/time.Second > math.MaxUint32 {
			return fmt.Errorf("a window of %v; give whole seconds, below 2^32", w)
		}
	}
	stake, fee, n := orZero(r.Stake), orZero(r.Fee), int64(r.Seats)
	if stake.Sign() <= 0 || stake.BitLen() > 96 || fee.Sign() < 0 || fee.BitLen() > 96 {
		return fmt.Errorf("a stake of %v and a fee of %v; amounts are below 2^96, and the stake at least 1", r.Stake, r.Fee)
	}
	switch {
	case n%2 == 0:
		return fmt.Errorf("%d seats; give an odd number, so that there is a majority", n)
	case r.paysAppeals(fee) < 0:
		return fmt.Errorf("a stake of %v is too small for a fee of %v and %d seats: whoever is overturned could not pay for two appeals (I8); stake at least M(4n+3)/(n(n+1))", stake, fee, n)
	case r.CommitWindow == 0 || r.RevealWindow == 0:
		return fmt.Errorf("no time to commit or reveal; give each at least a second")
	case unbonding < r.Length(MaxAppeals):
		return fmt.Errorf("stake that can leave after %v; two appeals take %v", unbonding, r.Length(MaxAppeals))
	case len(members) < int(n) || len(members) > MaxMembers:
		return fmt.Errorf("a list of %d; give %d to %d members", len(members), n, MaxMembers)
	}
	for i, m := range members {
		if m == (common.Address{}) || slices.Contains(members[:i], m) {
			return fmt.Errorf("member %s is nobody, or listed twice", m)
		}
	}
	return nil
}

// paysAppeals is below zero where the stake is too small for a fee: I8, S >= M(4n+3)/(n(n+1)), so that each of the 4n + 3 members of a
// second appeal earns M/n. The contract is content with 4n + 2 in place of 4n + 3.
func (r Rules) paysAppeals(fee *big.Int) int {
	n := int64(r.Seats)
	return new(big.Int).Mul(orZero(r.Stake), big.NewInt(n*(n+1))).Cmp(new(big.Int).Mul(fee, big.NewInt(4*n+3)))
}

// Takes says whether the panel would take a dispute about this deal, could rule in it, and has enough staked for its verdict not to
// be worth buying, or why not: for both sides to ask before they sign. It does not read the chain: who of the list is staked,
// Position says.
func (p *Panel) Takes(d eip712.Deal, t eip712.Terms) error {
	// As the escrow clamps them.
	cheat := least(orZero(t.CheatPenalty), orZero(d.Bond))
	fee := least(orZero(t.MediationFee), orZero(d.Deposit), new(big.Int).Div(cheat, big.NewInt(3)))
	neutral := 0
	for _, m := range p.members {
		if m != d.Requester && m != d.Farmer && m != t.Payer {
			neutral++
		}
	}
	window := time.Duration(t.JudgeWindow) * time.Second
	// A farmer gains price and penalty by a verdict that is not true, a requester less: the award is half of the penalty at most.
	bought, prize := p.Bond(0), new(big.Int).Add(orZero(d.Price), cheat)
	switch {
	case t.Arbiter != p.address:
		return fmt.Errorf("panel: the terms name the arbiter %s; name %s", t.Arbiter, p.address)
	case fee.Cmp(p.rules.Fee) < 0:
		return fmt.Errorf("panel: a mediation fee of %v, the panel asks for %v; offer that, with a deposit of as much and a cheating penalty and bond of three times as much", fee, p.rules.Fee)
	case window <= p.rules.Length(0):
		return fmt.Errorf("panel: %v to judge, a round and others in its place take %v; allow that and the time of the blocks until the draw", window, p.rules.Length(0))
	case neutral < int(p.rules.Seats):
		return fmt.Errorf("panel: %d of its members are no party, a panel has %d; agree on another", neutral, p.rules.Seats)
	case p.rules.paysAppeals(fee) < 0:
		return fmt.Errorf("panel: a mediation fee of %v, for which a stake of %v a seat is too small: who is overturned could not pay a larger panel (I8); agree on a lower price, or on another panel", fee, p.rules.Stake)
	case bought.Cmp(prize) < 0:
		return fmt.Errorf("panel: a verdict that is worth up to %v, and a majority of a round that loses %v for a wrong one (I7); agree on a lower price, or on another panel", prize, bought)
	}
	return nil
}

func least(of ...*big.Int) *big.Int { return slices.MinFunc(of, (*big.Int).Cmp) }

func seconds(d time.Duration) uint32 { return uint32(d / time.Second) }

func packRules(r Rules) arbiters.Rules {
	return arbiters.Rules{Seats: r.Seats, Stake: orZero(r.Stake), Fee: orZero(r.Fee), CommitWindow: seconds(r.CommitWindow),
		Finality: seconds(r.Finality), RevealWindow: seconds(r.RevealWindow), AppealWindow: seconds(r.AppealWindow)}
}

func unpackRules(r arbiters.Rules) Rules {
	d := func(seconds uint32) time.Duration { return time.Duration(seconds) * time.Second }
	return Rules{Seats: r.Seats, Stake: r.Stake, Fee: r.Fee, CommitWindow: d(r.CommitWindow), Finality: d(r.Finality),
		RevealWindow: d(r.RevealWindow), AppealWindow: d(r.AppealWindow)}
}

// sorted is the list as the contract wants it.
func sorted(members []common.Address) []common.Address {
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b common.Address) int { return bytes.Compare(a[:], b[:]) })
	return members
}

// agreeable answers every question of a panel's constructor with 2^32 - 1: the two tokens are then one, and the unbonding long.
var agreeable = []byte{0x63, 0xff, 0xff, 0xff, 0xff, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3} // PUSH4, PUSH0 MSTORE, PUSH1 32 PUSH0 RETURN

// panelCode is the code of a panel that was constructed so. Rules and members are in its storage, and are proven by being what
// such code says.
func panelCode(chainID *big.Int, stake, escrow common.Address, r Rules, members []common.Address) ([]byte, error) {
	code, _, err := constructed.Code(chainID, panelCreation(stake, escrow, r, members),
		map[common.Address][]byte{stake: agreeable, escrow: agreeable})
	return code, err
}

func panelCreation(stake, escrow common.Address, r Rules, members []common.Address) []byte {
	return append(common.FromHex(arbiters.PanelMetaData.Bin), arbiters.NewPanel().PackConstructor(stake, escrow, packRules(r), members)...)
}

func stakeCode(chainID *big.Int, token common.Address, unbonding time.Duration) ([]byte, error) {
	code, _, err := constructed.Code(chainID, stakeCreation(token, unbonding), map[common.Address][]byte{token: {0}})
	if err != nil {
		return nil, fmt.Errorf("%w: no Stake was ever constructed with the token %s and %v (%w); check the address", ErrNotPanel, token, unbonding, err)
	}
	return code, nil
}

func stakeCreation(token common.Address, unbonding time.Duration) []byte {
	return append(common.FromHex(arbiters.StakeMetaData.Bin), arbiters.NewStake().PackConstructor(token, seconds(unbonding))...)
}
