package drive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// BarFor is how long a peer is kept out that sent a signature which does not verify.
const BarFor = 10 * time.Minute

// Equivocations is the journal's bucket for proofs that a peer said two things: an envelope's bytes, which contradict the
// session's transcript, under the ID of the session and a number from zero.
const Equivocations = "equivocations"

// maxProofs is how many of them are kept of a session: that one side said a third thing proves nothing more.
const maxProofs = 2

// Open attaches a stream of a session that is new to both sides: there is nothing to compare.
func (s *Session) Open(stream transports.Stream) {
	s.attach(stream, true)
}

// Greet attaches a stream and says how far this side is; nothing is appended until the other side has said the same. It is attached
// before it is its turn to speak: who is being sent something on the stream before it holds nobody up any longer, and of many that
// wait for their turn only the last one has it.
func (s *Session) Greet(ctx context.Context, stream transports.Stream) error {
	s.attach(stream, false)
	s.emit.Lock()
	defer s.emit.Unlock()
	s.mu.Lock()
	replaced := s.stream != stream
	s.mu.Unlock()
	if replaced {
		return errReplaced
	}
	if err := s.commit(false); err != nil {
		return err
	}
	if err := s.send(ctx, stream, messages.ResumeFrame(s.resume())); err != nil {
		s.lost(stream, err)
		return err
	}
	return nil
}

var errReplaced = protocol.Errorf(protocol.Unavailable, "the stream was lost, or another one came for the session")

// resume is how far this side is.
func (s *Session) resume() *messages.Resume {
	s.mu.Lock()
	defer s.mu.Unlock()
	resume := s.judge.Resume()
	if s.established().Phase == protocol.Open {
		resume.Session = s.expected[:]
	}
	return resume
}

func (s *Session) attach(stream transports.Stream, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream != nil && s.stream != stream {
		s.stream.Reset() // the newer one is the one that the other side has
	}
	s.stream, s.behind, s.belated, s.refused, s.idles = stream, 0, nil, 0, allowance{}
	s.detached = s.stopped
	if fresh {
		s.exchanged, s.greeted = true, stream
	}
	s.signal()
}

// send bounds how long a peer may take to read what it is sent.
func (s *Session) send(ctx context.Context, stream transports.Stream, frames ...messages.Frame) error {
	bounded := NewPatience(ctx, s.config.Limits.Reply, transports.ErrSlow)
	defer bounded.Stop()
	return stream.Send(bounded, frames...)
}

// Pump reads the stream until it ends. It returns nil when the other side closed it, or when it was replaced. A hook that ends the
// goroutine loses the stream.
func (s *Session) Pump(ctx context.Context, stream transports.Stream) (err error) {
	Attend(func() { err = s.pump(ctx, stream) }, func() { s.lost(stream, ErrLeft) })
	return err
}

