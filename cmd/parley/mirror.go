package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// A process has the journal to itself. What other commands read of its deals is a mirror: a file for each, written when
// the deal changes, and all of them when the process starts and when it ends. One that is killed leaves runningFile, and the
// next command that reads the mirror writes it anew first.
const runningFile = "running"

// mirrorAll writes all, and returns what to call when nothing changes any more.
func (a *app) mirrorAll(n *node.Node) (stop func()) {
	if n.Ledger == nil {
		return func() {}
	}
	running := filepath.Join(n.Home.Path(home.DealDir), runningFile)
	err := errors.Join(os.MkdirAll(filepath.Dir(running), 0o700), os.WriteFile(running, nil, 0o600))
	if err = errors.Join(err, a.mirrorLedger(n.Home, n.Ledger)); err != nil {
		a.notMirrored(err)
	}
	return func() {
		err := a.mirrorLedger(n.Home, n.Ledger)
		if err == nil {
			err = os.Remove(running)
		}
		if err != nil {
			a.notMirrored(err)
		}
	}
}

func (a *app) mirrorLedger(h *home.Home, l *deals.Ledger) error {
	for r, err := range l.All(context.Background()) {
		if err == nil {
			err = a.mirror(h, l.Journal, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// renew writes the mirror of a party anew whose process was killed. One that cannot be is told of, and is what it is.
func (a *app) renew(h *home.Home) {
	running := filepath.Join(h.Path(home.DealDir), runningFile)
	if !isFile(running) || !isFile(h.Path(home.JournalFile)) {
		return
	}
	j, err := journal.Open(h.Path(home.JournalFile))
	if _, locked := errors.AsType[*journal.LockedError](err); locked {
		return // it is written by who runs
	}
	if err == nil {
		if err = a.mirrorLedger(h, &deals.Ledger{Journal: j}); err == nil {
			err = os.Remove(running)
		}
		err = errors.Join(err, j.Close())
	}
	if err != nil {
		a.say("what is told of the deals may be old: it cannot be renewed from the journal: %v", err)
	}
}

func (a *app) mirrorSession(n *node.Node, v *protocol.View) {
	if n.Ledger == nil || !v.Settles() {
		return
	}
	if r, err := n.Ledger.OfSession(context.Background(), v); err == nil { // else there is no deal yet
		a.mirrorRecord(n, r)
	}
}

func (a *app) mirrorDeal(n *node.Node, id deals.Hash) {
	r, err := n.Ledger.Get(context.Background(), id)
	if err != nil {
		a.notMirrored(err)
		return
	}
	a.mirrorRecord(n, r)
}

func (a *app) mirrorRecord(n *node.Node, r *deals.Record) {
	if err := a.mirror(n.Home, n.Journal, r); err != nil {
		a.notMirrored(err)
	}
}

func (a *app) notMirrored(err error) {
	a.say("the deals' records cannot be written for other commands: %v", err)
}

// mirrored is a record as it is in the mirror, with what its session says.
type mirrored struct {
	*deals.Record
	Encrypted bool     `json:"encrypted,omitempty"` // the inputs
	Source    string   `json:"source,omitempty"`    // of the template that its job was made of
	Pricing   *pricing `json:"pricing,omitempty"`   // nil: not known
}

func mirrorPath(h *home.Home, id deals.Hash) string {
	return filepath.Join(h.Path(home.DealDir), id.String()+".json")
}

// mirrorOf is what the mirror says of a deal; the zero value with an empty record, where it says nothing.
func mirrorOf(h *home.Home, id deals.Hash) (m mirrored) {
	m.Record = new(deals.Record)
	if b, err := readFile(mirrorPath(h, id), 1<<20); err != nil || json.Unmarshal(b, &m) != nil {
		return mirrored{Record: new(deals.Record)}
	}
	return m
}

// mirror writes one record so that a reader sees all of it or none. What its session was about is read from the journal once.
func (a *app) mirror(h *home.Home, j journal.Journal, r *deals.Record) error {
	a.mirroring.Lock()
	defer a.mirroring.Unlock()
	path := mirrorPath(h, r.Papers.ID)
	old, failed := os.ReadFile(path)
	m := mirrorOf(h, r.Papers.ID)
	m.Record = r
	if m.Pricing == nil {
		if v, err := requester.Replay(context.Background(), j, r.Session); err == nil {
			if job, err := compute.JobOf(v); err == nil {
				m.Encrypted, m.Source = job.Encrypted(), job.Source
			}
			m.Pricing = pricedBy(v.Terms)
		}
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if failed == nil && string(old) == string(b) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
