package escrow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// State is where a deal is on the chain. The values are the contract's.
type State uint8

const (
	// Unopened: never opened; or closed, when its openBy has passed: it cannot open again.
	Unopened State = iota
	Open
	Submitted
	Disputed
	Closed
)

func (s State) String() string {
	names := [...]string{"unopened", "open", "submitted", "disputed", "closed"}
	if int(s) >= len(names) {
		return fmt.Sprintf("state %d", s)
	}
	return names[s]
}

// Progress is what the chain holds of a deal.
type Progress struct {
	State     State
	Sponsored bool      // a third party pays
	Drawn     bool      // the arbiter has taken the case: its fee is due
	Since     time.Time // when the state was entered; zero unless live
	// Commitment is to the delivery (Submitted) or the dispute (Disputed) that the next step must show.
	Commitment [24]byte
	// Block is the block that all this is of: whether a deadline has passed is compared to its time.
	Block transactions.Block
}

// Progress returns where the deal with this id is. The depth is how many blocks must stand on what is read, its own
// included: 1, or 0, is the newest.
func (c *Contract) Progress(ctx context.Context, id [32]byte, depth uint64) (Progress, error) {
	answer, block, err := c.client.ReadAt(ctx, c.address, c.parley.PackProgressOf(id), depth, Explain)
	if err != nil {
		return Progress{}, refusal(err)
	}
	return c.progress(answer, block)
}

func (c *Contract) progress(answer []byte, block transactions.Block) (Progress, error) {
	p, err := unpacked(c.address, answer, c.parley.UnpackProgressOf)
	if err != nil {
		return Progress{}, err
	}
	progress := Progress{State: State(p.State), Sponsored: p.Sponsored, Drawn: p.Drawn, Commitment: p.Commitment, Block: block}
	if p.Since.Sign() > 0 {
		progress.Since = transactions.Time(p.Since.Uint64())
	}
	return progress, nil
}

// Standing is how an account and deals stood, all in one block. Told one by one, money that went into a deal in between would be in
// both places, or in none.
type Standing struct {
	Account  Account
	Progress []Progress // in the order of the ids
	Block    transactions.Block
}

// Standing returns what the contract holds for an account and where the deals with these ids are, in the newest block.
func (c *Contract) Standing(ctx context.Context, account common.Address, ids [][32]byte) (s Standing, err error) {
	if s.Block, err = c.client.Head(ctx); err != nil {
		return s, err
	}
	answer, err := c.client.ReadOf(ctx, s.Block, c.address, c.parley.PackAccountOf(account), Explain)
	if err != nil {
		return s, refusal(err)
	}
	if s.Account, err = c.account(answer); err != nil {
		return s, err
	}
	for _, id := range ids {
		if answer, err = c.client.ReadOf(ctx, s.Block, c.address, c.parley.PackProgressOf(id), Explain); err != nil {
			return s, refusal(err)
		}
		p, err := c.progress(answer, s.Block)
		if err != nil {
			return s, err
		}
		s.Progress = append(s.Progress, p)
	}
	return s, nil
}

// Deadline is the last second in which the side on turn may act: submitBy, acceptBy or judgeBy. Zero where nothing is
// open. A time exit can be taken in a block whose time is later.
func (c *Contract) Deadline(ctx context.Context, d eip712.Deal, t eip712.Terms) (time.Time, error) {
	if _, err := c.ID(d); err != nil {
		return time.Time{}, err
	}
	if err := checkTerms(d, t); err != nil {
		return time.Time{}, err
	}
	seconds, err := read(ctx, c, c.parley.PackDeadlineOf(packDeal(d), packTerms(t)), c.parley.UnpackDeadlineOf)
	if err != nil || seconds.Sign() == 0 {
		return time.Time{}, err
	}
	if !seconds.IsUint64() {
		return transactions.Time(1<<64 - 1), nil
	}
	return transactions.Time(seconds.Uint64()), nil
}

// unsent reports that nothing was ever signed for a key.
func unsent(err error) bool { return errors.Is(err, transactions.ErrNoSuchKey) }
