package farmer

import (
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// stray is a stream that is in no session under way: one that has just come, one that asks for what nobody knows, or for what has
// ended. Each lasts as long as a few answers take, and they are counted, since what bounds sessions does not bound them.
type stray struct {
	server *Server
	peer   messages.Key
	strays bool
}

// strays are the streams in no session, of each peer and in all. Its zero value has none; the server's mu guards it.
type strays struct {
	of  map[messages.Key]int
	all int
}

// receive counts a stream, unless there are too many. However many there are, a peer may have one.
func (s *Server) receive(peer messages.Key) (stray, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.strays.of[peer]
	if n >= s.MaxPerPeer || n > 0 && s.strays.all >= s.MaxSessions {
		return stray{}, protocol.Errorf(protocol.RateLimited, "too many streams are in no session")
	}
	if s.strays.of == nil {
		s.strays.of = make(map[messages.Key]int)
	}
	s.strays.of[peer]++
	s.strays.all++
	return stray{s, peer, true}, nil
}

// home ends the count: the stream has found its session, or is over.
func (s *stray) home() {
	if !s.strays {
		return
	}
	s.strays = false
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	of := s.server.strays.of
	if of[s.peer]--; of[s.peer] == 0 {
		delete(of, s.peer)
	}
	s.server.strays.all--
}
