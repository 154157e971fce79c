package bacalhau_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// oddities are programs that no compiler makes, to each of which a node would give another answer.
func oddities() map[string][]byte {
	all := map[string][]byte{}
	for name, ask := range map[string][]byte{
		"args_sizes_get": guest.Code(guest.Const(0), guest.Const(4)),
		"clock_time_get": guest.Code(guest.Const(0), guest.Const64(0), guest.Const(0)),
		"fd_write":       guest.Code(guest.Const(1), guest.Const(0), guest.Const(0), guest.Const(0)),
	} {
		p := guest.NewProgram(name)
		p.Memory = nil
		all["without memory: "+name] = p.Build(ask, guest.Call(0), guest.Op(guest.Drop))
	}
	fd := guest.Code(guest.Const(0), guest.Load(0))
	nothing := func(p *guest.Program) []byte { return guest.Code(fd, p.Vector(""), guest.Const(64), guest.Call(1)) }
	const list = 2
	for name, then := range map[string]func(p *guest.Program) []byte{
		"writes nothing to what is read": func(p *guest.Program) []byte {
			return guest.Code(opens(p, "outputs/a", 0, 1<<1), guest.Op(guest.Drop), nothing(p))
		},
		"writes nothing to a directory": func(p *guest.Program) []byte {
			return guest.Code(opens(p, "outputs", 0, 1<<1), guest.Op(guest.Drop), nothing(p))
		},
		"makes a directory that is there": func(p *guest.Program) []byte { return opens(p, "outputs", 1, 1<<6) },
		"makes the directory that it has": func(p *guest.Program) []byte {
			return guest.Code(opens(p, "outputs", 0, 1<<1), guest.Op(guest.Drop),
				fd, guest.Const(0), p.Text("."), guest.Const(1), guest.Const64(1<<6), guest.Const64(0), guest.Const(0), guest.Const(0), guest.Call(0))
		},
		"lists over the length": func(p *guest.Program) []byte {
			return guest.Code(opens(p, "outputs", 0, 1<<1), guest.Op(guest.Drop),
				fd, guest.Const(512), guest.Const(-1), guest.Const64(0), guest.Const(512), guest.Call(list))
		},
	} {
		p := guest.NewProgram("path_open", "fd_write", "fd_readdir")
		all[name] = p.Build(opened(p, "outputs/a", anew, 0, "sixteen letters\n"), guest.Op(guest.Drop), then(p), guest.Op(guest.Drop))
	}
	for name, at := range map[string][3]int32{"in over out": {512, 528, 900}, "out over in": {512, 500, 900}, "events in in": {512, 600, 520}, "events in out": {512, 600, 628}, "in not all there": {2<<16 - 44, 600, 900}} {
		p := guest.NewProgram("poll_oneoff")
		all["polls, "+name] = p.Build(guest.Const(at[0]), guest.Const(at[1]), guest.Const(1), guest.Const(at[2]), guest.Call(0), guest.Op(guest.Drop))
	}
	return all
}

// alikes are programs as odd, to which a node gives the same answer as everybody. They say it on standard error.
func alikes() map[string][]byte {
	const answer, bytes = 512, 256
	all := map[string][]byte{}
	add := func(name string, functions []string, asks func(p *guest.Program) []byte) {
		p := guest.NewProgram(append([]string{"fd_write"}, functions...)...)
		p.Data = append(p.Data, guest.Data{At: 128, Bytes: []byte{0, 2, 0, 0, 0, 1, 0, 0}}) // the vector of what is answered
		all[name] = p.Build(asks(p), guest.Set(0), guest.Const(answer), guest.Get(0), guest.Store(bytes-4),
			guest.Const(2), guest.Const(128), guest.Const(1), guest.Const(64), guest.Call(0), guest.Op(guest.Drop))
	}
	clock := func(to int32) []byte {
		return guest.Code(guest.Const(0), guest.Const64(0), guest.Const(to), guest.Call(1), guest.Op(guest.Drop))
	}
	const in, out = 2048, 2304
	sleep := func(p *guest.Program, ns int64) []byte {
		return guest.Code(guest.Const(in+24), guest.Const64(ns), []byte{0x37, 3, 0}, guest.Const(in), guest.Const(out), guest.Const(1), guest.Const(out+64), guest.Call(2))
	}
	for name, ns := range map[string]int64{"sleeps for ever": math.MaxInt64, "sleeps to the last": 1<<62 - 1000, "sleeps beyond": 1<<62 - 999} {
		add(name, []string{"clock_time_get", "poll_oneoff"}, func(p *guest.Program) []byte {
			return guest.Code(clock(answer), sleep(p, ns), clock(answer+8))
		})
	}
	for name, at := range map[string]int32{"texts over pointers": answer, "texts behind the first": answer + 4, "pointers behind the first": answer - 4} {
		add(name, []string{"args_get"}, func(*guest.Program) []byte {
			return guest.Code(guest.Const(answer), guest.Const(at), guest.Call(1))
		})
	}
	for name, at := range map[string][2]int32{"no variables, nowhere": {-1, answer}, "no variables, and no texts": {answer, -1}, "no variables, at the end": {2 << 16, 2 << 16}, "no variables, behind it": {2<<16 + 1, answer}} {
		add(name, []string{"environ_get"}, func(*guest.Program) []byte {
			return guest.Code(guest.Const(at[0]), guest.Const(at[1]), guest.Call(1))
		})
	}
	print := func(vector, n int32) []byte {
		return guest.Code(guest.Const(1), guest.Const(vector), guest.Const(n), guest.Const(answer), guest.Call(0))
	}
	for name, then := range map[string][]byte{"floods from nowhere": print(1024, 1), "floods from what is not all there": print(1032, 1), "floods by vectors that are not": print(2<<16-4, 1),
		"floods by more than there are": print(1024, 1<<20), "floods by as many as wrap": print(1040, 1<<29+1), "floods": print(1040, 2)} {
		add(name, nil, func(p *guest.Program) []byte {
			p.Data = append(p.Data, guest.Data{At: 1024, Bytes: []byte{0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0xff, 0xff, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0}})
			return guest.Code(guest.Const(1), p.Vector("more than so many letters"), guest.Const(answer), guest.Call(0), guest.Op(guest.Drop), then)
		})
	}
	return all
}

