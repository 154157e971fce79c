package deals

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// deepening is a chain on which a deal is opened, and comes to stand deep.
type deepening struct {
	purse
	log *[]string
	at  int // of its states
}

func (d *deepening) Status(_ context.Context, _ Hash, depth uint64) (Status, error) {
	s := Status{State: Open, Block: Block{Time: time.Now()}}
	if depth == 1 {
		d.at++
	}
	if d.at == 1 || depth > 1 && d.at == 2 {
		s.State = Unopened
	}
	if d.at <= 3 {
		*d.log = append(*d.log, map[State]string{Unopened: "unopened", Open: "open"}[s.State])
	}
	return s, nil
}

// working is the farmer inside, which fails, and its progress.
type working struct {
	farmer.Farmer
	farmer.Progress
	log *[]string
}

func (w working) Begun() { *w.log = append(*w.log, "begun") }

func (w working) Work(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
	*w.log = append(*w.log, "work")
	return nil, errors.New("broken")
}

// THREATS: work has begun, and is no agreement that was left, once its deal is open as deep as is asked for, whatever comes of it.
func TestWorkBeginsOnceItsDealIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log []string
		w := working{log: &log}
		g := Guard(w, &deepening{log: &log}, &Ledger{Journal: new(journal.Memory)}, nil)
		g.Depth = 3
		p := papers()
		p.ID, p.Deal.OpenBy, p.Terms.SubmitBy = Hash{1}, time.Now().Add(time.Minute).Unix(), time.Now().Add(time.Hour).Unix()
		v := &protocol.View{AgreementID: messages.ID{1}, Terms: &messages.Terms{Settlement: &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW}}}
		g.derived.of = map[messages.ID]*Papers{v.AgreementID: &p}
		if _, err := g.Work(t.Context(), v, w); err == nil {
			t.Fatal("it did not fail")
		}
		if diff := cmp.Diff([]string{"unopened", "open", "unopened", "open", "open", "begun", "work"}, log); diff != "" {
			t.Error(diff)
		}
	})
}
