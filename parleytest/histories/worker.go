package histories

import (
	"context"
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

var nothing = new(big.Int)

// worker asks for one thing after the other, for one account.
type worker struct {
	*History
	by     settlement.Account
	random *rand.Rand
}

// references are how many deposits and withdrawals have a name.
const references = 8

// patience is how long at most a worker asks for the same.
const patience = 10

func (w *worker) work(ctx context.Context, operations int) {
	w.asked.Add(1)
	m, send := deposit(w.by, w.random.IntN(references)) // enough to begin with, or not
	w.ask(ctx, m, send)
	for ctx.Err() == nil && w.asked.Add(1) <= int64(operations) {
		for !w.sides[w.by].up.Load() {
			time.Sleep(time.Second)
		}
		w.operate(ctx)
		time.Sleep(time.Duration(w.random.Int64N(int64(2 * time.Second))))
	}
}

// operate asks for something, or looks at something. What fails before anything was asked does not count as an operation.
func (w *worker) operate(ctx context.Context) {
	switch n := w.random.IntN(20); {
	case n < 2:
		m, send := deposit(w.by, w.random.IntN(references))
		w.ask(ctx, m, send)
	case n < 3:
		m, send := withdrawal(w.by, w.random.IntN(references))
		w.ask(ctx, m, send)
	case n < 15:
		w.move(ctx)
	default:
		looks := []func() (*Move, look){
			func() (*Move, look) { return w.progress(w.by, w.pick()) },
			func() (*Move, look) { return w.deadline(w.by, w.pick()) },
			func() (*Move, look) { return account(w.by, senders[w.random.IntN(len(senders))]) },
			func() (*Move, look) { return tokens(w.by, senders[w.random.IntN(len(senders))]) },
			func() (*Move, look) { return burned(w.by) },
		}
		if !w.look(ctx, looks[min(len(looks)-1, w.random.IntN(8)*w.random.IntN(2))]) {
			w.asked.Add(-1)
		}
	}
}

// pick is one of the first deals that are not known to be closed, or any.
func (w *worker) pick() int {
	const together = 4
	var open []int
	for n, d := range w.deals {
		state, late := w.hint(n, -1), settlement.Genesis+int64(time.Since(w.chain.began)/time.Second) > d.OpenBy
		if state != settlement.Closed && (state != settlement.Unopened || !late) && len(open) < together {
			open = append(open, n)
		}
	}
	if len(open) == 0 || w.random.IntN(10) == 0 {
		return w.random.IntN(len(w.deals))
	}
	return open[w.random.IntN(len(open))]
}

// move takes a step that fits where a deal is known to be, or any.
func (w *worker) move(ctx context.Context) {
	n := w.pick()
	state := w.hint(n, -1)
	var fit []kind
	for _, k := range kinds() {
		times := 0
		for _, a := range k.by {
			for _, s := range k.from {
				if a == w.by && (s == state || state == settlement.Closed) {
					times++
				}
			}
		}
		fit = append(fit, slices.Repeat([]kind{k}, times)...)
	}
	if len(fit) == 0 || w.random.IntN(12) == 0 {
		fit = slices.DeleteFunc(kinds(), func(k kind) bool { return !slices.Contains(k.by, w.by) })
	}
	k := fit[w.random.IntN(len(fit))]
	m, send := w.step(k, n, w.by)
	if w.ask(ctx, m, send).Kind == Mined {
		w.hint(n, k.to)
	}
}

// ask asks until it is told what became of it, or leaves it at that.
func (w *worker) ask(ctx context.Context, m *Move, send send) Answer {
	call, sent := w.clock.Add(1), false
	for range patience {
		most := 40 * time.Second
		if w.random.IntN(6) == 0 {
			most = 3 * time.Second
		}
		asking, cancel := context.WithTimeout(ctx, 1+time.Duration(w.random.Int64N(int64(most))))
		w.sides[w.by].asked.Add(1)
		o, err := send(asking, w.sides[w.by].use())
		w.sides[w.by].asked.Add(-1)
		cancel()
		said, unknown := answer(o, err)
		if unknown && w.flaw == Hasty && !errors.Is(err, transactions.ErrFrozen) {
			said, unknown = Answer{Kind: Mined}, false
		}
		sent = sent || unknown
		if !unknown && !(sent && said.Kind == Nothing) { // that nothing was sent this time says nothing of the times before
			w.record(call, m, said)
			return said
		}
		if w.random.IntN(4) == 0 {
			break
		}
		time.Sleep(time.Duration(w.random.Int64N(int64(10 * time.Second))))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left = append(w.left, pending{call, m, send, w.by})
	return Answer{}
}

// look shows something, if it can.
func (w *worker) look(ctx context.Context, what func() (*Move, look)) bool {
	m, look := what()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	call := w.clock.Add(1)
	value, err := look(ctx, w.sides[w.by].use())
	if err != nil {
		return false
	}
	w.record(call, m, Answer{Kind: Shown, Value: value})
	if s, ok := value.(standing); ok && s.State != settlement.Unopened {
		w.hint(m.Of, s.State)
	}
	return true
}
