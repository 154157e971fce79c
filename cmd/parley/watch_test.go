package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// TestTelemetryOfAnotherJob: who only watches has no job of its own, and hears what the guests of its farmers print all the same.
func TestTelemetryOfAnotherJob(t *testing.T) { // H30
	var told strings.Builder
	o := &errand{app: &app{err: &told}, heard: map[string]int{}}
	o.telemetry(&protocol.View{SOW: &messages.SOW{}}, &messages.Telemetry{Text: "task 0: hello\n"})
	contains(t, told.String(), " | task 0: hello\n")
}

// TestWhatIsOpen: whoever waits for deals, or leaves them, hears what becomes of them, and of a judge only where one may rule.
func TestWhatIsOpen(t *testing.T) { // DESIGN 9; SETTLEMENT rule 1, row 9b
	at := time.Unix(1_000_000, 0)
	submit, ruled := clock(at), clock(at.Add(300*time.Second))
	deal := func(disputed, judged bool) *deals.Record {
		r := &deals.Record{Role: protocol.Requester, Papers: deals.Papers{Terms: deals.Terms{SubmitBy: at.Unix(), AcceptWindow: 100, JudgeWindow: 200}}}
		if disputed {
			r.Complaint = new(deals.Complaint)
		}
		if judged {
			r.Papers.Terms.Arbiter = deals.Address{7}
		}
		return r
	}
	const asks, half = "who judges it asks this side for module and inputs", "nobody judges it, and each side bears half of the cost then"
	for what, c := range map[string]struct {
		of                      []*deals.Record
		settling, left, awaited string
	}{
		"none is disputed": {[]*deals.Record{deal(false, true)},
			"waiting for ada to settle on chain, until " + submit + " at the latest",
			"the deals with ada are still open until " + submit + ": what their farmers put on the chain meanwhile is accepted by silence",
			"1 deal is open, whose work may come until " + at.Format(time.DateTime) + "; Ctrl-C leaves them"},
		"a panel judges one of two": {[]*deals.Record{deal(false, false), deal(true, true)},
			"waiting for what is disputed with bob to end, at " + ruled + " at the latest: " + asks,
			"what is disputed with bob goes on until " + ruled + " at the latest: keep this side reachable until then, since nobody else may show module and inputs to who judges it",
			"2 deals are open, 1 of them disputed, until " + at.Add(300*time.Second).Format(time.DateTime) + " at the latest; " + asks + "; Ctrl-C leaves them"},
		"nobody judges it": {[]*deals.Record{deal(true, false)},
			"waiting for what is disputed with ada to end, at " + ruled + " at the latest: " + half,
			"what is disputed with ada goes on until " + ruled + " at the latest: " + half,
			"1 deal is open, 1 of them disputed, until " + at.Add(300*time.Second).Format(time.DateTime) + " at the latest; " + half + "; Ctrl-C leaves them"},
	} {
		var u unclosed
		for i, r := range c.of {
			u.add(r, []string{"ada", "bob"}[i])
		}
		for says, want := range map[string]string{u.settling(): c.settling, u.left(): c.left, u.awaited(): c.awaited} {
			if says != want {
				t.Errorf("%s: it says %q, want %q", what, says, want)
			}
		}
	}
}

// Why what a farmer delivered is disputed is said.
func TestWhyItIsDisputed(t *testing.T) { // DESIGN 9
	for reason, want := range map[string]string{"task 0 differs": "is disputed: task 0 differs\n", "": ""} {
		var told strings.Builder
		o := &errand{app: &app{err: &told}, node: new(node.Node), views: map[messages.ID]*protocol.View{}}
		o.notice(&protocol.View{SOW: &messages.SOW{}, Phase: protocol.Disputed, Dispute: &messages.Dispute{Reason: reason}}, nil)
		if got := told.String(); !strings.HasSuffix(got, want) || want == "" && got != "" {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

// TestWhatStands: whoever stops in the middle of a job hears until when it has to be back: for what was delivered already, the end of its review.
func TestWhatStands(t *testing.T) { // DESIGN 9, H06
	due, soon, later := time.UnixMilli(1_000_000_000), time.UnixMilli(1_000_600_000), time.UnixMilli(1_000_900_000)
	at := func(phase protocol.Phase, reviewBy time.Time) *protocol.View {
		v := &protocol.View{Phase: phase, SOW: &messages.SOW{}, Agreement: &messages.Agreement{}, Terms: &messages.Terms{DeliverByMs: due.UnixMilli()}}
		v.Delivery, v.Reward, v.Progress = &messages.Delivery{ReviewByMs: reviewBy.UnixMilli()}, new(messages.Reward), new(messages.Progress)
		return v
	}
	agreed, delivered := at(protocol.Agreed, later), at(protocol.Delivered, soon)
	reviewed := ". Silence accepts what was delivered, from " + clock(soon) + " on"
	for what, c := range map[string]struct {
		of   []*protocol.View
		says string
	}{
		"nothing binds":  {[]*protocol.View{{Phase: protocol.Quoted, Quote: new(messages.Quote)}, at(protocol.Settled, soon), at(protocol.Rewarded, soon)}, ""},
		"work":           {[]*protocol.View{agreed}, ". What was agreed stands, until " + clock(due)},
		"a claim":        {[]*protocol.View{at(protocol.Claimed, later)}, ". What was agreed stands, until " + clock(due)},
		"in a review":    {[]*protocol.View{at(protocol.Delivered, later), delivered}, reviewed},
		"and other work": {[]*protocol.View{delivered, agreed}, ". What was agreed stands, until " + clock(due) + reviewed},
	} {
		if got := standing(slices.Values(c.of)); got != c.says {
			t.Errorf("%s: it says %q, want %q", what, got, c.says)
		}
	}
}
