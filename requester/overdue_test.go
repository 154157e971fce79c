package requester_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// stuck is a hook that returns only when its context has ended.
type stuck struct {
	mu       sync.Mutex
	calls    int
	deadline time.Time // of the phase that it was called in
	ended    time.Time
}

func (s *stuck) wait(ctx context.Context, v *protocol.View) error {
	s.mu.Lock()
	s.calls++
	s.deadline, _, _ = v.Deadline()
	s.mu.Unlock()
	<-ctx.Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = time.Now()
	return ctx.Err()
}

// stick has the hook of a name be stuck.
func (s *stuck) stick(m *market, hook string) {
	seller, buyer := m.sellers[0], m.buyer
	switch hook {
	case "Quote":
		seller.OnQuote = func(ctx context.Context, v *protocol.View) (*messages.Quote, error) { return nil, s.wait(ctx, v) }
	case "Accept":
		seller.OnAccept = func(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) { return nil, s.wait(ctx, v) }
	case "Confirm":
		seller.OnConfirm = func(ctx context.Context, v *protocol.View) (*messages.Receipt, error) { return nil, s.wait(ctx, v) }
	case "Agree":
		buyer.OnAgree = func(ctx context.Context, v *protocol.View, _ protocol.Choice) (messages.Message, error) {
			return nil, s.wait(ctx, v)
		}
	case "Hired":
		buyer.OnHired = s.wait
	case "Hired while the farmer is away":
		buyer.OnHired = func(ctx context.Context, v *protocol.View) error {
			m.farms[0].Kill()
			return s.wait(ctx, v)
		}
	case "Review of a claim":
		seller.Claims = 1
		buyer.OnReview = func(ctx context.Context, v *protocol.View) (messages.Message, error) { return nil, s.wait(ctx, v) }
	case "Review":
		buyer.OnReview = func(ctx context.Context, v *protocol.View) (messages.Message, error) { return nil, s.wait(ctx, v) }
	}
}

// endsWithin fails a test, and ends its market, after so long.
func (m *market) endsWithin(d time.Duration) *time.Timer {
	return time.AfterFunc(d, func() {
		m.t.Errorf("the hire goes on after %s", d)
		m.stop()
	})
}

// M16: every session ends by its deadline, whatever hook hangs in it: its context ends with the session, and nothing is kept for it on
// either side. The hire goes on to its end, and says what came of it.
func TestHookThatHangsEndsWithItsSession(t *testing.T) {
	for hook, want := range map[string]struct {
		phase protocol.Phase // of the outcome; none where nobody was hired
		code  protocol.Code
	}{
		"Quote":             {},
		"Accept":            {protocol.Expired, protocol.Late},
		"Confirm":           {protocol.Expired, 0}, // paid, and the receipt did not come
		"Agree":             {},
		"Hired":             {protocol.Abandoned, protocol.Late}, // the farmer has waited for it until startBy
		"Review of a claim": {protocol.Expired, protocol.Late},
		"Review":            {protocol.Accepted, 0}, // time accepts what is not reviewed

		"Hired while the farmer is away": {protocol.Expired, protocol.Late},
	} {
		t.Run(hook, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, s := open(t, 1), new(stuck)
				defer m.stop()
				s.stick(m, hook)
				endless := m.endsWithin(time.Hour)
				outcomes, err := m.hire(m.ask())
				endless.Stop()
				if want.phase == 0 {
					if err == nil || len(outcomes) > 0 {
						t.Errorf("%d outcomes, %v", len(outcomes), err)
					}
				} else if o := one(t, outcomes); o.View.Phase != want.phase || (o.Err != nil || want.code != 0) && protocol.CodeOf(o.Err) != want.code {
					t.Errorf("%s, %v; want %s, %v", o.View.Phase, o.Err, want.phase, want.code)
				}
				s.mu.Lock()
				latest := s.deadline.Add(protocol.Limits{}.WithDefaults().Grace + time.Second)
				s.mu.Unlock()
				time.Sleep(time.Until(latest))
				synctest.Wait()
				early := s.ended.Before(s.deadline) && want.phase != protocol.Abandoned
				if s.calls == 0 || early || s.ended.After(latest) {
					t.Errorf("%d calls, the last ended %s, its deadline was %s", s.calls, s.ended, s.deadline)
				}
				if n := len(m.servers[0].Sessions()); n != 0 && hook != "Hired while the farmer is away" {
					t.Errorf("%d sessions are left at the farmer", n)
				}
				if n := len(m.client.Sessions()); n != 0 {
					t.Errorf("%d sessions are left at the requester", n)
				}
				if sum := m.client.Exposed(); !sum.IsZero() {
					t.Errorf("%s are still reserved", sum)
				}
			})
		})
	}
}

// H05, M16: who cancels does not wait for a hook that hangs, on either side.
func TestCancelEndsAHookThatHangs(t *testing.T) {
	for _, hook := range []string{"Quote", "Accept", "Agree", "Hired", "Review of a claim"} {
		t.Run(hook, func(t *testing.T) {
			s := new(stuck)
			alone(t, func(m *market) {
				s.stick(m, hook)
				endless := m.endsWithin(time.Hour)
				m.t.Cleanup(func() { endless.Stop() })
				go func() {
					time.Sleep(time.Second)
					for _, v := range m.client.Sessions() {
						if err := m.client.Cancel(context.Background(), v.Session, "no longer needed"); err != nil {
							t.Error(err)
						}
					}
				}()
			}, func(m *market, outcomes []*requester.Outcome, err error) {
				for _, o := range outcomes {
					err = o.Err
				}
				if took := s.ended.Sub(epoch); err == nil || len(outcomes) > 0 && protocol.CodeOf(err) != protocol.Canceled || took < time.Second || took > 2*time.Second {
					t.Errorf("the hook ended after %s, the hire with %v", took, err)
				}
				if hook == "Hired" { // nothing was prepared, so nobody works: the farmer waits for evidence until the work must begin
					time.Sleep(time.Until(epoch.Add(11 * time.Minute)))
					synctest.Wait()
				}
			})
		})
	}
}
