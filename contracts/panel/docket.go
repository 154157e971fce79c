package panel

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Stage is what can be done in a case now. The values are the contract's.
type Stage uint8

const (
	// Unknown: no case, or finished.
	Unknown     Stage = iota
	Armed             // Draw, once its block has come
	Committing        // Commit
	Settling          // nothing, until the commitments are final
	Revealing         // Reveal
	Appealable        // Appeal
	Concludable       // Conclude; after JudgeBy the escrow's Lapse
	Ended             // Finish
)

func (s Stage) String() string {
	names := [...]string{"unknown", "armed", "committing", "settling", "revealing", "appealable", "concludable", "ended"}
	if int(s) >= len(names) {
		return fmt.Sprintf("stage %d", s)
	}
	return names[s]
}

// Docket is what the panel holds of a case.
type Docket struct {
	Stage   Stage
	Rounds  int       // drawn so far
	Fee     *big.Int  // M; once ended, what of it the panel was paid
	JudgeBy time.Time // the last second in which Conclude can rule; zero without a case
	ArmedAt uint64    // Armed: the block whose fourth successor draws
	Until   time.Time // the last second of the stage; zero where it has none
	Seats   []Seat    // of all rounds: n, then 2n + 1, then 4n + 3
	// Passed sat in a first round that could not tell: they have no seat any more, and are drawn no more.
	Passed []common.Address
	// Block is the block that all this is of: whether a deadline has passed is compared to its time.
	Block transactions.Block
}

// Seat is a member of the panel in one case.
type Seat struct {
	Member    common.Address
	Committed bool
	Revealed  bool
	Served    bool     // as revealed
	Word      [32]byte // the commitment; once revealed, the hash of digest, fuel and cost, or what CannotTell reports
}

// CannotTell reports that the member has revealed that it cannot tell.
func (s Seat) CannotTell() bool { return s.Revealed && s.Word == noWord() }

// Seat returns the number of an account's seat in the case, and whether it has one.
func (d Docket) Seat(member common.Address) (int, bool) {
	for i, s := range d.Seats {
		if s.Member == member {
			return i, true
		}
	}
	return 0, false
}

// Docket returns what the panel holds of a case. The depth is how many blocks must stand on what is read, its own included: 1, or
// 0, is the newest.
func (p *Panel) Docket(ctx context.Context, id [32]byte, depth uint64) (Docket, error) {
	answer, block, err := p.client.ReadAt(ctx, p.address, p.panel.PackDocketOf(id), depth, Explain)
	if err != nil {
		return Docket{}, refusal(err)
	}
	told, err := unpacked(p.address, answer, p.panel.UnpackDocketOf)
	if err != nil {
		return Docket{}, err
	}
	d := unpackDocket(told)
	if err := p.rules.bounds(d); err != nil {
		return Docket{}, fmt.Errorf("panel: %s answers of case %x with %w", p.address, id, err)
	}
	d.Block = block
	return d, nil
}

// bounds refuses more rounds or seats than a case can have.
func (r Rules) bounds(d Docket) error {
	if rounds, seats := 1+MaxAppeals, r.SeatsIn(1+MaxAppeals); d.Rounds > rounds || len(d.Seats) > seats {
		return fmt.Errorf("%d rounds and %d seats, where there are %d and %d at most: the endpoint is not to be believed", d.Rounds, len(d.Seats), rounds, seats)
	}
	return nil
}

func unpackDocket(d arbiters.Docket) Docket {
	docket := Docket{Stage: Stage(d.Stage), Rounds: int(d.Rounds), Fee: d.Fee, ArmedAt: d.ArmedAt, Passed: d.Passed}
	if d.JudgeBy != 0 {
		docket.JudgeBy = transactions.Time(d.JudgeBy)
	}
	if d.Until != 0 {
		docket.Until = transactions.Time(d.Until)
	}
	for _, s := range d.Seats {
		docket.Seats = append(docket.Seats, Seat(s))
	}
	return docket
}
