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
	// Logger hears what is not an answer to anybody, such as what is wrong with a quote of the Farmer's own: the requester is
	// told no more than that something is. Nil discards.
	Logger *slog.Logger
	// Peers decides whom to serve, before anything else is looked at. Nil serves everybody.
	Peers func(messages.Key) error
	// MaxSessions bounds the sessions under way, and MaxPerPeer those of one requester. Default 10,000 and 1,000. What binds
	// is taken up again even when there is no room. Who finds none is given that of the oldest quote of the requester that has
	// most sessions which do not bind, if it has fewer itself. So it is with the bytes of those sessions, of which there are 16 MiB
	// for one requester and 64 MiB for all. What is kept of one requester's agreements whose work did not begin is 16 MiB at most. As many streams may be in no session, each for as long as an answer takes, and one of
	// each peer however many there are; others are reset. They may bring back 1 MiB for one requester and 16 MiB for all of sessions that
	// the farmer does not know; the streams of who has brought back most are reset for one that has brought back less.
	MaxSessions, MaxPerPeer int
	// Bounds are the longest that terms may bind for. Accept is not asked about longer ones: they are refused as DEADLINE.
	Bounds Bounds
	// Notice hears of every change of a session's phase, and of what was refused. It must not block. A panic of it, or of Peers, is
	// logged; the peer that Peers was asked about is turned away.
	Notice func(*protocol.View, error)
	// Now is this side's clock. Nil is time.Now.
	Now func() time.Time

	start    sync.Once
	startErr error
	retain   sync.Once
	config   drive.Config
	base     context.Context
	stop     context.CancelCauseFunc
	running  sync.WaitGroup // what crew does
	crew     drive.Crew

	mu      sync.Mutex
	live    map[messages.ID]*conduct
	peers   map[messages.Key]load
	unhired unhired
	unbegun unbegun
	strays  strays
	leaving int // of live, those that were let go
	ended   ended
}

// ErrServerClosed is returned by Serve and Resume after Close; a Serve that is under way then ends with it. After a journal has failed, its
// error is.
var ErrServerClosed = errors.New("server closed")

func (s *Server) init() error {
	s.start.Do(func() {
		s.config = drive.Config{Self: protocol.Farmer, Signer: s.Signer, Journal: s.Journal, Limits: s.Limits, Logger: s.Logger, Now: s.Now, Refused: s.notice,
			Broken: func(err error) { s.stop(err) }}
		if s.MaxSessions == 0 {
			s.MaxSessions = 10_000
		}
		if s.MaxPerPeer == 0 {
			s.MaxPerPeer = 1_000
		}
		s.Bounds = s.Bounds.withDefaults()
		if s.Farmer == nil {
			s.startErr = errors.New("farmer server: no Farmer is set")
			return
		}
		if s.startErr = s.config.Complete(); s.startErr != nil {
			return
		}
		s.live, s.peers = make(map[messages.ID]*conduct), make(map[messages.Key]load)
		s.base, s.stop = context.WithCancelCause(context.Background())
	})
	return s.startErr
}

