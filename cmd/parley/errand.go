package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"sync"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
	"github.com/parley-p2p/parley/transports"
)

// errand is one job of parley run, from the first question to the bill.
type errand struct {
	app    *app
	market *market.Market
	node   *node.Node
	flags  runFlags
	job    *compute.Job
	hiring requester.Hiring

	buyer  *compute.Buyer
	again  *compute.Farmer // repeats runs, for audits
	client *requester.Client
	offer  []*messages.Settlement

	output string // folder for the results
	told   bool   // the bill was

	mu     sync.Mutex
	quotes []quoteLine
	views  map[messages.ID]*protocol.View // the last of each session
	hires  map[messages.ID]hire
	ends   map[messages.ID]string // what was said of sessions whose deals the chain decides
	before map[deals.Address]messages.Amount
	wrongs disputed
	audits map[int]bool   // runs to repeat; drawn once
	draw   compute.Draw   // or deals
	seen   audited        // what was drawn, and what came of it
	heard  map[string]int // lines of the guests that were shown as they came

	exporting sync.Mutex
	exported  map[int]bool          // runs whose results are written out
	full      map[messages.Key]bool // farmers of which it was said that they are full
}

// begin makes the requester, which does nothing yet, and what looks after its deals; nil where work is free.
func (o *errand) begin(ctx context.Context) (*deals.Reconciler, error) {
	o.views, o.hires, o.ends = map[messages.ID]*protocol.View{}, map[messages.ID]hire{}, map[messages.ID]string{}
	o.before, o.heard = map[deals.Address]messages.Amount{}, map[string]int{}
	o.exported, o.full, o.seen = map[int]bool{}, map[messages.Key]bool{}, audited{}
	o.wrongs.with, o.wrongs.told = map[messages.Key]deals.Hash{}, map[messages.Key]bool{}
	policy, reconciler, err := o.policy(ctx)
	if err != nil {
		return nil, err
	}
	o.client = &requester.Client{Requester: policy, Signer: o.node.Pen, Journal: o.node.Journal, Dialer: o.node.Host, Logger: o.app.logger(),
		Notice: o.notice, Telemetry: o.telemetry}
	if len(o.flags.farmers) == 0 {
		o.client.Finder = o.node.Host
	}
	if o.node.Ledger != nil {
		o.client.Peers = o.undisputed
	}
	return reconciler, nil
}

// own begins, and runs what owns the requester's sessions and deals until stop, which waits for it. failed hears why the
// sessions cannot be owned.
func (o *errand) own(ctx context.Context) (failed <-chan error, stop func(), err error) {
	reconciler, err := o.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	shows, err := o.app.exhibits(o.node)
	if err != nil {
		return nil, nil, err
	}
	// What binds is seen through when the person has had enough: sessions stop only after the job's loop has.
	owning, cancel := context.WithCancel(context.WithoutCancel(ctx))
	broken := make(chan error, 1)
	var owned sync.WaitGroup
	owned.Go(func() {
		if err := o.client.Run(owning); owning.Err() == nil {
			broken <- err
		}
	})
	if reconciler != nil {
		owned.Go(func() { _ = reconciler.Run(owning) })
		owned.Go(func() { _ = (&outage{app: o.app, node: o.node}).watch(owning) })
	}
	if o.node.Judged() {
		owned.Go(func() { _ = shows.Run(owning) })
	}
	owned.Go(func() { _ = o.app.discloses(o.node)(owning) })
	mirrored := sync.OnceFunc(o.app.mirrorAll(o.node))
	return broken, func() { cancel(); owned.Wait(); mirrored() }, nil
}

func (o *errand) run(ctx context.Context) error {
	failed, stop, err := o.own(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if o.flags.dryRun {
		return o.ask(ctx)
	}
	working, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case err := <-failed:
			cancel(err)
		case <-working.Done():
		}
	}()
	bill, err := o.work(working)
	if ctx.Err() != nil {
		return o.interrupted()
	}
	if err != nil && bill == nil {
		return err
	}
	if _, halt := errors.AsType[*requester.Halt](err); halt || failure.DiskFull(err) {
		return o.halted(err)
	}
	ended := o.finish(ctx, bill, err)
	if o.told && o.written() {
		o.forget() // not before the bill is told: who is killed while the deals settle can come back to it
	}
	return ended
}

