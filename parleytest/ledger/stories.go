package ledger

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// story is a hire and what it comes to. Three parts cost 300; D is 30, F is 1200, Ft is 30 and Rt is 30.
type story struct {
	name string
	play func(*play)
	want gains
}

var stories = []story{
	// C14, C15, C18 to C24, A41: each side deposits what is missing and no more; nothing is locked in the end.
	{"paid", func(p *play) {
		must(p.T, p.World.Party(Requester).Deposit(p.ctx, "before", amount(100)))
		p.hire(3)
		if v := p.phase(protocol.Settled); string(v.Receipt.GetProof().GetBody()) != p.deal().Papers.ID.String() {
			p.Errorf("the receipt proves %s", v.Receipt.GetProof())
		}
		p.both(false)
		want := purses{Requester: purse{30, Wealth - 330}, Farmer: purse{1500, Wealth - 1200}, Arbiter: purse{0, Wealth}, Stranger: purse{0, Wealth}}
		if diff := cmp.Diff(want, look(p.T, p.World)); diff != "" {
			p.Errorf("after the first: %s", diff)
		}
		if o, err := p.Market.Hire(p.ctx, p.buys, 3); err != nil || o.Err != nil {
			p.Fatalf("the second hire: %v %v", o, err)
		}
		for len(p.Steps(Requester)) < 2 || len(p.Steps(Farmer)) < 4 {
			p.pause()
		}
		want = purses{Requester: purse{30, Wealth - 630}, Farmer: purse{1800, Wealth - 1200}, Arbiter: purse{0, Wealth}, Stranger: purse{0, Wealth}}
		if diff := cmp.Diff(want, look(p.T, p.World)); diff != "" {
			p.Errorf("after the second: %s", diff)
		}
	}, gains{-600, 600, 0, 0}},
	// C37: terms grow a field of their own, and the contract that is there settles them.
	{"paid under terms with a field that no contract knows", ends(protocol.Settled, func(p *play) {
		p.Buyer.Edit = func(t *messages.Terms) {
			t.Details = &messages.Payload{Type: "application/vnd.parley.test-of-tomorrow", Body: []byte("whatever a later version agrees on")}
		}
	}), gains{-300, 300, 0, 0}},
	// C32: the farmer has the final say: it refuses, and nothing reaches the chain.
	{"refused by the farmer at the last moment", func(p *play) {
		p.Service.Refuse = protocol.Errorf(protocol.Declined, "not today")
		p.hire(3)
		p.phase(protocol.Rejected)
	}, gains{}},
	// C32: so has the requester.
	{"refused by the requester at the last moment", func(p *play) {
		p.Buyer.Spoil = nil
		p.Buyer.Edit = func(t *messages.Terms) { t.ReviewMs = 1 << 60 } // terms that cannot be: it does not agree
		p.hire(3)
		if o := p.result(); o.err == nil {
			p.Errorf("hired: %v", o.Outcome)
		}
	}, gains{}},
	// H05: row 3 for the part that was accepted.
	{"stopped at the second part", ends(protocol.Stopped, func(p *play) {
		p.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
			if v.Progress.GetUnits() == 2 && v.Phase == protocol.Claimed {
				return nil, protocol.Errorf(protocol.Canceled, "enough")
			}
			return nil, nil
		}
	}), gains{-100, 100, 0, 0}},
	{"voucher with a wrong signature", ends(protocol.Abandoned, func(p *play) {
		p.Buyer.Spoil = func(m messages.Message) {
			if r, ok := m.(*messages.Voucher); ok && r.Amount == "200" {
				r.Signature.Signature[0] ^= 1
			}
		}
	}), gains{-200, 200, 0, 0}}, // the claim is put on the chain, and the requester shows there what it has signed on its own record
	{"canceled after two parts", canceled(3, nil), gains{-200, 200, 0, 0}},
	{"canceled before the first part", canceled(1, nil, step{Farmer, "decline"}), gains{}},
	// Whoever has its work stopped, when it cannot decline any more, does not lose its bond for it.
	{"stopped at the first part, too late to decline", func(p *play) {
		p.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
			p.until(v.Terms.StartByMs/1000, -time.Second)
			return nil, protocol.Errorf(protocol.Canceled, "enough")
		}
		p.hire(3)
		p.phase(protocol.Stopped)
		p.await(Farmer, "submit")
		p.await(Requester, "settle")
		p.both(false)
	}, gains{}},
	{"canceled too late to decline", canceled(1, func(p *play) {
		p.until(p.deal().Papers.Terms.StartBy, -time.Second)
	}, step{Farmer, "submit"}, step{Requester, "settle"}), gains{}},
	// A claim that nobody answers is put on the chain: the requester has vanished in the midst.
	{"requester vanishes at the first part", vanishesAt(1), gains{-130, 130, 0, 0}},
	// Nobody has a part for nothing by answering the first claim, and no other: the second is put on the chain, where silence is
	// acceptance. What was signed for is paid in any case.
	{"requester vanishes at the second part", vanishesAt(2), gains{-230, 230, 0, 0}},
	{"requester answers no second claim, and finds it on the chain", func(p *play) {
		asked := p.silentAt(2)
		p.Buyer.Inspect = func(_ *protocol.View, _ [32]byte, cost messages.Amount) (*messages.Dispute, error) {
			if cost.Cmp(amount(200)) != 0 {
				return nil, fmt.Errorf("it costs %s", cost)
			}
			return nil, nil
		}
		p.hire(3)
		p.reach(asked)
		p.closing()
		p.await(Farmer, "submit")
		p.looking()
		p.await(Requester, "settle")
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	{"requester answers no second claim, and disputes it", func(p *play) {
		asked := p.silentAt(2)
		p.hire(3)
		p.reach(asked)
		p.closing()
		p.await(Farmer, "submit")
		p.looking()
		p.await(Requester, "dispute")
		p.both(false)
	}, gains{-100, 100, 0, 0}},
	// The farmer is killed in the midst of its share, and only its money is looked after.
	{"farmer killed after two parts", func(p *play) {
		reached, _ := p.gate(3)
		p.hire(3)
		p.reach(reached)
		p.farms.Stop()
		p.farms = p.Reconcile(p.ctx, Farmer)
		p.until(p.deal().Papers.Terms.SubmitBy, 2*p.Margin)
		if steps := p.Steps(Farmer); len(steps) != 0 {
			p.Errorf("it did %v, while something better could still come", steps)
		}
		p.closing()
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	// What was cashed for a part is not delivered and not rewarded after it.
	{"no time for more than two parts", func(p *play) {
		reached, free := p.gate(3)
		p.hire(3)
		p.reach(reached)
		p.closing()
		p.await(Farmer, "settle")
		free()
		p.phase(protocol.Abandoned)
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	// C16: no result in time.
	{"farmer vanishes", func(p *play) {
		reached, _ := p.gate(1)
		p.hire(3)
		p.reach(reached)
		p.farms.Stop()
		r := p.deal()
		p.until(r.Papers.Terms.SubmitBy, -time.Minute)
		p.await(Requester, "expire")
		r.Result = &deals.Delivery{Digest: result, Cost: "1"}
		if err := p.World.Party(Farmer).Submit(p.ctx, r); err == nil {
			p.Error("a late result was taken")
		}
		p.farms = p.Reconcile(p.ctx, Farmer)
		p.both(false)
	}, gains{30, -30, 0, 0}},
	// Row 5: silence is acceptance, on the chain too, and a requester that vanishes pays for it.
	{"requester vanishes", func(p *play) {
		p.Buyer.Review = neverReviews
		p.hire(3)
		p.delivered()
		p.buys.Stop()
		p.closing()
		p.await(Farmer, "submit")
		p.past(p.deal().Papers.Terms.AcceptWindow)
		p.await(Farmer, "claim")
		p.buys = p.Reconcile(p.ctx, Requester)
		p.both(false)
	}, gains{-330, 330, 0, 0}},
	// Row 9b: nobody may rule on a dispute without an arbiter. The farmer submits first, else it were row 2, and at once, since
	// the session is over: time that passed meanwhile would be the requester's to dispute. The vouchers for 200 of 300 are more
	// than the half.
	{"disputed with vouchers", func(p *play) {
		p.Buyer.Review = disputes
		p.hire(3)
		p.await(Farmer, "submit")
		p.await(Requester, "dispute")
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	{"disputed without vouchers", func(p *play) {
		p.Buyer.Review = disputes
		p.hire(1)
		p.await(Requester, "dispute")
		p.past(p.deal().Papers.Terms.JudgeWindow)
		p.both(false)
	}, gains{-50, 50, 0, 0}},
	// Row 7: the arbiter finds the requester's own result.
	{"disputed and found wrong", func(p *play) {
		p.Collateral = deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 40000, Fee: 3000, Arbiter: p.World.Party(Arbiter).Account().Address}
		p.Buyer.Review = disputes
		p.hire(1)
		p.await(Requester, "dispute")
		right, _ := Digest(evidence())
		must(p.T, p.World.Party(Arbiter).Rule(p.ctx, p.deal(), Ruling{Verdict: Wrong, Digest: right}))
		p.both(false)
	}, gains{185, -400, 30, 185}},
	// The requester vanishes before it opens: the farmer does not work, nobody loses.
	{"never opened", func(p *play) {
		hired := make(chan struct{}, 10)
		p.Buyer.Hire = func(ctx context.Context, _ *protocol.View) error {
			hired <- struct{}{}
			<-ctx.Done()
			return context.Cause(ctx)
		}
		p.hire(3)
		p.reach(hired)
		p.buys.Stop()
		p.until(p.deal().Papers.Terms.StartBy, -time.Minute)
		p.buys = p.Reconcile(p.ctx, Requester)
		p.both(true)
		if p.Service.Works != 0 {
			p.Error("the farmer worked without a deal (R49)")
		}
	}, gains{}},
	// A stranger opens it in the last second, with both signatures: the farmer must work, or it would lose its bond.
	{"opened in the last second", func(p *play) {
		hired := make(chan struct{}, 10)
		var restarted atomic.Bool
		p.Buyer.Hire = func(ctx context.Context, _ *protocol.View) error {
			if hired <- struct{}{}; !restarted.Load() {
				<-ctx.Done()
			}
			return context.Cause(ctx)
		}
		p.hire(3)
		p.reach(hired)
		p.buys.Stop()
		restarted.Store(true)
		r := p.deal()
		p.until(r.Papers.Deal.OpenBy, 2*time.Second)
		d := r.Papers.Deal
		d.TermsHash, _ = p.World.Party(Stranger).TermsHash(r.Papers.Terms)
		errs, err := p.World.Party(Stranger).Open(p.ctx, []deals.Opening{{Deal: d, PayerSignature: r.PayerSignature, FarmerSignature: r.FarmerSignature}})
		must(p.T, errors.Join(append(errs, err)...))
		p.until(r.Papers.Terms.StartBy, -time.Second)
		p.buys = p.Buy(p.ctx, true)
		p.both(false)
	}, gains{-300, 300, 0, 0}},
	// A farmer puts something on the chain that it never delivered: silence would pay for it.
	{"submitted and never delivered", func(p *play) {
		p.garbage()
		p.await(Requester, "dispute")
		p.past(p.deal().Papers.Terms.JudgeWindow)
		p.both(false)
	}, gains{-150, 150, 0, 0}},
	// C34: the requester finds the result by what the chain holds, and knows from its journal which session it is of.
	{"found on the chain", func(p *play) {
		p.Buyer.Inspect = func(v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error) {
			if r := p.deal(); digest != result || cost.Cmp(amount(300)) != 0 || v.Session != r.Session || v.Terms.GetUnits() != 3 || v.Phase != protocol.Agreed {
				return nil, fmt.Errorf("digest %x for %s, session %s in phase %s", digest, cost, v.Session, v.Phase)
			}
			return nil, nil
		}
		p.garbage()
		p.await(Requester, "settle")
		p.both(false)
	}, gains{-300, 300, 0, 0}},
	{"found on the chain at the second look, and wrong", func(p *play) {
		looks := 0
		p.Buyer.Inspect = func(*protocol.View, [32]byte, messages.Amount) (*messages.Dispute, error) {
			if looks++; looks == 1 {
				return nil, errors.New("nobody serves it")
			}
			return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Evidence: evidence()}, nil
		}
		p.garbage()
		p.await(Requester, "dispute")
		right, _ := Digest(evidence())
		want := &deals.Complaint{ClaimedDigest: right}
		if diff := cmp.Diff(want, p.Records(p.T, Requester)[0].Complaint); diff != "" {
			p.Errorf("the complaint (-want +got)\n%s", diff)
		}
		p.until(p.deal().Papers.Terms.SubmitBy, -time.Duration(p.deal().Papers.Terms.JudgeWindow+60)*time.Second)
		p.both(false)
	}, gains{-150, 150, 0, 0}},
	// A reward that the contract would not take is no reward.
	{"reward with a wrong signature", func(p *play) {
		p.Buyer.Spoil = func(m messages.Message) {
			if r, ok := m.(*messages.Reward); ok {
				r.Signature.Signature[0] ^= 1
			}
		}
		p.hire(1)
		p.delivered()
		p.closing()
		p.await(Farmer, "submit")
		// The requester has signed for it on its own record, and saves the late penalty by showing that.
		p.await(Requester, "settle")
		p.both(false)
	}, gains{-100, 100, 0, 0}},
}

// silentAt has the requester answer no claim from a part on, and no delivery. Each question is told.
func (p *play) silentAt(part uint64) (asked chan struct{}) {
	asked = make(chan struct{}, 100)
	p.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
		if v.Progress.GetUnits() < part {
			return nil, nil
		}
		asked <- struct{}{}
		return nil, errors.New("not today")
	}
	return asked
}

// vanishesAt is a hire whose requester is asked for a part and gone.
func vanishesAt(part uint64) func(*play) {
	return func(p *play) {
		asked := p.silentAt(part)
		p.hire(3)
		p.reach(asked)
		p.buys.Stop()
		p.closing()
		p.await(Farmer, "submit")
		p.past(p.deal().Papers.Terms.AcceptWindow)
		p.await(Farmer, "claim")
		p.buys = p.Reconcile(p.ctx, Requester)
		p.both(false)
	}
}

// ends is a hire with a hook that ends in a phase.
func ends(in protocol.Phase, hook func(*play)) func(*play) {
	return func(p *play) {
		hook(p)
		p.hire(3)
		p.phase(in)
		p.both(false)
	}
}

// step is one that a side's reconciler takes.
type step struct {
	by   Seat
	name string
}

// canceled is a hire that the requester cancels while a part is worked on, and what the sides do then. before may be nil.
func canceled(part int, before func(*play), then ...step) func(*play) {
	return func(p *play) {
		reached, _ := p.gate(part)
		p.hire(3)
		p.reach(reached)
		if before != nil {
			before(p)
		}
		must(p.T, p.buys.Client.Cancel(p.ctx, p.deal().Session, "no longer wanted"))
		p.phase(protocol.Abandoned)
		for _, s := range then {
			p.await(s.by, s.name)
		}
		p.both(false)
	}
}

func evidence() *messages.Payload {
	payload, err := messages.Text.Encode("what is right")
	if err != nil {
		panic(err)
	}
	return payload
}

// disputes contests every delivery.
func disputes(v *protocol.View) (messages.Message, error) {
	if v.Phase != protocol.Delivered {
		return nil, nil
	}
	return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Reason: "wrong", Evidence: evidence(),
		JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}, nil
}

// garbage has the farmer leave the session and submit something, of which the requester hears half of its time later.
func (p *play) garbage() {
	p.Helper()
	reached, _ := p.gate(1)
	p.hire(3)
	p.reach(reached)
	p.farms.Stop()
	r := p.deal()
	r.Result = &deals.Delivery{Digest: result, Cost: "300"}
	must(p.T, p.World.Party(Farmer).Submit(p.ctx, r))
	p.farms = p.Reconcile(p.ctx, Farmer)
	p.World.Advance(time.Duration(r.Papers.Terms.AcceptWindow/2+1) * time.Second)
}
