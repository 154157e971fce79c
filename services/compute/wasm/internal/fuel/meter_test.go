package fuel

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// engines is wazero's compiler and its interpreter.
type engines map[string]wazero.Runtime

func newEngines(t testing.TB) engines {
	t.Helper()
	all := engines{}
	for name, config := range map[string]wazero.RuntimeConfig{"compiler": wazero.NewRuntimeConfigCompiler(), "interpreter": wazero.NewRuntimeConfigInterpreter()} {
		r := wazero.NewRuntimeWithConfig(context.Background(), config.WithCoreFeatures(api.CoreFeaturesV2))
		t.Cleanup(func() { _ = r.Close(context.Background()) })
		wasi_snapshot_preview1.MustInstantiate(context.Background(), r)
		all[name] = r
	}
	return all
}

// outcome is what a run left.
type outcome struct {
	Used   int64
	Out    bool // of fuel
	Deep   bool // out of stack
	Ended  bool // by itself, or by an exit with 0
	Memory string
}

// run instruments a module, in the one way for the compiler and in the other for the interpreter, runs it under a limit and
// gives what every engine agrees on.
func (all engines) run(t testing.TB, module []byte, limit int64) outcome {
	t.Helper()
	return all.within(t, module, limit, stackSlots)
}

// within is run with another stack.
func (all engines) within(t testing.TB, module []byte, limit, slots int64) outcome {
	t.Helper()
	var first *outcome
	for name, r := range all {
		got, instrument := outcome{}, Instrument
		if name == "interpreter" { // where nobody has put a function into the table: it traps
			instrument = InstrumentCalling
		}
		metered, err := instrument(module)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := r.InstantiateWithConfig(context.Background(), metered, wazero.NewModuleConfig().WithName("").WithStartFunctions())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		m := Begin(instance, limit)
		m.stack.Set(uint64(slots))
		if !m.Exhausted() {
			if err = m.Start(context.Background()); err == nil {
				_, err = instance.ExportedFunction("_start").Call(context.Background())
			}
			exit, exited := errors.AsType[*sys.ExitError](err)
			got.Ended = err == nil || exited && exit.ExitCode() == 0
			if err != nil && strings.Contains(err.Error(), "stack overflow") {
				t.Fatalf("%s has no room for the stack", name)
			}
		}
		got.Used, got.Out, got.Deep = m.Used(), m.Exhausted(), m.Overflowed() && !m.Exhausted()
		if memory := instance.Memory(); memory != nil && memory.Size() <= 1<<20 {
			view, _ := memory.Read(0, memory.Size())
			got.Memory = string(view)
		}
		_ = instance.Close(context.Background())
		if first == nil {
			first = &got
		} else if diff := cmp.Diff(*first, got); diff != "" {
			t.Fatalf("compiler and interpreter differ: %s", diff)
		}
	}
	return *first
}

// longSegment is more than any of a generated program costs.
const longSegment = 10_000

// agree compares the engines with a machine that counts every instruction by itself.
func agree(t testing.TB, all engines, seed uint64, limit int64) (m *machine, ended any) {
	t.Helper()
	p := generate(seed)
	slots := int64(30 + seed%60) // one function, or a few
	m, ended = p.run(limit, slots)
	got := all.within(t, p.Bytes(), limit, slots)
	switch ended.(type) {
	case nil:
		if diff := cmp.Diff(outcome{Used: m.count, Ended: true, Memory: string(m.memory)}, got); diff != "" {
			t.Errorf("seed %d, limit %d: %s", seed, limit, diff)
		}
	case over:
		if !got.Out || got.Used != limit {
			t.Errorf("seed %d, limit %d: more is needed, and %+v is used", seed, limit, got.Used)
		}
	case tooDeep: // the same, and it may be more than there is
		if got.Ended || !got.Deep && !got.Out || got.Used < m.count || got.Out && m.count < limit-longSegment {
			t.Errorf("seed %d, limit %d: the stack is exhausted after %d: %+v", seed, limit, m.count, got)
		}
	case trap: // the segment is charged whole
		if got.Ended || got.Deep || got.Used < m.count {
			t.Errorf("seed %d, limit %d: a trap after %d: %+v", seed, limit, m.count, got)
		}
	default:
		panic(ended)
	}
	return m, ended
}

