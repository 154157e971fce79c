package main

import (
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// H20: the gas of a deal is part of a quote where the farmer says what a coin is worth; whoever hires sees it told apart, pays it once for
// each deal, and bounds it with the rest.
func TestGasInQuotes(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.write("each.txt", []byte("a\nb\nc\n"))
	one, two := p.farm("one", "--price", "0.02", "--coin-price", "3000"), p.farm("two", "--price", "0.02", "--coin-price", "3000")
	one.says("each quote counts 73000 gas for the deal: ").says("and the gas of a deal")

	dry := p.run("run", "hello.wasm", "--dry-run", "--audit", "0", "--farmer", one.addr).exits(0)
	contains(t, dry.stderr(), "beside its price a deal costs this side 164000 gas to open, and 65000 to dispute; the fee of a dispute, 125 % of the price, at least ", "paid by whoever is found wrong")
	contains(t, dry.stdout(), "PLAY, 0.02 PLAY a task and 0.", "PLAY a deal for its gas, by ")
	contains(t, p.run("run", "hello.wasm", "--audit", "0", "--max-price", "0.02", "--farmer", one.addr, "--output", "no").exits(failure.Refused).stderr(), "PLAY for the job")

	s := object[summary](t, p.ok("run", "hello.wasm", "--each", "each.txt", "--hire", "2", "--audit", "0", "--farmer", one.addr, "--farmer", two.addr, "--output", "out", "-o", "json"))
	if len(s.Agreements) != 2 || len(s.Quotes) < 2 {
		t.Fatalf("%d agreements, %d quotes", len(s.Agreements), len(s.Quotes))
	}
	total := new(big.Int)
	for _, g := range s.Agreements {
		perDeal, owed := amountOf(t, g.PerDeal), amountOf(t, g.Owed)
		want := new(big.Int).Add(perDeal, new(big.Int).Mul(big.NewInt(2e16), big.NewInt(int64(len(g.Tasks)))))
		if perDeal.Sign() <= 0 || owed.Cmp(want) != 0 {
			t.Errorf("%d tasks and %s for gas come to %s", len(g.Tasks), g.PerDeal, g.Owed)
		}
		total.Add(total, owed)
	}
	if total.String() != s.Price {
		t.Errorf("the bill is %s, the deals come to %s", s.Price, total)
	}
	for _, q := range s.Quotes {
		if q.PerUnit != "20000000000000000" || amountOf(t, q.PerDeal).Sign() <= 0 {
			t.Errorf("quote %+v", q)
		}
	}
	metered := p.run("run", "hello.wasm", "--fuel", "1", "--farmer", one.addr, "--output", "fuel").exits(0)
	contains(t, metered.stderr(), "for 10^9 fuel and 0.", "PLAY a deal for its gas")
	contains(t, metered.stdout(), "of it for the deal's gas: settled")
	proofs, err := filepath.Glob(filepath.Join(p.home, "run", "deals", "*.car"))
	if err != nil || len(proofs) != 3 {
		t.Fatalf("%v, %v", proofs, err)
	}
	contains(t, p.ok("verify", proofs[0]), "sound     all", " PLAY are for the deal's gas")

	t.Run("what is no price", func(t *testing.T) {
		for _, text := range []string{"0", "-1", "1e9", "much"} {
			contains(t, p.run("farm", "--name", "no", "--coin-price", text).exits(failure.Usage).stderr(), "--coin-price", "write it as --coin-price 3000")
		}
		contains(t, p.run("farm", "--name", "no", "--coin-price", "3000", "--free").exits(failure.Usage).stderr(), "work for nothing needs none")
	})
	t.Run("not counted", func(t *testing.T) { // it is said where it is real money
		real := newPlace(t).join()
		m := readMarket(t, real.marketFile())
		m.Chain.Play = false
		real.describe(m)
		farmer := real.farm("farm").says("the chain's gas is not part of the quotes: of each deal it takes this farmer 0.")
		contains(t, real.run("run", real.write("hello.wasm", moduleThatPrints("hello\n")), "--dry-run").exits(0).stderr(), "beside its price a deal costs this side 0.", " coin now to open, and 0.", " coin to dispute")
		contains(t, real.run("doctor").exits(0).stdout(), "there is coin for gas: opening a deal takes 0.", "and a farmer settles for 0.")
		farmer.interrupt().exits(0)
		if said := p.farm("three").interrupt().exits(0).stderr(); strings.Contains(said, "gas") {
			t.Errorf("of play money is said: %s", said)
		}
	})
}
