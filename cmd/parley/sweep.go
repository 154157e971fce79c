package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// resumable is how long a job that was interrupted can be come back to: its sessions are forgotten by then.
const resumable = 30 * 24 * time.Hour

// sweep removes from the store what no job needs any longer: one whose bill was told and whose deals are closed needs
// nothing. Everything that buys has ended. Who is interrupted does not wait for it; the next command does it.
func (o *errand) sweep(ctx context.Context) {
	if ctx.Err() != nil || o.buyer == nil {
		return
	}
	now := time.Now()
	needed, err := o.needed(ctx, now)
	if err == nil {
		keep := func(job string) bool { return needed[job] }
		err = errors.Join(o.buyer.Sweep(ctx, now, o.node.Journal, keep), sweepWork(ctx, o.again, o.node, now), sweepKeys(ctx, o.node, now))
	}
	if err != nil && ctx.Err() == nil {
		o.app.say("what is no longer needed is not removed from %s: %v", o.node.Home.Dir, err)
	}
}

// sweepWork lets go of what was worked on here, and whose deal is closed.
func sweepWork(ctx context.Context, work *compute.Farmer, n *node.Node, now time.Time) error {
	var open map[messages.ID]bool
	if n.Ledger != nil {
		var err error
		if open, err = n.Ledger.Sessions(ctx); err != nil {
			return err
		}
	}
	return work.Sweep(ctx, now, func(session messages.ID) bool { return open[session] })
}

// needed are the jobs that can be come back to, and those of deals that are open: a dispute may need all of it.
func (o *errand) needed(ctx context.Context, now time.Time) (map[string]bool, error) {
	needed := map[string]bool{}
	entries, err := os.ReadDir(o.node.Home.Path(jobDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		job, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		if now.Sub(info.ModTime()) > resumable && (o.job == nil || job != o.job.ID) {
			if err := os.Remove(filepath.Join(o.node.Home.Path(jobDir), e.Name())); err != nil {
				return nil, err
			}
			continue
		}
		needed[job] = true
	}
	if o.node.Ledger == nil {
		return needed, nil
	}
	for r, err := range o.node.Ledger.Live(ctx) {
		if err != nil {
			return nil, err
		}
		h, err := o.replayed(ctx, r.Session)
		if err != nil { // whatever it is about stays, and nobody knows what that is
			return nil, fmt.Errorf("the deal of session %s: %w", r.Session.Short(), err)
		}
		needed[h.job] = true
	}
	return needed, nil
}

// hire is what does not change of a session.
type hire struct {
	key         messages.Key
	farmer, job string
}

// hired reads from the journal whom a session hired for which job; nothing where it does not say.
func (o *errand) hired(ctx context.Context, session messages.ID) hire {
	h, _ := o.replayed(ctx, session)
	return h
}

// replayed is hired, and why nothing is known.
func (o *errand) replayed(ctx context.Context, session messages.ID) (hire, error) {
	o.mu.Lock()
	h, known := o.hires[session]
	o.mu.Unlock()
	if known {
		return h, nil
	}
	v, err := requester.Replay(ctx, o.node.Journal, session)
	if err != nil {
		return h, err
	}
	h.key, h.farmer = v.Farmer, v.Farmer.Short()
	j, err := compute.JobOf(v)
	if err != nil {
		return h, err
	}
	h.job = j.ID
	o.mu.Lock()
	defer o.mu.Unlock()
	o.hires[session] = h
	return h, nil
}
