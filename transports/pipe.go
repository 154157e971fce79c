package transports

import (
	"context"
	"fmt"
	"io"

	"github.com/parley-p2p/parley/messages"
)

// pipeBuffer is how many bytes may be under way in each direction of a Pipe.
const pipeBuffer = 128 << 10

// Pipe connects two peers of one process: what one end sends, the other receives. The first stream returned is a's (its
// Peer is b), the second b's. A Pipe uses no clock and no goroutine, so that it works in a synctest bubble.
func Pipe(a, b messages.Key) (Stream, Stream) {
	ab, ba := newQueue(pipeBuffer), newQueue(pipeBuffer)
	return &pipe{peer: b, out: ab, in: ba}, &pipe{peer: a, out: ba, in: ab}
}

type pipe struct {
	peer    messages.Key
	out, in *queue
}

func (p *pipe) Peer() messages.Key { return p.peer }

func (p *pipe) Send(ctx context.Context, frames ...messages.Frame) error {
	if err := check(frames); err != nil {
		return err
	}
	if ctx.Err() != nil {
		p.Reset()
		return fmt.Errorf("send: %w", context.Cause(ctx))
	}
	for _, f := range frames {
		if err := p.out.put(ctx, f); err != nil {
			p.endWith(ctx)
			return fmt.Errorf("send: %w", err)
		}
	}
	return nil
}

func (p *pipe) Receive(ctx context.Context) (messages.Frame, error) {
	if ctx.Err() != nil {
		p.Reset()
		return messages.Frame{}, fmt.Errorf("receive: %w", context.Cause(ctx))
	}
	f, err := p.in.take(ctx)
	switch err {
	case nil, io.EOF:
		return f, err
	}
	p.endWith(ctx)
	return f, fmt.Errorf("receive: %w", err)
}

// endWith resets the stream if it was the context that ended a call.
func (p *pipe) endWith(ctx context.Context) {
	if ctx.Err() != nil {
		p.Reset()
	}
}

func (p *pipe) CloseWrite() error {
	p.out.end(io.EOF)
	return nil
}

func (p *pipe) Close() error {
	p.out.end(io.EOF)
	p.in.fail(ErrClosed, ErrReset)
	return nil
}

func (p *pipe) Reset() {
	p.out.fail(ErrReset, ErrReset)
	p.in.fail(ErrReset, ErrReset)
}
