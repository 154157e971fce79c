package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// books are a farmer's, whose chain says what it is told to.
type books struct {
	*testing.T
	journal *journal.Memory
	node    *node.Node
	ends    map[deals.Hash]party.End
	away    error // what the chain answers instead
	said    bytes.Buffer
}

func newBooks(t *testing.T) *books {
	b := &books{T: t, journal: new(journal.Memory), ends: map[deals.Hash]party.End{}}
	m := &market.Market{Chain: &market.Chain{Symbol: "PLAY"}}
	b.node = &node.Node{Home: &home.Home{Dir: t.TempDir()}, Market: m, Journal: b.journal}
	return b
}

// deal is one whose bond is 80, and for which the requester has signed for so much; empty: for nothing.
func (b *books) deal(id byte, accepted string, end party.End) *deals.Record {
	r := &deals.Record{Role: protocol.Farmer, Papers: deals.Papers{ID: deals.Hash{id}, Deal: deals.Deal{Bond: "80"}}, Opened: true}
	if accepted != "" {
		r.Accepted = &deals.Acceptance{Delivery: deals.Delivery{Cost: accepted}}
	}
	b.ends[r.Papers.ID] = end
	b.keep("deals", r)
	return r
}

func (b *books) keep(bucket string, r *deals.Record) {
	b.Helper()
	value, err := json.Marshal(r)
	if err != nil {
		b.Fatal(err)
	}
	if err := b.journal.Commit(b.Context(), journal.Batch{Notes: []journal.Note{{Bucket: bucket, Key: r.Papers.ID[:], Value: value}}}); err != nil {
		b.Fatal(err)
	}
}

// closed is what the reconciler does last.
func (b *books) closed(r *deals.Record) {
	b.Helper()
	closed := *r
	closed.Closed = true
	b.keep("deals-closed", &closed)
	if err := b.journal.Commit(b.Context(), journal.Batch{Notes: []journal.Note{{Bucket: "deals", Key: r.Papers.ID[:]}}}); err != nil {
		b.Fatal(err)
	}
}

func (b *books) life() *earnings {
	b.said.Reset()
	b.node.Ledger = &deals.Ledger{Journal: b.journal}
	e := newEarnings(&app{err: &b.said}, b.node)
	e.end = func(_ context.Context, p *deals.Papers) (party.End, bool, error) {
		end, ended := b.ends[p.ID]
		return end, ended, b.away
	}
	e.before(b.Context())
	return e
}

// told are the ends of the lines.
func (b *books) told() (lines []string) {
	for line := range strings.Lines(b.said.String()) {
		_, what, _ := strings.Cut(strings.TrimSpace(line), ": ")
		lines = append(lines, what)
	}
	return lines
}

func units(n uint64) messages.Amount { return messages.AmountOfUint64(n) }

// What a farmer has earned is what the chain has paid, whatever the requester has signed for, and is told once, in whatever life, with what
// became of the bond: a deal that ended before a restart, one that was closed before it could be told, and one while the chain was away.
func TestEarnedOnce(t *testing.T) { // DESIGN 9
	b := newBooks(t)
	settled := b.deal(1, "5", party.End{Outcome: escrow.OutcomeAccepted, Paid: units(5)})
	silent := b.deal(2, "", party.End{Outcome: escrow.OutcomeSilent, Paid: units(8)})
	wrong := b.deal(3, "40", party.End{Outcome: escrow.OutcomeWrong, Lost: units(80)})
	e := b.life()
	for _, step := range []deals.Step{deals.DoSettle, deals.DoClaim} { // what it comes to the chain says at the end
		e.step(settled, deals.Plan{Step: step, Why: "why"}, nil)
	}
	for _, r := range []*deals.Record{settled, silent, wrong} {
		b.closed(r)
		e.step(r, deals.Plan{Step: deals.Finish}, nil)
		if !e.tell(t.Context()) {
			t.Errorf("%s is left untold", r.Papers.ID)
		}
	}
	if diff := cmp.Diff([]string{"0 PLAY, in 0 deals", "settle, since why", "claim, since why",
		"the requester accepted (row 3): 5 PLAY earned, and the bond of 80 PLAY is back; 5 PLAY since the start",
		"the requester was silent, which accepts and costs it a penalty (row 5): 8 PLAY earned, and the bond of 80 PLAY is back; 13 PLAY since the start",
		"the arbiter found the result wrong, and the requester had said what is right (row 7): 0 PLAY earned, and the whole bond of 80 PLAY is lost; 13 PLAY since the start",
	}, b.told()); diff != "" {
		t.Errorf("the first life (-want +got):\n%s", diff)
	}

	undetermined := b.deal(4, "3", party.End{Outcome: escrow.OutcomeUndetermined, Paid: units(10), Lost: units(2)})
	b.closed(undetermined)
	void := b.deal(5, "", party.End{})
	void.Void = true
	b.closed(void)
	unruled := b.deal(6, "", party.End{Outcome: escrow.OutcomeUnjudged, Paid: units(7)})
	e = b.life()
	b.away = deals.ErrUnreachable
	b.closed(unruled)
	e.step(unruled, deals.Plan{Step: deals.Finish}, nil)
	if e.tell(t.Context()) {
		t.Error("nothing is left to tell though the chain is away")
	}
	b.away = nil
	for range 2 { // and once
		if !e.tell(t.Context()) {
			t.Error("it is not told when the chain is back")
		}
	}
	if diff := cmp.Diff([]string{"13 PLAY, in 3 deals",
		"the arbiter could not tell who is right (row 9): 10 PLAY earned, and 2 PLAY of the bond of 80 PLAY is lost; 10 PLAY since the start",
		"it was disputed, and nobody ruled in time (row 9b): 7 PLAY earned, and the bond of 80 PLAY is back; 17 PLAY since the start",
	}, b.told()); diff != "" {
		t.Errorf("the second life (-want +got):\n%s", diff)
	}
	if b.life(); !slices.Equal(b.told(), []string{"30 PLAY, in 5 deals"}) {
		t.Errorf("the third life: %q", b.told())
	}
}

