package requester_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// alone is a market of one farmer whose hire has ended as told.
func alone(t *testing.T, set func(*market), check func(*market, []*requester.Outcome, error)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1)
		set(m)
		outcomes, err := m.hire(m.ask())
		synctest.Wait()
		check(m, outcomes, err)
		if n := len(m.client.Sessions()) + len(m.servers[0].Sessions()); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
		m.stop()
	})
}

// one is the outcome that must be the only one.
func one(t *testing.T, outcomes []*requester.Outcome) *requester.Outcome {
	t.Helper()
	if len(outcomes) != 1 {
		t.Fatalf("%d outcomes", len(outcomes))
	}
	return outcomes[0]
}

func sleepy(_ *market, s *parleytest.Seller, d time.Duration) {
	s.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
		select {
		case <-time.After(d):
			return &messages.Delivery{Result: v.SOW.Job}, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// A01, A15: free work ends at its delivery; no Reward is sent, and the result is still looked at.
func TestFree(t *testing.T) {
	alone(t, func(m *market) { m.sellers[0].PerUnit = 0 }, func(m *market, outcomes []*requester.Outcome, err error) {
		if o := one(t, outcomes); err != nil || o.Err != nil || o.View.Phase != protocol.Delivered {
			t.Errorf("%v, %v", o, err)
		}
		if diff := cmp.Diff([]string{"SOW", "Agreement"}, m.got(m.farms[0], m.node)); diff != "" {
			t.Errorf("the farmer got (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Agree", "Hired", "Review", "Ended"}, m.buyer.Hooks()); diff != "" {
			t.Errorf("hooks (-want +got):\n%s", diff)
		}
	})
}

// A farmer that leaves after its receipt is not dialed again, however long the policy takes to settle: it hears how far the
// requester is once, from Confirm.
func TestSettledIsNotDialedAgain(t *testing.T) {
	alone(t, func(m *market) {
		m.buyer.OnSettled = func(context.Context, *protocol.View) error { time.Sleep(time.Minute); return nil }
	}, func(m *market, outcomes []*requester.Outcome, err error) {
		if o := one(t, outcomes); err != nil || o.Err != nil {
			t.Errorf("%v, %v", o, err)
		}
		resumes := 0
		for _, r := range m.world.Received() {
			if r.To == m.farms[0].Key && r.Frame.Type == messages.FrameResume {
				resumes++
			}
		}
		if resumes != 1 {
			t.Errorf("the farmer heard %d times how far the requester is, want once", resumes)
		}
	})
}

// H01: a counter-offer with a reason, the last word marked final, and the quote that answers it is agreed to.
func TestCounterOffer(t *testing.T) {
	alone(t, func(m *market) {
		m.sellers[0].OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
			if v.Round == 0 {
				return &messages.Quote{Price: parleytest.Price(9, v.SOW.Units)}, nil
			}
			if v.SOW.Reason != "too dear" || !v.SOW.Final {
				return nil, protocol.Errorf(protocol.Invalid, "reason %q, final %t", v.SOW.Reason, v.SOW.Final)
			}
			return &messages.Quote{Price: parleytest.Price(7, v.SOW.Units), Final: true}, nil
		}
		m.buyer.OnAgree = func(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
			if v.Round == 0 {
				counter := proto.CloneOf(v.SOW)
				counter.Round, counter.Reason, counter.Final = 1, "too dear", true
				return counter, nil
			}
			return parleytest.Agree(v, c)
		}
	}, func(m *market, outcomes []*requester.Outcome, err error) {
		if o := one(t, outcomes); err != nil || o.Err != nil || o.View.Receipt.Amount != "14" {
			t.Errorf("%v, %v", o, err)
		}
		if diff := cmp.Diff([]string{"SOW", "SOW", "Agreement", "Reward"}, m.got(m.farms[0], m.node)); diff != "" {
			t.Errorf("the farmer got (-want +got):\n%s", diff)
		}
	})
}

// H02: a refusal arrives with what would have been accepted.
func TestRemedy(t *testing.T) {
	alone(t, func(m *market) {
		m.sellers[0].OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			e := protocol.Errorf(protocol.Price, "too cheap")
			e.Remedy = &messages.Remedy{Price: parleytest.Price(8, 2)}
			return nil, e
		}
	}, func(_ *market, outcomes []*requester.Outcome, err error) {
		unfilled, ok := errors.AsType[*requester.Unfilled](err)
		if !ok || len(outcomes) != 0 {
			t.Fatalf("%v, %v", outcomes, err)
		}
		refused, ok := errors.AsType[*protocol.Error](unfilled.Refused[0].Err)
		if !ok || !refused.Remote || refused.Code != protocol.Price || refused.Remedy.GetPrice().GetPerUnit() != "8" {
			t.Errorf("refused with %v", unfilled.Refused[0].Err)
		}
	})
}

