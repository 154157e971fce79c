package party

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Party is an account and a contract. It may be used concurrently.
type Party struct {
	contract *escrow.Contract
	client   *transactions.Client
	key      *ecdsa.PrivateKey
	chain    uint64
	account  common.Address

	histories histories
}

// New makes a party of the account whose key it is. The contract must have been bound with a manager of the same key.
func New(contract *escrow.Contract, client *transactions.Client, key *ecdsa.PrivateKey) *Party {
	return &Party{contract: contract, client: client, key: key, chain: client.ID().Uint64(), account: crypto.PubkeyToAddress(key.PublicKey)}
}

// Account is whose signatures and transactions these are.
func (p *Party) Account() deals.Account { return p.named(p.account) }

// Contract is which contract this is.
func (p *Party) Contract() deals.Account { return p.named(p.contract.Address()) }

// Asset is the token that it holds.
func (p *Party) Asset() deals.Asset {
	return deals.Asset{Chain: p.chain, Token: deals.Address(p.contract.Token())}
}

func (p *Party) named(a common.Address) deals.Account {
	return deals.Account{Chain: p.chain, Address: deals.Address(a)}
}

// Free is what an account has in the contract and not in a deal.
func (p *Party) Free(ctx context.Context, account deals.Address) (messages.Amount, error) {
	a, err := p.contract.Account(ctx, common.Address(account))
	if err != nil {
		return messages.Amount{}, explain(err)
	}
	return messages.AmountOf(a.Free)
}

// Standing reads an account and deals, all of one block.
func (p *Party) Standing(ctx context.Context, account deals.Address, ids []deals.Hash) (s deals.Standing, err error) {
	named := make([][32]byte, len(ids))
	for i, id := range ids {
		named[i] = id
	}
	told, err := p.contract.Standing(ctx, common.Address(account), named)
	if err != nil {
		return s, explain(err)
	}
	if s.Free, err = messages.AmountOf(told.Account.Free); err != nil {
		return s, err
	}
	for i, progress := range told.Progress {
		state, err := stateOf(progress.State)
		if err != nil {
			return s, fmt.Errorf("deal %s: %w", ids[i], err)
		}
		s.States = append(s.States, state)
	}
	s.Block = blockOf(told.Block)
	return s, nil
}

func blockOf(b transactions.Block) deals.Block {
	return deals.Block{Number: b.Number, Hash: deals.Hash(b.Hash), Time: b.Time}
}

// Now is chain time.
func (p *Party) Now(ctx context.Context) (time.Time, error) {
	now, err := p.contract.Now(ctx)
	return now, explain(err)
}

// Status reads a deal.
func (p *Party) Status(ctx context.Context, deal deals.Hash, depth uint64) (deals.Status, error) {
	progress, err := p.contract.Progress(ctx, deal, depth)
	if err != nil {
		return deals.Status{}, explain(err)
	}
	state, err := stateOf(progress.State)
	if err != nil {
		return deals.Status{}, fmt.Errorf("deal %s: %w", deal, err)
	}
	return deals.Status{State: state, Since: progress.Since, Drawn: progress.Drawn,
		Block: blockOf(progress.Block)}, nil
}

// stateOf names a state of the contract's as package deals does.
func stateOf(s escrow.State) (deals.State, error) {
	switch s {
	case escrow.Unopened:
		return deals.Unopened, nil
	case escrow.Open:
		return deals.Open, nil
	case escrow.Submitted:
		return deals.Submitted, nil
	case escrow.Disputed:
		return deals.Disputed, nil
	case escrow.Closed:
		return deals.Closed, nil
	}
	return 0, fmt.Errorf("the contract answers with a state that this version does not know (%d); is the endpoint the right one?", s)
}

// Submission is what the farmer put on the chain, from the events: the contract itself keeps only a commitment.
func (p *Party) Submission(ctx context.Context, deal deals.Hash) (*deals.Delivery, error) {
	_, submitted, err := p.seen(ctx, deal)
	if err != nil || submitted.Cost == nil {
		return nil, explain(err)
	}
	cost, err := messages.AmountOf(submitted.Cost)
	if err != nil {
		return nil, err
	}
	return &deals.Delivery{Digest: submitted.Digest, Cost: cost.String()}, nil
}

// Deposit moves the account's own tokens into its free balance.
func (p *Party) Deposit(ctx context.Context, reference string, a messages.Amount) error {
	if waited, err := p.contract.Settled(ctx, reference); err != nil {
		return explain(err)
	} else if waited {
		return fmt.Errorf("deposit %s: %w; it has come to its end", reference, deals.ErrEarlier)
	}
	_, err := p.contract.Deposit(ctx, reference, p.account, a.Big())
	if errors.Is(err, transactions.ErrKeyReused) {
		return fmt.Errorf("%w: %w", deals.ErrReference, err)
	}
	if mined, ok := errors.AsType[*transactions.OutcomeError](err); ok && mined.Outcome.Status == transactions.Reverted {
		return fmt.Errorf("%w: %w", deals.ErrOvertaken, err) // its estimate had succeeded
	}
	return explain(err)
}

