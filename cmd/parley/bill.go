package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/internal/durable"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// summary is the object of -o json.
type summary struct {
	Job          string              `json:"job"`
	SOW          string              `json:"sow"`
	Farmers      []string            `json:"farmers"`
	Quotes       []quoteLine         `json:"quotes"`
	Price        string              `json:"price"` // for everything, smallest unit: paid on the chain, or owed where a deal is not closed there
	Asset        string              `json:"asset,omitempty"`
	CID          string              `json:"cid"`
	Encrypted    bool                `json:"encrypted,omitempty"` // the inputs, and not what comes of them
	Output       string              `json:"output"`
	ExitCode     uint32              `json:"exitCode"`
	Tasks        []compute.Done      `json:"tasks"`
	Audited      *auditLine          `json:"audited,omitempty"` // where runs were to be repeated here
	Agreements   []agreementLine     `json:"agreements"`
	Disputes     []dispute           `json:"disputes,omitempty"` // of the job, also those of earlier commands
	Deals        []string            `json:"deals"`
	Transactions []party.Transaction `json:"transactions"`
	Gas          uint64              `json:"gas"`
	Balances     []balanceLine       `json:"balances"`
	DealFiles    []string            `json:"dealFiles"`
	// Error says why not everything was done, or how a run failed.
	Error string `json:"error,omitempty"`
	Try   string `json:"try,omitempty"`
}

type agreementLine struct {
	Session string `json:"session"`
	Farmer  string `json:"farmer"`
	Account string `json:"account,omitempty"`
	Tasks   []int  `json:"tasks"`
	Owed    string `json:"owed"`              // what was paid on the chain, once the deal is closed there
	PerDeal string `json:"perDeal,omitempty"` // of Owed, for the deal's gas
	Fuel    int64  `json:"fuel,omitempty"`    // that its tasks used, where it is paid by
	Phase   string `json:"phase"`
	Deal    string `json:"deal,omitempty"`
	Error   string `json:"error,omitempty"`

	Ended *endStatement `json:"ended,omitempty"` // how the chain has closed the deal
}

// work is what was done, in words.
func (g *agreementLine) work() string {
	if g.Fuel == 0 {
		return counted(len(g.Tasks))
	}
	return counted(len(g.Tasks)) + ", " + fuel(g.Fuel) + ","
}

type balanceLine struct {
	Account string `json:"account"`
	Who     string `json:"who"`
	Before  string `json:"before"`
	After   string `json:"after"`
}

// finish waits for the money, keeps the proofs and tells the sum.
func (o *errand) finish(ctx context.Context, bill *compute.Bill, cause error) error {
	if o.node.Party != nil {
		if err := o.awaitDeals(ctx, bill); err != nil {
			cause = errors.Join(cause, err)
		} else if cause != nil {
			if o.node.Judged() {
				o.reclaim(ctx)
			}
			if o.buyer.Complete(ctx, bill) == nil {
				cause = nil // what was missing was found on the chain, or served by who has judged it
			}
		}
	}
	patient := ctx
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sumTime)
	defer cancel()
	o.latest(ctx, bill)
	cause = errors.Join(cause, o.writeMissing(bill))
	s, err := o.sum(ctx, bill)
	for errors.Is(err, deals.ErrUnreachable) && patient.Err() == nil && ctx.Err() == nil {
		select {
		case <-time.After(200 * time.Millisecond):
			s, err = o.sum(ctx, bill)
		case <-patient.Done():
		case <-ctx.Done():
		}
	}
	if err != nil {
		return errors.Join(cause, o.untold(err))
	}
	if cause == nil {
		cause = o.failed(bill)
	}
	if cause != nil {
		f := o.undone(bill, s.Disputes, cause)
		s.Error, s.Try, f.Told = f.Cause, o.app.typed(f.Try), o.app.output == "json"
		cause = f
	}
	if len(bill.Lines) > 0 || o.app.output != "table" {
		o.tell(s)
	}
	o.told = true
	return cause
}

// sumTime is how long the sum may take, which asks the chain, again and again while it is away.
const sumTime = 30 * time.Second

// untold says why there is no bill. It is told to whoever comes back.
func (o *errand) untold(err error) error {
	f := o.words().Of(err)
	return &failure.Failure{Cause: "the work has ended, but its bill cannot be told: " + f.Cause, Try: f.Try + "; then come back with: " + o.comeBack(), Exit: f.Exit, Err: err}
}

// writeMissing writes the results that were not written out yet by this command.
func (o *errand) writeMissing(bill *compute.Bill) error {
	for _, d := range bill.Done {
		if err := o.export(d); err != nil {
			return failure.Newf(failure.General, "make room, or name another folder, with: "+o.comeBack()+" --output DIR",
				"everything was done and is kept, but the result of task %d cannot be written to %s: %w", d.Task, o.output, err)
		}
	}
	return nil
}

