package sim

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// wire is a stream between two parties. What is under way on it is the scheduler's.
type wire struct {
	bubble *bubble
	name   string // once its first frame names the session
	id     messages.ID
	ends   [2]*end // the dialer's, the farmer's
	lossy  bool    // something on it was lost or came out of turn
}

// end is one side of a wire. One of an adversary that has no engine on it has no life.
type end struct {
	wire   *wire
	who    *party
	life   *life
	other  *end
	coming []coming
	asks   chan coming // Receive, waiting; nil if it does not
	gone   chan struct{}
	err    error // why it is gone
}

// coming is a frame under way to an end, or the end of the stream.
type coming struct {
	name  string
	frame messages.Frame
	end   error
	told  bool

	forged  fault // how, by who cheats
	arrived bool  // it did, and may again
	passed  bool  // what was sent later has arrived
	held    bool  // it should have arrived, and the network was parted
}

var _ transports.Stream = (*end)(nil)

func (b *bubble) wire(from, to *life) *wire {
	w := &wire{bubble: b}
	for i, l := range []*life{from, to} {
		w.ends[i] = &end{wire: w, life: l, gone: make(chan struct{})}
	}
	w.ends[0].other, w.ends[1].other = w.ends[1], w.ends[0]
	b.wires = append(b.wires, w)
	return w
}

func (e *end) Peer() messages.Key { return e.other.who.key }

// listens reports whether something can be delivered; mu is held.
func (e *end) listens() bool { return e.asks != nil || e.life == nil }

// hears reports whether what arrives here is for an honest engine.
func (e *end) hears() bool { return e.life != nil && e.who.honest() }

// arrives notes what is wrong with how the i-th frame under way arrives; mu is held.
func (e *end) arrives(i int) {
	b, c := e.wire.bubble, &e.coming[i]
	if c.end != nil || !e.hears() || e.asks == nil {
		return
	}
	switch early := func(c coming) bool { return !c.arrived && c.end == nil }; {
	case c.arrived:
		b.count(repeated, 1)
	case slices.ContainsFunc(e.coming[:i], early):
		b.count(overtaking, 1)
	case c.passed:
		b.count(overtaken, 1)
	}
	if apart := e.who.ahead - e.other.who.ahead; max(apart, -apart) > simLimits.Grace {
		b.count(askew, 1)
	}
	if c.forged != 0 {
		b.count(c.forged, 1)
	}
	c.arrived = true
	for j := range e.coming[:i] {
		e.coming[j].passed = true
	}
}

// over reports that nothing more can happen on a wire; mu is held.
func (w *wire) over() bool {
	for _, e := range w.ends {
		if e.err == nil && e.life != nil {
			return false
		}
	}
	return true
}