// DESIGN 7: what a program is told that asks as no compiler's does is what it is told everywhere.
func sameOddities(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	for name, module := range alikes() {
		task := executor.Task{Module: executor.Module{Bytes: module}, Args: []string{"", "a", "letters"}, Limits: executor.Limits{Fuel: 1e11, Stdout: 10}}
		if diff := cmp.Diff(ran(t, engine, task), ran(t, there, task)); diff != "" {
			t.Errorf("%s (-embedded +cluster):\n%s", name, diff)
		}
	}
}

func TestOdditiesAlike(t *testing.T) {
	sameOddities(t, newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL}))
}

func TestRealOdditiesAlike(t *testing.T) { sameOddities(t, newExecutor(t, realCluster(t))) }

// DESIGN 7: a program that leaves out more than it may leave is ended before a node has packed it.
func TestHoles(t *testing.T) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	there := newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL})
	there.Here = engine
	var again string
	there.Rerun = func(_, why string) { again = why }
	fd := guest.Code(guest.Const(0), guest.Load(0))
	seek := func(to int64, whence int32) []byte {
		return guest.Code(fd, guest.Const64(to), guest.Const(whence), guest.Const(64), guest.Call(2))
	}
	write := func(p *guest.Program, at int64) []byte {
		return guest.Code(fd, p.Vector("x"), guest.Const64(at), guest.Const(64), guest.Call(3))
	}
	for name, c := range map[string]struct {
		ends bool
		then func(p *guest.Program) []byte
	}{
		"far": {true, func(p *guest.Program) []byte { return guest.Code(seek(16<<20, 0), guest.Op(guest.Drop), write(p, 1)) }},
		"by two steps": {true, func(p *guest.Program) []byte {
			return guest.Code(seek(600<<10, 0), guest.Op(guest.Drop), opens(p, "outputs/b", anew, 1<<6), guest.Op(guest.Drop), seek(600<<10, 2))
		}},
		"at once": {true, func(p *guest.Program) []byte { return write(p, 16<<20) }},
		"within": {false, func(p *guest.Program) []byte {
			return guest.Code(seek(500<<10, 1), guest.Op(guest.Drop), write(p, 400<<10))
		}},
	} {
		p := guest.NewProgram("path_open", "fd_write", "fd_seek", "fd_pwrite")
		module := p.Build(opened(p, "outputs/a", anew, 0, "sixteen letters\n"), guest.Op(guest.Drop), c.then(p), guest.Op(guest.Drop))
		task := executor.Task{Module: executor.Module{Bytes: module}, Limits: executor.Limits{Fuel: 1e9, OutputBytes: 1 << 20, OutputFiles: 9}}
		again = ""
		if diff := cmp.Diff(ran(t, engine, task), ran(t, there, task)); diff != "" {
			t.Errorf("%s (-embedded +cluster):\n%s", name, diff)
		}
		if strings.Contains(again, "otherwise") != c.ends || (again != "") != c.ends {
			t.Errorf("%s: it is run again: %q", name, again)
		}
	}
}

// DESIGN 7: what the embedded engine takes from nobody, no cluster does: not without a limit on fuel either, nor live.
func TestUnmetered(t *testing.T) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	there := newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL})
	passes, forgets := guest.NewProgram("sched_yield"), guest.NewProgram()
	passes.Exports = []guest.Export{{Name: "yields", Func: 0}}
	forgets.Memory = nil
	for name, c := range map[string]struct {
		module []byte
		want   executor.Code
	}{
		"exports what it imports": {passes.Build(), executor.Unsupported},
		"has no memory":           {forgets.Build(guest.Const(0), guest.Load(0), guest.Op(guest.Drop)), executor.Malformed},
	} {
		for _, task := range []executor.Task{{}, {Profile: executor.Live}, {Limits: executor.Limits{Fuel: 1e9}}} {
			task.Module.Bytes = c.module
			for where, e := range map[string]executor.Executor{"embedded": engine, "cluster": there} {
				task.ID, task.Dir = t.Name(), t.TempDir()
				if rep, err := e.Execute(t.Context(), task); rep != nil || executor.CodeOf(err) != c.want {
					t.Errorf("%s, %s, %v, fuel %d: %+v, %v", name, where, task.Profile, task.Limits.Fuel, rep, err)
				}
			}
		}
	}
}
