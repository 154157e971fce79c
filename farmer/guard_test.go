package farmer_test

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// leaver is a farmer that hears of disputes.
type leaver struct {
	*parleytest.Seller
	disputed func()
}

func (l leaver) Disputed(context.Context, *protocol.View) { l.disputed() }

// THREATS: a hook that ends its goroutine, as a test's FailNow does, costs its session what an error of it would: the requester hears at
// once, Ended is told, the next one is served, and Serve returns.
func TestHookThatDoesNotReturn(t *testing.T) {
	for hook, c := range map[string]struct {
		says  string // what the requester hears
		ended bool   // Ended is told
	}{
		"Quote":    {"peer: internal error", false},
		"Accept":   {"peer: internal error", false},
		"Work":     {"Abandoned peer: internal error", true},
		"Confirm":  {"Expired <nil>", true}, // it has paid
		"Disputed": {"Undetermined failed: ", true},
		"Ended":    {"Settled <nil>", true},
		"Notice":   {"Settled <nil>", true},
		"Peers":    {"went away without a quote", false},
	} {
		t.Run(hook, func(t *testing.T) {
			test(t, func(t *testing.T) {
				leaves := func(named string) {
					if named == hook {
						runtime.Goexit()
					}
				}
				var world parleytest.World
				log, farm, seller := &lines{Handler: slog.DiscardHandler}, world.Node(1), &parleytest.Seller{PerUnit: 5}
				seller.OnCall = func(c parleytest.Call) { leaves(c.Hook) }
				server, serving := farm.Farm(seller, func(s *farmer.Server) {
					s.Farmer, s.Logger = leaver{seller, func() { leaves("Disputed") }}, slog.New(log)
					s.Notice = func(*protocol.View, error) { leaves("Notice") }
					s.Peers = func(messages.Key) error { leaves("Peers"); return nil }
				})
				buyer := new(parleytest.Buyer)
				if hook == "Disputed" {
					buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
						by := time.Now().UnixMilli() + int64(v.Terms.JudgeMs)
						return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, JudgeByMs: by}, nil
					}
				}
				client, running := world.Node(2).Hire(buyer)
				hire := func() (said string) {
					for o, err := range client.Hire(t.Context(), parleytest.Statement(1, 2), parleytest.Ask(farm)) {
						if err == nil {
							return fmt.Sprint(o.View.Phase, " ", o.Err)
						}
						said = err.Error()
					}
					return said
				}
				began := time.Now()
				if said := hire(); !strings.Contains(said, c.says) {
					t.Errorf("the requester hears %s, want %s", said, c.says)
				}
				if took := time.Since(began); took > time.Second && strings.Contains(c.says, "peer") {
					t.Errorf("it hears so after %s", took)
				}
				time.Sleep(time.Hour)
				if n := len(server.Sessions()); n != 0 {
					t.Errorf("%d sessions are under way", n)
				}
				if n := seller.Count("Ended"); n > 1 || n > 0 != c.ended {
					t.Errorf("Ended is told %d times", n)
				}
				if !slices.Contains(log.all, "a hook has not returned") {
					t.Errorf("the log has %q", log.all)
				}
				was := hook
				buyer.OnReview, hook = nil, ""
				if said := hire(); said != "Settled <nil>" {
					t.Errorf("the next hire after %s: %s", was, said)
				}
				_ = running.Stop()
				began = time.Now()
				if _ = serving.Stop(); time.Since(began) > time.Minute {
					t.Errorf("Serve returned after %s", time.Since(began))
				}
			})
		})
	}
}

// A Notice that ends its goroutine as it hears of what a stream has brought costs that stream: Serve returns all the same, and who comes
// back has its session.
func TestNoticeOfARefusalThatDoesNotReturn(t *testing.T) {
	test(t, func(t *testing.T) {
		var armed atomic.Bool
		s := &shop{t: t, seller: &parleytest.Seller{PerUnit: 5, OnWork: func(ctx context.Context, _ *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}}}
		s.farm, s.ad = s.world.Node(1), s.world.Node(3)
		s.server, s.process = s.farm.Farm(s.seller, func(server *farmer.Server) {
			server.Notice = func(_ *protocol.View, err error) {
				if err != nil && armed.CompareAndSwap(true, false) {
					runtime.Goexit()
				}
			}
		})
		a := s.bound()
		id := messages.SessionID(a.SOW.ID(), s.farm.Key)
		resume := messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: a.Head[:]})
		again := s.knock(s.ad, resume)
		time.Sleep(time.Second)
		armed.Store(true)
		again.SOW, again.Head = a.SOW, a.Head
		if err := again.Say(t.Context(), &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_NOT_SERVED, JudgeByMs: time.Now().Add(time.Hour).UnixMilli()}); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Second)
		if armed.Load() || s.isOpen(again) {
			t.Error("the stream goes on")
		}
		if once := s.knock(s.ad, resume); !s.isOpen(once) {
			t.Error("who comes back has no session")
		}
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			_ = s.process.Stop()
		}()
		select {
		case <-stopped:
		case <-time.After(time.Hour):
			t.Fatal("Serve does not return")
		}
	})
}
