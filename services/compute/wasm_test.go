package compute_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// saying is a program that prints and then does what its last instructions do.
func saying(text string, then ...byte) []byte {
	p := guest.NewProgram("fd_write")
	body := guest.Code(guest.Const(1), p.Vector(text), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
	return p.Build(body, guest.Op(then...))
}

func (b *buyer) module(binary []byte) string {
	b.w.t.Helper()
	c, err := content.AddFile(b.w.t.Context(), b.store, bytes.NewReader(binary), content.Limits{})
	if err != nil {
		b.w.t.Fatal(err)
	}
	return c.String()
}

// C17: the same farmer with the engine that ships. Real processes, so real time.
func TestWASM(t *testing.T) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	w := newWorld(t)
	f := w.farm(1, func(f *compute.Farmer) { f.Executor = engine })
	b := w.buyer()
	compared := 0
	b.buyer.Audit = (&compute.Replay{
		Farmer:   &compute.Farmer{Executor: engine, Store: b.store, Dir: t.TempDir()},
		Pick:     func(_ *protocol.View, task int) bool { return task == 1 },
		Compared: func(*protocol.View, compute.Done, compute.Done) { compared++ },
	}).Audit

	t.Run("runs", func(t *testing.T) {
		j := &compute.Job{ID: compute.NewID(), Module: b.module(saying("hello\n")), Tasks: make([]compute.Task, 2)}
		bill := b.mustRun(j, hiring(1, f))
		if diff := cmp.Diff("2 for 20", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		if got := b.file(bill.Root.String(), "001/stdout") + b.file(bill.Root.String(), "001/exitCode"); got != "hello\n0" || compared != 1 {
			t.Errorf("got %q, compared %d times", got, compared)
		}
	})
	t.Run("traps", func(t *testing.T) {
		j := &compute.Job{ID: compute.NewID(), Module: b.module(saying("before\n", guest.Unreachable)), Tasks: make([]compute.Task, 1)}
		bill := b.mustRun(j, hiring(1, f))
		d := bill.Done[0]
		if got := b.file(bill.Root.String(), "stdout"); got != "before\n" || d.Ended != "trapped" || !strings.Contains(d.Detail, "unreachable") {
			t.Errorf("stdout %q, done %+v", got, d)
		}
		if bill.Lines[0].Owed.String() != "10" {
			t.Errorf("owed %s", bill.Lines[0].Owed)
		}
	})
	for name, c := range map[string]struct {
		binary string
		want   string
	}{
		"no module":   {"#!/bin/sh\necho hello\n", "WebAssembly"},
		"a component": {"\x00asm\x0d\x00\x01\x00", "component"},
		"cut":         {string(saying("hello\n")[:20]), "module"},
	} {
		t.Run(name, func(t *testing.T) {
			j := &compute.Job{ID: compute.NewID(), Module: b.module([]byte(c.binary)), Tasks: make([]compute.Task, 1)}
			bill, err := b.run(j, hiring(1, f))
			if err == nil {
				t.Fatal("it ran")
			}
			e, ok := errors.AsType[*protocol.Error](bill.Lines[0].Err)
			if !ok || e.Code != protocol.Invalid || !strings.Contains(e.Reason, c.want) {
				t.Errorf("refused with %v", bill.Lines[0].Err)
			}
			if v := bill.Lines[0].View; v.Bound() {
				t.Error("the farmer was bound before it looked at the module")
			}
		})
	}
}