// Open opens deals: one by itself, several in one transaction. Who sends consents by it, so that the account's own signature is left out:
// it would cost gas to carry and to check.
func (p *Party) Open(ctx context.Context, openings []deals.Opening) ([]error, error) {
	signed := make([]escrow.Opening, len(openings))
	for i, o := range openings {
		deal, err := Deal(o.Deal)
		if err != nil {
			return nil, err
		}
		signed[i] = escrow.Opening{Deal: deal, PayerSignature: o.PayerSignature, FarmerSignature: o.FarmerSignature}
	}
	errs, err := p.open(ctx, p.unsigned(signed))
	if errors.Is(err, transactions.ErrKeyReused) {
		errs, err = p.open(ctx, signed) // begun by a version that left nothing out
	}
	if len(openings) == 1 {
		return []error{explain(err)}, nil
	}
	for i := range errs {
		errs[i] = explain(errs[i])
	}
	return errs, explain(err)
}

// open opens deals as they are. The error is about the transaction, and so about one that is by itself.
func (p *Party) open(ctx context.Context, openings []escrow.Opening) ([]error, error) {
	if len(openings) == 1 {
		_, err := p.contract.Open(ctx, openings[0])
		return nil, err
	}
	return p.contract.OpenMany(ctx, openings)
}

// unsigned are openings without what this account has signed.
func (p *Party) unsigned(openings []escrow.Opening) []escrow.Opening {
	openings = slices.Clone(openings)
	for i := range openings {
		o := &openings[i]
		switch p.account {
		case o.Deal.Requester:
			o.PayerSignature = nil
		case o.Deal.Farmer:
			o.FarmerSignature = nil
		}
	}
	return openings
}

// SettleMany settles deals that are not disputed: one by itself, several in one transaction.
func (p *Party) SettleMany(ctx context.Context, records []*deals.Record) ([]error, error) {
	settlements := make([]escrow.Settlement, len(records))
	for i, r := range records {
		s, _, err := settlement(r)
		if err != nil {
			return nil, err
		}
		settlements[i] = s
	}
	errs, err := p.contract.SettleMany(ctx, settlements)
	for i := range errs {
		errs[i] = explain(errs[i])
	}
	return errs, explain(err)
}

func settlement(r *deals.Record) (escrow.Settlement, eip712.Terms, error) {
	d, t, err := convert(r)
	if err != nil {
		return escrow.Settlement{}, t, err
	}
	if r.Accepted == nil {
		return escrow.Settlement{}, t, errors.New("the requester has signed for nothing")
	}
	cost, err := amount(r.Accepted.Cost)
	return escrow.Settlement{Deal: d, Delivery: escrow.Delivery{Digest: r.Accepted.Digest, Cost: cost}, Signature: r.Accepted.Signature}, t, err
}

// Settle shows the requester's acceptance: row 3, or row 6 once the arbiter has taken the case.
func (p *Party) Settle(ctx context.Context, r *deals.Record) error {
	s, t, err := settlement(r)
	if err != nil {
		return err
	}
	progress, err := p.contract.Progress(ctx, r.Papers.ID, 1)
	if err != nil {
		return explain(err)
	}
	if progress.State != escrow.Disputed {
		_, err = p.contract.Settle(ctx, s)
		return explain(err)
	}
	grounds, _, err := p.seen(ctx, r.Papers.ID)
	switch {
	case err != nil:
	case grounds.Delivery.Cost == nil:
		err = undisputed
	default:
		_, err = p.contract.SettleDisclosed(ctx, s, t, grounds)
	}
	return explain(err)
}

// step takes a step with the deal of a record.
func step(r *deals.Record, take func(eip712.Deal, eip712.Terms) (transactions.Outcome, error)) error {
	d, t, err := convert(r)
	if err != nil {
		return err
	}
	_, err = take(d, t)
	return explain(err)
}

const undisputed = deals.Behind("it does not show what was disputed")

// disclose is step with what the deal's events have disclosed, of which a submission is the least.
func (p *Party) disclose(ctx context.Context, r *deals.Record,
	take func(d eip712.Deal, t eip712.Terms, grounds escrow.Dispute, submitted escrow.Delivery) (transactions.Outcome, error)) error {
	return step(r, func(d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
		grounds, submitted, err := p.seen(ctx, r.Papers.ID)
		if err == nil && submitted.Cost == nil {
			err = deals.Behind("it does not show what was submitted")
		}
		if err != nil {
			return transactions.Outcome{}, err
		}
		return take(d, t, grounds, submitted)
	})
}