// What is told of a deal that has ended is told as soon as it has, and where the chain is away within a minute of its return.
func TestEndsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, stop := untellable(t, deals.ErrUnreachable)
		defer stop()
		if said := b.told(); len(said) != 1 {
			t.Errorf("it is told while the chain is away: %q", said)
		}
		b.away = nil
		time.Sleep(time.Minute)
		synctest.Wait()
		if said := b.told(); len(said) != 2 {
			t.Errorf("it is not told a minute after the chain was back: %q", said)
		}
	})
}

// untellable has a deal end while the chain cannot tell how, until stop is called.
func untellable(t *testing.T, away error) (b *books, stop func()) {
	t.Helper()
	b = newBooks(t)
	r := b.deal(1, "5", party.End{Outcome: escrow.OutcomeAccepted, Paid: units(5)})
	e := b.life()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- e.account(ctx) }()
	b.away = away
	b.closed(r)
	e.step(r, deals.Plan{Step: deals.Finish}, nil)
	synctest.Wait()
	return b, func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

// A farmer hears, once, of a deal whose end its chain does not tell, as where its logs were pruned, what is known of it; and the end if it comes after all.
func TestAnEndThatIsNotTold(t *testing.T) { // DESIGN 9
	for what, c := range map[string]struct {
		err   error
		after time.Duration // until it is said
	}{
		"logs were pruned":       {errors.New("history has been pruned"), 0},
		"the chain is away":      {deals.ErrUnreachable, lasting},
		"the chain stays behind": {deals.Behind("it does not show it"), lasting},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, stop := untellable(t, c.err)
				defer stop()
				if c.after > 0 && len(b.told()) != 1 {
					t.Errorf("it is said at once: %q", b.told())
				}
				time.Sleep(c.after + time.Hour)
				synctest.Wait()
				said := b.said.String()
				if n := strings.Count(said, "has ended, and how cannot be told yet: "+c.err.Error()); n != 1 {
					t.Errorf("it is said %d times: %s", n, said)
				}
				contains(t, said, "; its requester has signed for 5 PLAY; ", "deal show", "0x01")
				b.away = nil
				time.Sleep(time.Minute)
				synctest.Wait()
				if lines := b.told(); len(lines) != 3 || !strings.HasSuffix(b.said.String(), "5 PLAY since the start\n") {
					t.Errorf("its end is told in %q", lines)
				}
			})
		})
	}
}

// Each way in which a deal can end has words and a row of docs/SETTLEMENT.md.
func TestEndingsHaveWords(t *testing.T) { // DESIGN 9
	seen := map[string]bool{}
	for o := escrow.OutcomeDeclined; o <= escrow.OutcomeDivided; o++ {
		how := endings[o]
		if how.row == "" || how.says == "" || seen[how.says] {
			t.Errorf("%s: row %q, %q", o, how.row, how.says)
		}
		seen[how.says] = true
	}
}

// Who cancels hears what that gives back, which is less once the arbiter has taken the case.
func TestCanceled(t *testing.T) { // SETTLEMENT, row 1
	m, r := &market.Market{Chain: &market.Chain{Symbol: "PLAY"}}, &deals.Record{Papers: deals.Papers{Deal: deals.Deal{Bond: "80"}}}
	before := party.End{Outcome: escrow.OutcomeCanceled, ToPayer: units(120), ToFarmer: units(80)}
	after := party.End{Outcome: escrow.OutcomeCanceled, ToPayer: units(109), ToFarmer: units(70), Fee: units(21), Lost: units(10)}
	for says, end := range map[string]party.End{
		"canceled: each side has back what it had locked": before,
		"canceled: the payer has 109 PLAY back, and the farmer 70 PLAY; the rest of what was locked is the arbiter's fee of 21 PLAY": after,
	} {
		if got := endingOf(m, r, end).canceled(); got != says {
			t.Errorf("it says %q, want %q", got, says)
		}
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
