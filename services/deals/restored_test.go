package deals_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/journaltest"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// archive is a side's journal, of which a backup is made after every commit, and of its account's transactions with it.
type archive struct {
	journal.Journal
	account *ledger.Party
	at      int    // the commit after which the side dies, from 1; 0 never
	dies    func() // ends the process, without waiting

	mu      sync.Mutex
	commits []journal.Batch
	stores  []func() // what puts the transactions back: [n] those after n commits
}

func (r *run) archive(of ledger.Seat, at int, dies func()) *archive {
	account := r.market.World.Party(of).(*ledger.Party)
	a := &archive{Journal: r.journals[of], account: account, at: at, dies: dies, stores: []func(){account.Backup()}}
	r.market.SetJournal(of, a)
	return a
}

func (a *archive) Commit(ctx context.Context, b journal.Batch) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.at > 0 && len(a.commits) == a.at {
		return journaltest.ErrCrashed
	}
	if err := a.Journal.Commit(ctx, b); err != nil {
		return err
	}
	kept := journal.Batch{Records: slices.Clone(b.Records), Notes: slices.Clone(b.Notes)}
	for i := range kept.Records {
		kept.Records[i].Envelope = bytes.Clone(kept.Records[i].Envelope)
	}
	for i, n := range kept.Notes {
		kept.Notes[i].Key, kept.Notes[i].Value = bytes.Clone(n.Key), bytes.Clone(n.Value)
	}
	a.commits, a.stores = append(a.commits, kept), append(a.stores, a.account.Backup())
	if len(a.commits) == a.at {
		a.dies()
		return journaltest.ErrCrashed
	}
	return nil
}

// restore is the side's journal as it was after so many commits; its account's transactions are put back likewise.
func (a *archive) restore(t *testing.T, commits int) *journal.Memory {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	m := new(journal.Memory)
	for _, b := range a.commits[:commits] {
		if err := m.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	a.stores[commits]()
	return m
}

// course is a way for a deal of three parts to go.
type course struct {
	name string
	set  func(*run)
	paid int64 // to the farmer
}

var courses = []course{
	{"paid in parts", func(*run) {}, 300},
	// What comes by the chain alone is taken, so that who has forgotten that it contests the result pays for all of it.
	{"contested", func(r *run) {
		r.market.Buyer.Review = contests
		r.market.Buyer.Inspect = func(*protocol.View, [32]byte, messages.Amount) (*messages.Dispute, error) { return nil, nil }
	}, 200},
	{"stopped at the second part", func(r *run) {
		r.market.Buyer.Review = failsAt(2, protocol.Errorf(protocol.Canceled, "enough"))
	}, 100},
	{"unanswered at the second part", func(r *run) {
		r.market.Buyer.Review = failsAt(2, errors.New("not today"))
	}, 100},
	{"failed at the second part", func(r *run) {
		r.market.Service.Part = func(_ context.Context, n int) error {
			if n < 2 {
				return nil
			}
			return protocol.Errorf(protocol.Internal, "it does not work")
		}
	}, 100},
}

func contests(v *protocol.View) (messages.Message, error) {
	if v.Delivery == nil {
		return nil, nil
	}
	evidence, err := messages.Text.Encode("what is right")
	return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Reason: "wrong", Evidence: evidence,
		JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}, err
}

func failsAt(part uint64, err error) func(*protocol.View) (messages.Message, error) {
	return func(v *protocol.View) (messages.Message, error) {
		if v.Progress.GetUnits() < part {
			return nil, nil
		}
		return nil, err
	}
}

// newCourse is a run that goes so, of which hours will pass.
func newCourse(t *testing.T, c course) *run {
	r := newRun(t)
	r.market.Poll = 5 * time.Second
	c.set(r)
	return r
}