// policy is the buyer, and around it what pays.
func (o *errand) policy(ctx context.Context) (requester.Requester, *deals.Reconciler, error) {
	o.buyer = &compute.Buyer{Store: o.node.Store, Blocks: o.node.Bitswap, Notes: o.node.Journal, Got: o.got,
		ReviewTime: o.flags.review, Start: startTime(o.node), Logger: o.app.logger()}
	if o.flags.review > 0 { // so that there is time to dispute what cannot be had
		o.buyer.FetchTime = min(compute.BuyerFetch, o.flags.review/10)
	}
	o.again = &compute.Farmer{Executor: o.node.Engine, Store: o.node.Store, Blocks: o.node.Bitswap, Notes: o.node.Journal, Dir: o.node.Home.Path("audit"), Keys: ringOf(o.node)}
	o.buyer.Repeat = o.again.Repeat
	if o.job != nil { // else only its deals are looked after
		o.draw.Percent = o.flags.sample
	}
	if o.flags.audit > 0 || o.draw.Percent > 0 {
		o.draw.Secret = secret(o.node.Signer, o.job.ID)
		replay := &compute.Replay{Farmer: o.again, Pick: o.pick, Compared: o.compared, Failed: o.unrepeated}
		o.buyer.Audit = replay.Audit
	}
	none := &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_NONE}
	if o.node.Party == nil {
		if o.job != nil && o.job.Verify.Mode == compute.Mediate { // as one that is come back to
			return nil, nil, failure.Newf(failure.Usage, "name the market that it was begun in, with --market FILE", "job %.8s was begun with --mediate, and nobody judges what is disputed in this market", o.job.ID)
		}
		o.offer = []*messages.Settlement{none}
		return o.buyer, nil, nil
	}
	funded := deals.Fund(reaching{o.buyer, o.node.Host}, o.node.Party, o.node.Ledger, compute.Digest)
	funded.Depth, funded.Slot, funded.Fuel, funded.Unjudged, funded.Logger = o.node.Market.Chain.Depth, o.node.Slot, compute.FuelOf, compute.Unjudged, o.app.logger()
	collateral := deals.DefaultCollateral
	if o.node.Judged() {
		o.buyer.Share = o.share
		if o.ruled() {
			var err error
			if collateral, err = o.app.judgedBy(ctx, o.node); err != nil {
				return nil, nil, err
			}
		}
		funded.Takes, funded.Judge, funded.Judges = court.Takes(o.node.Party.Panel), court.Window(o.node.Party.Panel), mediator.Judges
		funded.InTime = mediator.InTime(o.node.Party.Panel.Rules().CommitWindow)
	}
	if o.job != nil {
		o.stakes(ctx, collateral)
	}
	offer, err := funded.Offer(collateral)
	if err != nil {
		return nil, nil, err
	}
	o.offer = []*messages.Settlement{offer, none}
	least := deals.Submitted
	if o.job == nil { // who only watches hears of all
		least = deals.Open
	}
	reconciler := &deals.Reconciler{Contract: o.app.waiting(o.node, least), Ledger: o.node.Ledger, Margin: o.node.Margin, Depth: o.node.Market.Chain.Depth, Logger: o.app.logger(),
		Inspect: funded.Inspect, Notice: o.step}
	if err := appealing(o.node, reconciler, o.flags.kept); err != nil {
		return nil, nil, err
	}
	if o.node.Judged() {
		reconciler.Rerun = o.rerun(&mediator.Sandbox{Executor: o.node.Engine, Private: o.node.Store, Public: o.node.Store, Blocks: o.node.Bitswap, Dir: o.node.Home.Path("rerun"),
			Keys: func(deals.Hash) compute.Keys { return ringOf(o.node) }})
	}
	if err := o.remember(ctx, o.node.Party.Account().Address); err != nil {
		return nil, nil, err
	}
	return &watched{Funded: funded, errand: o}, reconciler, nil
}

