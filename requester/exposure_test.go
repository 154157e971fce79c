package requester_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// closer is a buyer who learns what deals have cost.
type closer struct {
	*parleytest.Buyer
	closed func(context.Context) (messages.Amount, error)
}

var _ requester.Closer = closer{}

func (c closer) Closed(ctx context.Context, _ *protocol.View) (messages.Amount, error) {
	return c.closed(ctx)
}

// costs is what a deal has cost, which is known after a time.
func costs(n uint64, after time.Duration) func(context.Context) (messages.Amount, error) {
	return func(ctx context.Context) (messages.Amount, error) {
		select {
		case <-time.After(after):
			return messages.AmountOfUint64(n), nil
		case <-ctx.Done():
			return messages.Amount{}, context.Cause(ctx)
		}
	}
}

// never: nobody looks after the deal.
func never(ctx context.Context) (messages.Amount, error) {
	<-ctx.Done()
	return messages.Amount{}, context.Cause(ctx)
}

// lost opens a market of two farmers that settle by deals, of whom the first delivers nothing: it falls silent until its delivery
// date, in a minute, or says that it has failed.
func lost(t *testing.T, silent bool) *market {
	t.Helper()
	m := open(t, 2, func(n int, s *parleytest.Seller) {
		s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			q := &messages.Quote{Price: parleytest.Price(5, 2), Settlement: escrow()}
			if n == 0 {
				q.DeliverByMs = time.Now().Add(time.Minute).UnixMilli()
			}
			return q, nil
		}
		s.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
			return &messages.Acceptance{Signature: signature()}, nil
		}
		s.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			switch {
			case n > 0:
				return &messages.Delivery{Result: v.SOW.Job}, nil
			case silent: // it submits on the chain
				<-time.After(3 * time.Minute)
			default: // when the requester has the acceptance
				time.Sleep(time.Millisecond)
			}
			return nil, protocol.Errorf(protocol.Failed, "sorry")
		}
	})
	m.buyer.OnAgree = signs
	m.buyer.OnHired = func(context.Context, *protocol.View) error { return nil } // the deal is open, at depth
	return m
}

