package drive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// BarFor is how long a peer is kept out that sent a signature which does not verify.
const BarFor = 10 * time.Minute

// Equivocations is the journal's bucket for proofs that a peer said two things: an envelope's bytes under the ID of the
// session and its own.
const Equivocations = "equivocations"

// Open attaches a stream of a session that is new to both sides: there is nothing to compare.
func (s *Session) Open(stream transports.Stream) {
	s.attach(stream, true)
}

// Greet attaches a stream and says how far this side is; nothing is appended until the other side has said the same.
func (s *Session) Greet(ctx context.Context, stream transports.Stream) error {
	s.attach(stream, false)
	s.emit.Lock()
	defer s.emit.Unlock()
	if err := s.commit(false); err != nil {
		return err
	}
	s.mu.Lock()
	resume := s.judge.Resume()
	if s.judge.Phase() == protocol.Open {
		resume.Session = s.expected[:]
	}
	s.mu.Unlock()
	return s.send(ctx, stream, messages.ResumeFrame(resume))
}

func (s *Session) attach(stream transports.Stream, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream != nil && s.stream != stream {
		s.stream.Reset() // the newer one is the one that the other side has
	}
	s.stream, s.heard, s.behind = stream, s.config.Now(), 0
	if fresh {
		s.exchanged, s.greeted = true, stream
	}
	s.signal()
}

// send bounds how long a peer may take to read what it is sent.
func (s *Session) send(ctx context.Context, stream transports.Stream, frames ...messages.Frame) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.config.Limits.Reply, transports.ErrSlow)
	defer cancel()
	return stream.Send(ctx, frames...)
}

// Pump reads the stream until it ends. It returns nil when the other side closed it, or when it was replaced.
func (s *Session) Pump(ctx context.Context, stream transports.Stream) error {
	for {
		frame, err := stream.Receive(ctx)
		if err == nil {
			err = s.Take(ctx, stream, frame)
		}
		if err != nil {
			s.lost(stream, err)
			if errors.Is(err, io.EOF) || errors.Is(err, transports.ErrReset) {
				return nil
			}
			return err
		}
	}
}

// Take judges one frame that arrived on the attached stream. An error means that the stream is of no further use.
func (s *Session) Take(ctx context.Context, stream transports.Stream, frame messages.Frame) error {
	s.mu.Lock()
	s.heard = s.config.Now()
	s.mu.Unlock()
	switch frame.Type {
	case messages.FrameResume, messages.FrameRefusal, messages.FrameTelemetry:
		m, err := frame.Unsigned()
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case *messages.Resume:
			return s.resumed(ctx, stream, m)
		case *messages.Refusal:
			s.Fail(protocol.FromRefusal(m))
		case *messages.Telemetry:
			if s.telemetry != nil {
				s.telemetry(m)
			}
		}
		return nil
	}
	u, err := messages.Parse(frame.Data)
	if err == nil && messages.FrameType(u.Header().Kind) != frame.Type {
		err = fmt.Errorf("%w: frame of type %d holds a %s", messages.ErrFrame, frame.Type, u.Header().Kind.Name())
	}
	if err != nil {
		return err
	}
	if err := s.receive(stream, u); err != nil {
		return s.refuse(ctx, stream, u.ID(), err)
	}
	return nil
}

