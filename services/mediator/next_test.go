package mediator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

var (
	now  = time.Unix(1_800_000_000, 0).UTC()
	head = mediator.Head{Block: 100, Time: now}
)

// docketIn is one of a case in a stage that lasts for another hour.
func docketIn(stage mediator.Stage) mediator.Docket {
	d := mediator.Docket{Stage: stage, Until: now.Add(hour), JudgeBy: now.Add(10 * hour), DrawFrom: 100, CommitWindow: hour, RevealWindow: hour}
	if stage == mediator.Unknown {
		d = mediator.Docket{}
	}
	return d
}

// SETTLEMENT rule 8: what a mediator does in every stage, by its seat, by whether it has found anything, and by the time.
func TestNext(t *testing.T) {
	const w = mediator.Wait
	sat := []string{"no seat", "seated", "committed", "revealed"}
	// By seat: nothing found in time, nothing found and the case's time over, found in time, found and over.
	type cells [4][4]mediator.Step
	all := func(in, out mediator.Step) (c cells) {
		for i := range c {
			c[i] = [4]mediator.Step{in, out, in, out}
		}
		return c
	}
	for stage, want := range map[mediator.Stage]cells{
		mediator.Unknown:     all(w, mediator.DoCollect),
		mediator.Armed:       all(mediator.DoDraw, mediator.DoLapse),
		mediator.Committing:  {{w, w, w, w}, {mediator.DoRun, mediator.DoRun, mediator.DoCommit, mediator.DoCommit}, {mediator.DoRun, mediator.DoRun, w, w}, {w, w, w, w}},
		mediator.Settling:    {{w, w, w, w}, {w, w, w, w}, {mediator.DoRun, mediator.DoRun, w, w}, {w, w, w, w}},
		mediator.Revealing:   {{w, w, w, w}, {w, w, w, w}, {mediator.DoRun, mediator.DoRun, mediator.DoReveal, mediator.DoReveal}, {w, w, w, w}},
		mediator.Appealable:  all(w, w),
		mediator.Concludable: all(mediator.DoConclude, mediator.DoLapse),
		mediator.Ended:       all(mediator.DoFinish, mediator.DoFinish),
	} {
		for seat := range sat {
			for i, found := range []bool{false, true} {
				for j, over := range []bool{false, true} {
					c := &mediator.Case{JudgeBy: now.Add(10 * hour)}
					if found {
						c.Finding = &mediator.Finding{Digest: deals.Hash{1}}
					}
					d := docketIn(stage)
					d.Seated, d.Committed, d.Revealed = seat >= 1, seat >= 2, seat >= 3
					h := head
					if over {
						h.Time = c.JudgeBy.Add(time.Second)
					}
					d.Of = h
					if got := mediator.Next(c, d, d, h); got.Step != want[seat][2*i+j] || got.Why == "" {
						t.Errorf("%s, %s, found %t, over %t: %v, want %v", stage, sat[seat], found, over, got, want[seat][2*i+j])
					}
				}
			}
		}
	}
}

