package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/devmarket"
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
	judged  bool // mediators are there
	cheats  bool // the farmer is examples/forger
	run     []string
	play    func(*stage, context.Context) error
}

var scenarios = []scenario{
	{name: "accept", row: "3", outcome: escrow.OutcomeAccepted, play: (*stage).accept,
		story: "a farmer paints a picture, and the requester accepts it"},
	{name: "no-result", row: "2", outcome: escrow.OutcomeNoShow, play: (*stage).noResult,
		story: "a farmer is killed when it is hired, and brings nothing"},
	{name: "no-answer", row: "5", outcome: escrow.OutcomeSilent, play: (*stage).noAnswer,
		story: "a requester is killed when the work has begun, and says nothing to its result"},
	{name: "wrong-result", row: "7", outcome: escrow.OutcomeWrong, play: (*stage).wrongResult, judged: true, cheats: true,
		run:   []string{"--audit", "1", "--reserve", "1", "--wait", "2s"},
		story: "a farmer paints over the picture that it was hired for; who looks twice disputes, and a mediator runs the work again"},
	{name: "not-served", row: "8", outcome: escrow.OutcomeUnserved, play: (*stage).notServed, judged: true, cheats: true,
		run:   []string{"--review", "20s"},
		story: "a farmer does the work, and serves the result to nobody; a mediator runs it again, and serves it"},
	{name: "vanish", row: "9b", outcome: escrow.OutcomeUnjudged, play: (*stage).vanish, judged: true, cheats: true,
		run:   []string{"--audit", "1"},
		story: "a picture is disputed, and the mediator drawn for it is killed"},
	{name: "undetermined", row: "9", outcome: escrow.OutcomeUndetermined, play: (*stage).undetermined, judged: true,
		run:   []string{"--live"},
		story: "a program is given the clock of its machine, so that no two runs of it can be compared, and its result is disputed"},
}

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

// payout is who gets what of a deal's P + D + F.
type payout struct{ payer, farmer, panel, burned messages.Amount }

// due is what a row of docs/SETTLEMENT.md pays for a deal, of which so much was claimed.
func due(row string, p *deals.Papers, claimed messages.Amount) (payout, error) {
	price, deposit, bond := of(p.Deal.Price), of(p.Deal.Deposit), of(p.Deal.Bond)
	fee, cheat := of(p.Terms.MediationFee), of(p.Terms.CheatPenalty)
	all := plus(price, deposit)
	half := func(a messages.Amount, up uint64) messages.Amount { return halved(a, up) }
	award := half(minus(cheat, fee), 0)
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
		return payout{payer: minus(minus(all, half(claimed, 0)), half(fee, 1)), farmer: minus(plus(half(claimed, 0), bond), half(fee, 0)), panel: fee}, nil
	case "9b":
		return payout{payer: minus(all, half(claimed, 0)), farmer: plus(half(claimed, 0), bond)}, nil
	}
	return payout{}, fmt.Errorf("no scenario ends by row %s", row)
}

func of(text string) messages.Amount { a, _ := messages.ParseAmount(text); return a }

func plus(a, b messages.Amount) messages.Amount { s, _ := a.Add(b); return s }

func minus(a, b messages.Amount) messages.Amount { d, _ := a.Sub(b); return d }

// halved is the half of an amount and so much, rounded down.
func halved(a messages.Amount, up uint64) messages.Amount {
	i := a.Big()
	i.SetUint64(up).Add(i, a.Big()).Rsh(i, 1)
	return bigAmount(i)
}

// finale is what a scenario came to, for programs.
type finale struct {
	Scenario string        `json:"scenario"`
	Row      string        `json:"row"`
	Outcome  string        `json:"outcome"`
	Deal     string        `json:"deal"`
	Payer    string        `json:"payer"` // of the deal's price, deposit and bond, in the smallest unit
	Farmer   string        `json:"farmer"`
	Panel    string        `json:"panel"`
	Burned   string        `json:"burned"`
	Balances []balanceLine `json:"balances"`
	Pictures []string      `json:"pictures"`
}

// tell prints how it ended.
func (s *stage) tell(e *finale) error {
	if s.app.output != "table" {
		enc := json.NewEncoder(s.app.out)
		enc.SetIndent("", "  ")
		return enc.Encode(e)
	}
	w := s.app.out
	fmt.Fprintf(w, "\nrow         %s of the payout table: %s\n", e.Row, e.Outcome)
	fmt.Fprintf(w, "paid        %s to the payer, %s to the farmer, %s to the panel; %s burned\n", money(e.Payer), money(e.Farmer), money(e.Panel), money(e.Burned))
	for _, b := range e.Balances {
		fmt.Fprintf(w, "%-12shad %s, has %s: %s\n", b.Who, bare(b.Before), money(b.After), gained(b))
	}
	for _, p := range e.Pictures {
		fmt.Fprintf(w, "picture     %s\n", p)
	}
	fmt.Fprintf(w, "\ntry next    %s\n", s.app.typed("parley demo --scenario ")+scenarioAfter(e.Scenario))
	return nil
}

// scenarioAfter is the scenario that follows.
func scenarioAfter(name string) string {
	i := slices.IndexFunc(scenarios, func(s scenario) bool { return s.name == name })
	return scenarios[(i+1)%len(scenarios)].name
}

func bare(text string) string { return messages.FormatUnits(of(text), devmarket.Decimals) }

// gained says what came or went.
func gained(b balanceLine) string {
	before, after := of(b.Before), of(b.After)
	switch c := after.Cmp(before); {
	case c > 0:
		return "+" + messages.FormatUnits(minus(after, before), devmarket.Decimals)
	case c < 0:
		return "-" + messages.FormatUnits(minus(before, after), devmarket.Decimals)
	}
	return "as before"
}
