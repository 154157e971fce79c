package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// A process has the journal to itself. What other commands read of its deals is a mirror: a file for each, written when
// the deal changes, and all of them when the process starts.

func (a *app) mirrorAll(n *node.Node) {
	if n.Ledger == nil {
		return
	}
	for r, err := range n.Ledger.All(context.Background()) {
		if err == nil {
			err = a.mirror(n.Home, r)
		}
		if err != nil {
			a.notMirrored(err)
			return
		}
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
	if err := a.mirror(n.Home, r); err != nil {
		a.notMirrored(err)
	}
}

func (a *app) notMirrored(err error) {
	a.say("the deals' records cannot be written for other commands: %v", err)
}

// mirror writes one record so that a reader sees all of it or none.
func (a *app) mirror(h *home.Home, r *deals.Record) error {
	a.mirroring.Lock()
	defer a.mirroring.Unlock()
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(h.Path(home.DealDir), r.Papers.ID.String()+".json")
	if old, err := os.ReadFile(path); err == nil && string(old) == string(b) {
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
