package requester

import (
	"context"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// guard calls a hook of the policy. A panic is an error that says so, and costs this session alone.
func (e *engagement) guard(hook string, f func() error) error {
	e.left = true
	err := e.client.config.Guard(hook, f)
	e.left = false
	return err
}

// leave is deferred by whatever calls hooks: one that has ended its goroutine, which nothing can go on with, halts.
func (e *engagement) leave(ctx context.Context) {
	switch {
	case !e.left:
	case e.session.View().Agreement == nil:
		e.refuse(ctx, &Halt{drive.ErrLeft})
	default:
		e.halt(ctx, &Halt{drive.ErrLeft})
	}
}

// inspect has the policy look at what the farmer has claimed or delivered.
func (e *engagement) inspect(ctx context.Context, v *protocol.View) (m messages.Message, err error) {
	err = e.guard("Review", func() (err error) {
		m, err = e.client.policy.Review(ctx, v)
		return err
	})
	return m, err
}

// end tells the policy.
func (e *engagement) end(ctx context.Context, v *protocol.View) {
	end, ok := e.client.policy.(Ender)
	if !ok {
		return
	}
	_ = e.guard("Ended", func() error { // which logs it
		end.Ended(ctx, v)
		return nil
	})
}
