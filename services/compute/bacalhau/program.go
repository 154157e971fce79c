package bacalhau

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// program is a module that was made ready for the cluster.
type program struct {
	*adapter.Program
	digest [32]byte // SHA-256 of the module as it was asked for
	packed []byte   // as it travels in a job; nil if no job could hold it
}

// programs keeps those that were used last, since the tasks of a job run the same module, and making one of some megabytes
// ready takes a good part of a second.
type programs struct {
	mu  sync.Mutex
	all []*kept // the last used first
}

// keptPrograms is how many there are at most. Each is some megabytes, 32 MiB at most.
const keptPrograms = 4

type kept struct {
	key
	once sync.Once
	*program
	err error
}

// key is all that a program depends on.
type key struct {
	module, wanted [32]byte
	memory         int64
	metered        bool
}

// of is the program of a task, or why there is none.
func (p *programs) of(t *executor.Task) (*program, error) {
	module := t.Module.Bytes
	if t.Module.Path != "" {
		var err error
		if module, err = readModule(t.Module.Path); err != nil {
			return nil, &executor.Error{Code: executor.NoInput, Cause: "the module cannot be read", Remedy: "see that the file is there and may be read", Err: err}
		}
	}
	k := p.keep(key{sha256.Sum256(module), t.Module.SHA256, t.Limits.Memory, metered(t)})
	k.once.Do(func() { k.program, k.err = makeReady(module, t) })
	return k.program, k.err
}

func (p *programs) keep(wanted key) *kept {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := &kept{key: wanted}
	if i := slices.IndexFunc(p.all, func(k *kept) bool { return k.key == wanted }); i >= 0 {
		k = p.all[i]
		p.all = slices.Delete(p.all, i, i+1)
	}
	p.all = slices.Insert(p.all, 0, k)
	p.all = slices.Delete(p.all, min(len(p.all), keptPrograms), len(p.all))
	return k
}

// makeReady inspects and rewrites a module.
func makeReady(asked []byte, t *executor.Task) (*program, error) {
	module := asked
	if err := new(wasm.Engine).Check(executor.Module{Bytes: module, SHA256: t.Module.SHA256}, t.Limits); err != nil { // it starts nothing
		return nil, err
	}
	names := adapter.Names{Stubs: stubsPath, Guest: moduleDir + "/" + moduleFile}
	withMeter, err := wasm.Meter(module) // what cannot have one is refused as it is on the embedded engine, which puts one into all that it runs
	if err != nil {
		return nil, err
	}
	if metered(t) {
		module = withMeter
		names.Fuel, names.Stack, names.Stop = wasm.MeterFuel, wasm.MeterStack, wasm.MeterStop
	}
	ready, err := adapter.Adapt(module, t.Limits.Memory, names)
	if err != nil {
		return nil, &executor.Error{Code: executor.Unsupported, Cause: fmt.Sprintf("the module cannot be made ready for a cluster: %v", err),
			Remedy: "build it again, or hire a farmer that runs modules on its own machine", Err: err}
	}
	packed, err := archive([]file{{name: moduleFile, size: int64(len(ready.Guest))}}, ready.Guest)
	if err != nil {
		return nil, internal("the module cannot be packed", err)
	}
	return &program{ready, sha256.Sum256(asked), packed}, nil
}

const maxModule = 64 << 20 // the inspection has its own bound, and a lower one

func readModule(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxModule))
}
