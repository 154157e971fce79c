package main

import (
	"math/big"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// chainOf is the chain of the test's own, to be held and to forget.
func (p *timed) chainOf() *transactions.Client {
	p.t.Helper()
	client, err := transactions.Dial(p.t.Context(), p.chain.RPC(), new(big.Int).SetUint64(p.chain.ChainID()))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(client.Close)
	return client
}

// control calls a method of the development chain's.
func (p *timed) control(c *transactions.Client, method string) {
	p.t.Helper()
	if err := c.Client.Client().CallContext(p.t.Context(), nil, method); err != nil {
		p.t.Fatal(err)
	}
}

// pooled waits until a transaction of an account lies in the node's pool, while who sends it runs.
func (p *timed) pooled(c *transactions.Client, account string, sender *process) {
	p.t.Helper()
	of, err := deals.ParseAddress(account)
	if err != nil {
		p.t.Fatal(err)
	}
	for latest, pending := uint64(0), uint64(0); pending <= latest; {
		if latest, err = c.NonceAt(p.t.Context(), [20]byte(of), nil); err == nil {
			pending, err = c.PendingNonceAt(p.t.Context(), [20]byte(of))
		}
		sender.mu.Lock()
		gone := sender.ended
		sender.mu.Unlock()
		if err != nil || gone {
			p.t.Fatalf("%v; the sender is gone: %t: %s", err, gone, sender.stderr())
		}
	}
}

// TestStuck: whose program was killed with a transaction on its way hears from the doctor what that waits for and which command has it
// go on; and that does. H30, M16; THREATS 4, stuck transaction
func TestStuck(t *testing.T) {
	t.Parallel()
	p := newMarket(t, devmarket.Config{Ahead: 24 * time.Hour}) // which can be held
	id := p.abandon()
	chain := p.chainOf()
	contains(t, p.run("doctor").stdout(), "ok    transactions       0 wait for a block")
	p.control(chain, "dev_hold")
	c := p.start("deal", "dispute", id)
	p.pooled(chain, p.account("run"), c)
	contains(t, p.run("doctor").stdout(), "ok    transactions       a process of this party runs")
	c.signal(syscall.SIGKILL).wait()
	contains(t, p.run("doctor").stdout(), "ok    transactions       1 waits for a block")
	p.control(chain, "dev_drop")
	stuck := p.run("doctor").stdout()
	contains(t, stuck, "note  tx 0x", "the transaction to dispute deal "+id[:10]+" of this account, nonce ", "waits for its program, to send it again", "try: parley deal watch"+p.where()+", which sends it again")
	p.control(chain, "dev_release")
	watch := p.start("deal", "watch")
	p.disputed(id)
	watch.signal(syscall.SIGINT).wait()
	contains(t, p.run("doctor").stdout(), "ok    transactions       0 wait for a block")
}

// disputed waits until the chain says so.
func (p *timed) disputed(id string) {
	p.t.Helper()
	for !strings.Contains(p.ok("deal", "show", id), "state     disputed") {
		if p.t.Context().Err() != nil {
			return
		}
	}
}

// TestUnrevealedVote: a mediator that was drawn and is not there, or dies before it has shown what it is sworn to, hears from the doctor what
// that costs, until when it can be mended, and by which command; and that does. H30; SETTLEMENT rule 8
func TestUnrevealedVote(t *testing.T) {
	t.Parallel()
	mediators := []string{"mediator", "mediator-2", "mediator-3"}
	p := newJudged(t, mediators...)
	accounts := make(map[string]string)
	for _, name := range mediators {
		p.ok("stake", "deposit", "1500", "--name", name)
		accounts[p.account(name)] = name
	}
	c, farmer := p.mute("--fuel", "10") // what the panel could judge
	c.signal(syscall.SIGKILL).wait()
	p.submitted(farmer) // and serves what it is about
	id := p.onlyDeal("run")
	p.ok("deal", "dispute", id)
	p.claims(id, "a round of the panel was drawn")
	drawn := accounts[p.hearing(id).Seats[0].Member.String()]
	doctor := func() string { return p.run("doctor", "--name", drawn).stdout() }
	try := "try: parley mediator" + p.where() + " --name " + drawn
	contains(t, doctor(), "note  case "+id[:10], "has not committed to what it finds: until ", "silence costs the stake of its seat, 750 PLAY", try, "ok    seats              1 holds stake")
	others := slices.DeleteFunc(slices.Clone(mediators), func(name string) bool { return name == drawn })
	contains(t, p.run("doctor", "--name", others[0]).stdout(), "ok    seats              0 hold stake")

	m := p.start("mediator", "--name", drawn).says("this mediator was drawn, and runs the work again").says("committed to what came of it").says("waits for the other members to commit; then this one shows its vote, until ")
	contains(t, doctor(), "a process of this party runs", "note  case "+id[:10], "vote is not revealed", try+", unless the mediator of this party runs")
	m.signal(syscall.SIGKILL).wait()
	contains(t, doctor(), "note  case "+id[:10], "vote is not revealed: it can be once nobody can commit any more", try)
	p.until(p.hearing(id).Until)
	for p.hearing(id).Stage == "settling" {
		p.until(p.hearing(id).Until)
	}
	contains(t, doctor(), "note  case "+id[:10], "vote is not revealed: until ", try)
	p.start("mediator", "--name", drawn).says(": reveal, since")
	contains(t, doctor(), "ok    seats              1 holds stake")
	if said := doctor(); strings.Contains(said, "not revealed") {
		t.Errorf("what was revealed is missed still:\n%s", said)
	}
}

// TestVoting: of each stage of a case a member that was drawn is told what is left to be done, and nothing where there is nothing.
func TestVoting(t *testing.T) { // H30; SETTLEMENT rule 8
	t.Parallel()
	for _, c := range []struct {
		stage               mediator.Stage
		committed, revealed bool
		says                string
	}{
		{mediator.Committing, false, false, "has not committed to what it finds: until "},
		{mediator.Committing, true, false, "is not revealed: it can be once nobody can commit any more"},
		{mediator.Settling, true, false, "is not revealed: it can be once nobody can commit any more"},
		{mediator.Settling, false, false, "it is too late for that"},
		{mediator.Revealing, false, false, "it is too late for that"},
		{mediator.Revealing, true, false, "is not revealed: until "},
		{mediator.Revealing, true, true, ""},
		{mediator.Appealable, true, true, ""},
	} {
		says := voting(mediator.Docket{Stage: c.stage, Seated: true, Committed: c.committed, Revealed: c.revealed, Until: time.Now()})
		if (says == "") != (c.says == "") || !strings.Contains(says, c.says) {
			t.Errorf("%s, committed %t, revealed %t: %q, want %q", c.stage, c.committed, c.revealed, says, c.says)
		}
	}
}

// TestUnwatched: who stops watching hears what is left: deals, transactions, or both.
func TestUnwatched(t *testing.T) { // H30
	t.Parallel()
	keys := []string{strings.Repeat("ab", 32) + "/dispute", "deposit/1"}
	for _, c := range []struct {
		open    int
		pending []string
		says    string
	}{
		{1, nil, "1 deal is still open"},
		{2, nil, "2 deals are still open"},
		{0, keys[:1], "no deal is open, and the chain has not taken 1 transaction of this account, the first the transaction to dispute deal 0xabababab"},
		{2, keys, "2 deals are still open, and the chain has not taken 2 transactions of this account, the first the transaction to dispute deal 0xabababab"},
	} {
		if says := unwatched(c.open, c.pending); says != c.says {
			t.Errorf("%q, want %q", says, c.says)
		}
	}
}
