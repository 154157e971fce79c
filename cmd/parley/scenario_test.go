package main

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
	"github.com/parley-p2p/parley/contracts/panel"
)

// TestScenarios: each ends by the row of the payout table that docs/SETTLEMENT.md names, and everybody has what that gives (issue 4,
// done when 1). The command itself holds what the contract paid against the row.
func TestScenarios(t *testing.T) { // C23 to C30, C49, C51, C52, R20; J22
	if testing.Short() {
		t.Skip("renders pictures, each several times")
	}
	t.Parallel()
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			if s.name != "no-answer" && os.Getenv("PARLEY_FULL") == "" {
				t.Skip("set PARLEY_FULL=1 to play every scenario: they take some minutes")
			}
			p := newPlace(t)
			c := p.start("demo", "--scenario", s.name, "-o", "json").says("is hired")
			for _, step := range map[string][]string{ // each takes its time on a slow machine
				"wrong-result": {"the same bytes: false", "has disputed it", "the case is committing", "committed to what came of it", "the case is ended"},
				"not-served":   {"has disputed it as not served", "the case is committing", "committed to what came of it", "the case is ended"},
				"vanish":       {"was drawn by lot, and killed", "nobody rules", "was slashed: the 750 PLAY that its seat held"},
				"undetermined": {"the mediators have the engine of another version, and cannot run the work", "did not run the work, and committed to that it cannot tell", "the case is ended", "it is not known who is right"},
			}[s.name] {
				c.says(step)
			}
			c.wait()
			for _, word := range map[bool][]string{true: {"the farmer's bond: ", "judges: mediators who have staked money", "(are slashed)", "(sealed,"}, false: {"the farmer's bond: "}}[s.mediators > 0] {
				if said, _, _ := strings.Cut(c.stderr(), "opening a market"); !strings.Contains(said, word) || !strings.Contains(said, "It takes "+s.takes) {
					t.Errorf("what it takes, and what its words mean, is not said at the beginning: %s", said)
				}
			}
			if said := c.stderr(); strings.Count(said, "does not serve its result") != map[bool]int{true: 1}[s.withholds] || strings.Contains(said, "deadline exceeded") {
				t.Errorf("what does not come is not told once, and in words:\n%s", said)
			}
			e := object[finale](t, c.exits(0).stdout())
			var told strings.Builder
			fmt.Fprintf(&told, "row %s: %s\npayer %s, farmer %s, panel %s, burned %s\n", e.Row, e.Outcome, money(about(t, e.Payer)), money(about(t, e.Farmer)), money(about(t, e.Panel)), money(about(t, e.Burned)))
			panel := new(big.Int) // who gets the remainder, and who is drawn, is the draw's
			for _, b := range e.Balances {
				if gain := new(big.Int).Sub(amountOf(t, b.After), amountOf(t, b.Before)); strings.HasPrefix(b.Who, mediatorName) {
					panel.Add(panel, gain)
				} else {
					b.Before, b.After = about(t, b.Before), about(t, b.After)
					fmt.Fprintf(&told, "%s %s\n", b.Who, gained(b))
				}
			}
			fmt.Fprintf(&told, "mediators %s\n", panel)
			if slices.Contains(e.Pictures, "parley-demo-forged.png") != (s.cheats && s.name != "not-served") {
				t.Errorf("the pictures are %s", e.Pictures)
			}
			golden(t, filepath.Join("scenarios", s.name+".txt"), told.String())
			p.leftNothing()
		})
	}
}

// A scenario that has said nothing for some time says what it waits for.
func TestScenarioWaits(t *testing.T) {
	var said strings.Builder
	s := &stage{demo: &demo{app: &app{err: &said}, screen: &picture.Screen{Colors: picture.NoColors}}, scenario: &scenarios[0], spoke: time.Now()}
	s.waits("the work to be done")
	if said.String() != "" {
		t.Errorf("at once it says %q", said.String())
	}
	for _, awaited := range []string{"", "blocks"} {
		s.awaited, s.spoke = awaited, time.Now().Add(-lifeTime)
		s.waits("the work to be done")
		s.waits("the work to be done")
	}
	if want := "waiting for the work to be done\nwaiting for blocks\n"; said.String() != want {
		t.Errorf("it says %q, want %q", said.String(), want)
	}
}

// Every stage of a case that a scenario shows is explained.
func TestStagesAreExplained(t *testing.T) {
	for stage := panel.Armed; stage <= panel.Ended; stage++ {
		if x := stages[stage]; !strings.HasPrefix(x.says, stage.String()+": ") || x.awaits == "" {
			t.Errorf("%s: %+v", stage, x)
		}
	}
	for _, s := range scenarios {
		if s.takes == "" || s.work == "" {
			t.Errorf("%s does not say how long it takes, or what is done in it", s.name)
		}
	}
}

// about is an amount to six decimals: what is paid is the fuel of one run, which is another in each job, since so is what its program
// takes for random, and the same to eight digits.
func about(t *testing.T, text string) string {
	t.Helper()
	unit := big.NewInt(1e12)
	x := amountOf(t, text)
	x.Add(x, new(big.Int).Rsh(unit, 1))
	return x.Quo(x, unit).Mul(x, unit).String()
}

func TestUnknownScenario(t *testing.T) {
	p := newPlace(t)
	contains(t, p.run("demo", "--scenario", "theft").exits(failure.Usage).stderr(), `there is no scenario "theft"`, "try: use --scenario accept, no-result")
	contains(t, p.run("demo", "--scenario", "accept", "--kill").exits(failure.Usage).stderr(), "leave out --kill")
}
