package mediator

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/deals"
)

// LastShare is which part of the time to commit is left when it is found that a result was not served, an eighth: until then it is asked
// for. For less than as long nobody has asked for it long enough to say so; and half as long before the end nobody asks for it any more,
// so that there is time to commit, and whoever serves slowly cannot take it.
const LastShare = 8

// Made is what a run gave of a result that is asked for since.
type Made struct {
	Of    deals.Hash    `json:"of"` // digest of what was to be judged: of anything else it says nothing
	Found Finding       `json:"found"`
	Asked time.Duration `json:"asked,omitempty"` // for how long it was asked for, by chain time, as far as it was written down
}

// digest tells what is to be judged from anything else.
func (b *Brief) digest() (deals.Hash, error) {
	raw, err := json.Marshal(b)
	return sha256.Sum256(raw), err
}

// asked is for how long a result was asked for. Times between two attempts count, unless too much passed between them; that nobody asked
// says nothing of the farmer.
type asked struct {
	of   deals.Hash
	time time.Duration
	// until is chain time up to which it is counted, zero: from the next attempt on; at is the same by this machine's clock.
	until, at time.Time
	written   time.Duration
}

// begin counts up to an attempt.
func (k *asked) begin(m Made, head time.Time) {
	if k.of != m.Of {
		*k = asked{of: m.Of, time: m.Asked, written: m.Asked}
	}
	if now := time.Now().Round(0); !k.until.IsZero() && now.Sub(k.at) < lull {
		k.time += max(head.Sub(k.until), 0)
	}
	if head.After(k.until) { // what a head that lags behind is short of was counted with the attempt
		k.until = head
	}
	k.at = time.Now().Round(0)
}

// end counts an attempt that took so long.
func (k *asked) end(took time.Duration) {
	k.time, k.until, k.at = k.time+took, k.until.Add(took), k.at.Add(took)
}

// ask asks for a result once more, for as long as it comes and there is time, and finds whether it was served; an error: that is not known yet.
func (m *Mediator) ask(ctx context.Context, a *attention, made Made, b *Brief, d Docket, head Head) (*Rerun, error) {
	k, share := &a.asked, d.CommitWindow/LastShare
	k.begin(made, head.Time)
	left := d.Until.Add(-share / 2).Sub(head.Time) // to ask
	enough := left - share/2                       // until it can be said that it was not served
	if enough <= 0 {
		enough = left
	}
	asking, cancel := context.WithTimeout(ctx, max(enough, min(m.Margin, share)/2)) // who comes late asks once
	defer cancel()
	begun := time.Now()
	came, err := m.Runner.Ask(asking, b, made.Found)
	took := time.Since(begun)
	r := &Rerun{Finding: made.Found}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err == nil:
		r.Finding.Served = true
		return r, nil
	case !errors.Is(err, ErrUnserved):
		k.until = time.Time{}
		if took < left {
			return nil, err
		}
		return &Rerun{Inconclusive: err.Error()}, nil
	}
	k.end(took)
	if why := unsaid(k.time, share, left-took, came, err); why != "" {
		if took < left {
			return nil, errors.Join(err, m.count(ctx, a, share))
		}
		return &Rerun{Inconclusive: why}, nil
	}
	return r, nil
}

// unsaid says why it cannot be said, so much time before the end of asking, that a result was not served of which so much has come; empty: it can.
// What still comes as fast as from a slow link, and did all the time, is served, if it is whole in the end.
func unsaid(asked, share, left time.Duration, came content.Progress, err error) string {
	switch {
	case left > share/2 || asked < share:
		return "the result was not asked for long enough to say that it was not served"
	case errors.Is(err, ErrComing) && slowest(came.Blocks, came.Bytes) >= asked/2:
		return "the result still came when there was no time left to ask for it, as fast as a slow link brings it"
	}
	return ""
}

// count writes down now and then for how long it was asked, for a life after this one.
func (m *Mediator) count(ctx context.Context, a *attention, share time.Duration) error {
	k := a.asked
	if k.time-k.written < share/16 {
		return nil
	}
	a.asked.written = k.time
	return m.change(ctx, a, func(c *Case) {
		if c.Made != nil {
			made := *c.Made
			made.Asked = k.time
			c.Made = &made
		}
	})
}
