package sim

import (
	"crypto/ed25519"
	"sync"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// cast is who there is. It is never changed.
type cast struct {
	keys   map[string]ed25519.PrivateKey
	peers  map[string]messages.Key
	names  map[string]string // the peers in hex
	farmer messages.Key
}

var everybody = sync.OnceValue(func() *cast {
	c := &cast{make(map[string]ed25519.PrivateKey), make(map[string]messages.Key), make(map[string]string), script.Peer("farmer")}
	for _, who := range []string{"requester", "farmer", "mediator", "mediator2", "stranger"} {
		c.keys[who], c.peers[who] = script.Key(who), script.Peer(who)
		c.names[who] = c.peers[who].String()
	}
	return c
})

// seen counts what happened, by its number.
type seen struct {
	took    [messages.Kind_KIND_ASK + 1]int
	in      [protocol.Expired + 1]int
	refused [64]int
	faults  [faultKinds]int
}

// names are the counts by what people call it.
func (s *seen) names() map[string]int {
	all := make(map[string]int)
	count := func(name string, n int) {
		if n > 0 {
			all[name] = n
		}
	}
	for k, n := range s.took {
		count("took "+messages.Kind(k).Name(), n)
	}
	for p, n := range s.in {
		count("in "+protocol.Phase(p).String(), n)
	}
	for c, n := range s.refused {
		count("refused "+protocol.CodeName(messages.Code(c)), n)
	}
	for f, n := range s.faults {
		count(faultNames[f], n)
	}
	return all
}
