package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// errand is one job of parley run, from the first question to the bill.
type errand struct {
	app    *app
	node   *node.Node
	flags  runFlags
	job    *compute.Job
	hiring requester.Hiring

	buyer  *compute.Buyer
	client *requester.Client
	offer  []*messages.Settlement

	mu      sync.Mutex
	quotes  []quoteLine
	views   map[messages.ID]*protocol.View // the last of each session
	before  map[deals.Address]messages.Amount
	audited int
	output  string
}

// quoteLine is one farmer's quote, or why there is none.
type quoteLine struct {
	Farmer  string `json:"farmer"`
	Price   string `json:"price,omitempty"` // for the whole job, smallest unit
	PerUnit string `json:"perUnit,omitempty"`
	By      string `json:"by,omitempty"`
	Refused string `json:"refused,omitempty"`
}

// summary is the object of -o json.
type summary struct {
	Job          string              `json:"job"`
	SOW          string              `json:"sow"`
	Farmers      []string            `json:"farmers"`
	Quotes       []quoteLine         `json:"quotes"`
	Price        string              `json:"price"` // owed for everything, smallest unit
	Asset        string              `json:"asset,omitempty"`
	CID          string              `json:"cid"`
	Output       string              `json:"output"`
	ExitCode     uint32              `json:"exitCode"`
	Tasks        []compute.Done      `json:"tasks"`
	Agreements   []agreementLine     `json:"agreements"`
	Deals        []string            `json:"deals"`
	Transactions []party.Transaction `json:"transactions"`
	Gas          uint64              `json:"gas"`
	Balances     []balanceLine       `json:"balances"`
	DealFiles    []string            `json:"dealFiles"`
}

type agreementLine struct {
	Session string `json:"session"`
	Farmer  string `json:"farmer"`
	Account string `json:"account,omitempty"`
	Tasks   []int  `json:"tasks"`
	Owed    string `json:"owed"`
	Phase   string `json:"phase"`
	Deal    string `json:"deal,omitempty"`
	Error   string `json:"error,omitempty"`
}

type balanceLine struct {
	Account string `json:"account"`
	Who     string `json:"who"`
	Before  string `json:"before"`
	After   string `json:"after"`
}

func (o *errand) run(ctx context.Context) error {
	o.views, o.before = map[messages.ID]*protocol.View{}, map[deals.Address]messages.Amount{}
	policy, reconciler, err := o.policy(ctx)
	if err != nil {
		return err
	}
	o.client = &requester.Client{Requester: policy, Signer: o.node.Signer, Journal: o.node.Journal, Dialer: o.node.Host, Logger: o.app.logger(), Notice: o.notice}
	if len(o.flags.farmers) == 0 {
		o.client.Finder = o.node.Host
	}
	// What binds is seen through when the person has had enough: sessions stop only after the job's loop has.
	owning, stop := context.WithCancel(context.WithoutCancel(ctx))
	var owned sync.WaitGroup
	defer owned.Wait()
	defer stop()
	failed := make(chan error, 1)
	owned.Go(func() {
		if err := o.client.Run(owning); owning.Err() == nil {
			failed <- err
		}
	})
	if reconciler != nil {
		owned.Go(func() { _ = reconciler.Run(owning) })
	}
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
		return o.interrupted(bill)
	}
	if err != nil && bill == nil {
		return err
	}
	return o.finish(ctx, bill, err)
}

// policy is the buyer, and around it what pays.
func (o *errand) policy(ctx context.Context) (requester.Requester, *deals.Reconciler, error) {
	o.buyer = &compute.Buyer{Store: o.node.Store, Blocks: o.node.Bitswap, Notes: o.node.Journal, Got: o.got, Logger: o.app.logger()}
	if o.flags.audit > 0 {
		again := &compute.Farmer{Executor: o.node.Engine, Store: o.node.Store, Blocks: o.node.Bitswap, Notes: o.node.Journal, Dir: o.node.Home.Path("audit")}
		replay := &compute.Replay{Farmer: again, Pick: o.pick, Compared: o.compared}
		o.buyer.Audit = replay.Audit
	}
	none := &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_NONE}
	if o.node.Party == nil {
		o.offer = []*messages.Settlement{none}
		return o.buyer, nil, nil
	}
	funded := deals.Fund(o.buyer, o.node.Party, o.node.Ledger, compute.Digest)
	funded.Depth, funded.Logger = o.node.Market.Chain.Depth, o.app.logger()
	offer, err := funded.Offer(deals.DefaultCollateral)
	if err != nil {
		return nil, nil, err
	}
	o.offer = []*messages.Settlement{offer, none}
	reconciler := &deals.Reconciler{Contract: o.node.Party, Ledger: o.node.Ledger, Depth: o.node.Market.Chain.Depth, Logger: o.app.logger(), Notice: o.step}
	if err := o.remember(ctx, o.node.Party.Account().Address); err != nil {
		return nil, nil, err
	}
	return &watched{Funded: funded, errand: o}, reconciler, nil
}

