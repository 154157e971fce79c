package libp2p

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ipfs/boxo/bitswap"
	bsnetwork "github.com/ipfs/boxo/bitswap/network"
	"github.com/ipfs/boxo/bitswap/network/bsnet"
	"github.com/ipfs/boxo/exchange"
	"github.com/ipfs/go-cid"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/core/routing"

	"github.com/parley-p2p/parley/content"
)

// bitswapProtocols is version 1.2 alone: every IPFS node since 2020 speaks it, and older ones cannot say that they do not
// have a block.
var bitswapProtocols = []protocol.ID{bsnet.ProtocolBitswap}

// BitswapOptions is a Bitswap's configuration. The zero value serves every block to everybody.
type BitswapOptions struct {
	// Wait is how long a fetch goes on while no block arrives at all. Default 1 minute.
	Wait time.Duration
	// Allow, if set, says which blocks a peer may have; the others look as if they were not there. It is called
	// concurrently and must be quick.
	Allow func(peer.ID, cid.Cid) bool
	// Logger learns of damaged blocks that a peer asked for. Nil discards.
	Logger *slog.Logger
}

// Bitswap exchanges blocks with the peers that a host is connected to, by the protocol of IPFS and without a prefix, so
// that any IPFS node can fetch what is served here. It implements content.Getter and content.Sessioner.
//
// It serves what is in the store and keeps nothing that it receives: content.Fetch does. All methods may be called
// concurrently.
type Bitswap struct {
	exchange *bitswap.Bitswap
	host     host.Host
	wait     time.Duration
	ctx      context.Context // the Bitswap's life
	end      context.CancelCauseFunc
	close    sync.Once

	asking sync.Mutex
	asked  time.Time        // when all were asked again
	added  map[peer.ID]bool // who was asked then
}

var (
	_ content.Getter    = (*Bitswap)(nil)
	_ content.Sessioner = (*Bitswap)(nil)
)

// NewBitswap serves the store on a host and begins to answer at once. The router finds peers that provide a block when
// none of those connected has it; nil asks only those connected. Close ends it; when ctx ends it stops working, and
// still has to be closed. The host and the store are the caller's, and are closed after the Bitswap.
func NewBitswap(ctx context.Context, h host.Host, router routing.ContentDiscovery, store *content.Store, o BitswapOptions) *Bitswap {
	logger := o.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	b := &Bitswap{host: h, wait: o.Wait, added: make(map[peer.ID]bool)}
	b.ctx, b.end = context.WithCancelCause(ctx)
	if b.wait <= 0 {
		b.wait = time.Minute
	}
	options := []bitswap.Option{
		bitswap.MaxCidSize(64), // those that content accepts have 34 or 36 bytes
		bitswap.MaxOutstandingBytesPerPeer(2 * content.MaxBlockSize),
		bitswap.MaxQueuedWantlistEntriesPerPeer(1024),
		bitswap.EngineBlockstoreWorkerCount(16), // goroutines, of which the library would start 128
		bitswap.WithoutDuplicatedBlockStats(),   // they would read the store for every block received
	}
	if o.Allow != nil {
		options = append(options, bitswap.WithPeerBlockRequestFilter(o.Allow))
	}
	peers := bsnetwork.NewConnectEventManager()
	net := bsnet.NewFromIpfsHost(h, bsnet.SupportedProtocols(bitswapProtocols), bsnet.WithConnectEventManager(peers))
	b.exchange = bitswap.New(b.ctx, net, router, servedBlocks{store, logger}, options...)
	for _, p := range h.Network().Peers() { // the library hears only of those that connect from now on
		if b.connected(p) {
			peers.Connected(p)
		}
		if !b.connected(p) {
			peers.Disconnected(p)
		}
	}
	return b
}

func (b *Bitswap) connected(p peer.ID) bool {
	return b.host.Network().Connectedness(p) == network.Connected
}

// askAgain asks every connected peer anew for all that is wanted. What was asked on a connection that has died since is
// not repeated by the library while it knows of another one, or for half a minute. Serving goes on undisturbed.
func (b *Bitswap) askAgain() {
	b.asking.Lock()
	defer b.asking.Unlock()
	if time.Since(b.asked) < firstPause/2 || b.ctx.Err() != nil { // several sessions wait
		return
	}
	b.asked = time.Now()
	for p := range b.added { // the library forgets by itself only those that answered when it heard of them
		if !b.connected(p) {
			b.exchange.Client.PeerDisconnected(p)
			delete(b.added, p)
		}
	}
	for _, p := range b.host.Network().Peers() {
		if spoken, err := b.host.Peerstore().SupportsProtocols(p, bitswapProtocols...); err != nil || len(spoken) == 0 || !b.connected(p) {
			continue
		}
		b.exchange.Client.PeerDisconnected(p)
		b.exchange.Client.PeerConnected(p)
		b.added[p] = true
	}
}

