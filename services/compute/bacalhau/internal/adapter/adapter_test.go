package adapter

import (
	"testing"

	"github.com/tetratelabs/wazero"

	guests "github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
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
	return [][]byte{all.Build(), named.Build(), bounded.Build(), []byte(guests.Header), nil}
}

var run = Run{Name: "/adapter.wasm", Args: []string{"a", ""}, Env: []string{"A=b"}, Deterministic: true, Epoch: 1, Memory: 1 << 20, Stdout: 1, Stderr: 1}

// compiles reports whether wazero takes a module, which it validates.
func compiles(t *testing.T, module []byte) error {
	t.Helper()
	r := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer r.Close(t.Context())
	_, err := r.CompileModule(t.Context(), module)
	return err
}

// Every function of WASI can be passed on, in both profiles, and what was valid is valid when it was rewritten.
func TestAdapt(t *testing.T) {
	for i, module := range seeds()[:3] {
		for _, deterministic := range []bool{true, false} {
			r := run
			r.Deterministic = deterministic
			main, helper, err := Adapt(module, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range [][]byte{module, main, helper} {
				if err := compiles(t, m); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			}
		}
	}
}

func FuzzAdapt(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, module []byte) {
		main, helper, err := Adapt(module, run)
		if err != nil || compiles(t, module) != nil {
			return
		}
		if err := compiles(t, helper); err != nil {
			t.Errorf("the adapter: %v", err)
		}
		if err := compiles(t, main); err != nil {
			t.Errorf("the guest was valid, and is not: %v", err)
		}
	})
}