// M7: the fuel of random programs is what the machine counts, whatever runs them.
func TestMachine(t *testing.T) {
	all := newEngines(t)
	ends, ran, asked, second := map[any]int{}, map[bytecode.Op]int{}, [imports]int{}, 0
	refused := 0
	seeds := uint64(300)
	if testing.Short() { // on a machine that is emulated
		seeds = 60
	}
	for seed := range seeds {
		for _, limit := range []int64{70_000, 400_000} {
			m, ended := agree(t, all, seed, limit)
			ends[ended]++
			for op, n := range m.ran {
				ran[op] += n
			}
			for f, n := range m.asked {
				asked[f] += n
			}
			second += m.second
			refused += m.refused
		}
	}
	if testing.Short() {
		return
	}
	if ends[nil] < 80 || ends[over{}] < 40 || ends[trap{}] < 80 || ends[tooDeep{}] < 20 {
		t.Errorf("the programs show too little: %v", ends)
	}
	for _, op := range slices.Concat(numeric, []bytecode.Op{bytecode.MemoryFill, bytecode.MemoryCopy, bytecode.MemoryInit, bytecode.TableFill, bytecode.TableCopy, bytecode.TableInit, bytecode.TableGrow}) {
		if ran[op] < 3 {
			t.Errorf("%#x was run %d times", op, ran[op])
		}
	}
	if slices.Min(asked[:]) < 20 || second < 20 || refused < 5 || asked[fdRead]-refused < 20 {
		t.Errorf("the host was asked %v, of which %d reads were into their own vectors, and the second table %d times", asked, refused, second)
	}
}

// The same for as long as somebody cares to look.
func FuzzMachine(f *testing.F) {
	all := newEngines(f)
	f.Add(uint64(1), uint32(100_000))
	f.Fuzz(func(t *testing.T, seed uint64, limit uint32) { agree(t, all, seed, int64(limit)) })
}

// stubborn never ends by itself, or not in this life, or does much at once.
func stubborn() map[string][]byte {
	p := guest.NewProgram()
	all := map[string][]byte{"a loop": p.Build(guest.Forever())}
	p = guest.NewProgram()
	all["a loop of loops"] = p.Build(guest.Forever(guest.Loop(), guest.Loop(guest.Block(guest.Br(0)))))
	p = guest.NewProgram()
	all["a loop by br_table"] = p.Build(guest.Loop(guest.Block(guest.Const(5), []byte{0x0e, 2, 0, 1, 1})))
	p = guest.NewProgram()
	all["a loop with a value"] = p.Build([]byte{0x03, 0x7f}, guest.Const(1), guest.Br(0), guest.Op(0x0b, guest.Drop))
	p = guest.NewProgram()
	p.Init = new(p.Func(guest.Func{Body: guest.Forever()}))
	all["a loop in the start section"] = p.Build()
	p = guest.NewProgram()
	for i := range uint32(60) {
		p.Func(guest.Func{Body: guest.Code(guest.Call(i+1), guest.Call(i+1))})
	}
	p.Func(guest.Func{})
	all["calls without a loop"] = p.Build(guest.Call(0))
	p = guest.NewProgram()
	p.Tables, p.Elements = []guest.Limits{{Min: 61, Max: 61}}, [][]uint32{nil}
	for i := range uint32(60) {
		next := guest.Code(guest.Const(int32(i+1)), guest.CallIndirect(0))
		p.Elements[0] = append(p.Elements[0], p.Func(guest.Func{Body: guest.Code(next, next)}))
	}
	p.Elements[0] = append(p.Elements[0], p.Func(guest.Func{}))
	all["indirect calls without a loop"] = p.Build(guest.Call(0))
	p = guest.NewProgram()
	p.Memory = &guest.Limits{Min: 16}
	all["much memory filled"] = p.Build(bytes.Repeat(guest.Code(guest.Const(0), guest.Const(1), guest.Const(1<<20-1), guest.Fill()), 1000))
	p = guest.NewProgram("sched_yield")
	all["calls of the host"] = p.Build(guest.Forever(guest.Call(0), guest.Op(guest.Drop)))
	p = guest.NewProgram("random_get")
	all["randomness"] = p.Build(guest.Forever(guest.Const(0), guest.Const(65_536), guest.Call(0), guest.Op(guest.Drop)))
	p = guest.NewProgram("fd_write")
	p.Data = []guest.Data{{At: 0, Bytes: []byte{0, 0, 0, 0, 0, 0, 1, 0}}}
	all["much printed"] = p.Build(guest.Forever(guest.Const(1), guest.Const(0), guest.Const(1), guest.Const(16), guest.Call(0), guest.Op(guest.Drop)))
	p = guest.NewProgram()
	all["memory that grows"] = p.Build(guest.Forever(guest.Const(16), guest.Grow(), guest.Op(guest.Drop)))
	p = guest.NewProgram()
	p.Memory = &guest.Limits{Min: 200}
	all["much memory at the start"] = p.Build()
	return all
}

