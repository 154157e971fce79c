package main

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// TestStory: a person is told the state of a deal in words, also of one that is over.
func TestStory(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	papers := deals.Papers{Deal: deals.Deal{Price: "200", Deposit: "20", Bond: "800", OpenBy: now.Unix() - 1}, Terms: deals.Terms{SubmitBy: now.Unix() + 60}}
	paid := &deals.Acceptance{Delivery: deals.Delivery{Cost: "150"}}
	later := papers
	later.Deal.OpenBy = now.Unix() + 1
	const ended = "nothing is left to do; what was paid says: parley deal show 0x0000000000"
	clock := func(t time.Time) string { return t.Local().Format(time.DateTime) }
	for _, c := range []struct {
		what, state, story string
		record             deals.Record
		chain              deals.State
	}{
		{"never opened", "void", "never opened; nobody owes anything", deals.Record{Papers: papers}, deals.Unopened},
		{"never opened, and told so", "void", "never opened; nobody owes anything", deals.Record{Papers: papers, Closed: true, Void: true}, deals.Unopened},
		{"not opened yet", "unopened", "waits: the deal may still be opened, until " + clock(now.Add(time.Second)), deals.Record{Papers: later}, deals.Unopened},
		{"closed and forgotten by the chain", "closed", ended, deals.Record{Papers: papers, Opened: true}, deals.Unopened},
		{"closed, and what was signed for says nothing of what was paid", "closed", ended, deals.Record{Papers: papers, Opened: true, Closed: true, Accepted: paid}, deals.Closed},
		{"open", "open", "waits: the work is under way, until " + clock(now.Add(time.Minute)), deals.Record{Papers: papers, Role: protocol.Farmer, Opened: true}, deals.Open},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := deals.Show(&c.record, deals.Status{State: c.chain, Since: now, Block: deals.Block{Time: now}})
			if got := stateOf(&c.record, s); got != c.state {
				t.Errorf("state %s, want %s", got, c.state)
			}
			if got := story(&c.record, s); got != c.story {
				t.Errorf("it says %q, want %q", got, c.story)
			}
		})
	}
}

// TestStepsHaveWords: whatever a node does next with a deal is told in words. DESIGN 9
func TestStepsHaveWords(t *testing.T) {
	for s := deals.Wait; s <= deals.DoLapse; s++ {
		if said := next(&deals.Shown{Next: s.String(), Why: "why"}); said == s.String()+": why" || said == ": why" {
			t.Errorf("%s has no words: %q", s, said)
		}
	}
}
