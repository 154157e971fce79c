package escrow

import (
	"context"
	"fmt"
	"iter"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/internal/logs"
)

// Event is one thing that happened in the contract, in the order of the chain.
type Event struct {
	Block     uint64
	BlockHash [32]byte
	Tx        [32]byte
	Index     uint // within the block
	// Entry is one of Deposited, Withdrawn, Opened, Sponsored, Submission, Disputation, Drawn, Ruled, Accepted, Ended
	// and Skipped.
	Entry Entry
}

// Entry is what an event says. The set is closed.
type Entry interface {
	// Of is the deal that it is about; zero for Deposited and Withdrawn.
	Of() [32]byte
	sealed()
}

type (
	// Deposited and Withdrawn move tokens in and out of a free balance.
	Deposited struct {
		Account, From common.Address
		Amount        *big.Int
	}
	Withdrawn struct {
		Account, To common.Address
		Amount      *big.Int
	}
	// Opened locks price and deposit of the payer, who is the requester unless Sponsored came before it, and the
	// farmer's bond.
	Opened struct {
		Deal                 [32]byte
		Requester, Farmer    common.Address
		Price, Deposit, Bond *big.Int
	}
	// Sponsored names a third party that pays.
	Sponsored struct {
		Deal  [32]byte
		Payer common.Address
	}
	// Submission is row 4. Refunded and PaidIn are the two entries of the ledger that move nothing.
	Submission struct {
		Deal             [32]byte
		Delivery         Delivery
		Refunded, PaidIn *big.Int
	}
	// Disputation begins a dispute; Fee is what the arbiter, if there is one, would get.
	Disputation struct {
		Deal    [32]byte
		Arbiter common.Address
		Grounds Dispute
		Fee     *big.Int
		JudgeBy uint64
	}
	// Drawn has the arbiter take the case.
	Drawn struct {
		Deal    [32]byte
		Arbiter common.Address
	}
	// Ruled is a verdict; Ended follows.
	Ruled struct {
		Deal    [32]byte
		Arbiter common.Address
		Ruling  Ruling
	}
	// Accepted ends a deal by row 3.
	Accepted struct {
		Deal     [32]byte
		Delivery Delivery
	}
	// Ended ends a deal by any other row.
	Ended struct {
		Deal    [32]byte
		Outcome Outcome
		Payout  Payout
	}
	// Skipped is one deal of a batch that was left as it was.
	Skipped struct {
		Deal   [32]byte
		Reason [4]byte
	}
)

// Of implements Entry.
func (Deposited) Of() [32]byte     { return [32]byte{} }
func (Withdrawn) Of() [32]byte     { return [32]byte{} }
func (e Opened) Of() [32]byte      { return e.Deal }
func (e Sponsored) Of() [32]byte   { return e.Deal }
func (e Submission) Of() [32]byte  { return e.Deal }
func (e Disputation) Of() [32]byte { return e.Deal }
func (e Drawn) Of() [32]byte       { return e.Deal }
func (e Ruled) Of() [32]byte       { return e.Deal }
func (e Accepted) Of() [32]byte    { return e.Deal }
func (e Ended) Of() [32]byte       { return e.Deal }
func (e Skipped) Of() [32]byte     { return e.Deal }

func (Deposited) sealed()   {}
func (Withdrawn) sealed()   {}
func (Opened) sealed()      {}
func (Sponsored) sealed()   {}
func (Submission) sealed()  {}
func (Disputation) sealed() {}
func (Drawn) sealed()       {}
func (Ruled) sealed()       {}
func (Accepted) sealed()    {}
func (Ended) sealed()       {}
func (Skipped) sealed()     {}

// Outcome is how a deal ended: the rows of the payout table. The values are the contract's.
type Outcome uint8

// Row 3 is OutcomeAccepted; which row each of the others is, IParley.sol says.
const (
	OutcomeDeclined Outcome = iota + 1
	OutcomeCanceled
	OutcomeNoShow
	OutcomeAccepted
	OutcomeSilent
	OutcomeCorrect
	OutcomeConceded
	OutcomeWrong
	OutcomeWrongClaim
	OutcomeUnserved
	OutcomeServed
	OutcomeUndetermined
	OutcomeUnjudged
	OutcomeDivided
)

func (o Outcome) String() string {
	names := [...]string{"unset", "declined", "canceled", "no-show", "accepted", "silent", "correct", "conceded", "wrong",
		"wrong claim", "unserved", "served", "undetermined", "unjudged", "divided"}
	if int(o) >= len(names) {
		return fmt.Sprintf("outcome %d", o)
	}
	return names[o]
}

// Payout is where price, deposit and bond went. The six sum to P + D + F.
type Payout struct {
	RefundedPayer, PaidPayer   *big.Int
	RefundedFarmer, PaidFarmer *big.Int
	PaidArbiter, Burned        *big.Int
}

// Events returns what happened in the contract from block first to block last, in order; with deal given, only what is
// about that deal. Blocks before the contract was there are not asked for, so that 0 is a good first. A node that leaves out logs is not found out here: hold Books against the contract (Books.Verify).
// Breaking off the loop ends the reading; an error ends it too.
func (c *Contract) Events(ctx context.Context, first, last uint64, deal *[32]byte) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		first, err := c.born.Since(ctx, c.client, c.address, first, last)
		if err != nil {
			yield(Event{}, fmt.Errorf("escrow: %w", err))
			return
		}
		reader := logs.Reader[Event]{Source: c.client, Contract: c.address, Who: "escrow", Event: c.event}
		reader.Read(ctx, first, last, deal)(yield)
	}
}

