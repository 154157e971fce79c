package escrow

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// The transitions of a deal, each with its row of the payout table. All of them return when the transaction is mined as
// deep as the manager's Config.Confirmations says, or with an error: a *RefusedError of the contract, ErrUnknown of
// package transactions when the context ended first (ask again, with the same arguments), or another of its errors.

// Open locks price and deposit of the requester, which pays, and the bond of the farmer.
func (c *Contract) Open(ctx context.Context, o Opening) (transactions.Outcome, error) {
	return c.take(ctx, (*transactions.Manager).Through, "open", o.Deal, nil, func() ([]byte, error) {
		return c.parley.TryPackOpen(packDeal(o.Deal), o.PayerSignature, o.FarmerSignature)
	})
}

// OpenDisclosed is Open with the terms shown: Terms.Payer pays, and terms that break a rule are refused.
func (c *Contract) OpenDisclosed(ctx context.Context, o Opening, t eip712.Terms) (transactions.Outcome, error) {
	return c.step(ctx, "open", o.Deal, &t, func() ([]byte, error) {
		return c.parley.TryPackOpenDisclosed(packDeal(o.Deal), packTerms(t), o.PayerSignature, o.FarmerSignature)
	})
}

// Decline is row 1: the farmer does not start. An empty signature is the farmer's own, as sender.
func (c *Contract) Decline(ctx context.Context, d eip712.Deal, t eip712.Terms, farmer []byte) (transactions.Outcome, error) {
	return c.step(ctx, "decline", d, &t, func() ([]byte, error) {
		return c.parley.TryPackDecline(packDeal(d), packTerms(t), farmer)
	})
}

// Cancel is row 1: both sides take everything back.
func (c *Contract) Cancel(ctx context.Context, d eip712.Deal, t eip712.Terms, payer, farmer []byte) (transactions.Outcome, error) {
	return c.step(ctx, "cancel", d, &t, func() ([]byte, error) {
		return c.parley.TryPackCancel(packDeal(d), packTerms(t), payer, farmer)
	})
}

// Split is row 10: both sides agree on who gets what.
func (c *Contract) Split(ctx context.Context, d eip712.Deal, t eip712.Terms, toPayer, toFarmer *big.Int, payer, farmer []byte) (transactions.Outcome, error) {
	return c.step(ctx, "split", d, &t, func() ([]byte, error) {
		if _, err := eip712.Hash(eip712.Split{ToPayer: toPayer, ToFarmer: toFarmer}); err != nil {
			return nil, err
		}
		return c.parley.TryPackSplit(packDeal(d), packTerms(t), orZero(toPayer), orZero(toFarmer), payer, farmer)
	})
}

// Expire is row 2: nothing was submitted in time. Anyone may send it.
func (c *Contract) Expire(ctx context.Context, d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
	return c.step(ctx, "expire", d, &t, func() ([]byte, error) {
		return c.parley.TryPackExpire(packDeal(d), packTerms(t))
	})
}

// Submit is row 4: the farmer has a result. A farmer submits once.
func (c *Contract) Submit(ctx context.Context, d eip712.Deal, t eip712.Terms, r Delivery) (transactions.Outcome, error) {
	return c.step(ctx, "submit", d, &t, func() ([]byte, error) {
		if err := checkDelivery([32]byte{}, r); err != nil {
			return nil, err
		}
		return c.parley.TryPackSubmit(packDeal(d), packTerms(t), packDelivery(r))
	})
}

// Settle is row 3: the requester accepted the result at this cost.
func (c *Contract) Settle(ctx context.Context, s Settlement) (transactions.Outcome, error) {
	return c.settle(ctx, (*transactions.Manager).Send, s)
}

func (c *Contract) settle(ctx context.Context, by sending, s Settlement) (transactions.Outcome, error) {
	return c.take(ctx, by, settling(s), s.Deal, nil, func() ([]byte, error) {
		if err := checkDelivery([32]byte{}, s.Delivery); err != nil {
			return nil, err
		}
		return c.parley.TryPackSettle(packDeal(s.Deal), packDelivery(s.Delivery), s.Signature)
	})
}

// settling names the step by what is accepted: a farmer may hold several acceptances, and try a better one after one that
// was refused.
func settling(s Settlement) string {
	return fmt.Sprintf("settle/%x/%v", s.Delivery.Digest[:8], s.Delivery.Cost)
}

// SettleDisclosed is Settle with the terms shown: where a third party pays, and in a dispute, whose grounds are then
// given too (row 3 before the draw, row 6 after it).
func (c *Contract) SettleDisclosed(ctx context.Context, s Settlement, t eip712.Terms, grounds Dispute) (transactions.Outcome, error) {
	return c.step(ctx, settling(s)+"/disclosed", s.Deal, &t, func() ([]byte, error) {
		if err := errors.Join(checkDelivery([32]byte{}, s.Delivery), checkDelivery([32]byte{}, grounds.Delivery)); err != nil {
			return nil, err
		}
		return c.parley.TryPackSettleDisclosed(packDeal(s.Deal), packTerms(t), packDispute(grounds), packDelivery(s.Delivery), s.Signature)
	})
}