// Submit puts the result on the chain: row 4.
func (p *Party) Submit(ctx context.Context, r *deals.Record) error {
	result, err := delivery(r.Result)
	if err != nil {
		return err
	}
	return step(r, func(d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
		return p.contract.Submit(ctx, d, t, result)
	})
}

// Claim takes what silence has accepted: row 5.
func (p *Party) Claim(ctx context.Context, r *deals.Record) error {
	return p.disclose(ctx, r, func(d eip712.Deal, t eip712.Terms, _ escrow.Dispute, submitted escrow.Delivery) (transactions.Outcome, error) {
		return p.contract.Claim(ctx, d, t, submitted)
	})
}

// Expire takes everything back, and the penalty: row 2.
func (p *Party) Expire(ctx context.Context, r *deals.Record) error {
	return step(r, func(d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
		return p.contract.Expire(ctx, d, t)
	})
}

// Decline gives everything back: row 1.
func (p *Party) Decline(ctx context.Context, r *deals.Record) error {
	return step(r, func(d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
		return p.contract.Decline(ctx, d, t, nil)
	})
}

// Cancel gives everything back: row 1.
func (p *Party) Cancel(ctx context.Context, r *deals.Record, payer, farmer []byte) error {
	return step(r, func(d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
		return p.contract.Cancel(ctx, d, t, payer, farmer)
	})
}

// Split gives each side what both have signed for: row 10.
func (p *Party) Split(ctx context.Context, r *deals.Record, toPayer, toFarmer messages.Amount, payer, farmer []byte) error {
	return step(r, func(d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
		return p.contract.Split(ctx, d, t, toPayer.Big(), toFarmer.Big(), payer, farmer)
	})
}

// Dispute contests what was submitted.
func (p *Party) Dispute(ctx context.Context, r *deals.Record) error {
	grounds := escrow.Dispute{Complaint: escrow.WrongResult, ClaimedDigest: r.Complaint.ClaimedDigest, ClaimedFuel: r.Complaint.ClaimedFuel}
	if r.Complaint.NotServed {
		grounds = escrow.Dispute{Complaint: escrow.NotServed}
	}
	return p.disclose(ctx, r, func(d eip712.Deal, t eip712.Terms, _ escrow.Dispute, submitted escrow.Delivery) (transactions.Outcome, error) {
		grounds.Delivery = submitted
		return p.contract.Dispute(ctx, d, t, grounds)
	})
}

// Lapse ends a dispute on which nobody ruled: row 9b.
func (p *Party) Lapse(ctx context.Context, r *deals.Record) error {
	return p.disclose(ctx, r, func(d eip712.Deal, t eip712.Terms, grounds escrow.Dispute, _ escrow.Delivery) (transactions.Outcome, error) {
		if grounds.Delivery.Cost == nil {
			return transactions.Outcome{}, undisputed
		}
		return p.contract.Lapse(ctx, d, t, grounds)
	})
}

// seen reads from the events what was submitted and what was disputed: the contract itself keeps only a commitment.
func (p *Party) seen(ctx context.Context, deal deals.Hash) (grounds escrow.Dispute, submitted escrow.Delivery, err error) {
	told, err := p.events(ctx, deal, func(e escrow.Entry) bool { _, is := e.(escrow.Submission); return is })
	for _, e := range told {
		switch entry := e.Entry.(type) {
		case escrow.Submission:
			submitted = entry.Delivery
		case escrow.Disputation:
			grounds = entry.Grounds
		}
	}
	return grounds, submitted, err
}

// explain puts an error into the words that package deals knows.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, transactions.ErrUnknown):
		return fmt.Errorf("%w: %w", deals.ErrUnknown, err)
	case errors.Is(err, transactions.ErrUnreachable), errors.Is(err, transactions.ErrBusy), errors.Is(err, transactions.ErrMalformed):
		return fmt.Errorf("%w: %w", deals.ErrUnreachable, err)
	case errors.Is(err, transactions.ErrFunds), errors.Is(err, escrow.ErrBalance), errors.Is(err, escrow.ErrPayerFunds), errors.Is(err, escrow.ErrFarmerFunds):
		return fmt.Errorf("%w: %w", deals.ErrFunds, err)
	case errors.Is(err, escrow.ErrOpenedBefore):
		return fmt.Errorf("%w: %w", deals.ErrOpened, err)
	case errors.Is(err, transactions.ErrFrozen):
		return fmt.Errorf("%w: %w", deals.ErrStopped, err)
	}
	return err
}

var (
	_ deals.Contract = (*Party)(nil)
	_ deals.Teller   = (*Party)(nil)
)