// receive judges an envelope: what costs nothing first, the signature after that, its meaning last.
func (s *Session) receive(stream transports.Stream, u *messages.Unopened) error {
	header := u.Header()
	if header.Kind == messages.Kind_KIND_ASK {
		return s.receiveAsk(u)
	}
	s.mu.Lock()
	admitted := s.judge.Admit(header)
	duplicate := protocol.CodeOf(admitted) == protocol.Stale && s.has(u.ID())
	s.mu.Unlock()
	switch {
	case duplicate:
		return nil // what answers it was sent, or is in the tail that a Resume asks for
	case admitted != nil && protocol.CodeOf(admitted) != protocol.Stale:
		return admitted
	}
	e, err := u.Open()
	if err != nil {
		return err
	}
	now := s.config.Now()
	at := now
	if e.Signer() == s.config.Key {
		at = time.Time{} // one's own word, forgotten in a crash, is adopted whenever it comes back
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.judge.Apply(e, at); err != nil {
		if protocol.CodeOf(err) == protocol.Equivocation {
			s.keep(e)
		}
		return err
	}
	if id := s.judge.View().Session; !s.expected.IsZero() && id != s.expected {
		err := protocol.Errorf(protocol.NotFound, "the SOW begins another session than the one resumed")
		s.fail(err)
		return err
	}
	s.pend(e, now)
	s.held = s.judge.View().Count
	if s.behind > 0 {
		if s.behind--; s.behind == 0 {
			s.exchanged = true
		}
	}
	s.signal()
	return nil
}

// has reports whether the transcript holds an envelope; mu is held.
func (s *Session) has(id messages.ID) bool {
	for head := range s.judge.Heads() {
		if head == id {
			return true
		}
	}
	return false
}

// keep stores a proof of equivocation; mu is held.
func (s *Session) keep(e *messages.Signed) {
	session, id := s.judge.View().Session, e.ID()
	note := journal.Note{Bucket: Equivocations, Key: append(session[:], id[:]...), Value: e.Bytes()}
	if err := s.config.Journal.Commit(context.Background(), journal.Batch{Notes: []journal.Note{note}}); err != nil {
		s.fail(fmt.Errorf("journal: %w", err))
	}
}

func (s *Session) receiveAsk(u *messages.Unopened) error {
	e, err := u.Open()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch err := s.judge.Ask(e); protocol.CodeOf(err) {
	case 0:
		s.signal()
	case protocol.NotYourTurn:
		// The move that it crossed is its answer.
	case protocol.Duplicate:
	default:
		return err
	}
	return nil
}

// refuse tells the other side and decides whether the stream can go on. Only what an honest peer might send by bad luck
// leaves it open.
func (s *Session) refuse(ctx context.Context, stream transports.Stream, id messages.ID, cause error) error {
	refused := protocol.AsError(cause)
	s.config.Logger.Debug("refused", "peer", stream.Peer().Short(), "envelope", id.Short(), "err", cause)
	if refused.Code == protocol.BadSignature {
		transports.Bar(stream, BarFor)
		return cause
	}
	if refused.Code == protocol.Duplicate {
		return nil
	}
	s.emit.Lock()
	defer s.emit.Unlock()
	if err := s.send(ctx, stream, messages.RefusalFrame(refused.Refusal(id))); err != nil {
		return err
	}
	if refused.Code == protocol.Late {
		return nil
	}
	if refused.Code == protocol.Equivocation {
		s.Fail(cause)
	}
	return nil
}

// resumed handles the other side's word on how far it is: the first on a stream is answered and starts the exchange,
// later ones are news of what it holds.
func (s *Session) resumed(ctx context.Context, stream transports.Stream, r *messages.Resume) error {
	s.emit.Lock()
	defer s.emit.Unlock()
	if err := s.commit(false); err != nil {
		return err
	}
	s.mu.Lock()
	from, behind, err := s.judge.Missing(r)
	if err != nil {
		s.mu.Unlock()
		if protocol.CodeOf(err) == protocol.Equivocation {
			s.Fail(err)
		}
		_ = s.send(ctx, stream, messages.RefusalFrame(protocol.AsError(err).Refusal(messages.ID{})))
		return err
	}
	s.held = max(s.held, from)
	first := s.stream == stream && s.greeted != stream
	view := s.judge.View()
	if first {
		s.greeted, s.behind, s.exchanged = stream, behind, behind == 0
	}
	s.signal()
	s.mu.Unlock()
	if !first {
		return nil
	}
	return s.tail(ctx, stream, view, from)
}

// tail sends the envelopes from an index on, as the journal has them. emit is held and nothing is pending.
func (s *Session) tail(ctx context.Context, stream transports.Stream, view *protocol.View, from int) error {
	if from >= view.Count {
		return nil
	}
	for record, err := range s.config.Journal.Transcript(ctx, view.Session) {
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		if record.Index < from {
			continue
		}
		u, err := messages.Parse(record.Envelope)
		if err != nil {
			return fmt.Errorf("journal: envelope %d: %w", record.Index, err)
		}
		frame := messages.Frame{Type: messages.FrameType(u.Header().Kind), Data: record.Envelope}
		if err := s.send(ctx, stream, frame); err != nil {
			return err
		}
	}
	return nil
}

// Confirm tells the other side how far this side is, once what it holds is on disk.
func (s *Session) Confirm(ctx context.Context) error {
	s.emit.Lock()
	defer s.emit.Unlock()
	if err := s.commit(true); err != nil {
		return err
	}
	s.mu.Lock()
	resume, stream := messages.ResumeFrame(s.judge.Resume()), s.stream
	s.mu.Unlock()
	if stream == nil {
		return nil // said again when a stream is opened
	}
	if err := s.send(ctx, stream, resume); err != nil {
		s.lost(stream, err)
	}
	return nil
}

// Detach closes the stream after what was sent.
func (s *Session) Detach() {
	s.mu.Lock()
	stream := s.stream
	s.stream = nil
	s.signal()
	s.mu.Unlock()
	if stream != nil {
		_ = stream.Close()
	}
}
