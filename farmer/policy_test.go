package farmer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// A reward that the policy rejects comes back to the delivery; one that could not be checked is looked at again.
func TestConfirm(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		tries := 0
		s.seller.OnConfirm = func(context.Context, *protocol.View) (*messages.Receipt, error) {
			switch tries++; tries {
			case 1:
				return nil, protocol.Errorf(protocol.WrongReward, "no such payment")
			case 2, 3:
				return nil, errors.New("the chain cannot be reached")
			}
			return nil, nil
		}
		a := deliver(t, s)
		reward := &messages.Reward{Amount: "10", ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}
		if err := a.Say(t.Context(), reward); err != nil {
			t.Fatal(err)
		}
		if r := hear[*messages.Reject](t, a); r.Code != protocol.WrongReward {
			t.Errorf("rejected as %s", r.Code)
		}
		if err := a.Say(t.Context(), reward); err != nil {
			t.Fatal(err)
		}
		hear[*messages.Receipt](t, a)
		s.serves()
	})
}

// A27: a hook that nobody set says so.
func TestUnset(t *testing.T) {
	var unset farmer.Unset
	_, quote := unset.Quote(t.Context(), nil)
	_, accept := unset.Accept(t.Context(), nil)
	_, work := unset.Work(t.Context(), nil, nil)
	_, confirm := unset.Confirm(t.Context(), nil)
	for hook, err := range map[string]error{"Quote": quote, "Accept": accept, "Work": work, "Confirm": confirm} {
		if !errors.Is(err, farmer.ErrNotImplemented) || protocol.CodeOf(err) != protocol.Unsupported {
			t.Errorf("%s: %v", hook, err)
		}
	}
}

// A27, and a policy that panics, gives nothing, or gives what is not legal: the requester hears of it at once, and what it was
// is in the farmer's own log.
func TestBrokenPolicies(t *testing.T) {
	for name, c := range map[string]struct {
		quote  func(context.Context, *protocol.View) (*messages.Quote, error)
		want   protocol.Code
		logged string
	}{
		"unset":   {farmer.Unset{}.Quote, protocol.Unsupported, ""},
		"panic":   {func(context.Context, *protocol.View) (*messages.Quote, error) { panic("no") }, protocol.Internal, "panic=no"},
		"nothing": {func(context.Context, *protocol.View) (*messages.Quote, error) { return nil, nil }, protocol.Internal, "neither a quote nor an error"},
		"illegal": {func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
			return &messages.Quote{Price: parleytest.Price(5, 2), Units: v.SOW.Units + 1}, nil
		}, protocol.Internal, "Quote is not legal here"},
		"no price": {func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
			return &messages.Quote{Price: &messages.Price{Asset: "a", PerUnit: "x", Ceiling: "x"}, Units: v.SOW.Units}, nil
		}, protocol.Internal, "Quote is not legal here"},
		"secret": {func(context.Context, *protocol.View) (*messages.Quote, error) {
			return nil, errors.New("password 1234")
		}, protocol.Internal, "password 1234"},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				var log bytes.Buffer
				logger := slog.New(slog.NewTextHandler(&log, nil))
				s := open(t, func(server *farmer.Server) { server.Logger = logger })
				s.seller.OnQuote = c.quote
				r := hear[*messages.Reject](t, s.attack(1))
				if r.Code != c.want || bytes.Contains([]byte(r.Reason), []byte("1234")) {
					t.Errorf("rejected as %s: %s", r.Code, r.Reason)
				}
				if said := protocol.FromReject(r).Error(); c.want == protocol.Internal && said != "peer: internal error" {
					t.Errorf("the requester is told %q, want it said once", said)
				}
				s.seller.OnQuote = nil
				s.serves()
				if said := log.String(); !strings.Contains(said, c.logged) || c.logged == "" && said != "" {
					t.Errorf("logged %q, want %q", said, c.logged)
				}
			})
		})
	}
}

