package ledger

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Party is one account's view of the contract.
type Party struct {
	chain   *Chain
	account deals.Address
	// deposits and steps were made under these names: each happens once.
	deposits map[string]messages.Amount
}

var (
	_ deals.Contract = (*Party)(nil)
	_ deals.Teller   = (*Party)(nil)
)

// Party is the view of an account.
func (c *Chain) Party(account deals.Address) *Party {
	return &Party{chain: c, account: account, deposits: make(map[string]messages.Amount)}
}

// Backup is of the account's store of transactions: what it returns puts that back as it is now. What was deposited since is on the
// chain, and the account knows nothing of it.
func (p *Party) Backup() (restore func()) {
	p.chain.mu.Lock()
	defer p.chain.mu.Unlock()
	kept := maps.Clone(p.deposits)
	return func() {
		p.chain.mu.Lock()
		defer p.chain.mu.Unlock()
		p.deposits = maps.Clone(kept)
	}
}

// Account is the party's.
func (p *Party) Account() deals.Account { return deals.Account{Chain: ChainID, Address: p.account} }

// Contract names the contract.
func (p *Party) Contract() deals.Account {
	return deals.Account{Chain: ChainID, Address: contractAddress}
}

// Asset names the token.
func (p *Party) Asset() deals.Asset { return deals.Asset{Chain: ChainID, Token: tokenAddress} }

// TermsHash hashes terms.
func (p *Party) TermsHash(t deals.Terms) ([32]byte, error) { return hash("terms", t), nil }

// DealID hashes a deal.
func (p *Party) DealID(d deals.Deal) ([32]byte, error) { return idOf(d), nil }

func idOf(d deals.Deal) deals.Hash { return hash("deal", []any{d, deals.Hash(d.TermsHash)}) }

// SignDeal signs a deal.
func (p *Party) SignDeal(d deals.Deal) ([]byte, error) { return sign(p.account, idOf(d)), nil }

// SignAcceptance signs an acceptance.
func (p *Party) SignAcceptance(deal deals.Hash, d deals.Delivery) ([]byte, error) {
	return sign(p.account, acceptance(deal, d)), nil
}

func acceptance(deal deals.Hash, d deals.Delivery) deals.Hash {
	return hash("acceptance", []any{deal, d})
}

// SignCancel signs a cancel.
func (p *Party) SignCancel(deal deals.Hash) ([]byte, error) {
	return sign(p.account, hash("cancel", deal)), nil
}

// SignSplit signs a split.
func (p *Party) SignSplit(deal deals.Hash, toPayer, toFarmer messages.Amount) ([]byte, error) {
	return sign(p.account, splitting(deal, toPayer, toFarmer)), nil
}

func splitting(deal deals.Hash, toPayer, toFarmer messages.Amount) deals.Hash {
	return hash("split", []any{deal, toPayer.String(), toFarmer.String()})
}

// VerifyDeal checks a signature.
func (p *Party) VerifyDeal(d deals.Deal, by deals.Address, signature []byte) error {
	return verify(by, idOf(d), signature)
}

// VerifyAcceptance checks a signature.
func (p *Party) VerifyAcceptance(deal deals.Hash, d deals.Delivery, by deals.Address, signature []byte) error {
	return verify(by, acceptance(deal, d), signature)
}

func verify(by deals.Address, digest deals.Hash, signature []byte) error {
	if !signed(by, digest, signature) {
		return fmt.Errorf("%w: it is not %s's", deals.ErrSignature, by)
	}
	return nil
}

// read runs f on the state.
func (p *Party) read(call string, f func()) error {
	c := p.chain
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fault != nil && c.fault(call) != Works {
		return fmt.Errorf("%s: %w", call, deals.ErrUnreachable)
	}
	f()
	return nil
}

