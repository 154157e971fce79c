package requester_test

import (
	"context"
	"errors"
	"sync"
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

// A09, A10, A13, A15, A16, A20, A21, A08: the steps of a paid hire with one claim, in order, and the hooks of both roles.
func TestHooksInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1, func(_ int, s *parleytest.Seller) { s.Claims = 1 })
		outcomes, err := m.hire(m.ask())
		if err != nil || len(outcomes) != 1 || outcomes[0].Err != nil || time.Since(epoch) > time.Second {
			t.Fatalf("%v, %v after %s", outcomes, err, time.Since(epoch))
		}
		synctest.Wait()
		if diff := cmp.Diff([]string{"Agree", "Hired", "Review", "Review", "Settled", "Ended"}, m.buyer.Hooks()); diff != "" {
			t.Errorf("requester (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Quote", "Accept", "Work", "Confirm", "Ended"}, m.sellers[0].Hooks()); diff != "" {
			t.Errorf("farmer (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"SOW", "Agreement", "Voucher", "Reward"}, m.got(m.farms[0], m.node)); diff != "" {
			t.Errorf("the farmer got (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Quote", "Acceptance", "Progress", "Delivery", "Receipt"}, m.got(m.node, m.farms[0])); diff != "" {
			t.Errorf("the requester got (-want +got):\n%s", diff)
		}
		// Both hold both signatures (A13) and the receipt for that reward by that farmer (A08), on disk.
		for _, n := range []*parleytest.Node{m.node, m.farms[0]} {
			n.Restart(true)
			judge := protocol.New(m.farms[0].Key, 0, protocol.Limits{})
			signers := make(map[messages.Key]int)
			for r, err := range n.Journal().Transcript(t.Context(), outcomes[0].Session) {
				if err != nil {
					t.Fatal(err)
				}
				u, err := messages.Parse(r.Envelope)
				if err != nil {
					t.Fatal(err)
				}
				e, err := u.Open()
				if err != nil {
					t.Fatal(err)
				}
				signers[e.Signer()]++
				if err := judge.Apply(e, time.Time{}); err != nil {
					t.Fatal(err)
				}
			}
			if v := judge.View(); v.Phase != protocol.Settled || v.Receipt.Amount != "10" {
				t.Errorf("the journal came to %s with receipt %v", v.Phase, v.Receipt)
			}
			if signers[m.node.Key] != 4 || signers[m.farms[0].Key] != 5 {
				t.Errorf("signatures: %v", signers)
			}
		}
		m.stop()
	})
}

// A11, A12: five quotes, two are hired; the other three get no Agreement and are told.
func TestTwoOfFive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 5, func(i int, s *parleytest.Seller) { s.PerUnit = 5 + i })
		h := m.ask()
		h.N = 2
		outcomes, err := m.hire(h)
		if err != nil || len(outcomes) != 2 || outcomes[0].Err != nil || outcomes[1].Err != nil {
			t.Fatalf("%d outcomes, %v", len(outcomes), err)
		}
		if took := time.Since(epoch); took > time.Second {
			t.Errorf("it took %s", took)
		}
		synctest.Wait()
		for i, f := range m.farms {
			if got := m.received(f, m.node, messages.Kind_KIND_AGREEMENT); got != (i < 2) {
				t.Errorf("farmer %d: agreement %t", i, got)
			}
			if got := m.declined(f); got != (i >= 2) {
				t.Errorf("farmer %d: declined %t", i, got)
			}
		}
		if views := m.client.Sessions(); len(views) > 0 {
			t.Errorf("%d sessions are left", len(views))
		}
		for i, s := range m.servers {
			if views := s.Sessions(); len(views) > 0 {
				t.Errorf("farmer %d has %d sessions left", i, len(views))
			}
		}
		m.stop()
	})
}

// A23: a matcher that leaves an offer out declines it, and the farmer learns why.
func TestLeftOutIsDeclined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2)
		h := m.ask()
		h.Matcher = order{m.farms[1].Key}
		outcomes, err := m.hire(h)
		if err != nil || len(outcomes) != 1 || outcomes[0].Farmer != m.farms[1].Key {
			t.Fatalf("%v, %v", outcomes, err)
		}
		synctest.Wait()
		if diff := cmp.Diff([]string{"SOW"}, m.got(m.farms[0], m.node)); diff != "" || !m.declined(m.farms[0]) {
			t.Errorf("the one left out got (-want +got):\n%s", diff)
		}
		m.stop()
	})
}

