package requester_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// begun is a market of one farmer, and of a requester that logs.
func begun(t *testing.T, configure func(*requester.Client)) (m *market, log *bytes.Buffer) {
	t.Helper()
	m, log = open(t, 1), new(bytes.Buffer)
	_ = m.process.Stop()
	m.client, m.process = m.node.Hire(m.buyer, func(c *requester.Client) {
		c.Logger = slog.New(slog.NewTextHandler(log, nil))
		configure(c)
	})
	return m, log
}

// hasty is a matcher that cannot count to one.
type hasty struct{}

func (hasty) Match(m protocol.Market) []protocol.Choice {
	return []protocol.Choice{{Session: m.Offers[len(m.Offers)].Session}}
}

// THREATS: a panic of what the user has written ends neither the process nor another session, whatever hook it is in: the log has it, and
// the farmer hears no more than that something is wrong.
func TestPanics(t *testing.T) {
	const settled, unfilled = "Settled", "unfilled"
	for hook, c := range map[string]struct {
		ends string // the work
		says string // why it failed
	}{
		"Agree":     {unfilled, "Agree panicked"},
		"Hired":     {unfilled, "Hired panicked"},
		"Review":    {"Accepted", ""}, // by time
		"Settled":   {unfilled, "Settled panicked"},
		"Ended":     {settled, ""},
		"Notice":    {settled, ""},
		"Telemetry": {settled, ""},
		"Peers":     {unfilled, "Peers panicked"},
		"Match":     {"", "Match panicked"},
	} {
		t.Run(hook, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				broken := true
				breaks := func(named string) {
					if named == hook && broken {
						panic("cannot digest this")
					}
				}
				m, log := begun(t, func(c *requester.Client) {
					c.Notice = func(*protocol.View, error) { breaks("Notice") }
					c.Telemetry = func(*protocol.View, *messages.Telemetry) { breaks("Telemetry") }
					c.Peers = func(messages.Key) error { breaks("Peers"); return nil }
				})
				m.buyer.OnCall = func(c parleytest.Call) { breaks(c.Hook) }
				m.sellers[0].OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
					p.Report(ctx, 1, 2, "half")
					time.Sleep(time.Second)
					return &messages.Delivery{Result: v.SOW.Job}, nil
				}
				h := m.ask()
				if hook == "Match" {
					h.Matcher = hasty{}
				}
				outcomes, err := m.hire(h)
				if _, is := errors.AsType[*requester.Unfilled](err); is != (c.ends == unfilled) || c.says != "" && !strings.Contains(err.Error(), c.says) {
					t.Errorf("the hire ends with %v, want %s", err, c.says)
				}
				if c.ends == settled || c.ends == "Accepted" {
					if o := one(t, outcomes); err != nil || o.Err != nil || o.View.Phase.String() != c.ends {
						t.Errorf("%s, %v, %v; want %s", o.View.Phase, o.Err, err, c.ends)
					}
				}
				for _, o := range outcomes {
					if _, deliberate := errors.AsType[*protocol.Error](o.Err); deliberate {
						t.Errorf("%v is said as if it were meant", o.Err)
					}
				}
				if said := log.String(); !strings.Contains(said, `the requester panicked" in=`+hook) || !strings.Contains(said, "guard_test.go") && hook != "Match" {
					t.Errorf("the log has no stack: %s", said)
				}
				for _, r := range m.world.Received() {
					if r.To == m.farms[0].Key && bytes.Contains(r.Frame.Data, []byte("digest")) {
						t.Errorf("the farmer is told of it: %q", r.Frame.Data)
					}
				}
				broken = false
				if outcomes, err := m.hire(m.ask()); err != nil || len(outcomes) != 1 || outcomes[0].Err != nil {
					t.Errorf("the next hire: %v, %v", outcomes, err)
				}
				m.stop()
			})
		})
	}
}

// THREATS: a result that a Review cannot digest does not end every life of the requester that it is shown to, nor does it fill its log.
func TestPoison(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := begun(t, func(*requester.Client) {})
		reviewed := make(chan struct{})
		m.buyer.OnReview = func(ctx context.Context, _ *protocol.View) (messages.Message, error) {
			close(reviewed)
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		go func() { _, _ = m.hire(m.ask()) }()
		<-reviewed
		_ = m.process.Stop()
		m.node.Restart(false)
		log := new(bytes.Buffer)
		m.client, m.process = m.node.Hire(&parleytest.Buyer{OnReview: func(context.Context, *protocol.View) (messages.Message, error) {
			panic("cannot digest this")
		}}, func(c *requester.Client) { c.Logger = slog.New(slog.NewTextHandler(log, nil)) })
		time.Sleep(time.Hour)
		if n := len(m.client.Sessions()); n != 0 {
			t.Errorf("%d sessions are left, want it accepted by time", n)
		}
		said := log.String()
		if all, told := strings.Count(said, "panicked"), strings.Count(said, `stack="goroutine`); all < 20 || told < 10 || told > all/2 {
			t.Errorf("%d panics are logged, %d with a stack", all, told)
		}
		m.stop()
	})
}

