package mediator

import (
	"bytes"
	"context"
	"iter"
	"time"

	"github.com/parley-p2p/parley/services/deals"
)

// Finding is what a mediator found by running the work itself.
type Finding struct {
	Digest deals.Hash `json:"digest"` // of its own result; zero: module or input cannot be had from anybody; or that of CannotTell
	Fuel   uint64     `json:"fuel"`
	Cost   string     `json:"cost"` // the most that the terms let the farmer ask for this run
	Served bool       `json:"served"`
}

// CannotTell is the finding of a run that can be compared with nobody's. It counts for no side, and earns nothing: others are
// asked.
func CannotTell() Finding {
	return Finding{Digest: deals.Hash(bytes.Repeat([]byte{0xff}, len(deals.Hash{}))), Cost: "0"}
}

// Brief is what the chain discloses of a case.
type Brief struct {
	ID        deals.Hash
	Terms     deals.Terms
	Delivery  deals.Delivery
	Complaint deals.Complaint
}

// Stage is what can be done in a case now. The values are those of contracts/foundry/src/IPanel.sol.
type Stage uint8

// The stages; Unknown is no case, a finished one, or one that the endpoint has not seen.
const (
	Unknown Stage = iota
	Armed
	Committing
	Settling
	Revealing
	Appealable
	Concludable
	Ended
)

func (s Stage) String() string {
	return [...]string{"unknown", "armed", "committing", "settling", "revealing", "appealable", "concludable", "ended"}[min(s, Ended)]
}

// Docket is what the panel holds of a case, for one member.
type Docket struct {
	Stage Stage
	// Of is the block that all this is of, which may be one before Watcher.Head: what has passed, has passed at its time.
	Of       Head
	JudgeBy  time.Time // the last second in which the panel can rule
	Until    time.Time // the last second of the stage; zero where it has none
	DrawFrom uint64    // Armed: the first block after which the round can be drawn
	// CommitWindow is how long a round leaves to run and commit, RevealWindow to reveal.
	CommitWindow, RevealWindow time.Duration
	// Turn is how many of the list come before the member, in this case, with what anybody may do; Pace is the most time that
	// each of them can be left for it, so that the last is in time.
	Turn     int
	Pace     time.Duration
	RevealBy time.Time // the last second in which the round that goes on can be revealed; zero where none does
	// Seated, Committed and Revealed are the member's, in the last round: that number, as the seat's, counts from 0.
	Seated, Committed, Revealed bool
	Round, Seat                 int
	// Commitment is what the seat has committed to; zero: nothing, or it is revealed.
	Commitment deals.Hash
	// Silent: nobody has revealed anything, in any round.
	Silent bool
}

// Head is a block, and chain time at it.
type Head struct {
	Block uint64
	Time  time.Time
}

// Sighting is something that a panel has told of a case.
type Sighting struct {
	ID      deals.Hash
	Block   uint64
	JudgeBy time.Time // a round is to be drawn; the last second in which the panel can rule. Else zero
	Drawn   bool      // a round was drawn, now or before
	// Closed: the deal ended without a ruling; nothing is held for it if no round was drawn. Finished: nothing is any more.
	Closed, Finished bool
}

// Watcher reads a panel. What it reads may come from an endpoint that lags behind; what it has not seen it does not tell.
type Watcher interface {
	Head(ctx context.Context) (Head, error)
	// Cases yields what was told of cases in blocks first to last, in order.
	Cases(ctx context.Context, first, last uint64) iter.Seq2[Sighting, error]
	// Docket reads a case with so many blocks standing on what is read; 1 is the newest.
	Docket(ctx context.Context, id deals.Hash, depth uint64) (Docket, error)
	Brief(ctx context.Context, id deals.Hash) (*Brief, error)
}

// Voter is a member. Each step of a case happens at most once however often it is asked for.
type Voter interface {
	// Salt is what a seat commits under: the same whenever it is asked for, in every life of the mediator and without its journal;
	// nobody else can know it.
	Salt(id deals.Hash, round, seat int) (deals.Hash, error)
	// Commitment is what Commit puts on the chain.
	Commitment(id, salt deals.Hash, f Finding) (deals.Hash, error)
	Commit(ctx context.Context, id deals.Hash, f Finding, salt [32]byte) error
	Reveal(ctx context.Context, id deals.Hash, f Finding, salt [32]byte) error
	// Collect moves what the member earned to its account. The case names this move; nothing owed is no error.
	Collect(ctx context.Context, id deals.Hash) error
}

// Clerk makes the calls that anybody may make.
type Clerk interface {
	Draw(ctx context.Context, id deals.Hash) error
	Conclude(ctx context.Context, id deals.Hash) error
	Lapse(ctx context.Context, id deals.Hash) error
	Finish(ctx context.Context, id deals.Hash) error
}

// Court is a panel as one of its members sees it. It may be used concurrently.
type Court interface {
	Watcher
	Voter
	Clerk
}
