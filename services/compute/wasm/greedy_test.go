package wasm

import (
	"cmp"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// patient is for guests that end by themselves.
const patient = time.Minute

// memoryCorpus takes more memory than the job has.
func memoryCorpus() []hostile {
	// grow takes so many pages at once, so many times, and touches each.
	grow := func(pages, n int32) []byte {
		p := guest.NewProgram()
		p.Memory = &guest.Limits{Min: 1}
		touch := guest.Loop(guest.Get(1), guest.Const(1), guest.Store(0), guest.Get(1), guest.Const(4096), guest.Op(guest.Add), guest.Tee(1),
			[]byte{0x3f, 0}, guest.Const(16), guest.Op(0x74), guest.Op(guest.LtU), guest.BrIf(0))
		return p.Build(times(n, guest.Code(guest.Const(pages), guest.Grow(), guest.Op(guest.Drop))), touch)
	}
	held := func(t *testing.T, got outcome) {
		t.Helper()
		if got.rep == nil || got.rep.Memory > 64<<20 || !contains(got.rep.Limited, executor.Memory) {
			t.Errorf("%+v, %v", got.rep, got.err)
		}
	}
	more := func(got outcome) bool { return got.rep != nil && got.rep.Memory > 200<<20 }
	limits := executor.Limits{Wall: patient}
	return []hostile{
		{name: "growing memory page by page", module: grow(1, 8_000), limits: limits, lift: defendMemory, held: held, defeated: more},
		{name: "growing memory at once", module: grow(8_000, 1), limits: limits, lift: defendMemory, held: held, defeated: more},
		{name: "growing memory by halves", module: grow(4_000, 2), limits: limits, lift: defendMemory, held: held, defeated: more},
	}
}

func contains(all []executor.Resource, one executor.Resource) bool {
	for _, r := range all {
		if r == one {
			return true
		}
	}
	return false
}

// fileCorpus leaves more than it may.
func fileCorpus() []hostile {
	limits := quota
	limits.Wall = patient
	drop := guest.Op(guest.Drop)
	flood := func(name string, wasi string, step func(p *guest.Program) []byte) hostile {
		p := guest.NewProgram("path_open", wasi)
		return hostile{name: name, module: p.Build(create(p, "big", times(128, step(p)))), limits: limits, lift: defendQuota,
			held: func(t *testing.T, got outcome) {
				t.Helper()
				if got.err != nil || got.rep.OutputBytes > 1<<20 || !contains(got.rep.Limited, executor.OutputBytes) {
					t.Errorf("%+v, %v", got.rep, got.err)
				}
			},
			defeated: func(got outcome) bool { return got.rep != nil && got.rep.OutputBytes > 4<<20 }}
	}
	many := func(name string, build func(p *guest.Program, i string) []byte, wasi ...string) hostile {
		p := guest.NewProgram(wasi...)
		var body []byte
		for i := range 100 {
			body = guest.Code(body, build(p, strings.Repeat("n", i+1)))
		}
		return hostile{name: name, module: p.Build(body), limits: limits, lift: defendQuota,
			held: func(t *testing.T, got outcome) {
				t.Helper()
				if got.err != nil || len(got.Outputs) > 16 || !contains(got.rep.Limited, executor.OutputFiles) {
					t.Errorf("%+v, %v", got.rep, got.err)
				}
			},
			defeated: func(got outcome) bool { return len(got.Outputs) == 100 }}
	}
	stream := func(name string, fd int32, once bool) hostile {
		p := guest.NewProgram("fd_write")
		n := int32(64)
		if once {
			n = 1
		}
		p.Memory = &guest.Limits{Min: 80}
		size := []byte{0, 0, 1, 0} // 64 KiB
		if once {
			size = []byte{0, 0, 64, 0} // 4 MiB
		}
		p.Data = append(p.Data, guest.Data{At: 32, Bytes: append([]byte{0, 0, 0, 0}, size...)})
		body := times(n, guest.Code(guest.Const(fd), guest.Const(32), guest.Const(1), guest.Const(0), guest.Call(0), drop))
		return hostile{name: name, module: p.Build(body), limits: limits, lift: defendStreams,
			held: func(t *testing.T, got outcome) {
				t.Helper()
				if got.err != nil || len(got.Stdout)+len(got.Stderr) > 64<<10+100 || len(got.rep.Limited) != 1 {
					t.Errorf("%+v, %v", got.rep, got.err)
				}
			},
			defeated: func(got outcome) bool { return len(got.Stdout)+len(got.Stderr) == 4<<20 }}
	}
	return []hostile{
		flood("flooding a file", "fd_write", func(p *guest.Program) []byte {
			return guest.Code(file(), block(p), guest.Const(8), guest.Call(1), drop)
		}),
		flood("a file with holes", "fd_pwrite", func(p *guest.Program) []byte {
			at := guest.Code(guest.Get(0), []byte{0xad}, guest.Const64(1<<16), []byte{0x7e}) // i64.extend_i32_u, i64.mul
			return guest.Code(file(), p.Vector("x"), at, guest.Const(8), guest.Call(1), drop)
		}),
		flood("a file set to a size", "fd_filestat_set_size", func(*guest.Program) []byte {
			at := guest.Code(guest.Get(0), []byte{0xad}, guest.Const64(1<<16), []byte{0x7e})
			return guest.Code(file(), at, guest.Call(1), drop)
		}),
		flood("allocating a file", "fd_allocate", func(*guest.Program) []byte {
			at := guest.Code(guest.Get(0), []byte{0xad}, guest.Const64(1<<16), []byte{0x7e})
			return guest.Code(file(), at, guest.Const64(1<<16), guest.Call(1), drop)
		}),
		many("many files", func(p *guest.Program, name string) []byte {
			return create(p, name, guest.Code(file(), guest.Call(1), drop))
		}, "path_open", "fd_close"),
		many("many directories", func(p *guest.Program, name string) []byte {
			return guest.Code(guest.Const(3), p.Text("outputs/"+name), guest.Call(0), drop)
		}, "path_create_directory"),
		stream("flooding stdout", 1, false),
		stream("flooding stderr", 2, false),
		stream("flooding stdout in one call", 1, true),
	}
}

// escapeCorpus reads or writes what lies beside its input, through links that it makes or finds. Two defenses keep it from
// that, each by itself: the guest's tree, and the kernel's rules for the worker. Both are lifted to show it. The modules call the folder in
// which all that is by another name, where one is given: what they cost goes by its length.
func escapeCorpus(t *testing.T, called string) []hostile {
	base := t.TempDir()
	called = cmp.Or(called, base)
	inside, victim := filepath.Join(base, "in"), filepath.Join(base, "victim")
	if err := os.MkdirAll(filepath.Join(inside, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	const secret = "the secret of the host"
	writeFile(t, filepath.Join(base, "secret"), secret)
	for name, target := range map[string]string{
		"relative": "../secret", "absolute": filepath.Join(base, "secret"), "dir": "..", "slash": "/", "sub/up": "../../secret", "chain": "relative",
	} {
		if err := os.Symlink(target, filepath.Join(inside, name)); err != nil {
			t.Fatal(err)
		}
	}
	toBase := strings.Repeat("../", 12) + strings.TrimPrefix(called, "/")
	reads := func(name string, module []byte) hostile {
		return hostile{name: name, module: module, lift: defendTree | defendKernel, limits: executor.Limits{Wall: patient},
			inputs: []executor.Input{{Name: ".", Path: inside}},
			held: func(t *testing.T, got outcome) {
				t.Helper()
				if got.err != nil || strings.Contains(got.Stdout, secret) {
					t.Errorf("%q, %v", got.Stdout, got.err)
				}
			},
			defeated: func(got outcome) bool { return strings.Contains(got.Stdout, secret) }}
	}
	writes := reads("writing through a link that it makes", linker(toBase+"/victim", "", true))
	writes.held = func(t *testing.T, got outcome) {
		t.Helper()
		if b, err := os.ReadFile(victim); err != nil || string(b) != secret {
			t.Errorf("the file of the host is now %q, %v", b, err)
		}
	}
	writes.defeated = func(outcome) bool {
		b, err := os.ReadFile(victim)
		return err == nil && strings.HasPrefix(string(b), overwritten)
	}
	writeFile(t, victim, secret)
	return []hostile{
		reads("reading through a relative link", reader("relative")),
		reads("reading through an absolute link", reader("absolute")),
		reads("reading through a link to a directory", reader("dir/secret")),
		reads("reading through a link to the root", reader("slash"+called+"/secret")),
		reads("reading through a link deeper down", reader("sub/up")),
		reads("reading through a chain of links", reader("chain")),
		reads("reading through a link that it makes", linker(toBase+"/secret", "", false)),
		reads("reading through a link to a directory that it makes", linker(toBase, "/secret", false)),
		writes,
	}
}

// otherCorpus reaches for the network, or for time and chance to tell two runs of it apart.
func otherCorpus() []hostile {
	limits := executor.Limits{Wall: patient}
	const badDescriptor = "8" // EBADF as WASI numbers it
	accept := guest.NewProgram("sock_accept", "fd_write")
	// Prints the errno's digit: stores '0'+errno.
	say := func(call uint32) []byte {
		return guest.Code(guest.Set(1), guest.Const(64), guest.Get(1), guest.Const('0'), guest.Op(guest.Add), guest.Store(0),
			guest.Const(1), guest.Const(48), guest.Const(1), guest.Const(12), guest.Call(call), guest.Op(guest.Drop))
	}
	oneByte := guest.Data{At: 48, Bytes: []byte{64, 0, 0, 0, 1, 0, 0, 0}}
	accept.Data = append(accept.Data, oneByte)
	acceptModule := accept.Build(guest.Const(3), guest.Const(4), guest.Const(0), guest.Call(0), say(1))

	sleeper := guest.NewProgram("poll_oneoff")
	sleepModule := sleeper.Build(sleep(sleeper, int64(year)))
	return []hostile{
		{name: "accepting a connection", module: acceptModule, lift: defendSockets, limits: limits, endless: 2 * time.Second,
			held: func(t *testing.T, got outcome) {
				t.Helper()
				if got.err != nil || got.Stdout != badDescriptor {
					t.Errorf("%q, %v", got.Stdout, got.err)
				}
			},
			defeated: func(got outcome) bool { return got.Stdout != badDescriptor }},
		{name: "sleeping for a year of virtual time", module: sleepModule, lift: defendClock, limits: limits, endless: wall,
			held: func(t *testing.T, got outcome) {
				t.Helper()
				if got.err != nil {
					t.Error(got.err)
				}
			},
			defeated: func(got outcome) bool { return got.rep != nil && got.rep.End == executor.OutOfTime }},
		luck("telling the time", limits, "clock_time_get", guest.Code(guest.Const(0), guest.Const64(0), guest.Const(64), guest.Call(0), guest.Op(guest.Drop))),
		luck("throwing dice", limits, "random_get", guest.Code(guest.Const(64), guest.Const(8), guest.Call(0), guest.Op(guest.Drop))),
	}
}

// luck prints eight bytes that would differ from run to run.
func luck(name string, limits executor.Limits, wasi string, call []byte) hostile {
	p := guest.NewProgram(wasi, "fd_write")
	p.Data = append(p.Data, guest.Data{At: 48, Bytes: []byte{64, 0, 0, 0, 8, 0, 0, 0}})
	var first string
	return hostile{name: name, module: p.Build(call, guest.Const(1), guest.Const(48), guest.Const(1), guest.Const(12), guest.Call(1), guest.Op(guest.Drop)),
		limits: limits, lift: defendClock,
		held: func(t *testing.T, got outcome) {
			t.Helper()
			first = got.Stdout
			if again := (&hostile{module: p.Bytes(), limits: limits}).run(t, newEngine(t, &Engine{Idle: 1})); got.err != nil || len(first) != 8 || again.Stdout != first {
				t.Errorf("%q, then %q, %v", first, again.Stdout, got.err)
			}
		},
		defeated: func(got outcome) bool { return len(got.Stdout) == 8 && got.Stdout != first }}
}

// A read pays for what it reads, also where what is read comes to lie over vectors that it has not come to yet: those of 8 bytes that are
// charged would let it go on for a mebibyte, again and again.
func TestReadOverItsVectors(t *testing.T) { // M7
	const (
		at, from, to    = 1 << 16, 1 << 17, 1 << 21
		size            = 1 << 20
		rounds, fault   = 8, 21
		first, second   = at + 64, at + 72
		nread, errno    = at + 128, at + 132
		plain           = at + 256
		written, stdout = at, at + 192
	)
	word := binary.LittleEndian.AppendUint32
	vector := func(where, size uint32) []byte { return word(word(nil, where), size) }
	for _, c := range []struct {
		name         string
		second       uint32 // where the first of the vectors has the second read
		read, failed uint32
	}{
		{"beside them", plain, 8, 0},
		{"over them", second, 0, fault},
		{"over the end of one", second + 7, 0, fault},
		{"up to them", first - 8, 8, 0},
		{"behind them", second + 8, 8, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := guest.NewProgram("path_open", "fd_pwrite", "fd_pread", "fd_write")
			p.Memory = &guest.Limits{Min: 48}
			p.Data = append(p.Data, guest.Data{At: written, Bytes: vector(from, 8+size)}, guest.Data{At: from, Bytes: vector(to, size)},
				guest.Data{At: first, Bytes: vector(c.second, 8)}, guest.Data{At: stdout, Bytes: vector(nread, 8)})
			read := guest.Code(guest.Const(second), guest.Const(0), guest.Store(0), guest.Const(second), guest.Const(0), guest.Store(4),
				file(), guest.Const(first), guest.Const(2), guest.Const64(0), guest.Const(nread), guest.Call(2), guest.Set(1),
				guest.Const(errno), guest.Get(1), guest.Store(0))
			module := p.Build(create(p, "big", guest.Code(file(), guest.Const(written), guest.Const(1), guest.Const64(0), guest.Const(nread), guest.Call(1), guest.Op(guest.Drop),
				guest.Const(nread), guest.Const(0), guest.Store(0), times(rounds, read))),
				guest.Const(1), guest.Const(stdout), guest.Const(1), guest.Const(at+512), guest.Call(3), guest.Op(guest.Drop))
			h := hostile{module: module, limits: executor.Limits{Wall: patient, OutputBytes: 4 << 20, OutputFiles: 16, Stdout: 64}}
			got := h.run(t, newEngine(t, &Engine{}))
			if want := string(vector(c.read, c.failed)); got.err != nil || got.Stdout != want {
				t.Fatalf("read and errno are %x instead of %x, %v", got.Stdout, want, got.err)
			}
			if least := int64(8+size+rounds*c.read) / 2; got.rep.Fuel < least {
				t.Errorf("%d fuel for what takes %d", got.rep.Fuel, least)
			}
		})
	}
}
