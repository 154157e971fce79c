package deals_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/journaltest"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// run is a hire of three parts on the ledger in memory, in virtual time.
type run struct {
	*testing.T
	chain       *ledger.Chain
	market      *ledger.Market
	journals    [2]*journal.Memory
	buys, farms *ledger.Process
}

const parts = 3

func newRun(t *testing.T) *run {
	r := &run{T: t, chain: ledger.New(time.Now)}
	r.market = ledger.NewMarket(r.chain.World())
	for n := range r.journals {
		r.journals[n] = new(journal.Memory)
		r.market.SetJournal(ledger.Seat(n), r.journals[n])
	}
	return r
}

func (r *run) start() { r.begin(true, true) }

// begin has the farmer hired; whose side is said so has its reconciler run.
func (r *run) begin(farms, buys bool) {
	r.farms, r.buys = r.market.Farm(r.Context(), farms), r.market.Buy(r.Context(), buys)
	hires := r.buys
	go func() { _, _ = r.market.Hire(r.Context(), hires, parts) }()
}

func (r *run) stop() {
	r.buys.Stop()
	r.farms.Stop()
	r.chain.SetFault(nil)
}

// settle waits until nothing is open on either side.
func (r *run) settle() {
	r.Helper()
	for range 5 * 3600 {
		time.Sleep(time.Second)
		if r.live() == "" {
			return
		}
	}
	r.Fatalf("after hours there is %s", r.live())
}

func (r *run) live() string {
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		for record, err := range r.market.Ledger(of).Live(r.Context()) {
			if err != nil {
				return err.Error()
			}
			return fmt.Sprintf("a deal of the %d: %+v", of, record)
		}
	}
	if open := len(r.buys.Client.Sessions()) + len(r.farms.Server.Sessions()); open > 0 {
		return fmt.Sprintf("%d sessions", open)
	}
	return ""
}

// gain is what a seat has more than at first.
func (r *run) gain(of ledger.Seat) int64 {
	r.Helper()
	p := r.market.World.Party(of)
	free, err := p.Free(context.Background(), p.Account().Address)
	if err != nil {
		r.Fatal(err)
	}
	return free.Big().Int64() + p.Tokens(p.Account().Address) - ledger.Wealth
}

// paid fails unless the farmer was paid for everything, or nothing was ever opened.
func (r *run) paid() {
	r.Helper()
	requester, farmer := r.gain(ledger.Requester), r.gain(ledger.Farmer)
	calls := r.chain.Calls()
	opened := slices.Contains(calls, "Open") && !slices.Contains(calls, "Decline")
	if want := int64(parts * ledger.PartPrice); requester != -farmer || opened && farmer != want || !opened && farmer != 0 {
		r.Errorf("the requester gained %d and the farmer %d, want %d for an open deal; the chain saw %v", requester, farmer, want, calls)
	}
}

// B (THREATS): each side is killed at each commit of its journal, before it and after it, and started again. H06, rule 1.
func TestCrashAtEveryCommit(t *testing.T) {
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		commits := 0
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t)
			dry := journaltest.Crashing(r.journals[of], 0, journaltest.Before, nil)
			r.market.SetJournal(of, dry)
			r.start()
			r.settle()
			r.stop()
			if r.paid(); r.gain(ledger.Farmer) == 0 {
				t.Fatal("the run that counts the commits paid nothing")
			}
			commits = len(dry.Commits())
		})
		if commits < 8 {
			t.Fatalf("a paid run of the %d has %d commits: too few to be what it was", of, commits)
		}
		for at := 1; at <= commits; at++ {
			for _, when := range []journaltest.Moment{journaltest.Before, journaltest.After} {
				t.Run(fmt.Sprintf("%d %s commit %d of %d", of, when, at, commits), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { crash(t, of, at, when) })
				})
			}
		}
	}
}

func crash(t *testing.T, of ledger.Seat, at int, when journaltest.Moment) {
	r := newRun(t)
	killed := make(chan struct{})
	r.market.SetJournal(of, journaltest.Crashing(r.journals[of], at, when, func() { close(killed) }))
	r.start()
	select {
	case <-killed:
	case <-time.After(time.Hour): // the last commit of a run may be one that another order of things does without
		if left := r.live(); left != "" {
			t.Fatalf("the commit did not come, and there is %s", left)
		}
	}
	r.market.SetJournal(of, r.journals[of])
	if of == ledger.Farmer {
		r.farms.Stop()
		r.farms = r.market.Farm(t.Context(), true)
	} else {
		r.buys.Stop()
		r.buys = r.market.Buy(t.Context(), true)
	}
	r.settle()
	r.stop()
	r.paid()
}

// The chain answers nothing, forgets what it was asked, or does it without a word: each call, each time (rule 4).
func TestEveryOutcomeUnknown(t *testing.T) {
	for _, call := range []string{"Deposit", "Open", "SettleMany", "Settle", "Status", "Standing", "Now"} {
		for _, fault := range []ledger.Fault{ledger.Unreachable, ledger.Lost, ledger.Unanswered} {
			t.Run(fmt.Sprintf("%s %d", call, fault), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRun(t)
					seen := make(map[string]int)
					r.chain.SetFault(func(c string) ledger.Fault {
						if seen[c]++; c == call && seen[c] <= 3 {
							return fault
						}
						return ledger.Works
					})
					r.start()
					r.settle()
					r.stop()
					r.paid()
					if opens := count(r.chain.Calls(), "Open"); opens > 1 {
						t.Errorf("opened %d times", opens)
					}
				})
			})
		}
	}
}