// watched notes what a farmer has before its first deal is opened, for the bill.
type watched struct {
	*deals.Funded
	errand *errand
}

func (w *watched) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	if account, err := deals.ParseAccount(v.Quote.GetSettlement().GetPayee()); err == nil {
		if err := w.errand.remember(ctx, account.Address); err != nil {
			return nil, err
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
		sow.Limit = &messages.Price{Asset: o.node.Party.Asset().String(), Unit: compute.Unit, PerUnit: most, Ceiling: most}
	}
	return sow, nil
}

// ask collects quotes and agrees to nothing.
func (o *errand) ask(ctx context.Context) error {
	sow, err := o.sow()
	if err != nil {
		return err
	}
	o.hiring.Matcher = nobody{}
	var unfilled *requester.Unfilled
	for _, err := range o.client.Hire(ctx, sow, o.hiring) {
		if u, ok := errors.AsType[*requester.Unfilled](err); ok {
			unfilled = u
		} else if err != nil {
			return err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.quotes) == 0 && unfilled != nil {
		return unfilled
	}
	if o.app.output != "table" {
		return json.NewEncoder(o.app.out).Encode(map[string]any{"quotes": o.quotes, "refused": refusals(unfilled)})
	}
	for _, q := range o.quotes {
		fmt.Fprintf(o.app.out, "%.8s  %s  by %s\n", q.Farmer, o.money(q.Price), q.By)
	}
	if unfilled != nil {
		for _, r := range unfilled.Refused {
			fmt.Fprintf(o.app.out, "%s  no: %v\n", r.Farmer.Short(), r.Err)
		}
	}
	return nil
}

func refusals(u *requester.Unfilled) []quoteLine {
	lines := []quoteLine{}
	if u != nil {
		for _, r := range u.Refused {
			lines = append(lines, quoteLine{Farmer: r.Farmer.String(), Refused: r.Err.Error()})
		}
	}
	return lines
}

// nobody is the matcher of a dry run.
type nobody struct{}

func (nobody) Match(protocol.Market) []protocol.Choice { return nil }

func (o *errand) work(ctx context.Context) (*compute.Bill, error) {
	if o.job == nil {
		id, err := messages.ParseID(o.flags.resume)
		if err != nil {
			return nil, failure.Newf(failure.Usage, "copy the ID that the interrupted command printed", "--resume: %w", err)
		}
		return compute.Resume(ctx, o.client, o.buyer, id, o.hiring, o.line)
	}
	o.output = o.flags.output
	if o.output == "" {
		o.output = "parley-" + o.job.ID[:8]
	}
	if entries, err := os.ReadDir(o.output); err == nil && len(entries) > 0 {
		return nil, failure.Newf(failure.Usage, "name another with --output, or remove it", "the folder %s for the results is not empty", o.output)
	}
	sow, err := o.sow()
	if err != nil {
		return nil, err
	}
	o.app.say("asking farmers for %d runs; quotes are gathered for %s", len(o.job.Tasks), o.flags.wait)
	return compute.Run(ctx, o.client, o.buyer, o.job, sow, o.hiring, o.line)
}

// notice hears every change of every session.
func (o *errand) notice(v *protocol.View, err error) {
	who := v.Farmer.Short()
	o.mu.Lock()
	last := o.views[v.Session]
	if last == nil || v.Count >= last.Count {
		o.views[v.Session] = v
	}
	o.mu.Unlock()
	if err != nil {
		o.app.say("%s: %v", who, err)
		o.app.event("refused", map[string]any{"farmer": v.Farmer.String(), "reason": err.Error()})
		return
	}
	if last != nil && last.Phase == v.Phase {
		return
	}
	o.app.mirror(o.node)
	switch v.Phase {
	case protocol.Quoted:
		q := quoteLine{Farmer: v.Farmer.String(), Price: v.Quote.Price.Ceiling, PerUnit: v.Quote.Price.PerUnit, By: time.UnixMilli(v.Quote.DeliverByMs).Format(time.TimeOnly)}
		o.mu.Lock()
		o.quotes = append(o.quotes, q)
		o.mu.Unlock()
		o.app.say("%s quotes %s, %s a run, by %s", who, o.money(q.Price), o.money(q.PerUnit), q.By)
		o.app.event("quote", map[string]any{"farmer": q.Farmer, "price": q.Price, "perUnit": q.PerUnit, "by": q.By})
	case protocol.Agreed:
		if v.Progress == nil {
			o.app.say("%s is hired for %d runs, at most %s, until %s", who, v.Terms.Units, o.money(v.Terms.Price.Ceiling), time.UnixMilli(v.Terms.DeliverByMs).Format(time.TimeOnly))
			o.app.event("hired", map[string]any{"farmer": v.Farmer.String(), "units": v.Terms.Units, "ceiling": v.Terms.Price.Ceiling, "session": v.Session.String()})
		}
	}
}

func (o *errand) money(text string) string {
	a, err := messages.ParseAmount(text)
	if err != nil {
		return text
	}
	return o.node.Amount(a)
}

// got hears of every result that is here and verified: it is written out at once.
func (o *errand) got(v *protocol.View, d compute.Done) {
	dir, name := o.place(d.Task)
	root, err := content.Parse(d.CID)
	if err == nil {
		err = export(context.Background(), o.node.Store, root, dir, name)
	}
	if err != nil {
		o.app.say("the result of run %d cannot be written: %v", d.Task, err)
		return
	}
	path := filepath.Join(dir, name)
	o.app.say("%s did run %d: %s", v.Farmer.Short(), d.Task, ending(d))
	o.show(v.Farmer.Short(), path)
	o.app.event("result", map[string]any{"farmer": v.Farmer.String(), "task": d.Task, "cid": d.CID, "exit": d.Exit, "ended": d.Ended, "path": path})
}

// place is where the result of a run goes: the folder itself where there is only one.
func (o *errand) place(task int) (dir, name string) {
	if o.job != nil && len(o.job.Tasks) == 1 {
		return o.output, "."
	}
	return o.output, fmt.Sprintf("%03d", task)
}

func ending(d compute.Done) string {
	s := d.Ended
	if d.Ended == "exited" {
		s = fmt.Sprintf("exit %d", d.Exit)
	}
	if d.Detail != "" {
		s += " (" + d.Detail + ")"
	}
	return fmt.Sprintf("%s in %s", s, time.Duration(d.WallMs)*time.Millisecond)
}

// show prints what the module printed, under the farmer's name. It comes from a stranger: control characters are taken out.
func (o *errand) show(who, dir string) {
	for _, name := range []string{"stdout", "stderr"} {
		b, err := readHead(filepath.Join(dir, name), 16<<10)
		if err != nil {
			continue
		}
		for line := range strings.Lines(b) {
			o.app.say("%s | %s", who, picture.Clean(strings.TrimRight(line, "\r\n"), 200))
		}
	}
}

func readHead(path string, limit int64) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit))
	return string(b), err
}

