package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// advance moves the chain's time ahead, as a program may that cannot wait.
func (p *place) advance(d time.Duration) {
	p.t.Helper()
	rpc := readMarket(p.t, p.marketFile()).Chain.RPC
	answer, err := http.Post(rpc, "application/json", strings.NewReader(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"dev_advance","params":[%d]}`, int(d.Seconds()))))
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	if b, err := io.ReadAll(answer.Body); err != nil || !bytes.Contains(b, []byte(`"result"`)) {
		p.t.Fatalf("the chain's time does not move: %s, %v", b, err)
	}
}

// staked is what a mediator has staked.
func (p *place) staked(name string) stakeStatement {
	p.t.Helper()
	return object[stakeStatement](p.t, p.ok("stake", "show", "--name", name, "-o", "json"))
}

// TestStake: what is staked can leave, but not before its time; who is killed and comes back has staked no more than before.
func TestStake(t *testing.T) { // C03
	t.Parallel()
	p := newPlace(t)
	p.start("dev", "--mediators", "1", "--ahead", "24h").says("the market is open")
	c := p.start("mediator").says("it has staked 3000 PLAY")
	if err := c.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	c.wait()
	c = p.start("mediator").says("it has staked 3000 PLAY")
	if err := c.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	c.exits(0)
	contains(t, p.run("mediator", "--name", "farm").exits(failure.Refused).stderr(), "is not on the list of the panel")
	contains(t, p.ok("stake", "deposit", "0.5"), "which is on the list", "free      3000.5 PLAY; a seat takes 750 PLAY")
	contains(t, p.run("stake", "withdraw", "3001").exits(failure.Funds).stderr(), "has 3000.5 PLAY staked", "try: see what is staked with: parley stake show")
	contains(t, p.run("stake", "withdraw", "2000").exits(0).stderr(), "it is announced that 2000 PLAY in all leave; nothing is moved yet", "with: parley stake withdraw --name mediator"+p.where()+" 2000\n", "parley stake stay")
	contains(t, p.run("stake", "withdraw", "3000").exits(0).stderr(), "it is announced that 3000 PLAY in all leave, instead of the 2000 PLAY before")
	contains(t, p.run("stake", "withdraw", "1").exits(failure.TimedOut).stderr(), "3000 PLAY in all were announced to leave, and nothing of it can be taken out before", "then: parley stake withdraw --name mediator"+p.where()+" 1; or")
	if s := p.staked("mediator"); s.Free.Amount != "3000.5" || s.Leaving.Amount != "3000" || s.LeaveFrom == nil || !s.Listed {
		t.Errorf("after it was announced: %+v", s)
	}
	contains(t, p.run("stake", "stay").exits(0).stderr(), "nothing is announced to leave")
	if s := p.staked("mediator"); s.Leaving.Amount != "0" {
		t.Errorf("after it stayed: %+v", s)
	}
	p.run("stake", "withdraw", "3000").exits(0)
	p.run("stake", "withdraw", "3000").exits(failure.TimedOut)
	p.advance(5 * time.Hour) // the newest block, which is what is looked at, may be a second older than the clock
	contains(t, p.ok("stake", "withdraw", "3000"), "free      0.5 PLAY")
	contains(t, p.ok("balance", "--name", "mediator"), "has       9999.5 PLAY")
	contains(t, p.run("stake", "deposit", "0").exits(failure.Usage).stderr(), "is no amount of PLAY to stake")
	// Where time was moved nothing new is agreed on, and what was is seen to its end.
	contains(t, p.run("farm", "--name", "late").exits(failure.General).stderr(), "moved ahead of the clock by 5h", "dev_advance", "begin a market anew")
	contains(t, p.run("doctor").exits(failure.General).stdout(), "BAD   clock", "dev_advance")
	c = p.start("mediator").says("it has staked 3000 PLAY")
	if err := c.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	c.exits(0)
}

// withoutPanel is what both sides are told where nobody judges, before anybody is hired.
const withoutPanel = "nobody judges deals in this market: a farmer may gain by a wrong result, and a requester by disputing a right one (I1 and I2 of docs/SETTLEMENT.md do not hold); " +
	"deal with whom you trust, in small shares, or where a panel judges"

// TestNoPanel: where nobody judges nobody can stake or mediate, and deals are made all the same; both sides hear what they do without (I1, I2).
func TestNoPanel(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.start("dev", "--mediators", "0").says("the market is open")
	for _, args := range [][]string{{"mediator"}, {"stake", "show"}} {
		contains(t, p.run(args...).exits(failure.Usage).stderr(), "names no panel", "try: name a market with a panel")
	}
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farm := p.farm("farm")
	farm.says(withoutPanel)
	contains(t, p.run("run", "hello.wasm", "--dry-run", "--farmer", farm.addr).exits(0).stderr(), withoutPanel)
	run := p.run("run", "hello.wasm", "--farmer", farm.addr).exits(0)
	contains(t, run.stdout(), "price     0.01 PLAY")
	told, hired := strings.Index(run.stderr(), withoutPanel), strings.Index(run.stderr(), "hir")
	if told < 0 || hired >= 0 && hired < told {
		t.Errorf("it is not told before anybody is hired:\n%s", run.stderr())
	}
}

// TestAudited: where a panel judges, a share of the deals is run again, and a person hears how large it is and how to have none; where
// nobody says so, or nobody judges, none is.
func TestAudited(t *testing.T) { // C52, I1
	t.Parallel()
	p := newPlace(t)
	p.start("dev").says("the market is open")
	p.env = []string{"PARLEY_AUDIT="} // as nobody had said
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farmer := p.farm("farm")
	const said = "20 % of the deals are run again here"
	for i, c := range []struct {
		args []string
		says bool
	}{{nil, true}, {[]string{"--audit", "0"}, false}, {[]string{"--live"}, false}} {
		run := p.run(append([]string{"run", "hello.wasm", "--farmer", farmer.addr, "--output", fmt.Sprint(i)}, c.args...)...).exits(0)
		if strings.Contains(run.stderr(), said) != c.says {
			t.Errorf("%q: %s", c.args, run.stderr())
		}
		if paid := strings.Contains(run.stdout(), "*10^9 fuel, for 0.000"); paid != c.says { // THREATS rule 8: by nobody's seconds
			t.Errorf("%q: %s", c.args, run.stdout())
		}
	}
}

// TestTokenNew: somebody deploys a token and contracts of its own, and a job settles in it.
func TestTokenNew(t *testing.T) { // C01
	t.Parallel()
	p := newPlace(t)
	p.open()
	m := readMarket(t, p.marketFile())
	args := []string{"token", "new", "--supply", "1000", "--min-window", "2s", "--mediator", p.account("mediator"),
		"--grant", p.account("run") + "=300", "--grant", p.account("farm") + "=200"}
	var own market.Market
	for range 2 { // the second time it is there
		if err := json.Unmarshal([]byte(p.ok(args...)), &own); err != nil {
			t.Fatal(err)
		}
	}
	if own.Chain.Token == m.Chain.Token || own.Chain.Contract == m.Chain.Contract || own.Chain.Panel == (deals.Address{}) || own.Chain.Play {
		t.Errorf("deployed was %+v, beside %+v", own.Chain, m.Chain)
	}
	contains(t, p.run(append(args, "--supply", "2000")...).exits(failure.Usage).stderr(), "has deployed a network already")
	contains(t, p.run("token", "new", "--name", "even", "--seats", "2", "--mediator", p.account("mediator")).exits(failure.Usage).stderr(), "give an odd number")
	for _, name := range []string{"run", "farm"} { // coin for gas
		account, err := deals.ParseAddress(p.account(name))
		if err == nil {
			err = m.Grant(context.Background(), account)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	p.describe(&own)
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	contains(t, p.ok("run", "hello.wasm", "--max-price", "1", "--farmer", p.farm("farm", "--price", "0.5").addr), "price     0.5 PLAY")
	for name, want := range map[string]string{"run": "299.5", "farm": "200.5", "token": "500"} {
		if has := p.worth(name); has != want {
			t.Errorf("%s has %s, want %s", name, has, want)
		}
	}
}

// account is that of a party of the place's, which is made.
func (p *place) account(name string) string {
	p.t.Helper()
	return object[struct{ Account string }](p.t, p.ok("key", "--name", name, "-o", "json")).Account
}

// worth is what a party has, in its account and free in the contract.
func (p *place) worth(name string) string {
	p.t.Helper()
	b := object[balances](p.t, p.ok("balance", "--name", name, "-o", "json"))
	sum := amountOf(p.t, b.Tokens.Smallest)
	sum.Add(sum, amountOf(p.t, b.Free.Smallest))
	whole := fmt.Sprintf("%019s", sum)
	units, part := whole[:len(whole)-18], strings.TrimRight(whole[len(whole)-18:], "0")
	if part == "" {
		return units
	}
	return units + "." + part
}

// TestStakeWords: what a mediator is said to have staked is all of it, also where a part is held for the cases that it judges.
func TestStakeWords(t *testing.T) { // C03
	m := &market.Market{Chain: &market.Chain{Symbol: "PLAY"}}
	amount := messages.AmountOfUint64
	for _, c := range []struct {
		counts, held uint64
		want         string
	}{
		{3000, 0, "it has staked 3000 PLAY; a seat holds 750 PLAY"},
		{2250, 750, "it has staked 3000 PLAY: 750 PLAY are held for open cases, and 2250 PLAY count for further ones; a seat holds 750 PLAY"},
		{0, 750, "it has staked 750 PLAY: 750 PLAY are held for open cases, and 0 PLAY count for further ones; a seat takes 750 PLAY: it is not drawn before it has as much: parley stake deposit AMOUNT"},
		{10, 0, "it has staked 10 PLAY; a seat takes 750 PLAY: it is not drawn before it has as much: parley stake deposit AMOUNT"},
	} {
		if got, err := stakeWords(m, amount(c.counts), amount(c.held), amount(750)); err != nil || got != c.want {
			t.Errorf("%q, %v; want %q", got, err, c.want)
		}
	}
}
