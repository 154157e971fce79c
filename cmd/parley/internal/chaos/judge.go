package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/audit"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// granted is what the faucet gives everybody, in the market's money.
const granted = "10000"

// judge closes the market and holds what everybody has against what everybody must have.
func (a *arena) judge() error {
	a.begin("the deals close, and are compared")
	requesters, err := a.read(a.requesterVictims())
	if err != nil {
		return err
	}
	proposals, err := audit.Proposals(requesters)
	if err != nil {
		return err
	}
	if err := a.closed(proposals); err != nil {
		return err
	}
	for _, f := range a.farmers {
		f.interrupt()
		if err := a.wait(f.done); err != nil {
			return err
		}
	}
	farmers, err := a.read(a.sellers()[1:])
	if err != nil {
		return err
	}
	faults := a.compare(requesters, farmers)
	a.market.interrupt()
	faults = append(faults, a.wait(a.market.done), a.figures.late(int(a.killed.Load()), len(a.everybody())))
	a.report()
	return errors.Join(faults...)
}

func (a *arena) requesterVictims() (all []*victim) {
	for _, b := range a.requesters {
		all = append(all, b.victim)
	}
	return all
}

// read reads the books of parties that have ended.
func (a *arena) read(all []*victim) (books []*audit.Books, err error) {
	for _, v := range all {
		h, err := home.Open(v.home + "/" + v.name)
		if err != nil {
			return nil, err
		}
		b, err := audit.Read(a.ctx, v.name, h)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.name, err)
		}
		books = append(books, b)
	}
	return books, nil
}

// closeTime is how long the last deals may take to be closed.
const closeTime = 3 * time.Minute

// closed waits until no deal is open, and none can be opened any more.
func (a *arena) closed(proposals map[deals.Hash]*deals.Papers) error {
	late := time.Now().Add(closeTime)
	for id, p := range proposals {
		for {
			var status deals.Status
			if err := a.inquire(func(ctx context.Context) (err error) {
				status, err = a.asker.chain.Status(ctx, id, 1)
				return err
			}); err != nil {
				return err
			}
			if status.State == deals.Closed || status.State == deals.Unopened && status.Block.Time.Unix() > p.Deal.OpenBy {
				break
			}
			if time.Now().After(late) {
				return fmt.Errorf("deal %s is %s after %s in which nobody was killed", id, status.State, closeTime)
			}
			if !a.pause(100 * time.Millisecond) {
				return context.Cause(a.ctx)
			}
		}
	}
	return nil
}

// compare finds what is wrong with what everybody tells and has.
func (a *arena) compare(requesters, farmers []*audit.Books) []error {
	binding, faults := audit.Agree(requesters, farmers)
	gained := map[messages.Key]*big.Int{} // less what was paid
	change := func(k messages.Key, by *big.Int) {
		if gained[k] == nil {
			gained[k] = new(big.Int)
		}
		gained[k].Add(gained[k], by)
	}
	var paid, refused []deals.Hash
	for id, b := range binding {
		owed, open := b.View.Owed()
		change(b.View.Farmer, owed.Big())
		change(b.View.Requester, new(big.Int).Neg(owed.Big()))
		switch {
		case b.View.Phase == protocol.Settled && !open:
			paid = append(paid, b.Deal)
		case b.View.Phase == protocol.Rejected && owed.IsZero():
			refused = append(refused, b.Deal)
		default:
			faults = append(faults, fmt.Errorf("session %s ended %s, with %s owed", id.Short(), b.View.Phase, owed))
		}
		if a.books.paid[b.Deal] == owed.IsZero() {
			faults = append(faults, fmt.Errorf("%s is owed for deal %s, of session %s; on a bill: %v", owed, b.Deal, id.Short(), owed.IsZero()))
		}
	}
	if len(paid) != len(a.books.paid) {
		faults = append(faults, fmt.Errorf("%d deals were billed, and %d are in the books", len(a.books.paid), len(paid)))
	}
	a.books.refused = len(refused)
	faults = append(faults, a.paid(paid), a.seen(refused, ""))
	return append(faults, a.balances(append(requesters, farmers...), gained)...)
}

// balances compares what everybody has with what they were given, earned and paid.
func (a *arena) balances(all []*audit.Books, gained map[messages.Key]*big.Int) (faults []error) {
	sum, given := new(big.Int), worth(granted, len(all))
	for _, b := range all {
		has, err := a.asker.chain.Worth(a.ctx, b.Account)
		if err != nil {
			return append(faults, err)
		}
		sum.Add(sum, has.Big())
		want := worth(granted, 1)
		if g := gained[b.Key]; g != nil {
			want.Add(want, g)
		}
		if has.Big().Cmp(want) != 0 {
			faults = append(faults, fmt.Errorf("%s has %s, want %s", b.Name, has, want))
		}
		wrong, err := b.Accounted(a.ctx, a.asker.chain)
		if err != nil {
			return append(faults, err)
		}
		faults = append(faults, wrong...)
	}
	if sum.Cmp(given) != 0 {
		faults = append(faults, fmt.Errorf("all have %s together, want %s", sum, given))
	}
	return faults
}

// report prints the figures.
func (a *arena) report() {
	fmt.Println(definition)
	fmt.Print(&a.figures)
	for _, v := range a.everybody() {
		fmt.Printf("  %-32s killed %d times\n", v.name, v.away.kills)
	}
	fmt.Printf("seed %d: %d kills, %s, %d agreements refused; %d commands failed while another was away, and were typed again\n",
		a.seed, a.killed.Load(), &a.books, a.books.refused, a.retries.Load())
	fmt.Println(a.figures.recovery(int(a.killed.Load())))
}