// secret is what no farmer can know of which deals are run again, the same for a job whenever it is come back to.
func secret(signer ed25519.PrivateKey, job string) [32]byte {
	return sha256.Sum256(ed25519.Sign(signer, []byte("parley/sample/1\x00"+job))) // which is never shown
}

// reaching looks for a farmer before it looks at what that has put on the chain: the content is there, if anywhere.
type reaching struct {
	*compute.Buyer
	dialer transports.Dialer
}

func (b reaching) Inspect(ctx context.Context, v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error) {
	dialing, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	if stream, err := b.dialer.Dial(dialing, v.Farmer); err == nil {
		stream.Reset()
	}
	return b.Buyer.Inspect(ctx, v, digest, cost)
}

const reachTime = 10 * time.Second

// watched notes what a farmer has before its first deal is opened, for the bill.
type watched struct {
	*deals.Funded
	errand *errand
}

func (w *watched) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	if account, err := deals.ParseAccount(v.Quote.GetSettlement().GetPayee()); err == nil {
		if err := w.errand.remember(ctx, account.Address); err != nil {
			return nil, &protocol.Error{Code: protocol.Unavailable, Reason: "the chain cannot be asked just now", Err: err}
		}
	}
	return w.Funded.Agree(ctx, v, c)
}

// remember notes what an account has altogether, once.
func (o *errand) remember(ctx context.Context, a deals.Address) error {
	o.mu.Lock()
	_, known := o.before[a]
	o.mu.Unlock()
	if known {
		return nil
	}
	has, err := o.node.Party.Worth(ctx, a)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.before[a] = has
	return nil
}

func (o *errand) sow() (*messages.SOW, error) {
	sow, err := compute.SOW(o.job)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	sow.DeliverByMs = now.Add(o.flags.deliverIn).UnixMilli()
	sow.Settlements = o.offer
	if !o.hiring.MaxPrice.IsZero() && o.node.Party != nil {
		most := o.hiring.MaxPrice.String()
		sow.Limit = &messages.Price{Asset: o.node.Party.Asset().String(), Unit: o.job.Unit(), PerUnit: most, Ceiling: most}
	}
	return sow, nil
}

// work has the job done. Its description is kept until the bill is told, so that --resume needs nothing but its ID.
func (o *errand) work(ctx context.Context) (*compute.Bill, error) {
	if entries, err := os.ReadDir(o.output); err == nil && len(entries) > 0 && o.flags.resume == "" {
		return nil, failure.Newf(failure.Usage, "name another with --output, or remove it", "the folder %s for the results is not empty", o.output)
	}
	if err := writable(o.output); err != nil { // before anybody is hired
		return nil, failure.Newf(failure.General, "name another with --output DIR", "the folder %s for the results cannot be written: %w", o.output, err)
	}
	if err := o.keep(); err != nil {
		return nil, err
	}
	sow, err := o.sow()
	if err != nil {
		return nil, err
	}
	if o.flags.resume != "" {
		o.app.say("coming back to job %.8s: what was agreed goes on, and farmers are asked for what is missing", o.job.ID)
		return compute.Run(ctx, o.client, o.buyer, o.job, sow, o.hiring, o.line)
	}
	o.app.say("asking farmers for %s; quotes are gathered for %s; if interrupted, come back with: %s", counted(len(o.job.Tasks)), o.flags.wait, o.app.typed(o.comeBack()))
	return compute.Run(ctx, o.client, o.buyer, o.job, sow, o.hiring, o.line)
}

func counted(tasks int) string { return plural(tasks, "task", "tasks") }

