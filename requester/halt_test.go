package requester_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

var errDisk = errors.New("no space left")

// full is a journal on a disk that is full from a batch on. It is somebody's own, which does not say that it has stopped.
type full struct {
	journal.Journal
	left *atomic.Int64
}

func (f full) Commit(ctx context.Context, b journal.Batch) error {
	if f.left.Add(-1) < 0 {
		return fmt.Errorf("disk: %w", journal.ErrFull)
	}
	return f.Journal.Commit(ctx, b)
}

// H06: trouble of the requester's own ends the hire: no farmer is blamed for it, none is hired in another's place, and the next
// Run goes on where this one stopped.
func TestHalt(t *testing.T) {
	halt := &requester.Halt{Err: errDisk}
	for name, c := range map[string]struct {
		set   func(b *parleytest.Buyer)
		disk  int64 // batches that the journal takes
		want  error
		ended int  // sessions that the policy was told the end of
		bound bool // and is taken up again
	}{
		"no agreement can be made": {func(b *parleytest.Buyer) {
			b.OnAgree = func(context.Context, *protocol.View, protocol.Choice) (messages.Message, error) { return nil, halt }
		}, 1000, errDisk, 1, false},
		"the deal cannot be opened": {func(b *parleytest.Buyer) {
			b.OnHired = func(context.Context, *protocol.View) error { return halt }
		}, 1000, errDisk, 0, true},
		"the result cannot be kept": {func(b *parleytest.Buyer) {
			b.OnReview = func(context.Context, *protocol.View) (messages.Message, error) { return nil, halt }
		}, 1000, errDisk, 0, true},
		"with a reason of the protocol inside": {func(b *parleytest.Buyer) {
			b.OnReview = func(context.Context, *protocol.View) (messages.Message, error) {
				return nil, &requester.Halt{Err: &protocol.Error{Code: protocol.Failed, Err: errDisk}}
			}
		}, 1000, errDisk, 0, true},
		"the journal is full before the agreement":       {func(*parleytest.Buyer) {}, 0, journal.ErrFull, 0, false},
		"the journal is full after the agreement":        {func(*parleytest.Buyer) {}, 1, journal.ErrFull, 0, true},
		"the journal is full after the countersignature": {func(*parleytest.Buyer) {}, 2, journal.ErrFull, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 2, func(_ int, s *parleytest.Seller) { s.Claims = 1 })
				_ = m.process.Stop()
				left := new(atomic.Int64)
				left.Store(c.disk)
				disk := m.node.Journal()
				var refused []error
				m.client, m.process = m.node.Hire(m.buyer, func(client *requester.Client) {
					client.Journal = full{disk, left}
					client.Notice = func(_ *protocol.View, err error) {
						if err != nil {
							refused = append(refused, err)
						}
					}
				})
				c.set(m.buyer)
				outcomes, err := m.hire(m.ask())
				if !errors.Is(err, c.want) || len(outcomes) != 0 {
					t.Fatalf("%v, %v; want %v", outcomes, err, c.want)
				}
				if refused != nil {
					t.Errorf("somebody is blamed: %v", refused)
				}
				synctest.Wait()
				for _, kind := range []messages.Kind{messages.Kind_KIND_DISPUTE, messages.Kind_KIND_ASK} {
					if m.received(m.farms[0], m.node, kind) {
						t.Errorf("the farmer got a %s", kind.Name())
					}
				}
				if m.received(m.farms[1], m.node, messages.Kind_KIND_AGREEMENT) {
					t.Error("another farmer was hired")
				}
				if n := m.buyer.Count("Ended"); n != c.ended {
					t.Errorf("Ended was called %d times, want %d: %v", n, c.ended, m.buyer.Hooks())
				}
				_ = m.process.Stop()

				m.node.Restart(true)
				m.buyer = new(parleytest.Buyer)
				// A bubble's clock: the session has not ended before somebody resumes it.
				m.buyer.OnSettled = func(context.Context, *protocol.View) error { time.Sleep(time.Minute); return nil }
				m.client, m.process = m.node.Hire(m.buyer)
				if err := m.client.Ready(t.Context()); err != nil {
					t.Fatal(err)
				}
				var ended []string
				for _, v := range m.client.Sessions() {
					for o, err := range m.client.Resume(t.Context(), m.ask(), v.Session) {
						ended = append(ended, fmt.Sprint(o.View.Phase, " ", errors.Join(err, o.Err)))
					}
				}
				want := []string{"Settled <nil>"}
				if !c.bound {
					want = nil
				}
				if diff := cmp.Diff(want, ended); diff != "" {
					t.Errorf("the next Run (-want +got):\n%s", diff)
				}
				m.stop()
			})
		})
	}
}

