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
	strays bool // the server's mu guards it
	bytes  int  // that were brought back, and it
}

// strays are the streams in no session, of each peer and in all. Its zero value has none; the server's mu guards it.
type strays struct {
	of  map[messages.Key]adrift
	all adrift
}

// adrift is how many streams are in no session, and how many bytes they have brought back of sessions that this side does not know.
type adrift struct{ streams, bytes int }

// How many bytes one peer, and all of them, bring back at once of sessions that do not bind: of one more than its rounds may have, and
// of as many as ended ones are kept.
const (
	maxBroughtBack    = 1 << 20
	maxAllBroughtBack = 16 << 20
)

func (s *strays) add(peer messages.Key, streams, bytes int) {
	if s.of == nil {
		s.of = make(map[messages.Key]adrift)
	}
	s.all = adrift{s.all.streams + streams, s.all.bytes + bytes}
	if now := (adrift{s.of[peer].streams + streams, s.of[peer].bytes + bytes}); now.streams > 0 {
		s.of[peer] = now
		return
	}
	delete(s.of, peer)
}

// receive counts a stream, unless there are too many. However many there are, a peer may have one.
func (s *Server) receive(peer messages.Key) (stray, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.strays.of[peer].streams
	if n >= s.MaxPerPeer || n > 0 && s.strays.all.streams >= s.MaxSessions {
		return stray{}, protocol.Errorf(protocol.RateLimited, "too many streams are in no session")
	}
	s.strays.add(peer, 1, 0)
	return stray{server: s, peer: peer, strays: true}, nil
}

// takes counts bytes that are brought back on a stream while it is in no session, or refuses them.
func (s *stray) takes(bytes int) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	strays := &s.server.strays
	switch {
	case !s.strays: // the session's are counted now
		return nil
	case strays.of[s.peer].bytes+bytes > maxBroughtBack || strays.all.bytes+bytes > maxAllBroughtBack:
		return protocol.Errorf(protocol.RateLimited, "sessions that are brought back have as many bytes as may be at once; come back with this one later")
	}
	s.bytes += bytes
	strays.add(s.peer, 0, bytes)
	return nil
}

// home ends the count: the stream has found its session, or is over.
func (s *stray) home() {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.strays {
		s.strays = false
		s.server.strays.add(s.peer, -1, -s.bytes)
	}
}
