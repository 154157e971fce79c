package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// ledger is what the requesters were billed.
type ledger struct {
	mu      sync.Mutex
	jobs    int
	tasks   int
	paid    map[deals.Hash]bool
	refused int               // agreements that a farmer did not countersign, so that they bind nobody; counted at the end
	result  map[string]string // CID of each kind of job
	fuel    map[string]int64  // and what its tasks use
}

func (l *ledger) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fmt.Sprintf("%d jobs ended, %d deals paid for %d tasks", l.jobs, len(l.paid), l.tasks)
}

// billed holds the end of a job against what it must be.
func (a *arena) billed(b *buyer, e *errand) error {
	if e.id != "" && e.bill.Job != e.id {
		return fmt.Errorf("the bill is for job %s, want %s", e.bill.Job, e.id)
	}
	if want := new(big.Int).Mul(big.NewInt(e.fuel()), big.NewInt(perFuel)).String(); e.bill.Price != want || want == "0" || e.bill.ExitCode != 0 || len(e.bill.Tasks) != e.tasks {
		return fmt.Errorf("%s was billed for %d of %d tasks, and exit code %d; want %s, which is what their fuel costs", e.bill.Price, len(e.bill.Tasks), e.tasks, e.bill.ExitCode, want)
	}
	if err := a.books.add(e); err != nil {
		return err
	}
	if err := a.delivered(e); err != nil {
		return err
	}
	if err := a.proved(e); err != nil {
		return err
	}
	return a.paid(e.paid())
}

// fuel is what all tasks used.
func (e *errand) fuel() (sum int64) {
	for _, g := range e.bill.Agreements {
		sum += g.Fuel
	}
	return sum
}

// paid are the deals on the bill for which something was owed.
func (e *errand) paid() (ids []deals.Hash) {
	for _, g := range e.bill.Agreements {
		var id deals.Hash
		if err := id.UnmarshalText([]byte(g.Deal)); err == nil && g.Owed != "0" {
			ids = append(ids, id)
		}
	}
	return ids
}

func (l *ledger) add(e *errand) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.paid == nil {
		l.paid, l.result, l.fuel = map[deals.Hash]bool{}, map[string]string{}, map[string]int64{}
	}
	l.jobs++
	l.tasks += e.tasks
	if before, known := l.result[e.kind]; e.bill.CID == "" || known && before != e.bill.CID {
		return fmt.Errorf("the result of %s is %s, and was %s", e.kind, e.bill.CID, before)
	}
	if before, known := l.fuel[e.kind]; known && before != e.fuel() {
		return fmt.Errorf("the tasks of %s used %d fuel, and before %d", e.kind, e.fuel(), before)
	}
	l.result[e.kind], l.fuel[e.kind] = e.bill.CID, e.fuel()
	refused := 0
	for _, g := range e.bill.Agreements {
		switch {
		case g.Phase == protocol.Rejected.String() && g.Owed == "0":
			refused++
		case g.Phase != protocol.Settled.String() || g.Error != "":
			return fmt.Errorf("the agreement in session %s ended %s, with %s owed: %s", g.Session, g.Phase, g.Owed, g.Error)
		}
	}
	for _, id := range e.paid() {
		if l.paid[id] {
			return fmt.Errorf("deal %s was billed before", id)
		}
		l.paid[id] = true
	}
	if len(e.paid())+refused != len(e.bill.Agreements) {
		return errors.New("not every agreement on the bill names its deal")
	}
	return nil
}

// delivered looks at the results.
func (a *arena) delivered(e *errand) error {
	for n := range e.tasks {
		path := filepath.Join(a.dir, e.output, fmt.Sprintf("%03d", n), "stdout")
		if e.tasks == 1 {
			path = filepath.Join(a.dir, e.output, "stdout")
		}
		if said, err := os.ReadFile(path); err != nil || string(said) != "hello\n" {
			return fmt.Errorf("the result of task %d is %q: %w", n, said, err)
		}
	}
	return nil
}

// proved reads the deal files.
func (a *arena) proved(e *errand) error {
	if len(e.bill.DealFiles) != len(e.bill.Agreements) {
		return fmt.Errorf("there are %d deal files for %d agreements", len(e.bill.DealFiles), len(e.bill.Agreements))
	}
	for i, path := range e.bill.DealFiles {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		file, err := evidence.Read(a.ctx, f)
		_ = f.Close()
		if err != nil {
			return fmt.Errorf("deal file %s: %w", path, err)
		}
		if g := e.bill.Agreements[i]; file.View.Session.String() != g.Session || file.View.Phase.String() != g.Phase {
			return fmt.Errorf("deal file %s is about session %s, which is %s; want session %s, %s", path, file.View.Session, file.View.Phase, g.Session, g.Phase)
		}
	}
	return nil
}

// paid checks that each of the deals was opened once and ended once, by paying what was accepted.
func (a *arena) paid(ids []deals.Hash) error { return a.seen(ids, "opened accepted") }

// seen checks what the chain has seen of each of the deals.
func (a *arena) seen(ids []deals.Hash, want string) error {
	for _, id := range ids {
		var found []party.Transaction
		if err := a.inquire(func(ctx context.Context) (err error) {
			found, err = a.asker.chain.Transactions(ctx, []deals.Hash{id})
			return err
		}); err != nil {
			return err
		}
		var what []string
		for _, x := range found {
			if x.What != party.Skipped { // settled again by who was killed before it knew: that changes nothing
				what = append(what, x.What)
			}
		}
		if got := strings.Join(what, " "); got != want {
			return fmt.Errorf("deal %s was %q on the chain, want %q", id, got, want)
		}
	}
	return nil
}

// inquire asks the chain, again if it was away.
func (a *arena) inquire(what func(context.Context) error) error {
	for {
		began := time.Now()
		asking, cancel := context.WithTimeout(a.ctx, 30*time.Second)
		err := what(asking)
		cancel()
		if err == nil {
			return nil
		}
		if was, _, _ := missed(began, []*victim{a.market.victim}); !was {
			return err
		}
		if !a.pause(50 * time.Millisecond) {
			return context.Cause(a.ctx)
		}
	}
}

// worth is so many times an amount of the market's money, in its smallest unit.
func worth(units string, times int) *big.Int {
	a, err := messages.ParseUnits(units, devmarket.Decimals)
	if err != nil {
		panic(err) // a constant
	}
	return new(big.Int).Mul(a.Big(), big.NewInt(int64(times)))
}
