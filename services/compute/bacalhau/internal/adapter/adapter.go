package adapter

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// Randomness is how many random bytes a deterministic guest may read. They are sent along.
const Randomness = 16 << 10

// Exhausted is the exit code of a guest that wanted more.
const Exhausted = 0x70726e67

// Where the adapter keeps the streams, below the root of the guest's files.
const (
	StreamsDir = "streams"
	Stdout     = StreamsDir + "/stdout"
	Stderr     = StreamsDir + "/stderr"
)

// Run is what one run of a guest is to see.
type Run struct {
	Name           string   // of the adapter, as a module: the path under which the cluster finds it
	Args           []string // without the program's own name
	Env            []string // NAME=value, in the order in which the guest sees them
	Deterministic  bool
	Seed           [32]byte
	Epoch          int64 // the clock's beginning, and the time of every file; seconds since 1970
	Memory         int64 // bytes; more is refused to the guest
	Stdout, Stderr int64 // bytes; a little more is kept, to tell that there was more
}

const page = 64 << 10

// Adapt returns the guest as it is to be sent, and the adapter that it imports.
func Adapt(module []byte, run Run) (main, adapter []byte, err error) {
	g, err := parse(module)
	if err != nil {
		return nil, nil, err
	}
	most := uint32(min(run.Memory/page, 1<<16))
	owned := limits{min: g.memory.min, max: most, bounded: true}
	if g.memory.bounded {
		owned.max = min(most, g.memory.max)
	}
	if owned.min > most {
		return nil, nil, fmt.Errorf("the module starts with %d pages of memory, and has %d", owned.min, most)
	}
	b := &builder{run: run}
	return g.rewrite(run.Name), b.build(g.imports, owned), nil
}

// builder makes one adapter: functions of WASI that are passed on come first, then those that it offers.
type builder struct {
	run      Run
	types    [][]byte
	imported map[string]uint32
	data     [][]byte
}

// Globals of an adapter.
const (
	gClock  = iota // nanoseconds since the epoch, 64 bits
	gRandom        // bytes of randomness that were read
	gStdout        // the file of each stream; -1 before it is open
	gStderr
	gStdoutBytes // 64 bits
	gStderrBytes
)

func (b *builder) build(offered []entry, memory limits) []byte {
	names := map[string]bool{"path_open": true, "proc_exit": true}
	for _, e := range offered {
		names[e.function] = true
	}
	b.imported = map[string]uint32{}
	var imports, declared, exports, bodies [][]byte
	for i, n := range slices.Sorted(maps.Keys(names)) {
		b.types = append(b.types, typeOf(n))
		b.imported[n] = uint32(i)
		imports = append(imports, code(name(wasi), name(n), byte(0), u32(uint32(i))))
	}
	exports = append(exports, code(name("memory"), byte(2), u32(0)))
	seen := map[string]bool{}
	for _, e := range offered {
		if seen[e.function] {
			continue
		}
		seen[e.function] = true
		index := uint32(len(imports) + len(declared))
		declared = append(declared, u32(b.imported[e.function]))
		exports = append(exports, code(name(e.function), byte(0), u32(index)))
		body := b.function(e.function)
		bodies = append(bodies, append(u32(uint32(len(body))), body...))
	}
	global32, global64 := code(i32, byte(1), number(0), end), code(i64, byte(1), number64(0), end)
	closed := code(i32, byte(1), number(-1), end)
	out := code([]byte(header), section(1, vector(b.types)), section(2, vector(imports)), section(3, vector(declared)),
		section(5, vector([][]byte{memory.encode()})),
		section(6, vector([][]byte{global64, global32, closed, closed, global64, global64})),
		section(7, vector(exports)))
	if len(b.data) > 0 {
		out = append(out, section(12, u32(uint32(len(b.data))))...)
	}
	out = append(out, section(10, vector(bodies))...)
	if len(b.data) > 0 {
		out = append(out, section(11, vector(b.data))...)
	}
	return append(out, nameSection("adapter")...)
}

// segment adds a passive segment and returns its number.
func (b *builder) segment(data []byte) uint32 {
	b.data = append(b.data, code(byte(1), name(string(data))))
	return uint32(len(b.data) - 1)
}

// function is the body of what the adapter offers under a name.
func (b *builder) function(n string) []byte {
	switch n {
	case "args_get":
		return b.strings(append([]string{"module"}, b.run.Args...))
	case "args_sizes_get":
		return sizes(append([]string{"module"}, b.run.Args...))
	case "environ_get":
		return b.strings(b.run.Env)
	case "environ_sizes_get":
		return sizes(b.run.Env)
	case "fd_write":
		return b.write()
	}
	if b.run.Deterministic {
		switch n {
		case "clock_res_get":
			return plain(get(0), number(1), gtU, when(number(errnoInval), ret), get(1), number64(tick), store64(0), number(0))
		case "clock_time_get":
			return b.clock()
		case "random_get":
			return b.random()
		case "poll_oneoff":
			return b.sleep()
		case "sched_yield":
			return plain(number(0))
		case "fd_filestat_get":
			return b.stat(n, 1)
		case "path_filestat_get":
			return b.stat(n, 4)
		}
	}
	return plain(b.pass(n))
}

// plain is a body without locals.
func plain(parts ...any) []byte { return code(byte(0), code(parts...), end) }

// pass calls the function of WASI with the same arguments.
func (b *builder) pass(n string) []byte {
	var c []byte
	for i := range wasiTypes[n] {
		c = append(c, get(uint32(i))...)
	}
	return append(c, call(b.imported[n])...)
}

// strings fills in arguments or environment: pointers at the first parameter, what they point to at the second.
func (b *builder) strings(all []string) []byte {
	var text, c []byte
	for i, s := range all {
		c = append(c, code(get(0), get(1), number(int32(len(text))), add, store(uint32(4*i)))...)
		text = append(append(text, s...), 0)
	}
	if len(text) == 0 {
		return plain(number(0))
	}
	return plain(get(1), number(0), number(int32(len(text))), initMemory(b.segment(text)), c, number(0))
}

func sizes(all []string) []byte {
	n := 0
	for _, s := range all {
		n += len(s) + 1
	}
	return plain(get(0), number(int32(len(all))), store(0), get(1), number(int32(n)), store(0), number(0))
}

// random copies from the randomness that was sent along; who wants more is ended.
func (b *builder) random() []byte {
	stream := make([]byte, Randomness)
	_, _ = rand.NewChaCha8(b.run.Seed).Read(stream) // it never fails
	left := code(number(Randomness), getG(gRandom), sub)
	return plain(get(1), left, gtU, when(number(Exhausted), call(b.imported["proc_exit"]), unreachable),
		get(0), getG(gRandom), get(1), initMemory(b.segment(stream)),
		getG(gRandom), get(1), add, setG(gRandom), number(0))
}
