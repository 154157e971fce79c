package main

import (
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// sending has a party's transactions in hand, as a command of its account that sends, until it is called.
func (p *place) sending(name string) (done func()) {
	p.t.Helper()
	store, err := transactions.OpenSQLite(p.t.Context(), filepath.Join(p.home, name, home.TransactionsFile))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = store.Close() })
	return func() {
		if err := store.Close(); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestBesideOthers: what a person sends waits for another command of the account, as a node does that starts; beside a node it says to
// stop it first, and then is done. H30
func TestBesideOthers(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.start("dev", "--mediators", "1").says("the market is open")
	mediator := p.start("mediator").says("it has staked 3000 PLAY")
	refused := p.run("stake", "deposit", "1").exits(failure.Unavailable).stderr()
	contains(t, refused, "a node of this party runs, process ", "try: stop it, with Ctrl-C in its terminal or: kill ", "then start it again")
	mediator.interrupt()

	const waits = "waiting for another command of this account"
	done := p.sending("mediator")
	deposit := p.start("stake", "deposit", "1").says(waits)
	done()
	contains(t, deposit.exits(0).stdout(), "free      3001 PLAY")
	done = p.sending("mediator")
	mediator = p.start("mediator").says(waits)
	done()
	mediator.says("it has staked 3001 PLAY").interrupt().exits(0)
}
