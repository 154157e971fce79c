package drive

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// Config is what the sessions of one engine have in common.
type Config struct {
	Self    protocol.Role
	Signer  crypto.Signer
	Key     messages.Key // of Signer
	Journal journal.Journal
	Limits  protocol.Limits
	Logger  *slog.Logger
	Now     func() time.Time
	// Refused hears of every envelope that was refused on arrival, with what is established without it. It may be nil and
	// must not block.
	Refused func(*protocol.View, error)
	// Weighs has a farmer's quote held unverified until somebody chooses it; see [Session.Choose].
	Weighs bool

	// Broken hears why the journal takes nothing more, once. It may be nil and must not block.
	Broken func(error)

	opener opener
	stacks stacks
	// failed is why the journal takes nothing more. What it was given last may be in it or not, so that whoever says
	// something new, were it only that nobody is bound, may say a second thing.
	failed atomic.Pointer[error]
}

// Complete fills in what was left out: Key, limits, the time, a journal in memory, a logger that discards.
func (c *Config) Complete() (err error) {
	c.Limits = c.Limits.WithDefaults()
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Journal == nil {
		c.Journal = new(journal.Memory)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Key, err = messages.PublicKey(c.Signer)
	return err
}

// Session is one session under way. All methods may be called concurrently.
type Session struct {
	config *Config

	// emit is held from sealing to sending, and by whatever must not fall in between.
	emit pen

	mu      sync.Mutex
	judge   *protocol.Session
	offer   *offer           // held unverified; nil for none
	pending []journal.Record // judged, not journaled: until this side is bound there is nothing to keep
	size    int              // bytes of all envelopes judged
	failure error            // why nothing more will happen here
	changed chan struct{}    // made by who waits, closed at the next change
	alarm   *time.Timer      // that wakes who waits, once somebody has
	due     time.Time        // when it does; zero if it does not

	expected  messages.ID // of a session that the other side resumes and this one does not know
	stream    transports.Stream
	greeted   transports.Stream        // the stream on which heads were compared
	exchanged bool                     // heads were compared in this process's life, and nothing is missing here
	behind    int                      // envelopes that the other side has announced and not yet sent
	compared  time.Time                // when it did, on the last stream that said so
	held      int                      // envelopes that the other side is known to hold
	belated   *belated                 // nil for nothing
	began     time.Time                // when this process took the session up
	heard     time.Time                // when the other side last said anything
	refused   int                      // envelopes refused on this stream
	idles     allowance                // frames that change nothing, on this stream
	known     map[messages.ID]struct{} // the transcript's, once a long one was repeated
	refusals  int                      // that the other side has said since this one is bound
	confirmed bool                     // the other side may rely on the countersignature being held here
	asking    *messages.Signed         // this side's request, until a move answers it
	news      allowance                // telemetry: what a farmer says, and what a requester hears

	telemetry func(*messages.Telemetry)
	asked     func(*protocol.View) // hears of what the other side asks for
	gone      func()               // hears that no stream is attached
	grows     func(int) error      // is asked before an envelope of so many bytes is taken that verifies, until this side is bound
	left      bool                 // Leave was called, and Close not yet
	closed    bool                 // Close was called, and the session not taken up since
	rests     bool                 // Rests was called, and the session not taken up since
	memo      []byte               // what the journal notes of this session while it binds
	noted     bool
	safe      bool // what was committed is on disk; under emit
	owed      bool // something was received that saver puts on disk
	saver     *time.Timer
	detached  bool // Detach was called, and no stream has come since, so that nobody waits for saver
	stopped   bool // Stop was called, after which there is none
}

// Bucket is where the journal notes the sessions of a role that bind and have not ended: the session's ID, and what
// Remember was given.
func Bucket(role protocol.Role) string {
	switch role {
	case protocol.Requester:
		return "open-requester"
	case protocol.Farmer:
		return "open-farmer"
	}
	return "open-" + role.String()
}

// Remember sets what a restart needs to know of this session beyond its transcript. It is journaled with the envelope
// that first binds this side.
func (s *Session) Remember(memo []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memo = memo
}

// Noted says that the journal has the note already: the session was loaded because of it.
func (s *Session) Noted() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noted = true
}

