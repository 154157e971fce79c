package farmer

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// Server is the engine of a farmer. Set its fields before first use and leave them alone afterwards; all methods may be
// called concurrently.
type Server struct {
	Farmer Farmer
	// Signer is the peer's Ed25519 key.
	Signer crypto.Signer
	// Journal keeps what was agreed. Nil keeps it in memory, and a restart forgets.
	Journal journal.Journal
	Limits  protocol.Limits
	// Logger hears what is not an answer to anybody. Nil discards.
	Logger *slog.Logger
	// Peers decides whom to serve, before anything else is looked at. Nil serves everybody.
	Peers func(messages.Key) error
	// MaxSessions bounds the sessions under way. Default 10,000.
	MaxSessions int
	// Notice hears of every change of a session's phase, and of what was refused. It must not block.
	Notice func(*protocol.View, error)

	start    sync.Once
	startErr error
	config   drive.Config
	base     context.Context
	stop     context.CancelCauseFunc
	running  sync.WaitGroup

	mu     sync.Mutex
	live   map[messages.ID]*drive.Session
	closed bool
}

// ErrServerClosed is returned after Close.
var ErrServerClosed = errors.New("server closed")

func (s *Server) init() error {
	s.start.Do(func() {
		s.config = drive.Config{Self: protocol.Farmer, Signer: s.Signer, Journal: s.Journal, Limits: s.Limits.WithDefaults(),
			Logger: s.Logger, Now: time.Now}
		if s.config.Logger == nil {
			s.config.Logger = slog.New(slog.DiscardHandler)
		}
		if s.config.Journal == nil {
			s.config.Journal = new(journal.Memory)
		}
		if s.MaxSessions == 0 {
			s.MaxSessions = 10_000
		}
		if s.Farmer == nil {
			s.startErr = errors.New("farmer server: no Farmer is set")
			return
		}
		if s.config.Key, s.startErr = messages.PublicKey(s.Signer); s.startErr != nil {
			return
		}
		s.live = make(map[messages.ID]*drive.Session)
		s.base, s.stop = context.WithCancelCause(context.Background())
	})
	return s.startErr
}

// Serve takes up what the journal says is unfinished, then serves the listener's streams until ctx ends or the listener
// fails. It returns when every session has stopped; those that bind are taken up by the next Serve.
func (s *Server) Serve(ctx context.Context, ln transports.Listener) error {
	if err := s.Resume(ctx); err != nil {
		return err
	}
	defer s.Close()
	var streams sync.WaitGroup
	defer streams.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { s.stop(ErrServerClosed) })()
	for {
		stream, err := ln.Accept(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("serve: %w", err)
		}
		streams.Go(func() {
			if err := s.ServeStream(ctx, stream); err != nil {
				s.config.Logger.Debug("stream ended", "peer", stream.Peer().Short(), "err", err)
			}
		})
	}
}

// Close stops every session where it is and waits for them. Sessions that bind are taken up again by another Server on
// the same journal.
func (s *Server) Close() error {
	if err := s.init(); err != nil {
		return nil
	}
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop(ErrServerClosed)
	s.running.Wait()
	return nil
}

// Resume takes up the sessions that bind and have not ended. Serve does it; call it yourself only with ServeStream.
func (s *Server) Resume(ctx context.Context) error {
	if err := s.init(); err != nil {
		return err
	}
	for note, err := range s.config.Journal.Notes(ctx, drive.Bucket(protocol.Farmer)) {
		if err != nil {
			return fmt.Errorf("resume: %w", err)
		}
		id := messages.ID(note.Key)
		d, err := drive.Load(ctx, &s.config, id, s.config.Key)
		if err != nil {
			return fmt.Errorf("resume: %w", err)
		}
		d.Noted()
		if existing, started := s.enlist(id, d); existing == nil || !started {
			continue
		}
	}
	return nil
}

// enlist makes d the session under way for id and starts it, unless there is one already or no room for it.
func (s *Server) enlist(id messages.ID, d *drive.Session) (session *drive.Session, started bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if existing := s.live[id]; existing != nil {
		return existing, false
	}
	if s.closed || len(s.live) >= s.MaxSessions {
		return nil, false
	}
	s.live[id] = d
	s.running.Go(func() {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.live, id)
		}()
		s.conduct(s.base, d)
	})
	return d, true
}

// ServeStream serves one stream until it ends. The session that it carries may outlive it: the requester comes back for
// it on another one.
func (s *Server) ServeStream(ctx context.Context, stream transports.Stream) error {
	if err := s.init(); err != nil {
		stream.Reset()
		return err
	}
	if s.Peers != nil {
		if err := s.Peers(stream.Peer()); err != nil {
			return s.turnAway(ctx, stream, messages.ID{}, err)
		}
	}
	first, cancel := context.WithTimeoutCause(ctx, s.config.Limits.Reply, transports.ErrSlow)
	frame, err := stream.Receive(first)
	cancel()
	if err != nil {
		stream.Reset()
		return err
	}
	switch frame.Type {
	case messages.FrameResume:
		return s.serveResume(ctx, stream, frame)
	case messages.FrameType(messages.Kind_KIND_SOW):
		return s.serveSOW(ctx, stream, frame)
	}
	return s.turnAway(ctx, stream, messages.ID{}, protocol.Errorf(protocol.Invalid, "a stream begins with a SOW or with Resume"))
}

