package mediator_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// lossy is an engine whose disk does not take what runs print: there is a report, and what is left is not what the program wrote.
type lossy struct{ executor.Executor }

func (l lossy) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	rep, err := l.Executor.Execute(ctx, t)
	if err != nil {
		return rep, err
	}
	if err := os.Truncate(filepath.Join(t.Dir, executor.StdoutFile), 0); err != nil {
		return nil, err
	}
	return rep, &executor.Error{Code: executor.NoResult, Cause: "the result cannot be stored", Err: &fs.PathError{Op: "write", Path: t.Dir, Err: syscall.ENOSPC}}
}

// broken is where content comes from that cannot ask anybody.
type broken struct{}

func (broken) GetBlock(context.Context, cid.Cid) ([]byte, error) {
	return nil, &os.SyscallError{Syscall: "socket", Err: syscall.EMFILE}
}

// blocked puts a file where a directory was: that fails for everybody, also for root, whom no permission stops.
func blocked(t *testing.T, dir string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// SETTLEMENT rules 1 and 2: what a mediator's own machine fails in, its disk say, is never a finding, neither of another result nor that
// nobody serves module and inputs, nor the result: it cannot tell. What nobody serves is found to be so.
func TestAMediatorsDiskIsNoFinding(t *testing.T) {
	w := newWorld(t)
	served := w.agree(printing("hello\n"), compute.Limits{}, true)
	unserved := w.agree(printing("nobody has this\n"), compute.Limits{}, false)
	for name, c := range map[string]struct {
		of    *contract
		spoil func(t *testing.T, s *mediator.Sandbox, private string)
		want  string // of the error; empty: it is found
		lacks bool   // that it is missing
	}{
		"sound":                   {of: served},
		"nobody has the module":   {of: unserved, want: "not found", lacks: true},
		"nobody has the terms":    {of: served, want: "not found", lacks: true, spoil: func(_ *testing.T, s *mediator.Sandbox, _ string) { s.Blocks = nobody{} }},
		"nobody can be asked":     {of: served, want: "too many open files", spoil: func(_ *testing.T, s *mediator.Sandbox, _ string) { s.Blocks = broken{} }},
		"no room for the result":  {of: served, want: "cannot be stored", spoil: func(_ *testing.T, s *mediator.Sandbox, _ string) { s.Executor = lossy{s.Executor} }},
		"no room for the module":  {of: served, want: "cannot be kept", spoil: func(t *testing.T, _ *mediator.Sandbox, private string) { blocked(t, filepath.Join(private, "staging")) }},
		"the store is unreadable": {of: unserved, want: "cannot be kept", spoil: func(t *testing.T, _ *mediator.Sandbox, private string) { blocked(t, filepath.Join(private, "blocks")) }},
		"no room to run": {of: served, want: "runs", spoil: func(t *testing.T, s *mediator.Sandbox, _ string) {
			s.Dir = filepath.Join(s.Dir, "runs")
			blocked(t, s.Dir)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			private := t.TempDir()
			into, err := content.OpenStore(private)
			if err != nil {
				t.Fatal(err)
			}
			defer into.Close()
			into.NoSync = true
			s := w.sandbox(t, into)
			s.FetchTime = 10 * time.Second
			if c.spoil != nil {
				c.spoil(t, s, private)
			}
			b := &mediator.Brief{ID: deals.Hash{9}, Terms: c.of.record.Papers.Terms, Delivery: deals.Delivery{Digest: painted, Cost: "0"}}
			r, err := s.Rerun(w.ctx(), b)
			if c.want == "" {
				if err != nil || r.Inconclusive != "" || r.Finding.Digest == (deals.Hash{}) {
					t.Errorf("it finds %+v, %v", r, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, mediator.ErrMissing) != c.lacks {
				t.Errorf("it finds %+v, %v; want %q, missing: %t", r, err, c.want, c.lacks)
			}
		})
	}
}

// SETTLEMENT rules 1, 2 and 8, row 9: mediators whose disks are full say that they cannot tell, and the farmer who was honest keeps its bond.
func TestMediatorsWithFullDisksCannotTell(t *testing.T) {
	w := newWorld(t)
	before, work := w.purses(), printing("hello\n")
	deal := w.agree(work, compute.Limits{}, true)
	w.dispute(deal, w.truth(deal, work, store(t)), deals.Complaint{ClaimedDigest: painted})
	deal.hurry = true
	var members []*member
	for n := range seats {
		m := w.member(n)
		s := m.runner.(*mediator.Sandbox)
		if n == 0 {
			private := t.TempDir()
			full := must(content.OpenStore(private))(t)
			t.Cleanup(func() { full.Close() })
			full.NoSync, s.Private = true, full
			blocked(t, filepath.Join(private, "staging"))
		} else {
			s.Executor = lossy{s.Executor}
		}
		members = append(members, m)
	}
	w.start(members...)
	w.judge(deal, seats)
	w.collected(members)
	for n, m := range members {
		for note, err := range m.journal.Notes(w.ctx(), "mediator-cases") {
			if why := []string{"cannot be kept", "cannot be stored"}[min(n, 1)]; err != nil || !strings.Contains(string(note.Value), why) {
				t.Errorf("mediator %d has noted %s, %v; want %q", n, note.Value, err, why)
			}
		}
	}
	row9 := purses{Requester: -price/2 - fee/2, Farmer: price/2 - fee/2, Mediators: fees}
	if diff := cmp.Diff(row9, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
}