// THREATS 4, a restored old backup, under escrow: each side dies after each commit of its journal, in deals that go well and in others,
// and comes back with a backup of its journal and its transactions that was made after any commit before, or before the first. Then
// nobody says two things, what was opened is opened once and closed by a row of the table, no money is stuck, and whoever can be told
// what it has lost, since the session goes on, is paid and pays as if nothing had been; the other side loses nothing in any case.
// H06, M16, rule 1.
//
// Every fifth pair of commit and backup is tried by default; PARLEY_FULL=1 tries all.
func TestRestoredAnywhere(t *testing.T) {
	every := 5
	if os.Getenv("PARLEY_FULL") != "" {
		every = 1
	}
	tried, came := 0, 0
	for n, c := range courses {
		for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
			commits := 0
			synctest.Test(t, func(t *testing.T) {
				r := newCourse(t, c)
				dry := r.archive(of, 0, nil)
				r.start()
				r.quiet()
				r.stop()
				if gain := r.gain(ledger.Farmer); gain != c.paid {
					t.Errorf("undisturbed, the farmer gained %d, want %d: %v", gain, c.paid, r.chain.Calls())
				}
				commits = len(dry.commits)
			})
			if commits < 8 {
				t.Fatalf("a deal that is %s has %d commits of the %d: too few to be what it was", c.name, commits, of)
			}
			for at := 1; at <= commits; at++ {
				for backup := range at {
					if (n+2*at+backup)%every != 0 {
						continue
					}
					t.Run(fmt.Sprintf("%s/%d after %d of %d with %d", c.name, of, at, commits, backup), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							if tried++; restored(t, c, of, at, backup) {
								came++
							}
						})
					})
				}
			}
		}
	}
	t.Logf("%d deals, in %d of which a side died and came back with a backup", tried, came)
	if came < tried*9/10 {
		t.Errorf("in %d of %d deals a side died where it was to: a run is not the same twice", came, tried)
	}
}

// restored reports whether the commit came after which the side was to die: the last ones of a run may be such that another order of
// things does without them.
func restored(t *testing.T, c course, of ledger.Seat, at, backup int) bool {
	r := newCourse(t, c)
	ctx := [2]context.Context{t.Context(), t.Context()}
	var die context.CancelFunc
	ctx[of], die = context.WithCancel(t.Context())
	defer die()
	a := r.archive(of, at, die)
	r.buys, r.farms = r.market.Buy(ctx[ledger.Requester], true), r.market.Farm(ctx[ledger.Farmer], true)
	hires := r.buys
	go func() { _, _ = r.market.Hire(ctx[ledger.Requester], hires, parts) }()
	r.quiet(ctx[of].Done())
	if ctx[of].Err() == nil {
		r.stop()
		r.closedBy(c, of, true)
		return false
	}
	synctest.Wait() // until the other side has heard all that was said
	told := r.tellable(of)
	r.back(of, a, backup)
	told = told && r.kept(of)
	r.quiet()
	r.stop()
	r.agree()
	r.closedBy(c, of, told)
	return true
}

// tellable: the session goes on for the other side, so that the farmer hears from the requester, who dials, what it has lost. Where a
// claim waits for an answer until the result is due, it hears that too late.
func (r *run) tellable(of ledger.Seat) bool {
	if of == ledger.Requester {
		return true
	}
	open := r.buys.Client.Sessions()
	return len(open) > 0 && (open[0].Phase != protocol.Claimed || time.Now().UnixMilli() < open[0].Progress.AnswerByMs)
}

// kept: a requester that came back knows of its session yet, and asks the farmer for the rest.
func (r *run) kept(of ledger.Seat) bool {
	r.Helper()
	return of == ledger.Farmer || len(r.said(of)) > 0
}

// back has a side come back with a backup.
func (r *run) back(of ledger.Seat, a *archive, backup int) {
	if of == ledger.Farmer {
		r.farms.Stop()
	} else {
		r.buys.Stop()
	}
	r.journals[of] = a.restore(r.T, backup)
	r.market.SetJournal(of, r.journals[of])
	if of == ledger.Farmer {
		r.farms = r.market.Farm(r.Context(), true)
	} else {
		r.buys = r.market.Buy(r.Context(), true)
	}
}

// quiet waits until nothing is open on either side, or somebody has died.
func (r *run) quiet(died ...<-chan struct{}) {
	r.Helper()
	died = append(died, nil)
	for range 4 * 720 {
		select {
		case <-died[0]:
			return
		case <-time.After(5 * time.Second):
		}
		if r.live() == "" {
			return
		}
	}
	r.Fatalf("after hours there is %s; the chain saw %v", r.live(), r.chain.Calls())
}

// said is the transcript of a side's only session.
func (r *run) said(of ledger.Seat) (all []*messages.Unopened) {
	r.Helper()
	for h, err := range r.journals[of].Sessions(context.Background()) {
		r.must(err)
		if len(all) > 0 {
			r.Fatalf("the %d has more than one session", of)
		}
		for record, err := range r.journals[of].Transcript(context.Background(), h.Session) {
			r.must(err)
			u, err := messages.Parse(record.Envelope)
			r.must(err)
			all = append(all, u)
		}
	}
	return all
}

