package ledger

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

// patience is how long a test waits for what must happen: only a machine that hangs takes as long.
const patience = 2 * time.Minute

// Run holds a contract to docs/SETTLEMENT.md as package deals uses it: the payout table from every side, and hires from
// the SOW to the end of their deals, with sides that stop, vanish, lie and come back. make is called once a test.
func Run(t *testing.T, make func(t *testing.T) World) {
	t.Run("rows", func(t *testing.T) { testRows(t, make(t)) })
	t.Run("batches", func(t *testing.T) { testBatches(t, make(t)) })
	t.Run("refusals", func(t *testing.T) { testRefusals(t, make) })
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeoutCause(t.Context(), patience, errors.New("it takes too long"))
			defer cancel()
			w := make(t)
			p := &play{T: t, Market: NewMarket(w), ctx: ctx}
			s.play(p)
			p.stop()
			conserved(t, w, 0)
			end := look(t, w)
			got := gains{end.Requester.Free + end.Requester.Tokens - Wealth, end.Farmer.Free + end.Farmer.Tokens - Wealth, end.Arbiter.Free + end.Arbiter.Tokens - Wealth, end.Burned}
			if diff := cmp.Diff(s.want, got); diff != "" {
				t.Errorf("gains: %s", diff)
			}
		})
	}
}

// play is one hire on a stage.
type play struct {
	*testing.T
	*Market
	ctx         context.Context
	buys, farms *Process
	outcome     chan ended
}

type ended struct {
	*requester.Outcome
	err error
}

// hire starts both sides and hires the farmer for so many parts.
func (p *play) hire(parts int) {
	p.farms, p.buys = p.Farm(p.ctx, true), p.Buy(p.ctx, true)
	p.outcome = make(chan ended, 1)
	buys := p.buys
	go func() {
		o, err := p.Market.Hire(p.ctx, buys, parts)
		p.outcome <- ended{o, err}
	}()
}

func (p *play) stop() {
	for _, process := range []*Process{p.buys, p.farms} {
		if process != nil {
			process.Stop()
		}
	}
}

// result waits for the hire's end.
func (p *play) result() ended {
	p.Helper()
	select {
	case o := <-p.outcome:
		return o
	case <-p.ctx.Done():
		p.Fatal(context.Cause(p.ctx))
		return ended{}
	}
}

// phase waits for the hire's end in a phase.
func (p *play) phase(want protocol.Phase) *protocol.View {
	p.Helper()
	o := p.result()
	if o.Outcome == nil || o.View == nil {
		p.Fatalf("the hire ended without a session: %v", o.err)
	}
	if o.View.Phase != want {
		p.Errorf("the session ended %s (%v), want %s", o.View.Phase, o.Err, want)
	}
	return o.View
}

func (p *play) await(of Seat, step string) {
	p.Helper()
	if err := p.Await(p.ctx, of, step); err != nil {
		p.Fatal(err)
	}
}

// both waits until both sides have closed their records, and checks them.
func (p *play) both(void bool) {
	p.Helper()
	for _, of := range []Seat{Requester, Farmer} {
		p.await(of, "finish")
		for _, r := range p.Records(p.T, of) {
			if !r.Closed || r.Void != void {
				p.Errorf("the %d's record is %+v, want closed, void %t", of, r, void)
			}
		}
	}
}

// deal is the only one.
func (p *play) deal() *deals.Record {
	p.Helper()
	for {
		if all := p.Records(p.T, Farmer); len(all) == 1 {
			return all[0]
		}
		p.pause()
	}
}

func (p *play) pause() {
	p.Helper()
	select {
	case <-time.After(Poll):
	case <-p.ctx.Done():
		p.Fatal(context.Cause(p.ctx))
	}
}

// until moves chain time to so long before a second.
func (p *play) until(at int64, before time.Duration) {
	p.Helper()
	now, err := p.World.Party(Farmer).Now(p.ctx)
	must(p.T, err)
	if d := time.Unix(at, 0).Add(-before).Sub(now); d > 0 {
		p.World.Advance(d)
	}
}

// state waits until the deal is in a state.
func (p *play) state(want deals.State) {
	p.Helper()
	id := p.deal().Papers.ID
	for {
		s, err := p.World.Party(Farmer).Status(p.ctx, id, 1)
		must(p.T, err)
		if s.State == want {
			return
		}
		p.pause()
	}
}

