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

// A hook that ends its goroutine, as a test's FailNow does, halts: its hire ends and says so, and what binds is left for the next Run.
func TestHookThatDoesNotReturn(t *testing.T) {
	for hook, bound := range map[string]bool{"Agree": false, "Hired": true, "Review": true, "Settled": true, "Ended": true} {
		t.Run(hook, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, _ := begun(t, func(*requester.Client) {})
				m.buyer.OnCall = func(c parleytest.Call) {
					if c.Hook == hook {
						runtime.Goexit()
					}
				}
				_, err := m.hire(m.ask())
				if halt, is := errors.AsType[*requester.Halt](err); !is || !errors.Is(halt, drive.ErrLeft) {
					t.Errorf("the hire ends with %v", err)
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
