package libp2p

import (
	"errors"
	"net"
	"sync/atomic"

	golibp2p "github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/p2p/transport/quicreuse"
)

// simulated has QUIC use the sockets of Config.Packets. libp2p does not close a manager of sockets that it is given, so that
// Close does.
func (h *Host) simulated() golibp2p.Option {
	from := new(source)
	return golibp2p.QUICReuse(quicreuse.NewConnManager,
		quicreuse.OverrideSourceIPSelector(func() (quicreuse.SourceIPSelector, error) { return from, nil }),
		quicreuse.OverrideListenUDP(func(network string, addr *net.UDPAddr) (net.PacketConn, error) {
			c, err := h.config.Packets(network, addr)
			if err == nil && !addr.IP.IsUnspecified() {
				from.ip.Store(&addr.IP)
			}
			return c, err
		}),
		func(m *quicreuse.ConnManager) error {
			h.quic = m
			return nil
		})
}

// source is the address from which a host dials that listens on one: the system's routes say nothing of a simulated network.
type source struct{ ip atomic.Pointer[net.IP] }

var errNoSource = errors.New("no address is listened on")

// PreferredSourceIPForDestination is that address, whatever the destination.
func (s *source) PreferredSourceIPForDestination(*net.UDPAddr) (net.IP, error) {
	if ip := s.ip.Load(); ip != nil {
		return *ip, nil
	}
	return nil, errNoSource
}
