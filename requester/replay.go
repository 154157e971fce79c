package requester

import (
	"context"
	"log/slog"
	"math"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Replay is what a requester's journal says of a session, under way or ended, as far as its envelopes verify. Time has ended
// nothing in it: Phase follows from the envelopes alone.
func Replay(ctx context.Context, j journal.Journal, session messages.ID) (*protocol.View, error) {
	requester, err := drive.Asker(ctx, j, session)
	if err != nil {
		return nil, err
	}
	c := &drive.Config{Self: protocol.Requester, Key: requester, Journal: j, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
		Limits: protocol.Limits{Rounds: math.MaxUint32, Windows: math.MaxInt}.WithDefaults()} // it was within its own
	farmer, err := c.Answerer(ctx, session)
	if err != nil {
		return nil, err
	}
	s, err := drive.Load(ctx, c, session, farmer)
	if err != nil {
		return nil, err
	}
	return s.View(), nil
}
