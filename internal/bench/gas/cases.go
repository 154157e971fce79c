package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// members are on the panel's list, the market's own accounts among them.
const members = 29

// hearings is a panel of three, which can be appealed against twice.
type hearings struct {
	*market
	panels  []*panel.Panel // by account
	judged  draft
	id      [32]byte
	drawing []row // of the rounds of the case that is heard
}

// hearings puts a panel beside the market, and has everybody on its list stake for it.
func (m *market) hearings(ctx context.Context, name string) (*hearings, error) {
	rules := panel.Rules{Seats: 3, Stake: units(500), Fee: units(100), CommitWindow: time.Hour, Finality: time.Hour, RevealWindow: time.Hour, AppealWindow: time.Hour}
	d := panel.Deployment{Escrow: m.contracts[0], Rules: rules, Unbonding: far}
	for i := range members {
		d.Members = append(d.Members, devchain.Address(i))
	}
	p, err := panel.Deploy(ctx, m.client, m.managers[0], name, d)
	if err != nil {
		return nil, err
	}
	h := &hearings{market: m}
	for i := range members {
		own, err := panel.Bind(ctx, m.client, m.managers[i], p.Address())
		if err != nil {
			return nil, err
		}
		h.panels = append(h.panels, own)
		if _, err := own.Deposit(ctx, "first", units(1e6)); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// cases are what a case costs from the draw to the pay, and what the longest does, each the first of its panel.
func (m *market) cases(ctx context.Context) ([]row, error) {
	h, err := m.hearings(ctx, "three")
	if err != nil {
		return nil, err
	}
	brought, err := h.bring(ctx)
	if err != nil {
		return nil, err
	}
	voted, err := h.round(ctx, h.truth(), 2)
	if err != nil {
		return nil, err
	}
	ended, err := h.end(ctx)
	if err != nil {
		return nil, err
	}
	longest, err := m.longest(ctx)
	return slices.Concat([]row{brought}, h.drawing, voted, ended, longest), err
}

// longest is a case with two appeals and 25 seats, of which the second round's are overturned.
func (m *market) longest(ctx context.Context) ([]row, error) {
	h, err := m.hearings(ctx, "twenty-five")
	if err != nil {
		return nil, err
	}
	if _, err := h.bring(ctx); err != nil {
		return nil, err
	}
	for round := range 1 + panel.MaxAppeals {
		found := h.truth()
		if round == 1 {
			found = h.lie()
		}
		if round > 0 {
			if _, err := h.panels[farmer].Appeal(ctx, h.judged.deal, h.judged.terms); err != nil {
				return nil, err
			}
		}
		if _, err := h.round(ctx, found, h.panels[0].Rules().Size(round)); err != nil {
			return nil, err
		}
	}
	ended, err := h.end(ctx)
	if err != nil {
		return nil, err
	}
	return []row{h.drawing[panel.MaxAppeals], ended[1]}, nil
}

// bring disputes a deal before the panel, which is told of it.
func (h *hearings) bring(ctx context.Context) (r row, err error) {
	window := uint32((h.panels[0].Rules().Length(panel.MaxAppeals) + time.Hour) / time.Second)
	if h.judged, err = h.draftFor(h.panels[0].Address(), window); err != nil {
		return r, err
	}
	d := h.judged
	h.id = d.record.Papers.ID
	if _, err = h.submit(ctx, d); err != nil {
		return r, err
	}
	gas, err := h.dispute(ctx, d)
	return row{"panel-dispute", gas}, err
}

// truth is what the requester claims; lie is what the farmer delivered.
func (h *hearings) truth() panel.Finding {
	return panel.Finding{Digest: h.judged.grounds.ClaimedDigest, Fuel: h.judged.grounds.ClaimedFuel, Cost: h.judged.grounds.Delivery.Cost, Served: true}
}

func (h *hearings) lie() panel.Finding {
	f := h.truth()
	f.Digest = h.judged.grounds.Delivery.Digest
	return f
}

// docket is how the case stands.
func (h *hearings) docket(ctx context.Context) (panel.Docket, error) {
	return h.panels[0].Docket(ctx, h.id, 1)
}

// round draws, and has so many find what is given while the others are silent. What committing and revealing cost is that of the first.
func (h *hearings) round(ctx context.Context, found panel.Finding, voting int) ([]row, error) {
	armed, err := h.docket(ctx)
	for err == nil && h.chain.Head().Number < armed.ArmedAt+5 {
		_, err = h.chain.Seal(ctx)
	}
	if err != nil {
		return nil, err
	}
	drawn, err := h.panels[farmer].Draw(ctx, h.judged.deal, h.judged.terms)
	if err != nil {
		return nil, err
	}
	d, err := h.docket(ctx)
	if err != nil {
		return nil, err
	}
	first := len(armed.Seats)
	h.drawing = append(h.drawing, row{fmt.Sprintf("panel-draw-%d", len(d.Seats)-first), drawn.GasUsed})
	var cost [2]uint64
	for i, vote := range []func(seat int, by *panel.Panel) (transactions.Outcome, error){
		func(seat int, by *panel.Panel) (transactions.Outcome, error) {
			c, err := found.Commitment(salt(seat), d.Seats[seat].Member, h.id)
			if err != nil {
				return transactions.Outcome{}, err
			}
			return by.Commit(ctx, h.id, seat, c)
		},
		func(seat int, by *panel.Panel) (transactions.Outcome, error) {
			return by.Reveal(ctx, h.id, seat, found, salt(seat))
		},
	} {
		for seat := first; seat < first+voting; seat++ {
			o, err := vote(seat, h.memberAt(d, seat))
			if err != nil {
				return nil, err
			}
			if seat == first {
				cost[i] = o.GasUsed
			}
		}
		if err := h.until(ctx, [...]panel.Stage{panel.Revealing, panel.Appealable}[i]); err != nil {
			return nil, err
		}
	}
	return []row{{"panel-commit", cost[0]}, {"panel-reveal", cost[1]}}, nil
}

// memberAt is the view of who has a seat.
func (h *hearings) memberAt(d panel.Docket, seat int) *panel.Panel {
	return h.panels[slices.IndexFunc(h.managers[:], func(m *transactions.Manager) bool { return m.Account() == d.Seats[seat].Member })]
}

func salt(seat int) [32]byte { return sha256.Sum256([]byte{byte(seat)}) }

// until lets time pass until the case is at a stage, or past it.
func (h *hearings) until(ctx context.Context, stage panel.Stage) error {
	for {
		d, err := h.docket(ctx)
		if err != nil || d.Stage >= stage {
			return err
		}
		if _, err := h.chain.Advance(ctx, d.Until.Add(time.Second).Sub(h.chain.Head().Time)); err != nil {
			return err
		}
	}
}

// end has the case ruled and finished, and the first of who is paid collect.
func (h *hearings) end(ctx context.Context) ([]row, error) {
	if err := h.until(ctx, panel.Concludable); err != nil {
		return nil, err
	}
	d, err := h.docket(ctx)
	if err != nil {
		return nil, err
	}
	ruled, err := h.panels[farmer].Conclude(ctx, h.judged.deal, h.judged.terms, h.judged.grounds, h.truth())
	if err != nil {
		return nil, err
	}
	finished, err := h.panels[farmer].Finish(ctx, h.id)
	if err != nil {
		return nil, err
	}
	winner := h.memberAt(d, len(d.Seats)-h.panels[0].Rules().Size(d.Rounds-1))
	paid, err := winner.Collect(ctx, "all", devchain.Address(members+len(d.Seats))) // who has none of the tokens yet
	if err != nil {
		return nil, err
	}
	return []row{{"panel-conclude", ruled.GasUsed}, {fmt.Sprintf("panel-finish-%d", len(d.Seats)), finished.GasUsed}, {"panel-collect", paid.GasUsed}}, nil
}
