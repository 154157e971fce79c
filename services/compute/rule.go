package compute

import (
	"math/big"
	"slices"

	"github.com/parley-p2p/parley/messages"
)

// A Replica is one farmer's result.
type Replica struct {
	Farmer messages.Key
	Digest [32]byte
	// Number is what the result says, for rules about numbers, read from what the digest names by who decides. Nil: none.
	Number *big.Rat
}

// A Rule decides what so many replicas come to, of which these were shown, each by another farmer. Who brings its own
// implements this.
type Rule interface {
	Decide(replicas int, shown []Replica) Consensus
}

// Lasting is implemented by a Rule whose decision, once it is one, stays the same whatever is shown later: nobody has to be waited for.
type Lasting interface {
	Rule
	Lasts()
}

// Consensus is what a rule makes of replicas.
type Consensus struct {
	// Decided: enough agree. Otherwise nothing is known, and nobody is to blame.
	Decided bool
	Digest  [32]byte       // the result, if decided
	Agree   []messages.Key // whose result it is, or is near enough
	Differ  []messages.Key // whose is another; if not decided, everybody's who showed one
}

// Majority takes the result that at least so many of the replicas gave, to the bit. Of which fewer than Agree, or no more than half of
// all, say the same, nothing is decided.
type Majority struct{ Agree int }

// SuperMajority is the Majority of more than two thirds of so many replicas, those that nobody has shown among them.
func SuperMajority(replicas int) Majority { return Majority{2*replicas/3 + 1} }

// Lasts implements [Lasting]: more than half of those asked for have said so.
func (Majority) Lasts() {}

// Decide implements [Rule].
func (m Majority) Decide(replicas int, shown []Replica) (c Consensus) {
	votes := map[[32]byte]int{}
	for _, r := range shown {
		votes[r.Digest]++
	}
	for digest, n := range votes {
		if n >= m.Agree && 2*n > replicas { // of which there is one at most
			c.Decided, c.Digest = true, digest
		}
	}
	return c.among(shown, func(r Replica) bool { return r.Digest == c.Digest })
}

// Median takes the number in the middle, of an even number of them the lower, if at least Agree replicas, and more than half of all,
// are no farther from it than Percent of it. What is no number is farther. It is for results that need not be the same to the bit.
type Median struct{ Agree, Percent int }

// Decide implements [Rule].
func (m Median) Decide(replicas int, shown []Replica) (c Consensus) {
	sorted := slices.DeleteFunc(slices.Clone(shown), func(r Replica) bool { return r.Number == nil })
	slices.SortStableFunc(sorted, func(a, b Replica) int { return a.Number.Cmp(b.Number) })
	if len(sorted) == 0 {
		return c.among(shown, func(Replica) bool { return false })
	}
	middle := sorted[(len(sorted)-1)/2]
	bound := new(big.Rat).Mul(new(big.Rat).Abs(middle.Number), big.NewRat(int64(m.Percent), 100))
	near := func(r Replica) bool {
		if r.Number == nil {
			return false
		}
		distance := new(big.Rat).Sub(r.Number, middle.Number)
		return distance.Abs(distance).Cmp(bound) <= 0
	}
	n := 0
	for _, r := range sorted {
		if near(r) {
			n++
		}
	}
	if n >= m.Agree && 2*n > replicas {
		c.Decided, c.Digest = true, middle.Digest
	}
	return c.among(shown, near)
}

// among says who agrees and who does not.
func (c Consensus) among(shown []Replica, agrees func(Replica) bool) Consensus {
	for _, r := range shown {
		if c.Decided && agrees(r) {
			c.Agree = append(c.Agree, r.Farmer)
		} else {
			c.Differ = append(c.Differ, r.Farmer)
		}
	}
	return c
}
