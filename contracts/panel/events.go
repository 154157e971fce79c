package panel

import (
	"context"
	"fmt"
	"iter"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/internal/logs"
)

// Event is one thing that happened in the panel, in the order of the chain.
type Event struct {
	Block     uint64
	BlockHash [32]byte
	Tx        [32]byte
	Index     uint // within the block
	// Entry is one of RoundArmed, RoundDrawn, Commitment, Revelation, Appealed, Concluded, Closed, Seated, Inherited, Finished and Collected.
	Entry Entry
}

// Entry is what an event says. The set is closed.
type Entry interface {
	// Of is the case that it is about; zero for Collected.
	Of() [32]byte
	sealed()
}

type (
	// RoundArmed: a round is to be drawn by the hash of the fourth block after Block.
	RoundArmed struct {
		Case    [32]byte
		Round   uint8
		Block   *big.Int
		JudgeBy uint64
	}
	// RoundDrawn names who sits in a round. FirstSeat is the number of the first of them.
	RoundDrawn struct {
		Case      [32]byte
		Round     uint8
		Members   []common.Address
		FirstSeat *big.Int
		CommitBy  uint64
	}
	// Commitment is a member's.
	Commitment struct {
		Case       [32]byte
		Member     common.Address
		Commitment [32]byte
	}
	// Revelation shows what a member found.
	Revelation struct {
		Case    [32]byte
		Member  common.Address
		Finding Finding
	}
	// Appealed asks for another round.
	Appealed struct {
		Case      [32]byte
		Appellant common.Address
		Round     uint8
		Bond      *big.Int
	}
	// Concluded is the panel's ruling; the escrow's Ended says what it meant.
	Concluded struct {
		Case   [32]byte
		Ruling escrow.Ruling
	}
	// Closed: the deal ended without a ruling. Fee is what the panel was paid all the same.
	Closed struct {
		Case    [32]byte
		Outcome escrow.Outcome
		Fee     *big.Int
	}
	// Seated is what became of a seat.
	Seated struct {
		Case                   [32]byte
		Member                 common.Address
		Slashed, Paid, Awarded *big.Int
	}
	// Inherited: M that no seat has earned, or a part of it, is now the member's.
	Inherited struct {
		Case   [32]byte
		Member common.Address
		Amount *big.Int
	}
	// Finished: all seats and appeals are done with; Burned was due to nobody.
	Finished struct {
		Case   [32]byte
		Burned *big.Int
	}
	// Collected moves fees out.
	Collected struct {
		Member, To common.Address
		Amount     *big.Int
	}
)

// Of implements Entry.
func (e RoundArmed) Of() [32]byte { return e.Case }
func (e RoundDrawn) Of() [32]byte { return e.Case }
func (e Commitment) Of() [32]byte { return e.Case }
func (e Revelation) Of() [32]byte { return e.Case }
func (e Appealed) Of() [32]byte   { return e.Case }
func (e Concluded) Of() [32]byte  { return e.Case }
func (e Closed) Of() [32]byte     { return e.Case }
func (e Seated) Of() [32]byte     { return e.Case }
func (e Inherited) Of() [32]byte  { return e.Case }
func (e Finished) Of() [32]byte   { return e.Case }
func (Collected) Of() [32]byte    { return [32]byte{} }

func (RoundArmed) sealed() {}
func (RoundDrawn) sealed() {}
func (Commitment) sealed() {}
func (Revelation) sealed() {}
func (Appealed) sealed()   {}
func (Concluded) sealed()  {}
func (Closed) sealed()     {}
func (Seated) sealed()     {}
func (Inherited) sealed()  {}
func (Finished) sealed()   {}
func (Collected) sealed()  {}

// Events returns what happened in the panel from block first to block last, in order; with id given, only what is about that case.
// Blocks before the panel was there are not asked for, so that 0 is a good first. A node that leaves out logs is not found out here: hold what matters against the Docket. Breaking off the loop ends the reading;
// an error ends it too.
func (p *Panel) Events(ctx context.Context, first, last uint64, id *[32]byte) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		first, err := p.born.Since(ctx, p.client, p.address, first, last)
		if err != nil {
			yield(Event{}, fmt.Errorf("panel: %w", err))
			return
		}
		reader := logs.Reader[Event]{Source: p.client, Contract: p.address, Who: "panel", Event: p.event}
		reader.Read(ctx, first, last, id)(yield)
	}
}

