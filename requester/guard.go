package requester

import (
	"context"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// errLeft is what a hook says that ends its goroutine, with which nothing can go on.
var errLeft error = &Halt{drive.ErrLeft}

// conduct calls what moves the session. A hook that ends its goroutine halts, whichever it is.
func (e *engagement) conduct(ctx context.Context, f func()) {
	drive.Attend(f, func() {
		switch v := e.session.View(); {
		case e.closed:
			e.post(event{kind: ended, from: e, view: v, err: errLeft})
		case v.Agreement == nil:
			e.refuse(ctx, errLeft)
		default:
			e.halt(ctx, errLeft)
		}
	})
}

// beside calls a hook that hears of the session elsewhere, as its stream is read or the farmer is dialed again. One that ends its
// goroutine halts the session, which whoever moves it hears. There may be no session any more.
func (e *engagement) beside(f func()) {
	drive.Attend(f, func() {
		if e != nil {
			e.session.Fail(errLeft)
		}
	})
}

// inspect has the policy look at what the farmer has claimed or delivered.
func (e *engagement) inspect(ctx context.Context, v *protocol.View) (m messages.Message, err error) {
	err = e.client.config.Guard("Review", func() (err error) {
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
	_ = e.client.config.Guard("Ended", func() error { // which logs it
		end.Ended(ctx, v)
		return nil
	})
}
