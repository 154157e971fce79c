package inspect

// Caps is what a module may declare. The zero value refuses every module; start from Default.
type Caps struct {
	Bytes      int64 // of the binary
	Types      int64
	Params     int64 // of a type, and as many results
	Imports    int64
	Functions  int64
	Exports    int64
	Globals    int64
	Tables     int64
	Elements   int64 // entries of all tables together at the start, and of each at most
	Segments   int64 // data, and as many element segments; Go makes up to 100,001
	Body       int64 // bytes of one function
	Locals     int64 // of one function, parameters included
	Nesting    int64 // blocks within blocks, of one function
	Flow       int64 // of all functions, what their blocks cost the compiler beyond their bytes, in units of some 25 ns
	Targets    int64 // of one br_table
	Memory     int64 // bytes of linear memory at the start
	NameLength int64 // bytes of the name of an import or export
}

// Default allows what today's compilers make of large programs, measured on Go, Rust and C, several times over.
var Default = Caps{
	Bytes:      32 << 20,
	Types:      10_000,
	Params:     100,
	Imports:    100,
	Functions:  100_000,
	Exports:    10_000,
	Globals:    10_000,
	Tables:     8,
	Elements:   200_000,
	Segments:   150_000,
	Body:       512 << 10,
	Locals:     5_000,
	Nesting:    10_000,
	Flow:       500_000_000, // about 12 s
	Targets:    20_000,
	Memory:     4 << 30,
	NameLength: 256,
}

// None is no caps at all, for tests that show what the caps are there for.
var None = Caps{1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 40, 1 << 62, 1 << 40, 1 << 60, 1 << 40}
