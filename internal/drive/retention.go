package drive

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// retentionPause is how often sessions are looked for whose retention is over.
const retentionPause = time.Hour

// Retain forgets this role's sessions that ended longer than Limits.Retention ago, at once and every hour until ctx ends.
// dropped hears of each and may be nil. What cannot be forgotten, or read, is logged and left.
func Retain(ctx context.Context, c *Config, dropped func(messages.ID)) {
	tick := time.NewTicker(retentionPause)
	defer tick.Stop()
	for {
		if err := forget(ctx, c, dropped); err != nil && ctx.Err() == nil {
			c.Logger.Error("sessions whose retention is over were not forgotten", "err", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// forget goes once over the journal.
func forget(ctx context.Context, c *Config, dropped func(messages.ID)) error {
	before := c.Now().Add(-c.Limits.Retention)
	for head, err := range c.Journal.Sessions(ctx) {
		if err != nil {
			return err
		}
		if !head.Last.Before(before) {
			continue
		}
		over, err := c.over(ctx, head.Session, before)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil { // it is evidence of something, if only of a damaged disk
			c.Logger.Warn("session kept beyond its retention", "session", head.Session.Short(), "err", err)
			continue
		}
		if !over {
			continue
		}
		if err := c.drop(ctx, head.Session); err != nil {
			return fmt.Errorf("forget session %s: %w", head.Session.Short(), err)
		}
		if dropped != nil {
			dropped(head.Session)
		}
	}
	return nil
}

// drop forgets a session, and before it what was proved with it: with the session there, a crash in between is made good.
func (c *Config) drop(ctx context.Context, id messages.ID) error {
	var proofs []journal.Note
	for n := range byte(maxProofs) {
		key := proofKey(id, n)
		known, err := c.Journal.Note(ctx, Equivocations, key)
		if err != nil {
			return err
		}
		if known != nil {
			proofs = append(proofs, journal.Note{Bucket: Equivocations, Key: key})
		}
	}
	if len(proofs) > 0 {
		if err := c.Journal.Commit(ctx, journal.Batch{Notes: proofs}); err != nil {
			return err
		}
	}
	return c.Journal.Forget(ctx, id)
}

// over reports whether a session of this role, none of whose envelopes is later than before, had ended by then. One that
// the journal notes as open has not: somebody will take it up.
func (c *Config) over(ctx context.Context, id messages.ID, before time.Time) (bool, error) {
	if asker, err := Asker(ctx, c.Journal, id); err != nil || (asker == c.Key) != (c.Self == protocol.Requester) {
		return false, err
	}
	if open, err := c.Journal.Note(ctx, Bucket(c.Self), id[:]); err != nil || open != nil {
		return false, err
	}
	for record, err := range c.Journal.Transcript(ctx, id) {
		if err != nil || !record.At.Before(before) { // it has gone on, and ended, since it was looked for
			return false, err
		}
	}
	farmer, err := c.Answerer(ctx, id)
	if err != nil {
		return false, err
	}
	if farmer.IsZero() {
		return true, nil // a SOW without an answer
	}
	s, err := Load(ctx, c, id, farmer)
	if err != nil {
		return false, err
	}
	s.judge.Expire(before) // a session that time ended did so at its deadline
	return s.judge.View().Final(), nil
}

// Answerer is the farmer of a session in the journal: whoever first signed but its requester, as the header says. It is the
// zero Key if nobody answered.
func (c *Config) Answerer(ctx context.Context, id messages.ID) (messages.Key, error) {
	if c.Self == protocol.Farmer {
		return c.Key, nil
	}
	for record, err := range c.Journal.Transcript(ctx, id) {
		if err != nil {
			return messages.Key{}, err
		}
		u, err := messages.Parse(record.Envelope)
		if err != nil {
			return messages.Key{}, fmt.Errorf("envelope %d: %w", record.Index, err)
		}
		if signer := u.Header().Signer; signer != c.Key {
			return signer, nil
		}
	}
	return messages.Key{}, nil
}
