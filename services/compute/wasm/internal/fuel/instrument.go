package fuel

import (
	"encoding/binary"
	"strings"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// Names of what an instrumented module exports beside what it did before. No module is instrumented that exports
// something whose name begins as theirs.
const (
	reserved = "parley:"
	counter  = reserved + "fuel"  // what is left of the limit: a mutable 64-bit integer
	start    = reserved + "start" // the function of the start section, if there was one
)

// Bounds for whoever calls Instrument without an inspection before.
const (
	maxName    = 1 << 10 // bytes of a name
	maxEntries = 1 << 20 // entries of a segment, locals of a function
)

// Instrument returns the module with a meter in it. It takes time and memory linear in the size of the module, which it
// does not change, and fails with an [*executor.Error] for one that does not decode or names what is not there. Otherwise
// the result validates if and only if the module does.
func Instrument(module []byte) ([]byte, error) {
	if len(module) < bytecode.HeaderSize {
		return nil, bytecode.Malformed(0, "it ends too early")
	}
	m := &meter{}
	sections := map[byte][]byte{}
	err := bytecode.NewReader(module, bytecode.HeaderSize).Sections(func(id byte, s *bytecode.Reader) error {
		if contents := s.Rest(); id != bytecode.Custom || isNames(contents) {
			sections[id] = contents
		}
		m.section(id, s)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if m.bodies != int64(len(m.kinds)) {
		return nil, bytecode.Malformed(bytecode.HeaderSize, "%d functions are declared and %d defined", len(m.kinds), m.bodies)
	}
	out := append(make([]byte, 0, len(module)+len(module)/4+1024), module[:bytecode.HeaderSize]...)
	for _, id := range append(bytecode.Order, bytecode.Custom) {
		if contents := m.rewrite(id, sections[id]); contents != nil {
			out = binary.AppendUvarint(append(out, id), uint64(len(contents)))
			out = append(out, contents...)
		}
	}
	return out, nil
}

// isNames reports whether a custom section is the one with the names of functions.
func isNames(contents []byte) bool {
	return strings.HasPrefix(string(contents[:min(len(contents), 5)]), "\x04name")
}

// meter is what has to be known of a module to put a meter into it.
type meter struct {
	params   []int64 // by type
	imported int64   // functions that are imported
	kinds    []int64 // types of those that are declared
	bodies   int64   // how many are defined
	globals  int64
	memory   bool
	started  *int64 // the function of the start section
	initial  int64  // what is charged before anything runs, in eighths

	code []byte // the bodies, rewritten
	in   bytecode.Instruction
	body body // its memory is used again
}

func (m *meter) section(id byte, r *bytecode.Reader) {
	switch id {
	case bytecode.Types:
		each(r, "types", func() { m.kind(r) })
	case bytecode.Imports:
		m.imported = each(r, "imports", func() { m.imports(r) })
	case bytecode.Functions:
		each(r, "functions", func() { m.kinds = append(m.kinds, m.typ(r, r.U32())) })
	case bytecode.Tables:
		each(r, "tables", func() {
			r.Byte() // type
			m.first(r, rateEntry)
		})
	case bytecode.Memories:
		each(r, "memories", func() {
			m.first(r, ratePage)
			m.memory = true
		})
	case bytecode.Globals:
		m.globals = each(r, "globals", func() {
			r.Skip(2)     // type, mutability
			m.constant(r) // in which only imported globals could be named, and there are none
		})
	case bytecode.Exports:
		each(r, "exports", func() { m.export(r) })
	case bytecode.Start:
		f := m.function(r, r.U32())
		m.started = &f
	case bytecode.Elements:
		each(r, "element segments", func() { m.element(r) })
	case bytecode.DataCount:
		r.U32()
	case bytecode.Code:
		each(r, "functions", func() { m.define(r) })
	case bytecode.Data:
		each(r, "data segments", func() {
			if size, active := r.Data(m.constant); active {
				m.initial += size * rateByte
			}
		})
	}
}

// each reads a vector item by item and returns its length.
func each(r *bytecode.Reader, what string, item func()) int64 {
	n := r.Count(int64(len(r.Rest())), what)
	for i := int64(0); i < n && r.Err == nil; i++ {
		item()
	}
	return n
}

// first charges for what a table or memory begins with.
func (m *meter) first(r *bytecode.Reader, rate int64) {
	least, _, _ := r.Limits()
	m.initial += least * rate
}

// functions is how many there are that the module can name.
func (m *meter) functions() int64 { return m.imported + int64(len(m.kinds)) }

// below checks that a number is one of n.
func below(r *bytecode.Reader, index, n int64, what string) int64 {
	if r.Err == nil && index >= n {
		r.Fail("there is no %s %d", what, index)
	}
	if r.Err != nil {
		return 0
	}
	return index
}

func (m *meter) typ(r *bytecode.Reader, index int64) int64 {
	return below(r, index, int64(len(m.params)), "type")
}

func (m *meter) function(r *bytecode.Reader, index int64) int64 {
	return below(r, index, m.functions(), "function")
}

func (m *meter) kind(r *bytecode.Reader) {
	r.Byte() // form
	params := r.Count(maxEntries, "parameters in a type")
	r.Skip(params)
	r.Skip(r.Count(maxEntries, "results in a type"))
	m.params = append(m.params, params)
}

func (m *meter) imports(r *bytecode.Reader) {
	r.Name(maxName)
	r.Name(maxName)
	if kind := r.Byte(); r.Err == nil && kind != 0 {
		r.Check(bytecode.Unsupported(bytecode.BuildRemedy, "the module imports what is no function"))
	}
	m.typ(r, r.U32())
}

func (m *meter) export(r *bytecode.Reader) {
	name, kind, index := r.Name(maxName), r.Byte(), r.U32()
	if strings.HasPrefix(name, reserved) {
		r.Check(&executor.Error{Code: executor.Unsupported, Cause: "the module exports something whose name begins with " + reserved,
			Remedy: "give it another name"})
	}
	switch kind {
	case exportFunction:
		m.function(r, index)
	case exportGlobal:
		below(r, index, m.globals, "global")
	}
}

func (m *meter) element(r *bytecode.Reader) {
	e := r.Element(maxEntries, m.constant)
	if e.Active {
		m.initial += e.Entries * rateEntry
	}
	for i := int64(0); i < e.Entries && r.Err == nil; i++ {
		if e.Expressed {
			m.constant(r)
		} else {
			m.function(r, r.U32())
		}
	}
}

// constant reads an initializer expression.
func (m *meter) constant(r *bytecode.Reader) {
	for m.in.Op = 0; m.in.Op != bytecode.End && r.Err == nil; {
		r.Instruction(&m.in, 0)
		m.names(r)
	}
}

// names checks that the instruction read names nothing that only the instrumented module has. Locals are checked where
// they are known.
func (m *meter) names(r *bytecode.Reader) {
	switch m.in.Op {
	case bytecode.GlobalGet, bytecode.GlobalSet:
		below(r, m.in.Index, m.globals, "global")
	case bytecode.Call, bytecode.RefFunc:
		m.function(r, m.in.Index)
	case bytecode.CallIndirect:
		m.typ(r, m.in.Index)
	case bytecode.Block, bytecode.Loop, bytecode.If:
		if m.in.Type >= 0 {
			m.typ(r, m.in.Type)
		}
	}
}
