package libp2p

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"

	golibp2p "github.com/libp2p/go-libp2p"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/routing"
	"github.com/libp2p/go-libp2p/p2p/muxer/yamux"
	"github.com/libp2p/go-libp2p/p2p/net/connmgr"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	quic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/quicreuse"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	ws "github.com/libp2p/go-libp2p/p2p/transport/websocket"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// farewell is how long Close waits for peers to take what was sent.
const farewell = 2 * time.Second

// acceptBacklog is how many sessions may wait for Accept.
const acceptBacklog = 1024

// Host is one peer on the network. All methods may be called concurrently.
type Host struct {
	config Config
	key    messages.Key
	host   host.Host
	dht    *dht.IpfsDHT
	quic   *quicreuse.ConnManager // of Config.Packets; nil without
	gate   *gate
	meters *meters
	budget *transports.Budget
	logger *slog.Logger

	incoming chan transports.Stream
	closed   chan struct{}
	close    sync.Once
	closeErr error

	mu    sync.Mutex
	links map[messages.Key][]*transports.Link // those that live
	opens map[messages.Key]*opening           // those being opened
	count int                                 // of links ever made

	watching sync.WaitGroup // watches of links and connections
}

var (
	_ transports.Dialer    = (*Host)(nil)
	_ transports.Listener  = (*Host)(nil)
	_ discovery.Finder     = (*Host)(nil)
	_ discovery.Advertiser = (*Host)(nil)
)

// New makes a host that listens. It joins no network yet; see Join. Close it when done.
func New(c Config) (*Host, error) {
	c = c.withDefaults()
	key, err := messages.PublicKey(c.Signer)
	if err != nil {
		return nil, fmt.Errorf("libp2p host: %w", err)
	}
	bootstrap, err := bootstrapPeers(c.Bootstrap)
	if err != nil {
		return nil, fmt.Errorf("libp2p host: bootstrap: %w", err)
	}
	h := &Host{
		config: c, key: key, gate: new(gate), meters: newMeters(c.Rates), budget: transports.NewBudget(c.Held), logger: c.Logger,
		incoming: make(chan transports.Stream, acceptBacklog),
		closed:   make(chan struct{}),
		links:    make(map[messages.Key][]*transports.Link),
		opens:    make(map[messages.Key]*opening),
	}
	if err := h.start(bootstrap); err != nil {
		h.Close()
		return nil, fmt.Errorf("libp2p host: %w", err)
	}
	return h, nil
}

func bootstrapPeers(addrs []string) ([]peer.AddrInfo, error) {
	var infos []peer.AddrInfo
	for _, addr := range addrs {
		info, err := parseFull(addr)
		if err != nil {
			return nil, err
		}
		infos = append(infos, *info)
	}
	return infos, nil
}

func (h *Host) start(bootstrap []peer.AddrInfo) error {
	id, err := identity(h.config.Signer)
	if err != nil {
		return err
	}
	limits, err := resourceManager()
	if err != nil {
		return err
	}
	connections, err := connmgr.NewConnManager(h.config.Connections/2, h.config.Connections, connmgr.WithGracePeriod(20*time.Second))
	if err != nil {
		limits.Close()
		return err
	}
	options := []golibp2p.Option{
		golibp2p.Identity(id),
		golibp2p.Transport(tcp.NewTCPTransport),
		golibp2p.Transport(quic.NewTransport),
		golibp2p.Transport(ws.New),
		golibp2p.Security(noise.ID, noise.New),
		golibp2p.Muxer(yamux.ID, yamux.DefaultTransport),
		golibp2p.EnableRelay(), // to dial peers behind NAT
		golibp2p.NoListenAddrs, // listen tells which address failed
		golibp2p.ResourceManager(limits),
		golibp2p.ConnectionManager(connections),
		golibp2p.ConnectionGater(h.gate),
		golibp2p.UserAgent("parley"),
		golibp2p.DisableMetrics(),
	}
	if h.config.Local {
		options = append(options, golibp2p.DisableIdentifyAddressDiscovery())
	}
	if h.config.Packets != nil {
		options = append(options, h.simulated())
	}
	if h.host, err = golibp2p.New(options...); err != nil {
		return err
	}
	h.host.Network().Notify((&suspicions{host: h, pending: make(map[string]bool)}).notifiee())
	for _, addr := range h.config.Listen {
		if err := h.listen(addr); err != nil {
			return err
		}
	}
	if h.dht, err = dht.New(h.host, h.dhtOptions(bootstrap)...); err != nil {
		return fmt.Errorf("start the DHT: %w", err)
	}
	h.host.SetStreamHandler(Protocol, h.handle)
	return nil
}

