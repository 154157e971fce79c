package transports

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// readBuffer holds several records of a usual size.
const readBuffer = 4 << 10

// maxPending is how many bytes may wait for the carrier before Send waits.
const maxPending = 256 << 10

// maxBacklog is how far records that nobody waits for (windows, ends, resets) may go beyond maxPending. A peer that
// causes them and does not read them is cut off.
const maxBacklog = 64 << 10

var errNotTaken = fmt.Errorf("%w: it does not take what is sent to it", ErrSlow)

// LinkConfig says how a Link treats its peer.
type LinkConfig struct {
	// Peer is the other side's key, proved by whoever made the carrier.
	Peer messages.Key

	// Initiator is true on exactly one side.
	Initiator bool

	// Limits bound what the peer may cost.
	Limits Limits

	// Budget, if set, bounds what this link and others hold together, and who holds most gives way; Limits.Held bounds this one
	// by itself.
	Budget *Budget

	// Accept is given each session that the peer opens. It must not block, nor use the session before it returns. If it is nil or returns false, the session is
	// refused and the peer told ErrBusy.
	Accept func(Stream) bool

	// Busy, if set, hears when the link's first session begins and when the last one ends. It must not block nor call the
	// link.
	Busy func(bool)

	// Ended, if set, hears once that the link has ended; Err says why. Close waits for it, so it must not call
	// Close.
	Ended func(*Link)

	// Bar, if set, is what Bar calls on a stream of the link, after the link has ended.
	Bar func(time.Duration)
}

// Link carries many sessions with one peer over one carrier. What is sent while a write is under way leaves in the next
// one. A session that nobody reads holds up no other: it may have 128 KiB under way in each direction.
//
// All methods may be called concurrently.
type Link struct {
	config  LinkConfig
	limits  Limits
	carrier io.ReadWriteCloser
	reader  *bufio.Reader
	single  bool // the link ends with its only session
	work    sync.WaitGroup
	held    account
	wake    chan struct{} // capacity one: there is something to write
	done    chan struct{} // closed when the link has ended

	mu       sync.Mutex
	sessions map[uint64]*session
	next     uint64        // what the next session opened here is called
	expected uint64        // what the next session opened by the peer must be called
	theirs   int           // how many of sessions the peer opened
	pending  []byte        // from buffers; nil while there is nothing to write
	room     chan struct{} // made by who waits until pending is shorter, closed by the writer
	holding  []*session    // all that have something to be taken, and some that had; for who shares a budget
	siftAt   int           // at how many the latter are forgotten
	closing  bool          // Shutdown was called
	err      error         // why the link has ended
}

// NewLink takes over the carrier, whose Close must unblock its Read and Write, and begins to serve it. The link ends with
// Close, with the carrier, or when the peer breaks the rules; see Done.
func NewLink(carrier io.ReadWriteCloser, config LinkConfig) *Link {
	l := newLink(carrier, config)
	l.start()
	return l
}

func newLink(carrier io.ReadWriteCloser, config LinkConfig) *Link {
	l := &Link{
		config:   config,
		limits:   config.Limits.withDefaults(),
		carrier:  carrier,
		reader:   bufio.NewReaderSize(carrier, readBuffer),
		wake:     make(chan struct{}, 1),
		done:     make(chan struct{}),
		sessions: make(map[uint64]*session),
		next:     2, expected: 1,
	}
	l.held.limit, l.held.shared = int64(l.limits.Held), config.Budget
	if config.Initiator {
		l.next, l.expected = 1, 2
	}
	return l
}

func (l *Link) start() {
	if l.held.shared != nil {
		l.held.shared.join(l)
	}
	l.work.Go(l.read)
	l.work.Go(func() {
		l.write()
		<-l.done
		if l.config.Ended != nil {
			l.config.Ended(l)
		}
	})
}

// Peer is the other side's key.
func (l *Link) Peer() messages.Key { return l.config.Peer }

// Done is closed when the link has ended; Err says why.
func (l *Link) Done() <-chan struct{} { return l.done }

// Err is nil while the link lives.
func (l *Link) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Open begins a session. The peer hears of it with the first frame sent or awaited.
func (l *Link) Open() (Stream, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.err != nil:
		return nil, fmt.Errorf("open session: %w", l.err)
	case l.closing:
		return nil, fmt.Errorf("open session: %w", ErrClosed)
	case l.next >= maxSession:
		return nil, fmt.Errorf("open session: %w: connection used up, dial again", ErrBusy)
	}
	s := l.add(l.next)
	s.unannounced.Store(true)
	l.next += 2
	l.pending = appendHead(l.tail(), s.id, opOpen)
	return s, nil
}

