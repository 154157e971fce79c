package drive

import (
	"context"
	"errors"
	"sync"

	"github.com/parley-p2p/parley/protocol"
)

// Tenure is a context that ends with a session: when a move has ended it, when the deadline of its phase plus Limits.Grace has passed,
// which ends the session, or when it is over for another reason. It is for a policy that is asked for a move: meanwhile nobody
// awaits anything of the session, so that nothing else would see its deadlines. The session is watched once somebody waits for
// the context, or looks whether it has ended: most hooks do neither, and a goroutine for each would cost more than they do.
type Tenure struct {
	context.Context // what ends it besides
	session         *Session
	over            func(*protocol.View) error

	mu       sync.Mutex
	stopped  bool
	watched  context.Context // once somebody waits
	cancel   context.CancelCauseFunc
	watching sync.WaitGroup
}

// ErrOver is the cause of a Tenure's end where the session has ended.
var ErrOver = errors.New("the session has ended, by a move or by its deadline")

// Tenure is a context that ends with ctx, with the session, or once over, if it is not nil, gives a reason, which is its cause then;
// over is called with the session locked. Whoever made it calls Stop when it is of no more use, and only then.
func (s *Session) Tenure(ctx context.Context, over func(*protocol.View) error) *Tenure {
	return &Tenure{Context: ctx, session: s, over: over}
}

// Done begins to watch.
func (t *Tenure) Done() <-chan struct{} { return t.start().Done() }

// Err begins to watch too: whoever looks again and again is to see the end.
func (t *Tenure) Err() error { return t.start().Err() }

// Value is where context.Cause looks.
func (t *Tenure) Value(key any) any {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.watched != nil {
		return t.watched.Value(key)
	}
	return t.Context.Value(key)
}

// Cut is why the context has ended; nil while it has not, and if nobody ever waited for it.
func (t *Tenure) Cut() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.watched == nil {
		return nil
	}
	return context.Cause(t.watched)
}

func (t *Tenure) start() context.Context {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.watched == nil {
		t.watched, t.cancel = context.WithCancelCause(t.Context)
		if t.stopped {
			t.cancel(context.Canceled)
		} else {
			ctx, cancel := t.watched, t.cancel
			t.watching.Go(func() { cancel(t.watch(ctx)) })
		}
	}
	return t.watched
}

// watch waits for the end, and says why it came.
func (t *Tenure) watch(ctx context.Context) error {
	var why error
	v, err := t.session.Await(ctx, func(v *protocol.View) bool {
		if t.over != nil {
			why = t.over(v)
		}
		return why != nil
	})
	switch {
	case why != nil:
		return why
	case v.Final():
		return ErrOver
	}
	return err
}

// Stop ends the context and the watch.
func (t *Tenure) Stop() {
	t.mu.Lock()
	t.stopped = true
	cancel := t.cancel
	t.mu.Unlock()
	if cancel != nil {
		cancel(context.Canceled)
		t.watching.Wait()
	}
}