// begin has another life of the requester go on, whose policy is p.
func (m *market) begin(p requester.Requester) {
	m.t.Helper()
	_ = m.process.Stop()
	m.node.Restart(false)
	m.client, m.process = m.node.Hire(p)
	if err := m.client.Ready(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
}

func asksEscrow() *messages.SOW {
	s := sow()
	s.Settlements = []*messages.Settlement{escrow()}
	return s
}

// C26, DESIGN 4.5: what a deal may still cost whose session has ended without a result is not spent twice: the farmer has until its
// submitBy to put a result on the chain, and is paid for it then. Once the deal is closed, the next is hired with what it did not cost.
func TestBudgetOfADealThatMayStillBePaid(t *testing.T) {
	for name, c := range map[string]struct {
		closed  func(context.Context) (messages.Amount, error) // nil: the policy cannot say
		hired   time.Duration                                  // when the second is; 0 for not at all
		waits   string                                         // what its refusal says it waits for
		exposed string                                         // in the end
	}{
		"nobody can say":             {nil, 0, "is free from", "10"},
		"nobody looks after it":      {never, 0, "is closed", "10"},
		"closed, for nothing":        {costs(0, 150*time.Second), 150 * time.Second, "", "0"},
		"closed, for a part":         {costs(4, 2*time.Minute), 0, "above the 6 that is left", "4"},
		"closed, for all of it":      {costs(10, 2*time.Minute), 0, "above the 0 that is left", "10"},
		"closed, with a penalty":     {costs(11, 2*time.Minute), 0, "above the 0 that is left", "10"},
		"what it costs is not known": {func(context.Context) (messages.Amount, error) { return messages.Amount{}, errDisk }, 0, "above the 0 that is left", "10"},
		"it ends its goroutine":      {func(context.Context) (messages.Amount, error) { runtime.Goexit(); return messages.Amount{}, nil }, 0, "above the 0 that is left", "10"},
	} {
		for how, silent := range map[string]bool{"expired": true, "abandoned": false} {
			t.Run(name+", "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					m := lost(t, silent)
					if c.closed != nil {
						m.begin(closer{m.buyer, c.closed})
					}
					h := m.ask()
					h.MaxPrice, h.Reserve = messages.AmountOfUint64(10), 1
					var ended, hired time.Time
					var unfilled *requester.Unfilled
					work := m.sellers[1].OnWork // which begins for who is hired, where OnHired is not for a session that has gone on meanwhile
					m.sellers[1].OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
						hired = time.Now()
						return work(ctx, v, p)
					}
					for o, err := range m.client.Hire(t.Context(), asksEscrow(), h) {
						switch {
						case err != nil:
							unfilled, _ = errors.AsType[*requester.Unfilled](err)
						case o.Farmer == m.farms[0].Key:
							ended = time.Now()
						}
					}
					took := hired.Sub(ended)
					if hired.IsZero() != (c.hired == 0) || c.hired > 0 && (took < c.hired || took > c.hired+10*time.Second) {
						t.Errorf("the second was hired %s after the first (%v), want %s", took, unfilled, c.hired)
					}
					closes := func(said string) bool { return strings.Contains(said, "is closed") }
					if c.hired == 0 && (unfilled == nil || !strings.Contains(unfilled.Error(), c.waits) || closes(unfilled.Error()) != closes(c.waits)) {
						t.Errorf("the hire ended with %v, want: %s", unfilled, c.waits)
					}
					if exposed := m.client.Exposed().String(); exposed != c.exposed {
						t.Errorf("%s may still be spent, want %s", exposed, c.exposed)
					}
					time.Sleep(2 * time.Hour) // the last window is over
					want := c.exposed
					if c.closed == nil {
						want = "0"
					}
					if exposed := m.client.Exposed().String(); exposed != want {
						t.Errorf("%s is spent or may be, want %s", exposed, want)
					}
					m.stop()
				})
			})
		}
	}
}

// C26: what a deal may still cost is counted once, also where Notice ends its goroutine when it hears of the session's end.
func TestExposedOnceWhereNoticeDoesNotReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := lost(t, false)
		_ = m.process.Stop()
		m.client, m.process = m.node.Hire(closer{m.buyer, never}, func(c *requester.Client) {
			c.Notice = func(v *protocol.View, _ error) {
				if v.Phase == protocol.Abandoned {
					runtime.Goexit()
				}
			}
		})
		for o, err := range m.client.Hire(t.Context(), asksEscrow(), m.ask()) {
			if !errors.Is(err, drive.ErrLeft) {
				t.Errorf("%v, %v", o, err)
			}
		}
		if exposed := m.client.Exposed().String(); exposed != "10" {
			t.Errorf("%s may still be spent, want 10", exposed)
		}
		m.stop()
	})
}

// C26: what a deal may still cost, and has cost, is known after a restart too, until its session is forgotten.
func TestExposureSurvivesARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := lost(t, true)
		m.begin(closer{m.buyer, never})
		h := m.ask()
		h.MaxPrice, h.Reserve, h.Insist = messages.AmountOfUint64(10), 1, -1
		for range m.client.Hire(t.Context(), asksEscrow(), h) {
		}
		exposed := func(want string) {
			t.Helper()
			synctest.Wait()
			if got := m.client.Exposed().String(); got != want {
				t.Errorf("%s is spent or may be, want %s", got, want)
			}
		}
		exposed("10")
		m.begin(closer{m.buyer, costs(4, time.Minute)})
		exposed("10")
		for v, amount := range m.client.Exposures() {
			if v.Farmer != m.farms[0].Key || v.SOW == nil || amount.String() != "10" {
				t.Errorf("exposed are %s by %+v", amount, v)
			}
		}
		time.Sleep(time.Minute)
		exposed("4")
		m.begin(closer{m.buyer, costs(4, 0)})
		exposed("4")
		m.begin(closer{m.buyer, costs(0, 0)}) // say that the chain was reorganized
		exposed("0")
		m.begin(closer{m.buyer, never})
		exposed("0")
		m.stop()
	})
}

