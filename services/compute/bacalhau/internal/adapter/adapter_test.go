package adapter

import (
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/parley-p2p/parley/services/compute/executor"
	guests "github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

func seeds() [][]byte {
	all := guests.NewProgram()
	for name := range wasiTypes {
		all.Imports = append(all.Imports, guests.Import{Name: name, Type: uint32(len(all.Types))})
		t := guests.Type{Results: []byte{guests.I32}}
		for _, p := range wasiTypes[name] {
			k := guests.I32
			if p == 'I' {
				k = guests.I64
			}
			t.Params = append(t.Params, k)
		}
		if name == "proc_exit" {
			t.Results = nil
		}
		all.Types = append(all.Types, t)
	}
	named := guests.NewProgram("fd_write")
	named.Custom = append(guests.Name("name"), 0, 2, 1, 'x')
	bounded := guests.NewProgram()
	bounded.Memory = &guests.Limits{Min: 1, Max: 3}
	starting := guests.NewProgram()
	starting.Build()
	starting.Init = new(uint32)
	return [][]byte{all.Build(), named.Build(), bounded.Build(), starting.Bytes(), memoryless(), []byte(guests.Header), nil}
}

// memoryless has a section of memories with none in it, which is valid.
func memoryless() []byte {
	return guests.Code([]byte(guests.Header), []byte{1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 1, 0, 7, 10, 1, 6}, []byte("_start"), []byte{0, 0, 10, 4, 1, 2, 0, 0x0b})
}

var names = Names{Stubs: "/stubs.wasm", Guest: "/main.wasm"}

const memory = 1 << 20

var run = Run{Args: []string{"a", ""}, Env: []string{"A=b"}, Deterministic: true, Epoch: 1, Stdout: 1, Stderr: 1, Outputs: 1 << 10, Fuel: 1000}

// compiles reports whether wazero takes a module, which it validates.
func compiles(t *testing.T, module []byte) error {
	t.Helper()
	r := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer r.Close(t.Context())
	_, err := r.CompileModule(t.Context(), module)
	return err
}

// links reports whether the modules of a run can be put together, as far as that is before _start.
func links(t *testing.T, p *Program, adapter []byte) (err error) {
	t.Helper()
	r := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer r.Close(t.Context())
	wasi_snapshot_preview1.MustInstantiate(t.Context(), r)
	for _, one := range []struct {
		name   string
		module []byte
	}{{names.Stubs, p.Stubs}, {names.Guest, p.Guest}, {"", adapter}} {
		compiled, err := r.CompileModule(t.Context(), one.module)
		if err != nil {
			return err
		}
		if _, err := r.InstantiateModule(t.Context(), compiled, wazero.NewModuleConfig().WithName(one.name).WithStartFunctions()); err != nil {
			return err
		}
	}
	return nil
}

// Every function of WASI can be passed on, in both profiles, with a meter and without, and what was valid is valid when it was
// rewritten.
func TestAdapt(t *testing.T) {
	for i, module := range seeds()[:5] {
		metered, err := wasm.Meter(module)
		if err != nil {
			t.Fatal(err)
		}
		withMeter := names
		withMeter.Fuel, withMeter.Stack, withMeter.Stop = wasm.MeterFuel, wasm.MeterStack, wasm.MeterStop
		for what, n := range map[*[]byte]Names{&module: names, &metered: withMeter} {
			p, err := Adapt(*what, memory, n)
			if err != nil {
				t.Fatal(err)
			}
			for _, deterministic := range []bool{true, false} {
				r := run
				r.Deterministic = deterministic
				if err := links(t, p, p.Adapter(r)); err != nil {
					t.Errorf("%d, %t, %+v: %v", i, deterministic, n, err)
				}
			}
		}
	}
	if startName != wasm.MeterStart {
		t.Errorf("what comes first is %s with a meter, and %s without", wasm.MeterStart, startName)
	}
}

// DESIGN 7: a module that is not valid since it has no memory is not made valid by one that the adapter brings.
func TestAdaptMemoryless(t *testing.T) {
	for what, invalid := range map[string]func(p *guests.Program) []byte{
		"asks how much": func(p *guests.Program) []byte { return p.Build([]byte{0x3f, 0}, guests.Op(guests.Drop)) },
		"loads": func(p *guests.Program) []byte {
			return p.Build(guests.Const(0), guests.Load(0), guests.Op(guests.Drop))
		},
		"fills it": func(p *guests.Program) []byte {
			p.Data = []guests.Data{{At: 8, Bytes: []byte("text")}}
			return p.Build()
		},
		"exports it": func(*guests.Program) []byte {
			return guests.Code([]byte(guests.Header), []byte{1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 14, 2, 6}, []byte("_start"), []byte{0, 0, 1, 'm', 2, 0, 10, 4, 1, 2, 0, 0x0b})
		},
	} {
		p := guests.NewProgram()
		p.Memory = nil
		module := invalid(p)
		if compiles(t, module) == nil {
			t.Fatalf("%s: the test's module is valid", what)
		}
		ready, err := Adapt(module, memory, names)
		if err != nil {
			t.Fatal(err)
		}
		if compiles(t, ready.Guest) == nil {
			t.Errorf("%s: the module was not valid, and is now", what)
		}
		if _, err := wasm.Meter(module); executor.CodeOf(err) != executor.Malformed {
			t.Errorf("%s: with a meter: %v", what, err)
		}
	}
}

func FuzzAdapt(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, module []byte) {
		p, err := Adapt(module, memory, names)
		if err != nil || compiles(t, module) != nil {
			return
		}
		for _, part := range [][]byte{p.Stubs, p.Guest, p.Adapter(run)} {
			if err := compiles(t, part); err != nil {
				t.Errorf("the guest was valid, and this is not: %v", err)
			}
		}
	})
}
