package drive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Guard calls what the user of an engine has written, a hook of a policy or Notice, and turns a panic of it into an error, which is no
// *protocol.Error: one session must not end the others. What ends its goroutine (runtime.Goexit) ends whoever called Guard with it, and
// is logged.
func (c *Config) Guard(hook string, f func() error) (err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		r := recover()
		if r == nil {
			c.Logger.Log(context.Background(), LevelPanic, "a hook has not returned", "in", hook, "err", ErrLeft)
			return
		}
		c.Logger.Log(context.Background(), LevelPanic, "the "+c.Self.String()+" panicked", "in", hook, "panic", r, c.stacks.next(c.Now()))
		err = fmt.Errorf("%s panicked, which its author has to mend (the log has where): %v", hook, r)
	}()
	err = f()
	returned = true
	return err
}

// Tell is Guard for what answers nothing: a panic of it is logged and has no further consequence.
func (c *Config) Tell(hook string, f func()) {
	_ = c.Guard(hook, func() error {
		f()
		return nil
	})
}

// Attend calls f, and left if a hook has ended the goroutine in it, so that f has not returned. A panic goes on.
func Attend(f, left func()) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if r := recover(); r != nil {
			panic(r)
		}
		left()
	}()
	f()
	returned = true
}

// LevelPanic is that of what Guard logs, above other errors: who hears of nothing else hears of a defect.
const LevelPanic = slog.LevelError + 4

// ErrLeft is what is wrong with a hook that ends its goroutine.
var ErrLeft = errors.New("a hook has ended its goroutine, as runtime.Goexit and a test's FailNow do: have it return an error instead")

// stacks are logged of panics, so many and so often: what a peer has said and a policy cannot digest is looked at again and again.
type stacks struct {
	mu    sync.Mutex
	spent allowance
}

// One stack is logged each stackPause in the long run, and so many at once.
const (
	stackPause = time.Minute
	stackBurst = 16
)

// next is what the log gets of the stack of whoever calls.
func (s *stacks) next(now time.Time) slog.Attr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.spent.take(now, stackBurst, stackPause) {
		return slog.String("stack", "not told, since there were many")
	}
	return slog.String("stack", string(debug.Stack()))
}