// Serve takes up what the journal says is unfinished, then serves the listener's streams until ctx ends or the listener
// fails, the server is closed, or the journal has failed, after which nothing is said any more. It returns when every session has stopped;
// those that bind are taken up by the next Server on the same journal.
func (s *Server) Serve(ctx context.Context, ln transports.Listener) error {
	defer s.Close() // of what Resume took up before it failed, too
	if ln == nil {
		return errors.New("farmer server: no listener is given: one of transports or of a libp2p host says where requesters come in")
	}
	if err := s.Resume(ctx); err != nil {
		return err
	}
	var streams sync.WaitGroup
	defer streams.Wait()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.base, func() { cancel(context.Cause(s.base)) })()
	defer context.AfterFunc(ctx, func() { s.stop(ErrServerClosed) })()
	for {
		stream, err := ln.Accept(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("serve: %w", err)
		}
		streams.Add(1)
		s.crew.Go(func() {
			defer streams.Done()
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
	s.stop(ErrServerClosed) // from now on nobody is added to those that are running
	s.mu.Unlock()
	s.running.Wait()
	s.crew.Close()
	return nil
}

// Resume takes up the sessions that bind and have not ended, and from then on forgets those that ended longer than
// Limits.Retention ago. Serve does it; call it yourself only with ServeStream, just before the first stream, and Close at the end. A session
// that cannot be read is logged and left as it is: it must not keep the others from their due. None goes on before all are read, also one
// with work or a receipt that is due soon: requesters have as long from then on to come for each, since what is overdue waits for them.
func (s *Server) Resume(ctx context.Context) error {
	if err := s.init(); err != nil {
		return err
	}
	if s.base.Err() != nil {
		return fmt.Errorf("resume: %w", context.Cause(s.base))
	}
	open, err := s.load(ctx)
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	for _, d := range open { // all are read by now, so that requesters can come for each of them from when it goes on
		if _, err := s.enlist(d); s.base.Err() != nil {
			return fmt.Errorf("resume: %w", context.Cause(s.base))
		} else if err != nil {
			s.config.Logger.Error("session not resumed", "session", d.ID().Short(), "err", err)
		}
	}
	s.retain.Do(s.forgetInTime)
	return nil
}

// load reads the sessions that the journal notes as open.
func (s *Server) load(ctx context.Context) (open []*drive.Session, err error) {
	for note, err := range s.config.Journal.Notes(ctx, drive.Bucket(protocol.Farmer)) {
		if err != nil {
			return nil, err
		}
		if len(note.Key) != len(messages.ID{}) {
			s.config.Logger.Error("session not resumed: the journal's note names none", "key", fmt.Sprintf("%x", note.Key))
			continue
		}
		id := messages.ID(note.Key)
		d, err := drive.Load(ctx, &s.config, id, s.config.Key)
		for _, over := range []context.Context{ctx, s.base} {
			if over.Err() != nil {
				return nil, context.Cause(over)
			}
		}
		if err != nil {
			s.config.Logger.Error("session not resumed", "session", id.Short(), "err", err)
			continue
		}
		d.Noted()
		open = append(open, d)
	}
	return open, nil
}

// forgetInTime has the journal forget what is past its retention, until the server closes.
func (s *Server) forgetInTime() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.base.Err() != nil {
		return
	}
	s.running.Go(func() {
		drive.Retain(s.base, &s.config, func(id messages.ID) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.ended.drop(id)
			s.unbegun.drop(id)
		})
	})
}

// enlist makes d the session under way for its ID and starts it, and returns it, or the one that is under way already.
func (s *Server) enlist(d *drive.Session) (*drive.Session, error) {
	v := d.View()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch existing := s.live[v.Session]; {
	case existing != nil && existing.session.Closed():
		return nil, errClosing
	case existing != nil:
		return existing.session, nil
	case s.base.Err() != nil:
		return nil, &protocol.Error{Code: protocol.Unavailable, Reason: "the farmer is stopping", Err: context.Cause(s.base)}
	case v.Bound(): // there is room for what was promised
	case s.peers[v.Requester].sessions >= s.MaxPerPeer:
		return nil, protocol.Errorf(protocol.RateLimited, "%d sessions of yours are under way; finish some first", s.MaxPerPeer)
	case s.peers[v.Requester].unbound+d.Size() > maxUnbound:
		return nil, protocol.Errorf(protocol.RateLimited, "SOWs of yours with more than %d bytes await an agreement; finish some first", maxUnbound)
	default:
		if err := s.makeRoom(v.Requester, load{1, d.Size()}); err != nil {
			return nil, err
		}
	}
	c := &conduct{server: s, session: d}
	if !v.Bound() {
		c.unbound = d.Size()
		s.unhired.add(c, v.Requester)
	} else if !hasBegun(v) {
		s.unbegun.add(v.Session, idle{v.Requester, d.Size()})
	}
	s.live[v.Session] = c
	s.charge(v.Requester, load{1, c.unbound})
	s.running.Add(1)
	d.TakenUp()
	s.conduct(c)
	return d, nil
}

// errClosing: the session is conducted no more, and may be again once it is off those under way.
var errClosing = protocol.Errorf(protocol.Unavailable, "the session is being closed here; come again")

// conduct has a goroutine conduct a session to its end, and another one go on where a hook has ended that.
func (s *Server) conduct(c *conduct) {
	over := func() {
		s.strike(c)
		s.running.Done()
	}
	s.crew.Go(func() {
		drive.Attend(func() {
			c.run(s.base)
			over()
		}, func() {
			if c.lost() {
				s.conduct(c)
				return
			}
			over()
		})
	})
}