// The requester stops at a claim: what was vouched for is owed, nothing more, and both sides say so.
func TestStop(t *testing.T) {
	var stopped error
	alone(t, func(m *market) {
		m.sellers[0].OnWork = func(ctx context.Context, _ *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			if v, err := p.Claim(ctx, &messages.Progress{Units: 1}); err != nil || v.Amount != "5" {
				t.Errorf("first claim: %v, %v", v, err)
			}
			_, stopped = p.Claim(ctx, &messages.Progress{Units: 2})
			return nil, stopped
		}
		m.buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
			if v.Progress.Units == 2 {
				return nil, protocol.Errorf(protocol.Failed, "that is not what I wanted")
			}
			return parleytest.Pay(v), nil
		}
	}, func(_ *market, outcomes []*requester.Outcome, _ error) {
		o := one(t, outcomes)
		owed, _ := o.View.Owed()
		if o.View.Phase != protocol.Stopped || owed.String() != "5" || o.Err == nil {
			t.Errorf("%s, owed %s, %v", o.View.Phase, owed, o.Err)
		}
		if e, ok := errors.AsType[*protocol.Error](stopped); !ok || !e.Remote || e.Code != protocol.Failed {
			t.Errorf("the farmer heard %v", stopped)
		}
	})
}

// News of running work arrives as it is made, but for what could steer a terminal; a flood of it is cut.
func TestTelemetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 1)
		m.sellers[0].OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			for i := range 10 {
				p.Report(ctx, uint64(i), 10, "a\x1b line\a")
			}
			time.Sleep(time.Minute)
			for range 10_000 {
				p.Report(ctx, 10, 10, "flood")
			}
			return &messages.Delivery{Result: v.SOW.Job}, nil
		}
		heard := make(map[string]int)
		client, p := m.world.Node(101).Hire(new(parleytest.Buyer), func(c *requester.Client) {
			c.Telemetry = func(_ *protocol.View, news *messages.Telemetry) { heard[news.Text]++ }
		})
		for _, err := range client.Hire(t.Context(), sow(), m.ask()) {
			if err != nil {
				t.Error(err)
			}
		}
		if heard["a line"] != 10 || heard["flood"] != 100 {
			t.Errorf("heard %v, want 10 lines and 100 of the flood", heard)
		}
		_ = p.Stop()
		m.stop()
	})
}

// A dispute that no mediator judges ends undetermined, at its deadline, on both sides.
func TestDisputeLeftToTime(t *testing.T) {
	alone(t, func(m *market) {
		m.buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
			return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Reason: "wrong", JudgeByMs: time.Now().Add(time.Hour).UnixMilli()}, nil
		}
	}, func(_ *market, outcomes []*requester.Outcome, _ error) {
		o := one(t, outcomes)
		if o.View.Phase != protocol.Undetermined || o.Err == nil {
			t.Errorf("%s, %v", o.View.Phase, o.Err)
		}
		if took := time.Since(epoch); took < time.Hour || took > time.Hour+time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// A review that fails is tried again; one that is given up, or whose answer is not legal, is left to time, which accepts.
func TestReview(t *testing.T) {
	for name, c := range map[string]struct {
		review func(tries int, v *protocol.View) (messages.Message, error)
		want   protocol.Phase
	}{
		"fails twice": {func(tries int, v *protocol.View) (messages.Message, error) {
			if tries < 3 {
				return nil, errors.New("the chain cannot be reached")
			}
			return parleytest.Pay(v), nil
		}, protocol.Settled},
		"given up": {func(int, *protocol.View) (messages.Message, error) {
			return nil, protocol.Errorf(protocol.Unfunded, "no money")
		}, protocol.Accepted},
		"illegal": {func(int, *protocol.View) (messages.Message, error) {
			return &messages.Reward{Amount: "1", ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}, nil
		}, protocol.Accepted},
		"nothing": {func(int, *protocol.View) (messages.Message, error) { return nil, nil }, protocol.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t, func(m *market) {
				tries := 0
				m.buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
					tries++
					return c.review(tries, v)
				}
			}, func(_ *market, outcomes []*requester.Outcome, _ error) {
				o := one(t, outcomes)
				owed, _ := o.View.Owed()
				if o.View.Phase != c.want || o.Err != nil || owed.String() != "10" {
					t.Errorf("%s, %v, owed %s", o.View.Phase, o.Err, owed)
				}
			})
		})
	}
}

