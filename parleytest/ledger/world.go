package ledger

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// World is one contract, accounts that have tokens, and a clock that a test moves.
type World interface {
	// Party is the n-th account's view of the contract: a Requester, a Farmer, an Arbiter, or a Stranger.
	Party(n Seat) Account
	// Advance moves the chain's time.
	Advance(d time.Duration)
	// Burned is what belongs to nobody.
	Burned() int64
}

// Seat is an account of a World.
type Seat int

// The seats of a World, each with Wealth outside of the contract.
const (
	Requester Seat = iota
	Farmer
	Arbiter
	Stranger
	Seats
)

// Wealth is what each seat has at first, all of it outside of the contract.
const Wealth = 1_000_000

// Account is a party that a test can see through.
type Account interface {
	deals.Contract
	// Free is what an account has in the contract and not in a deal.
	Free(ctx context.Context, account deals.Address) (messages.Amount, error)
	// Tokens is what an account has outside of the contract.
	Tokens(account deals.Address) int64
	// Draw and Rule are the arbiter's.
	Draw(ctx context.Context, r *deals.Record) error
	Rule(ctx context.Context, r *deals.Record, ruling Ruling) error
}

var _ Account = (*Party)(nil)

// World makes the chain a World.
func (c *Chain) World() World {
	w := &world{Chain: c}
	for n := range Seats {
		account := named(fmt.Sprintf("seat %d", n))
		c.Grant(account, Wealth)
		w.parties = append(w.parties, c.Party(account))
	}
	return w
}

type world struct {
	*Chain
	parties []*Party
}

func (w *world) Party(n Seat) Account { return w.parties[n] }

// purse is what an account has, in the contract and outside.
type purse struct{ Free, Tokens int64 }

// purses are what every seat has, and what was burned.
type purses struct {
	Requester, Farmer, Arbiter, Stranger purse
	Burned                               int64
}

func look(t *testing.T, w World) (p purses) {
	t.Helper()
	for n, of := range map[Seat]*purse{Requester: &p.Requester, Farmer: &p.Farmer, Arbiter: &p.Arbiter, Stranger: &p.Stranger} {
		party := w.Party(n)
		free, err := party.Free(t.Context(), party.Account().Address)
		if err != nil {
			t.Fatal(err)
		}
		of.Free, of.Tokens = free.Big().Int64(), party.Tokens(party.Account().Address)
	}
	p.Burned = w.Burned()
	return p
}

// conserved fails unless everything that there was is somewhere, with so much of it in open deals.
func conserved(t *testing.T, w World, locked int64) {
	t.Helper()
	p := look(t, w)
	sum := p.Burned + locked
	for _, of := range []purse{p.Requester, p.Farmer, p.Arbiter, p.Stranger} {
		sum += of.Free + of.Tokens
	}
	if want := int64(Seats) * Wealth; sum != want {
		t.Errorf("%d units are left of %d: %+v", sum, want, p)
	}
}

func amount(n int64) messages.Amount {
	a, err := messages.ParseAmount(fmt.Sprint(n))
	if err != nil {
		panic(err)
	}
	return a
}