// DESIGN 4.4: who gives work up after a restart, which has nothing to prepare for it with, tells the farmer so before it is gone.
func TestGivenUpAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1)
		m.buyer.OnHired = func(context.Context, *protocol.View) error { return &requester.Halt{Err: errDisk} }
		if _, err := m.hire(m.ask()); !errors.Is(err, errDisk) {
			t.Fatal(err)
		}
		_ = m.process.Stop()
		m.node.Restart(true)
		m.buyer = &parleytest.Buyer{OnHired: func(context.Context, *protocol.View) error { return errors.New("nothing to prepare with") }}
		m.client, m.process = m.node.Hire(m.buyer)
		if err := m.client.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if !m.received(m.farms[0], m.node, messages.Kind_KIND_ASK) {
			t.Error("the farmer was not asked to stop")
		}
		m.stop()
	})
}

// DESIGN 4.3, M15: who gives up work that was under way before a restart still owes what it vouched for, and the farmer hears of it
// however long it was away.
func TestVoucherOutlivesGivingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1)
		m.sellers[0].OnWork = func(ctx context.Context, _ *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			if _, err := p.Claim(ctx, &messages.Progress{Units: 1}); err != nil {
				return nil, err
			}
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		vouched := make(chan messages.ID, 1)
		m.buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
			m.farms[0].Kill()
			vouched <- v.Session
			return parleytest.Pay(v), nil
		}
		hiring, leave := context.WithCancel(t.Context())
		hired := make(chan struct{})
		go func() {
			defer close(hired)
			for range m.client.Hire(hiring, sow(), m.ask()) {
			}
		}()
		id := <-vouched
		synctest.Wait()
		leave()
		<-hired
		_ = m.process.Stop()
		_ = m.running[0].Stop()

		m.node.Restart(true)
		m.buyer = &parleytest.Buyer{OnHired: func(context.Context, *protocol.View) error { return errors.New("nothing to prepare with") }}
		m.client, m.process = m.node.Hire(m.buyer)
		time.Sleep(2 * time.Minute) // longer than a farmer has for any answer
		m.farms[0].Restart(true)
		m.servers[0], m.running[0] = m.farms[0].Farm(m.sellers[0])
		time.Sleep(time.Minute)

		want := []string{"SOW", "Quote", "Agreement", "Acceptance", "Progress", "Voucher", "Reject"}
		for name, node := range map[string]*parleytest.Node{"requester": m.node, "farmer": m.farms[0]} {
			var kinds []string
			for record, err := range node.Journal().Transcript(t.Context(), id) {
				if err != nil {
					t.Fatal(err)
				}
				u, err := messages.Parse(record.Envelope)
				if err != nil {
					t.Fatal(err)
				}
				kinds = append(kinds, u.Header().Kind.Name())
			}
			if diff := cmp.Diff(want, kinds); diff != "" {
				t.Errorf("with the %s (-want +got):\n%s", name, diff)
			}
		}
		if n := len(m.client.Sessions()) + len(m.servers[0].Sessions()); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
		m.stop()
	})
}
