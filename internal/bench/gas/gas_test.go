package main

import (
	"errors"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/toll"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// BenchmarkGas prints what the happy path of a pair that has dealt before costs on a real node, by fork: DESIGN section 6 allows 120k for open
// and settle on Osaka.
func BenchmarkGas(b *testing.B) {
	for name, amsterdam := range map[string]bool{"osaka": false, "amsterdam": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				alone, together := pair(b, amsterdam)
				b.ReportMetric(float64(alone), "gas/deal")
				b.ReportMetric(float64(together), fmt.Sprintf("gas/deal-in-%d", many))
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// pair is what a deal costs a pair's second time, opened and settled alone and in a batch.
func pair(b *testing.B, amsterdam bool) (alone, together uint64) {
	b.Helper()
	m, err := start(b.Context(), amsterdam)
	if err != nil {
		b.Fatal(err)
	}
	defer m.close()
	for range 2 {
		agreed, err1 := m.agreed(b.Context())
		batch, err2 := m.together(b.Context())
		if err := errors.Join(err1, err2); err != nil {
			b.Fatal(err)
		}
		alone, together = agreed[2].gas, batch.gas
	}
	return alone, together
}

// Every step of a deal has its row, under both schedules, and the happy path is within what DESIGN section 6 allows.
func TestRows(t *testing.T) { // C36
	const budget, transaction = 120_000, 21_000
	want := []string{"escrow-open", "escrow-settle", "escrow-open-settle", "escrow-batch-100", "silence", "submit", "dispute", "rule",
		"panel-dispute", "panel-draw-3", "panel-commit", "panel-reveal", "panel-conclude", "panel-finish-3", "panel-collect", "panel-draw-15", "panel-finish-25"}
	gas := map[bool]map[string]uint64{}
	for _, amsterdam := range []bool{false, true} {
		rows, err := measure(t.Context(), amsterdam)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		gas[amsterdam] = map[string]uint64{}
		for _, r := range rows {
			names = append(names, r.name)
			gas[amsterdam][r.name] = r.gas
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("Amsterdam %v: rows (-want +got):\n%s", amsterdam, diff)
		}
	}
	for _, name := range want {
		if osaka, amsterdam := gas[false][name], gas[true][name]; osaka <= transaction || amsterdam <= osaka {
			t.Errorf("%s costs %d on Osaka and %d on Amsterdam, where storage and data cost more", name, osaka, amsterdam)
		}
	}
	if sum := gas[false]["escrow-open-settle"]; sum > budget {
		t.Errorf("open and settle are %d gas, more than %d", sum, budget)
	}
	if alone := gas[false]["escrow-open-settle"]; gas[false]["escrow-batch-100"]*4 > alone*3 {
		t.Errorf("a deal in a batch costs %d, alone %d: a batch saves a quarter at least", gas[false]["escrow-batch-100"], alone)
	}
	quoted(t, gas)
	takesPart(t, gas)
	told(t, gas)
	for i, says := range []string{`25 seats, finishes within ([0-9,]+) gas`, `and ([0-9,]+) under Amsterdam`} {
		bound, err := strconv.ParseUint(figure(t, "docs/SECURITY.md", says), 10, 64)
		if takes := gas[i == 1]["panel-finish-25"]; err != nil || takes > bound || bound-takes > bound/100 {
			t.Errorf("docs/SECURITY.md has %d for the longest case, which takes %d (%v)", bound, takes, err)
		}
	}
}

// quoted: what a quote counts for its farmer's gas is what settling takes, and a tenth of what a silent requester costs beyond it; what a
// requester is told beforehand is what opening and disputing take. Both under the schedule that asks for more, and little more. H20
func quoted(t *testing.T, gas map[bool]map[string]uint64) {
	t.Helper()
	const little = 2000
	for amsterdam, rows := range gas {
		settle := rows["escrow-settle"]
		for _, c := range []struct {
			what        string
			says, takes uint64
		}{
			{"a farmer's", toll.DealGas, settle + (rows["submit"]+rows["silence"]-settle)/toll.Unhappy},
			{"to open", toll.OpenGas, rows["escrow-open"]},
			{"to dispute", toll.DisputeGas, rows["dispute"]},
			{"to dispute before a panel", toll.PanelDisputeGas, rows["panel-dispute"]},
			{"to settle", toll.SettleGas, settle},
			{"to submit", toll.SubmitGas, rows["submit"]},
			{"to claim", toll.ClaimGas, rows["silence"]},
			{"to vote", toll.VoteGas, rows["panel-commit"] + rows["panel-reveal"]},
		} {
			if c.takes > c.says || amsterdam && c.says-c.takes > little {
				t.Errorf("%s gas is told to be %d, and is %d (Amsterdam %v)", c.what, c.says, c.takes, amsterdam)
			}
		}
	}
}

// takesPart is I5 of docs/SETTLEMENT.md for what is measured: before a panel of DefaultRules M/n pays a member a run that costs the whole price
// of any deal, and the gas of all that it may send. The panel here draws three, which costs more than one.
func takesPart(t *testing.T, gas map[bool]map[string]uint64) {
	t.Helper()
	const little = 6000 // lots that are drawn anew, and calldata, as in told
	for amsterdam, rows := range gas {
		sent := uint64(0)
		for _, name := range []string{"panel-draw-3", "panel-commit", "panel-reveal", "panel-conclude", "panel-finish-3", "panel-collect"} {
			sent += rows[name]
		}
		if sent > panel.CaseGas || amsterdam && panel.CaseGas-sent > little {
			t.Errorf("what a member may send is told to be %d gas, and is %d (Amsterdam %v)", panel.CaseGas, sent, amsterdam)
		}
		for _, perGas := range []uint64{1, 1000} {
			worth := panel.CaseGas * perGas
			for _, most := range []uint64{1000, 4 * worth, 1000 * worth} {
				rules := panel.DefaultRules(new(big.Int).SetUint64(most), new(big.Int).SetUint64(worth))
				fee, err := messages.AmountOf(rules.Fee)
				if err != nil {
					t.Fatal(err)
				}
				terms := deals.Judged(deals.Address{1}, fee)
				for _, price := range []uint64{1, most / 3, most} {
					m := max(price*uint64(terms.Fee)/10_000, rules.Fee.Uint64())
					if m/uint64(rules.Seats) < price+sent*perGas {
						t.Errorf("I5: for a price of %d a member gets %d, and pays %d of gas (Amsterdam %v)", price, m/uint64(rules.Seats), sent*perGas, amsterdam)
					}
				}
			}
		}
	}
}

// told: the table of the contract's README is what is measured here, but for the zeros in what is sent, and for the lots that are drawn anew
// where a seat falls to who cannot have it.
func told(t *testing.T, gas map[bool]map[string]uint64) {
	t.Helper()
	text, err := os.ReadFile("../../../contracts/foundry/README.md")
	if err != nil {
		t.Fatal(err)
	}
	const zeros, lots = 300, 3000 // gas, at most, by which calldata of other hashes and other lots differ
	found := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.ReplaceAll(line, ",", ""), "|")
		if len(cells) != 5 {
			continue
		}
		name := strings.TrimSpace(cells[1])
		for i, amsterdam := range []bool{false, true} {
			measured, ok := gas[amsterdam][name]
			if !ok {
				continue
			}
			found++
			differs := uint64(zeros)
			if strings.HasPrefix(name, "panel-draw") {
				differs = lots
			}
			says, err := strconv.ParseUint(strings.TrimSpace(cells[2+i]), 10, 64)
			if err != nil || max(says, measured)-min(says, measured) > differs {
				t.Errorf("%s (Amsterdam %v) is %d, README.md has %d, %v", name, amsterdam, measured, says, err)
			}
		}
	}
	if want := 2 * len(gas[false]); found != want {
		t.Errorf("README.md has %d of %d figures", found, want)
	}
}

// What docs/SECURITY.md says of the longest case is what the contract's own test holds it to.
func TestTheLongestCase(t *testing.T) {
	asserted := figure(t, "contracts/foundry/test/PanelGas.t.sol", `within\("panel-finish-25", ([0-9_]+)\)`)
	if told := figure(t, "docs/SECURITY.md", `25 seats, finishes within ([0-9,]+) gas`); told != asserted {
		t.Errorf("docs/SECURITY.md says %s, the test asserts %s", told, asserted)
	}
}

// figure is a number in a file of the project, without what parts its digits.
func figure(t *testing.T, path, pattern string) string {
	t.Helper()
	text, err := os.ReadFile("../../../" + path)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(pattern).FindSubmatch(text)
	if found == nil {
		t.Fatalf("%s has no %s", path, pattern)
	}
	return strings.NewReplacer(",", "", "_", "").Replace(string(found[1]))
}
