package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// notice hears every change of every session.
func (o *errand) notice(v *protocol.View, err error) {
	who := v.Farmer.Short()
	o.mu.Lock()
	last := o.views[v.Session]
	if last == nil || v.Count >= last.Count {
		o.views[v.Session] = v
	}
	o.mu.Unlock()
	switch {
	case errors.Is(err, requester.ErrAway):
		o.away(v, who)
		return
	case errors.Is(err, requester.ErrBack):
		o.app.say("%s is in reach again", who)
		o.app.event("back", map[string]any{"farmer": v.Farmer.String(), "session": v.Session.String()})
		return
	}
	if endsWithDeal(err) && o.decided(v) {
		return
	}
	if err != nil {
		if o.app.verbose || o.matters(v, err) {
			o.app.say("%s: %s", who, o.words().Refusal(err))
		}
		o.app.event("refused", map[string]any{"farmer": v.Farmer.String(), "reason": err.Error()})
		return
	}
	if last != nil && last.Phase == v.Phase {
		return
	}
	o.app.mirrorSession(o.node, v)
	switch v.Phase {
	case protocol.Quoted:
		q := quoteOf(v.Farmer, v.Quote)
		o.mu.Lock()
		o.quotes = append(o.quotes, q)
		o.mu.Unlock()
		o.app.say("%s quotes %s, by %s", who, o.asks(q), q.By)
		event := map[string]any{"farmer": q.Farmer, "price": q.Price, "perUnit": q.PerUnit, "unit": q.Unit, "by": q.By, "signature": signature(v)}
		if q.PerDeal != "" {
			event["perDeal"] = q.PerDeal
		}
		o.app.event("quote", event)
	case protocol.Disputed:
		if said := v.Dispute.GetReason(); said != "" {
			o.app.say("what %s delivered is disputed: %s", who, said)
		}
	case protocol.Agreed:
		if j := o.earlier(v); j != nil {
			if o.decided(v) {
				return
			}
			o.app.say("what %s agreed to do for job %.8s, which was interrupted, goes on until %s; come back to it with: %s", who, j.ID,
				clock(time.UnixMilli(v.Terms.DeliverByMs)), o.app.typed("parley run --resume "+j.ID))
		} else if v.Progress == nil {
			o.app.say("%s is hired for %s, at most %s, until %s", who, counted(tasksIn(v, v.Terms.Units)), o.money(v.Terms.Price.Ceiling), clock(time.UnixMilli(v.Terms.DeliverByMs)))
			o.app.event("hired", map[string]any{"farmer": v.Farmer.String(), "units": v.Terms.Units, "tasks": tasksIn(v, v.Terms.Units), "ceiling": v.Terms.Price.Ceiling, "session": v.Session.String()})
		}
	}
}

// away says of a farmer that is out of reach what it is waited for, until when, and what becomes of the money.
func (o *errand) away(v *protocol.View, who string) {
	said := fmt.Sprintf("%s has been out of reach for %s: it is dialed again and again, and another takes its place if one has quoted; it may bring its work until %s",
		who, o.flags.patience, clock(time.UnixMilli(v.Terms.DeliverByMs)))
	if o.node.Ledger != nil && v.Settles() {
		if r, err := o.node.Ledger.OfSession(context.Background(), v); err == nil {
			said += fmt.Sprintf("; the money for what it does not do comes back after %s by itself, while this runs or %s",
				clock(time.Unix(r.Papers.Terms.SubmitBy, 0)), o.app.typed("parley deal watch"))
		}
	}
	o.app.say("%s", said)
	o.app.event("away", map[string]any{"farmer": v.Farmer.String(), "session": v.Session.String()})
}

// signature is what is known of a quote's: it is looked at once the quote is chosen, since the others cost less without.
func signature(v *protocol.View) string {
	if v.Unverified {
		return "not checked yet"
	}
	return "verified"
}

// matters reports whether a refusal is told as it comes. Of a farmer that stopped, its address is known for hours; of one
// that is full it is said once.
func (o *errand) matters(v *protocol.View, err error) bool {
	e, ok := errors.AsType[*protocol.Error](err)
	switch {
	case !ok:
		return true
	case e.Code == protocol.Unavailable && !e.Remote && v.Quote == nil:
		return len(o.flags.farmers) > 0
	case e.Code == protocol.Declined && !e.Remote:
		return !o.flags.dryRun
	case e.Code == protocol.Busy && !o.flags.dryRun:
		o.mu.Lock()
		defer o.mu.Unlock()
		if !o.full[v.Farmer] {
			o.full[v.Farmer] = true
			o.app.say("%s takes nothing for now: %s; unless others do it all, it is asked again and again until %s", v.Farmer.Short(), o.words().Refusal(err),
				clock(time.UnixMilli(v.SOW.GetDeliverByMs())))
		}
		return false
	}
	return true
}

func (o *errand) money(text string) string {
	a, err := messages.ParseAmount(text)
	if err != nil {
		return text
	}
	return o.node.Amount(a)
}

