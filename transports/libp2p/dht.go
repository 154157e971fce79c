package libp2p

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ipfs/go-cid"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p-kad-dht/records"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"
	mh "github.com/multiformats/go-multihash"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/transports"
)

const (
	dhtPrefix = "/parley"

	// serviceDomain separates services' keys from content's, which are hashes of other bytes.
	serviceDomain = "parley/service/1\x00"

	provideTimeout = time.Minute
	firstRetry     = time.Second
	lastRetry      = time.Minute

	// maxFound bounds what one search yields, and remembers.
	maxFound = 10_000
)

// ServiceKey is the key under which the DHT keeps who offers a service.
func ServiceKey(name string) cid.Cid {
	digest := sha256.Sum256([]byte(serviceDomain + name))
	hash, err := mh.Encode(digest[:], mh.SHA2_256)
	if err != nil {
		panic(err) // a digest of this size and name is a multihash
	}
	return cid.NewCidV1(cid.Raw, hash)
}

func (h *Host) dhtOptions(bootstrap []peer.AddrInfo) []dht.Option {
	mode := dht.ModeAuto
	if h.config.Server {
		mode = dht.ModeServer
	}
	options := []dht.Option{
		dht.Mode(mode),
		dht.ProtocolPrefix(dhtPrefix),
		dht.BootstrapPeers(bootstrap...),
		dht.ProviderManagerOpts(
			records.ProvideValidity(h.config.Announcement),
			records.ProviderAddrTTL(h.config.Announcement),
			records.CleanupInterval(h.config.Announcement/4)),
	}
	if h.config.Local {
		return append(options, dht.AddressFilter(nil), dht.RoutingTablePeerDiversityFilter(nil))
	}
	return append(options,
		dht.QueryFilter(dht.PublicQueryFilter),
		dht.RoutingTableFilter(dht.PublicRoutingTableFilter),
		dht.RoutingTablePeerDiversityFilter(dht.NewRTPeerDiversityFilter(h.host, 2, 3)),
		dht.AddressFilter(func(addrs []ma.Multiaddr) []ma.Multiaddr {
			return slices.DeleteFunc(slices.Clone(addrs), func(a ma.Multiaddr) bool { return !manet.IsPublicAddr(a) })
		}))
}

