package compute

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/parley-p2p/parley/messages"
)

// Commitment is what a farmer says of its result before anybody shows one: SHA-256 of a prefix, the result's digest, the
// farmer's key and a salt that nobody can guess. Who copies it cannot open it as its own.
func Commitment(digest [32]byte, farmer messages.Key, salt [32]byte) (c [32]byte) {
	h := sha256.New()
	for _, part := range [][]byte{[]byte("parley/replica/1\x00"), digest[:], farmer[:], salt[:]} {
		h.Write(part)
	}
	h.Sum(c[:0])
	return c
}

// What a Ballot refuses.
var (
	ErrStranger    = errors.New("the farmer does none of the replicas")
	ErrTwice       = errors.New("the farmer has said so before")
	ErrOpen        = errors.New("others may still commit")
	ErrClosed      = errors.New("nobody can commit any more")
	ErrUncommitted = errors.New("the farmer has committed to nothing")
	ErrDiffers     = errors.New("what is shown is not what was committed to")
)

// A Ballot is the results of replicas of one piece of work: first all commit, then all show, so that nobody can show what
// another has found. It is not safe for concurrent use, and knows no time: who waits closes it.
type Ballot struct {
	farmers  []messages.Key
	sealed   map[messages.Key][32]byte
	replicas map[messages.Key]Replica
	closed   bool
}

// NewBallot is one for these farmers, of whom none may be there twice.
func NewBallot(farmers []messages.Key) (*Ballot, error) {
	b := &Ballot{farmers: farmers, sealed: map[messages.Key][32]byte{}, replicas: map[messages.Key]Replica{}}
	seen := map[messages.Key]bool{}
	for _, f := range farmers {
		if seen[f] {
			return nil, fmt.Errorf("ballot: %s would vote twice", f.Short())
		}
		seen[f] = true
	}
	return b, nil
}

// Commit takes a farmer's commitment. With the last of them the ballot is closed. Its errors are ErrStranger, ErrClosed and
// ErrTwice.
func (b *Ballot) Commit(farmer messages.Key, commitment [32]byte) error {
	switch _, twice := b.sealed[farmer]; {
	case !b.has(farmer):
		return ErrStranger
	case b.closed:
		return ErrClosed
	case twice:
		return ErrTwice
	}
	b.sealed[farmer] = commitment
	b.closed = len(b.sealed) == len(b.farmers)
	return nil
}

// Close ends committing: the time for it is over. From now on results may be shown, and be looked at.
func (b *Ballot) Close() { b.closed = true }

// Closed reports whether nobody can commit any more, so that results may be shown.
func (b *Ballot) Closed() bool { return b.closed }

// Show takes a farmer's result with the salt that it has committed to it with. Its errors are ErrOpen, ErrUncommitted,
// ErrTwice and ErrDiffers.
func (b *Ballot) Show(r Replica, salt [32]byte) error {
	sealed, committed := b.sealed[r.Farmer]
	switch _, twice := b.replicas[r.Farmer]; {
	case !b.closed:
		return ErrOpen
	case !committed:
		return ErrUncommitted
	case twice:
		return ErrTwice
	case Commitment(r.Digest, r.Farmer, salt) != sealed:
		return ErrDiffers
	}
	b.replicas[r.Farmer] = r
	return nil
}

// Decide asks a rule about what was shown, in the order of the farmers. Those that showed nothing count among the replicas.
func (b *Ballot) Decide(rule Rule) Consensus {
	var shown []Replica
	for _, f := range b.farmers {
		if r, ok := b.replicas[f]; ok {
			shown = append(shown, r)
		}
	}
	return rule.Decide(len(b.farmers), shown)
}

func (b *Ballot) has(farmer messages.Key) bool {
	for _, f := range b.farmers {
		if f == farmer {
			return true
		}
	}
	return false
}
