package main

import (
	"context"
	"sync"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/services/deals"
)

// watchDeals sees the open deals of a requester to their end: sessions go on, and what is due on chain is done.
func (a *app) watchDeals(ctx context.Context, name string) error {
	m, err := a.market()
	if err != nil {
		return err
	}
	if m.Chain == nil {
		return failure.Newf(failure.Usage, "name a market with a chain, with --market FILE", "work is free in this market: there are no deals")
	}
	h, err := a.party(name)
	if err != nil {
		return err
	}
	n, err := node.Open(ctx, node.Config{Home: h, Cache: a.cache(), Market: m, Listen: localListen(m), Say: a.say, Logger: a.logger()})
	if err != nil {
		return err
	}
	defer n.Close()
	o := &errand{app: a, market: m, node: n, flags: runFlags{name: name}}
	stop, err := o.own(ctx)
	if err != nil {
		return err
	}
	defer stop()
	for told := 0; ; {
		open, until, err := liveDeals(ctx, n.Ledger)
		if err != nil {
			return err
		}
		if open == 0 {
			a.say("no deal of %s is open", name)
			return nil
		}
		if told != open {
			told = open
			a.say("%d deals are open, until %s at the latest; Ctrl-C leaves them", open, until.Format(time.DateTime))
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return failure.Newf(failure.Interrupted, "parley deal watch --name "+name, "%d deals are still open", open)
		}
	}
}

// own runs what owns a requester's sessions and deals, without asking for anything new.
func (o *errand) own(ctx context.Context) (stop func(), err error) {
	reconciler, err := o.begin(ctx)
	if err != nil {
		return nil, err
	}
	owning, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var owned sync.WaitGroup
	owned.Go(func() { _ = o.client.Run(owning) })
	owned.Go(func() { _ = reconciler.Run(owning) })
	return func() { cancel(); owned.Wait() }, nil
}

// liveDeals counts the deals that are not closed, and says when the last of them can be submitted to.
func liveDeals(ctx context.Context, l *deals.Ledger) (open int, until time.Time, err error) {
	for r, err := range l.Live(ctx) {
		if err != nil {
			return 0, until, err
		}
		open++
		if end := time.Unix(r.Papers.Terms.SubmitBy, 0); end.After(until) {
			until = end
		}
	}
	return open, until, nil
}
