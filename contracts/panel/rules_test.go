package panel

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/eip712"
)

// What the contract would not take, or could not rule in, is said before anybody signs.
func TestTakes(t *testing.T) { // C25, C46; SETTLEMENT rules 1 and 8
	p := &Panel{address: common.Address{9}, members: []common.Address{{1}, {2}, {3}, {4}},
		rules: Rules{Seats: 3, Stake: big.NewInt(650), Fee: big.NewInt(100), CommitWindow: time.Minute, RevealWindow: time.Minute}}
	terms := eip712.Terms{Arbiter: p.address, Payer: common.Address{1}, MediationFee: big.NewInt(100), CheatPenalty: big.NewInt(300), JudgeWindow: 541}
	deal := eip712.Deal{Requester: common.Address{1}, Farmer: common.Address{8}, Price: big.NewInt(1000), Deposit: big.NewInt(2000), Bond: big.NewInt(300)}
	if err := p.Takes(deal, terms); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*eip712.Deal, *eip712.Terms){
		"another arbiter":              func(_ *eip712.Deal, t *eip712.Terms) { t.Arbiter = common.Address{7} },
		"a small fee":                  func(_ *eip712.Deal, t *eip712.Terms) { t.MediationFee = big.NewInt(99) },
		"no fee":                       func(_ *eip712.Deal, t *eip712.Terms) { t.MediationFee = nil },
		"a deposit that clamps it":     func(d *eip712.Deal, _ *eip712.Terms) { d.Deposit = big.NewInt(99) },
		"a penalty that clamps it":     func(_ *eip712.Deal, t *eip712.Terms) { t.CheatPenalty = big.NewInt(299) },
		"a bond that clamps it":        func(d *eip712.Deal, _ *eip712.Terms) { d.Bond = big.NewInt(299) },
		"no time for the draw":         func(_ *eip712.Deal, t *eip712.Terms) { t.JudgeWindow = 540 },
		"a verdict worth buying":       func(d *eip712.Deal, _ *eip712.Terms) { d.Price = big.NewInt(1001) }, // I7: two seats lose 1300
		"a farmer who is a member too": func(d *eip712.Deal, _ *eip712.Terms) { d.Farmer = common.Address{2} },
		"a payer who is one":           func(d *eip712.Deal, t *eip712.Terms) { t.Payer = common.Address{3} },
	} {
		d, s := deal, terms
		edit(&d, &s)
		if err := p.Takes(d, s); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// A second appeal pays each of its members what it pays the first: three fees and a half for one seat, of which the contract, for the least
// fee, is content with three.
func TestTakesWhatPaysTwoAppeals(t *testing.T) { // SETTLEMENT I8
	p := &Panel{address: common.Address{9}, members: []common.Address{{2}},
		rules: Rules{Seats: 1, Stake: big.NewInt(1050), Fee: big.NewInt(100), CommitWindow: time.Minute, RevealWindow: time.Minute}}
	for fee, taken := range map[int64]bool{300: true, 301: false, 350: false} {
		terms := eip712.Terms{Arbiter: p.address, Payer: common.Address{1}, MediationFee: big.NewInt(fee), CheatPenalty: big.NewInt(3 * fee), JudgeWindow: 541}
		deal := eip712.Deal{Requester: common.Address{1}, Farmer: common.Address{8}, Deposit: big.NewInt(fee), Bond: big.NewInt(3 * fee)} // I7: up to 1050
		if err := p.Takes(deal, terms); (err == nil) != taken || err != nil && !strings.Contains(err.Error(), "(I8)") {
			t.Errorf("a fee of %d: %v, want it taken: %v", fee, err, taken)
		}
	}
}

// A case has no more seats than three rounds have, whatever an endpoint says of its rounds.
func TestSeatsIn(t *testing.T) {
	r := Rules{Seats: 3}
	for rounds, want := range map[int]int{0: 0, 1: 3, 2: 3 + 7, 3: 3 + 7 + 15, 255: 3 + 7 + 15} {
		if got := r.SeatsIn(rounds); got != want {
			t.Errorf("%d rounds have %d seats, want %d", rounds, got, want)
		}
	}
}

// I9: stake that was announced to leave stays for longer than any case takes, and two days.
func TestUnbonding(t *testing.T) {
	r := DefaultRules(big.NewInt(1000), big.NewInt(1))
	if got := r.Unbonding(); got != DefaultUnbonding || got < r.Longest()+48*time.Hour {
		t.Errorf("%s, and a case takes %s", got, r.Longest())
	}
	// Two that cannot tell and one that can, each with five minutes to be drawn; then two appeals.
	if want := 3*(2*time.Hour+15*time.Minute+time.Hour+time.Hour+DrawWithin) + 2*(2*time.Hour+15*time.Minute+time.Hour+4*time.Hour+time.Hour+DrawWithin); r.Longest() != want {
		t.Errorf("a case takes %s, want %s", r.Longest(), want)
	}
	r.AppealWindow = 7 * 24 * time.Hour
	if got := r.Unbonding(); got < r.Longest()+48*time.Hour {
		t.Errorf("%s where a case takes %s", got, r.Longest())
	}
}

// SETTLEMENT rule 7: what may leave in the second of a draw does not count for it.
func TestWhatIsLeavingCounts(t *testing.T) {
	from := time.Unix(1000, 0)
	for name, c := range map[string]struct {
		free, leaving, want int64
		from, at            time.Time
	}{
		"nothing announced":    {free: 60, want: 60, at: from},
		"a second before":      {free: 60, leaving: 50, want: 60, from: from, at: from.Add(-time.Second)},
		"that second":          {free: 60, leaving: 50, want: 10, from: from, at: from},
		"some of it is held":   {free: 60, leaving: 70, from: from, at: from},
		"announced, and stays": {free: 60, want: 60, from: from, at: from.Add(time.Hour)},
	} {
		p := Position{Free: big.NewInt(c.free), Leaving: big.NewInt(c.leaving), LeaveFrom: c.from}
		if got := p.Counts(c.at); got.Int64() != c.want {
			t.Errorf("%s: %v counts, want %d", name, got, c.want)
		}
	}
}

// THREATS 4, RPC lies: what an endpoint tells of a case is bounded before it is counted by.
func TestADocketIsBounded(t *testing.T) {
	r := Rules{Seats: 3}
	for _, c := range []struct {
		rounds, seats int
		fails         bool
	}{{0, 0, false}, {1, 3, false}, {3, 25, false}, {4, 25, true}, {255, 3, true}, {3, 26, true}} {
		if err := r.bounds(Docket{Rounds: c.rounds, Seats: make([]Seat, c.seats)}); (err != nil) != c.fails {
			t.Errorf("%d rounds, %d seats: %v", c.rounds, c.seats, err)
		}
	}
}
