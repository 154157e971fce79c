package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// The bill tells how many of the runs that were drawn to be repeated were, and what came of it (C52). A run is counted once, however often
// it was tried.
func TestAuditedInTheBill(t *testing.T) {
	a, v := audited{}, &protocol.View{Session: messages.ID{1}}
	told := func(asked bool, want string) {
		t.Helper()
		l := a.line(asked)
		got := ""
		if l != nil {
			got = l.words()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	told(false, "")
	told(true, "0 of 0 drawn: nothing that came was to be run again")
	a.drew(v, 0)
	a.drew(v, 0)
	told(false, "0 of 1 drawn")
	a[a.key(v, 0)] = compute.Same
	a.drew(v, 0) // again, after the comparison
	for task, c := range []compute.Comparison{compute.Same, compute.Same, compute.Mismatch, compute.Inconclusive} {
		a.drew(v, task)
		a[a.key(v, task)] = c
	}
	a.drew(&protocol.View{Session: messages.ID{2}}, 0)
	told(true, "4 of 5 drawn: 2 the same, 1 NOT, 1 inconclusive")
}
