package panel_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// sentAgain does a move, forgets what became of it, and reports whether it is sent again when it is asked for once more. No block has it
// meanwhile.
func (c *court) sentAgain(account int, move func(context.Context, *panel.Panel) (transactions.Outcome, error)) bool {
	c.t.Helper()
	if err := c.chain.Hold(c.ctx()); err != nil {
		c.t.Fatal(err)
	}
	store, scope := new(transactions.Memory), transactions.Scope{ChainID: c.client.ID(), Account: devchain.Address(account)}
	signed := func() transactions.Record {
		c.t.Helper()
		ctx, cancel := context.WithCancel(c.ctx())
		m, err := transactions.Open(ctx, transactions.Config{Client: c.client, Key: devchain.Account(account), Store: store, Decode: panel.Explain,
			Poll: 20 * time.Millisecond})
		if err != nil {
			c.t.Fatal(err)
		}
		defer m.Close()
		p, err := panel.Bind(ctx, c.client, m, c.panels[0].Address())
		if err != nil {
			c.t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { _, err := move(ctx, p); done <- err }()
		defer func() { cancel(); <-done }()
		for {
			keys, err := m.Pending(ctx)
			if err != nil || len(done) > 0 {
				c.t.Fatal(err, <-done)
			}
			if len(keys) > 0 {
				r, _, err := store.Find(ctx, scope, keys[0])
				if err != nil {
					c.t.Fatal(err)
				}
				return r
			}
			time.Sleep(time.Millisecond)
		}
	}
	first := signed()
	first.Outcome.Status = transactions.Unknown
	if err := store.Put(c.ctx(), scope, []transactions.Record{first}); err != nil {
		c.t.Fatal(err)
	}
	again := signed()
	if again.Key != first.Key {
		c.t.Fatalf("%s is asked for as %s", first.Key, again.Key)
	}
	if err := c.chain.DropPending(c.ctx()); err != nil {
		c.t.Fatal(err)
	}
	if err := c.chain.Release(c.ctx()); err != nil {
		c.t.Fatal(err)
	}
	return again.Nonce != first.Nonce
}

// Where nobody can tell whether a move of a case has happened, one that the contract takes once is sent again: a member whose reveal never
// was lost its stake for silence. What could have a second effect is not.
func TestWhatThePanelTakesOnceIsSentAgain(t *testing.T) { // THREATS 4, restored old backup
	c := newCourt(t)
	check := func(what string, account int, want bool, move func(context.Context, *panel.Panel) (transactions.Outcome, error)) {
		t.Helper()
		if again := c.sentAgain(account, move); again != want {
			t.Errorf("%s: sent again is %t, want %t", what, again, want)
		}
	}
	check("announce", 2, false, func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Announce(ctx, "some", big.NewInt(1))
	})
	c.must(c.panels[requester].Deposit(c.ctx(), "bond", c.panels[0].Bond(0)))
	c.dispute()
	for c.chain.Head().Number < c.docket().ArmedAt+5 {
		if _, err := c.chain.Seal(c.ctx()); err != nil {
			t.Fatal(err)
		}
	}
	check("draw", farmer, true, func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Draw(ctx, c.deal, c.terms)
	})
	c.draw()
	i, truth := c.mediator(0), c.truth()
	commitment, err := truth.Commitment(salt(0), devchain.Address(i), c.id)
	if err != nil {
		t.Fatal(err)
	}
	commit := func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Commit(ctx, c.id, 0, commitment)
	}
	reveal := func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Reveal(ctx, c.id, 0, truth, salt(0))
	}
	check("commit", i, true, commit)
	c.must(commit(c.ctx(), c.panels[i]))
	c.until(panel.Revealing)
	check("reveal", i, true, reveal)
	c.must(reveal(c.ctx(), c.panels[i]))
	c.until(panel.Appealable)
	check("appeal", requester, false, func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Appeal(ctx, c.deal, c.terms)
	})
	c.until(panel.Concludable)
	conclude := func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Conclude(ctx, c.deal, c.terms, c.grounds, truth)
	}
	check("conclude", farmer, true, conclude)
	c.must(conclude(c.ctx(), c.panels[farmer]))
	check("finish", farmer, true, func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Finish(ctx, c.id)
	})
	check("collect", i, false, func(ctx context.Context, p *panel.Panel) (transactions.Outcome, error) {
		return p.Collect(ctx, "all", devchain.Address(i))
	})
}