// What is not in the table of stages.
func TestNextBesides(t *testing.T) {
	found := &mediator.Finding{Digest: deals.Hash{1}}
	for i, c := range []struct {
		what   string
		record mediator.Case
		stage  mediator.Stage
		edit   func(newest, deep *mediator.Docket, head *mediator.Head)
		step   mediator.Step
	}{
		{what: "the block that draws has not come", stage: mediator.Armed, step: mediator.Wait,
			edit: func(n, _ *mediator.Docket, _ *mediator.Head) { n.DrawFrom = 101 }},
		{what: "no time for a round", stage: mediator.Armed, step: mediator.Wait,
			edit: func(_, _ *mediator.Docket, h *mediator.Head) { h.Time = now.Add(2 * hour) }},
		{what: "nobody revealed", stage: mediator.Concludable, step: mediator.Wait,
			edit: func(n, _ *mediator.Docket, _ *mediator.Head) { n.Silent = true }},
		{what: "the end of the commitments is not deep", record: mediator.Case{Finding: found}, stage: mediator.Revealing, step: mediator.Wait,
			edit: func(n, d *mediator.Docket, _ *mediator.Head) {
				n.Seated, n.Committed, d.Committed, d.Stage = true, true, true, mediator.Settling
			}},
		{what: "its commitment is not deep", record: mediator.Case{Finding: found}, stage: mediator.Revealing, step: mediator.Wait,
			edit: func(n, _ *mediator.Docket, _ *mediator.Head) { n.Seated, n.Committed = true, true }},
		{what: "served before it is revealed", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Revealing, step: mediator.DoServe, edit: committed},
		{what: "served", record: mediator.Case{Finding: found, Owed: true, Given: true}, stage: mediator.Revealing, step: mediator.DoReveal, edit: committed},
		{what: "not served, and the time to reveal runs out", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Revealing, step: mediator.DoReveal,
			edit: func(n, d *mediator.Docket, h *mediator.Head) {
				committed(n, d, h)
				h.Time = n.Until.Add(-n.RevealWindow / 4)
			}},
		{what: "served after it was revealed", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Revealing, step: mediator.DoServe,
			edit: func(n, d *mediator.Docket, h *mediator.Head) { committed(n, d, h); n.Revealed = true }},
		{what: "served in time for an appeal", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Appealable, step: mediator.DoServe},
		{what: "not served while others commit", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Committing, step: mediator.Wait, edit: committed},
		{what: "a ruling comes first", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Concludable, step: mediator.DoConclude},
		{what: "unknown, after its time, to a node that lags behind", record: mediator.Case{Finding: found}, step: mediator.Wait, edit: lagging(11 * hour)},
		{what: "armed, after its time, at a node that lags behind", stage: mediator.Armed, step: mediator.DoDraw, edit: lagging(11 * hour)},
		{what: "to be concluded, after its time, at a node that lags behind", stage: mediator.Concludable, step: mediator.DoConclude, edit: lagging(11 * hour)},
		{what: "not served, and the time to reveal runs out where more is known", record: mediator.Case{Finding: found, Owed: true}, stage: mediator.Revealing, step: mediator.DoReveal,
			edit: func(n, d *mediator.Docket, h *mediator.Head) { committed(n, d, h); lagging(hour)(n, d, h) }},
		{what: "finished", record: mediator.Case{Over: true}, step: mediator.DoCollect},
		{what: "finished, whatever an endpoint says", record: mediator.Case{Over: true, Finding: found}, stage: mediator.Committing, step: mediator.DoCollect,
			edit: func(n, _ *mediator.Docket, _ *mediator.Head) { n.Seated = true }},
		{what: "finished, and that was taken back", record: mediator.Case{Over: true, OverAt: 100, Collected: true}, stage: mediator.Ended, step: mediator.DoFinish},
		{what: "finished, and that was taken back, by an earlier version's record", record: mediator.Case{Over: true}, stage: mediator.Ended, step: mediator.DoFinish},
		{what: "finished, at a node that lags behind", record: mediator.Case{Over: true, OverAt: 101}, stage: mediator.Ended, step: mediator.Wait},
		{what: "finished, at a node that lags behind the head", record: mediator.Case{Over: true, OverAt: 101}, stage: mediator.Ended, step: mediator.Wait,
			edit: func(n, d *mediator.Docket, h *mediator.Head) { lagging(hour)(n, d, h); h.Block += 10 }},
		{what: "finished and not served, at a node that lags behind", record: mediator.Case{Over: true, OverAt: 101, Finding: found, Owed: true}, stage: mediator.Ended, step: mediator.DoServe},
		{what: "collected", record: mediator.Case{Over: true, Collected: true}, step: mediator.DoClose},
		{what: "collected and not served", record: mediator.Case{Over: true, Collected: true, Finding: found, Owed: true}, step: mediator.DoServe},
		{what: "collected, and to be fetched", record: mediator.Case{Over: true, Collected: true, Owed: true, Given: true}, step: mediator.Wait,
			edit: func(_, _ *mediator.Docket, h *mediator.Head) { h.Time = now.Add(34 * hour) }},
		{what: "fetched or not", record: mediator.Case{Over: true, Collected: true, Owed: true, Given: true}, step: mediator.DoClose,
			edit: func(_, _ *mediator.Docket, h *mediator.Head) { h.Time = now.Add(34*hour + time.Second) }},
		{what: "it cannot be served", record: mediator.Case{Over: true, Collected: true, Owed: true}, step: mediator.DoClose,
			edit: func(_, _ *mediator.Docket, h *mediator.Head) { h.Time = now.Add(10*hour + time.Second) }},
	} {
		t.Run(fmt.Sprint(i, " ", c.what), func(t *testing.T) {
			newest, h := docketIn(c.stage), head
			deep := newest
			if c.edit != nil {
				c.edit(&newest, &deep, &h)
			}
			if newest.Of == (mediator.Head{}) {
				newest.Of = h
			}
			c.record.JudgeBy = now.Add(10 * hour)
			if got := mediator.Next(&c.record, newest, deep, h); got.Step != c.step {
				t.Errorf("%v, want %v", got, c.step)
			}
		})
	}
}

// lagging has the docket be of a block that is older than the head.
func lagging(by time.Duration) func(newest, deep *mediator.Docket, h *mediator.Head) {
	return func(newest, _ *mediator.Docket, h *mediator.Head) {
		newest.Of = *h
		h.Time = h.Time.Add(by)
	}
}

func committed(newest, deep *mediator.Docket, _ *mediator.Head) {
	newest.Seated, newest.Committed, deep.Seated, deep.Committed = true, true, true, true
}
