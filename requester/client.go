package requester

import (
	"context"
	"crypto"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
	"google.golang.org/protobuf/proto"
)

// Client is the engine of a requester. Set its fields before first use and leave them alone afterwards; all methods may
// be called concurrently.
type Client struct {
	// Requester is the policy. Nil agrees to free work only.
	Requester Requester
	// Signer is the peer's Ed25519 key.
	Signer crypto.Signer
	// Journal keeps what was agreed. Nil keeps it in memory, and a restart forgets.
	Journal journal.Journal
	Dialer  transports.Dialer
	// Finder finds farmers. Nil: only those that a Hiring names.
	Finder discovery.Finder
	Limits protocol.Limits
	// Logger hears what is not an answer to anybody. Nil discards.
	Logger *slog.Logger
	// Peers decides whom to ask. Nil asks everybody.
	Peers func(messages.Key) error
	// Notice hears of every change of a session's phase, of what was refused, and, as ErrAway and ErrBack, of a hired farmer that is
	// out of reach for longer than the Hiring's Patience and of its return. A quote is Unverified when it comes, and told again if
	// it is chosen and its signature holds. It must not block.
	Notice func(*protocol.View, error)
	// Telemetry hears droppable news of running work. It must not block. A panic of it, of Notice, Peers or the Finder is logged; a farmer
	// that Peers was asked about is not asked then.
	Telemetry func(*protocol.View, *messages.Telemetry)
	// Now is this side's clock. Nil is time.Now.
	Now func() time.Time

	start    sync.Once
	startErr error
	config   drive.Config
	policy   Requester
	// What is said of a farmer that does not answer, with the limit; made once.
	unreached, unquoted *protocol.Error

	ready   chan struct{} // closed once Run has taken up what was left
	stopped chan struct{} // closed once Run has ended

	mu       sync.Mutex
	base     context.Context // Run's
	running  sync.WaitGroup  // what crew does
	crew     drive.Crew
	closed   bool // nothing is added to running any more
	sessions map[messages.ID]*engagement
	exposed  []*exposure
}

// ErrClientClosed is the cause for everything that Run's end cuts short.
var ErrClientClosed = errors.New("client closed")

func (c *Client) init() error {
	c.start.Do(func() {
		c.config = drive.Config{Self: protocol.Requester, Signer: c.Signer, Journal: c.Journal, Limits: c.Limits, Logger: c.Logger, Now: c.Now, Refused: c.refused, Weighs: true}
		c.ready, c.stopped = make(chan struct{}), make(chan struct{})
		c.sessions = make(map[messages.ID]*engagement)
		if c.Dialer == nil {
			c.startErr = errors.New("requester client: no Dialer is set")
			return
		}
		c.startErr = c.config.Complete()
		if c.policy = c.Requester; c.policy == nil {
			c.policy = free{c.config.Now}
		}
		reply := c.config.Limits.Reply
		c.unreached = protocol.Errorf(protocol.Unavailable, "the farmer did not answer the dial within %s", reply)
		c.unquoted = protocol.Errorf(protocol.Late, "no quote within %s", reply)
	})
	return c.startErr
}

// Run takes up the sessions that bind and have not ended, then owns every session until ctx ends, and forgets those that
// ended longer than Limits.Retention ago. It returns when all have stopped; those that bind are taken up by the next Run on
// the same journal.
func (c *Client) Run(ctx context.Context) error {
	if err := c.init(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer context.AfterFunc(ctx, func() { cancel(ErrClientClosed) })()
	c.mu.Lock()
	if c.base != nil {
		c.mu.Unlock()
		cancel(nil)
		return errors.New("requester client: Run was called before")
	}
	c.base = ctx
	c.mu.Unlock()
	defer close(c.stopped)
	defer c.crew.Close()
	defer c.running.Wait()
	defer func() {
		cancel(ErrClientClosed)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.closed = true
	}()
	if err := c.takeUp(ctx); err != nil {
		cancel(err)
		return err
	}
	c.spawn(func() { drive.Retain(ctx, &c.config, c.unexpose) })
	close(c.ready)
	<-ctx.Done()
	return context.Cause(ctx)
}

// spawn starts what Run waits for, unless Run has ended.
func (c *Client) spawn(f func()) bool {
	if !c.enter() {
		return false
	}
	c.crew.Go(func() {
		defer c.running.Done()
		f()
	})
	return true
}

// enter has Run wait for running.Done, unless Run has ended.
func (c *Client) enter() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.running.Add(1)
	return true
}

// memo is what a restart needs to know of a session beyond its transcript.
type memo struct {
	Farmer string   `json:"farmer"`
	Addrs  []string `json:"addrs,omitempty"`
}

