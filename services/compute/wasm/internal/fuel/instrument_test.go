package fuel

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/inspect"
)

var update = flag.Bool("update", false, "write testdata/costs.txt anew; with another Version")

// The costs are part of the protocol: who changes them changes Version, and this file.
func TestCosts(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "version %s, functions %d, host %d, bytes %d/8, entries %d/8, pages %d/8\n", Version, costEnter, costHost, rateByte, rateEntry, ratePage)
	fmt.Fprintf(&b, "stack %d, frame %d, and 1 for %d bytes\n", stackSlots, slotsFrame, bytesPerSlot)
	for _, all := range [][2]bytecode.Op{{0, 0xd2}, {0xfc00, 0xfc11}, {0xfd00, 0xfdff}} {
		first := all[0]
		for op := all[0]; op <= all[1]; op++ {
			if op == all[1] || cost(op+1) != cost(op) || rate(op+1) != rate(op) {
				fmt.Fprintf(&b, "%04x to %04x: %d, and %d/8 an item\n", first, op, cost(op), rate(op))
				first = op + 1
			}
		}
	}
	const golden = "testdata/costs.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// M7: a module cannot name what the meter adds. Each of these would be valid if nobody looked.
func TestNames(t *testing.T) {
	body := func(code ...[]byte) []byte {
		p := guest.NewProgram()
		p.Globals = 1
		return p.Build(code...)
	}
	with := func(change func(*guest.Program)) []byte {
		p := guest.NewProgram()
		p.Globals = 1
		p.Tables = []guest.Limits{{Min: 4}}
		p.Build()
		change(p)
		return p.Bytes()
	}
	const theirs = 1 // functions, types and globals of such a program
	section := func(id byte, contents ...byte) []byte { return guest.Section(id, contents) }
	for _, c := range []struct {
		name   string
		module []byte
		says   string
	}{
		{"the counter is set", body(guest.Const64(1), []byte{0x24, theirs}), "global 1"},
		{"the counter is read", body([]byte{0x23, theirs, guest.Drop}), "global 1"},
		{"the counter is set by what cannot be reached", body(guest.Op(guest.Return), guest.Const64(1), []byte{0x24, theirs}), "global 1"},
		{"the number is written longer", body(guest.Const64(1), []byte{0x24, theirs | 0x80, 0x80, 0}), "global 1"},
		{"the stack is set", body(guest.Const64(1), []byte{0x24, theirs + 1}), "global 2"},
		{"the stack is read", body([]byte{0x23, theirs + 1, guest.Drop}), "global 2"},
		{"the stack's local is read", body(guest.Call(0), []byte{0x20, 9, guest.Drop}), "local 9"},
		{"the stack's local is set", body(guest.Call(0), guest.Const64(1), guest.Set(9)), "local 9"},
		{"the local is read", body([]byte{0x20, 8, guest.Drop}), "local 8"},
		{"the local is set", body(guest.Const64(1), guest.Set(8)), "local 8"},
		{"the local is set and left", body(guest.Const64(1), guest.Tee(8), guest.Op(guest.Drop)), "local 8"},
		{"a helper is called", body(guest.Const(0), guest.Const(0), guest.Call(theirs), guest.Op(guest.Drop)), "function 1"},
		{"a helper is referred to", body([]byte{0xd2, theirs, guest.Drop}), "function 1"},
		{"a helper's type is a block's", body(guest.Const(0), guest.Const(0), []byte{0x02, theirs, guest.Drop, 0x0b, guest.Drop}), "type 1"},
		{"a helper's type is called", with(func(p *guest.Program) {
			p.Funcs[0].Body = guest.Code(guest.Const(0), guest.Const(0), guest.Const(0), guest.CallIndirect(theirs), guest.Op(guest.Drop))
		}), "type 1"},
		{"a helper's type is a function's", with(func(p *guest.Program) {
			p.Func(guest.Func{Type: theirs, Body: guest.Get(0)})
		}), "type 1"},
		{"a helper is in a table", with(func(p *guest.Program) { p.Elements = [][]uint32{{theirs}} }), "function 1"},
		{"a helper is in a passive segment", with(func(p *guest.Program) { p.Passive = [][]uint32{{theirs}} }), "function 1"},
		{"a helper is exported", with(func(p *guest.Program) { p.Exports = []guest.Export{{Name: "f", Func: theirs}} }), "function 1"},
		{"a helper is run at the start", with(func(p *guest.Program) { p.Init = new(uint32(theirs)) }), "function 1"},
		{"a helper's type is imported", with(func(p *guest.Program) { p.Imports = []guest.Import{{Name: "sched_yield", Type: theirs}} }), "type 1"},
		{"the counter is exported", slices.Concat([]byte(guest.Header), section(7, 1, 1, 'g', 3, 0)), "global 0"},
		{"the counter is where a segment goes", slices.Concat([]byte(guest.Header), section(4, 1, 0x70, 0, 1), section(9, 1, 0, 0x23, 0, 0x0b, 0)), "global 0"},
		{"the counter is what a global begins with", slices.Concat([]byte(guest.Header), section(6, 1, guest.I64, 0, 0x23, 0, 0x0b)), "global 0"},
		{"the host is in a table", with(func(p *guest.Program) {
			p.Imports, p.Elements = []guest.Import{{Name: "sched_yield"}}, [][]uint32{{0}}
		}), "imports"},
		{"the host is exported", with(func(p *guest.Program) {
			p.Imports, p.Exports = []guest.Import{{Name: "sched_yield"}}, []guest.Export{{Name: "f"}}
		}), "imports"},
		{"the host is run at the start", with(func(p *guest.Program) { p.Imports, p.Init = []guest.Import{{Name: "sched_yield"}}, new(uint32) }), "imports"},
		{"the host is referred to", with(func(p *guest.Program) {
			p.Imports, p.Funcs[0].Body = []guest.Import{{Name: "sched_yield"}}, []byte{0xd2, 0, guest.Drop}
		}), "imports"},
		{"the counter's name is taken", with(func(p *guest.Program) { p.Exports = []guest.Export{{Name: Counter}} }), bytecode.Reserved},
		{"the stack's name is taken", with(func(p *guest.Program) { p.Exports = []guest.Export{{Name: Stack}} }), bytecode.Reserved},
		{"the start's name is taken", with(func(p *guest.Program) { p.Exports = []guest.Export{{Name: Start}} }), bytecode.Reserved},
		{"the table's name is taken", with(func(p *guest.Program) { p.Exports = []guest.Export{{Name: Stop}} }), bytecode.Reserved},
		{"the table is called through", body(guest.Const(0), []byte{0x11, 0, 0}), "table 0"},
		{"the table is read", body(guest.Const(0), []byte{0x25, 0, guest.Drop}), "table 0"},
		{"the table is set", body(guest.Const(0), []byte{0xd0, 0x70, 0x26, 0}), "table 0"},
		{"the table is grown", body([]byte{0xd0, 0x70}, guest.Const(1), []byte{0xfc, 15, 0, guest.Drop}), "table 0"},
		{"the table is measured", body([]byte{0xfc, 16, 0, guest.Drop}), "table 0"},
		{"the table is filled", body(guest.Const(0), []byte{0xd0, 0x70}, guest.Const(1), []byte{0xfc, 17, 0}), "table 0"},
		{"the table is written from a segment", body(guest.Const(0), guest.Const(0), guest.Const(0), []byte{0xfc, 12, 0, 0}), "table 0"},
		{"the table is copied to", with(func(p *guest.Program) {
			p.Funcs[0].Body = guest.Code(guest.Const(0), guest.Const(0), guest.Const(0), []byte{0xfc, 14, theirs, 0})
		}), "table 1"},
		{"the table is copied from", with(func(p *guest.Program) {
			p.Funcs[0].Body = guest.Code(guest.Const(0), guest.Const(0), guest.Const(0), []byte{0xfc, 14, 0, theirs})
		}), "table 1"},
		{"the table is exported", slices.Concat([]byte(guest.Header), section(7, 1, 1, 't', 1, 0)), "table 0"},
		{"the table is where a segment goes", slices.Concat([]byte(guest.Header), section(9, 1, 0, 0x41, 0, 0x0b, 0)), "table 0"},
	} {
		for _, f := range []func([]byte) ([]byte, error){Instrument, InstrumentCalling} {
			if out, err := f(c.module); executor.CodeOf(err) == 0 || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want %q (%d bytes)", c.name, err, c.says, len(out))
			}
		}
	}
}