// pick chooses the runs to repeat: the first that come, so many.
func (o *errand) pick(int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.audited++
	return o.audited <= o.flags.audit
}

func (o *errand) compared(v *protocol.View, d, again compute.Done) {
	same := d.CID == again.CID
	verdict := "the same"
	if !same {
		verdict = "NOT the same: " + again.CID
	}
	o.app.say("run %d of %s was repeated here: %s", d.Task, v.Farmer.Short(), verdict)
	o.app.event("audit", map[string]any{"farmer": v.Farmer.String(), "task": d.Task, "same": same})
}

func (o *errand) line(l compute.Line) {
	fields := map[string]any{"farmer": l.Farmer.String(), "session": l.Session.String(), "phase": l.View.Phase.String(), "owed": l.Owed.String(), "tasks": l.Tasks}
	if l.Err != nil {
		fields["error"] = l.Err.Error()
	}
	o.app.say("%s: %s, %d runs, %s", l.Farmer.Short(), l.View.Phase, len(l.Tasks), o.node.Amount(l.Owed))
	o.app.event("ended", fields)
}

// step hears from the reconciler.
func (o *errand) step(r *deals.Record, p deals.Plan, err error) {
	o.app.mirror(o.node)
	if err != nil && !errors.Is(err, context.Canceled) {
		o.app.say("deal %.10s: %s failed, will be tried again: %v", r.Papers.ID, p.Step, err)
	} else if err == nil && p.Step != deals.Finish {
		o.app.say("deal %.10s: %s, since %s", r.Papers.ID, p.Step, p.Why)
	}
}