// send runs a transaction: f changes all or nothing.
func (p *Party) send(ctx context.Context, call string, f func() error) error {
	c := p.chain
	c.mu.Lock()
	latency := time.NewTimer(c.latent)
	c.mu.Unlock()
	defer latency.Stop()
	select {
	case <-latency.C:
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", deals.ErrUnknown, context.Cause(ctx))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	fault := Works
	if c.fault != nil {
		fault = c.fault(call)
	}
	switch fault {
	case Unreachable:
		return fmt.Errorf("%s: %w", call, deals.ErrUnreachable)
	case Lost:
		return fmt.Errorf("%s: %w", call, deals.ErrUnknown)
	}
	c.sealed++
	if err := f(); err != nil {
		c.sealed--
		return err
	}
	c.calls = append(c.calls, call)
	if fault == Unanswered {
		return fmt.Errorf("%s: %w", call, deals.ErrUnknown)
	}
	return nil
}

// Free reads a balance.
func (p *Party) Free(_ context.Context, account deals.Address) (a messages.Amount, err error) {
	fault := p.read("Free", func() { a, err = messages.AmountOf(value(p.chain.free, account)) })
	if fault != nil {
		return a, fault
	}
	return a, err
}

// Standing reads a balance and deals.
func (p *Party) Standing(_ context.Context, account deals.Address, ids []deals.Hash) (s deals.Standing, err error) {
	fault := p.read("Standing", func() {
		s.Free, err = messages.AmountOf(value(p.chain.free, account))
		for _, id := range ids {
			s.States = append(s.States, p.chain.at(id, 1).state)
		}
		s.Block = p.chain.told(1)
	})
	if fault != nil {
		return s, fault
	}
	return s, err
}

// Tokens is what an account has outside of the contract.
func (p *Party) Tokens(account deals.Address) int64 {
	p.chain.mu.Lock()
	defer p.chain.mu.Unlock()
	return value(p.chain.tokens, account).Int64()
}

// Now is chain time.
func (p *Party) Now(context.Context) (now time.Time, err error) {
	err = p.read("Now", func() { now = p.chain.time() })
	return now, err
}

// Status reads a deal.
func (p *Party) Status(_ context.Context, deal deals.Hash, depth uint64) (s deals.Status, err error) {
	err = p.read("Status", func() {
		at := p.chain.at(deal, depth)
		s = deals.Status{State: at.state, Drawn: at.drawn, Block: p.chain.told(depth)}
		if at.state == deals.Open || at.state == deals.Submitted || at.state == deals.Disputed {
			s.Since = time.Unix(at.since, 0)
		}
	})
	return s, err
}

// Submission reads what was submitted.
func (p *Party) Submission(_ context.Context, deal deals.Hash) (d *deals.Delivery, err error) {
	err = p.read("Submission", func() {
		if at := p.chain.at(deal, 1); at.submitted.Cost != "" {
			d = &at.submitted
		}
	})
	return d, err
}

// Paid is what a deal that has ended has moved from the payer to the farmer.
func (p *Party) Paid(_ context.Context, deal deals.Hash) (paid messages.Amount, ended bool, err error) {
	err = p.read("Paid", func() {
		if at := p.chain.at(deal, 1); at.paid != "" {
			paid, _ = messages.ParseAmount(at.paid)
			ended = true
		}
	})
	return paid, ended, err
}

// Deposit moves tokens into the contract.
func (p *Party) Deposit(ctx context.Context, reference string, amount messages.Amount) error {
	return p.send(ctx, "Deposit", func() error {
		c := p.chain
		if before, made := p.deposits[reference]; made {
			if before.Cmp(amount) != 0 {
				return fmt.Errorf("deposit %s: %w, of %s", amount, deals.ErrReference, before)
			}
			return nil
		}
		if value(c.tokens, p.account).Cmp(amount.Big()) < 0 {
			return fmt.Errorf("deposit %s: %w: the account has %s", amount, deals.ErrFunds, value(c.tokens, p.account))
		}
		p.deposits[reference] = amount
		c.remember(func() { delete(p.deposits, reference) })
		c.add(c.tokens, p.account, new(big.Int).Neg(amount.Big()))
		c.add(c.free, p.account, amount.Big())
		return nil
	})
}

// Withdraw moves free balance out of the contract.
func (p *Party) Withdraw(ctx context.Context, amount messages.Amount) error {
	return p.send(ctx, "Withdraw", func() error {
		c := p.chain
		if value(c.free, p.account).Cmp(amount.Big()) < 0 {
			return fmt.Errorf("withdraw %s: %w", amount, deals.ErrFunds)
		}
		c.add(c.free, p.account, new(big.Int).Neg(amount.Big()))
		c.add(c.tokens, p.account, amount.Big())
		return nil
	})
}
