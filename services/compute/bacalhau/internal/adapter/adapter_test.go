package adapter

import (
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

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
	return [][]byte{all.Build(), named.Build(), bounded.Build(), starting.Bytes(), []byte(guests.Header), nil}
}

var run = Run{Stubs: "/stubs.wasm", Guest: "/main.wasm", Args: []string{"a", ""}, Env: []string{"A=b"}, Deterministic: true, Epoch: 1, Memory: 1 << 20, Stdout: 1, Stderr: 1}

// compiles reports whether wazero takes a module, which it validates.
func compiles(t *testing.T, module []byte) error {
	t.Helper()
	r := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer r.Close(t.Context())
	_, err := r.CompileModule(t.Context(), module)
	return err
}

// links reports whether the modules of a run can be put together, as far as that is before _start.
func links(t *testing.T, m *Modules) (err error) {
	t.Helper()
	r := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer r.Close(t.Context())
	wasi_snapshot_preview1.MustInstantiate(t.Context(), r)
	for _, one := range []struct {
		name   string
		module []byte
	}{{run.Stubs, m.Stubs}, {run.Guest, m.Guest}, {"", m.Adapter}} {
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
	for i, module := range seeds()[:4] {
		metered, err := wasm.Meter(module)
		if err != nil {
			t.Fatal(err)
		}
		for _, deterministic := range []bool{true, false} {
			for _, meter := range []*Meter{nil, {Fuel: wasm.MeterFuel, Stop: wasm.MeterStop, Limit: 1000}} {
				r, what := run, module
				if r.Deterministic, r.Meter = deterministic, meter; meter != nil {
					what = metered
				}
				m, err := Adapt(what, r)
				if err != nil {
					t.Fatal(err)
				}
				if err := links(t, m); err != nil {
					t.Errorf("%d, %t, %v: %v", i, deterministic, meter, err)
				}
			}
		}
	}
	if startName != wasm.MeterStart {
		t.Errorf("what comes first is %s with a meter, and %s without", wasm.MeterStart, startName)
	}
}

func FuzzAdapt(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, module []byte) {
		m, err := Adapt(module, run)
		if err != nil || compiles(t, module) != nil {
			return
		}
		for _, part := range [][]byte{m.Stubs, m.Guest, m.Adapter} {
			if err := compiles(t, part); err != nil {
				t.Errorf("the guest was valid, and this is not: %v", err)
			}
		}
	})
}