// What a hook gives that is a nil of some kind of message is refused as nothing is, and said.
func TestTypedNils(t *testing.T) {
	for name, c := range map[string]struct {
		agreed, reviewed messages.Message
		says             string
	}{
		"an agreement":    {agreed: (*messages.Agreement)(nil), says: "it is nil"},
		"a counter-offer": {agreed: (*messages.SOW)(nil), says: "it is nil"},
		"a reward":        {reviewed: (*messages.Reward)(nil), says: "it is nil"},
	} {
		for _, budget := range []uint64{0, 1000} {
			t.Run(fmt.Sprint(name, budget), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var said strings.Builder
					m, log := begun(t, func(c *requester.Client) {
						c.Notice = func(_ *protocol.View, err error) { fmt.Fprintln(&said, err) }
					})
					if c.agreed != nil {
						m.buyer.OnAgree = func(context.Context, *protocol.View, protocol.Choice) (messages.Message, error) { return c.agreed, nil }
					} else {
						m.buyer.OnReview = func(context.Context, *protocol.View) (messages.Message, error) { return c.reviewed, nil }
					}
					h := m.ask()
					h.MaxPrice = messages.AmountOfUint64(budget)
					if _, err := m.hire(h); (err == nil) != (c.agreed == nil) {
						t.Errorf("the hire ends with %v", err)
					}
					if !strings.Contains(said.String(), c.says) || strings.Contains(log.String(), "panicked") {
						t.Errorf("said: %s; logged: %s", said.String(), log.String())
					}
					m.stop()
				})
			})
		}
	}
}

// A hook that ends its goroutine, as a test's FailNow does, halts: its hire ends and says so, and what binds is left for the next Run. So do
// Notice and Telemetry, whatever goroutine they are called in.
func TestHookThatDoesNotReturn(t *testing.T) {
	for hook, bound := range map[string]bool{"Agree": false, "Hired": true, "Review": true, "Settled": true, "Ended": true, "Telemetry": true,
		"Notice of Solicited": false, "Notice of Quoted": false, "Notice of Agreed": true, "Notice of Delivered": true,
		"Notice of Settled":                      false, // when it is closed
		"Notice of " + requester.ErrAway.Error(): true,
	} {
		t.Run(hook, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				leaves := func(named string) {
					if named == hook {
						runtime.Goexit()
					}
				}
				m, _ := begun(t, func(c *requester.Client) {
					c.Notice = func(v *protocol.View, err error) {
						if leaves("Notice of " + v.Phase.String()); err != nil {
							leaves("Notice of " + err.Error())
						}
					}
					c.Telemetry = func(*protocol.View, *messages.Telemetry) { leaves("Telemetry") }
				})
				m.buyer.OnCall = func(c parleytest.Call) { leaves(c.Hook) }
				m.sellers[0].OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
					time.Sleep(time.Millisecond) // when nothing else is said
					p.Report(ctx, 1, 2, "half")
					if strings.HasSuffix(hook, requester.ErrAway.Error()) {
						m.farms[0].Kill()
					}
					time.Sleep(time.Second)
					return &messages.Delivery{Result: v.SOW.Job}, nil
				}
				_, err := m.hire(m.ask())
				if halt, is := errors.AsType[*requester.Halt](err); !is || !errors.Is(halt, drive.ErrLeft) || time.Since(epoch) > time.Minute {
					t.Errorf("after %s the hire ends with %v", time.Since(epoch), err)
				}
				if n := len(m.client.Sessions()); n != 0 {
					t.Errorf("%d sessions are under way", n)
				}
				m.buyer = new(parleytest.Buyer)
				m.begin(m.buyer)
				time.Sleep(time.Hour)
				if m.buyer.Count("Ended") > 0 != bound {
					t.Errorf("the next Run calls %v", m.buyer.Hooks())
				}
				m.stop()
			})
		})
	}
}

// So does a Notice of what a farmer's stream brings, while another hook of its session is waited for: nothing is said of that.
func TestNoticeOfARefusalThatDoesNotReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var world parleytest.World
		node, farm := world.Node(2), world.Node(1)
		ln := farm.Network()
		heard := make(chan error, 1)
		go func() {
			heard <- func() error {
				stream, err := ln.Accept(t.Context())
				if err != nil {
					return err
				}
				a := &parleytest.Adversary{Node: farm, Stream: stream}
				asked, err := a.Hear(t.Context())
				if err != nil {
					return err
				}
				id := asked.ID()
				quote := &messages.Quote{Version: 1, Sow: id[:], Units: 2, Price: parleytest.Price(0, 2),
					ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: asked.Message().(*messages.SOW).DeliverByMs}
				for _, m := range []messages.Message{quote, &messages.Acceptance{}, quote} { // the last one is not legal
					if err := a.Say(t.Context(), m); err != nil {
						return err
					}
					time.Sleep(time.Millisecond) // until Hired is called
					if m == quote {
						if e, err := a.Hear(t.Context()); err != nil || e.Kind() != messages.Kind_KIND_AGREEMENT {
							return fmt.Errorf("heard %v, %w", e, err)
						}
					}
				}
				return errors.New("heard all that it waited for")
			}()
		}()
		buyer := &parleytest.Buyer{OnHired: func(ctx context.Context, _ *protocol.View) error {
			<-ctx.Done()
			return ctx.Err()
		}}
		client, p := node.Hire(buyer, func(c *requester.Client) {
			c.Notice = func(_ *protocol.View, err error) {
				if err != nil {
					runtime.Goexit()
				}
			}
		})
		for o, err := range client.Hire(t.Context(), sow(), parleytest.Ask(farm)) {
			if !errors.Is(err, drive.ErrLeft) || time.Since(epoch) > time.Second {
				t.Errorf("after %s: %v, %v", time.Since(epoch), o, err)
			}
		}
		if n := buyer.Count("Ended"); n != 0 {
			t.Error("it is told of an end, which the next Run will see")
		}
		if err := <-heard; !errors.Is(err, transports.ErrReset) {
			t.Errorf("the farmer: %v", err)
		}
		_ = p.Stop()
		_ = ln.Close()
	})
}
