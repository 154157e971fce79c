package fuel

import (
	"encoding/binary"
	"strings"

	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// Names of what an instrumented module exports beside what it did before.
const (
	Counter = bytecode.Reserved + "fuel"  // what is left of the limit: a mutable 64-bit integer
	Stack   = bytecode.Reserved + "stack" // what is left of the stack: likewise
	Start   = bytecode.Reserved + "start" // the function of the start section, if there was one
	Stop    = bytecode.Reserved + "stop"  // where InstrumentCalling put it: a table of one function
)

// InstrumentCalling is [Instrument] for where nobody can look into a module that has trapped: one that is out of fuel,
// or of the stack, calls the function, without parameters or results, that whoever has instantiated the module has put into the table [Stop],
// and traps only if it returns. What is counted is the same.
func InstrumentCalling(module []byte) ([]byte, error) { return instrument(module, &meter{calls: true}) }

// Instrument returns the module with a meter in it. It takes time and memory linear in the size of the module, which it
// does not change, and fails with an executor.Error for one that does not decode or names what is not there. Otherwise
// the result validates if and only if the module does.
func Instrument(module []byte) ([]byte, error) { return instrument(module, &meter{}) }

func instrument(module []byte, m *meter) ([]byte, error) {
	if len(module) < bytecode.HeaderSize {
		return nil, bytecode.Malformed(0, "it ends too early")
	}
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
	params   []int64  // how many, by type
	types    [][]byte // as encoded
	imported []imported
	kinds    []int64 // types of those that are declared
	bodies   int64   // how many are defined
	globals  int64
	tables   int64
	memory   bool
	started  *int64 // the function of the start section
	initial  int64  // what is charged before anything runs, in eighths

	calls bool   // what is out of fuel, or of the stack, calls the function in the table Stop
	halt  []byte // halts, once it is planned

	code []byte // the bodies, rewritten
	in   bytecode.Instruction
	body body // its memory is used again
}

func (m *meter) section(id byte, r *bytecode.Reader) {
	switch id {
	case bytecode.Types:
		each(r, "types", func() { m.kind(r) })
	case bytecode.Imports:
		each(r, "imports", func() { m.imports(r) })
	case bytecode.Functions:
		each(r, "functions", func() { m.kinds = append(m.kinds, m.typ(r, r.U32())) })
	case bytecode.Tables:
		m.tables = each(r, "tables", func() {
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
		f := m.own(r, r.U32())
		m.started = &f
	case bytecode.Elements:
		each(r, "element segments", func() { m.element(r) })
	case bytecode.DataCount:
		r.U32()
	case bytecode.Code:
		m.plan()
		each(r, "functions", func() { m.define(r) })
	case bytecode.Data:
		each(r, "data segments", func() {
			if size, active := r.Data(m.constant); active {
				m.remembers(r)
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

func name(r *bytecode.Reader) string { return r.Name(int64(len(r.Rest()))) }

// first charges for what a table or memory begins with.
func (m *meter) first(r *bytecode.Reader, rate int64) {
	least, _, _ := r.Limits()
	m.initial += least * rate
}

// functions is how many there are that the module can name.
func (m *meter) functions() int64 { return int64(len(m.imported) + len(m.kinds)) }

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

// own is a function that is referred to and not called. What is imported is only called: then it is known what to charge.
func (m *meter) own(r *bytecode.Reader, index int64) int64 {
	if index = m.function(r, index); r.Err == nil && index < int64(len(m.imported)) {
		r.Check(bytecode.Unsupported("put a function around it", "the module exports a function that it imports, runs it at the start or puts it into a table"))
	}
	return index
}

func (m *meter) kind(r *bytecode.Reader) {
	from := r.Pos()
	r.Byte() // form
	params := r.Count(int64(len(r.Rest())), "parameters in a type")
	r.Skip(params)
	r.Skip(r.Count(int64(len(r.Rest())), "results in a type"))
	m.params = append(m.params, params)
	if r.Err == nil {
		m.types = append(m.types, r.Bytes(from, r.Pos()))
	}
}

func (m *meter) imports(r *bytecode.Reader) {
	name(r) // of the module; there is only one
	i := imported{name: name(r)}
	if kind := r.Byte(); r.Err == nil && kind != 0 {
		r.Check(bytecode.Unsupported(bytecode.BuildRemedy, "the module imports what is no function"))
	}
	i.typ = m.typ(r, r.U32())
	m.imported = append(m.imported, i)
}

func (m *meter) export(r *bytecode.Reader) {
	r.Check(bytecode.Free(name(r)))
	kind, index := r.Byte(), r.U32()
	switch kind {
	case exportFunction:
		m.own(r, index)
	case exportTable:
		below(r, index, m.tables, "table")
	case exportMemory:
		m.remembers(r)
	case exportGlobal:
		below(r, index, m.globals, "global")
	}
}

func (m *meter) element(r *bytecode.Reader) {
	e := r.Element(int64(len(r.Rest())), m.constant)
	if e.Active {
		below(r, e.Table, m.tables, "table")
		m.initial += e.Entries * rateEntry
	}
	for i := int64(0); i < e.Entries && r.Err == nil; i++ {
		if e.Expressed {
			m.constant(r)
		} else {
			m.own(r, r.U32())
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

// remembers checks that there is a memory, which whoever instantiates the module might add.
func (m *meter) remembers(r *bytecode.Reader) {
	if r.Err == nil && !m.memory {
		r.Fail("there is no memory")
	}
}

// names checks that the instruction read names nothing that only the instrumented module has, and no memory that is not there. Locals are
// checked where they are known.
func (m *meter) names(r *bytecode.Reader) {
	if m.in.Op.Memory() {
		m.remembers(r)
	}
	switch m.in.Op {
	case bytecode.GlobalGet, bytecode.GlobalSet:
		below(r, m.in.Index, m.globals, "global")
	case bytecode.Call:
		m.function(r, m.in.Index)
	case bytecode.RefFunc:
		m.own(r, m.in.Index)
	case bytecode.CallIndirect:
		m.typ(r, m.in.Index)
		below(r, m.in.Other, m.tables, "table")
	case bytecode.TableGet, bytecode.TableSet, bytecode.TableGrow, bytecode.TableSize, bytecode.TableFill:
		below(r, m.in.Index, m.tables, "table")
	case bytecode.TableInit:
		below(r, m.in.Other, m.tables, "table")
	case bytecode.TableCopy:
		below(r, m.in.Index, m.tables, "table")
		below(r, m.in.Other, m.tables, "table")
	case bytecode.Block, bytecode.Loop, bytecode.If:
		if m.in.Type >= 0 {
			m.typ(r, m.in.Type)
		}
	}
}
