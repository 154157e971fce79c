package adapter

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// Randomness is how many random bytes a deterministic guest may read. They are sent along.
const Randomness = 16 << 10

// Exit codes of deterministic guests that were ended since a cluster would not have done the same as the embedded engine: more
// randomness was asked for, or something, mostly of files, that a node does not do.
const (
	Exhausted = 0x70726e67
	Files     = 0x70726e64
)

// Form names how an adapter and a guest find each other, what a run leaves where, and its own exit codes. Whoever changes one of these
// gives it another name: a job that was sent with an adapter of another form is not gone on with.
const Form = "2"

// Where the adapter keeps the streams, below the root of the guest's files.
const (
	StreamsDir = "streams"
	Stdout     = StreamsDir + "/stdout"
	Stderr     = StreamsDir + "/stderr"
)

// Program is a guest that was made ready for a cluster: what is the same for all of its runs. Nothing in it is changed.
type Program struct {
	Stubs, Guest []byte // modules to be instantiated, in this order, before the adapter of a run

	names   Names
	offered []string // functions of WASI, in the order of the stubs
	memory  limits
	own     bool // the memory is the guest's; else the stubs'
	started bool
}

// Names of modules are the paths under which the cluster finds them. Where the guest has a meter in it, Fuel is the 64-bit
// integer that says what is left, Stack the one that says what is left of the stack, and Stop the table of the function that is
// called when there is too little of either; else all three are empty.
type Names struct{ Stubs, Guest, Fuel, Stack, Stop string }

// Run is what one run of a guest is to see.
type Run struct {
	Args           []string // without the program's own name
	Env            []string // NAME=value, in the order in which the guest sees them
	Deterministic  bool
	Seed           [32]byte
	Epoch          int64 // the clock's beginning, and the time of every file; seconds since 1970
	Stdout, Stderr int64 // bytes; a little more is kept, to tell that there was more
	Outputs        int64 // bytes of /outputs; what a deterministic guest leaves out between them counts
	Fuel           int64 // its limit, if the guest has a meter
}

const page = 64 << 10

// Adapt makes a module ready, in which more than so many bytes of memory are refused to the guest.
func Adapt(module []byte, memory int64, names Names) (*Program, error) {
	g, err := parse(module)
	if err != nil {
		return nil, err
	}
	most := uint32(min(memory/page, 1<<16))
	owned := limits{min: g.memory.min, max: most, bounded: true}
	if g.memory.bounded {
		owned.max = min(most, g.memory.max)
	}
	if !g.remembers { // what the adapter works on is the stubs'
		owned.min, owned.max = 1, 1
	}
	if g.remembers && owned.min > most {
		return nil, fmt.Errorf("it starts with %d pages of memory, and has %d", owned.min, most)
	}
	offered := g.functions()
	return &Program{Stubs: stubs(offered), Guest: g.rewrite(names.Stubs, owned), names: names, offered: offered, memory: owned, own: g.remembers, started: g.started}, nil
}

// Adapter makes the module whose _start is a run of the guest.
func (p *Program) Adapter(run Run) []byte {
	b := &builder{Program: p, run: run, imported: map[string]uint32{}}
	return b.build()
}

// stubs is the module that the guest imports: each function calls the one in its place of a table, which is filled when
// there is a guest. Beside, they have a memory in which the adapter keeps what the guest is not to see, and which it takes for the guest's
// where that has none: with one of its own, a guest would be valid that names a memory and has none.
func stubs(offered []string) []byte {
	var types, declared, exports, bodies [][]byte
	for i, n := range offered {
		own := u32(uint32(i))
		types, declared = append(types, typeOf(n)), append(declared, own)
		exports = append(exports, code(name(n), byte(0), own))
		bodies = append(bodies, body(plain(arguments(n), number(int32(i)), []byte{0x11}, own, u32(0))))
	}
	exports = append(exports, code(name(tableName), byte(1), u32(0)), code(name(memoryName), byte(2), u32(0)))
	for _, own := range []struct {
		name      string
		typ, body []byte
	}{{keptName, keptType, plain(get(0), load64(0))}, {keepName, keepType, plain(get(0), get(1), store64(0))}} {
		at := u32(uint32(len(types)))
		types, declared = append(types, own.typ), append(declared, at)
		exports = append(exports, code(name(own.name), byte(0), at))
		bodies = append(bodies, body(own.body))
	}
	return code([]byte(header), section(1, vector(types)), section(3, vector(declared)), section(4, vector([][]byte{table(len(offered))})),
		section(5, vector([][]byte{limits{min: 1, max: 1, bounded: true}.encode()})), section(7, vector(exports)), section(10, vector(bodies)), nameSection("stubs"))
}

