package escrow

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/internal/inclusion"
)

// Account is what the contract holds for an account, and what became of its deals (SETTLEMENT.md, rule 6). The counters
// stop at 2^24 - 1.
type Account struct {
	Free         *big.Int // can be withdrawn, or locked in a deal
	Delivered    uint32   // as farmer: paid what it claimed
	Missed       uint32   // as farmer: no result
	Faulted      uint32   // as farmer: found wrong
	Accepted     uint32   // as payer: accepted
	Defaulted    uint32   // as payer: silent; as requester: a dispute lost
	Undetermined uint32   // as farmer or requester
}

// Account returns what the contract holds for an account.
func (c *Contract) Account(ctx context.Context, account common.Address) (Account, error) {
	answer, err := c.client.Read(ctx, c.address, c.parley.PackAccountOf(account), 1, Explain)
	if err != nil {
		return Account{}, refusal(err)
	}
	return c.account(answer)
}

func (c *Contract) account(answer []byte) (Account, error) {
	a, err := unpacked(c.address, answer, c.parley.UnpackAccountOf)
	if err != nil {
		return Account{}, err
	}
	count := func(x *big.Int) uint32 { return uint32(x.Uint64()) }
	return Account{
		Free: a.Free, Delivered: count(a.Delivered), Missed: count(a.Missed), Faulted: count(a.Faulted),
		Accepted: count(a.Accepted), Defaulted: count(a.Defaulted), Undetermined: count(a.Undetermined),
	}, nil
}

// Burned is what was burned in this contract.
func (c *Contract) Burned(ctx context.Context) (*big.Int, error) {
	return read(ctx, c, c.parley.PackBurned(), c.parley.UnpackBurned)
}

// Tokens is what an account has of the token outside the contract.
func (c *Contract) Tokens(ctx context.Context, account common.Address) (*big.Int, error) {
	return readAt(ctx, c, c.token, c.money.PackBalanceOf(account), 1, c.money.UnpackBalanceOf)
}

// Deposit moves tokens of the sender to the free balance of account, approving the contract for exactly that where it
// is not yet. The reference names this deposit: the same reference deposits once. One deposit of a Contract waits until a block has the
// other, for as long as ctx.
func (c *Contract) Deposit(ctx context.Context, reference string, account common.Address, amount *big.Int) (transactions.Outcome, error) {
	if err := positive(amount); err != nil {
		return transactions.Outcome{}, fmt.Errorf("escrow: deposit %s: %w", reference, err)
	}
	if c.manager == nil {
		return transactions.Outcome{}, ErrReadOnly
	}
	others := ctx
	select {
	case c.depositing <- struct{}{}:
		release := sync.OnceFunc(func() { <-c.depositing })
		defer release()
		ctx = inclusion.With(ctx, func() { release(); inclusion.Tell(others) })
	case <-ctx.Done():
		return transactions.Outcome{}, fmt.Errorf("escrow: deposit %s: waiting for another deposit of this account: %w; nothing was sent", reference, context.Cause(ctx))
	}
	key := "deposit/" + reference
	data, err := c.parley.TryPackDeposit(account, amount)
	if err != nil {
		return transactions.Outcome{}, fmt.Errorf("escrow: deposit %s: %w", reference, err)
	}
	call := transactions.Call{Key: key, To: &c.address, Data: data}
	if _, err := c.manager.Included(ctx, key); !unsent(err) {
		// Signed before: the allowance it needs was given then. Through repeats the answer, or says that the reference
		// stands for another deposit.
		o, err := c.manager.Through(ctx, call)
		return o, c.depositError(reference, err)
	}
	if _, err := c.Settled(ctx, reference); err != nil {
		return transactions.Outcome{}, c.depositError(reference, err)
	}
	if err := c.approve(ctx, key, amount); err != nil {
		return transactions.Outcome{}, c.depositError(reference, err)
	}
	o, err := c.manager.Through(ctx, call)
	return o, c.depositError(reference, err)
}

// Settled waits until a block has the deposits besides one that were signed before and are in none yet, by a process that was killed or a
// caller that went away, and reports whether there were any: the allowance that is read meanwhile is theirs, and what is free then does not
// count them.
func (c *Contract) Settled(ctx context.Context, besides string) (waited bool, err error) {
	if c.manager == nil {
		return false, ErrReadOnly
	}
	keys, err := c.manager.Afloat(ctx)
	if err != nil {
		return false, err
	}
	for _, key := range keys {
		if !strings.HasPrefix(key, "deposit/") || key == "deposit/"+besides {
			continue
		}
		if o, err := c.manager.Included(ctx, key); err != nil && (o.Status == 0 || o.Status == transactions.Unknown) {
			return waited, fmt.Errorf("wait for an earlier deposit: %w", err)
		}
		waited = true
	}
	return waited, nil
}

// approve raises the allowance to amount; what is left of another is taken back first, as some tokens want it. An earlier approval of this deposit, by a process that was killed before it signed
// the deposit itself, may have been of another amount or been used up by another one since, so that each amount and each try
// has a key of its own.
func (c *Contract) approve(ctx context.Context, key string, amount *big.Int) error {
	const tries = 8
	for n := 1; n <= tries; n++ {
		allowed, err := readAt(ctx, c, c.token, c.money.PackAllowance(c.manager.Account(), c.address), 1, c.money.UnpackAllowance)
		if err != nil {
			return fmt.Errorf("read the allowance: %w", err)
		}
		if allowed.Cmp(amount) >= 0 {
			return nil
		}
		approved := amount
		if allowed.Sign() > 0 {
			approved = new(big.Int)
		}
		data, err := c.money.TryPackApprove(c.address, approved)
		if err != nil {
			return err
		}
		if _, err := c.manager.Include(ctx, transactions.Call{Key: fmt.Sprintf("%s/approve/%v/%d", key, approved, n), To: &c.token, Data: data, Idempotent: true}); err != nil {
			return fmt.Errorf("approve: %w", err)
		}
	}
	return fmt.Errorf("the token's allowance stays below %v after %d approvals: another program uses this account", amount, tries)
}

func (c *Contract) depositError(reference string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("deposit %s: %w", reference, refusal(err))
}

// Withdraw moves free balance of the sender to any account, as tokens. The same reference withdraws once.
func (c *Contract) Withdraw(ctx context.Context, reference string, to common.Address, amount *big.Int) (transactions.Outcome, error) {
	if err := positive(amount); err != nil {
		return transactions.Outcome{}, fmt.Errorf("escrow: withdraw %s: %w", reference, err)
	}
	if c.manager == nil {
		return transactions.Outcome{}, ErrReadOnly
	}
	data, err := c.parley.TryPackWithdraw(to, amount)
	if err != nil {
		return transactions.Outcome{}, fmt.Errorf("escrow: withdraw %s: %w", reference, err)
	}
	o, err := c.manager.Send(ctx, transactions.Call{Key: "withdraw/" + reference, To: &c.address, Data: data})
	if err != nil {
		return o, fmt.Errorf("withdraw %s: %w", reference, refusal(err))
	}
	return o, nil
}

func positive(amount *big.Int) error {
	if amount == nil || amount.Sign() <= 0 || amount.BitLen() > 112 {
		return fmt.Errorf("an amount is between 1 and 2^112 - 1 units, not %v", amount)
	}
	return nil
}

func packRuling(r Ruling) bindings.Ruling {
	return bindings.Ruling{Verdict: uint8(r.Verdict), Served: r.Served, Digest: r.Digest, Fuel: r.Fuel}
}