// Born is a block before which the contract has no events: 0 where the node does not know, or where there are few blocks up to last.
func (c *Contract) Born(ctx context.Context, last uint64) (uint64, error) {
	born, err := c.born.Since(ctx, c.client, c.address, 0, last)
	if err != nil {
		return 0, fmt.Errorf("escrow: %w", err)
	}
	return born, nil
}

// event reads one log, which the endpoint may have made up.
func (c *Contract) event(log *types.Log, first, last uint64) (Event, error) {
	if err := logs.Asked(log, c.address, first, last); err != nil {
		return Event{}, fmt.Errorf("escrow: %w", err)
	}
	e := Event{Block: log.BlockNumber, BlockHash: log.BlockHash, Tx: log.TxHash, Index: log.Index}
	var err error
	if e.Entry, err = c.entry(log); err != nil {
		return Event{}, fmt.Errorf("escrow: event %d of block %d: %w", log.Index, log.BlockNumber, err)
	}
	return e, nil
}

// entry tries the contract's events by their signature.
func (c *Contract) entry(log *types.Log) (Entry, error) {
	for name, event := range c.parley.GetABI().Events {
		if event.ID != log.Topics[0] {
			continue
		}
		if len(log.Data) == 0 && len(event.Inputs.NonIndexed()) > 0 { // the bindings read nothing then, and leave amounts nil
			return nil, fmt.Errorf("event %s comes without its data", name)
		}
		return c.named(name, log)
	}
	return nil, fmt.Errorf("an event that this version does not know, %x", log.Topics[0][:4])
}

func (c *Contract) named(name string, log *types.Log) (Entry, error) {
	switch name {
	case bindings.ParleyDepositedEventName:
		return unpack(c.parley.UnpackDepositedEvent, log, func(e *bindings.ParleyDeposited) Entry {
			return Deposited{e.Account, e.From, e.Amount}
		})
	case bindings.ParleyWithdrawnEventName:
		return unpack(c.parley.UnpackWithdrawnEvent, log, func(e *bindings.ParleyWithdrawn) Entry {
			return Withdrawn{e.Account, e.To, e.Amount}
		})
	case bindings.ParleyOpenedEventName:
		return unpack(c.parley.UnpackOpenedEvent, log, func(e *bindings.ParleyOpened) Entry {
			return Opened{e.Deal, e.Requester, e.Farmer, e.Price, e.Deposit, e.Bond}
		})
	case bindings.ParleySponsoredEventName:
		return unpack(c.parley.UnpackSponsoredEvent, log, func(e *bindings.ParleySponsored) Entry {
			return Sponsored{e.Deal, e.Payer}
		})
	case bindings.ParleySubmittedEventName:
		return unpack(c.parley.UnpackSubmittedEvent, log, func(e *bindings.ParleySubmitted) Entry {
			return Submission{e.Deal, Delivery{e.Digest, e.Cost}, e.Refunded, e.PaidIn}
		})
	case bindings.ParleyDisputedEventName:
		return unpack(c.parley.UnpackDisputedEvent, log, func(e *bindings.ParleyDisputed) Entry {
			g := e.Grounds
			return Disputation{e.Deal, e.Arbiter, Dispute{Delivery{g.Digest, g.Cost}, Complaint(g.Complaint), g.ClaimedDigest, g.ClaimedFuel}, e.Fee, e.JudgeBy}
		})
	case bindings.ParleyDrawnEventName:
		return unpack(c.parley.UnpackDrawnEvent, log, func(e *bindings.ParleyDrawn) Entry { return Drawn{e.Deal, e.Arbiter} })
	case bindings.ParleyRuledEventName:
		return unpack(c.parley.UnpackRuledEvent, log, func(e *bindings.ParleyRuled) Entry {
			return Ruled{e.Deal, e.Arbiter, Ruling{Verdict(e.Ruling.Verdict), e.Ruling.Served, e.Ruling.Digest, e.Ruling.Fuel}}
		})
	case bindings.ParleyAcceptedEventName:
		return unpack(c.parley.UnpackAcceptedEvent, log, func(e *bindings.ParleyAccepted) Entry {
			return Accepted{e.Deal, Delivery{e.Digest, e.Cost}}
		})
	case bindings.ParleyClosedEventName:
		return unpack(c.parley.UnpackClosedEvent, log, func(e *bindings.ParleyClosed) Entry {
			return Ended{e.Deal, Outcome(e.Outcome), Payout(e.Payout)}
		})
	case bindings.ParleySkippedEventName:
		return unpack(c.parley.UnpackSkippedEvent, log, func(e *bindings.ParleySkipped) Entry { return Skipped{e.Deal, e.Reason} })
	}
	return nil, fmt.Errorf("event %s is none of the contract's own", name)
}

// unpack reads a log with the binding's function and turns the result into an Entry.
func unpack[T any](read func(*types.Log) (*T, error), log *types.Log, entry func(*T) Entry) (Entry, error) {
	e, err := read(log)
	if err != nil {
		return nil, err
	}
	return entry(e), nil
}
