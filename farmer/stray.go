package farmer

import (
	"cmp"
	"slices"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// stray is a stream that is in no session under way: one that has just come, one that asks for what nobody knows, or for what has
// ended. Each lasts as long as a few answers take, and they are counted, since what bounds sessions does not bound them.
type stray struct {
	server *Server
	stream transports.Stream
	// The server's mu guards these.
	strays bool
	bytes  int  // that were brought back, and it
	gone   bool // it has given way
}

// strays are the streams in no session, of each peer and in all. Its zero value has none; the server's mu guards it.
type strays struct {
	of             map[messages.Key]*adrift
	streams, bytes int // of all
}

// adrift are a peer's streams that are in no session, the oldest first, and how many bytes they have brought back of sessions that this
// side does not know.
type adrift struct {
	streams []*stray
	bytes   int
}

// How many bytes one peer, and all of them, bring back at once of sessions that do not bind: of one more than its rounds may have, and
// of as many as ended ones are kept.
const (
	maxBroughtBack    = 1 << 20
	maxAllBroughtBack = 16 << 20
)

// receive counts a stream, unless there are too many. However many there are, a peer may have one.
func (s *Server) receive(stream transports.Stream) (*stray, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.strays.of == nil {
		s.strays.of = make(map[messages.Key]*adrift)
	}
	of := s.strays.of[stream.Peer()]
	if of != nil && (len(of.streams) >= s.MaxPerPeer || s.strays.streams >= s.MaxSessions) || s.MaxPerPeer <= 0 {
		return nil, protocol.Errorf(protocol.RateLimited, "too many streams are in no session")
	}
	if of == nil {
		of = new(adrift)
		s.strays.of[stream.Peer()] = of
	}
	arrived := &stray{server: s, stream: stream, strays: true}
	of.streams = append(of.streams, arrived)
	s.strays.streams++
	return arrived, nil
}

// takes counts bytes that are brought back on a stream while it is in no session, or refuses them. Where all bring back too much, the
// peer gives way that has brought back most, unless this one would have as much.
func (s *stray) takes(bytes int) error {
	yields, err := s.charge(bytes)
	for _, y := range yields {
		y.stream.Reset()
	}
	return err
}

var errBroughtBack = protocol.Errorf(protocol.RateLimited,
	"sessions that are brought back have as many bytes as may be at once; come back with this one later")

// charge returns the strays that give way.
func (s *stray) charge(bytes int) (yields []*stray, err error) {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if !s.strays { // the session's are counted now
		return nil, nil
	}
	all := &s.server.strays
	own := all.of[s.stream.Peer()]
	if s.gone || own.bytes+bytes > maxBroughtBack {
		return nil, errBroughtBack
	}
	if over := all.bytes + bytes - maxAllBroughtBack; over > 0 {
		most := all.most()
		if most.bytes <= own.bytes+bytes {
			return nil, errBroughtBack
		}
		yields = all.give(most, over) // which has more than that
	}
	s.bytes += bytes
	own.bytes += bytes
	all.bytes += bytes
	return yields, nil
}

// most is the peer that has brought back most. To look at all of them takes no longer than the signature took that was verified before.
func (s *strays) most() *adrift {
	most := new(adrift)
	for _, of := range s.of {
		if of.bytes > most.bytes {
			most = of
		}
	}
	return most
}

// give has those of a peer's streams give way that have brought back most, the oldest of these first, until it has so many bytes less.
func (s *strays) give(of *adrift, bytes int) (yields []*stray) {
	largest := slices.Clone(of.streams)
	slices.SortStableFunc(largest, func(a, b *stray) int { return cmp.Compare(b.bytes, a.bytes) })
	for _, y := range largest {
		if bytes <= 0 {
			break
		}
		bytes -= y.bytes
		s.credit(of, y)
		y.gone = true
		yields = append(yields, y)
	}
	return yields
}

// credit ends the count of what a stream has brought back.
func (s *strays) credit(of *adrift, y *stray) {
	of.bytes -= y.bytes
	s.bytes -= y.bytes
	y.bytes = 0
}

// home ends the count: the stream has found its session, or is over.
func (s *stray) home() {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if !s.strays {
		return
	}
	s.strays = false
	all, peer := &s.server.strays, s.stream.Peer()
	of := all.of[peer]
	all.credit(of, s)
	all.streams--
	i := slices.Index(of.streams, s)
	if of.streams = slices.Delete(of.streams, i, i+1); len(of.streams) == 0 {
		delete(all.of, peer)
	}
}
