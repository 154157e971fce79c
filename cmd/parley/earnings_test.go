package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// What a farmer has earned is told once, in whatever life: a deal that was settled before a restart and is seen closed after it,
// one that silence paid, and one that was closed before it could be told.
func TestEarnedOnce(t *testing.T) {
	j := new(journal.Memory)
	n := &node.Node{Home: &home.Home{Dir: t.TempDir()}, Market: new(market.Market), Journal: j, Ledger: &deals.Ledger{Journal: j}}
	keep := func(bucket string, r *deals.Record) *deals.Record {
		t.Helper()
		value, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: bucket, Key: r.Papers.ID[:], Value: value}}}); err != nil {
			t.Fatal(err)
		}
		return r
	}
	deal := func(id byte, cost string) *deals.Record {
		d := deals.Delivery{Cost: cost}
		return &deals.Record{Role: protocol.Farmer, Papers: deals.Papers{ID: deals.Hash{id}}, Result: &d, Accepted: &deals.Acceptance{Delivery: d}}
	}
	var said bytes.Buffer
	life := func() *earnings {
		said.Reset()
		e := &earnings{app: &app{err: &said}, node: n, credited: map[deals.Hash]bool{}}
		e.before(t.Context())
		return e
	}
	// told are the ends of the lines.
	told := func() (lines []string) {
		for line := range strings.Lines(said.String()) {
			_, what, _ := strings.Cut(strings.TrimSpace(line), ": ")
			lines = append(lines, what)
		}
		return lines
	}

	settled, silent := keep("deals", deal(1, "5")), deal(2, "7")
	silent.Accepted = nil
	keep("deals", silent)
	e := life()
	e.step(settled, deals.Plan{Step: deals.DoSettle}, nil)
	e.step(silent, deals.Plan{Step: deals.DoClaim}, nil)
	if diff := cmp.Diff([]string{"0, in 0 deals", "5 earned; 5 since the start", "7 earned; 12 since the start"}, told()); diff != "" {
		t.Errorf("the first life (-want +got):\n%s", diff)
	}

	untold := deal(3, "11")
	untold.Closed = true
	keep("deals-closed", untold)
	e = life()
	settled.Closed, silent.Closed = true, true
	e.step(settled, deals.Plan{Step: deals.Finish}, nil)
	e.step(silent, deals.Plan{Step: deals.Finish}, nil)
	if diff := cmp.Diff([]string{fmt.Sprintf("%d, in 3 deals", 5+7+11)}, told()); diff != "" {
		t.Errorf("the second life (-want +got):\n%s", diff)
	}
}

// THREATS, memory: who asks again and again and never hires leaves nothing behind, whatever it says at the end.
func TestAskersAreForgotten(t *testing.T) {
	for _, code := range []messages.Code{protocol.Declined, protocol.Canceled, protocol.Price, protocol.Unavailable} {
		e := &earnings{app: &app{err: io.Discard}, node: new(node.Node), phases: map[messages.ID]protocol.Phase{{1}: protocol.Quoted}}
		why := protocol.Errorf(code, "no")
		why.Remote = true
		e.notice(&protocol.View{Session: messages.ID{1}, Phase: protocol.Quoted, Quote: new(messages.Quote)}, why)
		if len(e.phases) > 0 {
			t.Errorf("one that ended with %v is kept", why)
		}
	}
}
