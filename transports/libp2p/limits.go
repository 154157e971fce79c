package libp2p

import (
	golibp2p "github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
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
)

func resourceManager() (network.ResourceManager, error) {
	defaults := rcmgr.DefaultLimits
	golibp2p.SetDefaultServiceLimits(&defaults)
	limits := rcmgr.PartialLimitConfig{
		Protocol:     map[protocol.ID]rcmgr.ResourceLimits{Protocol: allPeers},
		ProtocolPeer: map[protocol.ID]rcmgr.ResourceLimits{Protocol: eachPeer},
		Service:      map[string]rcmgr.ResourceLimits{service: allPeers},
		ServicePeer:  map[string]rcmgr.ResourceLimits{service: eachPeer},
	}.Build(defaults.AutoScale())
	return rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(limits), rcmgr.WithMetricsDisabled())
}
