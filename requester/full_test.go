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

// fullUntil makes a farmer without a place until so long after the epoch, which asks to try again after a pause; zero: it
// does not say when.
func fullUntil(s *parleytest.Seller, until, pause time.Duration) func() error {
	return func() error {
		if time.Since(epoch) >= until {
			return nil
		}
		err := protocol.Errorf(protocol.Busy, "all 4 places are taken")
		if pause > 0 {
			err.Remedy = &messages.Remedy{RetryAtMs: time.Now().Add(pause).UnixMilli()}
		}
		return err
	}
}

// A farmer that is full is asked again when it says, until it has a place.
func TestFullFarmerIsAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		pause  time.Duration
		quotes int // how often it was asked
	}{
		"when it says":      {10 * time.Second, 4},
		"it does not say":   {0, 6},
		"not all the time":  {time.Millisecond, 6},
		"not in a year":     {365 * 24 * time.Hour, 2},
		"at its own pace":   {25 * time.Second, 3},
		"only once is full": {30 * time.Second, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 1)
				full := fullUntil(m.sellers[0], 30*time.Second, c.pause)
				m.sellers[0].OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
					if err := full(); err != nil {
						return nil, err
					}
					return &messages.Quote{Price: parleytest.Price(5, v.SOW.Units)}, nil
				}
				outcomes, err := m.hire(m.ask())
				if err != nil || len(outcomes) != 1 || outcomes[0].Err != nil {
					t.Fatalf("%v, %v", outcomes, err)
				}
				if n := m.sellers[0].Count("Quote"); n != c.quotes {
					t.Errorf("it was asked %d times, want %d", n, c.quotes)
				}
				m.stop()
			})
		})
	}
}

// Who countersigned and failed has failed, whatever it asks for; and so has who refuses for another reason than having no
// place: each is asked once.
func TestFailingIsNotFull(t *testing.T) {
	again := func(code protocol.Code) error {
		err := protocol.Errorf(code, "come back in a moment")
		err.Remedy = &messages.Remedy{RetryAtMs: time.Now().Add(time.Second).UnixMilli()}
		return err
	}
	for name, set := range map[string]func(*parleytest.Seller){
		"failed at work": func(s *parleytest.Seller) {
			s.OnWork = func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
				return nil, again(protocol.Failed)
			}
		},
		"full at work": func(s *parleytest.Seller) {
			s.OnWork = func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
				return nil, again(protocol.Busy)
			}
		},
		"declines": func(s *parleytest.Seller) {
			s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) { return nil, again(protocol.Declined) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 1, func(_ int, s *parleytest.Seller) { set(s) })
				_, err := m.hire(m.ask())
				if _, unfilled := errors.AsType[*requester.Unfilled](err); !unfilled {
					t.Errorf("the hire ended with %v", err)
				}
				if n := m.sellers[0].Count("Quote"); n != 1 {
					t.Errorf("it was asked %d times", n)
				}
				m.stop()
			})
		})
	}
}

// Two quotes for the last place: who comes second is refused at its proposal, and hired when the place is free, also where
// the deal that was refused has to lapse first.
func TestFullAtTheProposal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1)
		full := fullUntil(m.sellers[0], 20*time.Second, 5*time.Second)
		m.sellers[0].OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			return &messages.Quote{Price: parleytest.Price(5, 2), Settlement: escrow()}, nil
		}
		m.sellers[0].OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
			return &messages.Acceptance{Signature: signature()}, full()
		}
		m.buyer.OnAgree = func(_ context.Context, v *protocol.View, choice protocol.Choice) (messages.Message, error) {
			a, err := requester.Terms(v, choice, 0)
			if err == nil {
				a.Deal, a.Signature = &messages.Payload{Type: "test/deal", Body: []byte("deal")}, signature()
			}
			return a, err
		}
		h := m.ask()
		h.MaxPrice = messages.AmountOfUint64(10)
		asked := sow()
		asked.Settlements = []*messages.Settlement{escrow()}
		var phases []string
		for o, err := range m.client.Hire(t.Context(), asked, h) {
			if err != nil {
				t.Fatal(err)
			}
			phases = append(phases, o.View.Phase.String())
			if o.View.Acceptance != nil {
				break
			}
		}
		if diff := cmp.Diff(2, len(phases)); diff != "" {
			t.Errorf("proposals (-want +got):\n%s\n%v", diff, phases)
		}
		if n := m.sellers[0].Count("Accept"); n != 2 {
			t.Errorf("%d proposals were made, want one refused, and one when its price was free again", n)
		}
		m.stop()
	})
}

// Who is full for ever is waited for until the work is due, or for as long as the hiring says, and named with its reason once.
func TestFullForEver(t *testing.T) {
	for name, c := range map[string]struct{ insist, took time.Duration }{
		"until the work is due": {0, time.Minute},
		"for as long as said":   {20 * time.Second, 20 * time.Second},
		"not at all":            {-1, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 2, func(_ int, s *parleytest.Seller) {
					s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
						return nil, protocol.Errorf(protocol.Busy, "all 4 places are taken")
					}
				})
				h := m.ask()
				h.Insist = c.insist
				asked := sow()
				asked.DeliverByMs = time.Now().Add(time.Minute).UnixMilli()
				var unfilled *requester.Unfilled
				for _, err := range m.client.Hire(t.Context(), asked, h) {
					unfilled, _ = errors.AsType[*requester.Unfilled](err)
				}
				if unfilled == nil || len(unfilled.Refused) != 2 || protocol.CodeOf(unfilled.Refused[0].Err) != protocol.Busy {
					t.Fatalf("the hire ended with %v", unfilled)
				}
				if took := time.Since(epoch); took > c.took || took < c.took-6*time.Second {
					t.Errorf("it was given up after %s, want %s", took, c.took)
				}
				m.stop()
			})
		})
	}
}