// THREATS 5: whatever does not end is ended by its fuel, of which it has used all, everywhere alike.
func TestStubborn(t *testing.T) {
	all := newEngines(t)
	for name, module := range stubborn() {
		got := all.run(t, module, 10_000_000)
		if got.Memory = ""; !cmp.Equal(got, outcome{Used: 10_000_000, Out: true}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A run that needs all of its limit has it, and one that needs one more has not.
func TestExactLimit(t *testing.T) {
	all := newEngines(t)
	p := guest.NewProgram("proc_exit")
	module := p.Build(guest.Loop(guest.Get(0), guest.Const(1), guest.Op(guest.Add), guest.Tee(0), guest.Const(9), guest.Op(guest.LtU), guest.BrIf(0)),
		guest.Const(0), guest.Call(0))
	// Two pages, entering, nine rounds of seven, a constant and a call of the host.
	const want = 2*65536 + 4 + 9*7 + 1 + 2 + 1000
	if got := all.run(t, module, want); got.Used != want || got.Out || !got.Ended {
		t.Errorf("%+v, want %d", got, want)
	}
	if got := all.run(t, module, want-1); got.Used != want-1 || !got.Out {
		t.Errorf("%+v with one less", got)
	}
}

// Traps are charged like anything else, and are not taken for the end of the fuel.
func TestTraps(t *testing.T) {
	all := newEngines(t)
	for name, body := range map[string][]byte{
		"unreachable":   guest.Op(guest.Unreachable),
		"division":      guest.Code(guest.Const(1), guest.Const(0), guest.Op(0x6e, guest.Drop)),
		"out of bounds": guest.Code(guest.Const(-1), guest.Load(0), guest.Op(guest.Drop)),
	} {
		p := guest.NewProgram()
		module := p.Build(guest.Loop(guest.Get(0), guest.Const(1), guest.Op(guest.Add), guest.Tee(0), guest.Const(100_000), guest.Op(guest.LtU), guest.BrIf(0)), body)
		if got := all.run(t, module, executor.MaxFuel); got.Ended || got.Out || got.Used < 700_000 {
			t.Errorf("%s: used %d, %t, %t", name, got.Used, got.Ended, got.Out)
		}
	}
}

// What is imported is charged for as much as it is asked, and nothing that was an error becomes a trap.
func TestHost(t *testing.T) {
	all := newEngines(t)
	const bare = 65536 + 4
	for _, c := range []struct {
		name, function string
		args           []byte
		work           int64 // beside that of the call
	}{
		{"randomness", "random_get", guest.Code(guest.Const(0), guest.Const(1001)), 2 + 501},
		{"a vector", "fd_write", guest.Code(guest.Const(1), guest.Const(16), guest.Const(1), guest.Const(0)), 4 + 4 + 50},
		{"two vectors", "fd_write", guest.Code(guest.Const(1), guest.Const(16), guest.Const(2), guest.Const(0)), 4 + 8 + 50 + 100},
		{"vectors of another file", "fd_pwrite", guest.Code(guest.Const(9), guest.Const(16), guest.Const(2), guest.Const64(0), guest.Const(0)), 5 + 8 + 50 + 100},
		{"vectors out of bounds", "fd_write", guest.Code(guest.Const(1), guest.Const(65_535), guest.Const(1), guest.Const(0)), 4},
		{"too many vectors", "fd_read", guest.Code(guest.Const(0), guest.Const(0), guest.Const(-1), guest.Const(0)), 4},
		{"more vectors than 32 bits have bytes for", "fd_write", guest.Code(guest.Const(1), guest.Const(16), guest.Const(1<<29+1), guest.Const(0)), 4 + 4 + 50},
		{"as many to read", "fd_read", guest.Code(guest.Const(0), guest.Const(16), guest.Const(-1<<29+2), guest.Const(0)), 4 + 8 + 50 + 100},
		{"a vector over the vectors, and one after it", "fd_read", guest.Code(guest.Const(0), guest.Const(12), guest.Const(3), guest.Const(0)), 4 + 12 + 32},
		{"what is written from there", "fd_write", guest.Code(guest.Const(1), guest.Const(12), guest.Const(3), guest.Const(0)), 4 + 12 + 32 + 32},
		{"a directory", "fd_readdir", guest.Code(guest.Const(3), guest.Const(0), guest.Const(4096), guest.Const64(0), guest.Const(0)), 5 + 2048},
		{"subscriptions", "poll_oneoff", guest.Code(guest.Const(0), guest.Const(0), guest.Const(70_000), guest.Const(0)), 4 + 70_000*24},
		{"a link", "path_link", guest.Code(guest.Const(3), guest.Const(0), guest.Const(0), guest.Const(10), guest.Const(3), guest.Const(0), guest.Const(21)), 7 + 5 + 11},
		{"a symbolic link", "path_symlink", guest.Code(guest.Const(0), guest.Const(10), guest.Const(3), guest.Const(0), guest.Const(21)), 5 + 5 + 11},
		{"what a link says", "path_readlink", guest.Code(guest.Const(3), guest.Const(0), guest.Const(10), guest.Const(0), guest.Const(21), guest.Const(0)), 6 + 5 + 11},
		{"a name of a mebibyte", "path_symlink", guest.Code(guest.Const(0), guest.Const(1<<20), guest.Const(3), guest.Const(0), guest.Const(0)), 5 + 1<<19},
		{"another number", "fd_renumber", guest.Code(guest.Const(9), guest.Const(1000)), 2 + 8000},
		{"a path", "path_create_directory", guest.Code(guest.Const(3), guest.Const(0), guest.Const(10)), 3 + 5},
	} {
		p := guest.NewProgram(c.function)
		p.Memory = &guest.Limits{Min: 1}
		p.Data = []guest.Data{{At: 16, Bytes: []byte{64, 0, 0, 0, 100, 0, 0, 0, 64, 0, 0, 0, 200, 0, 0, 0}}}
		module := p.Build(c.args, guest.Call(0), guest.Op(guest.Drop))
		if got := all.run(t, module, executor.MaxFuel); !got.Ended || got.Used-bare != 8+c.work+1002+1 {
			t.Errorf("%s: %d instead of %d, %t", c.name, got.Used-bare-8-1003, c.work, got.Ended)
		}
	}
}

// bounded are what of WASI takes a length and is not charged by it, with what bounds it. What it takes besides is charged.
var bounded = map[string]string{
	"fd_advise":           "nothing is done with the range",
	"fd_allocate":         "the quota of outputs: what is not written takes no memory",
	"fd_prestat_dir_name": "the name of the only mount, which is one byte",
	"sock_recv":           "there are no sockets, which is found before any vector is read",
	"sock_send":           "there are no sockets, which is found before any vector is read",
}

// No function of WASI does more for a longer argument and costs the same: each that takes a length is charged by every one of
// them, or is known to be bounded. That of another type than it has would not be charged at all.
func TestEveryLength(t *testing.T) {
	r := wazero.NewRuntime(t.Context())
	defer r.Close(t.Context())
	wasi, err := wasi_snapshot_preview1.NewBuilder(r).Compile(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	functions := wasi.ExportedFunctions()
	for name, f := range functions {
		i := slices.IndexFunc(hosts, func(h host) bool { return h.name == name })
		if i >= 0 {
			params := ""
			for _, p := range f.ParamTypes() {
				params += map[api.ValueType]string{api.ValueTypeI32: "i", api.ValueTypeI64: "l"}[p]
			}
			if params != hosts[i].params {
				t.Errorf("%s has the parameters %s, not %s", name, params, hosts[i].params)
			}
		}
		for p, param := range f.ParamNames() {
			length := strings.HasSuffix(param, "_len") || param == "len" || strings.HasSuffix(param, "_count") || param == "nsubscriptions"
			switch {
			case strings.HasPrefix(param, "result.") || !length || bounded[name] != "":
			case i < 0:
				t.Errorf("%s takes %s and is not charged by it", name, param)
			case hosts[i].sizes[p] == 0 && (hosts[i].vectors == 0 || hosts[i].vectors+1 != p):
				t.Errorf("%s takes %s and is charged by other parameters only", name, param)
			}
		}
	}
	for name, why := range bounded {
		if functions[name] == nil || slices.ContainsFunc(hosts, func(h host) bool { return h.name == name }) {
			t.Errorf("%s is no function of WASI, or is charged: it is not bounded by %s", name, why)
		}
	}
}

// A growth that fails costs nothing by size, one that does not costs its pages.
func TestGrow(t *testing.T) {
	all := newEngines(t)
	grown := func(pages int32) int64 {
		p := guest.NewProgram()
		p.Memory = &guest.Limits{Min: 1, Max: 10}
		return all.run(t, p.Build(guest.Const(pages), guest.Grow(), guest.Op(guest.Drop)), executor.MaxFuel).Used
	}
	vain, some := grown(60_000), grown(7)
	if some-vain != 7*65536 || vain != 65536+4+1+1000+1 {
		t.Errorf("%d in vain, %d for seven", vain, some)
	}
}
