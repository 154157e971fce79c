package main

import (
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/toll"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
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
	contains(t, dry.stderr(), "beside its price a deal costs this side 164000 gas to open, and 65000 to dispute: nobody rules on that here", "since time alone ends its runs")
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
	contains(t, metered.stderr(), "beside its price a deal costs this side 164000 gas to open, and 168000 to dispute; the fee of a dispute, 125 % of the price, at least ", "paid by whoever is found wrong")
	contains(t, metered.stderr(), "for 10^9 fuel and 0.", "PLAY a deal for its gas")
	contains(t, metered.stdout(), "of it for the deal's gas: settled")
	proofs, err := filepath.Glob(filepath.Join(p.home, "run", "deals", "*.car"))
	if err != nil || len(proofs) != 3 {
		t.Fatalf("%v, %v", proofs, err)
	}
	contains(t, p.ok("verify", proofs[0]), "sound     all", " PLAY are for the deal's gas")
	for _, g := range s.Agreements { // both sides are told what the price is made of, and what is paid for the gas
		for _, name := range []string{"run", map[string]string{one.key: "one", two.key: "two"}[g.Farmer]} {
			shown := object[statement](t, p.ok("deal", "show", g.Deal, "--name", name, "-o", "json"))
			if x := shown.Pricing; x == nil || x.PerDeal == nil || x.PerDeal.Smallest != g.PerDeal || x.PerUnit.Smallest != "20000000000000000" || shown.Costs != nil {
				t.Errorf("%s is told %+v, and %+v of a deal that is closed, want %s for the gas", name, x, shown.Costs, g.PerDeal)
			}
			contains(t, p.ok("deal", "show", g.Deal, "--name", name), "price     at most 0.", ": 0.02 PLAY for each task, and 0.", " of it for the deal's gas")
		}
	}

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
		hires, farms := real.run("doctor").exits(0).stdout(), real.run("doctor", "--name", "farm").exits(0).stdout()
		contains(t, hires, "there is coin for gas: opening a deal takes 0.", " coin at present, a dispute 0.")
		contains(t, farms, "there is coin for gas: settling a deal takes 0.", " where its requester is silent")
		if strings.Contains(hires, "settling") || strings.Contains(farms, "opening") {
			t.Errorf("gas that is another's to pay: %s and %s", hires, farms)
		}
		farmer.interrupt().exits(0)
		if said := p.farm("three").interrupt().exits(0).stderr(); strings.Contains(said, "gas") {
			t.Errorf("of play money is said: %s", said)
		}
	})
}

// TestDuties: who runs what decides which gas it is asked to have: nobody that of another.
func TestDuties(t *testing.T) { // H20, H30
	t.Parallel()
	of := func(roles ...protocol.Role) (all []*deals.Record) {
		for _, r := range roles {
			all = append(all, &deals.Record{Role: r})
		}
		return all
	}
	const gwei = 1_000_000_000
	price, one := big.NewInt(gwei), messages.AmountOfUint64(1)
	const hires, farms = "opening a deal takes 0.000164 coin at present, a dispute 0.000065 coin", "settling a deal takes 0.000067 coin at present, and 0.00012 coin where its requester is silent"
	const mediates = "voting in a case takes 0.000214 coin at present"
	for _, c := range []struct {
		name    string
		records []*deals.Record
		seated  bool
		gas     int64
		says    string
	}{
		{"run", nil, false, 229_000, hires},
		{"mine", nil, false, 229_000, hires},
		{"run", of(protocol.Requester), false, 229_000, hires},
		{farmerName, nil, false, 120_000, farms},
		{"alba", of(protocol.Farmer, protocol.Farmer), false, 120_000, farms},
		{mediatorName, nil, false, 214_000, mediates},
		{"judge", nil, true, 214_000, mediates},
		{"both", of(protocol.Farmer, protocol.Requester), false, 349_000, hires + "; " + farms},
		{"all", of(protocol.Farmer, protocol.Requester), true, 563_000, hires + "; " + farms + "; " + mediates},
	} {
		if d := dutiesOf(c.name, c.records, c.seated, true); d.hires {
			if gas, says := d.gas(price); gas != c.gas+103_000 || !strings.Contains(says, "a dispute 0.000168 coin") {
				t.Errorf("%s, with a panel: %d, %s", c.name, gas, says)
			}
		}
		d := dutiesOf(c.name, c.records, c.seated, false)
		enough, err := messages.AmountOf(new(big.Int).Mul(price, big.NewInt(c.gas)))
		if err != nil {
			t.Fatal(err)
		}
		said, err := d.gasFor(deals.Address{1}, price, enough)
		if err != nil || said != "there is coin for gas: "+c.says {
			t.Errorf("%s: %q, %v", c.name, said, err)
		}
		if _, err := d.gasFor(deals.Address{1}, price, minus(enough, one)); failure.Of(err).Exit != failure.Funds || !strings.Contains(err.Error(), "for gas, and "+c.says) {
			t.Errorf("%s, with a wei less: %v", c.name, err)
		}
	}
}

// TestCosts: beside its price a deal tells what closing and disputing it may cost, in coin where that is worth something.
func TestCosts(t *testing.T) { // H20, H30
	t.Parallel()
	c := &costs{Settle: toll.SettleGas, Silence: toll.SubmitGas + toll.ClaimGas, Dispute: toll.DisputeGas}
	for _, x := range []struct {
		fee   *sum
		price *big.Int
		says  string
	}{
		{nil, nil, "to close it 67000 gas with the requester's signature, 120000 gas where the requester is silent; to dispute it 65000 gas, nobody rules on that, and it halves the price"},
		{&sum{Amount: "0.0125", Unit: "PLAY"}, big.NewInt(1e9), "to close it 0.000067 coin with the requester's signature, 0.00012 coin where the requester is silent; to dispute it 0.000065 coin, and a fee of 0.0125 PLAY, which is locked: paid by whoever is found wrong, by halves where nobody can tell"},
	} {
		if c.Fee, c.price = x.fee, x.price; c.words() != x.says {
			t.Errorf("%q, want %q", c.words(), x.says)
		}
	}
}