const tableName = "table"

// What reads 64 bits of the stubs' memory, and what writes them.
const (
	keptName = "parley:kept"
	keepName = "parley:keep"
)

var (
	keptType = code(byte(0x60), name(string([]byte{i32})), name(string([]byte{i64})))
	keepType = code(byte(0x60), name(string([]byte{i32, i64})), u32(0))
)

// table is the type of a table of so many functions.
func table(n int) []byte { return code(byte(0x70), byte(1), u32(uint32(n)), u32(uint32(n))) }

// builder makes one adapter. It imports functions of WASI, the guest and its memory; what it offers to the guest comes first
// of its own functions.
type builder struct {
	*Program
	run      Run
	types    [][]byte
	imported map[string]uint32 // of WASI
	calls    [2]uint32         // the guest's _start, and what comes before it
	kept     uint32            // the stubs' functions that read and write their memory
	keep     uint32
	first    uint32 // of its own functions
	data     [][]byte
}

// Globals of an adapter.
const (
	gFuel   = iota // what is left; the guest's, if it has a meter
	gStack         // likewise
	gClock         // nanoseconds since the epoch, 64 bits
	gRandom        // bytes of randomness that were read
	gStdout        // the file of each stream; -1 before it is open
	gStderr
	gStdoutBytes // 64 bits
	gStderrBytes
	gHoles // bytes that were left out in files of /outputs, 64 bits
)

func (b *builder) build() []byte {
	imports := b.imports()
	declared, bodies, places := [][]byte{}, [][]byte{}, [][]byte{}
	for _, n := range b.offered {
		places = append(places, u32(b.first+uint32(len(bodies))))
		declared, bodies = append(declared, u32(b.imported[n])), append(bodies, body(b.function(n)))
	}
	none := b.typ(nothing)
	for _, f := range b.ending() {
		declared, bodies = append(declared, u32(none)), append(bodies, body(f))
	}
	last := b.first + uint32(len(bodies)) - 1
	globals := [][]byte{code(i64, byte(1), number64(0), end), code(i32, byte(1), number(0), end)}
	closed := code(i32, byte(1), number(-1), end)
	globals = append(globals, closed, closed, globals[0], globals[0], globals[0])
	put := [][]byte{code(u32(0), number(0), end, vector(places))}
	if !b.metered() {
		globals = slices.Concat(globals[:1], globals[:1], globals)
	} else {
		put = append(put, code(u32(2), u32(1), number(0), end, byte(0), u32(1), u32(b.stop())))
	}
	out := code([]byte(header), section(1, vector(b.types)), section(2, vector(imports)), section(3, vector(declared)), section(6, vector(globals)),
		section(7, vector([][]byte{code(name("memory"), byte(2), u32(0)), code(name("_start"), byte(0), u32(last))})),
		section(9, vector(put)))
	if len(b.data) > 0 {
		out = append(out, section(12, u32(uint32(len(b.data))))...)
	}
	out = append(out, section(10, vector(bodies))...)
	if len(b.data) > 0 {
		out = append(out, section(11, vector(b.data))...)
	}
	return append(out, nameSection("adapter")...)
}