// Join connects to the bootstrap peers and returns when this peer knows one that serves the DHT, or, if there are no
// bootstrap peers, at once. It may be called again at any time.
func (h *Host) Join(ctx context.Context) error {
	if len(h.config.Bootstrap) == 0 {
		return nil
	}
	failures := make([]error, len(h.config.Bootstrap))
	var work sync.WaitGroup
	for i, addr := range h.config.Bootstrap {
		work.Go(func() { _, failures[i] = h.Connect(ctx, addr) })
	}
	work.Wait()
	if !slices.Contains(failures, nil) {
		return fmt.Errorf("join the network: no bootstrap peer answers: %w", errors.Join(failures...))
	}
	// The DHT takes a peer in when it has asked it something.
	check := time.NewTicker(10 * time.Millisecond)
	defer check.Stop()
	for h.dht.RoutingTable().Size() == 0 {
		select {
		case <-check.C:
		case <-ctx.Done():
			return fmt.Errorf("join the network: the bootstrap peers answer, but none serves Parley's DHT: "+
				"check that one runs as a server, and whether this network is local: %w", context.Cause(ctx))
		}
	}
	select {
	case err := <-h.dht.RefreshRoutingTable():
		if err != nil && h.dht.RoutingTable().Size() == 0 {
			return fmt.Errorf("join the network: %w", err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("join the network: %w", context.Cause(ctx))
	}
}

// Find yields the farmers of a service as the DHT finds them. One search is one walk through the DHT: whoever announces
// later is found by the next.
func (h *Host) Find(ctx context.Context, service string) iter.Seq2[discovery.Candidate, error] {
	return func(yield func(discovery.Candidate, error) bool) {
		if err := h.rejoin(ctx); err != nil {
			if !yield(discovery.Candidate{}, fmt.Errorf("find %s: %w", service, err)) {
				return
			}
		}
		ctx, cancel := context.WithCancel(ctx)
		found := h.dht.FindProvidersAsync(ctx, ServiceKey(service), 0)
		defer func() {
			cancel()
			for range found { // the search ends when nobody holds it up
			}
		}()
		h.yieldFound(found, yield)
	}
}

// rejoin joins again if no peer is left that could be asked.
func (h *Host) rejoin(ctx context.Context) error {
	if h.dht.RoutingTable().Size() > 0 || h.config.Server && len(h.config.Bootstrap) == 0 {
		return nil
	}
	if len(h.config.Bootstrap) == 0 {
		return fmt.Errorf("%w: no peer is known that could be asked; name a bootstrap peer", transports.ErrUnreachable)
	}
	return h.Join(ctx)
}

// yieldFound passes on each peer once. The DHT may name one without addresses first and with them later.
func (h *Host) yieldFound(found <-chan peer.AddrInfo, yield func(discovery.Candidate, error) bool) {
	yielded := make(map[peer.ID]bool)
	bare := make(map[peer.ID]bool)
	for info := range found {
		if yielded[info.ID] || info.ID == h.host.ID() || !h.gate.until(info.ID).IsZero() {
			continue
		}
		if len(yielded)+len(bare) >= maxFound {
			break
		}
		if len(info.Addrs) == 0 {
			info.Addrs = h.host.Peerstore().Addrs(info.ID)
		}
		if len(info.Addrs) == 0 {
			bare[info.ID] = true
			continue
		}
		delete(bare, info.ID)
		yielded[info.ID] = true
		if !yieldPeer(info, yield) {
			return
		}
	}
	for id := range bare { // Dial asks the DHT for their addresses
		if !yieldPeer(peer.AddrInfo{ID: id}, yield) {
			return
		}
	}
}

func yieldPeer(info peer.AddrInfo, yield func(discovery.Candidate, error) bool) bool {
	key, err := KeyOf(info.ID)
	if err != nil {
		return true // no peer of Parley
	}
	c := discovery.Candidate{Key: key}
	for _, a := range info.Addrs[:min(len(info.Addrs), maxAddrs)] {
		c.Addrs = append(c.Addrs, a.String())
	}
	return yield(c, nil)
}

// maxAddrs is how many addresses of a peer are taken from hearsay.
const maxAddrs = 16

// Advertise announces the service in the DHT, again well before the announcement expires, whenever this peer's addresses
// change, and when a bootstrap peer that was lost is back: one that was started anew has forgotten it. It returns when the
// context ends, with its cause.
func (h *Host) Advertise(ctx context.Context, service string, report func(until time.Time, err error)) error {
	changed, err := h.host.EventBus().Subscribe([]any{new(event.EvtLocalAddressesUpdated), new(event.EvtPeerConnectednessChanged)})
	if err != nil {
		return fmt.Errorf("advertise %s: %w", service, err)
	}
	moved, gone := make(chan struct{}, 1), make(chan struct{}, 1)
	var watch sync.WaitGroup
	watch.Go(func() { h.sort(changed.Out(), moved, gone) })
	defer watch.Wait()
	defer changed.Close() // ends Out
	timer := time.NewTimer(0)
	defer timer.Stop()
	retry, lost := firstRetry, false
	for {
		select {
		case <-timer.C:
		case <-moved:
		case <-gone:
			lost, retry = true, firstRetry
			timer.Reset(retry)
			continue
		case <-ctx.Done():
			return fmt.Errorf("advertise %s: %w", service, context.Cause(ctx))
		}
		until := time.Now().Add(h.config.Announcement)
		err := h.announce(ctx, service, lost)
		switch {
		case err == nil:
			retry, lost = firstRetry, false
			timer.Reset(h.config.Announcement / 3)
		case ctx.Err() != nil:
			continue
		default:
			until = time.Time{}
			timer.Reset(retry)
			retry = min(2*retry, h.lastRetry())
		}
		if report != nil {
			report(until, err)
		}
	}
}

// sort takes the host's news as they come, also while an announcement is under way: the host waits for whoever does not, with
// every connection. It ends with them.
func (h *Host) sort(news <-chan any, moved, gone chan<- struct{}) {
	for e := range news {
		told := moved
		if c, is := e.(event.EvtPeerConnectednessChanged); is {
			if c.Connectedness != network.NotConnected || !h.isBootstrap(c.Peer) {
				continue
			}
			told = gone
		}
		select {
		case told <- struct{}{}:
		default: // it is told already
		}
	}
}

// lastRetry is the longest pause after an announcement that failed: on one machine whoever is back is to be found soon.
func (h *Host) lastRetry() time.Duration {
	if h.config.Local {
		return 4 * firstRetry
	}
	return lastRetry
}

func (h *Host) isBootstrap(id peer.ID) bool {
	return slices.ContainsFunc(h.config.Bootstrap, func(addr string) bool { return strings.HasSuffix(addr, "/p2p/"+id.String()) })
}

// announce announces once. Who has lost a bootstrap peer joins anew first, whomever else it knows.
func (h *Host) announce(ctx context.Context, service string, lost bool) error {
	ctx, cancel := context.WithTimeout(ctx, provideTimeout)
	defer cancel()
	join := h.rejoin
	if lost {
		join = h.Join
	}
	err := join(ctx)
	if err == nil {
		err = h.dht.Provide(ctx, ServiceKey(service), true)
		if err != nil && h.config.Server && h.dht.RoutingTable().Size() == 0 {
			err = fmt.Errorf("%w: nobody has joined yet; this peer itself tells who asks it: %w", transports.ErrUnreachable, err)
		}
	}
	if err != nil {
		return fmt.Errorf("announce %s: %w", service, err)
	}
	return nil
}
