package inspect

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

func program(body ...[]byte) []byte { return guest.NewProgram().Build(body...) }

func TestCounts(t *testing.T) {
	p := guest.NewProgram("fd_write")
	p.Memory = &guest.Limits{Min: 3, Max: 9}
	p.Globals = 2
	p.Tables = []guest.Limits{{Min: 4, Max: 4}}
	p.Elements = [][]uint32{{0, 0}}
	p.Custom = append(guest.Name("name"), "anything at all"...)
	binary := p.Build(guest.Block(guest.Loop(guest.Const(1), []byte{0x0e, 2, 0, 1, 0})), guest.Const(-1), guest.Op(guest.Drop))
	got, err := Inspect(binary, Default)
	if err != nil {
		t.Fatal(err)
	}
	got.kinds, got.params = nil, nil
	want := &Module{Types: 2, Imports: 1, Functions: 1, Exports: 2, Globals: 2, Tables: 1, Segments: 1, Elements: 4, MemoryMin: 3 * pageSize,
		Code: got.Code, Body: got.Code, Flow: 4, Locals: 8, Nesting: 2, Targets: 2, imported: 1, started: true, bodies: 1}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Module{})); diff != "" {
		t.Error(diff)
	}
}

// Every instruction of WebAssembly 2.0 is read with what follows it: a module of all of them ends where it should.
func TestInstructions(t *testing.T) {
	var all [][]byte
	for op := range 256 {
		switch b := byte(op); {
		case b == 0x0b, b == 0x05: // they need something before
		case b >= 0x02 && b <= 0x04:
			all = append(all, []byte{b, 0x40, 0x0b}, []byte{b, 0x7f, 0x0b}, []byte{b, 0x80, 0x01, 0x0b})
		case b == 0x0e:
			all = append(all, []byte{b, 2, 0, 0, 0})
		case b == 0x11, b >= 0x28 && b <= 0x3e:
			all = append(all, []byte{b, 1, 2})
		case b == 0x1c:
			all = append(all, []byte{b, 1, 0x7f})
		case b == 0x0c, b == 0x0d, b == 0x10, b >= 0x20 && b <= 0x26, b == 0x3f, b == 0x40, b == 0xd0, b == 0xd2:
			all = append(all, []byte{b, 0})
		case b == 0x41:
			all = append(all, []byte{b, 0xff, 0xff, 0xff, 0xff, 0x7f})
		case b == 0x42:
			all = append(all, []byte{b, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f})
		case b == 0x43:
			all = append(all, []byte{b, 1, 2, 3, 4})
		case b == 0x44:
			all = append(all, []byte{b, 1, 2, 3, 4, 5, 6, 7, 8})
		case b <= 1, b == 0x0f, b == 0x1a, b == 0x1b, b >= 0x45 && b <= 0xc4, b == 0xd1:
			all = append(all, []byte{b})
		}
	}
	for op := range 18 {
		n := map[int]int{8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}[op]
		all = append(all, append([]byte{0xfc, byte(op)}, make([]byte, n)...))
	}
	for op := range 256 {
		n := 0
		switch {
		case op <= 11, op == 92, op == 93:
			n = 2
		case op == 12, op == 13:
			n = 16
		case op >= 21 && op <= 34:
			n = 1
		case op >= 84 && op <= 91:
			n = 3
		}
		all = append(all, append(append([]byte{0xfd}, guest.U32(uint32(op))...), make([]byte, n)...))
	}
	for _, i := range all {
		// What does not read i to its end takes the following 0x0b for something else.
		if _, err := Inspect(program(i), Default); err != nil {
			t.Errorf("% x: %v", i, err)
		}
		if _, err := Inspect(program(i[:len(i)-1]), Default); err == nil && len(i) > 2 && i[0] != 0xfc && i[0] != 0xfd && i[len(i)-1] != 0x0b {
			t.Errorf("% x is accepted when it is cut", i)
		}
	}
}