// While no block arrives the peers are asked again after a pause, each longer by half than the one before: the second time
// comes after pingTimeout, when connections that are dead have been found out.
const (
	firstPause = 2 * time.Second
	lastPause  = 16 * time.Second
)

// GetBlock asks the connected peers, and those that the router finds, for one block. For more than one use a Session.
// It returns content.ErrNotFound when nobody has sent the block for as long as Wait.
func (b *Bitswap) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return b.Session(ctx).GetBlock(ctx, c)
}

// Session returns a Getter for blocks that belong together: peers that had one are asked for the next ones. Only when
// none of its blocks has arrived for as long as Wait does the session fail, then for good, so that a slow link is not
// mistaken for a dead one. It ends with ctx.
func (b *Bitswap) Session(ctx context.Context) content.Getter {
	ctx, cancel := context.WithCancelCause(ctx)
	s := &blockSession{wait: b.wait, ctx: ctx, askAgain: b.askAgain}
	s.stalled = time.AfterFunc(b.wait, func() { cancel(errStalled) })
	s.stalled.Stop() // nothing is waited for yet
	s.again = time.AfterFunc(firstPause, s.remind)
	s.again.Stop()
	unlink := context.AfterFunc(b.ctx, func() { cancel(context.Cause(b.ctx)) })
	context.AfterFunc(ctx, func() {
		unlink()
		s.stalled.Stop()
		s.again.Stop()
	})
	s.peers = b.exchange.NewSession(ctx)
	return s
}

// Close stops serving and fetching. Requests under way fail. It returns when what it started has ended.
func (b *Bitswap) Close() error {
	var err error
	b.close.Do(func() {
		for _, p := range bitswapProtocols {
			b.host.RemoveStreamHandler(p)
		}
		b.end(errClosed)
		err = b.exchange.Close()
	})
	return err
}

// BlocksServed returns how many blocks, and bytes of blocks, were sent to peers.
func (b *Bitswap) BlocksServed() (blocks, bytes uint64) {
	stat, err := b.exchange.Server.Stat()
	if err != nil {
		return 0, 0 // the library never fails here
	}
	return stat.BlocksSent, stat.DataSent
}

// Wanted returns how many blocks are being waited for.
func (b *Bitswap) Wanted() int { return len(b.exchange.GetWantlist()) }

var (
	errStalled = errors.New("no block arrived")
	errClosed  = errors.New("the block exchange is closed")
)

type blockSession struct {
	peers    exchange.Fetcher
	wait     time.Duration
	ctx      context.Context // the session's life, not a request's
	stalled  *time.Timer
	again    *time.Timer
	askAgain func()

	mu      sync.Mutex
	waiting int
	pause   time.Duration
}

func (s *blockSession) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	if err := content.Check(c); err != nil {
		return nil, err
	}
	s.begin()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.ctx, func() { cancel(context.Cause(s.ctx)) })()
	block, err := s.peers.GetBlock(ctx, c)
	s.end(err == nil)
	if ended := context.Cause(s.ctx); ended != nil && err != nil { // before the library could say why it gave up
		err = ended
	} else if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if errors.Is(err, errStalled) {
		return nil, fmt.Errorf("%w: for %v no peer sent %s; connect to a peer that has it and fetch again", content.ErrNotFound, s.wait, c)
	}
	if err != nil {
		return nil, fmt.Errorf("fetch block %s: %w", c, err)
	}
	if err := content.Verify(c, block.RawData()); err != nil {
		return nil, err
	}
	return bytes.Clone(block.RawData()), nil // others may wait for the same block
}

// begin and end keep the timers running while anything is waited for, and start them anew with every block.
func (s *blockSession) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting++; s.waiting == 1 {
		s.restart()
	}
}

func (s *blockSession) end(arrived bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting--
	switch {
	case s.waiting == 0 || s.ctx.Err() != nil:
		s.stalled.Stop()
		s.again.Stop()
	case arrived:
		s.restart()
	}
}

func (s *blockSession) restart() {
	if s.ctx.Err() == nil {
		s.pause = firstPause
		s.stalled.Reset(s.wait)
		s.again.Reset(s.pause)
	}
}

// remind is what happens when no block has arrived for a pause.
func (s *blockSession) remind() {
	s.mu.Lock()
	waiting := s.waiting > 0 && s.ctx.Err() == nil
	if waiting {
		s.pause = min(s.pause+s.pause/2, lastPause)
		s.again.Reset(s.pause)
	}
	s.mu.Unlock()
	if waiting {
		s.askAgain()
	}
}