// event reads one log, which the endpoint may have made up.
func (p *Panel) event(log *types.Log, first, last uint64) (Event, error) {
	if err := logs.Asked(log, p.address, first, last); err != nil {
		return Event{}, fmt.Errorf("panel: %w", err)
	}
	e := Event{Block: log.BlockNumber, BlockHash: log.BlockHash, Tx: log.TxHash, Index: log.Index}
	var err error
	if e.Entry, err = entry(p.panel, log); err != nil {
		return Event{}, fmt.Errorf("panel: event %d of block %d: %w", log.Index, log.BlockNumber, err)
	}
	return e, nil
}

// entry tries the contract's events by their signature.
func entry(c *arbiters.Panel, log *types.Log) (Entry, error) {
	for name, event := range c.GetABI().Events {
		if event.ID != log.Topics[0] {
			continue
		}
		if len(log.Data) == 0 { // the bindings read nothing then, and leave amounts nil; no event of a panel has no data
			return nil, fmt.Errorf("event %s comes without its data", name)
		}
		return named(c, name, log)
	}
	return nil, fmt.Errorf("an event that this version does not know, %x", log.Topics[0][:4])
}

func named(c *arbiters.Panel, name string, log *types.Log) (Entry, error) {
	switch name {
	case arbiters.PanelArmedEventName:
		return unpack(c.UnpackArmedEvent, log, func(e *arbiters.PanelArmed) Entry { return RoundArmed{e.Deal, e.Round, e.Block, e.JudgeBy} })
	case arbiters.PanelDrawnEventName:
		return unpack(c.UnpackDrawnEvent, log, func(e *arbiters.PanelDrawn) Entry {
			return RoundDrawn{e.Deal, e.Round, e.Members, e.FirstSeat, e.CommitBy}
		})
	case arbiters.PanelCommittedEventName:
		return unpack(c.UnpackCommittedEvent, log, func(e *arbiters.PanelCommitted) Entry { return Commitment{e.Deal, e.Member, e.Commitment} })
	case arbiters.PanelRevealedEventName:
		return unpack(c.UnpackRevealedEvent, log, func(e *arbiters.PanelRevealed) Entry {
			f := e.Finding
			return Revelation{e.Deal, e.Member, Finding{f.Digest, f.Fuel, f.Cost, f.Served}}
		})
	case arbiters.PanelAppealedEventName:
		return unpack(c.UnpackAppealedEvent, log, func(e *arbiters.PanelAppealed) Entry { return Appealed{e.Deal, e.Appellant, e.Round, e.Bond} })
	case arbiters.PanelConcludedEventName:
		return unpack(c.UnpackConcludedEvent, log, func(e *arbiters.PanelConcluded) Entry {
			r := e.Ruling
			return Concluded{e.Deal, escrow.Ruling{Verdict: escrow.Verdict(r.Verdict), Served: r.Served, Digest: r.Digest, Fuel: r.Fuel}}
		})
	case arbiters.PanelClosedEventName:
		return unpack(c.UnpackClosedEvent, log, func(e *arbiters.PanelClosed) Entry {
			return Closed{e.Deal, escrow.Outcome(e.Outcome), e.Fee}
		})
	case arbiters.PanelSeatedEventName:
		return unpack(c.UnpackSeatedEvent, log, func(e *arbiters.PanelSeated) Entry {
			return Seated{e.Deal, e.Member, e.Slashed, e.Paid, e.Awarded}
		})
	case arbiters.PanelInheritedEventName:
		return unpack(c.UnpackInheritedEvent, log, func(e *arbiters.PanelInherited) Entry { return Inherited{e.Deal, e.Member, e.Amount} })
	case arbiters.PanelFinishedEventName:
		return unpack(c.UnpackFinishedEvent, log, func(e *arbiters.PanelFinished) Entry { return Finished{e.Deal, e.Burned} })
	case arbiters.PanelCollectedEventName:
		return unpack(c.UnpackCollectedEvent, log, func(e *arbiters.PanelCollected) Entry { return Collected{e.Member, e.To, e.Amount} })
	}
	return nil, fmt.Errorf("event %s is none of the panel's own", name)
}

// unpack reads a log with the binding's function and turns the result into an Entry.
func unpack[T any](read func(*types.Log) (*T, error), log *types.Log, entry func(*T) Entry) (Entry, error) {
	e, err := read(log)
	if err != nil {
		return nil, err
	}
	return entry(e), nil
}
