package deals

import (
	"context"
	"errors"
)

// Look reads a deal in the newest block with what was submitted, for whoever tells how it stands or acts by hand. Behind one address one
// node may tell the state and another, which lags behind, the events: where these contradict each other the error is Behind, and
// nobody takes what is not shown for what was not submitted.
func Look(ctx context.Context, c Reader, id Hash) (Status, error) {
	return Twice(func() (Status, error) { return look(ctx, c, id) })
}

// Twice asks again where the first answer is Behind: a block that comes between two questions has the same look.
func Twice[T any](ask func() (T, error)) (T, error) {
	answer, err := ask()
	if _, behind := errors.AsType[Behind](err); behind {
		return ask()
	}
	return answer, err
}

func look(ctx context.Context, c Reader, id Hash) (Status, error) {
	s, err := c.Status(ctx, id, 1)
	if err != nil {
		return s, err
	}
	switch s.State {
	case Submitted, Disputed:
		s.Submitted, err = submission(ctx, c, id)
	case Open:
		d, failed := c.Submission(ctx, id)
		if err = failed; err == nil && d != nil {
			err = Behind("it shows what was submitted, and says that nothing was")
		}
	}
	return s, err
}

// submission is what was put on the chain for a deal of which the chain says that something was.
func submission(ctx context.Context, c Reader, id Hash) (*Delivery, error) {
	d, err := c.Submission(ctx, id)
	if err == nil && d == nil { // it is there, and may be known
		err = Behind("it does not show what was submitted")
	}
	return d, err
}

// Behind is an endpoint that contradicts itself, in these words: one of the nodes behind it has not seen what another has. It is
// ErrUnreachable: nothing is known to have happened, or not to have happened, and it is asked again.
type Behind string

func (b Behind) Error() string { return "the chain's endpoint lags behind itself: " + string(b) }

// Is reports that it is ErrUnreachable.
func (Behind) Is(target error) bool { return target == ErrUnreachable }
