package libp2p

import (
	"fmt"

	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// example is what errors about addresses show.
const example = "/ip4/192.0.2.1/tcp/4001/p2p/12D3Koo..."

// ParseAddr splits an address that ends in /p2p/ID into the peer's key and where it is.
func ParseAddr(addr string) (messages.Key, string, error) {
	info, err := parseFull(addr)
	if err != nil {
		return messages.Key{}, "", err
	}
	key, err := KeyOf(info.ID)
	if err != nil || len(info.Addrs) == 0 {
		return key, "", err
	}
	return key, info.Addrs[0].String(), nil
}

func parseFull(addr string) (*peer.AddrInfo, error) {
	m, err := ma.NewMultiaddr(addr)
	if err != nil {
		return nil, fmt.Errorf("address %.200q: %w; it should look like %s", addr, err, example)
	}
	info, err := peer.AddrInfoFromP2pAddr(m)
	if err != nil {
		return nil, fmt.Errorf("address %.200q names no peer: add its ID, as in %s", addr, example)
	}
	return info, nil
}

// parseFor reads addresses of the peer p, with or without its ID; an address of another peer is refused.
func parseFor(p peer.ID, addrs []string) ([]ma.Multiaddr, error) {
	var parsed []ma.Multiaddr
	for _, addr := range addrs {
		m, err := ma.NewMultiaddr(addr)
		if err != nil {
			return nil, fmt.Errorf("%w: address %.200q: %w; it should look like %s", transports.ErrUnreachable, addr, err, example)
		}
		where, id := peer.SplitAddr(m)
		if id != "" && id != p {
			return nil, fmt.Errorf("%w: address %s is that of another peer, not of %s", transports.ErrPeer, addr, p)
		}
		if where != nil {
			parsed = append(parsed, where)
		}
	}
	return parsed, nil
}