// agree: one transcript is a prefix of the other, and nobody was seen to say two things.
func (r *run) agree() {
	r.Helper()
	ours, theirs := r.said(ledger.Requester), r.said(ledger.Farmer)
	for i := range min(len(ours), len(theirs)) {
		if ours[i].ID() != theirs[i].ID() {
			r.Errorf("the transcripts fork at envelope %d: a %s, and a %s", i, ours[i].Header().Kind.Name(), theirs[i].Header().Kind.Name())
		}
	}
	for of, j := range r.journals {
		for n, err := range j.Notes(context.Background(), drive.Equivocations) {
			r.must(err)
			r.Errorf("the %d holds proof that somebody said two things: %x", of, n.Value)
		}
	}
}

// rows are what the farmer gains by each way in which the contract closes a deal: the rows of the payout table for the parts of which
// it can be. The late penalty is 30, and so is that of who does not come. Nothing is settled for where a farmer that has forgotten what it
// held, and is not told, says in time that nothing is owed, which costs it 30 less than row 2; closedBy says when that may not be.
var rows = map[string][]int64{
	"":           {0},
	"Decline":    {0},                // 1
	"Expire":     {-30},              // 2
	"Settle":     {0, 100, 200, 300}, // 3
	"SettleMany": {0, 100, 200, 300}, // 3
	"Claim":      {130, 230, 330},    // 5
	"Lapse":      {50, 100, 150},     // 9b
}

// closedBy: the deal was opened once at most, and closed by a row, by which the requester has paid what the farmer got. If the side that was
// restored was told what it had lost, that is what it would have been; the other side has no loss by it in any case.
func (r *run) closedBy(c course, of ledger.Seat, told bool) {
	r.Helper()
	calls := r.chain.Calls()
	by, opens := "", count(calls, "Open")
	if opens > 0 {
		by = calls[len(calls)-1]
	}
	requester, farmer := r.gain(ledger.Requester), r.gain(ledger.Farmer)
	settled := strings.HasPrefix(by, "Settle")
	switch {
	case opens > 1:
		r.Errorf("opened %d times: %v", opens, calls)
	case requester != -farmer || !slices.Contains(rows[by], farmer):
		r.Errorf("the requester gained %d and the farmer %d, and %d were burned, which is no row of the table: %v", requester, farmer, r.chain.Burned(), calls)
	case told && opens > 0 && farmer != c.paid:
		r.Errorf("the farmer gained %d, want %d: the restored side was told what it had lost; %v", farmer, c.paid, calls)
	case of == ledger.Requester && farmer == 0 && settled:
		r.Errorf("the farmer, which has lost nothing, said that nothing is owed: %v", calls)
	case of == ledger.Farmer && settled && farmer == 0 && r.signed() == parts*ledger.PartPrice:
		r.Errorf("the requester, which has lost nothing, signed for the whole price and paid nothing: %v", calls)
	case of == ledger.Farmer && opens > 0 && recorded(r.record(ledger.Requester)) < r.signed():
		r.Errorf("the requester signed for %d, and has %d on record: %v", r.signed(), recorded(r.record(ledger.Requester)), calls)
	case of == ledger.Farmer && farmer > c.paid:
		r.Errorf("the requester, which has lost nothing, paid %d, want %d at most: %v", farmer, c.paid, calls)
	case of == ledger.Requester && r.held() > farmer:
		r.Errorf("the farmer gained %d, and holds a signature for %d: %v", farmer, r.held(), calls)
	}
}

// signed is the most that the requester has said it signs for, by its transcript.
func (r *run) signed() (most int64) {
	r.Helper()
	for _, u := range r.said(ledger.Requester) {
		e, err := u.Open()
		r.must(err)
		switch m := e.Message().(type) {
		case *messages.Voucher:
			most = max(most, units(m.Amount))
		case *messages.Reward:
			most = max(most, units(m.Amount))
		}
	}
	return most
}

// recorded is what a record says that the requester has signed for.
func recorded(record *deals.Record) int64 {
	if record.Accepted == nil {
		return 0
	}
	return units(record.Accepted.Cost)
}

func units(sum string) int64 {
	a, err := messages.ParseAmount(sum)
	if err != nil {
		return -1
	}
	return a.Big().Int64()
}