// Shutdown ends the link once what was sent has left and the peer has seen its end, or the context ends. Sessions that
// are still open are cut off, on both sides. It returns when nothing of the link runs any more.
func (l *Link) Shutdown(ctx context.Context) {
	l.mu.Lock()
	l.closing = true
	l.mu.Unlock()
	notify(l.wake)
	select {
	case <-l.done:
	case <-ctx.Done():
	}
	l.Close()
}

// Close ends the link and every session on it at once, and returns when nothing of it runs any more.
func (l *Link) Close() error {
	l.fail(ErrReset)
	l.work.Wait()
	return nil
}

// fail ends the link for the reason given; the first one counts.
func (l *Link) fail(err error) {
	l.mu.Lock()
	if l.err != nil {
		l.mu.Unlock()
		return
	}
	l.err = err
	for _, s := range l.sessions {
		s.end(err, false)
	}
	if len(l.sessions) > 0 && l.config.Busy != nil {
		l.config.Busy(false)
	}
	l.sessions, l.theirs = nil, 0
	l.sift()
	l.pending = nil
	if l.room != nil {
		close(l.room)
		l.room = nil
	}
	l.mu.Unlock()
	close(l.done)
	if l.held.shared != nil {
		l.held.shared.leave(l)
	}
	l.carrier.Close()
}

// add makes a session; the caller holds mu.
func (l *Link) add(id uint64) *session {
	s := &session{link: l, id: id, credit: window, in: newQueue(window)}
	s.in.held = &l.held
	l.sessions[id] = s
	if len(l.sessions) == 1 && l.config.Busy != nil {
		l.config.Busy(true)
	}
	return s
}

// remove forgets a session that is over on both sides; the caller holds mu.
func (l *Link) remove(s *session) {
	if l.sessions[s.id] != s {
		return
	}
	delete(l.sessions, s.id)
	if s.id&1 == l.expected&1 {
		l.theirs--
	}
	if s.linger != nil {
		s.linger.Stop()
	}
	if len(l.sessions) == 0 {
		l.sift() // an idle link holds no memory
		if l.config.Busy != nil {
			l.config.Busy(false)
		}
	}
	if l.single {
		notify(l.wake) // the writer finishes
	}
}

// control adds a record that waits for no room, and wakes the writer; the caller holds mu.
func (l *Link) control(b []byte) {
	if l.err != nil {
		return
	}
	l.pending = append(l.tail(), b...)
	notify(l.wake)
}

// buffers hold what is written, so that an idle link has none. They are pointers to slices.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxBuffer is how large a buffer may be that is kept for the next burst.
const maxBuffer = 64 << 10

// tail is pending, to be appended to; the caller holds mu.
func (l *Link) tail() []byte {
	if l.pending == nil {
		l.pending = (*buffers.Get().(*[]byte))[:0]
	}
	return l.pending
}

// write is the goroutine that writes: whatever was added while the last write ran, and by who was about to, goes in one.
func (l *Link) write() {
	slow := time.AfterFunc(time.Hour, func() {
		l.fail(errNotTaken)
	})
	slow.Stop()
	defer slow.Stop()
	for {
		select {
		case <-l.wake:
		case <-l.done:
			return
		}
		for {
			runtime.Gosched()
			b := l.takePending()
			if len(b) == 0 {
				break
			}
			slow.Reset(l.limits.patience(len(b)))
			_, err := l.carrier.Write(b)
			slow.Stop()
			if err != nil {
				l.fail(broken(err))
				return
			}
			if cap(b) <= maxBuffer {
				buffers.Put(&b)
			}
		}
		if l.finished() {
			l.finish()
			return
		}
	}
}

func (l *Link) takePending() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.pending
	l.pending = nil
	if l.room != nil {
		close(l.room)
		l.room = nil
	}
	return b
}

func (l *Link) finished() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.pending) == 0 && (l.closing || l.single && len(l.sessions) == 0)
}

// finish ends a link that has nothing more to say. Where the carrier can be closed one way, the other way is
// read to its end: closing a socket with something unread would take what was written from the peer.
func (l *Link) finish() {
	half, ok := l.carrier.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		l.fail(ErrClosed)
		return
	}
	linger := time.NewTimer(l.limits.Linger)
	defer linger.Stop()
	select {
	case <-l.done: // the reader has met the end
	case <-linger.C:
		l.fail(ErrClosed)
	}
}