// S-7.2-1, defect 3, DESIGN 4.3: the farmer does not work before Hired is done, not even if it learns on another stream how far the
// requester is.
func TestEvidenceWaitsForHired(t *testing.T) {
	alone(t, func(m *market) {
		m.buyer.OnHired = func(context.Context, *protocol.View) error {
			time.Sleep(time.Second)
			m.node.Cut()
			time.Sleep(5 * time.Second)
			if n := m.sellers[0].Count("Work"); n != 0 {
				t.Errorf("the farmer works before Hired is done")
			}
			return nil
		}
	}, func(m *market, outcomes []*requester.Outcome, err error) {
		if o := one(t, outcomes); err != nil || o.Err != nil {
			t.Errorf("%v, %v", o, err)
		}
	})
}

// A hire that Hired calls off is never worked for.
func TestHiredFails(t *testing.T) {
	alone(t, func(m *market) {
		m.buyer.OnHired = func(context.Context, *protocol.View) error { return errors.New("no gas") }
	}, func(m *market, outcomes []*requester.Outcome, err error) {
		if o := one(t, outcomes); o.Err == nil {
			t.Error("it succeeded")
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if n := m.sellers[0].Count("Work"); n != 0 {
			t.Errorf("the farmer worked %d times", n)
		}
	})
}

// A14: a countersignature that was tampered with closes the connection, and no work is begun.
func TestTamperedCountersignature(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var world parleytest.World
		node, farm := world.Node(2), world.Node(1)
		ln := farm.Network()
		served := make(chan struct{})
		go func() {
			defer close(served)
			stream, err := ln.Accept(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			a := &parleytest.Adversary{Node: farm, Stream: stream}
			sow, err := a.Hear(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			id, want := sow.ID(), sow.Message().(*messages.SOW)
			if err := a.Say(t.Context(), &messages.Quote{Version: 1, Sow: id[:], Units: 2, Price: parleytest.Price(5, 2),
				ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: want.DeliverByMs}); err != nil {
				t.Error(err)
			}
			if _, err := a.Hear(t.Context()); err != nil {
				t.Error(err)
			}
			e, err := messages.Seal(&messages.Acceptance{}, a.Head, farm.Signer)
			if err != nil {
				t.Error(err)
			}
			b := append([]byte(nil), e.Bytes()...)
			b[len(b)-1] ^= 1
			if err := a.Raw(t.Context(), messages.Kind_KIND_ACCEPTANCE, b); err != nil {
				t.Error(err)
			}
			if f, err := stream.Receive(t.Context()); err == nil {
				t.Errorf("heard a frame of type %#x", f.Type)
			}
			_ = ln.Close()
		}()
		buyer := new(parleytest.Buyer)
		client, p := node.Hire(buyer)
		for o, err := range client.Hire(t.Context(), sow(), parleytest.Ask(farm)) {
			if err == nil && o.Err == nil {
				t.Error("hired")
			}
		}
		<-served
		if n := buyer.Count("Hired"); n != 0 {
			t.Errorf("Hired was called %d times", n)
		}
		_ = p.Stop()
	})
}

// A farmer that says how far it is and hangs up, each time, is dialed with pauses until its time is over.
func TestHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var world parleytest.World
		node, farm := world.Node(2), world.Node(1)
		ln := farm.Network()
		var dials int
		served := make(chan struct{})
		go func() {
			defer close(served)
			dials = hangUp(t, farm, ln)
		}()
		client, p := node.Hire(nil)
		began := time.Now()
		for o, err := range client.Hire(t.Context(), sow(), parleytest.Ask(farm)) {
			if err == nil && o.View.Phase != protocol.Expired {
				t.Errorf("the hire came to %s", o.View.Phase)
			}
		}
		took := time.Since(began)
		_ = ln.Close()
		<-served
		if most := 8 + int(took/(5*time.Second)); dials < most/2 || dials > most {
			t.Errorf("dialed %d times in %s, want at most %d", dials, took, most)
		}
		_ = p.Stop()
	})
}

