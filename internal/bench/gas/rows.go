package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/services/deals"
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
	opened, err := m.open(ctx, requester, d)
	if err != nil {
		return nil, err
	}
	settled, err := m.gas(ctx, func() error { return m.parties[farmer].Settle(ctx, d.record) })
	return []row{{"escrow-open", opened}, {"escrow-settle", settled}, {"escrow-open-settle", opened + settled}}, err
}

// submitted opens a deal and submits its result.
func (m *market) submitted(ctx context.Context) (d draft, gas uint64, err error) {
	if d, err = m.draft(); err == nil {
		gas, err = m.submit(ctx, d)
	}
	return d, gas, err
}

func (m *market) submit(ctx context.Context, d draft) (uint64, error) {
	if _, err := m.open(ctx, requester, d); err != nil {
		return 0, err
	}
	return m.gas(ctx, func() error { return m.parties[farmer].Submit(ctx, d.record) })
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
	gas, err := m.gas(ctx, func() error { return m.parties[farmer].Claim(ctx, d.record) })
	return row{"silence", gas}, err
}

// disputed is row 7, by an arbiter that is an account.
func (m *market) disputed(ctx context.Context) ([]row, error) {
	d, submitted, err := m.submitted(ctx)
	if err != nil {
		return nil, err
	}
	disputed, err := m.dispute(ctx, d)
	if err != nil {
		return nil, err
	}
	ruled, err := m.contracts[arbiter].Rule(ctx, d.deal, d.terms, d.grounds, escrow.Ruling{Verdict: escrow.Wrong, Digest: d.grounds.ClaimedDigest, Fuel: d.grounds.ClaimedFuel})
	return []row{{"submit", submitted}, {"dispute", disputed}, {"rule", ruled.GasUsed}}, err
}

func (m *market) dispute(ctx context.Context, d draft) (uint64, error) {
	return m.gas(ctx, func() error { return m.parties[requester].Dispute(ctx, d.record) })
}

// together is a batch of one pair, opened by the requester and settled by the farmer: what one deal of it costs.
func (m *market) together(ctx context.Context) (row, error) {
	drafts, records := make([]draft, many), make([]*deals.Record, many)
	for i := range many {
		var err error
		if drafts[i], err = m.draft(); err != nil {
			return row{}, err
		}
		records[i] = drafts[i].record
	}
	opened, err := m.open(ctx, requester, drafts...)
	if err != nil {
		return row{}, fmt.Errorf("open %d: %w", many, err)
	}
	settled, err := m.gas(ctx, func() error {
		errs, err := m.parties[farmer].SettleMany(ctx, records)
		return errors.Join(append(errs, err)...)
	})
	if err != nil {
		return row{}, fmt.Errorf("settle %d: %w", many, err)
	}
	return row{fmt.Sprintf("escrow-batch-%d", many), (opened + settled) / many}, nil
}