// A37, A24, A43: three farmers, two at once; one is killed at work and the third is hired from the reserve.
func TestReserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m *market
		var once sync.Once
		m = open(t, 3, func(i int, s *parleytest.Seller) {
			s.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
				if i == 0 {
					once.Do(m.farms[0].Kill)
					<-ctx.Done()
					return nil, context.Cause(ctx)
				}
				time.Sleep(15 * time.Second)
				return &messages.Delivery{Result: v.SOW.Job}, nil
			}
		})
		h := m.ask()
		h.N, h.MaxPrice = 2, messages.AmountOfUint64(30)
		outcomes, err := m.hire(h)
		if err != nil || len(outcomes) != 2 {
			t.Fatalf("%d outcomes, %v", len(outcomes), err)
		}
		for _, o := range outcomes {
			if o.Farmer == m.farms[0].Key || o.Err != nil {
				t.Errorf("outcome of %s: %v", o.Farmer.Short(), o.Err)
			}
		}
		if n := m.buyer.Count("Replaced"); n != 1 {
			t.Errorf("Replaced was called %d times", n)
		}
		m.stop()
	})
}

// A farmer that comes back before anybody took its place goes on.
func TestReturnsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1)
		var once sync.Once
		gone := make(chan struct{})
		m.sellers[0].OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			once.Do(func() { m.farms[0].Kill(); close(gone) })
			return &messages.Delivery{Result: v.SOW.Job}, ctx.Err()
		}
		var restart sync.WaitGroup
		restart.Go(func() {
			<-gone
			_ = m.running[0].Stop()
			time.Sleep(time.Minute) // longer than its patience
			m.farms[0].Restart(true)
			_, m.running[0] = m.farms[0].Farm(m.sellers[0])
		})
		outcomes, err := m.hire(m.ask())
		if err != nil || len(outcomes) != 1 || outcomes[0].Err != nil {
			t.Fatalf("%v, %v", outcomes, err)
		}
		if n := m.buyer.Count("Replaced"); n != 0 {
			t.Errorf("Replaced was called %d times", n)
		}
		restart.Wait()
		m.stop()
	})
}

// A farmer that was replaced and comes back is asked to cancel; what it has delivered is still owed, paid and yielded.
func TestLateDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m *market
		m = open(t, 2, func(i int, s *parleytest.Seller) {
			s.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
				if i == 0 {
					m.farms[0].Kill()
					return nil, ctx.Err()
				}
				time.Sleep(2 * time.Minute)
				return &messages.Delivery{Result: v.SOW.Job}, nil
			}
		})
		var restart sync.WaitGroup
		restart.Go(func() {
			time.Sleep(time.Minute)
			_ = m.running[0].Stop()
			m.farms[0].Restart(true)
			_, m.running[0] = m.farms[0].Farm(&parleytest.Seller{PerUnit: 5})
		})
		outcomes, err := m.hire(m.ask())
		if err != nil || len(outcomes) != 2 {
			t.Fatalf("%d outcomes, %v", len(outcomes), err)
		}
		var farmers []messages.Key
		for _, o := range outcomes {
			farmers = append(farmers, o.Farmer)
		}
		if diff := cmp.Diff([]messages.Key{m.farms[0].Key, m.farms[1].Key}, farmers); diff != "" {
			t.Errorf("farmers (-want +got):\n%s", diff)
		}
		restart.Wait()
		m.stop()
	})
}

// The budget holds at every moment: three places of 10 within 25 are two.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 3)
		h := m.ask()
		h.N, h.MaxPrice = 3, messages.AmountOfUint64(25)
		outcomes, err := m.hire(h)
		unfilled, ok := errors.AsType[*requester.Unfilled](err)
		if !ok || len(outcomes) != 2 || unfilled.Filled != 2 {
			t.Fatalf("%d outcomes, %v", len(outcomes), err)
		}
		refused, ok := errors.AsType[*protocol.Error](unfilled.Refused[0].Err)
		if !ok || refused.Code != protocol.Price || refused.Remedy.GetPrice().GetCeiling() != "5" {
			t.Errorf("refused with %v", unfilled.Refused[0].Err)
		}
		m.stop()
	})
}

