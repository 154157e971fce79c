package requester_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// finder finds whom a function yields.
type finder func(ctx context.Context, yield func(discovery.Candidate, error) bool)

func (f finder) Find(ctx context.Context, _ string) iter.Seq2[discovery.Candidate, error] {
	return func(yield func(discovery.Candidate, error) bool) { f(ctx, yield) }
}

// searching is a market of one farmer, and of a requester with a finder.
func searching(t *testing.T, f finder) *market {
	t.Helper()
	m := open(t, 1)
	_ = m.process.Stop()
	m.client, m.process = m.node.Hire(m.buyer, func(c *requester.Client) { c.Finder = f })
	return m
}

// THREATS 2: one farmer that is found again and again does not shut out those who are found after it; who finds nobody else finds for no
// longer than the hire's context, even if it does not look at that.
func TestFoundAgain(t *testing.T) {
	dead := discovery.Candidate{Key: messages.Key{77}}
	synctest.Test(t, func(t *testing.T) {
		var m *market
		m = searching(t, func(_ context.Context, yield func(discovery.Candidate, error) bool) {
			for range 10_001 {
				if !yield(dead, nil) {
					return
				}
			}
			yield(discovery.Candidate{Key: m.farms[0].Key}, nil)
		})
		defer m.stop()
		if outcomes, err := m.hire(requester.Hiring{}); err != nil || len(outcomes) != 1 || outcomes[0].Err != nil {
			t.Errorf("%v, %v", outcomes, err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		m := searching(t, func(_ context.Context, yield func(discovery.Candidate, error) bool) {
			for yield(dead, nil) {
				time.Sleep(time.Second)
			}
		})
		defer m.stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for _, err := range m.client.Hire(ctx, sow(), requester.Hiring{}) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}
	})
}

// THREATS: a Finder that panics, or ends its goroutine, ends neither the process nor the hire, which goes on with those that it has found.
func TestFinderBreaks(t *testing.T) {
	for name, breaks := range map[string]func(){"panics": func() { panic("no") }, "ends its goroutine": runtime.Goexit} {
		for found, want := range map[bool]int{false: 0, true: 1} {
			t.Run(fmt.Sprint(name, ", found ", found), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var m *market
					m = searching(t, func(_ context.Context, yield func(discovery.Candidate, error) bool) {
						if found {
							yield(discovery.Candidate{Key: m.farms[0].Key}, nil)
						}
						breaks()
					})
					defer m.stop()
					outcomes, err := m.hire(requester.Hiring{})
					if _, unfilled := errors.AsType[*requester.Unfilled](err); len(outcomes) != want || unfilled != !found || time.Since(epoch) > time.Minute {
						t.Errorf("after %s: %v, %v", time.Since(epoch), outcomes, err)
					}
				})
			})
		}
	}
}

// A finder that has troubles looks for the service that it was asked for, while the SOW is made anew for who has no place.
func TestFindingWhileAskingAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m *market
		m = searching(t, func(ctx context.Context, yield func(discovery.Candidate, error) bool) {
			for ok := yield(discovery.Candidate{Key: m.farms[0].Key}, nil); ok && ctx.Err() == nil; ok = yield(discovery.Candidate{}, errors.New("not now")) {
				time.Sleep(time.Second / 2) // also when it is asked again
			}
		})
		defer m.stop()
		m.sellers[0].OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			return nil, protocol.Errorf(protocol.Busy, "no place")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for _, err := range m.client.Hire(ctx, sow(), requester.Hiring{}) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}
		if n := m.sellers[0].Count("Quote"); n < 2 {
			t.Errorf("asked %d times", n)
		}
	})
}
