package voyage

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// host is one peer with its disk, across the lives of its process.
type host struct {
	fleet *fleet
	index int
	role  protocol.Role
	node  *parleytest.Node // its disk; the network is the fleet's
	at    netip.Addr
	addr  string // complete

	mu   sync.Mutex
	life *life // nil while it is down
}

// life is one process of a host.
type life struct {
	peer   *libp2p.Host
	client *requester.Client
	server *farmer.Server
	stop   context.CancelFunc
	ctx    context.Context
	work   sync.WaitGroup
}

func (f *fleet) launch(index int, role protocol.Role) *host {
	h := &host{fleet: f, index: index, role: role, node: f.world.Node(byte(index + 1)), at: netip.AddrFrom4([4]byte{1, 0, byte(index), 1})}
	id, err := libp2p.PeerID(h.node.Key)
	if err != nil {
		panic(err) // a test key is a key
	}
	h.addr = fmt.Sprintf("/ip4/%s/udp/4001/quic-v1/p2p/%s", h.at, id)
	return h
}

// candidate is the host as a hiring names it.
func (h *host) candidate() discovery.Candidate {
	return discovery.Candidate{Key: h.node.Key, Addrs: []string{h.addr}}
}

// start starts a process with what is on the disk.
func (h *host) start() {
	c := libp2p.Config{Signer: h.node.Signer, Listen: []string{fmt.Sprintf("/ip4/%s/udp/4001/quic-v1", h.at)}, Packets: h.fleet.sea.Packets(h.at), Local: true}
	if meeting := h.fleet.hosts[0]; h == meeting {
		c.Server = true
	} else {
		c.Bootstrap = []string{meeting.addr}
	}
	peer, err := libp2p.New(c)
	if err != nil {
		h.fleet.fail("%v starts: %v", h, err)
		return
	}
	l := &life{peer: peer}
	l.ctx, l.stop = context.WithCancel(context.Background())
	book := &book{host: h}
	if h.role == protocol.Requester {
		l.client = &requester.Client{Requester: book, Signer: h.node.Signer, Journal: h.journal(), Dialer: peer, Finder: peer, Notice: book.notice}
		l.work.Go(func() { _ = l.client.Run(l.ctx) })
	} else {
		l.server = &farmer.Server{Farmer: book, Signer: h.node.Signer, Journal: h.journal(), Notice: book.notice}
		l.work.Go(func() { _ = l.server.Serve(l.ctx, peer) })
		l.work.Go(func() { _ = peer.Advertise(l.ctx, service, nil) })
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.life = l
}

// down takes the life of a host that runs.
func (h *host) down() *life {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.life
	h.life = nil
	return l
}

func (h *host) now() *life {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.life
}

// end ends the process, in order or, killed, in the middle of whatever it does: nobody hears of it, and of what it had not
// synced nothing is left. It reports whether there was one.
func (h *host) end(killed bool) bool {
	l := h.down()
	if l == nil {
		return false
	}
	if killed {
		h.fleet.sea.Silence(h.at)
		h.node.Kill()
	}
	l.stop()
	l.work.Wait()
	if err := l.peer.Close(); err != nil {
		h.fleet.fail("%v closes: %v", h, err)
	}
	h.node.Restart(killed)
	return true
}

// sessions are what the engine has under way.
func (h *host) sessions() []*protocol.View {
	l := h.now()
	switch {
	case l == nil:
		return nil
	case l.client != nil:
		return l.client.Sessions()
	}
	return l.server.Sessions()
}

func (h *host) String() string { return fmt.Sprintf("%s %d", h.role, h.index) }

// hire asks for something new and does not care what comes of it: what was agreed goes on by itself.
func (h *host) hire(o order) {
	l := h.now()
	if l == nil || l.client == nil {
		return
	}
	hiring := requester.Hiring{N: o.n, Reserve: o.reserve, Wait: time.Second, Patience: o.patience}
	for _, i := range o.farmers {
		hiring.Farmers = append(hiring.Farmers, h.fleet.hosts[i].candidate())
	}
	sow := &messages.SOW{
		Nonce: o.nonce[:], Service: service, Units: o.units, Job: &messages.Payload{Type: "text/plain", Body: o.nonce[:]},
		DeliverByMs: time.Now().Add(o.within).UnixMilli(), QuoteByMs: time.Now().Add(15 * time.Second).UnixMilli(),
	}
	l.work.Go(func() {
		for range l.client.Hire(l.ctx, sow, hiring) { // outcomes are read from the disks
		}
	})
}

// journal is the disk as a process sees it.
func (h *host) journal() journal.Journal {
	if j := h.node.Journal(); !h.fleet.hasty {
		return j
	} else {
		return hasty{j}
	}
}

// hasty is a journal whose Sync does nothing.
type hasty struct{ journal.Journal }

func (j hasty) Commit(ctx context.Context, b journal.Batch) error {
	b.Sync = false
	return j.Journal.Commit(ctx, b)
}

// cycle ends the process and starts another after a while.
func (h *host) cycle(killed bool, after time.Duration) {
	began := time.Now()
	if !h.end(killed) {
		return // it is down, and comes back when it was to
	}
	h.fleet.log.saw(map[bool]string{true: "killed", false: "stopped"}[killed])
	time.Sleep(after - time.Since(began))
	h.start()
	h.join()
	h.fleet.trouble(began, time.Now(), func(a, b netip.Addr) bool { return a == h.at || b == h.at })
}

// join has the host look for the network in the background; who cannot find it is no worse off than before.
func (h *host) join() {
	if l := h.now(); l != nil {
		l.work.Go(func() { _ = l.peer.Join(l.ctx) })
	}
}
