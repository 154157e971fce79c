package wasm

import (
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// forever is a program that repeats body, whose calls are of the WASI functions named.
func forever(body func(*guest.Program) []byte, wasi ...string) []byte {
	p := guest.NewProgram(wasi...)
	return p.Build(guest.Forever(body(p)))
}

// chain is functions without a loop, each calling the next fan times, so that the last is called fan^depth times.
func chain(depth, fan int, call func(next uint32) []byte) *guest.Program {
	p := guest.NewProgram()
	for i := range depth {
		next := uint32(i + 1)
		var body []byte
		for range fan {
			body = guest.Code(body, call(next))
		}
		p.Func(guest.Func{Body: body})
	}
	p.Func(guest.Func{Body: guest.Op(guest.Nop)})
	return p
}

func direct(next uint32) []byte { return guest.Call(next) }

func pad(n int, code []byte) []byte {
	out := make([]byte, 0, n*len(code))
	for range n {
		out = append(out, code...)
	}
	return out
}

// sleep waits for ns by poll_oneoff, function 0, on the monotonic clock.
func sleep(p *guest.Program, ns int64) []byte {
	sub := make([]byte, 48)
	sub[16] = 1 // the clock
	for i := range 8 {
		sub[24+i] = byte(ns >> (8 * i))
	}
	p.Data = append(p.Data, guest.Data{At: 128, Bytes: sub})
	return guest.Code(guest.Const(128), guest.Const(256), guest.Const(1), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
}

const year = 365 * 24 * time.Hour

// timeCorpus never ends by itself, or not in this life. Those that say onlyWazero get by wazero's own check as well.
func timeCorpus() []hostile {
	small := guest.Const(0)
	return []hostile{
		{name: "loop", module: forever(func(*guest.Program) []byte { return nil })},
		{name: "loop of arithmetic", module: forever(func(*guest.Program) []byte {
			return guest.Code(guest.Get(0), guest.Const(3), guest.Op(guest.Mul), guest.Const(1), guest.Op(guest.Add), guest.Set(0))
		})},
		{name: "loops in loops", module: forever(func(*guest.Program) []byte {
			return guest.Loop(guest.Loop(guest.Get(0), guest.Const(1), guest.Op(guest.Add), guest.Tee(0), guest.BrIf(0)), guest.Get(0), guest.BrIf(0))
		})},
		{name: "loop through br_table", module: forever(func(*guest.Program) []byte {
			return guest.Block(guest.Const(5), []byte{0x0e, 2, 0, 0, 0})
		})},
		{name: "loop of float division", module: func() []byte {
			p := guest.NewProgram()
			return p.BuildWith([]guest.Locals{{N: 1, Type: guest.F64}}, guest.Forever(guest.Get(0), guest.Get(0), guest.Op(0xa3), guest.Op(0x9f), guest.Set(0)))
		}()},
		{name: "loop in the start section", module: func() []byte {
			p := guest.NewProgram()
			init := p.Func(guest.Func{Body: guest.Forever()})
			p.Init = &init
			return p.Build()
		}()},
		{name: "loop of calls", module: func() []byte {
			p := guest.NewProgram()
			f := p.Func(guest.Func{Body: guest.Op(guest.Nop)})
			return p.Build(guest.Forever(guest.Call(f)))
		}()},
		{name: "calls without a loop", onlyWazero: true, module: func() []byte {
			p := chain(60, 2, direct)
			return p.Build(guest.Call(0))
		}()},
		{name: "calls without a loop, wide", onlyWazero: true, module: func() []byte {
			p := chain(12, 40, direct)
			return p.Build(guest.Call(0))
		}()},
		{name: "calls without a loop, in the start section", onlyWazero: true, module: func() []byte {
			p := chain(60, 2, direct)
			p.Init = new(uint32)
			return p.Build()
		}()},
		{name: "indirect calls without a loop", onlyWazero: true, module: func() []byte {
			p := chain(60, 2, func(next uint32) []byte { return guest.Code(guest.Const(int32(next)), guest.CallIndirect(0)) })
			p.Tables = []guest.Limits{{Min: 61, Max: 61}}
			var all []uint32
			for i := range uint32(61) {
				all = append(all, i)
			}
			p.Elements = [][]uint32{all}
			return p.Build(guest.Call(0))
		}()},
		{name: "filling memory without a loop", onlyWazero: true, module: func() []byte {
			p := chain(3, 40, direct)          // so that no machine is done in time, however fast it fills
			p.Memory = &guest.Limits{Min: 512} // 32 MiB
			p.Funcs[len(p.Funcs)-1].Body = pad(100, guest.Code(guest.Const(0), guest.Const(1), guest.Const(32<<20-1), guest.Fill()))
			return p.Build(guest.Call(0))
		}()},
		{name: "filling memory", module: func() []byte {
			p := guest.NewProgram()
			p.Memory = &guest.Limits{Min: 512}
			return p.Build(guest.Forever(guest.Const(0), guest.Const(1), guest.Const(32<<20-1), guest.Fill()))
		}()},
		{name: "growing memory by nothing", module: forever(func(*guest.Program) []byte {
			return guest.Code(small, guest.Grow(), guest.Op(guest.Drop))
		})},
		{name: "growing memory in vain", module: forever(func(*guest.Program) []byte {
			return guest.Code(guest.Const(60_000), guest.Grow(), guest.Op(guest.Drop))
		})},
		{name: "asking the time", module: forever(func(*guest.Program) []byte {
			return guest.Code(small, guest.Const64(0), guest.Const(64), guest.Call(0), guest.Op(guest.Drop))
		}, "clock_time_get")},
		{name: "asking for randomness", module: forever(func(*guest.Program) []byte {
			return guest.Code(small, guest.Const(65_536), guest.Call(0), guest.Op(guest.Drop))
		}, "random_get")},
		{name: "yielding", module: forever(func(*guest.Program) []byte { return guest.Code(guest.Call(0), guest.Op(guest.Drop)) }, "sched_yield")},
		{name: "printing nothing", module: forever(func(*guest.Program) []byte {
			return guest.Code(guest.Const(1), small, small, guest.Const(64), guest.Call(0), guest.Op(guest.Drop))
		}, "fd_write")},
		{name: "printing", module: forever(func(p *guest.Program) []byte {
			return guest.Code(guest.Const(1), p.Vector("flood\n"), guest.Const(64), guest.Call(0), guest.Op(guest.Drop))
		}, "fd_write")},
		{name: "opening what is not there", module: forever(func(p *guest.Program) []byte { return openRead(p, 3, "inputs/nothing", guest.Op(guest.Nop)) }, "path_open")},
		{name: "listing", module: forever(func(*guest.Program) []byte {
			return guest.Code(guest.Const(3), small, guest.Const(4096), guest.Const64(0), guest.Const(8192), guest.Call(0), guest.Op(guest.Drop))
		}, "fd_readdir")},
		{name: "sleeping for a year", onlyWazero: true, live: true, module: func() []byte {
			p := guest.NewProgram("poll_oneoff")
			return p.Build(sleep(p, int64(year)))
		}()},
		{name: "sleeping often", live: true, module: forever(func(p *guest.Program) []byte { return sleep(p, int64(time.Millisecond)) }, "poll_oneoff")},
	}
}

// Memory of an escape program: the descriptor opened at 0, bytes read at 8, iovecs at 16 and 24, a buffer at 64.
func openRead(p *guest.Program, dir int32, name string, then []byte) []byte {
	const follow, reading = 1, 1 << 1
	return guest.Code(
		guest.Const(dir), guest.Const(follow), p.Text(name), guest.Const(0), guest.Const64(reading), guest.Const64(0), guest.Const(0), guest.Const(0),
		guest.Call(0), guest.Op(guest.Eqz), guest.If(then))
}

// show prints what can be read from the descriptor opened; functions are path_open, fd_read, fd_write.
func show(p *guest.Program) []byte {
	p.Data = append(p.Data, guest.Data{At: 16, Bytes: []byte{64, 0, 0, 0, 0, 2, 0, 0, 64, 0, 0, 0}})
	return guest.Code(
		guest.Const(0), guest.Load(0), guest.Const(16), guest.Const(1), guest.Const(8), guest.Call(1), guest.Op(guest.Drop),
		guest.Const(28), guest.Const(8), guest.Load(0), guest.Store(0),
		guest.Const(1), guest.Const(24), guest.Const(1), guest.Const(12), guest.Call(2), guest.Op(guest.Drop))
}

// reader prints the files at the paths, each tried below /inputs under both mounts.
func reader(names ...string) []byte {
	p := guest.NewProgram("path_open", "fd_read", "fd_write")
	var body []byte
	for _, n := range names {
		body = guest.Code(body, openRead(p, 3, "inputs/"+n, show(p)), openRead(p, 3, n, show(p)))
	}
	return p.Build(body)
}

// linker makes a link in /outputs to target and then prints, or writes, what is behind it.
func linker(target, through string, writing bool) []byte {
	p := guest.NewProgram("path_open", "fd_read", "fd_write", "path_symlink")
	link := func(dir int32, name string) []byte {
		return guest.Code(p.Text(target), guest.Const(dir), p.Text(name), guest.Call(3), guest.Op(guest.Drop))
	}
	body := guest.Code(link(3, "outputs/l"), link(4, "l"))
	for _, at := range []struct {
		dir  int32
		name string
	}{{3, "outputs/l" + through}, {4, "l" + through}} {
		if !writing {
			body = guest.Code(body, openRead(p, at.dir, at.name, show(p)))
			continue
		}
		then := guest.Code(guest.Const(0), guest.Load(0), p.Vector(overwritten), guest.Const(12), guest.Call(2), guest.Op(guest.Drop))
		body = guest.Code(body, guest.Const(at.dir), guest.Const(1), p.Text(at.name), guest.Const(0), guest.Const64(1<<6|1<<1), guest.Const64(0),
			guest.Const(0), guest.Const(0), guest.Call(0), guest.Op(guest.Eqz), guest.If(then))
	}
	return p.Build(body)
}

const overwritten = "overwritten"

// create opens a new file in /outputs under both mounts; its descriptor is then at 0. The functions are path_open and what
// comes after.
func create(p *guest.Program, name string, then []byte) []byte {
	return guest.Code(guest.Const(3), guest.Const(0), p.Text("outputs/"+name), guest.Const(1), guest.Const64(1<<6|1<<1|1<<8|1<<22), guest.Const64(0), guest.Const(0), guest.Const(0),
		guest.Call(0), guest.Op(guest.Eqz), guest.If(then))
}

// times repeats body n times with local 0 counting.
func times(n int32, body []byte) []byte {
	return guest.Loop(body, guest.Get(0), guest.Const(1), guest.Op(guest.Add), guest.Tee(0), guest.Const(n), guest.Op(guest.LtU), guest.BrIf(0))
}

// file is the descriptor that create opened.
func file() []byte { return guest.Code(guest.Const(0), guest.Load(0)) }

// block is 64 KiB of memory in an iovec at 32.
func block(p *guest.Program) []byte {
	p.Data = append(p.Data, guest.Data{At: 32, Bytes: []byte{0, 0, 0, 0, 0, 0, 1, 0}})
	return guest.Code(guest.Const(32), guest.Const(1))
}

var quota = executor.Limits{OutputBytes: 1 << 20, OutputFiles: 16, Stdout: 64 << 10, Stderr: 64 << 10}