// An agreement that is refused before it is sent gives its part of the budget back.
func TestBudgetOfABadAgreement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2)
		m.buyer.OnAgree = func(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
			a, err := requester.Terms(v, c, 0, func(terms *messages.Terms) {
				if v.Farmer == m.farms[0].Key {
					terms.DeliverByMs-- // sooner than the quote promises
				}
			})
			return a, err
		}
		h := m.ask()
		h.MaxPrice = messages.AmountOfUint64(10)
		outcomes, err := m.hire(h)
		if err != nil || len(outcomes) != 1 || outcomes[0].Farmer != m.farms[1].Key {
			t.Fatalf("%v, %v", outcomes, err)
		}
		m.stop()
	})
}

// A35: a silent farmer is given up after Limits.Reply, and says nothing of the others.
func TestSilentFarmer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1, func(_ int, s *parleytest.Seller) {
			s.OnQuote = func(ctx context.Context, _ *protocol.View) (*messages.Quote, error) {
				time.Sleep(time.Hour)
				return nil, ctx.Err()
			}
		})
		began := time.Now()
		_, err := m.hire(m.ask())
		unfilled, ok := errors.AsType[*requester.Unfilled](err)
		if !ok || protocol.CodeOf(unfilled.Refused[0].Err) != protocol.Late {
			t.Fatalf("got %v", err)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("gave up after %s", took)
		}
		m.stop()
	})
}

// Defect 11: a quote in reserve that has expired is not hired; the farmer is asked anew.
func TestStaleReserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2, func(i int, s *parleytest.Seller) {
			s.OnWork = func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
				time.Sleep(3 * time.Minute)
				if i == 0 {
					return nil, errors.New("broken")
				}
				return &messages.Delivery{Result: v.SOW.Job}, nil
			}
		})
		outcomes, err := m.hire(m.ask())
		if err != nil || len(outcomes) != 2 || outcomes[0].Err == nil || outcomes[1].Err != nil {
			t.Fatalf("%v, %v", outcomes, err)
		}
		if n := m.sellers[1].Count("Quote"); n != 2 {
			t.Errorf("the second farmer was asked %d times, want 2", n)
		}
		m.stop()
	})
}

// Breaking off the loop stops new hiring only: what was agreed goes on under Run, and Resume follows it.
func TestBreakOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2, func(i int, s *parleytest.Seller) {
			s.OnWork = func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
				time.Sleep(time.Duration(1+i) * time.Minute)
				return &messages.Delivery{Result: v.SOW.Job}, nil
			}
		})
		h := m.ask()
		h.N = 2
		var first *requester.Outcome
		for o, err := range m.client.Hire(t.Context(), sow(), h) {
			if err != nil {
				t.Fatal(err)
			}
			first = o
			break
		}
		var rest []*requester.Outcome
		for o, err := range m.client.Resume(t.Context(), requester.Hiring{}, m.client.Sessions()[0].Session) {
			if err != nil {
				t.Fatal(err)
			}
			rest = append(rest, o)
		}
		if len(rest) != 1 || rest[0].Err != nil || rest[0].Farmer == first.Farmer {
			t.Errorf("resumed: %v", rest)
		}
		m.stop()
	})
}

// The end of Run does not wait for a consumer that waits for the end of Run.
func TestRunEndsUnderASlowConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 3)
		h := m.ask()
		h.N = 3
		for _, err := range m.client.Hire(t.Context(), sow(), h) {
			if err == nil {
				_ = m.process.Stop()
				continue
			}
			if !errors.Is(err, requester.ErrClientClosed) && !errors.Is(err, context.Canceled) {
				t.Errorf("ended with %v", err)
			}
		}
		for _, err := range m.client.Hire(t.Context(), sow(), h) {
			if !errors.Is(err, requester.ErrClientClosed) {
				t.Errorf("after the end: %v", err)
			}
		}
		m.stop()
	})
}

// A hire with nobody to ask ends at once, whatever it would have waited for.
func TestNobodyToAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for _, wait := range []time.Duration{0, -1} {
			for _, err := range m.client.Hire(ctx, sow(), requester.Hiring{Wait: wait}) {
				if _, unfilled := errors.AsType[*requester.Unfilled](err); !unfilled || time.Since(epoch) > 0 {
					t.Errorf("%v, after %s", err, time.Since(epoch))
				}
			}
		}
		m.stop()
	})
}
