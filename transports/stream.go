package transports

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// Stream is one session's duplex of frames with one peer whose key was proved.
//
// One goroutine may send and another may receive at the same time; Peer, CloseWrite, Close and Reset may be called from
// any. A context that ends during Send or Receive resets the stream: the call returns at once with the context's cause,
// and the stream is of no further use. So is it after any error of either call but messages.ErrFrame from Send, which
// refused the frames before any byte left.
//
// A context, Dial's too, may start its clock only when somebody waits for Done or asks for the Deadline: looking at Err
// alone is not enough.
//
// A stream must be ended by Close or by Reset, or what it holds below stays open.
type Stream interface {
	// Peer is the other side's key, proved before the stream existed. It never changes.
	Peer() messages.Key

	// Send hands over the frames in order and in one write. It waits while the peer does not take what was sent before;
	// the memory held for it is bounded. Data is copied before Send returns.
	Send(ctx context.Context, frames ...messages.Frame) error

	// Receive returns the next frame, whose Data belongs to the caller. Its length was judged before it was allocated.
	// The error is io.EOF once the peer has closed and everything that it sent was received. Others wrap ErrReset when
	// either side gave up (and io.ErrUnexpectedEOF when the connection ended without a word), messages.ErrFrame for bytes
	// that are no frame, ErrSlow for a frame that did not arrive in its time.
	Receive(ctx context.Context) (messages.Frame, error)

	// CloseWrite says that nothing more will be sent: the peer's Receive returns io.EOF after what was sent. Receive
	// goes on. Calling it again does nothing.
	CloseWrite() error

	// Close is CloseWrite, and a promise to receive nothing more; Receive returns ErrClosed from then on. What was sent
	// still arrives, as long as the process lives for a moment and the peer takes it. Close does not wait for the peer.
	Close() error

	// Reset abandons the stream at once. Send and Receive return ErrReset, on this side and on the other; what is under
	// way may be lost. After Close it cuts off what Close still had to deliver.
	Reset()
}

// Dialer opens streams. It may be used concurrently.
type Dialer interface {
	// Dial opens a stream with the peer, which has proved its key when Dial returns. The addresses are where the peer may
	// be found, in the transport's own notation, and are in addition to what the transport knows. Errors wrap ErrPeer
	// where somebody else answers, ErrUnreachable where nobody does, ErrBarred where this side will not talk to the peer,
	// and ErrBusy where a limit is reached; they say what to do about it. The context bounds dialing, not the stream.
	Dial(ctx context.Context, peer messages.Key, addrs ...string) (Stream, error)
}

// Listener accepts streams. Accept may be called by several goroutines.
type Listener interface {
	// Accept returns the next stream whose peer has proved its key. A peer that fails to costs nobody else: Accept goes
	// on with the next. After Close the error is ErrClosed. A context that ends ends only this call.
	Accept(ctx context.Context) (Stream, error)

	// Close stops accepting and resets the streams that were not yet accepted. Streams already accepted live on, unless
	// the listener is a whole host, whose Close ends all it has.
	Close() error
}

// What may be wrong with a stream or with opening one; errors wrap one of these.
var (
	// ErrReset is returned after either side gave the stream up.
	ErrReset = errors.New("stream was reset")
	// ErrClosed is returned for use after Close or CloseWrite on this side.
	ErrClosed = errors.New("stream is closed")
	// ErrPeer means that the other side is not the peer that was asked for, or did not prove to be any.
	ErrPeer = errors.New("peer did not prove its key")
	// ErrUnreachable means that no address of the peer answered, or who did went away before it had said who it is.
	ErrUnreachable = errors.New("peer cannot be reached")
	// ErrSlow means that a frame took longer than the peer is given for its size.
	ErrSlow = errors.New("peer is too slow")
	// ErrBarred means that the peer misbehaved and is kept out for a while.
	ErrBarred = errors.New("peer is barred")
	// ErrBusy means that a limit on connections or streams is reached.
	ErrBusy = errors.New("limit reached")
)

// Barrer is implemented by streams whose transport can keep a peer out.
type Barrer interface {
	// Bar ends every connection with the stream's peer and refuses new ones for so long.
	Bar(d time.Duration)
}

// Bar resets the stream of a peer that misbehaved in a way that no honest one does, such as a bad signature. Where the
// transport can (see [Barrer]), it also ends every other connection with that peer and refuses it for the duration d.
func Bar(s Stream, d time.Duration) {
	s.Reset()
	if b, ok := s.(Barrer); ok {
		b.Bar(d)
	}
}

// check refuses frames that no peer would take, before anything is sent.
func check(frames []messages.Frame) error {
	for _, f := range frames {
		limit := f.Type.MaxSize()
		switch {
		case limit == 0:
			return fmt.Errorf("send: %w: unknown type %#x", messages.ErrFrame, byte(f.Type))
		case len(f.Data) > limit:
			return fmt.Errorf("send: %w: type %#x of %d bytes, at most %d", messages.ErrFrame, byte(f.Type), len(f.Data), limit)
		}
	}
	return nil
}
