package libp2p

import (
	"crypto"
	"log/slog"
	"net"
	"time"

	"github.com/parley-p2p/parley/transports"
)

// defaultListen is every transport on every IPv4 interface, each on a free port.
var defaultListen = []string{
	"/ip4/0.0.0.0/tcp/0",
	"/ip4/0.0.0.0/udp/0/quic-v1",
	"/ip4/0.0.0.0/tcp/0/ws",
}

// Config says what a Host is. The zero value of each field but Signer means its default.
type Config struct {
	// Signer is the peer's identity; an Ed25519 key. Required.
	Signer crypto.Signer

	// Listen holds the multiaddrs to listen on: .../tcp/PORT, .../udp/PORT/quic-v1 or .../tcp/PORT/ws. Nil means all three
	// on free ports of every IPv4 interface; an empty slice, that the host only dials.
	Listen []string

	// Packets opens the sockets that QUIC listens on and dials from, network being udp4 or udp6, for who plays a network of
	// its own, in virtual time say; what it returns has a *net.UDPAddr as its LocalAddr and may be read and written at once.
	// It is asked for an address of Listen, and for an unspecified one where none of Listen has been opened. Nil means the
	// operating system's. TCP and WebSocket are the system's always.
	Packets func(network string, addr *net.UDPAddr) (net.PacketConn, error)

	// Bootstrap holds addresses (multiaddrs that end in /p2p/ID) of peers through which this one joins the DHT.
	Bootstrap []string

	// Server makes the host serve the DHT from the start, which a bootstrap peer must. Otherwise it begins to once other
	// peers have found it to be reachable from outside.
	Server bool

	// Local lets the DHT use addresses that are not reachable from the whole internet, for networks on one machine or in
	// one house. It also lifts the limit on how many peers of one network the routing table may hold, which is what keeps
	// one landlord from surrounding a node on the open network.
	Local bool

	// Announcement is how long an announcement of a service stands unless repeated; it is repeated three times as often.
	// Every node of a DHT should use the same. 1 h.
	Announcement time.Duration

	// Limits bound what a peer may cost on its stream.
	Limits transports.Limits

	// Held is how many bytes may have been received from all peers together that nobody has taken yet. Beyond that the
	// sessions that hold most, of the connections that hold most, are given up with transports.ErrBusy; see transports.Budget. 64 MiB, a
	// quarter of what a host should ever need under hostile load: the collector lets as much again lie, and the rest is for all else.
	Held int

	// Rates bound how fast a peer may use it.
	Rates Rates

	// Connections is how many connections the host keeps when it has many; those with sessions are kept first. 512.
	Connections int

	// Logger hears what concerns no caller. Nil discards.
	Logger *slog.Logger
}

// Rates bound each peer by itself, over all its connections. The zero value of each field means its default.
type Rates struct {
	// Sessions is how many sessions a peer may open per second, and in one burst. One more is refused with
	// transports.ErrBusy. 4,000, more than one core can verify.
	Sessions int

	// Bytes is how many bytes per second are read from a peer, and how many in one burst, at least 64 KiB. A peer that
	// sends more waits. 16 MiB.
	Bytes int
}

func (c Config) withDefaults() Config {
	if c.Listen == nil {
		c.Listen = defaultListen
	}
	setDefault(&c.Announcement, time.Hour)
	setDefault(&c.Connections, 512)
	setDefault(&c.Held, 64<<20)
	setDefault(&c.Rates.Sessions, 4000)
	setDefault(&c.Rates.Bytes, 16<<20)
	c.Rates.Bytes = max(c.Rates.Bytes, 64<<10)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}
