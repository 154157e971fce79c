package panel

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Position is what an account has staked for the panel.
type Position struct {
	Free      *big.Int  // counts for draws, but for what could be withdrawn at once: see Counts
	Held      *big.Int  // for seats and appeals in open cases
	Leaving   *big.Int  // announced
	LeaveFrom time.Time // when that can be withdrawn; zero if nothing was ever announced
	// Block is the block that all this is of: whether LeaveFrom has come is compared to its time.
	Block transactions.Block
}

// Counts is how much of what is free counts for draws in a block of that time: what could be withdrawn then does not.
func (p Position) Counts(at time.Time) *big.Int {
	switch {
	case p.LeaveFrom.IsZero() || at.Before(p.LeaveFrom):
		return new(big.Int).Set(p.Free)
	case p.Leaving.Cmp(p.Free) > 0: // the rest is held
		return new(big.Int)
	}
	return new(big.Int).Sub(p.Free, p.Leaving)
}

// Position returns what an account has staked for this panel.
func (p *Panel) Position(ctx context.Context, account common.Address) (Position, error) {
	answer, block, err := p.client.ReadAt(ctx, p.stake, p.staking.PackPositionOf(account, p.address), 1, Explain)
	if err != nil {
		return Position{}, refusal(err)
	}
	at, err := unpacked(p.stake, answer, p.staking.UnpackPositionOf)
	if err != nil {
		return Position{}, err
	}
	position := unpackPosition(at)
	position.Block = block
	return position, nil
}

func unpackPosition(at arbiters.Position) Position {
	position := Position{Free: at.Free, Held: at.Held, Leaving: at.Leaving}
	if at.LeaveFrom.Sign() > 0 {
		position.LeaveFrom = transactions.Time(at.LeaveFrom.Uint64())
	}
	return position
}

// Deposit stakes tokens of the sender for this panel, approving the contract for exactly that where it is not yet. The
// reference names this deposit: the same reference deposits once. One deposit of a Panel waits for the other, for as long as ctx.
func (p *Panel) Deposit(ctx context.Context, reference string, amount *big.Int) (o transactions.Outcome, err error) {
	defer wrap(&err, "stake "+reference)
	if err := positive(amount); err != nil {
		return o, err
	}
	if p.manager == nil {
		return o, ErrReadOnly
	}
	select {
	case p.depositing <- struct{}{}:
		defer func() { <-p.depositing }()
	case <-ctx.Done():
		return o, fmt.Errorf("waiting for another deposit of this account: %w; nothing was sent", context.Cause(ctx))
	}
	data, err := p.staking.TryPackDeposit(p.address, amount)
	if err != nil {
		return o, err
	}
	call := transactions.Call{Key: p.depositKey() + reference, To: &p.stake, Data: data}
	// What was signed before was given its allowance then; Send repeats the answer.
	if _, err := p.manager.Reconcile(ctx, call.Key); unsent(err) {
		if err := p.settled(ctx); err != nil {
			return o, err
		}
		if err := p.approve(ctx, call.Key, amount); err != nil {
			return o, err
		}
	}
	o, err = p.manager.Send(ctx, call)
	return o, refusal(err)
}

func (p *Panel) depositKey() string { return fmt.Sprintf("stake/%x/deposit/", p.stake) }

// settled waits for the deposits that were signed before, by a process that was killed or a caller that went away: the
// allowance that is read meanwhile is theirs.
func (p *Panel) settled(ctx context.Context) error {
	keys, err := p.manager.Pending(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if !strings.HasPrefix(key, p.depositKey()) {
			continue
		}
		if o, err := p.manager.Reconcile(ctx, key); err != nil && (o.Status == 0 || o.Status == transactions.Unknown) {
			return fmt.Errorf("wait for an earlier deposit: %w", err)
		}
	}
	return nil
}

// approve raises the allowance to amount. Each amount and each try has a key of its own, as in package escrow and for its
// reasons.
func (p *Panel) approve(ctx context.Context, key string, amount *big.Int) error {
	const tries = 8
	for n := 1; n <= tries; n++ {
		allowed, err := read(ctx, p, p.token, p.money.PackAllowance(p.manager.Account(), p.stake), 1, p.money.UnpackAllowance)
		if err != nil {
			return fmt.Errorf("read the allowance: %w", err)
		}
		if allowed.Cmp(amount) >= 0 {
			return nil
		}
		data, err := p.money.TryPackApprove(p.stake, amount)
		if err != nil {
			return err
		}
		if _, err := p.manager.Send(ctx, transactions.Call{Key: fmt.Sprintf("%s/approve/%v/%d", key, amount, n), To: &p.token, Data: data, Idempotent: true}); err != nil {
			return fmt.Errorf("approve: %w", refusal(err))
		}
	}
	return fmt.Errorf("the token's allowance stays below %v after %d approvals: another program uses this account", amount, tries)
}

// Announce has an amount of the sender's stake leave after Unbonding, in place of what was announced before. It counts for draws
// until it may be withdrawn. The same reference announces once.
func (p *Panel) Announce(ctx context.Context, reference string, amount *big.Int) (o transactions.Outcome, err error) {
	defer wrap(&err, "announce "+reference)
	if orZero(amount).Sign() < 0 {
		return o, fmt.Errorf("an amount of %v", amount)
	}
	return p.send(ctx, transactions.Call{Key: fmt.Sprintf("stake/%x/announce/%s", p.stake, reference), To: &p.stake}, func() ([]byte, error) {
		return p.staking.TryPackAnnounce(p.address, orZero(amount))
	})
}

// Withdraw moves stake that was announced, is not held and whose time has come to any account, as tokens. The same reference
// withdraws once.
func (p *Panel) Withdraw(ctx context.Context, reference string, to common.Address, amount *big.Int) (o transactions.Outcome, err error) {
	defer wrap(&err, "withdraw stake "+reference)
	if err := positive(amount); err != nil {
		return o, err
	}
	return p.send(ctx, transactions.Call{Key: fmt.Sprintf("stake/%x/withdraw/%s", p.stake, reference), To: &p.stake}, func() ([]byte, error) {
		return p.staking.TryPackWithdraw(p.address, to, amount)
	})
}

// Collect moves all that the sender earned in fees to any account, as tokens. The same reference collects once.
func (p *Panel) Collect(ctx context.Context, reference string, to common.Address) (o transactions.Outcome, err error) {
	defer wrap(&err, "collect "+reference)
	return p.send(ctx, transactions.Call{Key: p.collecting(reference), To: &p.address}, func() ([]byte, error) {
		return p.panel.TryPackCollect(to)
	})
}

// Collected waits until what was sent under a reference stands, and sends nothing new; [transactions.ErrNoSuchKey]: nothing was, or it had no
// effect, since another transaction took its place.
func (p *Panel) Collected(ctx context.Context, reference string) (err error) {
	defer wrap(&err, "collect "+reference)
	if p.manager == nil {
		return ErrReadOnly
	}
	_, err = p.manager.Reconcile(ctx, p.collecting(reference))
	if errors.Is(err, transactions.ErrCanceled) || errors.Is(err, transactions.ErrReplaced) {
		return fmt.Errorf("%w: %w", transactions.ErrNoSuchKey, err)
	}
	return refusal(err)
}

func (p *Panel) collecting(reference string) string {
	return fmt.Sprintf("panel/%x/collect/%s", p.address, reference)
}

func positive(amount *big.Int) error {
	if amount == nil || amount.Sign() <= 0 || amount.BitLen() > 112 {
		return fmt.Errorf("an amount is between 1 and 2^112 - 1 units, not %v", amount)
	}
	return nil
}