// interrupted says what goes on without the person, and how to come back.
func (o *errand) interrupted(bill *compute.Bill) error {
	locked := 0
	var until time.Time
	var id messages.ID
	for _, v := range o.client.Sessions() {
		if v.Agreement == nil || v.Final() {
			continue
		}
		locked++
		id = v.FirstSOW
		if by := time.UnixMilli(v.Terms.DeliverByMs); by.After(until) {
			until = by
		}
	}
	if locked == 0 {
		return &failure.Failure{Cause: "interrupted; nothing was agreed, nothing is owed", Exit: failure.Interrupted, Err: context.Canceled}
	}
	_ = bill
	return &failure.Failure{Cause: fmt.Sprintf("interrupted; %d agreements go on until %s, and what they lock stays locked until then", locked, until.Format(time.TimeOnly)),
		Try: "parley run --resume " + id.String() + " --output DIR", Exit: failure.Interrupted, Err: context.Canceled}
}

// finish waits for the money, keeps the proofs and tells the sum.
func (o *errand) finish(ctx context.Context, bill *compute.Bill, cause error) error {
	if o.node.Party != nil {
		if err := o.awaitDeals(ctx); err != nil {
			o.app.say("%v", err)
		}
	}
	o.latest(bill)
	s, err := o.sum(ctx, bill)
	if err != nil {
		return errors.Join(cause, err)
	}
	o.tell(s)
	return cause
}

// dealTime is how long the farmers' transactions are waited for; what is not closed then closes without us.
const dealTime = 45 * time.Second

// awaitDeals waits until every deal is closed on chain: also those of farmers that went away, which may come back for what
// they did.
func (o *errand) awaitDeals(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, dealTime)
	defer cancel()
	for told := 0; ; {
		open := o.openDeals(waiting)
		if len(open) == 0 {
			return nil
		}
		if told != len(open) {
			told = len(open)
			o.app.say("waiting for %s to settle on chain, at most %s", strings.Join(open, " and "), dealTime)
			o.app.event("waiting", map[string]any{"for": open})
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-waiting.Done():
			return fmt.Errorf("not settled yet: %s; see: parley deal list", strings.Join(open, " and "))
		}
	}
}

// openDeals names the farmers of this job whose deals are not closed.
func (o *errand) openDeals(ctx context.Context) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var open []string
	for _, v := range o.views {
		if v.Agreement == nil || !v.Settles() {
			continue
		}
		r, err := o.node.Ledger.OfSession(ctx, v)
		if err == nil && !r.Closed && r.FarmerSignature != nil {
			open = append(open, v.Farmer.Short())
		}
	}
	slices.Sort(open)
	return open
}

// latest brings the bill's lines to where their sessions are now.
func (o *errand) latest(bill *compute.Bill) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range bill.Lines {
		l := &bill.Lines[i]
		if v := o.views[l.Session]; v != nil && (l.View == nil || v.Count >= l.View.Count) {
			l.View = v
			l.Owed, _ = v.Owed()
		}
	}
}

