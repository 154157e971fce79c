package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
)

// watchDeals sees the open deals of a requester to their end: sessions go on, what is due on chain is done, and what was sent there is
// pursued until it is decided.
func (a *app) watchDeals(ctx context.Context, name string, kept bool) error {
	m, err := a.market()
	if err != nil {
		return err
	}
	if m.Chain == nil {
		return failure.Newf(failure.Usage, "name a market with a chain, with --market FILE", "work is free in this market: there are no deals")
	}
	h, err := a.known(name)
	if err != nil {
		return err
	}
	n, err := node.Open(ctx, node.Config{Home: h, Cache: a.cache(), Market: m, Listen: localListen(m), Settles: true, Say: a.say, Logger: a.logger()})
	if err != nil {
		return err
	}
	defer n.Close()
	o := &errand{app: a, market: m, node: n, flags: runFlags{name: name, kept: kept}}
	failed, stop, err := o.own(ctx)
	if err != nil {
		return err
	}
	defer stop()
	for told := ""; ; {
		open, until, err := o.openDeals(ctx)
		if err != nil {
			return err
		}
		pending, err := n.Party.Pending(ctx)
		if err != nil && ctx.Err() == nil {
			return err
		}
		says := fmt.Sprintf("%d deals are open, until %s at the latest; Ctrl-C leaves them", len(open), until.Format(time.DateTime))
		switch {
		case len(open) == 0 && len(pending) == 0:
			a.say("no deal of %s is open", name)
			stop()
			o.sweep(ctx)
			return nil
		case len(open) == 0:
			says = unwatched(0, pending) + "; Ctrl-C leaves them"
		}
		if told != says {
			told = says
			a.say("%s", says)
		}
		select {
		case err := <-failed:
			return err
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return failure.Newf(failure.Interrupted, "parley deal watch", "%s", unwatched(len(open), pending))
		}
	}
}

// unwatched says what is left when nobody watches any more: deals that are open, and transactions, by their keys, that the chain has not taken.
func unwatched(open int, pending []string) string {
	deals := "no deal is open"
	if open > 0 {
		deals = plural(open, "deal is", "deals are") + " still open"
	}
	if len(pending) == 0 {
		return deals
	}
	return fmt.Sprintf("%s, and the chain has not taken %s of this account, the first %s", deals, plural(len(pending), "transaction", "transactions"), effect(pending[0]))
}

// openDeals names the farmers whose deals are not closed, of this errand's job or of all jobs if it has none, and says when
// the last of them can be submitted to. ctx may have ended. What a farmer of the job has not countersigned is not waited for.
func (o *errand) openDeals(ctx context.Context) (open []string, until time.Time, err error) {
	ctx = context.WithoutCancel(ctx)
	for r, err := range o.node.Ledger.Live(ctx) {
		if err != nil {
			return nil, until, err
		}
		h := o.hired(ctx, r.Session)
		if o.job != nil && (r.FarmerSignature == nil || h.job != o.job.ID) {
			continue
		}
		open = append(open, h.farmer)
		if end := time.Unix(r.Papers.Terms.SubmitBy, 0); end.After(until) {
			until = end
		}
	}
	slices.Sort(open)
	return open, until, nil
}
