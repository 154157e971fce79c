package requester_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// A farmer that refuses a deal which the payer has signed may still have it opened, and so may one that has countersigned and
// then hears that the requester cannot go on: until nobody can, its price stays out of the budget. Then the next is hired with
// it.
func TestBudgetOfADealThatCameToNothing(t *testing.T) {
	for name, c := range map[string]struct {
		signed bool          // by the farmer too
		wait   time.Duration // before the second is agreed with
		hired  bool
	}{
		"refused, may still be opened":         {false, 30 * time.Second, false},
		"refused, can be opened no more":       {false, 32 * time.Second, true},
		"countersigned, may still be opened":   {true, 30 * time.Second, false},
		"countersigned, can be opened no more": {true, 32 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 2, func(n int, s *parleytest.Seller) {
					s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
						return &messages.Quote{Price: parleytest.Price(5, 2), Settlement: escrow()}, nil
					}
					s.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
						if n == 0 { // it looks for the deal on the chain
							<-ctx.Done()
							return nil, context.Cause(ctx)
						}
						return &messages.Delivery{Result: v.SOW.Job}, nil
					}
					if n == 0 && !c.signed {
						s.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
							return nil, protocol.Errorf(protocol.Declined, "not today")
						}
						return
					}
					s.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
						return &messages.Acceptance{Signature: signature()}, nil
					}
				})
				m.buyer.OnAgree = func(ctx context.Context, v *protocol.View, choice protocol.Choice) (messages.Message, error) {
					if v.Farmer == m.farms[1].Key {
						time.Sleep(c.wait)
					}
					return signs(ctx, v, choice)
				}
				m.buyer.OnHired = func(_ context.Context, v *protocol.View) error {
					if v.Farmer == m.farms[0].Key {
						return protocol.Errorf(protocol.Unavailable, "the chain does not answer")
					}
					return nil
				}
				h := m.ask()
				h.MaxPrice, h.Reserve, h.Insist = messages.AmountOfUint64(10), 1, -1
				asked := sow()
				asked.Settlements = []*messages.Settlement{escrow()}
				var agreed bool
				var unfilled *requester.Unfilled
				for o, err := range m.client.Hire(t.Context(), asked, h) {
					if err != nil {
						unfilled, _ = errors.AsType[*requester.Unfilled](err)
						break
					}
					agreed = agreed || o.Farmer == m.farms[1].Key && o.View.Acceptance != nil
				}
				if agreed != c.hired {
					t.Errorf("the second was hired: %t, want %t (%v)", agreed, c.hired, unfilled)
				}
				if !c.hired {
					last := unfilled.Refused[len(unfilled.Refused)-1]
					refused, ok := errors.AsType[*protocol.Error](last.Err)
					if !ok || refused.Code != protocol.Price || refused.Remedy.GetRetryAtMs() == 0 {
						t.Errorf("the second was refused with %v, want the price, and when to try again", last.Err)
					}
				}
				if exposed := m.client.Exposed(); exposed.IsZero() != c.hired {
					t.Errorf("%s may still be spent", exposed)
				}
				time.Sleep(time.Hour)
				if exposed := m.client.Exposed(); !exposed.IsZero() {
					t.Errorf("%s may be spent for ever", exposed)
				}
				m.stop()
			})
		})
	}
}

// DESIGN 4.5: a deal that was opened before a crash may cost all although the requester cannot go on with it afterwards, unless the
// chain says that it was never opened.
func TestBudgetOfADealGivenUpAfterACrash(t *testing.T) {
	for name, c := range map[string]struct {
		failure *protocol.Error
		exposed string
	}{
		"the chain does not answer":       {protocol.Errorf(protocol.Unavailable, "the chain does not answer"), "10"},
		"the deal was not opened in time": {protocol.Errorf(protocol.Late, "the deal was not opened"), "0"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 1, func(_ int, s *parleytest.Seller) {
					s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
						return &messages.Quote{Price: parleytest.Price(5, 2), Settlement: escrow()}, nil
					}
					s.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
						return &messages.Acceptance{Signature: signature()}, nil
					}
					s.OnWork = func(ctx context.Context, _ *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
						<-ctx.Done() // it never gets so far
						return nil, ctx.Err()
					}
				})
				opened := make(chan messages.ID, 1)
				m.buyer.OnAgree = signs
				m.buyer.OnHired = func(_ context.Context, v *protocol.View) error {
					m.farms[0].Kill()
					opened <- v.Session
					return nil
				}
				asked := sow()
				asked.Settlements = []*messages.Settlement{escrow()}
				h := m.ask()
				h.MaxPrice = messages.AmountOfUint64(10)
				hired := make(chan struct{})
				go func() {
					defer close(hired)
					for range m.client.Hire(t.Context(), asked, h) {
					}
				}()
				id := <-opened
				time.Sleep(time.Second)
				_ = m.process.Stop()
				<-hired

				m.node.Restart(true)
				m.buyer = &parleytest.Buyer{OnHired: func(context.Context, *protocol.View) error { return c.failure }}
				m.client, m.process = m.node.Hire(m.buyer)
				for o, err := range m.client.Resume(t.Context(), h, id) {
					if _, unfilled := errors.AsType[*requester.Unfilled](err); err != nil && !unfilled || err == nil && !errors.Is(o.Err, c.failure) {
						t.Errorf("%v, %v", o, err)
					}
				}
				time.Sleep(time.Hour)
				if exposed := m.client.Exposed().String(); exposed != c.exposed {
					t.Errorf("%s may still be spent, want %s", exposed, c.exposed)
				}
				m.stop()
			})
		})
	}
}

// signs agrees to a quote with a deal, which can be opened for a second.
func signs(_ context.Context, v *protocol.View, choice protocol.Choice) (messages.Message, error) {
	a, err := requester.Terms(v, choice, 0, func(t *messages.Terms) { t.AcceptByMs = time.Now().Add(time.Second).UnixMilli() })
	if err != nil {
		return nil, err
	}
	a.Deal, a.Signature = &messages.Payload{Type: "test/deal", Body: []byte("deal")}, signature()
	return a, nil
}

func escrow() *messages.Settlement {
	return &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: "contract", Asset: "credit"}
}

func signature() *messages.AccountSignature {
	return &messages.AccountSignature{Account: "account", Signature: make([]byte, 65)}
}