// The section of names stays, with or without the functions it is about; other custom sections go.
func TestCustomSections(t *testing.T) {
	for contents, stays := range map[string]bool{"\x04name\x00\x02\x01m": true, ".debug_line": false} {
		p := guest.NewProgram()
		p.Custom = []byte(contents)
		out, err := Instrument(p.Build())
		if err != nil || bytes.Contains(out, []byte(contents)) != stays {
			t.Errorf("%q: %v", contents, err)
		}
	}
}

// What is added is linear in the module, whatever is in it.
func TestSize(t *testing.T) {
	for name, code := range map[string][]byte{
		"loops": guest.Loop(), "branches": guest.Block(guest.Const(0), guest.BrIf(0)), "calls": guest.Call(0), "nothing": guest.Op(guest.Nop),
		"numbers": guest.Block(guest.Const64(0), guest.Op(0xb9, 0x9f, guest.Drop), guest.Const(0), guest.Const64(0), guest.Op(0xb9, 0x9f), []byte{0x39, 3, 0}),
		"ranges":  guest.Code(guest.Const(0), guest.Const(0), guest.Const(0), guest.Fill()),
	} {
		p := guest.NewProgram()
		module := p.Build(bytes.Repeat(code, 10_000))
		out, err := Instrument(module)
		if err != nil || len(out) > 12*len(module) {
			t.Errorf("%s: %d bytes become %d, %v", name, len(module), len(out), err)
		}
	}
}