// New starts a session with a farmer: the judge has seen nothing yet.
func New(c *Config, farmer messages.Key) *Session {
	now := c.Now()
	return &Session{config: c, emit: make(pen, 1), judge: protocol.New(farmer, c.Self, c.Limits), began: now, heard: now}
}

// Unknown starts a session that the other side resumes and this one knows nothing of: it learns what it signed itself.
func Unknown(c *Config, farmer messages.Key, id messages.ID) *Session {
	s := New(c, farmer)
	s.expected = id
	return s
}

// Load replays a session from the journal. farmer is its farmer; the journal is trusted no further than its envelopes
// verify.
func Load(ctx context.Context, c *Config, id messages.ID, farmer messages.Key) (*Session, error) {
	s := New(c, farmer)
	for record, err := range c.Journal.Transcript(ctx, id) {
		if err != nil {
			return nil, fmt.Errorf("load session %s: %w", id.Short(), err)
		}
		if err := s.replay(record.Envelope); err != nil {
			return nil, fmt.Errorf("load session %s: envelope %d: %w", id.Short(), record.Index, err)
		}
	}
	if v := s.established(); v.Session != id || v.Count == 0 {
		return nil, fmt.Errorf("load session %s: %w", id.Short(), protocol.Errorf(protocol.NotFound, "the journal has no such session with farmer %s", farmer.Short()))
	}
	return s, nil
}

// Asker is who signed the first SOW of a session in the journal, as its header says: nothing is verified. It is the zero
// Key if there is no such session.
func Asker(ctx context.Context, j journal.Journal, id messages.ID) (messages.Key, error) {
	for record, err := range j.Transcript(ctx, id) {
		if err != nil {
			return messages.Key{}, fmt.Errorf("session %s: %w", id.Short(), err)
		}
		u, err := messages.Parse(record.Envelope)
		if err != nil {
			return messages.Key{}, fmt.Errorf("session %s: envelope %d: %w", id.Short(), record.Index, err)
		}
		return u.Header().Signer, nil
	}
	return messages.Key{}, nil
}

func (s *Session) replay(raw []byte) error {
	u, err := messages.Parse(raw)
	if err != nil {
		return err
	}
	e, err := u.Open()
	if err != nil {
		return err
	}
	s.size += len(raw)
	return s.judge.Apply(e, time.Time{})
}

// established is the snapshot that everybody shares; mu is held.
func (s *Session) established() *protocol.View { return s.judge.View() }

// View is a snapshot of what is established.
func (s *Session) View() *protocol.View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.established()
}

// ID is the session's name, zero before the first SOW.
func (s *Session) ID() messages.ID { return s.View().Session }

// Heard is when the other side last said anything, and whether both sides were equal on the stream that is open now.
func (s *Session) Heard() (at time.Time, equal bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard, s.equal()
}

// equal reports that heads were compared on the attached stream and nothing is missing here; mu is held.
func (s *Session) equal() bool {
	return s.stream != nil && s.greeted == s.stream && s.behind == 0
}

// Failed is why the session failed here, which is no move; nil if it did not.
func (s *Session) Failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failure
}

// Size is how many bytes the envelopes of the transcript have.
func (s *Session) Size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size
}

// Held is how many envelopes of the transcript the other side is known to hold.
func (s *Session) Held() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// OnceGone has f told once that no stream is attached though the session has not ended, at once if that is so now; nil tells
// nobody. f must not block, nor call the session.
func (s *Session) OnceGone(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = f
	if s.stream == nil {
		s.drop()
	}
}

