// Package guest makes WASI programs for tests: small ones byte by byte, larger ones with the go tool.
package guest

import (
	"encoding/binary"
	"slices"
)

// A Module is assembled by Bytes. Functions are numbered as in WebAssembly: imports first, then Funcs.
type Module struct {
	Types    []Type
	Imports  []Import
	Funcs    []Func
	Tables   []Limits   // of functions
	Memory   *Limits    // in pages; exported as "memory"
	Globals  int        // mutable 32-bit ones, zero at first
	Exports  []Export   // beside memory and _start
	Start    *uint32    // the function exported as _start; nil exports none
	Init     *uint32    // the function of the start section
	Elements [][]uint32 // active segments at 0 of table 0
	Passive  [][]uint32 // passive segments of functions, after those
	Data     []Data
	Custom   []byte // the contents of a custom section
}

// Type is the type of a function whose parameters and results are given by their encoding.
type Type struct{ Params, Results []byte }

// Encodings of types.
const (
	I32 byte = 0x7f
	I64 byte = 0x7e
	F64 byte = 0x7c
)

// Import is a function of WASI.
type Import struct {
	Name string
	Type uint32
}

// Func is a function; Body lacks the final end.
type Func struct {
	Type   uint32
	Locals []Locals
	Body   []byte
}

// Locals is a group of N locals of one type.
type Locals struct {
	N    uint32
	Type byte
}

// Limits bounds a table or memory; Max zero means none.
type Limits struct{ Min, Max uint32 }

// Export exports a function.
type Export struct {
	Name string
	Func uint32
}

// Data is a segment, active unless it is passive.
type Data struct {
	At      uint32
	Bytes   []byte
	Passive bool
}

// U32 encodes an unsigned number.
func U32(n uint32) []byte { return binary.AppendUvarint(nil, uint64(n)) }

// S64 encodes a signed number.
func S64(n int64) []byte {
	var b []byte
	for {
		c := byte(n & 0x7f)
		n >>= 7
		if n == 0 && c&0x40 == 0 || n == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

// Name encodes a string.
func Name(s string) []byte { return append(U32(uint32(len(s))), s...) }

// Header is what every module begins with.
const Header = "\x00asm\x01\x00\x00\x00"

// Section encodes a section with what is in it.
func Section(id byte, contents []byte) []byte {
	return append(append([]byte{id}, U32(uint32(len(contents)))...), contents...)
}

func vector(n int) []byte { return U32(uint32(n)) }

func (l Limits) encode() []byte {
	if l.Max == 0 {
		return append([]byte{0}, U32(l.Min)...)
	}
	return append(append([]byte{1}, U32(l.Min)...), U32(l.Max)...)
}

// Bytes encodes the module. It checks nothing.
func (m *Module) Bytes() []byte {
	out := []byte(Header)
	add := func(id byte, n int, contents []byte) {
		if n > 0 {
			out = append(out, Section(id, append(vector(n), contents...))...)
		}
	}
	add(1, len(m.Types), each(m.Types, func(t Type) []byte {
		b := append([]byte{0x60}, Name(string(t.Params))...)
		return append(b, Name(string(t.Results))...)
	}))
	add(2, len(m.Imports), each(m.Imports, func(i Import) []byte {
		b := append(Name("wasi_snapshot_preview1"), Name(i.Name)...)
		return append(append(b, 0), U32(i.Type)...)
	}))
	add(3, len(m.Funcs), each(m.Funcs, func(f Func) []byte { return U32(f.Type) }))
	add(4, len(m.Tables), each(m.Tables, func(l Limits) []byte { return append([]byte{0x70}, l.encode()...) }))
	if m.Memory != nil {
		add(5, 1, m.Memory.encode())
	}
	add(6, m.Globals, repeat([]byte{I32, 1, 0x41, 0, 0x0b}, m.Globals))
	exports := m.exports()
	add(7, len(exports), each(exports, func(b []byte) []byte { return b }))
	if m.Init != nil {
		out = append(out, Section(8, U32(*m.Init))...)
	}
	functions := func(e []uint32) []byte { return append(vector(len(e)), each(e, U32)...) }
	add(9, len(m.Elements)+len(m.Passive), append(
		each(m.Elements, func(e []uint32) []byte { return append([]byte{0, 0x41, 0, 0x0b}, functions(e)...) }),
		each(m.Passive, func(e []uint32) []byte { return append([]byte{1, 0}, functions(e)...) })...))
	if slices.ContainsFunc(m.Data, func(d Data) bool { return d.Passive }) {
		out = append(out, Section(12, vector(len(m.Data)))...)
	}
	add(10, len(m.Funcs), each(m.Funcs, Func.encode))
	add(11, len(m.Data), each(m.Data, func(d Data) []byte {
		if d.Passive {
			return append([]byte{1}, Name(string(d.Bytes))...)
		}
		b := append([]byte{0, 0x41}, S64(int64(int32(d.At)))...)
		return append(append(b, 0x0b), Name(string(d.Bytes))...)
	}))
	if m.Custom != nil {
		out = append(out, Section(0, m.Custom)...)
	}
	return out
}

func (m *Module) exports() [][]byte {
	var all [][]byte
	if m.Memory != nil {
		all = append(all, append(Name("memory"), 2, 0))
	}
	if m.Start != nil {
		all = append(all, append(append(Name("_start"), 0), U32(*m.Start)...))
	}
	for _, e := range m.Exports {
		all = append(all, append(append(Name(e.Name), 0), U32(e.Func)...))
	}
	return all
}

func (f Func) encode() []byte {
	b := vector(len(f.Locals))
	for _, l := range f.Locals {
		b = append(append(b, U32(l.N)...), l.Type)
	}
	b = append(append(b, f.Body...), 0x0b)
	return append(U32(uint32(len(b))), b...)
}

func each[T any](items []T, encode func(T) []byte) []byte {
	var b []byte
	for _, i := range items {
		b = append(b, encode(i)...)
	}
	return b
}

func repeat(b []byte, n int) []byte {
	out := make([]byte, 0, len(b)*n)
	for range n {
		out = append(out, b...)
	}
	return out
}
