package main

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/network"
	"github.com/parley-p2p/parley/services/deals"
)

// TestFoundingGas: what a network is said to take is what it takes, and no less.
func TestFoundingGas(t *testing.T) { // C01
	t.Parallel()
	p := newMarket(t, devmarket.Config{})
	one, two, three := p.account("one"), p.account("two"), p.account("three")
	for i, c := range []struct{ grants, mediators []string }{
		{},
		{nil, []string{one}},
		{[]string{one, two, three}, []string{one, two, three}},
	} {
		args, n := []string{"token", "new", "--name", fmt.Sprint("founder-", i)}, network.Founding{Grants: make([]network.Grant, 1+len(c.grants)), Mediators: make([]deals.Address, len(c.mediators))}
		for _, account := range c.grants {
			args = append(args, "--grant", account+"=300")
		}
		for _, account := range c.mediators {
			args = append(args, "--mediator", account)
		}
		before := p.block()
		p.ok(args...)
		if took, says := p.created(before+1, p.block()), foundingGas(n); took > says || took < says*95/100 {
			t.Errorf("%d grants and %d mediators took %d gas, and were said to take %d", len(c.grants), len(c.mediators), took, says)
		}
	}
}

// created is the gas of all that was deployed in these blocks.
func (p *timed) created(first, last uint64) (gas int64) {
	p.t.Helper()
	chain := p.chainOf()
	for number := first; number <= last; number++ {
		b, err := chain.BlockByNumber(p.t.Context(), new(big.Int).SetUint64(number))
		if err != nil {
			p.t.Fatal(err)
		}
		for _, tx := range b.Transactions() {
			if tx.To() != nil {
				continue
			}
			r, err := chain.TransactionReceipt(p.t.Context(), tx.Hash())
			if err != nil {
				p.t.Fatal(err)
			}
			gas += int64(r.GasUsed)
		}
	}
	return gas
}

// TestTokenNewRefused: who cannot have a network like this hears why in the words of the command, and what to type instead.
func TestTokenNewRefused(t *testing.T) { // C01
	t.Parallel()
	p := newMarket(t, devmarket.Config{})
	account, mediator := p.account("poor"), p.account("mediator")
	chain := []string{"--rpc", p.chain.RPC(), "--chain-id", fmt.Sprint(p.chain.ChainID())}
	found := func(args ...string) *process { return p.run(append([]string{"token", "new"}, args...)...) }
	contains(t, found(append(chain, "--name", "poor", "--mediator", mediator)...).exits(failure.Funds).stderr(),
		"the account "+account+" cannot pay for what is to be deployed: it has 0 of the chain's coin, and all of it takes 10700000 gas, 0.0", " coin at present",
		fmt.Sprintf("try: send coin of chain %d to that account", p.chain.ChainID()))
	p.ok("token", "new")
	contains(t, found("--supply", "5").exits(failure.Usage).stderr(), "the party token has deployed a network already, or begun to, with other values than these: a party deploys one", "with --name token-2")
	for _, c := range []struct {
		seats, fee, seat, least string
	}{
		{"1", "0.001", "0.001", "0.0035"},
		{"3", "12", "0", "15"},
	} {
		args := []string{"--name", "exact", "--mediator", mediator, "--mediator", account, "--mediator", p.account("third"), "--seats", c.seats, "--fee", c.fee, "--seat"}
		contains(t, found(append(args, c.seat)...).exits(failure.Usage).stderr(), "--seat "+c.seat+" is too little beside --fee "+c.fee+" and --seats "+c.seats+": a mediator whose finding is overturned could not pay",
			"try: have it hold "+c.least+" at least, with --seat "+c.least+"; or lower --fee")
	}
	p.ok("token", "new", "--name", "exact", "--mediator", mediator, "--fee", "0.001", "--seat", "0.0035") // as it was said
}