// THREATS: a panic of what is not a hook of the Farmer ends neither the process nor a session, and whom Peers cannot decide about is not
// served.
func TestPanicsOfCallbacks(t *testing.T) {
	for name, c := range map[string]struct {
		notice func(*protocol.View, error)
		peers  func(messages.Key) error
		want   string
	}{
		"Notice": {notice: func(*protocol.View, error) { panic("no") }, want: "Settled <nil>"},
		"Peers":  {peers: func(messages.Key) error { panic("no") }, want: "peer: internal error"},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				var world parleytest.World
				log, farm := &lines{Handler: slog.DiscardHandler}, world.Node(1)
				_, serving := farm.Farm(&parleytest.Seller{PerUnit: 5}, func(s *farmer.Server) {
					s.Notice, s.Peers, s.Logger = c.notice, c.peers, slog.New(log)
				})
				client, running := world.Node(2).Hire(new(parleytest.Buyer))
				said := ""
				for o, err := range client.Hire(t.Context(), parleytest.Statement(1, 2), parleytest.Ask(farm)) {
					if said = fmt.Sprint(err); err == nil {
						said = fmt.Sprint(o.View.Phase, " ", o.Err)
					}
				}
				_, _ = running.Stop(), serving.Stop()
				if !strings.Contains(said, c.want) {
					t.Errorf("the requester hears %s, want %s", said, c.want)
				}
				if !slices.Contains(log.all, "the farmer panicked") {
					t.Errorf("the log has %q", log.all)
				}
			})
		})
	}
}

// What a hook returns stays its own: it may return the same again, and a claim may be made of the one before it.
func TestSameAgain(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		quote := &messages.Quote{Price: parleytest.Price(5, 4)}
		claim := new(messages.Progress)
		delivery := &messages.Delivery{Result: &messages.Payload{Type: "text/plain", Body: []byte("cached")}}
		s.seller.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) { return quote, nil }
		s.seller.OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			for claim.Units = 0; claim.Units < v.Terms.Units-1; {
				claim = proto.CloneOf(claim)
				claim.Units++
				if voucher, err := p.Claim(ctx, claim); err != nil || voucher.Amount != strconv.Itoa(int(claim.Units)*5) {
					t.Errorf("unit %d of %d: %v, %v", claim.Units, v.Terms.Units, voucher, err)
				}
			}
			return delivery, nil
		}
		client, p := s.buyer.Hire(new(parleytest.Buyer))
		for n, units := range []uint64{2, 4, 1, 3} {
			for o, err := range client.Hire(t.Context(), parleytest.Statement(byte(n), units), parleytest.Ask(s.farm)) {
				if err != nil || o.Err != nil || o.View.Delivery.Units != units || o.View.Delivery.Cost != strconv.Itoa(int(units)*5) {
					t.Errorf("%d units: %v, %v", units, o, err)
				}
			}
		}
		_ = p.Stop()
		s.serves()
	})
}

// A panic of Confirm says as little about the reward as an error of its own would: the reward is looked at again, and not rejected.
func TestPanicInConfirm(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		looked := 0
		s.seller.OnConfirm = func(context.Context, *protocol.View) (*messages.Receipt, error) {
			if looked++; looked < 5 {
				panic("no")
			}
			return nil, nil
		}
		s.serves()
		if looked != 5 {
			t.Errorf("the reward was looked at %d times", looked)
		}
	})
}

// A late hook does not spin: the work that missed its deadline is asked for once, and time ends the session.
func TestLateWork(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		s.seller.OnWork = func(ctx context.Context, _ *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			<-ctx.Done()
			time.Sleep(time.Second) // too late for a Reject
			return nil, context.Cause(ctx)
		}
		a := s.bound()
		id, head := messages.SessionID(a.SOW.ID(), s.farm.Key), a.Head
		if err := a.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: head[:]})); err != nil {
			t.Fatal(err)
		}
		if e, err := a.Hear(t.Context()); err != io.EOF {
			t.Errorf("heard %v, %v; want the end", e, err)
		}
		if n := s.seller.Count("Work"); n != 1 {
			t.Errorf("Work was called %d times", n)
		}
		s.seller.OnWork = nil
		s.serves()
	})
}
