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

// seen counts what happened.
type seen struct {
	took    map[messages.Kind]int
	in      map[protocol.Phase]int
	refused map[messages.Code]int
	attacks int
}

func newSeen() seen {
	return seen{took: make(map[messages.Kind]int), in: make(map[protocol.Phase]int), refused: make(map[messages.Code]int)}
}

// names are the counts by what people call it.
func (s seen) names() map[string]int {
	all := map[string]int{"attacks": s.attacks}
	for k, n := range s.took {
		all["took "+k.Name()] = n
	}
	for p, n := range s.in {
		all["in "+p.String()] = n
	}
	for c, n := range s.refused {
		all["refused "+protocol.CodeName(c)] = n
	}
	return all
}