// failed tells of the first run that did not end well, or whose outputs were cut. It is paid for: it is the program's doing.
func (o *errand) failed(bill *compute.Bill) error {
	for _, d := range bill.Done {
		dir, name := o.place(d.Task)
		f := &failure.Failure{Exit: failure.General, Try: "mend the program; what it printed is in " + filepath.Join(dir, name)}
		switch d.Ended {
		case executor.Exited.String():
			switch {
			case d.Exit != 0:
				f.Cause = fmt.Sprintf("it ended with exit code %d", d.Exit)
			case cut(d):
				f.Cause, f.Try = "not all of its outputs are in the result", "leave less; what is there is in "+filepath.Join(dir, name)
			default:
				continue
			}
		case executor.OutOfTime.String(), executor.OutOfCPU.String():
			f.Cause, f.Exit, f.Try = cause(d.Detail), failure.TimedOut, fmt.Sprintf("give it longer, for example with --timeout %s, or less to do", 2*time.Duration(o.job.Limits.WallMs)*time.Millisecond)
		case executor.OutOfFuel.String():
			f.Cause, f.Try = cause(d.Detail), fmt.Sprintf("give it more, for example with --fuel %d, or less to do", 2*o.job.Units(1))
		case executor.OutOfSpace.String():
			f.Cause, f.Try = cause(d.Detail), "give it more, with --memory, or less to do"
		default:
			f.Cause = cause(d.Detail)
		}
		if more := moreWith(d); more != "" && d.Ended != executor.OutOfSpace.String() {
			f.Cause += met(o.job, d)
			f.Try = "give it more, with " + more + "; or " + f.Try
		}
		f.Cause = fmt.Sprintf("task %d was done and is paid for, but failed: %s", d.Task, f.Cause)
		return f
	}
	return nil
}

// cut reports whether a run met a limit of its outputs, so that not all that it wrote is in its result, whatever its program says of it.
func cut(d compute.Done) bool {
	return slices.Contains(d.Limited, executor.OutputBytes.String()) || slices.Contains(d.Limited, executor.OutputFiles.String())
}

// moreWith are the flags that raise the limits which a run met.
func moreWith(d compute.Done) string {
	flags := map[string]string{executor.Memory.String(): "--memory", executor.OutputBytes.String(): "--output-space", executor.OutputFiles.String(): "--output-files"}
	var more []string
	for _, name := range d.Limited {
		if flag := flags[name]; flag != "" {
			more = append(more, flag)
		}
	}
	return strings.Join(more, " and ")
}

// cause is what a farmer says of a run that failed, without its stack and without what it advises: that is for flags.
func cause(detail string) string {
	if before, _, found := strings.Cut(detail, " wasm stack trace:"); found {
		return before
	}
	if i := strings.LastIndex(detail, ": "); i > 0 {
		return detail[:i]
	}
	return detail
}

// awaitDeals waits until every deal of this job is closed on chain, also those of farmers that went away: while one is open
// its farmer may put a result there, and silence would accept it. Ctrl-C leaves; parley deal watch comes back to it.
func (o *errand) awaitDeals(ctx context.Context, bill *compute.Bill) error {
	for told := ""; ; {
		open, err := o.openDeals(ctx)
		if err != nil || len(open.farmers) == 0 {
			return err
		}
		if says := open.settling(); says != told {
			told = says
			o.app.say("%s", says)
			o.app.event("waiting", map[string]any{"for": open.farmers, "until": open.until, "disputed": len(open.disputed)})
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return failure.Newf(failure.Interrupted, "parley deal watch", "%s %s", here(bill), open.left())
		}
	}
}

// settling says what is waited for.
func (u unclosed) settling() string {
	if len(u.disputed) > 0 {
		return fmt.Sprintf("waiting for what is disputed with %s to end, at %s at the latest: %s", strings.Join(u.disputed, " and "), clock(u.ruled), u.ruling())
	}
	return fmt.Sprintf("waiting for %s to settle on chain, until %s at the latest", strings.Join(u.farmers, " and "), clock(u.until))
}

// left says what becomes of the deals if nobody waits for them.
func (u unclosed) left() string {
	if len(u.disputed) > 0 {
		asks := u.ruling()
		if u.judged > 0 {
			asks = "keep this side reachable until then, since nobody else may show module and inputs to who judges it"
		}
		return fmt.Sprintf("what is disputed with %s goes on until %s at the latest: %s", strings.Join(u.disputed, " and "), clock(u.ruled), asks)
	}
	return fmt.Sprintf("the deals with %s are still open until %s: what their farmers put on the chain meanwhile is accepted by silence", strings.Join(u.farmers, " and "), clock(u.until))
}

// here says which results have come, before a word on the deals.
func here(bill *compute.Bill) string {
	switch done, all := len(bill.Done), len(bill.Job.Tasks); {
	case done == 0:
		return "no result is here, and"
	case done < all:
		return fmt.Sprintf("the results of %d of %d tasks are here, but", done, all)
	}
	return "the results are here, but"
}