func (e *end) Send(ctx context.Context, frames ...messages.Frame) error {
	for _, f := range frames {
		f.Data = slices.Clone(f.Data)
		what := e.wire.describe(f)
		if _, err := e.life.hold(ctx, e.gone, "sends", "%s", what); err != nil {
			e.Reset()
			return fmt.Errorf("send: %w: %w", transports.ErrReset, err)
		}
		e.life.party.leaves(e, f)
		b := e.wire.bubble
		b.mu.Lock()
		err := e.err
		if err == nil {
			e.put(what, f, 0)
		}
		b.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// put sets a frame under way, perhaps one that is forged; mu is held.
func (e *end) put(what string, f messages.Frame, how fault) {
	if b := e.wire.bubble; f.Type < messages.FrameResume && !b.sent[string(f.Data)] {
		b.sent[string(f.Data)] = true
		b.frames = append(b.frames, &frame{envelope: &envelope{raw: f.Data, said: read(f.Data)}})
	}
	if e.other.life != nil && e.other.err == nil {
		e.other.coming = append(e.other.coming, coming{name: fmt.Sprintf("%s hears %s", e.other.who.name, what), frame: f, forged: how})
	}
}

// describe is a frame's name, and the wire's if it is the first.
func (w *wire) describe(f messages.Frame) string {
	b := w.bubble
	b.mu.Lock()
	defer b.mu.Unlock()
	what := fmt.Sprintf("frame %d of %d bytes", f.Type, len(f.Data))
	id := messages.ID{}
	switch u, err := messages.Parse(f.Data); {
	case f.Type >= messages.FrameResume:
		if m, err := f.Unsigned(); err == nil {
			if r, ok := m.(*messages.Resume); ok && len(r.Session) == 32 {
				id = messages.ID(r.Session)
				what = fmt.Sprintf("Resume of %d", r.Count)
			}
			if r, ok := m.(*messages.Refusal); ok {
				what = fmt.Sprintf("Refusal: %s", r.Code)
			}
		}
	case err == nil:
		what = u.Header().Kind.Name() + " " + u.ID().Short()
		if u.Header().Kind == messages.Kind_KIND_SOW && u.Header().Prev.IsZero() {
			b.introduce(u.ID())
			id = messages.SessionID(u.ID(), w.ends[1].who.key)
		}
	}
	if w.name == "" {
		w.id = id
		n := 0
		for _, o := range b.wires {
			if o.id == id && o.name != "" {
				n++
			}
		}
		w.name = fmt.Sprintf("%s#%d", b.named(id), n)
	}
	return w.name + ": " + what
}

func (e *end) Receive(ctx context.Context) (messages.Frame, error) {
	b := e.wire.bubble
	b.shake()
	b.mu.Lock()
	if e.err != nil {
		defer b.mu.Unlock()
		return messages.Frame{}, e.err
	}
	asks := make(chan coming, 1)
	e.asks = asks
	b.mu.Unlock()
	select {
	case c := <-asks:
		return c.frame, c.end
	case <-e.gone:
	case <-ctx.Done():
		e.Reset()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	e.asks = nil
	if ctx.Err() != nil {
		return messages.Frame{}, context.Cause(ctx)
	}
	return messages.Frame{}, e.err
}

// deliver hands over what is i-th under way, and takes it off unless the step repeats it.
func (e *end) deliver(i int) {
	b := e.wire.bubble
	b.mu.Lock()
	e.arrives(i)
	c := e.coming[i]
	if !b.replay || c.end != nil {
		e.coming = slices.Delete(e.coming, i, i+1)
	}
	if asks := e.asks; asks != nil {
		e.asks = nil
		if c.end != nil && c.end != io.EOF {
			e.leave(c.end)
		} else {
			asks <- c
		}
	}
	b.mu.Unlock()
	b.settle()
}

// leave ends this side; mu is held.
func (e *end) leave(err error) {
	if e.err == nil {
		e.err = err
		e.coming = nil
		close(e.gone)
	}
}

// tell has the other side hear that this one has ended, after what is under way; mu is held.
func (e *end) tell(err error) {
	if e.other.err == nil && e.other.life != nil {
		e.other.coming = append(e.other.coming, coming{name: fmt.Sprintf("%s hears the end of %s", e.other.who.name, e.wire.name), end: err})
	}
}

func (e *end) finish(err, told error) {
	b := e.wire.bubble
	b.mu.Lock()
	defer b.mu.Unlock()
	if e.err == nil {
		e.leave(err)
		e.tell(told)
	}
}

func (e *end) CloseWrite() error {
	e.wire.bubble.mu.Lock()
	defer e.wire.bubble.mu.Unlock()
	e.tell(io.EOF)
	return nil
}

func (e *end) Close() error { e.finish(transports.ErrClosed, io.EOF); return nil }
func (e *end) Reset()       { e.finish(transports.ErrReset, transports.ErrReset) }

// cut loses a wire and all that is under way on it.
func (w *wire) cut() {
	w.bubble.mu.Lock()
	for _, e := range w.ends {
		if e.hears() && !w.bubble.calm {
			w.bubble.count(cutOff, len(slices.DeleteFunc(slices.Clone(e.coming), func(c coming) bool { return c.arrived || c.end != nil })))
		}
		e.leave(transports.ErrReset)
	}
	w.bubble.mu.Unlock()
	w.bubble.settle()
}

// network is a life's place in the network.
type network struct{ *life }

// Dial is told for which hire by the address that it gave the farmer, so that two dials can be told apart.
func (n network) Dial(ctx context.Context, peer messages.Key, addrs ...string) (transports.Stream, error) {
	b := n.party.bubble
	to := b.parties[slices.IndexFunc(b.parties, func(p *party) bool { return p.key == peer })]
	if _, err := n.hold(ctx, nil, "dials", "%s for %s", to.name, strings.Join(addrs, ", ")); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.parted && n.party.honest() && !to.life.dead && !n.dead {
		b.count(keptApart, 1)
	}
	if b.parted || to.life.dead || n.dead {
		return nil, fmt.Errorf("dial: %w", transports.ErrUnreachable)
	}
	w := b.wire(n.life, to.life)
	w.ends[0].who, w.ends[1].who = n.party, to
	to.life.incoming <- w.ends[1]
	return w.ends[0], nil
}

func (n network) Accept(ctx context.Context) (transports.Stream, error) {
	select {
	case e := <-n.incoming:
		return e, nil
	case <-n.end:
		return nil, transports.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (n network) Close() error { return nil }
