package farmer

import (
	"context"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// ServeStream serves one stream until it ends. The session that it carries may outlive it: the requester comes back for
// it on another one.
func (s *Server) ServeStream(ctx context.Context, stream transports.Stream) (err error) {
	drive.Attend(func() { err = s.serve(ctx, stream) }, stream.Reset)
	return err
}

func (s *Server) serve(ctx context.Context, stream transports.Stream) error {
	if err := s.init(); err != nil {
		stream.Reset()
		return err
	}
	arrived, err := s.receive(stream)
	if err != nil {
		stream.Reset()
		return err
	}
	defer arrived.home()
	first := drive.NewPatience(ctx, s.config.Limits.Reply, transports.ErrSlow)
	frame, err := stream.Receive(first)
	first.Stop()
	if err != nil {
		stream.Reset()
		return err
	}
	if s.Peers != nil { // after its first words, or it might not hear ours
		if err := s.config.Guard("Peers", func() error { return s.Peers(stream.Peer()) }); err != nil {
			return s.turnAway(ctx, stream, messages.ID{}, err)
		}
	}
	switch frame.Type {
	case messages.FrameResume:
		return s.serveResume(ctx, stream, frame, arrived)
	case messages.FrameType(messages.Kind_KIND_SOW):
		return s.serveSOW(ctx, stream, frame, arrived)
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

func (s *Server) serveSOW(ctx context.Context, stream transports.Stream, frame messages.Frame, arrived *stray) error {
	u, err := messages.Parse(frame.Data)
	if err != nil {
		return s.turnAway(ctx, stream, messages.ID{}, err)
	}
	asked := u.ID()
	switch h := u.Header(); {
	case h.Signer != stream.Peer():
		return s.turnAway(ctx, stream, asked, protocol.Errorf(protocol.Forbidden, "a SOW is taken only from its signer"))
	case h.Signer == s.config.Key:
		return s.turnAway(ctx, stream, asked, protocol.Errorf(protocol.Forbidden, "a peer cannot hire itself"))
	case !h.Prev.IsZero():
		return s.turnAway(ctx, stream, asked, protocol.Errorf(protocol.Stale, "a counter-offer belongs on the stream of its session"))
	}
	id := messages.SessionID(asked, s.config.Key)
	again := func() messages.Frame {
		return messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 1, Head: asked[:]})
	}
	known, err := s.find(ctx, id, stream.Peer())
	if err != nil {
		return s.turnAway(ctx, stream, asked, err)
	}
	if known != nil { // the same question again gets the same answer again
		return s.rejoin(ctx, stream, known, again(), arrived)
	}
	d := drive.New(&s.config, s.config.Key)
	d.Open(stream)
	if err := d.Take(ctx, stream, frame); err != nil {
		stream.Reset()
		return err
	}
	if d.ID().IsZero() { // refused, and said so
		_ = stream.Close()
		return nil
	}
	switch session, err := s.enlist(d); {
	case err != nil:
		return s.turnAway(ctx, stream, asked, err)
	case session != d: // it was asked twice at once
		return s.rejoin(ctx, stream, session, again(), arrived)
	}
	arrived.home()
	return d.Pump(ctx, stream)
}

// find returns the session that is under way, ended lately or is in the journal, or nil. One of another
// requester than the peer that asks is not looked for further than that takes: replaying verifies every signature.
func (s *Server) find(ctx context.Context, id messages.ID, peer messages.Key) (*drive.Session, error) {
	s.mu.Lock()
	c, ended := s.live[id], s.ended.sessions[id]
	s.mu.Unlock()
	switch {
	case c != nil:
		return c.session, nil
	case ended != nil:
		return ended, nil
	}
	if asker, err := drive.Asker(ctx, s.config.Journal, id); err != nil || asker != peer {
		return nil, err
	}
	d, err := drive.Load(ctx, &s.config, id, s.config.Key)
	if err == nil && d.View().Final() {
		s.mu.Lock()
		s.ended.keep(id, d)
		s.mu.Unlock()
	}
	return d, err
}

func (s *Server) serveResume(ctx context.Context, stream transports.Stream, frame messages.Frame, arrived *stray) error {
	m, err := frame.Unsigned()
	if err != nil {
		return s.turnAway(ctx, stream, messages.ID{}, err)
	}
	id := messages.ID(m.(*messages.Resume).Session)
	d, err := s.find(ctx, id, stream.Peer())
	if err != nil {
		return s.turnAway(ctx, stream, messages.ID{}, err)
	}
	if d == nil || d.View().Requester != stream.Peer() { // a stranger does not learn that there is such a session
		d = drive.Unknown(&s.config, s.config.Key, id)
		d.OnGrowth(arrived.takes)
	}
	return s.rejoin(ctx, stream, d, frame, arrived)
}

// rejoin gives a session another stream, on which the other side has said how far it is. One that is under way keeps it; for
// what else is said the other side has as long as for an answer.
func (s *Server) rejoin(ctx context.Context, stream transports.Stream, d *drive.Session, resume messages.Frame, arrived *stray) error {
	if err := d.Greet(ctx, stream); err != nil {
		stream.Reset()
		return err
	}
	if v := d.View(); v.Phase != protocol.Open && !v.Final() && d.Failed() == nil {
		session, err := s.enlist(d)
		if err == errClosing { // a refusal would end a session in which nobody is bound
			stream.Reset()
			return err
		}
		if err != nil {
			return s.turnAway(ctx, stream, messages.ID{}, err)
		}
		if session != d { // it was taken up meanwhile
			d = session
			if err := d.Greet(ctx, stream); err != nil {
				stream.Reset()
				return err
			}
		}
	}
	if err := d.Take(ctx, stream, resume); err != nil {
		stream.Reset()
		return err
	}
	ended := make(chan error, 1)
	var pump sync.WaitGroup
	pump.Go(func() {
		err := drive.ErrLeft // until it has returned
		defer func() { ended <- err }()
		err = d.Pump(ctx, stream)
	})
	defer pump.Wait()
	whole := d.AwaitExchange(ctx)
	if whole == nil && s.learned(stream, d) {
		arrived.home()
		return <-ended
	}
	if v := d.View(); whole != nil && v.Bound() && !v.Final() && d.Failed() == nil {
		_, _ = s.enlist(d) // who has shown that much, and left, may not come back; where the farmer is stopping, the next one conducts it
	}
	defer func() { _ = d.Flush(true) }() // where nobody conducts it, nobody waits for that; an error fails it
	late := time.NewTimer(s.config.Limits.Reply)
	defer late.Stop()
	select {
	case err := <-ended:
		return err
	case <-late.C:
		_ = stream.Close()
		return <-ended
	}
}

// learned conducts a session that the other side had to bring back, once it is whole, and reports whether it is under way.
func (s *Server) learned(stream transports.Stream, d *drive.Session) bool {
	v := d.View()
	switch {
	case v.Phase == protocol.Open: // there is none, which a reset would keep from whoever asked
		_ = stream.Close()
		return false
	case v.Final():
		return false
	}
	if session, err := s.enlist(d); err != nil || session != d {
		stream.Reset() // it is to come back, to the session that is under way
		return false
	}
	return true
}