// Claim is row 5: what was submitted was neither accepted nor disputed in time. Anyone may send it.
func (c *Contract) Claim(ctx context.Context, d eip712.Deal, t eip712.Terms, r Delivery) (transactions.Outcome, error) {
	return c.step(ctx, "claim", d, &t, func() ([]byte, error) {
		if err := checkDelivery([32]byte{}, r); err != nil {
			return nil, err
		}
		return c.parley.TryPackClaim(packDeal(d), packTerms(t), packDelivery(r))
	})
}

// Dispute raises a complaint. The requester only.
func (c *Contract) Dispute(ctx context.Context, d eip712.Deal, t eip712.Terms, grounds Dispute) (transactions.Outcome, error) {
	return c.step(ctx, "dispute", d, &t, func() ([]byte, error) {
		if err := checkDelivery([32]byte{}, grounds.Delivery); err != nil {
			return nil, err
		}
		return c.parley.TryPackDispute(packDeal(d), packTerms(t), packDispute(grounds))
	})
}

// Draw has the arbiter take the case: from here on its fee is due.
func (c *Contract) Draw(ctx context.Context, d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
	return c.step(ctx, "draw", d, &t, func() ([]byte, error) {
		return c.parley.TryPackDraw(packDeal(d), packTerms(t))
	})
}

// Rule is rows 6 to 9: the arbiter's verdict.
func (c *Contract) Rule(ctx context.Context, d eip712.Deal, t eip712.Terms, grounds Dispute, r Ruling) (transactions.Outcome, error) {
	return c.step(ctx, "rule", d, &t, func() ([]byte, error) {
		if err := checkDelivery([32]byte{}, grounds.Delivery); err != nil {
			return nil, err
		}
		ruling := packRuling(r)
		return c.parley.TryPackRule(packDeal(d), packTerms(t), packDispute(grounds), ruling)
	})
}

// Lapse is row 9b: no ruling in time. Anyone may send it.
func (c *Contract) Lapse(ctx context.Context, d eip712.Deal, t eip712.Terms, grounds Dispute) (transactions.Outcome, error) {
	return c.step(ctx, "lapse", d, &t, func() ([]byte, error) {
		if err := checkDelivery([32]byte{}, grounds.Delivery); err != nil {
			return nil, err
		}
		return c.parley.TryPackLapse(packDeal(d), packTerms(t), packDispute(grounds))
	})
}

// step takes one transition of a deal, and waits until it is as deep as the manager says.
func (c *Contract) step(ctx context.Context, name string, d eip712.Deal, t *eip712.Terms, pack func() ([]byte, error)) (transactions.Outcome, error) {
	return c.take(ctx, (*transactions.Manager).Send, name, d, t, pack)
}

// sending is how a call is brought about, and until when it is waited for.
type sending func(*transactions.Manager, context.Context, transactions.Call) (transactions.Outcome, error)

// take validates, packs and sends one transition of a deal.
func (c *Contract) take(ctx context.Context, by sending, name string, d eip712.Deal, t *eip712.Terms, pack func() ([]byte, error)) (transactions.Outcome, error) {
	id, err := c.ID(d)
	if err != nil {
		return transactions.Outcome{}, fmt.Errorf("escrow: %s: %w", name, err)
	}
	if t != nil {
		if err := checkTerms(d, *t); err != nil {
			return transactions.Outcome{}, fmt.Errorf("%s deal %x…: %w", name, id[:6], err)
		}
	}
	data, err := pack()
	if err != nil {
		return transactions.Outcome{}, fmt.Errorf("escrow: %s deal %x…: %w", name, id[:6], err)
	}
	o, err := c.send(ctx, by, fmt.Sprintf("%x/%s", id, name), data)
	if err != nil {
		return o, fmt.Errorf("%s deal %x…: %w", name, id[:6], err)
	}
	return o, nil
}

// send brings a call about. One that was mined and reverted had no effect and may be tried again, under a key of its
// own, a few times in all: unless the node says that it would revert again.
func (c *Contract) send(ctx context.Context, by sending, key string, data []byte) (o transactions.Outcome, err error) {
	if c.manager == nil {
		return o, ErrReadOnly
	}
	const tries = 5
	call := transactions.Call{Key: key, To: &c.address, Data: data, Idempotent: true} // the contract takes each step of a deal once
	for n := 1; n <= tries; n++ {
		if n > 1 {
			call.Key = fmt.Sprintf("%s/%d", key, n)
		}
		o, err = by(c.manager, ctx, call)
		if o.Status != transactions.Reverted {
			break
		}
	}
	return o, refusal(err)
}