func (s *Session) pump(ctx context.Context, stream transports.Stream) error {
	for {
		frame, err := stream.Receive(ctx)
		if err == nil {
			err = s.Take(ctx, stream, frame)
		}
		if errors.Is(err, transports.ErrClosed) { // by Detach: what was said last is still under way, and a reset would cut it off
			return nil
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
	now := s.config.Now()
	s.mu.Lock()
	s.heard = now
	s.mu.Unlock()
	switch frame.Type {
	case messages.FrameResume, messages.FrameRefusal, messages.FrameTelemetry:
		m, err := frame.Unsigned()
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case *messages.Resume:
			return s.resumed(ctx, stream, m, now)
		case *messages.Refusal:
			s.wasRefused(stream, protocol.FromRefusal(m))
			return s.idle(now, "a Refusal")
		case *messages.Telemetry:
			return s.told(m, now)
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
	err = s.receive(stream, u, now)
	if late, ok := errors.AsType[*belated](err); ok {
		for _, e := range late.said {
			if err := s.refuse(ctx, stream, e.ID(), late); err != nil {
				return err
			}
		}
		return nil
	}
	switch {
	case err == errRepeated:
		return s.idle(now, "a "+u.Header().Kind.Name()+" of the transcript")
	case err != nil:
		return s.refuse(ctx, stream, u.ID(), err)
	}
	return nil
}

// wasRefused ends a session in which this side is not bound. Where it is, an unsigned word changes nothing: what was
// signed stays signed, the other side may take it yet, and time ends what it does not.
func (s *Session) wasRefused(stream transports.Stream, refusal *protocol.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.established().Agreement == nil {
		s.fail(refusal)
		return
	}
	said := "the other side refused"
	switch s.refusals++; {
	case s.refusals > maxRefused:
		return
	case s.refusals == maxRefused:
		said += "; further ones of this session are not told"
	}
	s.config.Logger.Warn(said, "peer", stream.Peer().Short(), "session", s.established().Session.Short(), "err", refusal)
}

// receive judges an envelope that arrived now: what costs nothing first, the signature after that, its meaning last.
func (s *Session) receive(stream transports.Stream, u *messages.Unopened, now time.Time) error {
	header := u.Header()
	if header.Kind == messages.Kind_KIND_ASK {
		return s.receiveAsk(u)
	}
	if settled, err := s.weigh(stream, u, now); settled || err != nil {
		return err
	}
	s.mu.Lock()
	judge := s.latest()
	if header.Prev != judge.View().Head && s.has(u.ID()) {
		s.mu.Unlock()
		return errRepeated
	}
	admitted := judge.Admit(header)
	repeats := admitted != nil && judge.Follows(header.Prev) && protocol.CodeOf(admitted) == protocol.Stale
	bound := s.binds()
	s.mu.Unlock()
	switch {
	case repeats: // which of them only the signature tells
	case admitted != nil:
		return admitted
	case header.Kind == messages.Kind_KIND_SOW && s.config.Self == protocol.Farmer && header.Signer != stream.Peer():
		return protocol.Errorf(protocol.Forbidden, "a SOW is taken only from its signer")
	}
	e, err := s.config.opener.open(u)
	if err != nil {
		return err
	}
	if s.grows != nil && !bound { // others may give way to it, and to no forgery
		if err := s.grows(header.Size); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.judged(e, now)
}

// errRepeated is said of an envelope that the transcript has: what answers it was sent, or is in the tail that a Resume asks for.
var errRepeated = protocol.Errorf(protocol.Duplicate, "the envelope is one of the transcript")

// short is how many envelopes a transcript has at most that is walked for each which is repeated.
const short = 32

// has reports whether the transcript holds an envelope; mu is held.
func (s *Session) has(id messages.ID) bool {
	if s.known == nil && s.established().Count > short {
		s.known = make(map[messages.ID]struct{}, s.established().Count)
		for head := range s.judge.Heads() {
			s.known[head] = struct{}{}
		}
	}
	if s.known != nil {
		_, has := s.known[id]
		return has
	}
	for head := range s.judge.Heads() {
		if head == id {
			return true
		}
	}
	return false
}

// proof is a refusal with the envelope that proves equivocation, for the journal; others are left as they are, so that what
// proves nothing, or is one's own, takes no place. mu is held.
func (s *Session) proof(e *messages.Signed, err error) error {
	if protocol.CodeOf(err) != protocol.Equivocation || e.Signer() == s.config.Key || !s.judge.Proves(e) {
		return err
	}
	return &equivocation{e, err}
}

// equivocation is an envelope that proves, with one of the transcript, that its signer said two things.
type equivocation struct {
	envelope *messages.Signed
	error
}

func (e *equivocation) Unwrap() error { return e.error }

// keep stores what proves equivocation, where it does: what is said before this side is bound binds nobody and is not
// journaled, so that there is nothing to hold against it. emit is held.
func (s *Session) keep(e *messages.Signed) error {
	s.mu.Lock()
	session, bound := s.established().Session, s.binds()
	s.mu.Unlock()
	if !bound {
		return nil
	}
	for n := range byte(maxProofs) {
		key := proofKey(session, n)
		known, err := s.config.Journal.Note(context.Background(), Equivocations, key)
		switch {
		case err != nil:
			return fmt.Errorf("journal: %w", err)
		case bytes.Equal(known, e.Bytes()):
			return nil
		case known != nil:
			continue
		}
		if err := s.commit(true); err != nil { // what it contradicts
			return err
		}
		return s.write(journal.Batch{Notes: []journal.Note{{Bucket: Equivocations, Key: key, Value: e.Bytes()}}, Sync: true})
	}
	return nil
}

func proofKey(session messages.ID, n byte) []byte { return append(session[:], n) }

// maxRefused is how many envelopes of one stream may be refused. An honest peer has no more than bad luck.
const maxRefused = 16

// refuse tells the other side and decides whether the stream can go on.
func (s *Session) refuse(ctx context.Context, stream transports.Stream, id messages.ID, cause error) error {
	refused := protocol.AsError(cause)
	if refused.Code == protocol.Duplicate {
		return s.tolerate(cause)
	}
	s.config.Logger.Debug("refused", "peer", stream.Peer().Short(), "envelope", id.Short(), "err", cause)
	if s.config.Refused != nil {
		s.config.Refused(s.View(), cause)
	}
	if refused.Code == protocol.BadSignature {
		transports.Bar(stream, BarFor)
		return cause
	}
	s.emit.Lock()
	defer s.emit.Unlock()
	if twice, ok := errors.AsType[*equivocation](cause); ok {
		if err := s.keep(twice.envelope); err != nil {
			return err
		}
	}
	if err := s.send(ctx, stream, messages.RefusalFrame(refused.Refusal(id))); err != nil {
		return err
	}
	s.mu.Lock()
	if refused.Code == protocol.Equivocation && s.established().Agreement == nil {
		s.fail(cause) // where somebody is bound, what was said first stands
	}
	s.mu.Unlock()
	return s.tolerate(cause)
}

// tolerate counts what was refused on the attached stream, and says when that is too much.
func (s *Session) tolerate(cause error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused++; s.refused > maxRefused {
		return fmt.Errorf("more than %d envelopes refused, the last: %w", maxRefused, cause)
	}
	return nil
}

// resumed handles the other side's word on how far it is: the first on a stream is answered and starts the exchange, later
// ones are news of what it holds, or idle. That a requester holds the countersignature and no more is news only: it says so when it
// is ready, and work may begin.
func (s *Session) resumed(ctx context.Context, stream transports.Stream, r *messages.Resume, now time.Time) error {
	s.emit.Lock()
	defer s.emit.Unlock()
	if err := s.commit(false); err != nil {
		return err
	}
	s.mu.Lock()
	from, behind, err := s.judge.Missing(r)
	if err != nil {
		if s.established().Agreement == nil {
			s.fail(err)
		}
		s.mu.Unlock()
		_ = s.send(ctx, stream, messages.RefusalFrame(protocol.AsError(err).Refusal(messages.ID{})))
		return err
	}
	first, more := s.stream == stream && s.greeted != stream, from > s.held
	if s.stream == stream && (!first || from > s.established().AcceptedAt) { // what was read from one that was replaced may be its first
		s.held = max(s.held, from)
	}
	count, asking, pending, confirmed := s.established().Count, s.asking, slices.Clone(s.pending), s.confirmed
	if first {
		s.greeted, s.behind, s.exchanged = stream, behind, s.exchanged || behind == 0 // what was whole once stays so, whoever claims more
		s.compared = now
	}
	s.signal()
	s.mu.Unlock()
	switch {
	case first:
	case more:
		return nil
	default:
		return s.idle(now, "a Resume")
	}
	// The other side has as long for all that it lacks as for one answer, which is what it gives this side: whoever has the pen
	// while it reads slowly, a frame at a time, would keep the session from its end.
	exchange := NewPatience(ctx, s.config.Limits.Reply, transports.ErrSlow)
	defer exchange.Stop()
	if from < count { // what was adopted and not answered yet is not safe, and whoever had it may have lost it
		if err := s.commit(true); err != nil {
			return err
		}
	}
	if err := s.tail(exchange, stream, from, count, pending); err != nil {
		return err
	}
	if confirmed {
		if err := s.send(exchange, stream, messages.ResumeFrame(s.resume())); err != nil {
			return err
		}
	}
	if asking == nil {
		return nil
	}
	return s.send(exchange, stream, messages.EnvelopeFrame(asking))
}

// tail sends the envelopes from an index on: as the journal has them, and those that are pending. emit is held.
func (s *Session) tail(ctx context.Context, stream transports.Stream, from, count int, pending []journal.Record) error {
	if from < count-len(pending) {
		for record, err := range s.config.Journal.Transcript(ctx, s.ID()) {
			if err != nil {
				return fmt.Errorf("journal: %w", err)
			}
			if err := s.resend(ctx, stream, from, record); err != nil {
				return err
			}
		}
	}
	for _, record := range pending {
		if err := s.resend(ctx, stream, from, record); err != nil {
			return err
		}
	}
	return nil
}

// resend sends one envelope of a tail as it was signed.
func (s *Session) resend(ctx context.Context, stream transports.Stream, from int, record journal.Record) error {
	if record.Index < from {
		return nil
	}
	u, err := messages.Parse(record.Envelope)
	if err != nil {
		return fmt.Errorf("journal: envelope %d: %w", record.Index, err)
	}
	return s.send(ctx, stream, messages.Frame{Type: messages.FrameType(u.Header().Kind), Data: record.Envelope})
}

// Confirm tells the other side how far this side is, once what it holds is on disk.
func (s *Session) Confirm(ctx context.Context) error {
	s.emit.Lock()
	defer s.emit.Unlock()
	if err := s.commit(true); err != nil {
		return err
	}
	s.mu.Lock()
	s.confirmed = true
	stream := s.stream
	s.mu.Unlock()
	if stream == nil {
		return nil // said again when a stream is opened
	}
	if err := s.send(ctx, stream, messages.ResumeFrame(s.resume())); err != nil {
		s.lost(stream, err)
	}
	return nil
}

// Leave is Detach for a session that is let go before anybody is bound: who waits for its turn hears that the stream is lost,
// whatever stream comes before that.
func (s *Session) Leave() {
	s.mu.Lock()
	s.left = true
	s.mu.Unlock()
	s.Detach()
}

// Detach closes the stream after what was sent.
func (s *Session) Detach() {
	s.mu.Lock()
	stream := s.stream
	s.detached = true
	s.paid()
	s.mute()
	s.drop()
	s.mu.Unlock()
	if stream != nil {
		_ = stream.Close()
	}
}
