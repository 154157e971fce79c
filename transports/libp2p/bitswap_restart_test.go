package libp2p_test

import (
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// shorterThanSilence is Wait where a dead connection must not be waited for: less than the half minute after which QUIC
// takes silence for an end, and after which bitswap repeats what it asked. What is fetched arrives in a few seconds; no
// block at all must arrive for that long for a slow machine to fail.
const shorterThanSilence = 25 * time.Second

const quicListen = "/ip4/127.0.0.1/udp/0/quic-v1"

// quicNode is one life of a node: its identity and its store outlast it.
type quicNode struct {
	*libp2p.Host
	store *content.Store
	swap  *libp2p.Bitswap
}

func newQUICNode(t *testing.T, identity byte, store *content.Store) *quicNode {
	t.Helper()
	n := &quicNode{Host: join(t, identity, libp2p.Config{Listen: []string{quicListen}}), store: store}
	n.exchange(t)
	return n
}

func (n *quicNode) exchange(t *testing.T) {
	t.Helper()
	n.swap = libp2p.NewBitswap(t.Context(), n.Libp2p(), nil, n.store, libp2p.BitswapOptions{Wait: shorterThanSilence})
	t.Cleanup(func() { n.swap.Close() })
}

func (n *quicNode) fetch(t *testing.T, root cid.Cid) {
	t.Helper()
	if _, err := content.Fetch(t.Context(), root, n.swap, n.store, content.Limits{}, nil); err != nil {
		t.Errorf("fetch: %v", err)
	}
}

func unsynced(t *testing.T) *content.Store {
	t.Helper()
	s := bitswapStore(t, t.TempDir())
	s.NoSync = true
	return s
}

func addResult(t *testing.T, s *content.Store, text string) cid.Cid {
	t.Helper()
	root, err := content.AddFS(t.Context(), s, fstest.MapFS{"stdout": {Data: []byte(text), Mode: 0o644}}, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func reach(t *testing.T, from *libp2p.Host, addr string) {
	t.Helper()
	if _, err := from.Connect(transporttest.Context(t), addr); err != nil {
		t.Fatal(err)
	}
}

// Joining the network connects to peers before blocks are exchanged. They are asked all the same, on either side.
func TestBitswapAsksWhoWasConnectedBefore(t *testing.T) { // C18, C34
	t.Parallel()
	for _, listen := range []string{"/ip4/127.0.0.1/tcp/0", quicListen} {
		farmer := &quicNode{Host: join(t, 1, libp2p.Config{Listen: []string{listen}}), store: unsynced(t)}
		buyer := &quicNode{Host: join(t, 2, libp2p.Config{Listen: []string{listen}}), store: unsynced(t)}
		reach(t, buyer.Host, farmer.Addrs()[0])
		farmer.exchange(t)
		buyer.exchange(t)
		buyer.fetch(t, addResult(t, farmer.store, "made before"))
		farmer.fetch(t, addResult(t, buyer.store, "input"))
	}
}

// A fetch that began before its peer was there goes on when it comes.
func TestBitswapFetchBeforeTheConnection(t *testing.T) { // C18
	t.Parallel()
	farmer, buyer := newQUICNode(t, 1, unsynced(t)), newQUICNode(t, 2, unsynced(t))
	root := addResult(t, farmer.store, "awaited")
	var fetching sync.WaitGroup
	fetching.Go(func() { buyer.fetch(t, root) })
	asked(t, buyer.swap)
	reach(t, buyer.Host, farmer.Addrs()[0])
	fetching.Wait()
}

// asked waits until a block is wanted.
func asked(t *testing.T, swap *libp2p.Bitswap) {
	t.Helper()
	ctx := transporttest.Context(t)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for swap.Wanted() == 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("nothing is asked for")
		}
	}
}

// A requester that is killed says no farewell. Begun anew with the same identity it is served, though the farmer still
// holds the connection of its former life, with more on it than on the new one.
func TestBitswapServesARequesterBegunAnew(t *testing.T) { // C18, C34; THREATS 4, power loss
	t.Parallel()
	farmer := newQUICNode(t, 1, unsynced(t))
	before, after := addResult(t, farmer.store, "before"), addResult(t, farmer.store, "after")
	store := unsynced(t)
	path := newWire(t, farmer.Addrs()[0])
	first := newQUICNode(t, 2, store)
	reach(t, first.Host, path.addr)
	if _, err := first.Dial(transporttest.Context(t), farmer.Key()); err != nil {
		t.Fatal(err)
	}
	first.fetch(t, before)
	path.cut()
	first.Close()

	second := newQUICNode(t, 2, store)
	reach(t, second.Host, farmer.Addrs()[0])
	if n := len(farmer.Libp2p().Network().ConnsToPeer(second.Libp2p().ID())); n != 2 {
		t.Logf("the farmer has %d connections, not two: the former life is not in the way", n)
	}
	second.fetch(t, after)
}

// The same with the farmer begun anew, elsewhere, while a fetch waits that asked its former life.
func TestBitswapFollowsAFarmerBegunAnew(t *testing.T) { // C18, C34; THREATS 4, power loss
	t.Parallel()
	store := unsynced(t)
	first := newQUICNode(t, 1, store)
	path := newWire(t, first.Addrs()[0])
	buyer := newQUICNode(t, 2, unsynced(t))
	reach(t, buyer.Host, path.addr)
	buyer.fetch(t, addResult(t, store, "before"))
	path.cut()
	first.Close()

	root := addResult(t, store, "after")
	var fetching sync.WaitGroup
	fetching.Go(func() { buyer.fetch(t, root) })
	asked(t, buyer.swap)
	second := newQUICNode(t, 1, store)
	reach(t, second.Host, buyer.Addrs()[0])
	fetching.Wait()
}

// wire carries UDP between one peer and another until it is cut; then both hear nothing any more.
type wire struct {
	addr string
	dead atomic.Bool
}

func (w *wire) cut() { w.dead.Store(true) }

// newWire leads to the QUIC address to.
func newWire(t *testing.T, to string) *wire {
	t.Helper()
	parts := strings.Split(to, "/") // "", ip4, HOST, udp, PORT, quic-v1, p2p, ID
	near, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	far, err := net.Dial("udp4", net.JoinHostPort(parts[2], parts[4]))
	if err != nil {
		t.Fatal(err)
	}
	w := new(wire)
	_, port, err := net.SplitHostPort(near.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	parts[2], parts[4] = "127.0.0.1", port
	w.addr = strings.Join(parts, "/")
	var client atomic.Pointer[net.Addr]
	var pumps sync.WaitGroup
	pumps.Go(func() {
		w.pump(func(b []byte) (int, error) {
			n, from, err := near.ReadFrom(b)
			if err == nil {
				client.Store(&from)
			}
			return n, err
		}, far.Write)
	})
	pumps.Go(func() {
		w.pump(far.Read, func(b []byte) (int, error) {
			if to := client.Load(); to != nil {
				return near.WriteTo(b, *to)
			}
			return 0, nil
		})
	})
	t.Cleanup(func() {
		near.Close()
		far.Close()
		pumps.Wait()
	})
	return w
}

func (w *wire) pump(read, write func([]byte) (int, error)) {
	b := make([]byte, 1<<16)
	for {
		n, err := read(b)
		if err != nil {
			if strings.Contains(err.Error(), "refused") { // the far side has ended; the wire has not
				continue
			}
			return
		}
		if !w.dead.Load() {
			write(b[:n])
		}
	}
}
