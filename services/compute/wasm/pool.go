package wasm

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
)

// pool keeps workers started ahead of need.
type pool struct {
	argv       []string
	namespaces bool
	log        *slog.Logger

	idle chan spawned
	quit chan struct{}
	done sync.WaitGroup
}

type spawned struct {
	child *child
	err   error
}

// newPool starts filling a pool with size workers.
func newPool(argv []string, size int, namespaces bool, log *slog.Logger) *pool {
	p := &pool{argv: argv, namespaces: namespaces && haveNamespaces, log: log,
		idle: make(chan spawned, max(size, 1)-1), quit: make(chan struct{})}
	p.done.Go(p.fill)
	return p
}

// fill starts workers as fast as they are taken, without waiting until one is ready before it starts the next. It keeps
// its thread to itself until all are gone, because they are to die with it.
func (p *pool) fill() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	p.settleNamespaces()
	for {
		c, err := startChild(p.argv, attributes(p.namespaces))
		if err != nil {
			err = fmt.Errorf("start a worker with %q: %w", p.argv, err)
		}
		select {
		case p.idle <- spawned{c, err}:
		case <-p.quit:
			if c != nil {
				c.reap()
			}
			return
		}
	}
}

// settleNamespaces tries whether this host lets workers have namespaces of their own, and does without if not.
func (p *pool) settleNamespaces() {
	if !p.namespaces {
		return
	}
	c, err := startChild(p.argv, attributes(true))
	if err == nil {
		if err = c.ready(); err == nil {
			c.reap()
			return
		}
	}
	p.namespaces = false
	p.log.Warn("this host does not let workers have namespaces of their own; system calls and files are confined without", "err", err)
}

// take returns a worker that nobody else has and that waits for its order. The caller reaps it. Those that somebody killed
// while they were idle are passed over, as many as can have been idle and a few that were just started.
func (p *pool) take(ctx context.Context) (*child, error) {
	for dead := 0; ; dead++ {
		select {
		case s := <-p.idle:
			if s.err != nil {
				return nil, s.err
			}
			err := s.child.ready()
			if err == nil && s.child.alive() {
				return s.child, nil
			}
			s.child.reap()
			if err == nil {
				err = fmt.Errorf("worker: it ended before it had its order: %s", s.child.said)
			}
			if dead == cap(p.idle)+3 || !s.child.struckDown() {
				return nil, err
			}
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-p.quit:
			return nil, errClosed
		}
	}
}

// close ends the idle workers. Those taken have been reaped by then.
func (p *pool) close() {
	close(p.quit)
	p.done.Wait()
	for {
		select {
		case s := <-p.idle:
			if s.child != nil {
				s.child.reap()
			}
		default:
			return
		}
	}
}
