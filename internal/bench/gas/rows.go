package main

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// row is what one thing costs.
type row struct {
	name string
	gas  uint64
}

// many is how many deals of one pair are opened and settled at once.
const many = escrow.MaxBatch

// measure deals once on a new chain, so that no account or counter is new, and then again in every way.
func measure(ctx context.Context, amsterdam bool) ([]row, error) {
	m, err := start(ctx, amsterdam)
	if err != nil {
		return nil, err
	}
	defer m.close()
	if _, err := m.rows(ctx); err != nil {
		return nil, err
	}
	rows, err := m.rows(ctx)
	if err != nil {
		return nil, err
	}
	cases, err := m.cases(ctx)
	return append(rows, cases...), err
}

func (m *market) rows(ctx context.Context) (rows []row, err error) {
	agreed, err := m.agreed(ctx)
	if err != nil {
		return nil, err
	}
	disputed, err := m.disputed(ctx)
	if err != nil {
		return nil, err
	}
	silence, err := m.silence(ctx)
	if err != nil {
		return nil, err
	}
	together, err := m.together(ctx)
	if err != nil {
		return nil, err
	}
	return append(append(append(agreed, together), silence), disputed...), nil
}

// agreed is row 3: the requester opens, the farmer settles by its acceptance.
func (m *market) agreed(ctx context.Context) ([]row, error) {
	d, err := m.draft()
	if err != nil {
		return nil, err
	}
	opened, err := m.contracts[requester].Open(ctx, d.opening)
	if err != nil {
		return nil, err
	}
	settled, err := m.contracts[farmer].Settle(ctx, d.accepted)
	if err != nil {
		return nil, err
	}
	return []row{{"escrow-open", opened.GasUsed}, {"escrow-settle", settled.GasUsed}, {"escrow-open-settle", opened.GasUsed + settled.GasUsed}}, nil
}

// submitted opens a deal and submits its result.
func (m *market) submitted(ctx context.Context) (d draft, o transactions.Outcome, err error) {
	if d, err = m.draft(); err != nil {
		return d, o, err
	}
	if _, err = m.contracts[requester].Open(ctx, d.opening); err != nil {
		return d, o, err
	}
	o, err = m.contracts[farmer].Submit(ctx, d.deal, d.terms, d.accepted.Delivery)
	return d, o, err
}

// silence is row 5: the farmer claims.
func (m *market) silence(ctx context.Context) (row, error) {
	d, _, err := m.submitted(ctx)
	if err != nil {
		return row{}, err
	}
	if _, err := m.chain.Advance(ctx, 2*time.Hour); err != nil {
		return row{}, err
	}
	o, err := m.contracts[farmer].Claim(ctx, d.deal, d.terms, d.accepted.Delivery)
	return row{"silence", o.GasUsed}, err
}

// disputed is row 7, by an arbiter that is an account.
func (m *market) disputed(ctx context.Context) ([]row, error) {
	d, submitted, err := m.submitted(ctx)
	if err != nil {
		return nil, err
	}
	disputed, err := m.contracts[requester].Dispute(ctx, d.deal, d.terms, d.grounds)
	if err != nil {
		return nil, err
	}
	ruled, err := m.contracts[arbiter].Rule(ctx, d.deal, d.terms, d.grounds, escrow.Ruling{Verdict: escrow.Wrong, Digest: d.grounds.ClaimedDigest, Fuel: d.grounds.ClaimedFuel})
	if err != nil {
		return nil, err
	}
	return []row{{"submit", submitted.GasUsed}, {"dispute", disputed.GasUsed}, {"rule", ruled.GasUsed}}, nil
}

// together is a batch of one pair, opened and settled by the farmer: what one deal of it costs.
func (m *market) together(ctx context.Context) (row, error) {
	var openings []bindings.Opening
	var settlements []bindings.Settlement
	for range many {
		d, err := m.draft()
		if err != nil {
			return row{}, err
		}
		openings = append(openings, d.signed)
		settlements = append(settlements, bindings.Settlement{Deal: d.signed.Deal,
			Delivery: bindings.Delivery(d.accepted.Delivery), Signature: d.accepted.Signature})
	}
	abi := bindings.NewParley()
	opened, err := m.batch(ctx, fmt.Sprintf("open %d", m.deals), abi.PackOpenMany(openings))
	if err != nil {
		return row{}, fmt.Errorf("open %d: %w", many, err)
	}
	settled, err := m.batch(ctx, fmt.Sprintf("settle %d", m.deals), abi.PackSettleMany(settlements))
	if err != nil {
		return row{}, fmt.Errorf("settle %d: %w", many, err)
	}
	return row{fmt.Sprintf("escrow-batch-%d", many), (opened + settled) / many}, nil
}