// sum gathers the summary.
func (o *errand) sum(ctx context.Context, bill *compute.Bill) (*summary, error) {
	s := &summary{Job: bill.Job.ID, SOW: bill.SOW.String(), Farmers: []string{}, Quotes: o.quotes, Output: o.output, Tasks: bill.Done,
		Agreements: []agreementLine{}, Deals: []string{}, Transactions: []party.Transaction{}, Balances: []balanceLine{}, DealFiles: []string{}}
	if bill.Root.Defined() {
		s.CID = bill.Root.String()
	}
	for _, d := range bill.Done {
		s.ExitCode = max(s.ExitCode, d.Exit)
	}
	var total messages.Amount
	var ids []deals.Hash
	for _, l := range bill.Lines {
		total, _ = total.Add(l.Owed)
		line := agreementLine{Session: l.Session.String(), Farmer: l.Farmer.String(), Tasks: l.Tasks, Owed: l.Owed.String(), Phase: l.View.Phase.String()}
		if l.Err != nil {
			line.Error = l.Err.Error()
		}
		if r, err := o.record(ctx, l.View); err == nil {
			line.Deal, line.Account = r.Papers.ID.String(), r.Papers.Deal.Farmer.String()
			ids = append(ids, r.Papers.ID)
			s.Deals = append(s.Deals, line.Deal)
		}
		s.Agreements = append(s.Agreements, line)
		s.Farmers = append(s.Farmers, line.Farmer)
		path, err := o.dealFile(ctx, l)
		if err != nil {
			return nil, fmt.Errorf("deal file: %w", err)
		}
		s.DealFiles = append(s.DealFiles, path)
	}
	s.Price = total.String()
	if o.node.Party == nil {
		return s, nil
	}
	s.Asset = o.node.Party.Asset().String()
	return s, o.chain(ctx, s, ids)
}

func (o *errand) record(ctx context.Context, v *protocol.View) (*deals.Record, error) {
	if o.node.Ledger == nil || !v.Settles() {
		return nil, errors.New("no deal")
	}
	return o.node.Ledger.OfSession(ctx, v)
}

// chain adds what the chain says: transactions, gas, who has what.
func (o *errand) chain(ctx context.Context, s *summary, ids []deals.Hash) (err error) {
	if s.Transactions, err = o.node.Party.Transactions(ctx, ids); err != nil {
		return err
	}
	for _, t := range s.Transactions {
		s.Gas += t.Gas
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.node.Party.Account().Address
	for a, before := range o.before {
		after, err := o.node.Party.Worth(ctx, a)
		if err != nil {
			return err
		}
		who := "farmer"
		if a == own {
			who = "requester"
		}
		s.Balances = append(s.Balances, balanceLine{Account: a.String(), Who: who, Before: before.String(), After: after.String()})
	}
	return nil
}

// dealFile writes the proof of one hire into the state folder.
func (o *errand) dealFile(ctx context.Context, l compute.Line) (string, error) {
	var envelopes [][]byte
	for r, err := range o.node.Journal.Transcript(ctx, l.Session) {
		if err != nil {
			return "", err
		}
		envelopes = append(envelopes, r.Envelope)
	}
	var roots []cid.Cid
	if l.View.Delivery != nil {
		if r, err := compute.Results.Decode(l.View.Delivery.Result); err == nil {
			if root, err := content.Parse(r.Root); err == nil {
				if ok, err := content.Complete(ctx, o.node.Store, root, content.Limits{}); err == nil && ok.Bytes < maxInFile {
					roots = append(roots, root)
				}
			}
		}
	}
	dir := o.node.Home.Path(home.DealDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(dir, l.Session.String()[:16]+".car")
	f, err := os.CreateTemp(dir, ".deal-*")
	if err != nil {
		return "", err
	}
	err = evidence.Write(ctx, f, l.Farmer, envelopes, roots, o.node.Store)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return path, os.Rename(f.Name(), path)
}

// maxInFile is how large a result may be to go into the deal file whole, in bytes; a larger one is named only.
const maxInFile = 16 << 20

// tell prints the summary.
func (o *errand) tell(s *summary) {
	switch o.app.output {
	case "json":
		enc := json.NewEncoder(o.app.out)
		enc.SetIndent("", "  ")
		_ = enc.Encode(s)
		return
	case "jsonl":
		b, _ := json.Marshal(s)
		fields := map[string]any{}
		_ = json.Unmarshal(b, &fields)
		o.app.event("summary", fields)
		return
	}
	w := o.app.out
	fmt.Fprintf(w, "result    %s, in %s\n", s.CID, s.Output)
	for _, g := range s.Agreements {
		fmt.Fprintf(w, "farmer    %.8s did %d runs for %s: %s\n", g.Farmer, len(g.Tasks), o.money(g.Owed), g.Phase)
	}
	fmt.Fprintf(w, "price     %s, %d transactions, %d gas\n", o.money(s.Price), len(s.Transactions), s.Gas)
	for _, f := range s.DealFiles {
		fmt.Fprintf(w, "proof     parley verify %s\n", f)
	}
}
