package compute_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
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

// Done when 2 of issue 4: what is paid for the render module is its fuel, the figure that compiler and interpreter give on every
// architecture for a job of this ID, times its price; both sides say so, and so does who runs it again.
func TestFuelOfRenderIsPaid(t *testing.T) { // M7, C48
	const figure, price, owed = 102_504_684, 1_000_000, 102_505 // of the fuel, for 10^9 of it, and that rounded up
	line := regexp.MustCompile(`(?m)^render\t(\d+)\texited 0$`).FindSubmatch(must(os.ReadFile("wasm/testdata/fuel.txt")))
	if len(line) != 2 || string(line[1]) != fmt.Sprint(figure) {
		t.Fatalf("what is written down of it is %q", line)
	}
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	w := newWorld(t)
	f := w.farm(1, byFuel(price), func(f *compute.Farmer) { f.Executor, f.PerTask, f.TaskTime = engine, messages.Amount{}, 5*time.Minute })
	b := w.buyer()
	compared := 0
	b.buyer.Audit = (&compute.Replay{
		Farmer: &compute.Farmer{Executor: engine, Store: b.store, Dir: t.TempDir()},
		Pick:   func(*protocol.View, int) bool { return true },
		Compared: func(_ *protocol.View, d, again compute.Done) {
			if compared++; d.Fuel != figure || again.Fuel != figure {
				t.Errorf("%d fuel, and again %d", d.Fuel, again.Fuel)
			}
		},
	}).Audit
	z := must(gzip.NewReader(bytes.NewReader(must(os.ReadFile("../../examples/render/render.wasm.gz")))))
	j := &compute.Job{ID: "000102030405060708090a0b0c0d0e0f", Module: b.module(must(io.ReadAll(z))),
		Inputs: []compute.Input{{Name: "scene.txt", CID: b.module(must(os.ReadFile("../../examples/render/scenes/market.txt")))}},
		Tasks:  []compute.Task{{Args: []string{"--size", "48x30", "--rect", "12,10,12,10", "--samples", "4"}}},
		Limits: compute.Limits{Fuel: 1e9, WallMs: (5 * time.Minute).Milliseconds()}}
	l := b.mustRun(j, hiring(1, f)).Lines[0]
	if l.Fuel != figure || l.Owed.String() != fmt.Sprint(owed) || l.View.Delivery.Cost != fmt.Sprint(owed) || compared != 1 {
		t.Errorf("%d fuel for %s, of which the farmer claims %s; compared %d times", l.Fuel, l.Owed, l.View.Delivery.Cost, compared)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