// earlier is the job of a session that is not this run's: its agreement was made by an earlier one.
func (o *errand) earlier(v *protocol.View) *compute.Job {
	if j, err := compute.JobOf(v); err == nil && (o.job == nil || j.ID != o.job.ID) {
		return j
	}
	return nil
}

// got hears of every result that is here and verified: it is written out at once.
func (o *errand) got(v *protocol.View, d compute.Done) {
	if j := o.earlier(v); j != nil {
		o.app.say("%s did task %d of job %.8s, which was interrupted; it is kept, for: %s", v.Farmer.Short(), d.Task, j.ID, o.app.typed("parley run --resume "+j.ID))
		return
	}
	if err := o.export(d); err != nil {
		o.app.say("the result of task %d cannot be written: %v", d.Task, err)
		return
	}
	dir, name := o.place(d.Task)
	path := filepath.Join(dir, name)
	o.app.say("%s did task %d: %s%s", v.Farmer.Short(), d.Task, ending(d), met(o.job, d)+unprinted(d))
	o.show(v.Farmer.Short(), d.Task, path)
	o.app.event("result", map[string]any{"farmer": v.Farmer.String(), "task": d.Task, "cid": d.CID, "exit": d.Exit, "ended": d.Ended, "fuel": d.Fuel, "path": path})
}

// export writes a result to its place, once.
func (o *errand) export(d compute.Done) error {
	o.exporting.Lock()
	defer o.exporting.Unlock()
	if o.exported[d.Task] {
		return nil
	}
	root, err := content.Parse(d.CID)
	if err != nil {
		return err
	}
	dir, name := o.place(d.Task)
	if err := clearResult(dir, name); err != nil {
		return err
	}
	if err := export(context.Background(), o.node.Store, root, dir, name); err != nil {
		return err
	}
	o.exported[d.Task] = true
	return nil
}

// written reports whether every result is written out.
func (o *errand) written() bool {
	o.exporting.Lock()
	defer o.exporting.Unlock()
	return len(o.exported) == len(o.job.Tasks)
}

// clearResult removes what was begun to be written and not ended: by a command that was interrupted, or on a disk that is full.
func clearResult(dir, name string) error {
	if name != "." {
		return os.RemoveAll(filepath.Join(dir, name))
	}
	var errs []error
	for _, part := range []string{"stdout", "stderr", "exitCode", "outputs"} {
		errs = append(errs, os.RemoveAll(filepath.Join(dir, part)))
	}
	return errors.Join(errs...)
}

// place is where the result of a run goes: the folder itself where there is only one.
func (o *errand) place(task int) (dir, name string) {
	if len(o.job.Tasks) == 1 {
		return o.output, "."
	}
	return o.output, fmt.Sprintf("%03d", task)
}

// met tells of the limits that a run met and went on.
func met(j *compute.Job, d compute.Done) string {
	if limits := j.Met(d); len(limits) > 0 {
		return "; its limit was met: " + strings.Join(limits, ", ")
	}
	return ""
}

// unprinted tells what to do about a stream that was cut, for which there is no flag.
func unprinted(d compute.Done) string {
	if slices.Contains(d.Limited, executor.Stdout.String()) || slices.Contains(d.Limited, executor.Stderr.String()) {
		return "; what it printed beyond that is lost: have it write that to a file in /outputs"
	}
	return ""
}

func ending(d compute.Done) string {
	s := d.Ended
	if d.Ended == "exited" {
		s = fmt.Sprintf("exit %d", d.Exit)
	}
	if d.Detail != "" {
		s += " (" + d.Detail + ")"
	}
	if d.Fuel > 0 {
		s += ", with " + fuel(d.Fuel)
	}
	return fmt.Sprintf("%s, in %s", s, time.Duration(d.WallMs)*time.Millisecond)
}

// telemetry shows what the guests print while they run, as far as it is told in time.
func (o *errand) telemetry(v *protocol.View, t *messages.Telemetry) {
	line := picture.Clean(strings.TrimRight(t.GetText(), "\r\n"), shownLine)
	if line == "" {
		return
	}
	o.mu.Lock()
	o.heard[line]++
	o.mu.Unlock()
	if j, err := compute.JobOf(v); err == nil { // which may be an earlier one
		line = unnumbered(j, line)
	}
	o.app.say("%s | %s", v.Farmer.Short(), line)
}

// shownLine is how much of a guest's line is shown.
const shownLine = 200

// unnumbered drops the number of the run where there is only one.
func unnumbered(j *compute.Job, line string) string {
	if len(j.Tasks) == 1 {
		return strings.TrimPrefix(line, "task 0: ")
	}
	return line
}

