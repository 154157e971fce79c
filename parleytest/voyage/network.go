package voyage

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Weather is what befalls packets between two hosts, in one direction.
type Weather struct {
	Loss    float64       // how many are lost, of 1
	Repeat  float64       // how many arrive twice, of 1
	Latency time.Duration // how long each is under way at least
	Jitter  time.Duration // and at most so much longer: of two, that which left later may arrive first
}

// Network carries the packets of hosts whose address each is one IP. The fate of the n-th packet from one host to another is
// of the seed, whatever else happens. All methods may be called concurrently; under testing/synctest nothing of it runs
// while it waits.
type Network struct {
	seed    uint64
	weather func(from, to netip.Addr) Weather

	mu      sync.Mutex
	sockets map[netip.AddrPort]*socket
	links   map[link]*way
	parted  func(a, b netip.Addr) bool
	calm    bool
	count   Count
}

// Count is what became of packets so far.
type Count struct{ Sent, Lost, Parted, Repeated, Nowhere int }

// link is one direction between two hosts.
type link struct{ from, to netip.Addr }

type way struct {
	Weather
	dice *rand.Rand
}

// NewNetwork makes a network without hosts.
func NewNetwork(seed uint64, weather func(from, to netip.Addr) Weather) *Network {
	return &Network{seed: seed, weather: weather, sockets: make(map[netip.AddrPort]*socket), links: make(map[link]*way)}
}

// Part loses everything between hosts of which parted says so, from now on. Nil: nothing.
func (n *Network) Part(parted func(a, b netip.Addr) bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.parted = parted
}

// Calm ends loss, repetition, jitter and partition.
func (n *Network) Calm() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calm, n.parted = true, nil
}

// Count is what became of packets so far.
func (n *Network) Count() Count {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.count
}

// Packets opens sockets of the host at ip, as libp2p.Config.Packets wants them.
func (n *Network) Packets(ip netip.Addr) func(string, *net.UDPAddr) (net.PacketConn, error) {
	return func(_ string, addr *net.UDPAddr) (net.PacketConn, error) {
		where := netip.AddrPortFrom(ip, addr.AddrPort().Port())
		if asked := addr.AddrPort().Addr().Unmap(); asked != ip && !asked.IsUnspecified() {
			return nil, fmt.Errorf("listen on %s: the host is at %s", addr, ip)
		}
		n.mu.Lock()
		defer n.mu.Unlock()
		for port := uint16(40_000); where.Port() == 0; port++ {
			if free := netip.AddrPortFrom(ip, port); n.sockets[free] == nil {
				where = free
			}
		}
		if n.sockets[where] != nil {
			return nil, fmt.Errorf("listen on %s: another socket has it", where)
		}
		s := &socket{network: n, at: where, local: net.UDPAddrFromAddrPort(where), news: make(chan struct{}, 1), closed: make(chan struct{})}
		n.sockets[where] = s
		return s, nil
	}
}

// Silence takes a host from the network as a loss of power does: its sockets hear nothing and nothing that they say is heard.
func (n *Network) Silence(ip netip.Addr) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for at, s := range n.sockets {
		if at.Addr() == ip {
			s.dead = true
			delete(n.sockets, at)
		}
	}
}

// send takes a packet on its way; mu is not held.
func (n *Network) send(from *socket, data []byte, to netip.AddrPort) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.count.Sent++
	w := n.way(link{from.at.Addr(), to.Addr()})
	lost, again, later, latest := w.dice.Float64(), w.dice.Float64(), w.dice.Float64(), w.dice.Float64() // as many for each packet
	receiver := n.sockets[to]
	switch {
	case receiver == nil || from.dead:
		n.count.Nowhere++
		return
	case n.parted != nil && n.parted(from.at.Addr(), to.Addr()):
		n.count.Parted++
		return
	case !n.calm && lost < w.Loss:
		n.count.Lost++
		return
	}
	jitter := w.Jitter
	if n.calm {
		jitter = 0
	}
	now := time.Now()
	receiver.expect(packet{from.local, append([]byte(nil), data...), now.Add(w.Latency + time.Duration(later*float64(jitter)))})
	if !n.calm && again < w.Repeat {
		n.count.Repeated++
		receiver.expect(packet{from.local, append([]byte(nil), data...), now.Add(w.Latency + time.Duration(latest*float64(jitter)))})
	}
}

// way is a link's weather and dice; mu is held.
func (n *Network) way(l link) *way {
	w := n.links[l]
	if w == nil {
		a, b := l.from.As4(), l.to.As4()
		w = &way{n.weather(l.from, l.to), rand.New(rand.NewPCG(n.seed, rand.New(rand.NewPCG(pack(a), pack(b))).Uint64()))}
		n.links[l] = w
	}
	return w
}

func pack(a [4]byte) uint64 {
	return uint64(a[0])<<24 | uint64(a[1])<<16 | uint64(a[2])<<8 | uint64(a[3])
}