// Whatever the bytes, Instrument ends, and what it returns is valid if and only if what it was given is.
func FuzzInstrument(f *testing.F) {
	for seed := range uint64(3) {
		f.Add(generate(seed).Bytes())
	}
	for _, module := range stubborn() {
		f.Add(module)
	}
	caps := inspect.Default
	caps.Bytes, caps.Elements, caps.Memory, caps.Flow = 64<<10, 1000, 1<<20, 1<<20
	r := wazero.NewRuntimeWithConfig(context.Background(), wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(api.CoreFeaturesV2))
	valid := func(module []byte) error {
		m, err := r.CompileModule(context.Background(), module)
		if err == nil {
			err = m.Close(context.Background())
		}
		return err
	}
	f.Fuzz(func(t *testing.T, module []byte) {
		was := bytes.Clone(module)
		out, err := Instrument(module)
		if !bytes.Equal(was, module) {
			t.Fatal("the module was changed")
		}
		if err != nil && executor.CodeOf(err) == 0 {
			t.Fatalf("%#v", err)
		}
		if _, refused := inspect.Inspect(module, caps); refused != nil {
			return // nobody compiles it
		}
		before := valid(module)
		switch {
		case err != nil && before == nil && !strings.Contains(err.Error(), "that it imports"):
			t.Fatalf("a valid module is refused: %v", err)
		case err == nil && (valid(out) == nil) != (before == nil):
			t.Fatalf("before: %v\nafter: %v", before, valid(out))
		}
		if calling, also := InstrumentCalling(module); (also == nil) != (err == nil) || err == nil && (valid(calling) == nil) != (before == nil) {
			t.Fatalf("before: %v\nwith a table: %v, %v", before, also, valid(calling))
		}
	})
}
