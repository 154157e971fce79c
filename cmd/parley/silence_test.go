package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/services/deals"
)

// What becomes of a deal when one side says nothing, on a chain of the test's own, whose time it moves.

// timed is a place whose chain is the test's own.
type timed struct {
	*place
	chain *devmarket.Market
}

func newTimed(t *testing.T) *timed {
	t.Helper()
	return newJudged(t)
}

// newJudged is one with a panel of these parties of the place.
func newJudged(t *testing.T, mediators ...string) *timed {
	t.Helper()
	return newMarket(t, devmarket.Config{}, mediators...)
}

// newMarket is one with a chain like that.
func newMarket(t *testing.T, c devmarket.Config, mediators ...string) *timed {
	t.Helper()
	p := &timed{place: newPlace(t).join()}
	c.Dir = t.TempDir()
	for _, name := range mediators {
		account, err := deals.ParseAddress(p.account(name))
		if err != nil {
			t.Fatal(err)
		}
		c.Mediators = append(c.Mediators, account)
	}
	var err error
	if p.chain, err = devmarket.Start(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.chain.Close() })
	faucet := httptest.NewServer(faucetHandler(p.chain))
	t.Cleanup(faucet.Close)
	m := readMarket(t, p.marketFile())
	m.Chain.RPC, m.Chain.ID, m.Chain.Contract, m.Chain.Token, m.Faucet = p.chain.RPC(), p.chain.ChainID(), p.chain.Contract(), p.chain.Token(), faucet.URL
	m.Chain.Panel = p.chain.Panel() // none: nobody rules here
	p.describe(m)
	return p
}

// advance moves the chain's time by seconds, and returns it.
func (p *timed) advance(seconds int64) int64 {
	p.t.Helper()
	now, err := p.chain.Advance(p.t.Context(), time.Duration(seconds)*time.Second)
	if err != nil {
		p.t.Fatal(err)
	}
	return now.Unix()
}

// submitted has the farmer put its result on the chain: it does when there is little time left for it.
func (p *timed) submitted(farmer *farmerProcess) deals.Terms {
	p.t.Helper()
	terms := p.terms("farm")
	p.advance(terms.SubmitBy - p.advance(1) - 28)
	farmer.says(": submit, since")
	return terms
}

// terms are those of the one deal of a party.
func (p *timed) terms(name string) deals.Terms {
	p.t.Helper()
	all, err := statuses(&home.Home{Dir: filepath.Join(p.home, name)})
	if len(all) != 1 {
		p.t.Fatalf("%d deals, want 1: %v", len(all), err)
	}
	return all[0].Papers.Terms
}

// mute is a requester that has hired a farmer which does the work and never says so: its result is recorded, to be put on the
// chain before it is too late.
func mute(t *testing.T) (p *timed, requester *process, farmer *farmerProcess) {
	t.Helper()
	p = newTimed(t)
	requester, farmer = p.mute()
	return p, requester, farmer
}

func (p *timed) mute(args ...string) (requester *process, farmer *farmerProcess) {
	p.t.Helper()
	silent := *p.place
	silent.env = []string{victim.Role + "=farm", victim.Holds + "=Delivery"}
	farmer = silent.farm("farm")
	p.write("hello.wasm", moduleThatPrints("hello from afar\n"))
	requester = p.start(append([]string{"run", "hello.wasm", "--farmer", farmer.addr, "--output", "out", "-o", "json"}, args...)...)
	farmer.says("Delivery is held back")
	return requester, farmer
}

// abandoned is a deal whose farmer has put its result on the chain, and whose two sides are dead.
func abandoned(t *testing.T) (p *timed, id string) {
	t.Helper()
	p = newTimed(t)
	return p, p.abandon()
}

func (p *timed) abandon() (id string) {
	p.t.Helper()
	c, farmer := p.mute()
	c.signal(syscall.SIGKILL).wait()
	p.submitted(farmer)
	farmer.signal(syscall.SIGKILL).wait()
	return p.onlyDeal("run")
}

