package main

import (
	"encoding/json"
	"net"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/internal/durable"
)

// places are where a market was when it was last open.
type places struct {
	RPC    string `json:"rpc"`
	Faucet string `json:"faucet"`
	Listen string `json:"listen"`
}

const placesFile = "places.json"

// readPlaces reads where the market was; nothing is known of a new one.
func readPlaces(h *home.Home) (p places) {
	b, err := readFile(h.Path(placesFile), 4<<10)
	if err != nil || json.Unmarshal(b, &p) != nil {
		return places{}
	}
	return p
}

func (p places) write(h *home.Home) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return durable.Replace(h.Path(placesFile), b)
}

// free is the address where the market was, where any port would do and that one is free.
func free(asked, before string) string {
	if before == "" || !strings.HasSuffix(asked, ":0") {
		return asked
	}
	ln, err := net.Listen("tcp", before)
	if err != nil {
		return asked
	}
	_ = ln.Close()
	return before
}

// freeListen is free for a multiaddr of TCP.
func freeListen(asked, before string) string {
	ip, port, ok := strings.Cut(strings.TrimPrefix(before, "/ip4/"), "/tcp/")
	if !ok || !strings.HasSuffix(asked, "/tcp/0") || free("any:0", net.JoinHostPort(ip, port)) == "any:0" {
		return asked
	}
	return before
}

// withoutPeer is the first address without the peer's ID.
func withoutPeer(addrs []string) string {
	if len(addrs) == 0 {
		return ""
	}
	where, _, _ := strings.Cut(addrs[0], "/p2p/")
	return where
}
