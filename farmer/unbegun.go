package farmer

import (
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// unbegun are the bytes of sessions that bind, or are about to, and whose work has not begun, by requester: they are kept as long as others
// are, and cost who asks for them nothing. Those that ended before a restart are not counted. Its zero value is empty; the server's mu
// guards it.
type unbegun struct {
	of    map[messages.ID]idle
	bytes map[messages.Key]int
}

// maxUnbegun is how many of them one requester has at most: as many as may await an agreement at once.
const maxUnbegun = maxUnbound

// idle is a session whose work has not begun.
type idle struct {
	requester messages.Key
	bytes     int
}

func (u *unbegun) add(id messages.ID, i idle) {
	if u.of == nil {
		u.of, u.bytes = make(map[messages.ID]idle), make(map[messages.Key]int)
	}
	u.drop(id)
	u.of[id] = i
	u.bytes[i.requester] += i.bytes
}

// drop is called once a session's work has begun, or it has ended and is not kept, or is forgotten.
func (u *unbegun) drop(id messages.ID) {
	i, ok := u.of[id]
	if !ok {
		return
	}
	delete(u.of, id)
	if u.bytes[i.requester] -= i.bytes; u.bytes[i.requester] <= 0 {
		delete(u.bytes, i.requester)
	}
}

// reserve counts a session that is about to bind, or refuses it.
func (s *Server) reserve(c *conduct) error {
	v, size := c.session.View(), c.session.Size()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unbegun.bytes[v.Requester]+size > maxUnbegun {
		return protocol.Errorf(protocol.RateLimited, "%d bytes are kept of agreements of yours whose work did not begin; begin some, or come back when they are forgotten, %s after they ended",
			maxUnbegun, s.config.Limits.Retention.Round(time.Second))
	}
	s.unbegun.add(v.Session, idle{v.Requester, size})
	return nil
}

// hasBegun: what a session has come to says that its work has begun. Whoever takes it up begins it by itself otherwise.
func hasBegun(v *protocol.View) bool { return v.Progress != nil || v.Delivery != nil }

// begun tells that a session's work has.
func (s *Server) begun(c *conduct) {
	id := c.session.ID()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unbegun.drop(id)
}