// TestFoundOnChain: what a farmer puts on the chain alone, and never says in its session, is found there by the requester that
// waits for it: fetched, checked, kept and paid. C34
func TestFoundOnChain(t *testing.T) {
	t.Parallel()
	p, c, farmer := mute(t)
	terms := p.submitted(farmer)
	p.advance(int64(terms.AcceptWindow/2) + 10)
	s := object[summary](t, c.exits(0).stdout())
	contains(t, c.stderr(), "inspect, since what was submitted did not come through the session", "settle, since")
	if len(s.Agreements) != 1 || s.Agreements[0].Owed != "10000000000000000" || s.Price != "10000000000000000" || len(s.Tasks) != 1 || s.CID != s.Tasks[0].CID || s.Error != "" {
		t.Errorf("the bill is %s", c.stdout())
	}
	if b, err := os.ReadFile(filepath.Join(p.dir, "out", "stdout")); string(b) != "hello from afar\n" {
		t.Errorf("standard output is %q, %v", b, err)
	}
	contains(t, p.ok("balance", "--name", "farm"), "free      0.0525 PLAY", "locked    0 PLAY")
}

// TestSilence: the requester is gone for good, and its silence accepts the result: the farmer claims its price once the
// window is over, and the penalty for not answering (row 5).
func TestSilence(t *testing.T) {
	t.Parallel()
	p, c, farmer := mute(t)
	c.signal(syscall.SIGKILL).wait()
	terms := p.submitted(farmer)
	farmer.says(" is submitted; this side waits: ").says(", until ")
	p.advance(int64(terms.AcceptWindow) + 1)
	farmer.says("(row 5): 0.011 PLAY earned, and the bond of 0.0425 PLAY is back")
	contains(t, p.ok("deal", "show", p.onlyDeal("farm"), "--name", "farm"), "state     closed", "locked    nothing", "(row 5): 0.011 PLAY was paid, and the bond of 0.0425 PLAY is back")
	contains(t, p.ok("balance", "--name", "farm"), "free      0.0535 PLAY", "locked    0 PLAY")
	contains(t, p.ok("balance"), "free      0 PLAY", "locked    0 PLAY")
}

// TestLastVoucherOnItsWay: the farmer has no time left when the last voucher is still on its way, and puts what it has claimed on the
// chain, where the requester finds it. The bill tells what the chain has paid.
func TestLastVoucherOnItsWay(t *testing.T) {
	t.Parallel()
	p := newTimed(t)
	farmer := p.farm("farm")
	p.write("hello.wasm", moduleThatPrints("hello from afar\n"))
	p.write("each.txt", []byte("a\nb\n"))
	slow := *p.place
	slow.env = []string{victim.Role + "=run", victim.Holds + "=Voucher", victim.Nth + "=2"}
	c := slow.start("run", "hello.wasm", "--each", "each.txt", "--farmer", farmer.addr, "--output", "out", "-o", "json").says("Voucher is held back")
	terms := p.terms("farm")
	p.advance(terms.SubmitBy - p.advance(1) - 28)
	farmer.says("0.02 PLAY earned")
	s := object[summary](t, c.signal(syscall.SIGUSR1).exits(0).stdout())
	if len(s.Agreements) != 1 || s.Agreements[0].Phase != "Abandoned" || s.Agreements[0].Owed != "20000000000000000" || s.Price != "20000000000000000" || len(s.Tasks) != 2 {
		t.Errorf("the bill is %s", c.stdout())
	}
	contains(t, p.ok("balance", "--name", "farm"), "free      0.105 PLAY", "locked    0 PLAY")
}