// imports are WASI's functions, each with a type of its own, and what is had of the other modules.
func (b *builder) imports() (all [][]byte) {
	names := map[string]bool{"fd_filestat_get": true, "fd_renumber": true, "fd_write": true, "path_filestat_get": true, "path_open": true, "proc_exit": true}
	for _, n := range b.offered {
		names[n] = true
	}
	for i, n := range slices.Sorted(maps.Keys(names)) {
		b.imported[n] = b.typ(typeOf(n))
		all = append(all, code(name(wasi), name(n), byte(0), u32(uint32(i))))
	}
	none := b.typ(nothing)
	function := func(of, n string, typ uint32) uint32 {
		all = append(all, code(name(of), name(n), byte(0), u32(typ)))
		return uint32(len(all)) - 1
	}
	b.kept, b.keep = function(b.names.Stubs, keptName, b.typ(keptType)), function(b.names.Stubs, keepName, b.typ(keepType))
	b.calls[0] = function(b.names.Guest, "_start", none)
	if b.started {
		b.calls[1] = function(b.names.Guest, startName, none)
	}
	b.first = uint32(len(all))
	remembers := b.names.Guest
	if !b.own {
		remembers = b.names.Stubs
	}
	all = append(all, code(name(b.names.Stubs), name(tableName), byte(1), table(len(b.offered))),
		code(name(remembers), name(memoryName), byte(2), b.memory.encode()))
	if b.metered() {
		all = append(all, code(name(b.names.Guest), name(b.names.Fuel), byte(3), i64, byte(1)), code(name(b.names.Guest), name(b.names.Stack), byte(3), i64, byte(1)), code(name(b.names.Guest), name(b.names.Stop), byte(1), table(1)))
	}
	return all
}

// nothing is the type of a function that takes and gives nothing.
var nothing = code(byte(0x60), u32(0), u32(0))

// typ adds a type and returns its number.
func (b *builder) typ(t []byte) uint32 {
	b.types = append(b.types, t)
	return uint32(len(b.types)) - 1
}

func body(b []byte) []byte { return append(u32(uint32(len(b))), b...) }

// segment adds a passive segment and returns its number.
func (b *builder) segment(data []byte) uint32 {
	b.data = append(b.data, code(byte(1), name(string(data))))
	return uint32(len(b.data) - 1)
}

// function is the body of what the adapter offers under a name.
func (b *builder) function(n string) []byte {
	if b.run.Deterministic && !b.own && addresses(n) { // elsewhere it traps
		return plain(b.unlike())
	}
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
	case "proc_exit":
		return plain(b.recorded(), b.pass(n))
	}
	if b.run.Deterministic {
		return b.same(n)
	}
	return plain(b.pass(n))
}

// same is the body of what a deterministic guest calls: it answers as everywhere, or ends the guest.
func (b *builder) same(n string) []byte {
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
	case "path_open":
		return b.openPath(n)
	case "path_filestat_get":
		return b.statPath(n)
	case "fd_filestat_get":
		return b.statFile(n)
	case "fd_fdstat_set_flags":
		return b.setFlags()
	case "fd_read", "fd_pread":
		return b.reads(n)
	case "fd_readdir":
		return b.list(n)
	case "fd_close":
		return b.closes(n)
	case "fd_seek":
		return b.seeks(n)
	case "fd_pwrite":
		return b.writesAt(n)
	case "fd_advise", "fd_datasync", "fd_fdstat_get", "fd_prestat_dir_name", "fd_prestat_get", "fd_sync", "fd_tell":
		return b.strict(n)
	}
	return plain(b.unlike())
}

// plain is a body without locals.
func plain(parts ...any) []byte { return code(byte(0), code(parts...), end) }

// pass calls the function of WASI with the same arguments.
func (b *builder) pass(n string) []byte { return append(arguments(n), call(b.imported[n])...) }

// arguments are the parameters of a function of WASI.
func arguments(n string) (c []byte) {
	for i := range wasiTypes[n] {
		c = append(c, get(uint32(i))...)
	}
	return c
}

// strings fills in arguments or environment: pointers at the first parameter, what they point to at the second. One may be over the other,
// so each is written when its turn is.
func (b *builder) strings(all []string) []byte {
	var text, c []byte
	segment := uint32(len(b.data))
	for i, s := range all {
		at := number(int32(len(text)))
		c = append(c, code(get(0), get(1), at, add, store(uint32(4*i)), get(1), at, add, at, number(int32(len(s)+1)), initMemory(segment))...)
		text = append(append(text, s...), 0)
	}
	pointers, texts := span{get(0), number(int32(4 * len(all)))}, span{get(1), number(int32(len(text)))}
	c = code(pointers.outside(), texts.outside(), or, when(number(errnoFault), ret), c, number(0))
	if len(text) > 0 {
		b.segment(text)
	}
	return plain(c)
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