// listen listens on one address, so that each failure is told with its remedy.
func (h *Host) listen(addr string) error {
	m, err := ma.NewMultiaddr(addr)
	if err != nil {
		return fmt.Errorf("listen on %.200q: %w; it should look like %s", addr, err, defaultListen[0])
	}
	if h.config.Packets == nil {
		err = probe(m)
	}
	if err == nil {
		err = h.host.Network().Listen(m)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("listen on %s: %w: another process has this port; end it, or choose another (port 0 takes a free one)", addr, err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("listen on %s: %w: no interface of this machine has this address; 0.0.0.0 stands for all", addr, err)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("listen on %s: %w: ports below 1024 need privileges; choose a higher one", addr, err)
	}
	return fmt.Errorf("listen on %s: %w; use .../tcp/PORT, .../udp/PORT/quic-v1 or .../tcp/PORT/ws", addr, err)
}

// probe binds a port as an ordinary program does and lets it go. libp2p binds TCP ports with SO_REUSEPORT, so that two
// nodes of one user would share a port, each losing some of its connections; and it tells errors as text only.
func probe(m ma.Multiaddr) error {
	first, _ := ma.SplitFunc(m, func(c ma.Component) bool {
		code := c.Protocol().Code
		return code == ma.P_QUIC_V1 || code == ma.P_WS || code == ma.P_WSS
	})
	network, where, err := manet.DialArgs(first)
	if err != nil {
		return nil // whatever it is, libp2p knows
	}
	switch network {
	case "tcp", "tcp4", "tcp6":
		l, err := net.Listen(network, where)
		if err != nil {
			return err
		}
		return l.Close()
	case "udp", "udp4", "udp6":
		c, err := net.ListenPacket(network, where)
		if err != nil {
			return err
		}
		return c.Close()
	}
	return nil
}

// Key is this peer.
func (h *Host) Key() messages.Key { return h.key }

// Addrs are where this peer is reached, complete with its ID, for another's Config.Bootstrap, Dial or Connect.
func (h *Host) Addrs() []string {
	var addrs []string
	for _, a := range h.host.Addrs() {
		addrs = append(addrs, fmt.Sprintf("%s/p2p/%s", a, h.host.ID()))
	}
	return addrs
}

// Libp2p is the host below, for what else runs on it, such as bitswap. Do not close it.
func (h *Host) Libp2p() host.Host { return h.host }

// Routing is the DHT, for what else uses it. Do not close it.
func (h *Host) Routing() routing.Routing { return h.dht }

// Connect connects to the peer at a complete address and returns its key.
func (h *Host) Connect(ctx context.Context, addr string) (messages.Key, error) {
	info, err := parseFull(addr)
	if err != nil {
		return messages.Key{}, fmt.Errorf("connect: %w", err)
	}
	key, err := KeyOf(info.ID)
	if err != nil {
		return messages.Key{}, fmt.Errorf("connect to %s: %w", addr, err)
	}
	h.host.Peerstore().AddAddrs(info.ID, info.Addrs, namedFor)
	h.forgetFailures(info.ID)
	if err := h.host.Connect(ctx, *info); err != nil {
		return messages.Key{}, fmt.Errorf("connect to %s: %w", addr, h.explain(ctx, info.ID, err))
	}
	return key, nil
}

// Bar ends every connection with the peer and refuses new ones, either way, for the duration d.
func (h *Host) Bar(key messages.Key, d time.Duration) {
	id, err := PeerID(key)
	if err != nil {
		return // no peer has this key
	}
	h.gate.bar(id, d)
	h.logger.Info("peer barred", "peer", key, "for", d)
	if err := h.host.Network().ClosePeer(id); err != nil {
		h.logger.Debug("close connections of a barred peer", "peer", key, "err", err)
	}
}

// Accept returns the next session that a peer opened.
func (h *Host) Accept(ctx context.Context) (transports.Stream, error) {
	select {
	case <-h.closed:
		return nil, fmt.Errorf("accept: %w", transports.ErrClosed)
	default:
	}
	select {
	case s := <-h.incoming:
		return s, nil
	case <-h.closed:
		return nil, fmt.Errorf("accept: %w", transports.ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("accept: %w", context.Cause(ctx))
	}
}

// Close leaves the network: it ends every stream and connection, and returns when nothing of the host runs any more. What
// was sent before is given two seconds to leave.
func (h *Host) Close() error {
	h.close.Do(func() {
		close(h.closed)
		if h.host != nil {
			h.host.RemoveStreamHandler(Protocol)
		}
		h.shutdownLinks()
		h.watching.Wait()
		var errs []error
		if h.dht != nil {
			errs = append(errs, h.dht.Close())
		}
		if h.host != nil {
			errs = append(errs, h.host.Close())
		}
		if h.quic != nil {
			errs = append(errs, h.quic.Close())
		}
		h.closeErr = errors.Join(errs...)
	})
	return h.closeErr
}
