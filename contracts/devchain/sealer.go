package devchain

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/beacon/engine"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/miner"
	"github.com/holiman/uint256"
)

// ErrClosed is returned by the methods of a chain that was closed.
var ErrClosed = errors.New("devchain: the chain is closed")

// sealer decides when the next block is sealed and at which time. One goroutine seals; everyone else asks it.
type sealer struct {
	backend *eth.Ethereum
	config  Config
	ask     chan request
	stop    chan struct{}
	done    sync.WaitGroup

	// Owned by the goroutine.
	offset time.Duration // chain time minus the clock: what Advance added up
	held   bool          // no block for transactions or heartbeats
	barren common.Hash   // the head on which a block was sealed in vain: nothing that waits fits
}

// request is something for the sealing goroutine to do. It has room for its answer, so that nobody blocks it.
type request struct {
	do     func() (Block, error)
	answer chan answer
}

type answer struct {
	block Block
	err   error
}

func newSealer(backend *eth.Ethereum, config Config) *sealer {
	s := &sealer{backend: backend, config: config, ask: make(chan request), stop: make(chan struct{})}
	// A chain that was advanced before it was stopped goes on from there; a mere lead is caught up with.
	ahead := time.Unix(int64(backend.BlockChain().CurrentBlock().Time), 0).Sub(config.Now())
	if ahead > config.MaxLead {
		s.offset = ahead
	}
	return s
}

func (s *sealer) start() { s.done.Go(s.run) }

func (s *sealer) close() {
	close(s.stop)
	s.done.Wait()
}

// do has the sealing goroutine run f between two blocks.
func (s *sealer) do(ctx context.Context, f func() (Block, error)) (Block, error) {
	r := request{do: f, answer: make(chan answer, 1)}
	select {
	case s.ask <- r:
	case <-s.stop:
		return Block{}, ErrClosed
	case <-ctx.Done():
		return Block{}, ctx.Err()
	}
	a := <-r.answer
	return a.block, a.err
}

func (s *sealer) run() {
	news, unsubscribe := s.subscribe()
	defer unsubscribe()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-s.stop:
			return
		case r := <-s.ask:
			block, err := r.do()
			r.answer <- answer{block, err}
		case <-news:
			s.barren = common.Hash{}
		case <-timer.C:
		}
		wait := s.due()
		if wait <= 0 {
			if err := s.sealDue(); err != nil {
				s.config.Logger.Error("devchain: seal a block; trying again in a second", "error", err)
				wait = time.Second
			} else {
				wait = max(s.due(), 0)
			}
		}
		timer.Reset(wait)
	}
}

// subscribe tells of transactions that arrive, until it is ended. The pool waits for whoever it tells, and sealing waits
// for the pool: so a goroutine of its own listens, always ready.
func (s *sealer) subscribe() (news <-chan struct{}, end func()) {
	arrived := make(chan core.NewTxsEvent, 64)
	sub := s.backend.TxPool().SubscribeTransactions(arrived, true)
	signal := make(chan struct{}, 1)
	s.done.Go(func() {
		for {
			select {
			case <-arrived:
				select {
				case signal <- struct{}{}:
				default:
				}
			case <-sub.Err():
				return
			}
		}
	})
	return signal, sub.Unsubscribe
}

// due returns how long the next block is to be waited for.
func (s *sealer) due() time.Duration {
	const forever = time.Hour
	if s.held {
		return forever
	}
	head := s.backend.BlockChain().CurrentBlock()
	ahead := time.Unix(int64(head.Time), 0).Sub(s.now())
	wait := forever
	if s.config.Heartbeat > 0 {
		wait = ahead + s.config.Heartbeat
	}
	if s.barren != head.Hash() && s.waiting(head) {
		wait = min(wait, ahead+time.Second-s.config.MaxLead)
	}
	return wait
}

// sealDue seals one block and remembers when it took nothing although something waited: trying again on the same
// head would seal empty blocks without end.
func (s *sealer) sealDue() error {
	before := s.waiting(s.backend.BlockChain().CurrentBlock())
	block, err := s.seal()
	if err != nil {
		return err
	}
	if before && len(block.Transactions()) == 0 {
		s.barren = block.Hash()
	}
	return nil
}

// now is the chain's clock.
func (s *sealer) now() time.Time { return s.config.Now().Add(s.offset) }

