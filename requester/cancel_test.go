package requester_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// H05: the requester cancels; the farmer stops, says so, and nobody waits.
func TestCancelWork(t *testing.T) {
	alone(t, func(m *market) {
		sleepy(m, m.sellers[0], 5*time.Minute)
		go func() {
			time.Sleep(time.Minute)
			for _, v := range m.client.Sessions() {
				if err := m.client.Cancel(context.Background(), v.Session, "no longer needed"); err != nil {
					t.Error(err)
				}
			}
		}()
	}, func(_ *market, outcomes []*requester.Outcome, _ error) {
		o := one(t, outcomes)
		if o.View.Phase != protocol.Abandoned || protocol.CodeOf(o.Err) != protocol.Canceled || time.Since(epoch) > 2*time.Minute {
			t.Errorf("%s, %v after %s", o.View.Phase, o.Err, time.Since(epoch))
		}
		if got, want := o.View.Reject.Reason, "canceled by the requester: no longer needed"; got != want {
			t.Errorf("reason %q, want %q", got, want)
		}
	})
}

// epoch is when virtual time begins.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// H05: at any moment, on whosever turn, a cancel ends the session without anybody waiting for a deadline.
func TestCancelAnywhere(t *testing.T) {
	for _, after := range []time.Duration{500, 1500, 2500, 3500, 4500} { // quoting, choosing, accepting, preparing, working
		t.Run(after.String(), func(t *testing.T) {
			alone(t, func(m *market) {
				s := m.sellers[0]
				s.OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
					time.Sleep(time.Second)
					return &messages.Quote{Price: parleytest.Price(5, v.SOW.Units)}, nil
				}
				s.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
					time.Sleep(time.Second)
					return nil, nil
				}
				sleepy(m, s, time.Hour)
				m.buyer.OnAgree = func(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
					time.Sleep(time.Second)
					return parleytest.Agree(v, c)
				}
				m.buyer.OnHired = func(context.Context, *protocol.View) error { time.Sleep(time.Second); return nil }
				go func() {
					time.Sleep(after * time.Millisecond)
					for _, v := range m.client.Sessions() {
						if err := m.client.Cancel(context.Background(), v.Session, "no"); err != nil {
							t.Error(err)
						}
					}
				}()
			}, func(m *market, outcomes []*requester.Outcome, err error) {
				if took := time.Since(epoch); took > 10*time.Second {
					t.Errorf("it took %s", took)
				}
				for _, o := range outcomes {
					err = errors.Join(err, o.Err)
				}
				if err == nil {
					t.Error("a canceled hire succeeded")
				}
			})
		})
	}
}

// H05: the farmer gives the work up, and says why.
func TestFarmerCancels(t *testing.T) {
	alone(t, func(m *market) {
		sleepy(m, m.sellers[0], 5*time.Minute)
		go func() {
			time.Sleep(time.Minute)
			for _, v := range m.servers[0].Sessions() {
				if err := m.servers[0].Cancel(context.Background(), v.Session, "the machine is on fire"); err != nil {
					t.Error(err)
				}
			}
		}()
	}, func(_ *market, outcomes []*requester.Outcome, _ error) {
		if o := one(t, outcomes); o.View.Phase != protocol.Abandoned || o.View.Reject.Reason != "the machine is on fire" || time.Since(epoch) > 2*time.Minute {
			t.Errorf("%s: %v", o.View.Phase, o.Err)
		}
	})
}

// A cancel while the farmer is out of reach arrives when it is back.
func TestCancelOutOfReach(t *testing.T) {
	alone(t, func(m *market) {
		sleepy(m, m.sellers[0], 5*time.Minute)
		go func() {
			time.Sleep(time.Minute)
			id := m.client.Sessions()[0].Session
			m.farms[0].Kill()
			if err := m.client.Cancel(context.Background(), id, "no"); err != nil {
				t.Error(err)
			}
			_ = m.running[0].Stop()
			m.farms[0].Restart(true)
			m.servers[0], m.running[0] = m.farms[0].Farm(m.sellers[0])
		}()
	}, func(_ *market, outcomes []*requester.Outcome, _ error) {
		if o := one(t, outcomes); o.View.Phase != protocol.Abandoned || time.Since(epoch) > 2*time.Minute {
			t.Errorf("%s: %v after %s", o.View.Phase, o.Err, time.Since(epoch))
		}
	})
}

// H05: a farmer takes its quote back while others are awaited; it is declined and another is hired.
func TestFarmerWithdrawsItsQuote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2)
		m.sellers[1].OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
			time.Sleep(time.Second)
			return &messages.Quote{Price: parleytest.Price(5, v.SOW.Units)}, nil
		}
		go func() {
			time.Sleep(500 * time.Millisecond)
			for _, v := range m.servers[0].Sessions() {
				if err := m.servers[0].Cancel(context.Background(), v.Session, "sold out"); err != nil {
					t.Error(err)
				}
			}
		}()
		outcomes, err := m.hire(m.ask())
		if o := one(t, outcomes); err != nil || o.Err != nil || o.Farmer != m.farms[1].Key {
			t.Errorf("%v, %v", o, err)
		}
		if diff := cmp.Diff([]string{"SOW", "Ask", "Reject"}, append(m.got(m.farms[0], m.node)[:1], append(m.got(m.node, m.farms[0])[1:], m.got(m.farms[0], m.node)[1:]...)...)); diff != "" {
			t.Errorf("words (-want +got):\n%s", diff)
		}
		m.stop()
	})
}

// H05: the work can tell a requester that canceled, which is Remote, from its own operator.
func TestWhoCanceled(t *testing.T) {
	for by, cancel := range map[string]func(*market, messages.ID) error{
		"requester": func(m *market, id messages.ID) error { return m.client.Cancel(context.Background(), id, "no") },
		"operator":  func(m *market, id messages.ID) error { return m.servers[0].Cancel(context.Background(), id, "no") },
	} {
		t.Run(by, func(t *testing.T) {
			alone(t, func(m *market) {
				m.sellers[0].OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
					if err := cancel(m, v.Session); err != nil {
						t.Error(err)
					}
					<-ctx.Done()
					err, ok := errors.AsType[*protocol.Error](context.Cause(ctx))
					if !ok || err.Code != protocol.Canceled || err.Remote != (by == "requester") {
						t.Errorf("the work was ended by %#v", context.Cause(ctx))
					}
					return nil, context.Cause(ctx)
				}
			}, func(_ *market, outcomes []*requester.Outcome, _ error) {
				if o := one(t, outcomes); o.View.Phase != protocol.Abandoned || protocol.CodeOf(o.Err) != protocol.Canceled {
					t.Errorf("%s, %v", o.View.Phase, o.Err)
				}
			})
		})
	}
}
