package node

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/internal/pause"
)

// sendTime is how long a command that sends for an account, such as a deposit of stake, is waited for.
const sendTime = 10 * time.Second

// OpenSender is party.Open, of which there is one at a time for an account that sends. Another is waited for, since a command's is soon
// closed, unless held, if it is not nil, says why that would be in vain.
func OpenSender(ctx context.Context, c party.Config, say func(format string, args ...any), held func() error) (*party.Opened, error) {
	for until := (time.Time{}); ; {
		p, err := party.Open(ctx, c)
		if !errors.Is(err, transactions.ErrStoreInUse) {
			return p, err
		}
		if held != nil {
			if why := held(); why != nil {
				return nil, why
			}
		}
		now := time.Now()
		switch {
		case until.IsZero():
			until = now.Add(sendTime)
			say("waiting for another command of this account to have sent what it sends; until %s at the latest", until.Format(time.TimeOnly))
		case now.After(until):
			return nil, err
		}
		if err := pause.For(ctx, sendTime/50); err != nil {
			return nil, err
		}
	}
}
