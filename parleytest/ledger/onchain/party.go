// Package onchain has the parties of package ledger on the contract itself.
package onchain

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// Party is a party of the product's that a test can see through, and that rules where it is the arbiter.
type Party struct {
	*party.Party
	Test   testing.TB
	Client *transactions.Client
	Escrow *escrow.Contract
}

var _ ledger.Account = (*Party)(nil)

// Burned is what belongs to nobody.
func (p *Party) Burned() int64 {
	p.Test.Helper()
	burned, err := p.Escrow.Burned(context.Background())
	if err != nil {
		p.Test.Fatal(err)
	}
	return burned.Int64()
}

// Tokens implements ledger.Account.
func (p *Party) Tokens(account deals.Address) int64 {
	p.Test.Helper()
	tokens, err := p.Escrow.Tokens(context.Background(), common.Address(account))
	if err != nil {
		p.Test.Fatal(err)
	}
	return tokens.Int64()
}

// Draw implements ledger.Account.
func (p *Party) Draw(ctx context.Context, r *deals.Record) error {
	d, t, _, err := p.grounds(ctx, r)
	if err != nil {
		return err
	}
	_, err = p.Escrow.Draw(ctx, d, t)
	return err
}

// Rule implements ledger.Account.
func (p *Party) Rule(ctx context.Context, r *deals.Record, ruling ledger.Ruling) error {
	d, t, grounds, err := p.grounds(ctx, r)
	if err != nil {
		return err
	}
	verdicts := map[ledger.Verdict]escrow.Verdict{ledger.Correct: escrow.Correct, ledger.Wrong: escrow.Wrong, ledger.Undetermined: escrow.Undetermined}
	_, err = p.Escrow.Rule(ctx, d, t, grounds, escrow.Ruling{Verdict: verdicts[ruling.Verdict], Served: ruling.Served, Digest: ruling.Digest, Fuel: ruling.Fuel})
	return err
}

// grounds are what the arbiter must show.
func (p *Party) grounds(ctx context.Context, r *deals.Record) (d eip712.Deal, t eip712.Terms, grounds escrow.Dispute, err error) {
	t, err1 := party.Terms(r.Papers.Terms)
	d, err2 := party.Deal(r.Papers.Deal)
	if err = errors.Join(err1, err2); err != nil {
		return d, t, grounds, err
	}
	if d.TermsHash, err = eip712.Hash(t); err != nil {
		return d, t, grounds, err
	}
	told, err := p.Told(ctx, r.Papers.ID)
	for _, e := range told {
		if dispute, ok := e.Entry.(escrow.Disputation); ok {
			grounds = dispute.Grounds
		}
	}
	return d, t, grounds, err
}

// Told is what the chain tells of a deal.
func (p *Party) Told(ctx context.Context, id [32]byte) (all []escrow.Event, err error) {
	head, err := p.Client.BlockNumber(ctx)
	if err != nil {
		return nil, err
	}
	for e, err := range p.Escrow.Events(ctx, 0, head, &id) {
		if err != nil {
			return nil, fmt.Errorf("events of deal %x: %w", id[:6], err)
		}
		all = append(all, e)
	}
	return all, nil
}