// What a deal has cost is forgotten with its session, not before, and not only by a restart.
func TestExposureEndsWithItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := lost(t, true)
		m.begin(closer{m.buyer, costs(4, time.Minute)})
		h := m.ask()
		h.MaxPrice, h.Reserve, h.Insist = messages.AmountOfUint64(10), 1, -1
		for range m.client.Hire(t.Context(), asksEscrow(), h) {
		}
		time.Sleep(24 * time.Hour)
		if got := m.client.Exposed().String(); got != "4" {
			t.Errorf("%s is spent, want 4", got)
		}
		time.Sleep(60 * 24 * time.Hour)
		if got := m.client.Exposed().String(); got != "0" {
			t.Errorf("%s is spent by a session that is forgotten", got)
		}
		m.stop()
	})
}

// A crash between the note of what a deal may still cost and the end of its session has that end once more, and cost once.
func TestExposureOfASessionTakenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := lost(t, true)
		m.begin(closer{m.buyer, never})
		h := m.ask()
		h.MaxPrice, h.Reserve, h.Insist = messages.AmountOfUint64(10), 1, -1
		hired := make(chan struct{})
		go func() {
			defer close(hired)
			for range m.client.Hire(t.Context(), asksEscrow(), h) {
			}
		}()
		time.Sleep(10 * time.Second)
		id := m.client.Sessions()[0].Session
		note := journal.Note{Bucket: "exposed-requester", Key: id[:], Value: []byte("10")}
		if err := m.node.Journal().Commit(t.Context(), journal.Batch{Notes: []journal.Note{note}, Sync: true}); err != nil {
			t.Fatal(err)
		}
		m.begin(closer{m.buyer, never})
		<-hired
		if got := m.client.Exposed().String(); got != "0" {
			t.Errorf("%s is exposed by a session under way", got)
		}
		time.Sleep(10 * time.Minute)
		if got := m.client.Exposed().String(); got != "10" {
			t.Errorf("%s is exposed by one session, want 10", got)
		}
		m.stop()
	})
}

// What a session may cost that has ended is exposed from the moment on from which it is under way no more: a budget counts it once, whenever it looks.
func TestBudgetOfASessionThatEndsMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1, func(_ int, s *parleytest.Seller) {
			s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
				return &messages.Quote{Price: parleytest.Price(5, 2), Settlement: escrow()}, nil
			}
			s.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
				return nil, protocol.Errorf(protocol.Declined, "not today")
			}
		})
		_ = m.process.Stop()
		m.buyer.OnAgree = signs
		var got []string
		m.client, m.process = m.node.Hire(m.buyer, func(c *requester.Client) {
			c.Journal = &closing{c.Journal, func() {
				got = append(got, fmt.Sprint(len(m.client.Sessions()), " under way, ", m.client.Exposed(), " exposed"))
			}}
		})
		asked := sow()
		asked.Settlements = []*messages.Settlement{escrow()}
		for range m.client.Hire(t.Context(), asked, requester.Hiring{Farmers: m.ask().Farmers, Insist: -1}) {
		}
		if diff := cmp.Diff([]string{"0 under way, 10 exposed"}, got); diff != "" {
			t.Errorf("when it is closed (-want +got)\n%s", diff)
		}
		m.stop()
	})
}

// closing calls look whenever a session is about to be closed.
type closing struct {
	journal.Journal
	look func()
}

func (c *closing) Commit(ctx context.Context, b journal.Batch) error {
	if slices.ContainsFunc(b.Notes, func(n journal.Note) bool { return n.Value == nil }) {
		c.look()
	}
	return c.Journal.Commit(ctx, b)
}