// turnAway says why and closes.
func (s *Server) turnAway(ctx context.Context, stream transports.Stream, id messages.ID, err error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.config.Limits.Reply, transports.ErrSlow)
	defer cancel()
	s.notice(&protocol.View{Requester: stream.Peer(), Farmer: s.config.Key, Phase: protocol.Open}, err)
	if protocol.CodeOf(err) == protocol.BadSignature {
		transports.Bar(stream, drive.BarFor)
		return err
	}
	if sent := stream.Send(ctx, messages.RefusalFrame(protocol.AsError(err).Refusal(id))); sent != nil {
		stream.Reset()
		return err
	}
	_ = stream.Close()
	return err
}

func (s *Server) serveSOW(ctx context.Context, stream transports.Stream, frame messages.Frame) error {
	u, err := messages.Parse(frame.Data)
	if err != nil {
		return s.turnAway(ctx, stream, messages.ID{}, err)
	}
	switch h := u.Header(); {
	case h.Signer != stream.Peer():
		return s.turnAway(ctx, stream, u.ID(), protocol.Errorf(protocol.Forbidden, "a SOW is taken only from its signer"))
	case h.Signer == s.config.Key:
		return s.turnAway(ctx, stream, u.ID(), protocol.Errorf(protocol.Forbidden, "a peer cannot hire itself"))
	case !h.Prev.IsZero():
		return s.turnAway(ctx, stream, u.ID(), protocol.Errorf(protocol.Stale, "a counter-offer belongs on the stream of its session"))
	}
	id := messages.SessionID(u.ID(), s.config.Key)
	known, err := s.find(ctx, id)
	if err != nil {
		return s.turnAway(ctx, stream, u.ID(), err)
	}
	if known != nil { // the same question again gets the same answer again
		return s.rejoin(ctx, stream, known, messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 1, Head: idBytes(u.ID())}))
	}
	d := drive.New(&s.config, s.config.Key)
	d.Open(stream)
	if err := d.Take(ctx, stream, frame); err != nil {
		return s.turnAway(ctx, stream, u.ID(), err)
	}
	if d.ID().IsZero() { // refused, and said so
		s.notice(&protocol.View{Requester: stream.Peer(), Farmer: s.config.Key, Phase: protocol.Open}, protocol.Errorf(protocol.Invalid, "SOW refused"))
		_ = stream.Close()
		return nil
	}
	if session, _ := s.enlist(id, d); session == nil {
		return s.turnAway(ctx, stream, u.ID(), protocol.Errorf(protocol.Busy, "%d sessions are under way; try again later", s.MaxSessions))
	}
	return d.Pump(ctx, stream)
}

func idBytes(id messages.ID) []byte { return id[:] }

// find returns the session that is under way or in the journal, or nil.
func (s *Server) find(ctx context.Context, id messages.ID) (*drive.Session, error) {
	s.mu.Lock()
	d := s.live[id]
	s.mu.Unlock()
	if d != nil {
		return d, nil
	}
	known := false
	for _, err := range s.config.Journal.Transcript(ctx, id) {
		if err != nil {
			return nil, err
		}
		known = true
		break
	}
	if !known {
		return nil, nil
	}
	return drive.Load(ctx, &s.config, id, s.config.Key)
}

func (s *Server) serveResume(ctx context.Context, stream transports.Stream, frame messages.Frame) error {
	m, err := frame.Unsigned()
	if err != nil {
		return s.turnAway(ctx, stream, messages.ID{}, err)
	}
	id := messages.ID(m.(*messages.Resume).Session)
	d, err := s.find(ctx, id)
	if err != nil {
		return s.turnAway(ctx, stream, messages.ID{}, err)
	}
	if d == nil {
		d = drive.Unknown(&s.config, s.config.Key, id)
	} else if requester := d.View().Requester; requester != stream.Peer() {
		return s.turnAway(ctx, stream, messages.ID{}, protocol.Errorf(protocol.NotFound, "no such session of yours"))
	}
	return s.rejoin(ctx, stream, d, frame)
}

// rejoin gives a session another stream, on which the other side has said how far it is.
func (s *Server) rejoin(ctx context.Context, stream transports.Stream, d *drive.Session, resume messages.Frame) error {
	if err := d.Greet(ctx, stream); err != nil {
		return err
	}
	if err := d.Take(ctx, stream, resume); err != nil {
		stream.Reset()
		return err
	}
	// A session that the other side must first bring back is conducted once it is whole.
	ended := make(chan error, 1)
	var pump sync.WaitGroup
	pump.Go(func() { ended <- d.Pump(ctx, stream) })
	defer pump.Wait()
	if err := d.AwaitExchange(ctx); err == nil {
		if v := d.View(); v.Requester == stream.Peer() && !v.Final() {
			s.enlist(v.Session, d)
		}
	}
	return <-ended
}

func (s *Server) notice(v *protocol.View, err error) {
	if s.Notice != nil {
		s.Notice(v, err)
	}
}