// A market is started again just when quotes are there: the quotes hold meanwhile, and are agreed to when it is back.
func TestChainAwayBeforeTheAgreement(t *testing.T) {
	for _, away := range []struct {
		time.Duration
		paid int64
	}{{5 * time.Second, parts * ledger.PartPrice}, {10 * time.Minute, 0}} {
		t.Run(away.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				var until time.Time
				r.chain.SetFault(func(call string) ledger.Fault {
					if call == "Standing" && until.IsZero() { // a requester looks what there is, before it promises more
						until = time.Now().Add(away.Duration)
					}
					if time.Now().Before(until) {
						return ledger.Unreachable
					}
					return ledger.Works
				})
				r.start()
				time.Sleep(away.Duration)
				r.settle()
				r.stop()
				if r.paid(); r.gain(ledger.Farmer) != away.paid {
					t.Errorf("the farmer has %d, want %d", r.gain(ledger.Farmer), away.paid)
				}
			})
		})
	}
}

func count(of []string, what string) (n int) {
	for _, s := range of {
		if s == what {
			n++
		}
	}
	return n
}

// The chain forgets the opening, before it stands deep enough or when the work has begun: it is opened again.
func TestReorganizedOpening(t *testing.T) {
	for _, depth := range []uint64{1, 3} {
		t.Run(fmt.Sprint(depth), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Depth = depth
				working := make(chan struct{})
				r.market.Service.Part = func(_ context.Context, n int) error {
					if n == 1 {
						select {
						case <-working:
							t.Error("the work was begun twice")
						default:
							close(working)
						}
						time.Sleep(10 * time.Second)
					}
					return nil
				}
				r.start()
				if depth == 1 {
					<-working
				} else {
					for !slices.Contains(r.chain.Calls(), "Open") {
						time.Sleep(ledger.Poll)
					}
				}
				r.chain.Reorg(1)
				r.settle()
				r.stop()
				r.paid()
				if opens := count(r.chain.Calls(), "Open"); opens != 2 {
					t.Errorf("opened %d times, want it again once", opens)
				}
				if r.gain(ledger.Farmer) != parts*ledger.PartPrice {
					t.Error("the farmer was not paid")
				}
			})
		})
	}
}

func (r *run) record(of ledger.Seat) *deals.Record {
	r.Helper()
	all := r.market.Records(r.T, of)
	if len(all) != 1 {
		r.Fatalf("%d records, want 1", len(all))
	}
	return all[0]
}

// M16: each side is killed at each commit of its journal and never comes back as such: only its money is looked after. The
// other side ends alone, and nobody is paid for what was not signed for, claimed or silently accepted (THREATS 3).
func TestVanishAtEveryCommit(t *testing.T) {
	const commits = 14
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		for at := 1; at <= commits; at++ {
			t.Run(fmt.Sprintf("%d at commit %d", of, at), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { vanish(t, of, at) })
			})
		}
	}
}

func vanish(t *testing.T, of ledger.Seat, at int) {
	r := newRun(t)
	r.market.Poll = 2 * time.Second // hours will pass
	killed := make(chan struct{})
	r.market.SetJournal(of, journaltest.Crashing(r.journals[of], at, journaltest.After, func() { close(killed) }))
	r.start()
	select {
	case <-killed:
	case <-time.After(time.Hour):
		t.Fatal("the commit did not come")
	}
	r.market.SetJournal(of, r.journals[of])
	gone := r.farms
	if of == ledger.Requester {
		gone = r.buys
	}
	gone.Stop()
	looks := r.market.Reconcile(t.Context(), of)
	defer looks.Stop()
	for range 6 * 360 {
		time.Sleep(10 * time.Second)
		if r.deals() == 0 {
			break
		}
	}
	r.stop()
	if n := r.deals(); n != 0 {
		t.Fatalf("%d deals are open after hours; the chain saw %v", n, r.chain.Calls())
	}
	requester, farmer, signed := r.gain(ledger.Requester), r.gain(ledger.Farmer), r.held()
	const price, late, noShow = parts * ledger.PartPrice, 30, 30
	switch {
	case requester != -farmer:
		t.Errorf("the requester gained %d, the farmer %d", requester, farmer)
	case signed > 0 && farmer < signed:
		t.Errorf("the farmer holds a signature for %d and gained %d", signed, farmer)
	case of == ledger.Requester && farmer < 0:
		t.Errorf("the requester vanished, and the farmer lost %d", -farmer)
	case of == ledger.Farmer && farmer < -noShow, farmer > price+late, !slices.Contains(r.chain.Calls(), "Open") && farmer != 0:
		t.Errorf("the farmer gained %d", farmer)
	}
	t.Logf("the farmer holds a signature for %d and gained %d: %v", signed, farmer, r.chain.Calls())
}

// held is the most that the farmer holds a signature for.
func (r *run) held() int64 {
	for record := range r.market.Ledger(ledger.Farmer).All(context.Background()) {
		if record.Accepted != nil {
			a, err := messages.ParseAmount(record.Accepted.Cost)
			r.must(err)
			return a.Big().Int64()
		}
	}
	return 0
}

// deals is how many records of deals are open, on both sides.
func (r *run) deals() (n int) {
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		for range r.market.Ledger(of).Live(context.Background()) {
			n++
		}
	}
	return n
}
