package main

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// judgedBy is the collateral of deals that the market's panel judges. It says so where the panel could not be drawn now.
func (a *app) judgedBy(ctx context.Context, n *node.Node) (deals.Collateral, error) {
	p := n.Party.Panel
	ready := 0
	for _, m := range p.Members() {
		at, err := p.Position(ctx, m)
		if err != nil {
			return deals.Collateral{}, err
		}
		if at.Counts(at.Block.Time.Add(p.Unbonding())).Cmp(p.Rules().Stake) >= 0 { // what is announced to leave has left by then
			ready++
		}
	}
	if seats := int(p.Rules().Seats); ready < seats {
		a.say("disputes would end undecided: of the panel's mediators %d have staked enough, and %d judge a case; start some with: parley mediator", ready, seats)
	}
	return court.Collateral(p)
}

// unjudged says beforehand what does not hold where deals name no arbiter: I1 and I2 of docs/SETTLEMENT.md.
func (a *app) unjudged() {
	a.say("nobody judges deals in this market: a farmer may gain by a wrong result, and a requester by disputing a right one (I1 and I2 of docs/SETTLEMENT.md do not hold); deal with whom you trust, in small shares, or where a panel judges")
}

// ruled: the market's panel judges the deals of this job. Whoever replicates it does all of its tasks.
func (o *errand) ruled() bool {
	if o.job == nil || o.job.Judgeable() != nil {
		return false
	}
	least := 1
	if o.job.Verify.Mode == compute.Replicate {
		least = len(o.job.Tasks)
	}
	return least <= mediator.Repeatable(o.job, o.node.Party.Panel.Rules().CommitWindow)
}

// share is how many tasks of a job a farmer is hired for at most: of what the panel judges as many as that can run again in time.
func (o *errand) share(j *compute.Job) int {
	if j.Judgeable() == nil {
		if n := mediator.Repeatable(j, o.node.Party.Panel.Rules().CommitWindow); n > 0 {
			return n
		}
	}
	return compute.MaxShare
}

// unruled says beforehand of a job that the market's panel could not judge why that is so, what does not hold then, and how to have it judged.
func (o *errand) unruled() {
	why, try := o.unjudgeable()
	o.app.say("the market's panel does not judge the deals of this job, since %s: a farmer may gain by a wrong result, and a requester by disputing a right one (I1 and I2 of docs/SETTLEMENT.md do not hold); %s", why, try)
}

// unjudgeable is why the market's panel could not judge a job, and how to have it judged.
func (o *errand) unjudgeable() (why, try string) {
	switch j := o.job; {
	case j.Judgeable() == nil:
		why, try = "what one farmer does of it may take a mediator longer than there is to run it again", "to have it judged give its tasks less fuel, with --fuel"
	case j.Container != nil:
		why, try = "no two runs of a container give the same", "for work that is judged, run a module"
	case j.Live:
		why, try = "no two live runs give the same", "to have it judged leave out --live, and run a module that needs no clock"
	case j.Engine != "" && j.Engine != executor.EngineDigest():
		why, try = "it pins another engine than the one here, which mediators run", "to have it judged run it anew, with the engine of this version"
	case j.Engine == "" && j.Metered():
		why, try = "it pins no engine", "to have it judged run it anew"
	default:
		why, try = "time alone ends its runs, elsewhere on each machine", "to have it judged bound its fuel, with --fuel, or leave out --audit 0"
	}
	return why, try
}

// exhibits show the panel what this party's disputed deals are about.
func (a *app) exhibits(n *node.Node) (*mediator.Exhibits, error) {
	x := &mediator.Exhibits{Ledger: n.Ledger, Chain: n.Party, Store: n.Store, Advertiser: n.Host, Poll: time.Second, Logger: a.logger()}
	if !n.Judged() {
		return x, nil
	}
	appeals, err := courtOf(n)
	if err == nil {
		x.Pursued = appeals.Pursued
	}
	return x, err
}

// showing is what keeps a requester's dispute from being lost by its own silence.
const showing = "this side's node shows its panel what was agreed, module and inputs: keep it running with: parley deal watch; what cannot be run again is decided for the farmer, and the requester pays"

// shows: the deal is in a dispute in which a requester has to be there.
func shows(r *deals.Record, s *deals.Shown) bool {
	return s.State == deals.Disputed.String() && s.Role == protocol.Requester.String() && r.Papers.Terms.Arbiter != (deals.Address{})
}