// makeRoom lets quotes go for a requester that comes for so much more, and for a session more where there is no place for it, or refuses
// it and lets none go; mu is held. To their sessions that is as if their streams had been lost.
func (s *Server) makeRoom(comes messages.Key, more load) error {
	full := more.sessions > 0 && len(s.live)-s.leaving >= s.MaxSessions
	spared, lacks := s.unhired.room(comes, full, more.unbound, func(c *conduct) bool { return c.session.View().Phase == protocol.Quoted })
	switch lacks {
	case bySessions:
		return protocol.Errorf(protocol.Busy, "%d sessions are under way; try again later", s.MaxSessions)
	case byBytes:
		return errHoarded
	}
	for _, c := range spared {
		c.gone = true
		s.leaving++
		s.running.Go(c.session.Leave)
	}
	return nil
}

// quoted tells that a session has come to a quote.
func (s *Server) quoted(c *conduct) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unhired.quoted(c)
}

// release: a session is not one of those any more that do not bind, nor one that leaves; mu is held.
func (s *Server) release(c *conduct) {
	s.unhired.remove(c, c.session.View().Requester)
	if c.gone {
		c.gone = false
		s.leaving--
	}
}

// strike takes a session off those under way. Who asks for it again is answered as before: a session that failed before
// anybody was bound, for what its requester said, has signed an answer too.
func (s *Server) strike(c *conduct) {
	v := c.session.View()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.live, v.Session)
	s.release(c)
	s.charge(v.Requester, load{-1, -c.unbound})
	if !v.Bound() || hasBegun(v) {
		s.unbegun.drop(v.Session)
	}
	if failed := c.session.Failed() != nil; !failed && v.Final() || !v.Bound() && (!failed || v.Count > 1) {
		s.ended.keep(v.Session, c.session)
		c.session.Rests() // whoever takes from now on what it had lost finds it under way no more
	}
}

// bound tells that a session is in the journal now, and no more in memory alone.
func (s *Server) bound(c *conduct) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.release(c)
	s.charge(c.session.View().Requester, load{0, -c.unbound})
	c.unbound = 0
}

// grown charges what a session that does not bind was told since, counter-offers and a proposal, and refuses what is too much.
func (s *Server) grown(c *conduct) error {
	requester, size := c.session.View().Requester, c.session.Size()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.charge(requester, load{0, size - c.unbound})
	s.unhired.grow(c, size-c.unbound)
	c.unbound = size
	if s.peers[requester].unbound > maxUnbound {
		return protocol.Errorf(protocol.RateLimited, "SOWs of yours with more than %d bytes await an agreement; finish some first", maxUnbound)
	}
	return s.makeRoom(requester, load{})
}

// load is what one requester has under way: sessions, and the bytes of those that are kept in memory alone.
type load struct{ sessions, unbound int }

// How many bytes one requester has in sessions which do not bind, and all of them together. Each is held as it was signed and as it was
// read, so that all take 128 MiB, and with what else a crowd costs stay within the 256 MiB that hostile peers may. While fewer than a
// thousand requesters hold it all, one of them holds more than the largest SOW, and a newcomer has room for its own.
const (
	maxUnbound    = 16 << 20
	maxAllUnbound = 64 << 20
)

// errHoarded is said to who would hold as much as whoever holds most of what all may.
var errHoarded = protocol.Errorf(protocol.Busy, "SOWs of %d bytes await an agreement, and few hold more of them than you would; try again later, or with a smaller one", maxAllUnbound)

// charge changes a requester's load; mu is held.
func (s *Server) charge(requester messages.Key, by load) {
	now := s.peers[requester]
	now.sessions += by.sessions
	now.unbound += by.unbound
	if s.peers[requester] = now; now.sessions <= 0 {
		delete(s.peers, requester)
	}
}

// Cancel says that a session's work will not be done, for a reason that the requester hears. Where the farmer is on turn
// that is a move, by which it is in default if it was bound; where the requester is, it is asked to let go.
func (s *Server) Cancel(ctx context.Context, session messages.ID, reason string) error {
	if err := s.init(); err != nil {
		return err
	}
	s.mu.Lock()
	c := s.live[session]
	s.mu.Unlock()
	if c == nil {
		return protocol.Errorf(protocol.NotFound, "session %s is not under way", session.Short())
	}
	return c.cancel(ctx, protocol.Errorf(protocol.Canceled, "%s", reason))
}

// Sessions are the views of every session under way, in no order.
func (s *Server) Sessions() []*protocol.View {
	if s.init() != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	views := make([]*protocol.View, 0, len(s.live))
	for _, c := range s.live {
		views = append(views, c.session.View())
	}
	return views
}

func (s *Server) notice(v *protocol.View, err error) {
	if s.Notice != nil {
		s.config.Tell("Notice", func() { s.Notice(v, err) })
	}
}
