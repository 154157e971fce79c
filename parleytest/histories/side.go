package histories

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// side is an account's program: what it signed is on its disk, and the rest is lost when it is begun anew.
type side struct {
	account settlement.Account
	parley  common.Address
	wire    *wire
	disk    *disk
	wipes   bool // loses its disk too: a planted flaw
	up      atomic.Bool
	asked   atomic.Int64 // what is asked of it now

	mu       sync.Mutex
	client   *transactions.Client
	manager  *transactions.Manager
	contract *escrow.Contract
}

// begin starts the program: where the chain does not answer, again.
func (s *side) begin(ctx context.Context) error {
	for {
		err := s.connect(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if _, ok := errors.AsType[*transactions.ChainError](err); !ok && !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("%s begins: %w", s.account, err)
		}
		time.Sleep(time.Second)
	}
}

func (s *side) connect(ctx context.Context) error {
	client, err := transactions.DialThrough(ctx, "http://chain", big.NewInt(settlement.ChainID), s.wire)
	if err != nil {
		return err
	}
	manager, err := transactions.Open(ctx, transactions.Config{Client: client, Key: s.account.Key(), Store: s.disk, Poll: 2 * time.Second, Decode: escrow.Explain})
	if err != nil {
		client.Close()
		return err
	}
	contract, err := escrow.Bind(ctx, client, manager, s.parley)
	if err != nil {
		manager.Close()
		client.Close()
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client, s.manager, s.contract = client, manager, contract
	s.up.Store(true)
	return nil
}

// end is what a kill is to others.
func (s *side) end() {
	s.up.Store(false)
	s.mu.Lock()
	manager, client := s.manager, s.client
	s.mu.Unlock()
	manager.Close()
	client.Close()
}

func (s *side) again(ctx context.Context) error {
	s.end()
	if s.wipes {
		s.disk.Memory = new(transactions.Memory)
	}
	s.disk.broken.Store(false)
	return s.begin(ctx)
}

// use is the contract as the program that runs now sees it.
func (s *side) use() *escrow.Contract {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.contract
}

// disk is a store that fails at times, having written or not; once it has, it does until the program is begun anew.
type disk struct {
	*transactions.Memory
	sound, broken atomic.Bool
	tally         *tally

	mu     sync.Mutex
	random *rand.Rand
}

var errDisk = errors.New("input/output error")

// Put implements transactions.Store.
func (d *disk) Put(ctx context.Context, s transactions.Scope, records []transactions.Record) error {
	d.mu.Lock()
	fails, wrote := d.random.IntN(40) == 0, d.random.IntN(2) == 0
	d.mu.Unlock()
	if d.broken.Load() {
		return errDisk
	}
	if d.sound.Load() || !fails {
		return d.Memory.Put(ctx, s, records)
	}
	d.broken.Store(true)
	if wrote {
		d.tally.count(unsure, 1)
		return errors.Join(d.Memory.Put(ctx, s, records), errDisk)
	}
	d.tally.count(failed, 1)
	return errDisk
}

// answer is what an operation's outcome and error say; unknown: nothing certain.
func answer(o transactions.Outcome, err error) (a Answer, unknown bool) {
	outcome, decided := errors.AsType[*transactions.OutcomeError](err)
	switch {
	case err == nil:
		return Answer{Kind: Mined, Block: int64(o.Block)}, false
	case errors.Is(err, transactions.ErrFrozen), errors.Is(err, transactions.ErrUnknown):
		return Answer{}, true
	case decided && outcome.Outcome.Status == transactions.Reverted:
		return Answer{Kind: Reverted, Block: int64(outcome.Outcome.Block), Why: err}, false
	case decided:
		return Answer{Kind: Nothing, Why: err}, false
	case errors.Is(err, transactions.ErrReverted):
		return Answer{Kind: Refused, Why: err}, false
	}
	return Answer{Kind: Nothing, Why: err}, false
}