func (c *Client) takeUp(ctx context.Context) error {
	for note, err := range c.config.Journal.Notes(ctx, drive.Bucket(protocol.Requester)) {
		if err != nil {
			return fmt.Errorf("resume: %w", err)
		}
		e, err := c.load(ctx, note)
		if ctx.Err() != nil {
			return fmt.Errorf("resume: %w", context.Cause(ctx))
		}
		if err != nil { // it must not keep the others from their due
			c.config.Logger.Error("session not resumed", "session", fmt.Sprintf("%x", note.Key), "err", err)
			continue
		}
		c.enlist(e)
		c.spawn(func() { e.resume(ctx) })
	}
	return c.recallExposed(ctx)
}

// load is the engagement that a note of the journal is about.
func (c *Client) load(ctx context.Context, note journal.Note) (*engagement, error) {
	if len(note.Key) != len(messages.ID{}) {
		return nil, errors.New("the journal's note names no session")
	}
	var m memo
	if err := json.Unmarshal(note.Value, &m); err != nil {
		return nil, fmt.Errorf("the journal's note: %w", err)
	}
	farmer, err := messages.ParseKey(m.Farmer)
	if err != nil {
		return nil, fmt.Errorf("the journal's note: %w", err)
	}
	d, err := drive.Load(ctx, &c.config, messages.ID(note.Key), farmer)
	if err != nil {
		return nil, err
	}
	d.Noted()
	e := c.engage(discovery.Candidate{Key: farmer, Addrs: m.Addrs}, d)
	e.agreeing, e.doubtful = true, d.View().Bound()
	return e, nil
}

// await waits until Run has started.
func (c *Client) await(ctx context.Context) error {
	if err := c.init(); err != nil {
		return err
	}
	select {
	case <-c.ready:
		return nil
	case <-c.stopped:
		return ErrClientClosed
	case <-ctx.Done():
		return fmt.Errorf("waiting for the client's Run to start: %w", context.Cause(ctx))
	}
}

// Hire asks for work and yields how each hire ended, until N have succeeded or nobody is left to ask; then the last
// error is an [*Unfilled]. The SOW's version, nonce, units and dates are filled in where they are unset; dates that are past are
// refused. Breaking off the loop, or ending ctx, stops new hiring only: what was agreed goes on under Run.
func (c *Client) Hire(ctx context.Context, sow *messages.SOW, h Hiring) iter.Seq2[*Outcome, error] {
	return func(yield func(*Outcome, error) bool) {
		if err := c.await(ctx); err != nil {
			yield(nil, err)
			return
		}
		if sow == nil {
			yield(nil, errors.New("hire: no SOW is given: at least its Service says what is wanted"))
			return
		}
		hire := newHire(c, h)
		hire.sow = proto.CloneOf(sow)
		if err := inTime(hire.sow, c.config.Now()); err != nil {
			yield(nil, err)
			return
		}
		hire.run(ctx, yield)
	}
}

// Sessions are the views of every session under way.
func (c *Client) Sessions() []*protocol.View {
	if c.init() != nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	views := make([]*protocol.View, 0, len(c.sessions))
	for _, e := range c.sessions {
		views = append(views, e.session.View())
	}
	return views
}

// Cancel says that the work of a session is no longer wanted. Where the requester is on turn that is a move and nothing
// more is owed than what was claimed; where the farmer is, it is asked to stop and answers with a move of its own.
func (c *Client) Cancel(ctx context.Context, session messages.ID, reason string) error {
	if err := c.await(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	e := c.sessions[session]
	c.mu.Unlock()
	if e == nil {
		return protocol.Errorf(protocol.NotFound, "session %s is not under way", session.Short())
	}
	return e.cancel(ctx, protocol.Errorf(protocol.Canceled, "%s", reason))
}

func (c *Client) enlist(e *engagement) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions[e.session.ID()] = e
}

func (c *Client) delist(e *engagement) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(e)
}

// forget is delist while mu is held.
func (c *Client) forget(e *engagement) {
	if id := e.session.ID(); c.sessions[id] == e {
		delete(c.sessions, id)
	}
}

// refused tells of what a farmer's stream has brought.
func (c *Client) refused(v *protocol.View, err error) {
	c.mu.Lock()
	e := c.sessions[v.Session]
	c.mu.Unlock()
	e.beside(func() { c.notice(v, err) })
}

func (c *Client) notice(v *protocol.View, err error) {
	if c.Notice != nil {
		c.config.Tell("Notice", func() { c.Notice(v, err) })
	}
}

// complete fills in what a SOW may leave unset.
func complete(sow *messages.SOW, now time.Time) {
	if sow.Version == 0 {
		sow.Version = messages.Version
	}
	if len(sow.Nonce) == 0 {
		sow.Nonce = make([]byte, 32)
		_, _ = rand.Read(sow.Nonce) // never fails
	}
	if sow.Units == 0 {
		sow.Units = 1
	}
	if sow.DeliverByMs == 0 {
		sow.DeliverByMs = now.Add(deliverWithin).UnixMilli()
	}
	if sow.QuoteByMs == 0 {
		sow.QuoteByMs = min(now.Add(quoteWithin).UnixMilli(), sow.DeliverByMs)
	}
}

// Dates of a SOW that names none.
const (
	quoteWithin   = 30 * time.Second
	deliverWithin = 10 * time.Minute
)