// unanswered is what the doctor says of a case whose members ask for what nobody serves here: what was agreed, the key of inputs, the result.
// Either party may have appealed, also against what was found in a deal that is closed by now. c is nil where the case is not known.
func unanswered(r *deals.Record, s *deals.Shown, c *hearing, encrypted, running bool, nodeCommand string) error {
	if running || c != nil && c.docket.Stage >= panel.Concludable { // nobody is asked any more
		return nil
	}
	key := ""
	if encrypted {
		key = ", and for the key of the inputs, which are encrypted"
	}
	const away = "what was agreed, module and inputs%s, and no node of this side runs to give it: "
	switch {
	case shows(r, s):
		return failure.Newf(failure.General, "parley deal watch", "its panel asks for "+away+
			"unless the farmer does, what cannot be run again is decided for the farmer, and the requester pays", key)
	case c == nil:
		return nil
	case c.closed:
		return failure.Newf(failure.General, nodeCommand, "the deal is closed, and its case goes on, over seats and bonds: who judges it asks for "+away+
			"an appeal overturns nothing that cannot be run again, and who made it loses the bond", key)
	}
	return failure.Newf(failure.General, nodeCommand, "who judges it asks the farmer for its result, and both sides for "+away+
		"a result that does not come counts as not served where that is disputed, and an appeal of this side's overturns nothing that cannot be run again", key)
}

// unruled is a farmer without deals: nobody rules on what it does, so it quotes for no job of the mode mediate.
type unruled struct{ *compute.Farmer }

// Quote implements [farmer.Farmer].
func (u unruled) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	if err := compute.Unjudged(v.SOW); err != nil {
		return nil, &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	return u.Farmer.Quote(ctx, v)
}

// farmJudged has a farmer's deals judged by the market's panel, if there is one.
func (a *app) farmJudged(ctx context.Context, n *node.Node, guard *deals.Guarded, duties []func(context.Context) error) (_ []func(context.Context) error, err error) {
	if !n.Judged() {
		a.unjudged()
		return duties, nil
	}
	if guard.Collateral, err = a.judgedBy(ctx, n); err != nil {
		return nil, err
	}
	guard.Takes, guard.Judges, guard.InTime = court.Takes(n.Party.Panel), mediator.Judges, mediator.InTime(n.Party.Panel.Rules().CommitWindow)
	guard.Bounds.Judge = max(mostJudge, court.Window(n.Party.Panel))
	shows, err := a.exhibits(n)
	return append(duties, shows.Run), err
}

// mostJudge is how long a deal may leave to judge in, if its panel needs no longer.
const mostJudge = 24 * time.Hour

// What a server takes of any terms, unless its market needs longer: the deals' own bounds are narrower.
const (
	mostStart = 24 * time.Hour
	mostPanel = 30 * 24 * time.Hour
)

// reclaimTime is how long a result is looked for that a farmer did not serve.
const reclaimTime = time.Minute

// reclaim fetches what farmers of this job did not serve: who has judged it serves it (docs/SETTLEMENT.md, rule 2).
func (o *errand) reclaim(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, reclaimTime)
	defer cancel()
	for r, err := range o.node.Ledger.All(ctx) {
		if err != nil || ctx.Err() != nil {
			return
		}
		if r.Unserved() == nil || o.hired(ctx, r.Session).job != o.job.ID {
			continue
		}
		o.app.say("deal %.10s: looking for what its farmer did not serve, where it was run again", r.Papers.ID)
		for o.unserved(ctx, r) != nil {
			if pause.For(ctx, time.Second) != nil {
				o.app.say("deal %.10s: nobody serves it", r.Papers.ID)
				return
			}
		}
	}
}

// unserved looks once for a result that its farmer did not serve. That it is what was agreed has been judged.
func (o *errand) unserved(ctx context.Context, r *deals.Record) error {
	v, err := requester.Replay(ctx, o.node.Journal, r.Session)
	if err != nil {
		return err
	}
	missing := r.Unserved()
	cost, err := messages.ParseAmount(missing.Cost)
	if err != nil {
		return err
	}
	_, err = o.buyer.Inspect(ctx, v, missing.Digest, cost)
	return err
}

// rerun says what this side claims of what a farmer has submitted: what its own run of the same work gives.
func (o *errand) rerun(s *mediator.Sandbox) func(context.Context, *deals.Record, deals.Delivery) (*deals.Complaint, error) {
	return func(ctx context.Context, r *deals.Record, d deals.Delivery) (*deals.Complaint, error) {
		v, err := requester.Replay(ctx, o.node.Journal, r.Session)
		if err != nil {
			return nil, err
		}
		o.app.say("deal %.10s: running the work again, to claim what is right", r.Papers.ID)
		again, err := s.Compare(ctx, v, d)
		switch {
		case err != nil:
			return nil, err
		case again.Inconclusive != "":
			o.app.say("deal %.10s: %s", r.Papers.ID, again.Inconclusive)
			return r.Complaint, nil
		}
		found := again.Finding
		most, err := messages.ParseAmount(found.Cost)
		if err != nil {
			return nil, err
		}
		if cost, err := messages.ParseAmount(d.Cost); err == nil && found.Digest == d.Digest && cost.Cmp(most) <= 0 {
			o.app.say("deal %.10s: what %.8s submitted is right after all", r.Papers.ID, v.Farmer)
			return nil, nil
		}
		o.app.say("deal %.10s: it gives %s with %s, and %s was submitted", r.Papers.ID, compute.Root(found.Digest), fuel(int64(found.Fuel)), compute.Root(d.Digest))
		return &deals.Complaint{ClaimedDigest: found.Digest, ClaimedFuel: found.Fuel}, nil
	}
}