// hangUp quotes, hears the agreement, and is gone whenever it has been told so again. It returns how often it was.
func hangUp(t *testing.T, farm *parleytest.Node, ln transports.Listener) (dials int) {
	a := &parleytest.Adversary{Node: farm}
	resume := new(messages.Resume)
	for ; ; dials++ {
		stream, err := ln.Accept(t.Context())
		if err != nil {
			return dials - 1
		}
		a.Stream = stream
		if resume.Count == 0 {
			sow, err := a.Hear(t.Context())
			if err != nil {
				t.Error(err)
				return dials
			}
			id, session := sow.ID(), messages.SessionID(sow.ID(), farm.Key)
			err = a.Say(t.Context(), &messages.Quote{Version: 1, Sow: id[:], Units: 2, Price: parleytest.Price(0, 2),
				ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: sow.Message().(*messages.SOW).DeliverByMs})
			if err != nil {
				t.Error(err)
			}
			head := a.Head
			resume = &messages.Resume{Session: session[:], Count: 2, Head: head[:]}
		} else if err := stream.Send(t.Context(), messages.ResumeFrame(resume)); err != nil {
			t.Error(err)
		}
		if _, err := a.Hear(t.Context()); err != nil {
			t.Error(err)
		}
		stream.Reset()
	}
}

// An unsigned Refusal ends nothing that binds: what is signed after it counts.
func TestRefusalAfterBinding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var world parleytest.World
		node, farm := world.Node(2), world.Node(1)
		ln := farm.Network()
		served := make(chan error, 1)
		go func() { served <- refuseThenDeliver(t.Context(), farm, ln) }()
		client, p := node.Hire(nil)
		var phases []protocol.Phase
		for o, err := range client.Hire(t.Context(), sow(), parleytest.Ask(farm)) {
			if err != nil {
				t.Error(err)
				break
			}
			phases = append(phases, o.View.Phase)
		}
		if diff := cmp.Diff([]protocol.Phase{protocol.Delivered}, phases); diff != "" {
			t.Errorf("phases (-want +got):\n%s", diff)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
		_ = p.Stop()
		_ = ln.Close()
	})
}

func refuseThenDeliver(ctx context.Context, farm *parleytest.Node, ln transports.Listener) error {
	stream, err := ln.Accept(ctx)
	if err != nil {
		return err
	}
	a := &parleytest.Adversary{Node: farm, Stream: stream}
	asked, err := a.Hear(ctx)
	if err != nil {
		return err
	}
	id, job := asked.ID(), asked.Message().(*messages.SOW)
	if err := a.Say(ctx, &messages.Quote{Version: 1, Sow: id[:], Units: 2, Price: parleytest.Price(0, 2),
		ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), DeliverByMs: job.DeliverByMs}); err != nil {
		return err
	}
	if _, err := a.Hear(ctx); err != nil {
		return err
	}
	if err := a.Say(ctx, &messages.Acceptance{}); err != nil {
		return err
	}
	refusal := protocol.Errorf(protocol.Internal, "never mind").Refusal(messages.ID{})
	if err := stream.Send(ctx, messages.RefusalFrame(refusal)); err != nil {
		return err
	}
	return a.Say(ctx, &messages.Delivery{Result: job.Job, Units: 2, Cost: "0",
		ReviewByMs: time.Now().Add(time.Hour).UnixMilli(), RetainUntilMs: time.Now().Add(25 * time.Hour).UnixMilli()})
}