// works waits until the work of a part is under way: the n-th call of Part. Work then waits until it is let go on, or its
// context ends.
func (p *play) gate(n int) (reached <-chan struct{}, free func()) {
	at, open := make(chan struct{}, 100), make(chan struct{})
	p.Service.Part = func(ctx context.Context, part int) error {
		if part != n {
			return nil
		}
		at <- struct{}{}
		select {
		case <-open:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return at, func() { close(open) }
}

func (p *play) reach(c <-chan struct{}) {
	p.Helper()
	select {
	case <-c:
	case <-p.ctx.Done():
		p.Fatal(context.Cause(p.ctx))
	}
}

// neverReviews leaves deliveries unanswered.
func neverReviews(v *protocol.View) (messages.Message, error) {
	if v.Phase == protocol.Delivered {
		return nil, errors.New("not today")
	}
	return nil, nil
}

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
	// H05: row 3 for the part that was accepted.
	{"stopped at the second part", func(p *play) {
		p.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
			if v.Progress.GetUnits() == 2 && v.Phase == protocol.Claimed {
				return nil, protocol.Errorf(protocol.Canceled, "enough")
			}
			return nil, nil
		}
		p.hire(3)
		p.phase(protocol.Stopped)
		p.both(false)
	}, gains{-100, 100, 0, 0}},
	{"canceled after two parts", func(p *play) {
		reached, _ := p.gate(3)
		p.hire(3)
		p.reach(reached)
		must(p.T, p.buys.Client.Cancel(p.ctx, p.deal().Session, "no longer wanted"))
		p.phase(protocol.Abandoned)
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	{"canceled before the first part", func(p *play) {
		reached, _ := p.gate(1)
		p.hire(3)
		p.reach(reached)
		must(p.T, p.buys.Client.Cancel(p.ctx, p.deal().Session, "no longer wanted"))
		p.phase(protocol.Abandoned)
		p.await(Farmer, "decline")
		p.both(false)
	}, gains{}},
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
	{"canceled too late to decline", func(p *play) {
		reached, _ := p.gate(1)
		p.hire(3)
		p.reach(reached)
		p.until(p.deal().Papers.Terms.StartBy, -time.Second)
		must(p.T, p.buys.Client.Cancel(p.ctx, p.deal().Session, "no longer wanted"))
		p.phase(protocol.Abandoned)
		p.await(Farmer, "submit")
		p.await(Requester, "settle")
		p.both(false)
	}, gains{}},
	// A claim that nobody answers is put on the chain: the requester has vanished in the midst.
	{"requester vanishes at the first part", func(p *play) {
		asked := make(chan struct{}, 10)
		p.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
			asked <- struct{}{}
			return nil, errors.New("not today")
		}
		p.hire(3)
		p.reach(asked)
		p.buys.Stop()
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
		p.await(Farmer, "submit")
		p.until(p.deal().Papers.Terms.SubmitBy, -time.Duration(p.deal().Papers.Terms.AcceptWindow+60)*time.Second)
		p.await(Farmer, "claim")
		p.buys = p.Reconcile(p.ctx, Requester)
		p.both(false)
	}, gains{-130, 130, 0, 0}},
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
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	// What was cashed for a part is not delivered and not rewarded after it.
	{"no time for more than two parts", func(p *play) {
		reached, free := p.gate(3)
		p.hire(3)
		p.reach(reached)
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
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
		for p.deal().Result == nil {
			p.pause()
		}
		p.buys.Stop()
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
		p.await(Farmer, "submit")
		p.until(p.deal().Papers.Terms.SubmitBy, -time.Duration(p.deal().Papers.Terms.AcceptWindow+60)*time.Second)
		p.await(Farmer, "claim")
		p.buys = p.Reconcile(p.ctx, Requester)
		p.both(false)
	}, gains{-330, 330, 0, 0}},
	// Row 9b: nobody may rule on a dispute without an arbiter. The farmer submits first, else it were row 2. The vouchers
	// for 200 of 300 are more than the half.
	{"disputed with vouchers", func(p *play) {
		p.Buyer.Review = disputes
		p.hire(3)
		p.state(deals.Open)
		for p.deal().Result == nil {
			p.pause()
		}
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
		p.await(Farmer, "submit")
		p.await(Requester, "dispute")
		p.both(false)
	}, gains{-200, 200, 0, 0}},
	{"disputed without vouchers", func(p *play) {
		p.Buyer.Review = disputes
		p.hire(1)
		for p.deal().Result == nil {
			p.pause()
		}
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
		p.await(Requester, "dispute")
		p.until(p.deal().Papers.Terms.SubmitBy, -time.Duration(p.deal().Papers.Terms.JudgeWindow+60)*time.Second)
		p.both(false)
	}, gains{-50, 50, 0, 0}},
	// Row 7: the arbiter finds the requester's own result.
	{"disputed and found wrong", func(p *play) {
		p.Collateral = deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 40000, Fee: 3000, Arbiter: p.World.Party(Arbiter).Account().Address}
		p.Buyer.Review = disputes
		p.hire(1)
		for p.deal().Result == nil {
			p.pause()
		}
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
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
		p.until(p.deal().Papers.Terms.SubmitBy, -time.Duration(p.deal().Papers.Terms.JudgeWindow+60)*time.Second)
		p.both(false)
	}, gains{-150, 150, 0, 0}},
	// C34: the requester finds the result by what the chain holds.
	{"found on the chain", func(p *play) {
		p.Inspect = func(_ context.Context, _ *deals.Record, d deals.Delivery) (*deals.Complaint, error) {
			if d.Digest != result {
				return nil, fmt.Errorf("digest %s", d.Digest)
			}
			return nil, nil
		}
		p.garbage()
		p.await(Requester, "settle")
		p.both(false)
	}, gains{-300, 300, 0, 0}},
	// A reward that the contract would not take is no reward.
	{"reward with a wrong signature", func(p *play) {
		p.Buyer.Spoil = func(m messages.Message) {
			if r, ok := m.(*messages.Reward); ok {
				r.Signature.Signature[0] ^= 1
			}
		}
		p.hire(1)
		for p.deal().Result == nil {
			p.pause()
		}
		p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
		p.await(Farmer, "submit")
		// The requester has signed for it on its own record, and saves the late penalty by showing that.
		p.await(Requester, "settle")
		p.both(false)
	}, gains{-100, 100, 0, 0}},
	{"voucher with a wrong signature", func(p *play) {
		p.Buyer.Spoil = func(m messages.Message) {
			if r, ok := m.(*messages.Voucher); ok && r.Amount == "200" {
				r.Signature.Signature[0] ^= 1
			}
		}
		p.hire(3)
		p.phase(protocol.Abandoned)
		p.both(false)
	}, gains{-100, 100, 0, 0}},
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

// A40: what is not signed, not funded, or of somebody else's money is refused before anything is spent, and what the
// farmer inside held for it is free again.
func testRefusals(t *testing.T, make func(*testing.T) World) {
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, w World, a *messages.Agreement)
		code  protocol.Code
	}{
		{"signature", func(_ *testing.T, _ World, a *messages.Agreement) { a.Signature.Signature[3] ^= 1 }, protocol.BadSignature},
		{"no money", func(t *testing.T, w World, _ *messages.Agreement) {
			// Somebody else's deal of the same account has taken it meanwhile.
			other := agree(t, w, t.Name())
			other.open(Requester)
			t.Cleanup(func() {
				must(t, w.Party(Farmer).Decline(context.Background(), &other.farmer))
			})
		}, protocol.Unfunded},
		{"another deal", func(t *testing.T, _ World, a *messages.Agreement) {
			p, err := deals.PapersCodec.Decode(a.Deal)
			must(t, err)
			p.Deal.Bond = "1"
			a.Deal, err = deals.PapersCodec.Encode(p)
			must(t, err)
		}, protocol.Settlement},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeoutCause(t.Context(), patience, errors.New("it takes too long"))
			defer cancel()
			w := make(t)
			must(t, w.Party(Farmer).Deposit(ctx, c.name, amount(rowBond)))
			must(t, w.Party(Requester).Deposit(ctx, c.name, amount(rowPrice+rowFee)))
			p := &play{T: t, Market: NewMarket(w), ctx: ctx}
			p.Buyer.Spoil = func(m messages.Message) {
				if a, ok := m.(*messages.Agreement); ok {
					c.spoil(t, w, a)
				}
			}
			p.hire(12) // 1200 and 120: more than what is left beside the other deal
			defer p.stop()
			o := p.result()
			if o.Outcome == nil || protocol.CodeOf(o.Err) != c.code {
				t.Errorf("refused with %v, want %s", o, c.code)
			}
			p.Service.mu.Lock()
			defer p.Service.mu.Unlock()
			if diff := cmp.Diff([]protocol.Phase{protocol.Proposed}, p.Service.Ended); diff != "" || p.Service.Works != 0 {
				t.Errorf("the farmer inside was told of %v and worked %d times", p.Service.Ended, p.Service.Works)
			}
		})
	}
}