// show prints what the module printed and was not shown while it ran, under the farmer's name. It comes from a stranger:
// control characters are taken out.
func (o *errand) show(who string, task int, dir string) {
	for _, name := range []string{"stdout", "stderr"} {
		b, err := readHead(filepath.Join(dir, name), 16<<10)
		if err != nil {
			continue
		}
		for line := range strings.Lines(b) {
			if line = strings.TrimRight(line, "\r\n"); line == "" {
				continue
			}
			line = picture.Clean(messages.Printable(fmt.Sprintf("task %d: %s", task, line)), shownLine)
			o.mu.Lock()
			shown := o.heard[line] > 0
			if shown {
				o.heard[line]--
			}
			o.mu.Unlock()
			if !shown {
				o.app.say("%s | %s", who, unnumbered(o.job, line))
			}
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

// pick says whether a run is one of those to repeat. They are drawn at random, so that no farmer knows on which to be honest.
func (o *errand) pick(v *protocol.View, task int) bool {
	if !o.drawn(v, task) {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen.drew(v, task)
	return true
}

func (o *errand) drawn(v *protocol.View, task int) bool {
	if o.draw.Percent > 0 { // what costs nothing is run again only where a person has said so
		return o.draw.Pick(v, task) && (o.flags.again != "" || v.Terms.GetSettlement().GetKind() == messages.SettlementKind_SETTLEMENT_KIND_ESCROW)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.audits == nil {
		o.audits = map[int]bool{}
		tasks := rand.Perm(len(o.job.Tasks))
		for _, t := range tasks[:min(o.flags.audit, len(tasks))] {
			o.audits[t] = true
		}
	}
	return o.audits[task]
}

// unrepeated hears of a run that could not be repeated: it blames nobody, and is taken unseen.
func (o *errand) unrepeated(v *protocol.View, d compute.Done, err error) {
	o.app.say("task %d of %s was to be repeated here, and could not be: %v", d.Task, v.Farmer.Short(), err)
	o.app.event("audit", map[string]any{"farmer": v.Farmer.String(), "task": d.Task, "error": err.Error()})
}

func (o *errand) compared(v *protocol.View, d, again compute.Done) {
	verdict, outcome := "the same", d.Compare(again)
	o.mu.Lock()
	o.seen[o.seen.key(v, d.Task)] = outcome
	o.mu.Unlock()
	switch {
	case outcome == compute.Inconclusive:
		verdict = fmt.Sprintf("inconclusive, since one of the runs was ended by its machine: %s there, %s here", d.Ended, again.Ended)
	case d.CID != again.CID:
		verdict = "NOT the same: " + again.CID
	case outcome == compute.Mismatch:
		verdict = fmt.Sprintf("NOT for the same fuel: %s instead of %s", fuel(again.Fuel), fuel(d.Fuel))
	}
	o.app.say("task %d of %s was repeated here: %s", d.Task, v.Farmer.Short(), verdict)
	o.app.event("audit", map[string]any{"farmer": v.Farmer.String(), "task": d.Task, "same": outcome == compute.Same, "conclusive": outcome != compute.Inconclusive})
}

func (o *errand) line(l compute.Line) {
	fields := map[string]any{"farmer": l.Farmer.String(), "session": l.Session.String(), "phase": l.View.Phase.String(), "owed": l.Owed.String(), "tasks": l.Tasks, "fuel": l.Fuel}
	if l.Err != nil {
		fields["error"] = l.Err.Error()
	}
	o.app.say("%s: %s, %s, %s", l.Farmer.Short(), l.View.Phase, counted(len(l.Tasks)), o.node.Amount(l.Owed))
	o.app.event("ended", fields)
}

// step hears from the reconciler.
func (o *errand) step(r *deals.Record, p deals.Plan, err error) {
	o.app.mirrorDeal(o.node, r.Papers.ID)
	if err := o.disputes(context.Background(), r); err != nil {
		o.app.logger().Warn("whom a deal is disputed with", "deal", r.Papers.ID, "err", err)
	}
	if u, left := errors.AsType[*deals.Unappealed](err); left {
		o.app.say("deal %.10s: %s"+whileStopped, r.Papers.ID, o.app.typed(unappealed(o.market, r.Papers.ID, u)))
	} else if err != nil && !errors.Is(err, context.Canceled) {
		o.app.say("deal %.10s: %s failed, will be tried again: %v", r.Papers.ID, p.Step, err)
	} else if err == nil && p.Step != deals.Finish {
		o.app.say("deal %.10s: %s, since %s", r.Papers.ID, p.Step, p.Why)
	} else if err == nil && r.Complaint != nil {
		o.judged(r)
	}
}

// judged tells how a deal has ended that this side has disputed, which no session tells.
func (o *errand) judged(r *deals.Record) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	end, ended, err := o.node.Party.End(ctx, &r.Papers)
	if err != nil || !ended {
		o.app.say("deal %.10s has ended; how says: %s %.12s", r.Papers.ID, o.app.typed("parley deal show"), r.Papers.ID)
		return
	}
	o.app.say("deal %.10s has ended: %s", r.Papers.ID, endingOf(o.market, r, end).money())
}
