package main

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/services/deals"
)

// outage looks at the chain now and then, and says when it is away, what waits for it, and when it is back.
type outage struct {
	app  *app
	node *node.Node
	// pause is how often it looks. Default 2 s.
	pause time.Duration
	since time.Time // zero while the chain answers
}

func (o *outage) watch(ctx context.Context) error {
	pause := o.pause
	if pause == 0 {
		pause = 2 * time.Second
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			o.look(ctx)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (o *outage) look(ctx context.Context) {
	_, err := o.node.Party.Now(ctx)
	switch away := errors.Is(err, deals.ErrUnreachable); {
	case ctx.Err() != nil:
	case away && o.since.IsZero():
		o.since = time.Now()
		open := 0
		for _, err := range o.node.Ledger.Live(ctx) {
			if err == nil {
				open++
			}
		}
		waits := "new agreements wait"
		if open > 0 {
			waits = plural(open, "open deal", "open deals") + " and new agreements wait"
		}
		o.app.say("the chain at %s does not answer: %s for it; it is asked again and again. In a market of this machine, start it with: parley dev",
			o.node.Market.Chain.Where(), waits)
		o.app.event("chain-away", map[string]any{"rpc": o.node.Market.Chain.Where()})
	case err == nil && !o.since.IsZero():
		o.app.say("the chain is back, after %s", time.Since(o.since).Round(time.Second))
		o.app.event("chain-back", map[string]any{"rpc": o.node.Market.Chain.Where()})
		o.since = time.Time{}
	}
}
