package devchain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// Errors of Start that a caller may tell apart; each arrives wrapped with its cause and remedy.
var (
	ErrAddressInUse = errors.New("devchain: the address is taken")
	ErrDirInUse     = errors.New("devchain: the data directory is in use by another process")
	ErrOtherChain   = errors.New("devchain: the data directory holds another chain")
)

// Chain is a running chain. All its methods may be called concurrently.
type Chain struct {
	config Config
	stack  *node.Node
	sealer *sealer
	close  func() error
}

// Block names a block: its number, its hash and its time.
type Block struct {
	Number uint64
	Hash   [32]byte
	Time   time.Time
}

// Start runs a chain until Close, and returns when it answers. The context bounds starting only.
func Start(ctx context.Context, config Config) (*Chain, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	if err := reachable(config); err != nil {
		return nil, err
	}
	stack, err := newNode(config)
	if err != nil {
		return nil, err
	}
	backend, err := newBackend(stack, config)
	if err != nil {
		return nil, errors.Join(err, stack.Close())
	}
	c := &Chain{config: config, stack: stack, sealer: newSealer(backend, config)}
	if config.Controls {
		stack.RegisterAPIs([]rpc.API{{Namespace: "dev", Service: &controls{chain: c}}})
	}
	// Before it answers: who asks a chain that was killed must not be told of a time before what it was told last.
	if err := c.sealer.resume(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("devchain: resume: %w", err), abandon(backend), stack.Close())
	}
	if err := stack.Start(); err != nil { // and has closed itself
		return nil, errors.Join(startError(config, err), abandon(backend))
	}
	backend.SetSynced() // no peers: the pool would otherwise wait for them before it takes transactions
	c.sealer.start()
	c.close = sync.OnceValue(func() error {
		c.sealer.close()
		if err := stack.Close(); err != nil {
			return fmt.Errorf("devchain: close: %w", err)
		}
		return nil
	})
	// The first block of a run gives the chain the clock's time, before anyone reads a block's.
	if _, err := c.Seal(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("devchain: start: %w", err), c.Close())
	}
	if err := indexed(ctx, backend); err != nil {
		return nil, errors.Join(fmt.Errorf("devchain: start: index transactions: %w", err), c.Close())
	}
	return c, nil
}

// abandon ends what a backend has begun since it was made. A node stops none of it that has not started it; and a backend can be
// stopped whole only once it was started, which is too late where the node has closed the database already.
func abandon(backend *eth.Ethereum) error {
	backend.Downloader().Terminate()
	backend.BlobCache().Stop()
	err := backend.TxPool().Close()
	backend.BlockChain().Stop()
	return err
}

// indexed waits until the node can tell a transaction that it does not know from one that it has not indexed yet. The first
// block begins the index of a new chain, in the background, and from then on it is complete. Nothing tells of its end.
func indexed(ctx context.Context, backend *eth.Ethereum) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !backend.BlockChain().TxIndexDone() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// URL is where the chain serves JSON-RPC over HTTP.
func (c *Chain) URL() string { return c.stack.HTTPEndpoint() }

// ChainID returns the chain's id.
func (c *Chain) ChainID() *big.Int { return new(big.Int).SetUint64(c.config.ChainID) }

// Head returns the newest block.
func (c *Chain) Head() Block { return c.sealer.head() }

// Close ends sealing and serving and returns when nothing of the chain runs any more. Transactions that wait are lost.
// Closing again does nothing and returns what the first Close did.
func (c *Chain) Close() error { return c.close() }

// reachable finds out early and in plain words what the node would tell late or only log.
func reachable(config Config) error {
	if config.DataDir != "" {
		if err := os.MkdirAll(config.DataDir, 0o700); err != nil {
			return fmt.Errorf("devchain: data directory: %w", err)
		}
	}
	l, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return startError(config, err)
	}
	return l.Close()
}

func newNode(config Config) (*node.Node, error) {
	host, port, err := config.listen()
	if err != nil {
		return nil, err
	}
	nc := node.DefaultConfig
	nc.Name = "parley"
	nc.DataDir = config.DataDir
	if config.DataDir == "" {
		nc.KeyStoreDir = os.TempDir() // nothing is written there; without it the node makes a folder that a kill leaves behind
	}
	nc.HTTPHost, nc.HTTPPort = host, port
	nc.HTTPModules = []string{"eth", "net", "web3"}
	if config.Controls {
		nc.HTTPModules = append(nc.HTTPModules, "dev")
	}
	nc.HTTPVirtualHosts = []string{"localhost"}
	nc.IPCPath = ""
	nc.P2P = p2p.Config{NoDiscovery: true, NoDial: true}
	stack, err := node.New(&nc)
	switch {
	case errors.Is(err, node.ErrDatadirUsed):
		return nil, fmt.Errorf("%w: %s; end that process or choose another directory", ErrDirInUse, config.DataDir)
	case err != nil:
		return nil, fmt.Errorf("devchain: %w", err)
	}
	return stack, nil
}

func newBackend(stack *node.Node, config Config) (*eth.Ethereum, error) {
	ec := ethconfig.Defaults
	ec.Genesis = config.genesis()
	ec.NetworkId = config.ChainID
	ec.SyncMode = ethconfig.FullSync
	ec.DatabaseCache, ec.DatabaseHandles = 16, 64
	ec.TrieCleanCache, ec.TrieDirtyCache, ec.SnapshotCache = 16, 16, 0
	ec.StateScheme, ec.NoPruning = rawdb.HashScheme, true // survives a kill; the default scheme forgets every block
	ec.LogNoHistory = true                                // logs are searched by their blooms: no indexer to wait for
	ec.Miner.GasCeil = config.GasLimit
	ec.TxPool.Journal, ec.TxPool.NoLocals = "", true
	ec.TxPool.AccountSlots, ec.TxPool.AccountQueue = 1024, 1024 // one account may queue a whole batch
	ec.RPCTxFeeCap = 0
	ec.GPO.MaxPrice = big.NewInt(500 * params.GWei)
	backend, err := eth.New(stack, &ec)
	if mismatch, ok := errors.AsType[*core.GenesisMismatchError](err); ok {
		return nil, fmt.Errorf("%w: %s (genesis %x, wanted %x); start it with the accounts and rules it was made with, or delete the directory",
			ErrOtherChain, config.DataDir, mismatch.Stored[:4], mismatch.New[:4])
	}
	if err != nil {
		return nil, fmt.Errorf("devchain: open chain in %s: %w", filepath.Clean(config.DataDir), err)
	}
	filter := filters.NewFilterSystem(backend.APIBackend, filters.Config{})
	stack.RegisterAPIs([]rpc.API{{Namespace: "eth", Service: filters.NewFilterAPI(filter)}})
	return backend, nil
}

func startError(config Config, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: %s; another chain may be running there: end it, or choose another port (port 0 takes a free one)", ErrAddressInUse, config.Addr)
	}
	return fmt.Errorf("devchain: listen on %s: %w", config.Addr, err)
}