// latest brings the bill's lines to where their sessions and their deals are now: what was accepted on the chain alone is
// owed, too.
func (o *errand) latest(ctx context.Context, bill *compute.Bill) {
	for i := range bill.Lines {
		l := &bill.Lines[i]
		o.mu.Lock()
		v := o.views[l.Session]
		o.mu.Unlock()
		if v != nil && v.Count >= l.View.Count {
			l.View = v
			l.Owed, _ = v.Owed()
		}
		r, err := o.record(ctx, l.View)
		if err != nil || r.Accepted == nil {
			continue
		}
		if accepted, err := messages.ParseAmount(r.Accepted.Cost); err == nil && accepted.Cmp(l.Owed) > 0 {
			l.Owed = accepted
		}
	}
}

// sum gathers the summary.
func (o *errand) sum(ctx context.Context, bill *compute.Bill) (*summary, error) {
	o.mu.Lock()
	quotes, seen := slices.Clone(o.quotes), o.seen.line(o.flags.audit > 0 || o.draw.Percent > 0 && o.flags.again != "")
	o.mu.Unlock()
	s := &summary{Job: bill.Job.ID, SOW: bill.SOW.String(), Farmers: []string{}, Quotes: quotes, Output: o.output, Tasks: bill.Done,
		Agreements: []agreementLine{}, Deals: []string{}, Transactions: []party.Transaction{}, Balances: []balanceLine{}, DealFiles: []string{}}
	s.Encrypted, s.Audited = bill.Job.Encrypted(), seen
	if bill.Root.Defined() {
		s.CID = bill.Root.String()
	}
	for _, d := range bill.Done {
		s.ExitCode = max(s.ExitCode, d.Exit)
	}
	var total messages.Amount
	var ids []deals.Hash
	for _, l := range bill.Lines {
		line := agreementLine{Session: l.Session.String(), Farmer: l.Farmer.String(), Tasks: l.Tasks, Fuel: l.Fuel, Phase: l.View.Phase.String()}
		if l.Err != nil {
			line.Error = l.Err.Error()
		}
		owed := l.Owed
		if r, err := o.record(ctx, l.View); err == nil {
			line.Deal, line.Account = r.Papers.ID.String(), r.Papers.Deal.Farmer.String()
			ids = append(ids, r.Papers.ID)
			s.Deals = append(s.Deals, line.Deal)
			if line.Ended, owed, err = o.settled(ctx, r, owed); err != nil {
				return nil, err
			}
		}
		total, _ = total.Add(owed)
		line.Owed = owed.String()
		line.PerDeal = gasIn(l, owed)
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
	var err error
	if s.Disputes, err = o.disputed(ctx); err != nil {
		return nil, err
	}
	return s, o.chain(ctx, s, ids)
}

// gasIn is how much of what was paid for all that was hired is for the deal's gas; empty if nothing is, or a part was done.
func gasIn(l compute.Line, owed messages.Amount) string {
	t := compute.AgreedTariff(l.View.Terms)
	if t == nil || l.Err != nil || len(l.Tasks) < tasksIn(l.View, l.View.Terms.GetUnits()) {
		return ""
	}
	if perDeal, err := messages.ParseAmount(t.PerDeal); err != nil || owed.Cmp(perDeal) < 0 {
		return ""
	}
	return t.PerDeal
}

// settled is what a line's deal has come to: what the chain has paid the farmer, once the deal is closed there. It may be less than what
// was signed for, where the farmer settled for a part before it had the last voucher, and more, where silence had its price.
func (o *errand) settled(ctx context.Context, r *deals.Record, owed messages.Amount) (*endStatement, messages.Amount, error) {
	if r.Void {
		return nil, owed, nil
	}
	end, ended, err := o.node.Party.End(ctx, &r.Papers)
	if err != nil || !ended {
		return nil, owed, err
	}
	return endingOf(o.market, r, end), end.Paid, nil
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
	return path, errors.Join(os.Rename(f.Name(), path), durable.Sync(dir))
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
	if s.CID != "" {
		fmt.Fprintf(w, "result    %s, in %s\n", s.CID, s.Output)
	}
	if s.Encrypted {
		fmt.Fprintf(w, "inputs    encrypted, for who was hired: %s\n", notEncrypted)
	}
	for _, g := range s.Agreements {
		gas := ""
		if g.PerDeal != "" {
			gas = fmt.Sprintf(", %s of it for the deal's gas", o.money(g.PerDeal))
		}
		fmt.Fprintf(w, "farmer    %.8s did %s for %s%s: %s\n", g.Farmer, g.work(), o.money(g.Owed), gas, strings.ToLower(g.Phase))
	}
	for _, d := range s.Disputes {
		fmt.Fprintf(w, "disputed  %.8s: %s\n", d.Farmer, o.app.typed(d.words()))
	}
	if s.Audited != nil {
		fmt.Fprintf(w, "audited   %s\n", s.Audited.words())
	}
	fmt.Fprintf(w, "price     %s\n", o.cost(s))
	for _, f := range s.DealFiles {
		fmt.Fprintf(w, "proof     %s %s\n", o.app.typed("parley verify"), quoted(f))
	}
}

// cost is the price, and what it took to pay it.
func (o *errand) cost(s *summary) string {
	if o.node.Party == nil {
		return "nothing; the chain was left alone"
	}
	return fmt.Sprintf("%s, %d transactions, %d gas", o.money(s.Price), len(s.Transactions), s.Gas)
}
