package ledger

import (
	"context"
	"errors"
	"fmt"
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

// closing moves chain time into the margin before submitBy.
func (p *play) closing() {
	p.Helper()
	p.until(p.deal().Papers.Terms.SubmitBy, p.Margin/2)
}

// past moves chain time past a window, of so many seconds, that may have begun as late as submitBy.
func (p *play) past(window uint32) {
	p.Helper()
	p.until(p.deal().Papers.Terms.SubmitBy, -time.Duration(window+60)*time.Second)
}

// looking moves chain time to where a requester looks at what was submitted late, and never came through the session.
func (p *play) looking() {
	p.Helper()
	t := p.deal().Papers.Terms
	p.until(t.SubmitBy, -time.Duration(t.AcceptWindow)*time.Second*2/3)
}

// delivered waits until the farmer has a result on its record.
func (p *play) delivered() {
	p.Helper()
	for p.deal().Result == nil {
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
	again, err := w.Party(Farmer).Open(t.Context(), openings[:1])
	must(t, err)
	if !errors.Is(again[0], deals.ErrOpened) {
		t.Errorf("opened again with %v, want %v", again[0], deals.ErrOpened)
	}
	var ids []deals.Hash
	for _, a := range agreed {
		ids = append(ids, a.requester.Papers.ID)
	}
	stands, err := w.Party(Stranger).Standing(t.Context(), w.Party(Farmer).Account().Address, ids)
	must(t, err)
	if diff := cmp.Diff([]deals.State{deals.Open, deals.Open, deals.Unopened}, stands.States); diff != "" || !stands.Free.IsZero() || stands.Block.Time.IsZero() {
		t.Errorf("the farmer has %s free by block %+v; its deals (-want +got)\n%s", stands.Free, stands.Block, diff)
	}
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