// read is the goroutine that reads and hands each record to its session.
func (l *Link) read() {
	slow := time.AfterFunc(time.Hour, func() {
		l.fail(fmt.Errorf("%w: a frame did not arrive in its time", ErrSlow))
	})
	slow.Stop()
	defer slow.Stop()
	for {
		if _, err := l.reader.Peek(1); err != nil {
			l.fail(l.ended(err))
			return
		}
		if n := missing(l.reader); n > 0 {
			slow.Reset(l.limits.patience(n))
		}
		rec, err := readRecord(l.reader)
		slow.Stop()
		if err == nil {
			err = l.handle(rec)
		}
		if err == nil && l.held.shared != nil {
			l.held.shared.relieve()
		}
		if err != nil {
			l.fail(broken(err))
			return
		}
	}
}

// ended says what the end of the carrier between two records means.
func (l *Link) ended(err error) error {
	if errors.Is(err, io.EOF) {
		if l.finished() {
			return ErrClosed
		}
		err = io.ErrUnexpectedEOF
	}
	return broken(err)
}

// broken makes an error of the carrier one of this package's.
func broken(err error) error {
	if errors.Is(err, messages.ErrFrame) || errors.Is(err, ErrSlow) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrReset, unexpected(err))
}

// handle acts on one record. An error ends the link.
func (l *Link) handle(rec record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil { // it has ended since the record was read
		return l.err
	}
	if len(l.pending) > maxPending+window+maxBacklog {
		return errNotTaken
	}
	s := l.sessions[rec.session]
	if s == nil {
		return l.handleUnknown(rec)
	}
	switch rec.op {
	case opFrame:
		return s.received(rec.frame)
	case opEnd:
		if s.remoteEnded {
			return fmt.Errorf("%w: session %d ends twice", messages.ErrFrame, s.id)
		}
		s.remoteEnded = true
		s.in.end(io.EOF)
		if s.localEnded {
			l.remove(s)
		}
	case opReset:
		err := fmt.Errorf("%w by the peer", ErrReset)
		if byte(rec.value) == resetBusy {
			err = fmt.Errorf("%w by the peer: %w: it takes no more sessions now, try again later", ErrReset, ErrBusy)
		}
		s.end(err, !s.remoteEnded)
		l.remove(s)
	case opWindow:
		if s.credit += int(rec.value); s.credit > window {
			return fmt.Errorf("%w: window of session %d grew beyond %d bytes", messages.ErrFrame, s.id, window)
		}
		notify(s.credited)
	default:
		return fmt.Errorf("%w: session %d is open already", messages.ErrFrame, s.id)
	}
	return nil
}

// handleUnknown acts on a record of a session that is not open; the caller holds mu.
func (l *Link) handleUnknown(rec record) error {
	if rec.op != opOpen {
		// Records that were under way when this side gave the session up.
		if rec.session&1 == l.expected&1 && rec.session < l.expected || rec.session&1 == l.next&1 && rec.session < l.next {
			return nil
		}
		return fmt.Errorf("%w: session %d was never opened", messages.ErrFrame, rec.session)
	}
	if rec.session != l.expected || l.single {
		return fmt.Errorf("%w: session %d opened, expected %d", messages.ErrFrame, rec.session, l.expected)
	}
	l.expected += 2
	if l.theirs < l.limits.Sessions && l.config.Accept != nil {
		l.theirs++
		s := l.add(rec.session)
		if l.config.Accept(s) {
			return nil
		}
		s.end(ErrReset, true)
		l.remove(s)
	}
	l.control(append(appendHead(nil, rec.session, opReset), resetBusy))
	return nil
}

// send adds as many of the frames as there is room for, and says how many and, if not all, what to wait for.
func (l *Link) send(s *session, frames []messages.Frame) (sent int, wait <-chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range frames {
		cost := len(f.Data) + frameCost
		switch {
		case s.err != nil:
			return sent, nil, s.err
		case s.localEnded:
			return sent, nil, ErrClosed
		case len(l.pending) > maxPending:
			if l.room == nil {
				l.room = make(chan struct{})
			}
			return sent, l.room, nil
		case s.credit < cost:
			if s.credited == nil {
				s.credited = make(chan struct{}, 1)
			}
			return sent, s.credited, nil
		}
		s.credit -= cost
		s.unannounced.Store(false)
		l.pending = messages.AppendFrame(appendHead(l.tail(), s.id, opFrame), f)
		notify(l.wake)
		sent++
	}
	return sent, nil, nil
}