// interrupted says what goes on without the person, and how to come back.
func (o *errand) interrupted() error {
	asking, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	bound := 0
	earlier := ""
	var until time.Time
	var locked messages.Amount
	var unknown error // why it cannot be told what is locked
	for _, v := range o.client.Sessions() {
		if v.Agreement == nil || v.Final() {
			continue
		}
		if job, err := compute.JobOf(v); err == nil && job.ID != o.job.ID {
			earlier = job.ID
			continue
		}
		if !contested(v) {
			bound++
			until = latest(until, time.UnixMilli(v.Terms.DeliverByMs))
		}
		if !v.Settles() {
			continue
		}
		lock, err := o.lockedIn(asking, v)
		if err != nil {
			unknown = err
			continue
		}
		locked, _ = locked.Add(lock)
	}
	disputed := o.contesting(asking)
	if bound == 0 && disputed != "" {
		return failure.Newf(failure.Interrupted, o.comeBack(), "interrupted; %s", disputed)
	}
	if bound == 0 {
		o.forget()
		f := &failure.Failure{Cause: "interrupted; nothing was agreed, nothing is owed", Exit: failure.Interrupted, Err: context.Canceled}
		if earlier != "" {
			f.Cause += " for this job; what was agreed for an earlier one goes on"
			f.Try = "parley run --resume " + earlier
		}
		return f
	}
	goes := fmt.Sprintf("%d agreements go on", bound)
	if bound == 1 {
		goes = "1 agreement goes on"
	}
	money := "no money is locked"
	switch {
	case unknown != nil:
		money = fmt.Sprintf("how much money is locked cannot be told now (%v)", unknown)
	case !locked.IsZero():
		money = o.node.Amount(locked) + " is locked"
	}
	if disputed != "" {
		disputed = "; " + disputed
	}
	return &failure.Failure{Cause: fmt.Sprintf("interrupted; %s, until %s at the latest, and %s; what is done meanwhile is kept and owed%s",
		goes, clock(until), money, disputed), Try: o.comeBack(), Exit: failure.Interrupted, Err: context.Canceled}
}

// lockedIn is what this side has in the deal of a session.
func (o *errand) lockedIn(ctx context.Context, v *protocol.View) (messages.Amount, error) {
	r, err := o.record(ctx, v)
	if err != nil {
		return messages.Amount{}, err
	}
	return o.node.Party.Locked(ctx, r.Papers, o.node.Party.Account().Address)
}

// halted tells of trouble on this side in the middle of the job: it is nobody's fault, and the job goes on once it is mended.
func (o *errand) halted(err error) error {
	told := o.words().Of(err)
	f := &failure.Failure{Cause: told.Cause + "; the job stops here, and no farmer is to blame", Exit: told.Exit, Err: err,
		Try: "see that " + o.node.Home.Dir + " can be written"}
	if failure.DiskFull(err) {
		f.Try = "free space on that disk"
	}
	disputed := o.contesting(context.Background())
	o.mu.Lock()
	defer o.mu.Unlock()
	f.Cause += standing(maps.Values(o.views))
	if disputed != "" {
		f.Cause += "; " + disputed
	}
	f.Try += ", then come back with: " + o.comeBack()
	return f
}

// standing says what goes on of what was agreed, and until when: work until it is due, and a delivery until silence accepts it.
func standing(views iter.Seq[*protocol.View]) (says string) {
	var due, silent time.Time
	for v := range views {
		switch at, _, ok := v.Deadline(); {
		case v.Agreement == nil || !ok || contested(v) || v.Phase == protocol.Rewarded:
		case v.Phase != protocol.Delivered:
			due = latest(due, time.UnixMilli(v.Terms.DeliverByMs))
		case silent.IsZero() || at.Before(silent):
			silent = at
		}
	}
	if !due.IsZero() {
		says = ". What was agreed stands, until " + clock(due)
	}
	if !silent.IsZero() {
		says += ". Silence accepts what was delivered, from " + clock(silent) + " on"
	}
	return says
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// comeBack is the command that goes on with the job.
func (o *errand) comeBack() string { return "parley run --resume " + o.job.ID }