// TestUnjudged: nobody rules on what the requester contests by hand; either side takes its half then (row 9b).
func TestUnjudged(t *testing.T) {
	t.Parallel()
	p, c, farmer := mute(t)
	c.signal(syscall.SIGKILL).wait()
	terms := p.submitted(farmer)
	farmer.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	contains(t, p.run("deal", "dispute", id).exits(0).stderr(), "disputed")
	p.advance(int64(terms.JudgeWindow) + 1)
	contains(t, p.run("deal", "claim", id).exits(0).stderr(), "done: lapse, since nobody ruled")
	contains(t, p.ok("deal", "show", id), "state     closed", "locked    nothing", "ended     it was disputed, and nobody ruled in time (row 9b): 0.005 PLAY was paid, and the bond of 0.0425 PLAY is back")
	contains(t, p.ok("balance"), "free      0.006 PLAY", "locked    0 PLAY")
	contains(t, p.ok("balance", "--name", "farm"), "free      0.0475 PLAY", "locked    0 PLAY")
}

// TestWatchDisputed: what was disputed by hand is decided on the chain, and who watches hears that, whatever comes through the session.
func TestWatchDisputed(t *testing.T) {
	t.Parallel()
	p := newTimed(t)
	_, port, _ := strings.Cut(unused(t), ":")
	where := []string{"--listen", "/ip4/127.0.0.1/tcp/" + port}
	silent := *p.place
	silent.env = []string{victim.Role + "=farm", victim.Holds + "=Delivery"}
	farmer := silent.farm("farm", where...)
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	c := p.start("run", "hello.wasm", "--farmer", farmer.addr)
	farmer.says("Delivery is held back")
	c.signal(syscall.SIGKILL).wait()
	farmer.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	contains(t, p.run("deal", "dispute", id).exits(0).stderr(), "noted; the farmer has put nothing on the chain yet")
	p.farm("farm", where...)
	watch := p.start("deal", "watch").says("is disputed, so the chain decides what is paid")
	if said := watch.interrupt().stderr(); strings.Contains(said, "internal") {
		t.Errorf("a dispute by hand is told as a fault:\n%s", said)
	}
}

// TestClaim: the farmer is killed for good; once no result can come any more the requester takes its money back, and a
// part of the farmer's bond (row 2).
func TestClaim(t *testing.T) {
	t.Parallel()
	p := newTimed(t)
	farmer := p.farm("farm")
	p.write("spin.wasm", moduleThatSpins())
	c := p.start("run", "spin.wasm", "--farmer", farmer.addr, "--timeout", "1m")
	p.untilOpen()
	c.signal(syscall.SIGKILL).wait()
	farmer.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	contains(t, p.ok("deal", "show", id), "state     open", "locked    0.011 PLAY by the requester", "locked    0.0425 PLAY by the farmer",
		"no result was submitted", "parley deal claim ", "pays 0.012 PLAY to the payer and 0.0415 PLAY to the farmer")
	contains(t, p.ok("balance"), "locked    0.011 PLAY")
	early := p.run("deal", "claim", id).exits(failure.TimedOut)
	contains(t, early.stderr(), "it is too early: that no result was submitted can be claimed from ", "try: wait for ")
	p.advance(p.terms("run").SubmitBy - p.advance(1) + 1)
	p.ok("deal", "claim", id)
	contains(t, p.ok("deal", "show", id), "state     closed")
	contains(t, p.ok("balance"), "locked    0 PLAY", "free      0.012 PLAY")
	p.run("deal", "claim", id).exits(failure.NotFound)
	said := p.run("deal", "watch").exits(0).stderr() // its session is there still, and knows nothing of that
	contains(t, said, "deal "+id[:10]+" with ", " is closed, and nothing more is to come of it; see: parley deal show", "no deal of run is open")
	if strings.Contains(said, "goes on until") {
		t.Errorf("of a deal that was closed it is said:\n%s", said)
	}
}