// OnGrowth has f asked, until this side is bound, whether an envelope of so many bytes may be taken, whose signature is right; what it
// says is said of one that may not. It must be set before a stream is attached, and f must not call the session.
func (s *Session) OnGrowth(f func(bytes int) error) { s.grows = f }

// drop forgets the stream; mu is held.
func (s *Session) drop() {
	s.stream = nil
	if s.gone != nil && !s.established().Final() {
		s.gone()
		s.gone = nil
	}
	s.signal()
}

// Fail ends the session here for a reason that is no move. The first reason stays.
func (s *Session) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail(err)
}

func (s *Session) fail(err error) {
	if s.failure == nil {
		s.failure = err
		s.signal()
	}
}

// signal wakes who waits; mu is held.
func (s *Session) signal() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// change is closed at the next signal; mu is held.
func (s *Session) change() <-chan struct{} {
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// Send seals m onto the head, judges it, journals it and sends it, if a stream is there; if not, the other side gets it
// when it comes back. Nothing is sent before heads were compared: Send waits for that. After an error that is not the
// judge's refusal of m the session has failed.
func (s *Session) Send(ctx context.Context, m messages.Message) (*messages.Signed, error) {
	return s.say(ctx, m, func(messages.ID) bool { return true })
}

// ErrMoved is returned by Answer when the session has moved on.
var ErrMoved = errors.New("the session has moved on")

// Answer is Send for a move that was decided at a head: if the head is another by now (what was forgotten in a crash came
// back, or somebody else moved), nothing is sent and the error is [ErrMoved].
func (s *Session) Answer(ctx context.Context, head messages.ID, m messages.Message) error {
	_, err := s.say(ctx, m, func(now messages.ID) bool { return now == head })
	return err
}

func (s *Session) say(ctx context.Context, m messages.Message, still func(head messages.ID) bool) (*messages.Signed, error) {
	if _, err := s.await(ctx, Until{}, func() bool { return s.exchanged }); err != nil {
		return nil, err
	}
	s.emit.Lock()
	defer s.emit.Unlock()
	s.mu.Lock()
	failure, head := s.failure, s.established().Head
	s.mu.Unlock()
	switch {
	case failure != nil:
		return nil, failure
	case !still(head):
		return nil, ErrMoved
	}
	e, err := messages.Seal(m, head, s.config.Signer)
	if err != nil {
		return nil, protocol.AsError(err)
	}
	return e, s.put(ctx, e)
}

// Begin sends a SOW that was sealed before, as the first envelope: one SOW serves many sessions.
func (s *Session) Begin(ctx context.Context, sow *messages.Signed) error {
	s.emit.Lock()
	defer s.emit.Unlock()
	return s.put(ctx, sow)
}

// put judges, journals and sends an envelope of one's own. emit is held.
func (s *Session) put(ctx context.Context, e *messages.Signed) error {
	now := s.config.Now()
	s.mu.Lock()
	if err := s.judge.Apply(e, now); err != nil {
		s.mu.Unlock()
		return err
	}
	s.pend(e, now)
	bound := s.binds()
	s.mu.Unlock()
	if err := s.commit(bound); err != nil {
		return err
	}
	s.mu.Lock()
	stream := s.ready()
	s.signal()
	s.mu.Unlock()
	if stream != nil { // or it is in the tail that the other side asks for
		if err := s.send(ctx, stream, messages.EnvelopeFrame(e)); err != nil {
			s.lost(stream, err)
		}
	}
	return nil
}

// ready is the stream on which heads were compared, or nil: what is said before that is not said on the new stream, whose
// first word is how far this side is. mu is held.
func (s *Session) ready() transports.Stream {
	if s.greeted != s.stream {
		return nil
	}
	return s.stream
}

// pend queues a judged envelope for the next commit; mu is held.
func (s *Session) pend(e *messages.Signed, at time.Time) {
	s.asking = nil // a move answers what was asked before it
	view := s.established()
	s.size += len(e.Bytes())
	if s.pending == nil {
		s.pending = make([]journal.Record, 0, most)
	}
	if s.known != nil {
		s.known[e.ID()] = struct{}{}
	}
	s.pending = append(s.pending, journal.Record{Session: view.Session, Index: view.Count - 1, Envelope: e.Bytes(), ID: e.ID(), At: at})
}

// most is how many envelopes most commits write at most, and how many lie idle with a quote that nobody has answered yet.
const most = 2

// Flush journals what was received and not yet answered, if this side is bound. synced: it is on disk when Flush returns.
func (s *Session) Flush(synced bool) error {
	s.emit.Lock()
	defer s.emit.Unlock()
	return s.commit(synced)
}

// Close journals what is left, forgets that the session is open and closes the stream after what was sent. A session
// that failed stays open in the journal, for a later process to take up.
func (s *Session) Close() error {
	s.emit.Lock()
	defer s.emit.Unlock()
	defer s.Detach()
	s.mu.Lock()
	s.left, s.closed = false, true // who comes back from now on is heard
	failed, noted, id, bound := s.failure != nil, s.noted, s.established().Session, s.binds()
	s.mu.Unlock()
	if failed || !noted {
		return s.commit(bound)
	}
	err := s.commit(bound, journal.Note{Bucket: Bucket(s.config.Self), Key: id[:]})
	s.mu.Lock()
	s.noted = false // of what comes back that was lost, it is again
	s.mu.Unlock()
	return err
}

// binds reports whether this side has signed what binds it; mu is held.
func (s *Session) binds() bool {
	view := s.established()
	if s.config.Self == protocol.Farmer {
		return view.Acceptance != nil
	}
	return view.Agreement != nil
}

// commit writes what is pending, once this side is bound: nothing is owed by who is not, and what strangers ask and are
// refused would fill the disk. emit is held. A commit is never abandoned half way, so it takes no context; one that fails
// ends the session here, since what was judged and what is kept differ; once the journal has failed, every session. notes
// are written with it, and need no sync.
func (s *Session) commit(synced bool, notes ...journal.Note) error {
	if failed := s.config.failed.Load(); failed != nil {
		s.Fail(*failed)
		return *failed
	}
	batch := journal.Batch{Notes: notes}
	s.mu.Lock()
	if synced {
		s.paid()
	}
	if s.binds() {
		batch.Records, s.pending = s.pending, nil
		view := s.established()
		if !view.Final() && !s.noted {
			s.noted = true
			batch.Notes = append(notes, journal.Note{Bucket: Bucket(s.config.Self), Key: view.Session[:], Value: append([]byte{}, s.memo...)})
		}
		batch.Sync = synced && (len(batch.Records) > 0 || len(batch.Notes) > len(notes) || !s.safe)
	}
	s.mu.Unlock()
	if len(batch.Records) == 0 && len(batch.Notes) == 0 && !batch.Sync {
		return nil
	}
	if err := s.writeAll(batch); err != nil {
		return err
	}
	s.safe = batch.Sync
	return nil
}

// ErrJournal is what a journal says that did not take a commit: this side's own trouble, and no fault of the other's.
var ErrJournal = errors.New("journal")

// write gives the journal a batch.
func (s *Session) write(batch journal.Batch) error {
	if err := s.config.Journal.Commit(context.Background(), batch); err != nil {
		kept := errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrInvalid) // the journal is as it was
		err = fmt.Errorf("%w: %w", ErrJournal, err)
		if !kept && s.config.failed.CompareAndSwap(nil, &err) && s.config.Broken != nil {
			s.config.Broken(err)
		}
		s.Fail(err)
		return err
	}
	return nil
}

// lost forgets a stream that failed.
func (s *Session) lost(stream transports.Stream, err error) {
	stream.Reset()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream == stream {
		s.drop()
	}
	if err != nil && !errors.Is(err, transports.ErrReset) && !errors.Is(err, io.EOF) {
		s.config.Logger.Debug("stream lost", "peer", stream.Peer().Short(), "err", err)
	}
}
