package filetransfer

import (
	"context"
	"fmt"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

// JobID names a job on the ledger; it is the nonce of the job's SOWs.
type JobID [32]byte

// Budget is what a ledger says of a job.
type Budget struct {
	Owner messages.Key
	// Left is what may still be spent.
	Left messages.Amount
}

// Ledger is what a seller looks at.
type Ledger interface {
	// Purchased reports whether somebody bought the right to a file.
	Purchased(ctx context.Context, who messages.Key, file string) (bool, error)
	// Budget returns the zero Budget for a job that nobody posted.
	Budget(ctx context.Context, job JobID) (Budget, error)
	// Paid is what a job has paid somebody under an agreement so far.
	Paid(ctx context.Context, job JobID, agreement messages.ID, to messages.Key) (messages.Amount, error)
}

// Treasury is what a buyer does on a ledger, in its own name.
type Treasury interface {
	Ledger
	// Deposit adds to the budget of a job; whoever is the first to do so owns it.
	Deposit(ctx context.Context, job JobID, amount messages.Amount) error
	// Pay brings what the job has paid somebody under an agreement up to a total. Doing it twice pays once.
	Pay(ctx context.Context, job JobID, agreement messages.ID, to messages.Key, total messages.Amount) error
}

// TopUp brings the budget of a job up to most, and returns what it took: the difference, and nothing if there is enough.
func TopUp(ctx context.Context, t Treasury, job JobID, most messages.Amount) (messages.Amount, error) {
	b, err := t.Budget(ctx, job)
	if err != nil {
		return messages.Amount{}, fmt.Errorf("top up: %w", err)
	}
	if b.Left.Cmp(most) >= 0 {
		return messages.Amount{}, nil
	}
	missing, err := most.Sub(b.Left)
	if err == nil {
		err = t.Deposit(ctx, job, missing)
	}
	if err != nil {
		return messages.Amount{}, fmt.Errorf("top up: %w", err)
	}
	return missing, nil
}

// Book is a ledger in memory. Its zero value has no entries. It may be used concurrently.
type Book struct {
	mu        sync.Mutex
	purchases map[purchase]bool
	jobs      map[JobID]Budget
	paid      map[payment]messages.Amount
}

type purchase struct {
	who  messages.Key
	file string
}

type payment struct {
	job       JobID
	agreement messages.ID
	to        messages.Key
}

// Sell notes that somebody bought the right to a file.
func (b *Book) Sell(who messages.Key, file string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.purchases == nil {
		b.purchases = make(map[purchase]bool)
	}
	b.purchases[purchase{who, file}] = true
}

// Purchased implements Ledger.
func (b *Book) Purchased(_ context.Context, who messages.Key, file string) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.purchases[purchase{who, file}], nil
}

// Budget implements Ledger.
func (b *Book) Budget(_ context.Context, job JobID) (Budget, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.jobs[job], nil
}

// Paid implements Ledger.
func (b *Book) Paid(_ context.Context, job JobID, agreement messages.ID, to messages.Key) (messages.Amount, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.paid[payment{job, agreement, to}], nil
}

// As is the Treasury of somebody.
func (b *Book) As(who messages.Key) Treasury { return account{b, who} }

type account struct {
	*Book
	who messages.Key
}

func (a account) Deposit(_ context.Context, job JobID, amount messages.Amount) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	budget, posted := a.jobs[job]
	if posted && budget.Owner != a.who {
		return fmt.Errorf("deposit: job %x is not yours", job[:4])
	}
	left, err := budget.Left.Add(amount)
	if err != nil {
		return fmt.Errorf("deposit: %w", err)
	}
	if a.jobs == nil {
		a.jobs = make(map[JobID]Budget)
	}
	a.jobs[job] = Budget{Owner: a.who, Left: left}
	return nil
}

func (a account) Pay(_ context.Context, job JobID, agreement messages.ID, to messages.Key, total messages.Amount) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	budget, key := a.jobs[job], payment{job, agreement, to}
	if budget.Owner != a.who {
		return fmt.Errorf("pay: job %x is not yours", job[:4])
	}
	if a.paid[key].Cmp(total) >= 0 {
		return nil
	}
	more, err := total.Sub(a.paid[key])
	if err == nil {
		budget.Left, err = budget.Left.Sub(more)
	}
	if err != nil {
		return fmt.Errorf("pay: the budget of job %x does not cover it: %w", job[:4], err)
	}
	if a.paid == nil {
		a.paid = make(map[payment]messages.Amount)
	}
	a.jobs[job], a.paid[key] = budget, total
	return nil
}
