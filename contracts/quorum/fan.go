package quorum

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// fan is one request to several voters at once.
type fan struct {
	voters   *Voters
	asked    []*voter
	incoming chan reply
	got      []reply
}

// ask asks voters the same. What it begins goes on until it is answered, or Config.Patience is over, whether anybody waits or not.
func (v *Voters) ask(voters []*voter, questions []question) *fan {
	f := &fan{voters: v, asked: voters, incoming: make(chan reply, len(voters))}
	for _, e := range voters {
		if !v.begin(func(ctx context.Context) {
			answers, err := v.one(ctx, e, questions)
			f.incoming <- reply{e, answers, err}
		}) {
			f.incoming <- reply{e, nil, errClosed}
		}
	}
	return f
}

// one asks one voter, and compares its chain before if that was not done since it was away.
func (v *Voters) one(ctx context.Context, e *voter, questions []question) (answers []answer, err error) {
	e.mu.Lock()
	known, crowded := e.known, e.asking >= maxAsking
	e.asking++
	e.mu.Unlock()
	defer func() {
		e.mu.Lock()
		e.asking--
		e.mu.Unlock()
	}()
	if crowded {
		return nil, &transactions.ChainError{Kind: transactions.ErrBusy, Err: errCrowded}
	}
	ctx, cancel := context.WithTimeout(ctx, v.config.Patience)
	defer cancel()
	begun := time.Now()
	defer func() { v.heard(e, begun, err) }()
	if !known {
		id, err := e.identify(ctx)
		if err == nil && id != v.identity {
			err = &transactions.ChainError{Kind: transactions.ErrWrongChain, Err: fmt.Errorf("it is of %s, and the others of %s", id, v.identity)}
		}
		if err != nil {
			return nil, err
		}
	}
	return e.ask(ctx, questions)
}

// next waits for one reply more; false when all are there, or the context or the timer has ended.
func (f *fan) next(ctx context.Context, timer <-chan time.Time) bool {
	if len(f.got) == len(f.asked) {
		return false
	}
	select {
	case r := <-f.incoming:
		f.got = append(f.got, r)
		return true
	default:
	}
	select {
	case r := <-f.incoming:
		f.got = append(f.got, r)
		return true
	case <-timer:
		return false
	case <-ctx.Done():
		return false
	}
}

// until waits until there is enough, or no more to wait for. It reports which.
func (f *fan) until(ctx context.Context, enough func() bool) bool {
	for !enough() {
		if !f.next(ctx, nil) {
			return false
		}
	}
	return true
}

// late has what is still to come looked at when it comes.
func (f *fan) late(look func(reply)) {
	rest := len(f.asked) - len(f.got)
	if rest == 0 {
		return
	}
	f.voters.begin(func(context.Context) { // who was asked answers or fails in time
		for range rest {
			look(<-f.incoming)
		}
	})
}
