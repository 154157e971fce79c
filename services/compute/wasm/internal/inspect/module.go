package inspect

import (
	"bytes"
	"fmt"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// A Module is what was counted.
type Module struct {
	Types, Imports, Functions, Exports, Globals, Tables, Segments int64

	Elements  int64 // entries of all tables at the start
	MemoryMin int64 // bytes
	Code      int64 // bytes of all functions
	Flow      int64 // see Caps

	// The most that any one function has.
	Body, Locals, Nesting, Targets int64

	params   []int64 // by type
	kinds    []int64 // type of each function that is defined here
	imported int64   // functions among the imports
	growable bool    // a table has no maximum of its own within the cap
	grows    bool    // an instruction grows a table
	started  bool    // _start is exported
	bodies   int64
}

var (
	magic     = []byte("\x00asm")
	version   = []byte{1, 0, 0, 0}
	component = []byte{0x0d, 0, 1, 0}
)

// Inspect reads a binary within the caps. Its error is an [*executor.Error] with one of the codes NotWASM, Component,
// Malformed, Unsupported and TooLarge.
func Inspect(binary []byte, caps Caps) (*Module, error) {
	if err := header(binary); err != nil {
		return nil, err
	}
	if err := bytecode.AtMost(int64(len(binary)), caps.Bytes, "bytes"); err != nil {
		return nil, err
	}
	m := &Module{}
	err := bytecode.NewReader(binary, bytecode.HeaderSize).Sections(func(id byte, s *bytecode.Reader) error {
		if id != bytecode.Custom { // names, debug information: nobody reads them
			m.section(id, s, &caps)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return m, m.whole()
}

func header(b []byte) error {
	switch {
	case len(b) >= 8 && bytes.Equal(b[:4], magic) && bytes.Equal(b[4:8], component):
		return &executor.Error{Code: executor.Component, Cause: "the file is a WebAssembly component, and this runs core modules",
			Remedy: bytecode.BuildRemedy}
	case len(b) < 4 || !bytes.Equal(b[:4], magic):
		return &executor.Error{Code: executor.NotWASM, Cause: "the file is no WebAssembly: " + looksLike(b), Remedy: bytecode.BuildRemedy}
	case len(b) < 8 || !bytes.Equal(b[4:8], version):
		return bytecode.Malformed(4, "its version is not 1")
	}
	return nil
}

// looksLike guesses what somebody passed instead of a module.
func looksLike(b []byte) string {
	for _, k := range []struct{ prefix, what string }{
		{"\x7fELF", "it is a Linux executable"},
		{"MZ", "it is a Windows executable"},
		{"\xcf\xfa\xed\xfe", "it is a macOS executable"},
		{"\xca\xfe\xba\xbe", "it is a macOS executable"},
		{"#!", "it is a script"},
		{"(module", "it is WebAssembly text, which wat2wasm turns into a module"},
		{"\x1f\x8b", "it is compressed with gzip"},
		{"PK\x03\x04", "it is a ZIP archive"},
		{"\x28\xb5\x2f\xfd", "it is compressed with zstd"},
		{"package ", "it is Go source"},
	} {
		if bytes.HasPrefix(b, []byte(k.prefix)) {
			return k.what
		}
	}
	if len(b) == 0 {
		return "it is empty"
	}
	return fmt.Sprintf("it begins with %q instead of \"\\x00asm\"", b[:min(4, len(b))])
}

// whole checks what only the end of the file settles.
func (m *Module) whole() error {
	switch {
	case m.bodies != m.Functions:
		return bytecode.Malformed(8, "%d functions are declared and %d defined", m.Functions, m.bodies)
	case m.growable && m.grows:
		return &executor.Error{Code: executor.TooLarge, Cause: "the module grows a table that has no maximum within the cap",
			Remedy: "declare a maximum for the table"}
	case !m.started:
		return bytecode.Unsupported("give it a main function and "+bytecode.BuildRemedy, "the module exports no function _start, so it is a library and not a program")
	}
	return nil
}
