package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
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
		open, err := o.openDeals(ctx)
		if err != nil {
			return err
		}
		pending, err := n.Party.Pending(ctx)
		if err != nil && ctx.Err() == nil {
			return err
		}
		says := open.awaited()
		switch {
		case len(open.farmers) == 0 && len(pending) == 0:
			a.say("no deal of %s is open", name)
			stop()
			o.sweep(ctx)
			return nil
		case len(open.farmers) == 0:
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
			return failure.Newf(failure.Interrupted, "parley deal watch", "%s", unwatched(len(open.farmers), pending))
		}
	}
}

// unwatched says what is left when nobody watches any more: deals that are open, and transactions, by their keys, that the chain has not taken.
func unwatched(open int, pending []string) string {
	left := "no deal is open"
	if open > 0 {
		left = plural(open, "deal is", "deals are") + " still open"
	}
	if len(pending) == 0 {
		return left
	}
	return fmt.Sprintf("%s, and the chain has not taken %s of this account, the first %s", left, plural(len(pending), "transaction", "transactions"), effect(pending[0]))
}

// unclosed are deals of a requester's that the chain has not closed.
type unclosed struct {
	farmers  []string
	until    time.Time // when the last can be submitted to, or its dispute has ended
	disputed []string  // of the farmers, those whose deals are
	judged   int       // of those, whose deals name an arbiter
	ruled    time.Time // when the last dispute has ended
}

// ruling says who decides what is disputed: nobody where no deal of it names an arbiter.
func (u unclosed) ruling() string {
	if u.judged == 0 {
		return "nobody judges it, and each side bears half of the cost then"
	}
	return "who judges it asks this side for module and inputs"
}

// awaited says what is waited for.
func (u unclosed) awaited() string {
	open := plural(len(u.farmers), "deal is", "deals are") + " open"
	if n := len(u.disputed); n > 0 {
		return fmt.Sprintf("%s, %d of them disputed, until %s at the latest; %s; Ctrl-C leaves them", open, n, u.until.Format(time.DateTime), u.ruling())
	}
	return fmt.Sprintf("%s, whose work may come until %s; Ctrl-C leaves them", open, u.until.Format(time.DateTime))
}

// openDeals are those of this errand's job, or of all jobs if it has none. ctx may have ended. What a farmer of the job has not
// countersigned is not waited for.
func (o *errand) openDeals(ctx context.Context) (open unclosed, err error) {
	ctx = context.WithoutCancel(ctx)
	for r, err := range o.node.Ledger.Live(ctx) {
		if err != nil {
			return unclosed{}, err
		}
		h := o.hired(ctx, r.Session)
		if o.job != nil && (r.FarmerSignature == nil || h.job != o.job.ID) {
			continue
		}
		open.add(r, h.farmer)
	}
	slices.Sort(open.farmers)
	slices.Sort(open.disputed)
	return open, nil
}

// add counts a deal in.
func (u *unclosed) add(r *deals.Record, farmer string) {
	end := time.Unix(r.Papers.Terms.SubmitBy, 0)
	if contests(r) {
		end = lastRuling(r)
		u.disputed, u.ruled = append(u.disputed, farmer), latest(u.ruled, end)
		if r.Papers.Terms.Arbiter != (deals.Address{}) {
			u.judged++
		}
	}
	u.farmers, u.until = append(u.farmers, farmer), latest(u.until, end)
}

// lastRuling is when a dispute of a deal ends at the latest: it is raised in the time to accept, and ends with the time to judge.
func lastRuling(r *deals.Record) time.Time {
	t := r.Papers.Terms
	return time.Unix(t.SubmitBy, 0).Add(time.Duration(uint64(t.AcceptWindow)+uint64(t.JudgeWindow)) * time.Second)
}

// endsWithDeal: so a session breaks off whose deal was closed or disputed by hand, or by the other side.
func endsWithDeal(err error) bool {
	e, ok := errors.AsType[*protocol.Error](err)
	return errors.Is(err, drive.ErrOver) || ok && (e.Code == protocol.Late || e.Code == protocol.Canceled || e.Code == protocol.Internal)
}

// decided reports whether the chain decides about a session's deal, or has, and not the session any more, and says so once: the session
// itself knows only that it cannot go on.
func (o *errand) decided(v *protocol.View) bool {
	if o.node.Ledger == nil || v.Agreement == nil || !v.Settles() {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r, err := o.node.Ledger.OfSession(ctx, v)
	if err != nil {
		return false
	}
	s, err := look(ctx, o.node.Party.Opened, r)
	says := ""
	switch {
	case err != nil:
	case s.State == deals.Closed.String() && !r.Void:
		says = "is closed, and nothing more is to come of it"
	case s.State == deals.Disputed.String(), r.Complaint != nil:
		says = "is disputed, so the chain decides what is paid"
	}
	if says == "" {
		return false
	}
	o.mu.Lock()
	before := o.ends[v.Session]
	o.ends[v.Session] = says
	o.mu.Unlock()
	if before != says {
		says = fmt.Sprintf("deal %.10s with %s %s", r.Papers.ID, v.Farmer.Short(), says)
		o.app.say("%s; see: %s %.10s", says, o.app.typed("parley deal show"), r.Papers.ID)
		o.app.event("decided", map[string]any{"farmer": v.Farmer.String(), "session": v.Session.String(), "reason": says})
	}
	return true
}