// TestKilledBeforeTheMirror: what a process that was killed had written down, and not yet for other commands to read, they read
// all the same; while it runs, and after it has ended by itself, they leave its journal alone.
func TestKilledBeforeTheMirror(t *testing.T) {
	t.Parallel()
	p := newTimed(t)
	farmer := p.farm("farm")
	p.write("spin.wasm", moduleThatSpins())
	c := p.start("run", "spin.wasm", "--farmer", farmer.addr, "--timeout", "1m")
	p.untilOpen()
	id := p.onlyDeal("run")
	mirror := filepath.Join(p.home, "run", home.DealDir)
	lose := func() {
		t.Helper()
		if err := os.Remove(filepath.Join(mirror, id+".json")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(mirror, runningFile)); err != nil {
		t.Errorf("while it runs: %v", err)
	}
	c.signal(syscall.SIGKILL).wait()
	lose()
	contains(t, p.ok("deal", "list"), id[:12])
	contains(t, p.ok("deal", "show", id), "price     at most 0.01 PLAY: 0.01 PLAY for each task", "costs     to close it 67000 gas with the requester's signature")
	contains(t, p.ok("balance"), "locked    0.011 PLAY")
	if _, err := os.Stat(filepath.Join(mirror, runningFile)); !os.IsNotExist(err) {
		t.Errorf("the mirror is renewed at every look: %v", err)
	}

	watch := p.start("deal", "watch")
	watch.says("1 deal is open, whose work may come until ").says("deal " + id[:10] + " is open; this side waits: ")
	watch.signal(syscall.SIGINT).exits(failure.Interrupted)
	lose()
	if said := p.ok("deal", "list"); strings.Contains(said, id[:12]) {
		t.Errorf("the journal of a process that ended by itself was read: %s", said)
	}
}

// TestAccept: the requester was killed before it could review; the farmer puts its result on the chain, and the requester
// accepts it by hand (row 3), killed at every point of that.
func TestAccept(t *testing.T) {
	t.Parallel()
	p, c, farmer := mute(t)
	c.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	nothing := p.run("deal", "accept", id).exits(failure.NotFound)
	contains(t, nothing.stderr(), "there is nothing to accept")
	p.submitted(farmer)
	shown := p.ok("deal", "show", id)
	contains(t, shown, "state     submitted", "the requester accepts the result", "parley deal accept"+p.where()+" "+id, "parley deal dispute"+p.where()+" "+id)
	for _, none := range []string{"", "0x", id[:4]} { // a variable that is not set pays for nothing
		contains(t, p.run("deal", "accept", none).exits(failure.Usage).stderr(), "names no deal", "parley deal list")
	}
	contains(t, p.ok("deal", "show", id[2:]), "state     submitted")
	if c := p.killed(8, "deal", "accept", id); c.code != 0 { // done, and nobody there to see it
		contains(t, c.exits(failure.NotFound).stderr(), "the deal is not open: it has ended")
	}
	contains(t, p.ok("deal", "show", id), "state     closed", "locked    nothing")
	contains(t, p.ok("balance", "--name", "farm"), "free      0.0525 PLAY")
}

// TestAcceptDisputed: a requester that has contested a result by hand thinks better of it, and pays (row 3): it beats its own dispute,
// whenever it is killed.
func TestAcceptDisputed(t *testing.T) { // C31, H30
	t.Parallel()
	p, id := abandoned(t)
	p.ok("deal", "dispute", id)
	contains(t, p.ok("deal", "show", id), "state     disputed", "the requester accepts the result after all", "pays 0.001 PLAY to the payer and 0.0525 PLAY to the farmer",
		"parley deal accept"+p.where()+" "+id, "both, from", "parley deal split"+p.where()+" "+id)
	if c := p.killed(6, "deal", "accept", id); c.code == 0 {
		contains(t, c.stderr(), "accepted: the requester accepted (row 3): 0.01 PLAY was paid, and 0.001 PLAY went to the payer")
	} // else done, and nobody there to see it
	contains(t, p.run("deal", "accept", id).exits(0).stderr(), "accepted: the requester accepted (row 3): 0.01 PLAY was paid")
	contains(t, p.ok("deal", "show", id), "state     closed", "locked    nothing")
	contains(t, p.ok("balance", "--name", "farm"), "free      0.0525 PLAY")
}

// TestAcceptTooLate: what was signed for is not said to be paid where the deal has ended otherwise, and that accepting came too late is a failure.
func TestAcceptTooLate(t *testing.T) { // C31, DESIGN 9
	t.Parallel()
	p := newTimed(t)
	farmer := p.farm("farm")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	slow := *p.place
	slow.env = []string{victim.Role + "=run", victim.Holds + "=Reward"}
	slow.start("run", "hello.wasm", "--farmer", farmer.addr, "--output", "out").says("Reward is held back").signal(syscall.SIGKILL).wait()
	farmer.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	contains(t, p.ok("deal", "show", id), "accepted  0.01 PLAY, signed by the requester")
	signature := strings.TrimSpace(p.ok("deal", "cancel", id))
	contains(t, p.run("deal", "cancel", id, "--name", "farm", "--signature", signature).exits(0).stderr(), "canceled: each side has back what it had locked")
	contains(t, p.run("deal", "accept", id).exits(failure.NotFound).stderr(), "it is too late to accept: the deal has ended: both sides canceled it (row 1): 0 PLAY was paid, and 0.011 PLAY went to the payer",
		"try: see: parley deal show"+p.where()+" "+id[:12])
}

// TestSplit: both sides divide what is locked as they like (row 10). What is not there to be divided, or was not signed for, is refused.
func TestSplit(t *testing.T) { // C31, H30
	t.Parallel()
	p, id := abandoned(t)
	for _, much := range []string{"0.06", "99999999", "-1", "a lot"} {
		contains(t, p.run("deal", "split", id, "--farmer", much).exits(failure.Usage).stderr(), "--farmer", "from 0 to 0.0535")
	}
	signature := strings.TrimSpace(p.ok("deal", "split", id, "--farmer", "0.05", "--name", "farm"))
	p.run("deal", "split", id, "--farmer", "0.04", "--signature", signature).exits(failure.General)
	if c := p.killed(6, "deal", "split", id, "--farmer", "0.05", "--signature", signature); c.code == 0 {
		contains(t, c.stderr(), "divided: 0.0035 PLAY to the payer, 0.05 PLAY to the farmer")
	} // else done, and nobody there to see it
	contains(t, p.run("deal", "split", id, "--farmer", "0.05", "--signature", signature).exits(failure.NotFound).stderr(), "nothing is locked")
	contains(t, p.ok("deal", "show", id), "state     closed")
	contains(t, p.ok("balance"), "free      0.0035 PLAY")
	contains(t, p.ok("balance", "--name", "farm"), "free      0.05 PLAY")
}

// TestDisputeAndCancel: by hand, the requester contests what the farmer has submitted; then both take everything back. Who is
// killed at any point of it does it again, and it is done once.
func TestDisputeAndCancel(t *testing.T) {
	t.Parallel()
	p, c, farmer := mute(t)
	c.signal(syscall.SIGKILL).wait()
	p.submitted(farmer)
	id := p.onlyDeal("run")
	contains(t, p.killed(6, "deal", "dispute", id).exits(0).stderr(), "disputed")
	shown := p.ok("deal", "show", id)
	contains(t, shown, "state     disputed", "nobody ruled")
	if n := strings.Count(shown, " disputed, "); n != 1 {
		t.Errorf("contested in %d transactions:\n%s", n, shown)
	}
	farmer.signal(syscall.SIGKILL).wait()
	signature := strings.TrimSpace(p.ok("deal", "cancel", id))
	p.run("deal", "cancel", id, "--name", "farm", "--signature", "0x1234").exits(failure.Usage)
	if c := p.killed(6, "deal", "cancel", id, "--name", "farm", "--signature", signature); c.code != 0 { // done, and nobody there to see it
		contains(t, c.exits(failure.TimedOut).stderr(), "nothing is locked")
	} else {
		contains(t, c.stderr(), "canceled: each side has back what it had locked") // as what is free says, below
	}
	contains(t, p.ok("deal", "show", id), "state     closed")
	contains(t, p.ok("balance"), "free      0.011 PLAY")
	contains(t, p.ok("balance", "--name", "farm"), "free      0.0425 PLAY")
}
