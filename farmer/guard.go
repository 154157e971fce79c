package farmer

import (
	"slices"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/protocol"
)

// guard calls a hook. A panic is an error that says so; one that has ended its goroutine in this session is not called again, and that is
// its error.
func (c *conduct) guard(hook string, f func() error) error {
	return c.call(hook, func() error { return c.server.config.Guard(hook, f) })
}

func (c *conduct) call(hook string, f func() error) error {
	if slices.Contains(c.left, hook) {
		return drive.ErrLeft
	}
	outer := c.hook
	c.hook = hook
	err := f()
	c.hook = outer
	return err
}

// notice tells of the session.
func (c *conduct) notice(v *protocol.View, err error) {
	_ = c.call("Notice", func() error {
		c.server.notice(v, err)
		return nil
	})
}

// lost notes what has ended the goroutine that conducts the session, and reports whether another one can go on, which it can where it was a
// hook. Where it was not, a journal say, the session is left as it is.
func (c *conduct) lost() bool {
	if c.hook == "" {
		c.session.Fail(drive.ErrLeft)
		c.session.Detach()
		return false
	}
	c.left = append(c.left, c.hook)
	c.hook = ""
	return true
}
