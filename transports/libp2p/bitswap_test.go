package libp2p_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/boxo/bitswap/message"
	"github.com/ipfs/boxo/bitswap/network"
	"github.com/ipfs/boxo/bitswap/network/bsnet"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	golibp2p "github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// patience is how long a test that should succeed may take. It is no measure: a slow machine does not fail for it.
const patience = 2 * time.Minute

// impatience is Wait where the test expects that nobody answers. A slow machine only gives up sooner, with the same error.
const impatience = 500 * time.Millisecond

// result is a tree like that of a job, of 30 blocks.
func bitswapResult() fstest.MapFS {
	data := make([]byte, 25*262144)
	rand.NewChaCha8([32]byte{7}).Read(data)
	return fstest.MapFS{
		"stdout":           {Data: []byte("rendered\n"), Mode: 0o644},
		"exitCode":         {Data: []byte("0"), Mode: 0o644},
		"outputs/tile.png": {Data: data, Mode: 0o644},
	}
}

func bitswapHost(t testing.TB) host.Host {
	t.Helper()
	h, err := golibp2p.New(golibp2p.Transport(tcp.NewTCPTransport), golibp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"),
		golibp2p.DisableMetrics(), golibp2p.DisableRelay())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

func bitswapStore(t testing.TB, dir string) *content.Store {
	t.Helper()
	s, err := content.OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// bitswapNode is a host with a store, and blocks exchanged.
type bitswapNode struct {
	host  host.Host
	store *content.Store
	dir   string
	swap  *libp2p.Bitswap
}

func newBitswapNode(t testing.TB, o libp2p.BitswapOptions) *bitswapNode {
	t.Helper()
	n := &bitswapNode{host: bitswapHost(t), dir: t.TempDir()}
	n.store = bitswapStore(t, n.dir)
	n.store.NoSync = true
	n.swap = libp2p.NewBitswap(t.Context(), n.host, nil, n.store, o)
	t.Cleanup(func() { n.swap.Close() })
	return n
}

func (n *bitswapNode) add(t testing.TB) cid.Cid {
	t.Helper()
	root, err := content.AddFS(t.Context(), n.store, bitswapResult(), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func bitswapConnect(t testing.TB, from, to host.Host) {
	t.Helper()
	if err := from.Connect(t.Context(), peer.AddrInfo{ID: to.ID(), Addrs: to.Addrs()}); err != nil {
		t.Fatal(err)
	}
}

// count returns the blocks below root.
func count(t *testing.T, g content.Getter, root cid.Cid) map[cid.Cid]bool {
	t.Helper()
	var car bytes.Buffer
	if err := content.WriteCAR(t.Context(), &car, root, g, content.Limits{}); err != nil {
		t.Fatal(err)
	}
	a, err := content.ReadCAR(&car, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[cid.Cid]bool{}
	for b := range a.Blocks() {
		all[b.CID] = true
	}
	return all
}

// THREATS 4: a block that the farmer's disk has changed is not served to anybody, and the farmer is told which.
func TestBitswapDoesNotServeDamage(t *testing.T) {
	var log lockedBuffer
	farmer := newBitswapNode(t, libp2p.BitswapOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	buyer := newBitswapNode(t, libp2p.BitswapOptions{Wait: impatience})
	root := farmer.add(t)
	damaged := content.Sum([]byte("rendered\n"))
	name := hex.EncodeToString(damaged.Hash()[2:])
	file := filepath.Join(farmer.dir, "blocks", name[:2], name)
	if err := os.WriteFile(file, []byte("Rendered\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	bitswapConnect(t, buyer.host, farmer.host)
	if _, err := content.Fetch(t.Context(), root, buyer.swap, buyer.store, content.Limits{}, nil); !errors.Is(err, content.ErrNotFound) {
		t.Errorf("Fetch: %v, want ErrNotFound", err)
	}
	if has, _ := buyer.store.Has(damaged); has {
		t.Error("the buyer has the damaged block")
	}
	// The fetch above may have given up before it came to that block, on a slow machine. Ask until the farmer has tried.
	for deadline := time.Now().Add(patience); !strings.Contains(log.String(), file) && time.Now().Before(deadline); {
		if data, err := buyer.swap.GetBlock(t.Context(), damaged); err == nil {
			t.Fatalf("the farmer served %q", data)
		}
	}
	if !strings.Contains(log.String(), file) {
		t.Errorf("the farmer was not told of %s:\n%s", file, log.String())
	}
}

type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// liar answers every request with a block of other bytes under the CID that was asked for.
type liar struct {
	net  network.BitSwapNetwork
	told chan struct{} // a token for every lie, as far as it has room
}

func (l *liar) ReceiveMessage(ctx context.Context, from peer.ID, asked message.BitSwapMessage) {
	lie := message.New(false)
	for _, want := range asked.Wantlist() {
		if want.Cancel {
			continue
		}
		b, err := blocks.NewBlockWithCid([]byte("a lie about "+want.Cid.String()), want.Cid)
		if err != nil {
			panic(err)
		}
		lie.AddHave(want.Cid)
		lie.AddBlock(b)
	}
	if l.net.SendMessage(ctx, from, lie) == nil && !lie.Empty() {
		select {
		case l.told <- struct{}{}:
		default:
		}
	}
}

func (*liar) ReceiveError(error)       {}
func (*liar) PeerConnected(peer.ID)    {}
func (*liar) PeerDisconnected(peer.ID) {}

// A peer that sends wrong bytes gets nothing into the store, and does not keep an honest one from being heard.
func TestBitswapLyingPeerIsRefused(t *testing.T) {
	liarHost := bitswapHost(t)
	l := &liar{net: bsnet.NewFromIpfsHost(liarHost), told: make(chan struct{}, 100)}
	l.net.Start(l)
	defer l.net.Stop()
	honest := newBitswapNode(t, libp2p.BitswapOptions{})
	root := honest.add(t)

	buyer := newBitswapNode(t, libp2p.BitswapOptions{Wait: impatience})
	bitswapConnect(t, buyer.host, liarHost)
	for lied := false; !lied; { // until a lie was told, whatever the machine's speed
		_, err := content.Fetch(t.Context(), root, buyer.swap, buyer.store, content.Limits{}, nil)
		if !errors.Is(err, content.ErrNotFound) {
			t.Fatalf("Fetch from a liar: %v, want ErrNotFound", err)
		}
		select {
		case <-l.told:
			lied = true
		default:
		}
	}
	if has, _ := buyer.store.Has(root); has {
		t.Error("the store took a lie")
	}

	patient := newBitswapNode(t, libp2p.BitswapOptions{Wait: patience})
	bitswapConnect(t, patient.host, liarHost)
	bitswapConnect(t, patient.host, honest.host)
	if _, err := content.Fetch(t.Context(), root, patient.swap, patient.store, content.Limits{}, nil); err != nil {
		t.Fatalf("Fetch with a liar beside an honest peer: %v", err)
	}
	if diff := cmp.Diff(count(t, honest.store, root), count(t, patient.store, root)); diff != "" {
		t.Errorf("(-honest +fetched)\n%s", diff)
	}
}

// Private blocks are served to whom the owner allows.
func TestBitswapAllow(t *testing.T) {
	friend := newBitswapNode(t, libp2p.BitswapOptions{})
	stranger := newBitswapNode(t, libp2p.BitswapOptions{Wait: impatience})
	owner := newBitswapNode(t, libp2p.BitswapOptions{Allow: func(p peer.ID, _ cid.Cid) bool { return p == friend.host.ID() }})
	root := owner.add(t)
	bitswapConnect(t, friend.host, owner.host)
	bitswapConnect(t, stranger.host, owner.host)
	if _, err := content.Fetch(t.Context(), root, friend.swap, friend.store, content.Limits{}, nil); err != nil {
		t.Errorf("the friend: %v", err)
	}
	if _, err := content.Fetch(t.Context(), root, stranger.swap, stranger.store, content.Limits{}, nil); !errors.Is(err, content.ErrNotFound) {
		t.Errorf("the stranger: %v, want ErrNotFound", err)
	}
}

// A router leads to a provider that is not connected yet.
func TestBitswapAsksTheRouter(t *testing.T) {
	farmer := newBitswapNode(t, libp2p.BitswapOptions{})
	root := farmer.add(t)
	h := bitswapHost(t)
	store := bitswapStore(t, t.TempDir())
	store.NoSync = true
	swap := libp2p.NewBitswap(t.Context(), h, knownProvider{host.InfoFromHost(farmer.host)}, store, libp2p.BitswapOptions{Wait: patience})
	defer swap.Close()
	if _, err := content.Fetch(t.Context(), root, swap, store, content.Limits{}, nil); err != nil {
		t.Error(err)
	}
}

// Blocks move over the hosts, and so the connections and limits, of the sessions, whatever carries them.
func TestBitswapOnTheSameHost(t *testing.T) {
	for name, listen := range map[string]string{
		"tcp": "/ip4/127.0.0.1/tcp/0", "quic": "/ip4/127.0.0.1/udp/0/quic-v1", "websocket": "/ip4/127.0.0.1/tcp/0/ws",
	} {
		t.Run(name, func(t *testing.T) {
			var hosts []*libp2p.Host
			var stores []*content.Store
			var swaps []*libp2p.Bitswap
			for i := range byte(2) {
				key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{i + 1}, ed25519.SeedSize))
				h, err := libp2p.New(libp2p.Config{Signer: key, Listen: []string{listen}, Local: true})
				if err != nil {
					t.Fatal(err)
				}
				defer h.Close()
				s := bitswapStore(t, t.TempDir())
				s.NoSync = true
				swap := libp2p.NewBitswap(t.Context(), h.Libp2p(), nil, s, libp2p.BitswapOptions{})
				defer swap.Close()
				hosts, stores, swaps = append(hosts, h), append(stores, s), append(swaps, swap)
			}
			root, err := content.AddFS(t.Context(), stores[0], bitswapResult(), content.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := hosts[1].Connect(t.Context(), hosts[0].Addrs()[0]); err != nil {
				t.Fatal(err)
			}
			if _, err := content.Fetch(t.Context(), root, swaps[1], stores[1], content.Limits{}, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// knownProvider is a router that always knows the same provider.
type knownProvider struct{ info *peer.AddrInfo }

func (knownProvider) Provide(context.Context, cid.Cid, bool) error { return nil }

func (k knownProvider) FindProvidersAsync(context.Context, cid.Cid, int) <-chan peer.AddrInfo {
	found := make(chan peer.AddrInfo, 1)
	found <- *k.info
	close(found)
	return found
}

// A request ends with its context, and with the Bitswap; neither is mistaken for a block that nobody has.
func TestBitswapRequestsEnd(t *testing.T) {
	n := newBitswapNode(t, libp2p.BitswapOptions{Wait: patience})
	missing := content.Sum([]byte("nowhere"))
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	cancel(enough)
	if _, err := n.swap.GetBlock(ctx, missing); !errors.Is(err, enough) {
		t.Errorf("after its context: %v", err)
	}
	if _, err := n.swap.GetBlock(t.Context(), cid.MustParse("bafkqaaa")); !errors.Is(err, content.ErrUnsupported) {
		t.Errorf("an identity CID: %v", err)
	}
	failed := make(chan error)
	go func() {
		_, err := n.swap.GetBlock(t.Context(), missing)
		failed <- err
	}()
	n.swap.Close()
	if err := <-failed; err == nil || errors.Is(err, content.ErrNotFound) {
		t.Errorf("while it was closed: %v", err)
	}
	if _, err := n.swap.GetBlock(t.Context(), missing); err == nil || errors.Is(err, content.ErrNotFound) {
		t.Errorf("after Close: %v", err)
	}
}

// THREATS 4, goroutine leak: Close, and closing the hosts, end everything.
func TestBitswapLeavesNoGoroutine(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Run("exchange", func(t *testing.T) {
		farmer, buyer := newBitswapNode(t, libp2p.BitswapOptions{}), newBitswapNode(t, libp2p.BitswapOptions{})
		root := farmer.add(t)
		bitswapConnect(t, buyer.host, farmer.host)
		if _, err := content.Fetch(t.Context(), root, buyer.swap, buyer.store, content.Limits{}, nil); err != nil {
			t.Error(err)
		}
		for range 2 {
			if err := buyer.swap.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	leftNothing(t, before)
}

// leftNothing waits until no goroutine is left but those of before.
func leftNothing(t *testing.T, before goleak.Option) {
	t.Helper()
	err := goleak.Find(before)
	for deadline := time.Now().Add(patience); err != nil && time.Now().Before(deadline); { // each Find waits a little
		err = goleak.Find(before)
	}
	if err != nil {
		t.Error(err)
	}
}

func BenchmarkBitswapFetch(b *testing.B) {
	farmer, buyer := newBitswapNode(b, libp2p.BitswapOptions{}), newBitswapNode(b, libp2p.BitswapOptions{})
	root := farmer.add(b)
	buyer.host.Peerstore().AddAddrs(farmer.host.ID(), farmer.host.Addrs(), peerstore.PermanentAddrTTL)
	bitswapConnect(b, buyer.host, farmer.host)
	b.SetBytes(25 * 262144)
	for b.Loop() {
		s := bitswapStore(b, b.TempDir())
		s.NoSync = true
		if _, err := content.Fetch(b.Context(), root, buyer.swap, s, content.Limits{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
