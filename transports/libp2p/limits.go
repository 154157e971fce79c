package libp2p

import (
	"net/netip"

	golibp2p "github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
)

// Protocol is what peers speak over a stream: one byte (1) from the side that accepts it, then records of transports.Link,
// the side that opened it being their initiator. Its version is that of the negotiation.
const Protocol protocol.ID = "/parley/1"

const service = "parley"

// Limits for our protocol, stated in full: libp2p's defaults for protocols that it does not know grow with the machine, and
// some of them hardly. A peer needs one stream in each direction; more are for when both dial at once, or redial while an
// old connection dies. A stream's memory is what the muxer holds for it.
var (
	allPeers = rcmgr.ResourceLimits{
		Streams: 8192, StreamsInbound: 4096, StreamsOutbound: 4096,
		Memory: 512 << 20,
	}
	eachPeer = rcmgr.ResourceLimits{
		Streams: 16, StreamsInbound: 8, StreamsOutbound: 8,
		Memory: 64 << 20,
	}
	// Questions and answers are short, and take a stream each. Whose may stay is for the desk to say, which needs them here for that.
	allAsking  = rcmgr.ResourceLimits{Streams: 4096, StreamsInbound: 2048, StreamsOutbound: 2048, Memory: 64 << 20}
	eachAsking = rcmgr.ResourceLimits{Streams: 16, StreamsInbound: 8, StreamsOutbound: 8, Memory: 8 << 20}
)

func resourceManager() (network.ResourceManager, error) {
	defaults := rcmgr.DefaultLimits
	golibp2p.SetDefaultServiceLimits(&defaults)
	scaled := defaults.AutoScale()
	transient := handshakes(scaled.ToPartialLimitConfig())
	limits := rcmgr.PartialLimitConfig{
		Transient:    transient,
		Protocol:     map[protocol.ID]rcmgr.ResourceLimits{Protocol: allPeers, KeyProtocol: allAsking},
		ProtocolPeer: map[protocol.ID]rcmgr.ResourceLimits{Protocol: eachPeer, KeyProtocol: eachAsking},
		Service:      map[string]rcmgr.ResourceLimits{service: allPeers, keyService: allAsking},
		ServicePeer:  map[string]rcmgr.ResourceLimits{service: eachPeer, keyService: eachAsking},
	}.Build(scaled)
	manager, err := rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(limits), rcmgr.WithMetricsDisabled())
	if err != nil {
		return nil, err
	}
	return &doorstep{manager, newPlaces[netip.Prefix](int(transient.ConnsInbound) / 2), newPlaces[peer.ID](maxUnnamed)}, nil
}

// handshakes are the limits of connections of which it is not known yet whose they are, and of streams of which it is not known what for. libp2p's
// own are filled by a handful of addresses, or peers, that say nothing, while there is room for many times as much: they may have three
// quarters of it.
func handshakes(scaled rcmgr.PartialLimitConfig) rcmgr.ResourceLimits {
	limits := scaled.Transient
	limits.ConnsInbound = max(limits.ConnsInbound, scaled.System.ConnsInbound*3/4)
	limits.Conns = limits.ConnsInbound + limits.ConnsOutbound
	limits.StreamsInbound = max(limits.StreamsInbound, scaled.System.StreamsInbound*3/4)
	limits.Streams = limits.StreamsInbound + limits.StreamsOutbound
	return limits
}