// waiting reports whether the pool holds a transaction that a miner would take into the block after head. One whose
// tip is below the miner's minimum, or whose fee cap is below the base fee, is no reason to seal.
func (s *sealer) waiting(head *types.Header) bool {
	if s.backend.TxPool().Sync() != nil { // the pool follows the head in the background
		return false
	}
	next := eip1559.CalcBaseFee(s.backend.BlockChain().Config(), head)
	_, n := s.backend.TxPool().Pending(txpool.PendingFilter{
		MinTip:  uint256.MustFromBig(s.tip()),
		BaseFee: uint256.MustFromBig(next),
	})
	return n > 0
}

func (s *sealer) tip() *big.Int { return miner.DefaultConfig.GasPrice }

// seal appends a block with what waits, at the chain's time or a second after the head, whichever is later.
func (s *sealer) seal() (*types.Block, error) {
	head := s.backend.BlockChain().CurrentBlock()
	block, err := s.build(head.Hash(), max(head.Time+1, uint64(max(s.now().Unix(), 0))), false)
	if err != nil {
		return nil, err
	}
	return block, s.adopt(block)
}

// build makes a block on parent and stores it, durably, beside the chain.
func (s *sealer) build(parent common.Hash, at uint64, empty bool) (*types.Block, error) {
	if err := s.backend.TxPool().Sync(); err != nil {
		return nil, fmt.Errorf("sync the pool: %w", err)
	}
	args := &miner.BuildPayloadArgs{
		Parent:      parent,
		Timestamp:   at,
		Withdrawals: types.Withdrawals{},
		BeaconRoot:  new(common.Hash),
		Version:     engine.PayloadV3,
	}
	rand.Read(args.Random[:])
	if s.config.Amsterdam {
		args.Version, args.SlotNum = engine.PayloadV4, new(uint64)
	}
	block, _, err := s.backend.Miner().BuildTestingPayload(args, nil, empty, nil)
	if err != nil {
		return nil, fmt.Errorf("build on %x: %w", parent[:4], err)
	}
	s.config.Point("before insert")
	if _, err := s.backend.BlockChain().InsertBlockWithoutSetHead(context.Background(), block, false); err != nil {
		return nil, fmt.Errorf("insert block %d: %w", block.NumberU64(), err)
	}
	s.config.Point("after insert")
	return block, s.sync()
}

// sync puts on disk what was written. A block is synced before it becomes the head, so that nothing that anyone saw
// is lost with the process: see resume.
func (s *sealer) sync() error {
	if err := s.backend.ChainDb().SyncKeyValue(); err != nil {
		return fmt.Errorf("sync to disk: %w", err)
	}
	s.config.Point("after sync")
	return nil
}

// resume adopts blocks that were on disk but not yet the head, or not durably so, when the process was killed. What it has adopted
// when the context ends stays.
func (s *sealer) resume(ctx context.Context) error {
	chain := s.backend.BlockChain()
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		head := chain.CurrentBlock()
		var next *types.Block
		for _, hash := range rawdb.ReadAllHashes(s.backend.ChainDb(), head.Number.Uint64()+1) {
			if b := chain.GetBlockByHash(hash); b != nil && b.ParentHash() == head.Hash() && chain.HasState(b.Root()) {
				next = b
			}
		}
		if next == nil {
			return nil
		}
		if err := s.adopt(next); err != nil {
			return err
		}
	}
}

// adopt makes block the head. A development chain calls it safe at once, and final 32 blocks later.
func (s *sealer) adopt(block *types.Block) error {
	chain := s.backend.BlockChain()
	s.config.Point("before adopt")
	if _, err := chain.SetCanonical(block); err != nil {
		return fmt.Errorf("adopt block %d: %w", block.NumberU64(), err)
	}
	s.config.Point("after adopt")
	chain.SetSafe(block.Header())
	const finality = 32
	final := uint64(0)
	if n := block.NumberU64(); n > finality {
		final = n - finality
	}
	chain.SetFinalized(chain.GetHeaderByNumber(final))
	return nil
}

func (s *sealer) head() Block { return blockOf(s.backend.BlockChain().CurrentBlock()) }

func blockOf(h *types.Header) Block {
	return Block{Number: h.Number.Uint64(), Hash: h.Hash(), Time: time.Unix(int64(h.Time), 0).UTC()}
}