func TestRefused(t *testing.T) {
	minimal := func(replace func(*guest.Module)) []byte {
		p := guest.NewProgram()
		p.Build()
		replace(&p.Module)
		return p.Bytes()
	}
	good := program()
	for _, c := range []struct {
		name   string
		binary []byte
		want   executor.Code
		says   string
	}{
		{"nothing", nil, executor.NotWASM, "empty"},
		{"an executable", []byte("\x7fELF\x02"), executor.NotWASM, "Linux executable"},
		{"text", []byte("(module)"), executor.NotWASM, "wat2wasm"},
		{"magic only", []byte("\x00asm"), executor.Malformed, "version"},
		{"a component", []byte("\x00asm\x0d\x00\x01\x00"), executor.Component, "component"},
		{"a version to come", []byte("\x00asm\x02\x00\x00\x00"), executor.Malformed, "version"},
		{"nothing in it", []byte(guest.Header), executor.Unsupported, "_start"},
		{"cut", good[:len(good)-1], executor.Malformed, "early"},
		{"longer", append(slices.Clone(good), 1), executor.Malformed, "early"},
		{"a section twice", append(slices.Clone(good), slices.Concat(guest.Section(11, []byte{0}), guest.Section(11, []byte{0}))...), executor.Malformed, "order"},
		{"out of order", append(slices.Clone(good), guest.Section(1, []byte{0})...), executor.Malformed, "order"},
		{"an unknown section", append(slices.Clone(good), guest.Section(13, []byte{0})...), executor.Unsupported, "section 13"},
		{"another import", minimal(func(m *guest.Module) { m.Imports = []guest.Import{{Name: "fd_wrong"}} }), executor.Unsupported, "fd_wrong"},
		{"no _start", minimal(func(m *guest.Module) { m.Start = nil }), executor.Unsupported, "library"},
		{"a reserved export", minimal(func(m *guest.Module) { m.Exports = []guest.Export{{Name: "parley:fuel"}} }), executor.Unsupported, "parley:"},
		{"shared memory", []byte(guest.Header + "\x05\x04\x01\x03\x01\x01"), executor.Unsupported, "shared"},
		{"two memories", []byte(guest.Header + "\x05\x05\x02\x00\x01\x00\x01"), executor.TooLarge, "memories"},
		{"an unknown instruction", program([]byte{0x06}), executor.Unsupported, "0x06"},
		{"an atomic instruction", program([]byte{0xfe, 0}), executor.Unsupported, "0xfe"},
		{"a relaxed vector", program([]byte{0xfd, 0x80, 0x02}), executor.Unsupported, "256"},
		{"a number too long", program([]byte{0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), executor.Malformed, "long"},
		{"ends too often", program([]byte{0x0b}), executor.Malformed, "after its end"},
		{"never ends", program([]byte{0x02, 0x40}), executor.Malformed, "early"},
		{"types that are not there", []byte(guest.Header + "\x01\x05\xff\xff\xff\xff\x0f"), executor.TooLarge, "types"},
		{"data that is not there", append(slices.Clone(good), guest.Section(11, []byte{1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f})...), executor.Malformed, "early"},
	} {
		_, err := Inspect(c.binary, Default)
		if executor.CodeOf(err) != c.want || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v with %q", c.name, err, c.want, c.says)
		}
		if e, ok := errors.AsType[*executor.Error](err); ok && e.Remedy == "" {
			t.Errorf("%s: no remedy", c.name)
		}
	}
}

// Each cap is met exactly, and one less refuses.
func TestCaps(t *testing.T) {
	p := guest.NewProgram("fd_write")
	p.Globals, p.Tables, p.Elements = 3, []guest.Limits{{Min: 4, Max: 4}}, [][]uint32{{0, 0}}
	p.Memory = &guest.Limits{Min: 2}
	binary := p.Build(guest.Block(guest.Block(guest.Const(0), []byte{0x0e, 2, 0, 1, 0})))
	m, err := Inspect(binary, Default)
	if err != nil {
		t.Fatal(err)
	}
	exact := Caps{Bytes: int64(len(binary)), Types: m.Types, Params: 4, Imports: 1, Functions: 1, Exports: 2, Globals: 3, Tables: 1, Elements: 4,
		Segments: 1, Body: m.Body, Locals: m.Locals, Nesting: 2, Flow: m.Flow, Targets: 2, Memory: 2 * pageSize, NameLength: int64(len(WASI))}
	if _, err := Inspect(binary, exact); err != nil {
		t.Fatal(err)
	}
	for name, less := range map[string]func(*Caps){
		"Bytes": func(c *Caps) { c.Bytes-- }, "Types": func(c *Caps) { c.Types-- }, "Params": func(c *Caps) { c.Params-- },
		"Imports": func(c *Caps) { c.Imports-- }, "Functions": func(c *Caps) { c.Functions-- }, "Exports": func(c *Caps) { c.Exports-- },
		"Globals": func(c *Caps) { c.Globals-- }, "Tables": func(c *Caps) { c.Tables-- }, "Elements": func(c *Caps) { c.Elements-- },
		"Segments": func(c *Caps) { c.Segments-- }, "Body": func(c *Caps) { c.Body-- }, "Locals": func(c *Caps) { c.Locals-- },
		"Nesting": func(c *Caps) { c.Nesting-- }, "Flow": func(c *Caps) { c.Flow-- }, "Targets": func(c *Caps) { c.Targets-- },
		"Memory": func(c *Caps) { c.Memory-- }, "NameLength": func(c *Caps) { c.NameLength-- },
	} {
		caps := exact
		less(&caps)
		if _, err := Inspect(binary, caps); executor.CodeOf(err) != executor.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What package inspect calls WASI is what wazero has.
func TestWASI(t *testing.T) {
	r := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer r.Close(t.Context())
	host, err := wasi_snapshot_preview1.NewBuilder(r).Compile(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var theirs []string
	for name := range host.ExportedFunctions() {
		theirs = append(theirs, name)
	}
	ours := slices.Clone(wasiFunctions)
	slices.Sort(ours)
	slices.Sort(theirs)
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Error(diff)
	}
}

// Whatever the bytes, Inspect returns, with an error that says what to do or with counts within the caps.
func FuzzInspect(f *testing.F) {
	f.Add(program(guest.Block(guest.Loop(guest.Const(1), guest.BrIf(0)))))
	p := guest.NewProgram("fd_write", "proc_exit")
	p.Tables, p.Elements, p.Globals = []guest.Limits{{Min: 2}}, [][]uint32{{0, 1}}, 1
	f.Add(p.Build(p.Vector("x"), guest.CallIndirect(0), guest.Fill()))
	f.Add([]byte("\x00asm\x0d\x00\x01\x00"))
	caps := Default
	caps.Elements, caps.Memory = 100, 1<<20
	f.Fuzz(func(t *testing.T, binary []byte) {
		m, err := Inspect(binary, caps)
		if err != nil {
			if e, ok := errors.AsType[*executor.Error](err); !ok || e.Cause == "" || e.Remedy == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		if m.Elements > caps.Elements || m.MemoryMin > caps.Memory || m.Locals > caps.Locals || m.Nesting > caps.Nesting || !m.started {
			t.Fatalf("%+v", m)
		}
	})
}
