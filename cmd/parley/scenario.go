package main

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// scenario is a deal that ends by one row of the payout table of docs/SETTLEMENT.md.
type scenario struct {
	name    string
	row     string
	outcome escrow.Outcome
	story   string
	takes   string // on a machine with two cores that has little else to do
	work    string // what is done, and waited for, once the farmer is hired
	// mediators is how many come: one to be drawn, another to see what becomes of it where it is killed, two where it cannot tell.
	mediators int
	aged      bool // which run another version's engine
	honest    bool // an honest farmer comes, for the deal or to do it in place of one that cheats
	cheats    bool // the deal is with examples/forger
	withholds bool // which does the work, and serves nobody
	run       []string
	play      func(*stage, context.Context) error
}

var scenarios = []scenario{
	{name: "accept", row: "3", outcome: escrow.OutcomeAccepted, play: (*stage).accept, honest: true, takes: quick,
		story: "a farmer paints a picture, and the requester accepts it",
		work:  honest + " paints, and the requester fetches the picture, checks it, and pays"},
	{name: "no-result", row: "2", outcome: escrow.OutcomeNoShow, play: (*stage).noResult, honest: true, takes: quick,
		story: "a farmer is killed when it is hired, and brings nothing",
		work:  honest + " is killed now; its deal has to be open on the chain first"},
	{name: "no-answer", row: "5", outcome: escrow.OutcomeSilent, play: (*stage).noAnswer, honest: true, takes: quick,
		story: "a requester is killed when the work has begun, and says nothing to its result",
		work:  honest + " paints; the requester is killed once the deal is open on the chain"},
	{name: "wrong-result", row: "7", outcome: escrow.OutcomeWrong, play: (*stage).wrongResult, mediators: 1, honest: true, cheats: true, takes: judged,
		run:   []string{"--audit", "1", "--reserve", "1", "--wait", "2s", "--encrypt"}, // the panel has to be given the scene
		story: "a farmer paints over the picture that it was hired for; who looks twice disputes, and a mediator runs the work again",
		work:  comparison},
	{name: "not-served", row: "8", outcome: escrow.OutcomeUnserved, play: (*stage).notServed, mediators: 1, cheats: true, withholds: true, takes: "one to three minutes",
		run:   []string{"--review", reviewTime},
		story: "a farmer does the work, and serves the result to nobody; a mediator runs it again, and serves it",
		work:  cheat + " does the work, and says what came of it, by its hash; the requester then tries to fetch it"},
	{name: "vanish", row: "9b", outcome: escrow.OutcomeUnjudged, play: (*stage).vanish, mediators: 2, cheats: true, takes: judged,
		run:   []string{"--audit", "1"},
		story: "a picture is disputed, and the mediator drawn for it is killed",
		work:  comparison},
	{name: "undetermined", row: "9", outcome: escrow.OutcomeUndetermined, play: (*stage).undetermined, mediators: 3, aged: true, cheats: true, takes: judged,
		run:   []string{"--audit", "1"},
		story: "a picture is disputed, and no mediator has the engine that its job pins (the version of the sandbox by which it is run and counted), so that none of them can run it, and none can tell who is right",
		work:  comparison},
}

// How long scenarios take, as TestScenarios and people saw it: each of several programs runs, and some run the same work again.
const (
	quick  = "five to twenty seconds"
	judged = "twenty seconds to a minute and a half"
)

// reviewTime is how long the requester asks for a result that does not come.
const reviewTime = "20s"

// comparison is how it comes out that a picture was painted over.
const comparison = cheat + " works, and paints over the picture; then the requester runs the same work again (an audit), and compares"

// scenarioNames are what --scenario takes.
func scenarioNames() string {
	names := make([]string, len(scenarios))
	for i, s := range scenarios {
		names[i] = s.name
	}
	return strings.Join(names, "|")
}

func scenarioOf(f demoFlags) (*scenario, error) {
	i := slices.IndexFunc(scenarios, func(s scenario) bool { return s.name == f.scenario })
	switch {
	case i < 0:
		return nil, failure.Newf(failure.Usage, "use --scenario "+strings.ReplaceAll(scenarioNames(), "|", ", "), "there is no scenario %q", f.scenario)
	case f.kill || f.cluster.executor != embedded:
		return nil, failure.Newf(failure.Usage, "leave out --kill and --executor", "a scenario has farmers of its own")
	}
	return &scenarios[i], nil
}

// scenarioAfter is the scenario that follows.
func scenarioAfter(name string) string {
	i := slices.IndexFunc(scenarios, func(s scenario) bool { return s.name == name })
	return scenarios[(i+1)%len(scenarios)].name
}

// payout is who gets what of a deal's P + D + F.
type payout struct{ payer, farmer, panel, burned messages.Amount }

// due is what a row of docs/SETTLEMENT.md pays for a deal, of which so much was claimed.
func due(row string, p *deals.Papers, claimed messages.Amount) (payout, error) {
	price, deposit, bond := of(p.Deal.Price), of(p.Deal.Deposit), of(p.Deal.Bond)
	fee, cheat := of(p.Terms.MediationFee), of(p.Terms.CheatPenalty)
	all := plus(price, deposit)
	award := halved(minus(cheat, fee), 0)
	switch row {
	case "2":
		return payout{payer: plus(all, of(p.Terms.NoShowPenalty)), farmer: minus(bond, of(p.Terms.NoShowPenalty))}, nil
	case "3":
		return payout{payer: minus(all, claimed), farmer: plus(claimed, bond)}, nil
	case "5":
		paid := plus(claimed, of(p.Terms.LatePenalty))
		return payout{payer: minus(all, paid), farmer: plus(paid, bond)}, nil
	case "7":
		return payout{payer: plus(all, award), farmer: minus(bond, cheat), panel: fee, burned: minus(minus(cheat, fee), award)}, nil
	case "8":
		return payout{payer: minus(all, claimed), farmer: minus(plus(claimed, bond), fee), panel: fee}, nil
	case "9":
		return payout{payer: minus(minus(all, halved(claimed, 0)), halved(fee, 1)), farmer: minus(plus(halved(claimed, 0), bond), halved(fee, 0)), panel: fee}, nil
	case "9b":
		return payout{payer: minus(all, halved(claimed, 0)), farmer: plus(halved(claimed, 0), bond)}, nil
	}
	return payout{}, fmt.Errorf("no scenario ends by row %s", row)
}

func of(text string) messages.Amount { a, _ := messages.ParseAmount(text); return a }

func plus(a, b messages.Amount) messages.Amount { s, _ := a.Add(b); return s }

func minus(a, b messages.Amount) messages.Amount { d, _ := a.Sub(b); return d }

// halved is the half of an amount and so much, rounded down.
func halved(a messages.Amount, up int64) messages.Amount {
	more := big.NewInt(up)
	return bigAmount(more.Add(more, a.Big()).Rsh(more, 1))
}