// Several deals in one transaction: what can be done is, what cannot is said.
func testBatches(t *testing.T, w World) {
	must(t, w.Party(Requester).Deposit(t.Context(), "two", amount(2*(rowPrice+rowFee))))
	must(t, w.Party(Farmer).Deposit(t.Context(), "two", amount(2*rowBond)))
	var agreed []*agreement
	var openings []deals.Opening
	for n := range 3 {
		a := agree(t, w, fmt.Sprint(n))
		agreed = append(agreed, a)
		openings = append(openings, deals.Opening{Deal: a.requester.Papers.Deal, PayerSignature: a.requester.PayerSignature, FarmerSignature: a.requester.FarmerSignature})
	}
	errs, err := w.Party(Requester).Open(t.Context(), openings)
	must(t, err)
	if errs[0] != nil || errs[1] != nil || !errors.Is(errs[2], deals.ErrFunds) {
		t.Errorf("opened with %v, want the third refused for its funds", errs)
	}
	conserved(t, w, 2*(rowPrice+rowFee+rowBond))
	var records []*deals.Record
	for n, a := range agreed {
		a.accept(result, int64(100*(n+1)))
		records = append(records, &a.farmer)
	}
	before := look(t, w)
	errs, err = w.Party(Farmer).SettleMany(t.Context(), records)
	must(t, err)
	if errs[0] != nil || errs[1] != nil || errs[2] == nil {
		t.Errorf("settled with %v, want the third refused", errs)
	}
	conserved(t, w, 0)
	if p := look(t, w); p.Farmer.Free-before.Farmer.Free != 300+2*rowBond {
		t.Errorf("the farmer has %d more, want 300 and its bonds", p.Farmer.Free-before.Farmer.Free)
	}
}
