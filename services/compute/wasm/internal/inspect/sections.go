package inspect

import (
	"slices"

	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

const pageSize = 64 << 10

func (m *Module) section(id byte, r *bytecode.Reader, caps *Caps) {
	switch id {
	case bytecode.Types:
		m.types(r, caps)
	case bytecode.Imports:
		m.imports(r, caps)
	case bytecode.Functions:
		m.Functions = r.Count(caps.Functions, "functions")
		for range m.Functions {
			m.kinds = append(m.kinds, r.U32())
		}
	case bytecode.Tables:
		m.tables(r, caps)
	case bytecode.Memories:
		m.memory(r, caps)
	case bytecode.Globals:
		m.Globals = r.Count(caps.Globals, "globals")
		for i := int64(0); i < m.Globals && r.More(); i++ {
			r.Skip(2) // type, mutability
			m.constant(r)
		}
	case bytecode.Exports:
		m.exports(r, caps)
	case bytecode.Start, bytecode.DataCount:
		r.U32()
	case bytecode.Elements:
		m.elements(r, caps)
	case bytecode.Code:
		m.code(r, caps)
	case bytecode.Data:
		m.data(r, caps)
	}
}

func (m *Module) types(r *bytecode.Reader, caps *Caps) {
	m.Types = r.Count(caps.Types, "types")
	for i := int64(0); i < m.Types && r.Err == nil; i++ {
		if form := r.Byte(); r.Err == nil && form != 0x60 {
			r.Check(bytecode.Unsupported(bytecode.BuildRemedy, "the module has a type of form 0x%02x, which is no part of WebAssembly 2.0", form))
		}
		params := r.Count(caps.Params, "parameters in a type")
		r.Skip(params)
		r.Skip(r.Count(caps.Params, "results in a type"))
		m.params = append(m.params, params)
	}
}

func (m *Module) imports(r *bytecode.Reader, caps *Caps) {
	m.Imports = r.Count(caps.Imports, "imports")
	for i := int64(0); i < m.Imports && r.Err == nil; i++ {
		module, name := r.Name(caps.NameLength), r.Name(caps.NameLength)
		kind := r.Byte()
		if r.Err != nil {
			return
		}
		if kind != 0 || module != WASI || !slices.Contains(wasiFunctions, name) {
			r.Check(bytecode.Unsupported(bytecode.BuildRemedy, "the module imports %.100q from %.100q, which WASI preview 1 does not have", name, module))
			return
		}
		r.U32()
		m.imported++
	}
}

func (m *Module) tables(r *bytecode.Reader, caps *Caps) {
	m.Tables = r.Count(caps.Tables, "tables")
	for i := int64(0); i < m.Tables && r.Err == nil; i++ {
		r.Byte() // type
		least, most, bounded := r.Limits()
		if !bounded {
			most = 1<<32 - 1 // what WebAssembly says
		}
		m.Elements += least
		r.Check(bytecode.AtMost(m.Elements, caps.Elements, "table entries"))
		if most > caps.Elements {
			m.growable = true
		}
	}
}

func (m *Module) memory(r *bytecode.Reader, caps *Caps) {
	n := r.Count(1, "memories")
	for range n {
		least, _, _ := r.Limits()
		m.MemoryMin = least * pageSize
		r.Check(bytecode.AtMost(m.MemoryMin, caps.Memory, "bytes of memory at the start"))
	}
}

func (m *Module) exports(r *bytecode.Reader, caps *Caps) {
	m.Exports = r.Count(caps.Exports, "exports")
	for i := int64(0); i < m.Exports && r.Err == nil; i++ {
		name, kind := r.Name(caps.NameLength), r.Byte()
		r.U32()
		r.Check(bytecode.Free(name))
		m.started = m.started || name == "_start" && kind == 0
	}
}

func (m *Module) elements(r *bytecode.Reader, caps *Caps) {
	segments := r.Count(caps.Segments, "element segments")
	m.Segments += segments
	total := int64(0)
	for i := int64(0); i < segments && r.Err == nil; i++ {
		e := r.Element(caps.Elements, m.constant)
		total += e.Entries
		r.Check(bytecode.AtMost(total, caps.Elements, "table entries in segments"))
		for j := int64(0); j < e.Entries && r.Err == nil; j++ {
			if e.Expressed {
				m.constant(r)
			} else {
				r.U32()
			}
		}
	}
}

func (m *Module) data(r *bytecode.Reader, caps *Caps) {
	n := r.Count(caps.Segments, "data segments")
	m.Segments += n
	for i := int64(0); i < n && r.Err == nil; i++ {
		r.Data(m.constant)
	}
}

func (m *Module) code(r *bytecode.Reader, caps *Caps) {
	m.bodies = r.Count(caps.Functions, "functions")
	for i := int64(0); i < m.bodies && r.Err == nil; i++ {
		size := r.U32()
		r.Check(bytecode.AtMost(size, caps.Body, "bytes in a function"))
		body := r.Sub(size)
		if r.Err != nil {
			return
		}
		m.Body = max(m.Body, size)
		m.Code += size
		m.function(body, m.arity(i), caps)
		r.Check(body.Err)
	}
}

// arity is the number of parameters of the i-th function that is defined here.
func (m *Module) arity(i int64) int64 {
	if i < int64(len(m.kinds)) && m.kinds[i] < int64(len(m.params)) {
		return m.params[m.kinds[i]]
	}
	return 0 // the compiler refuses it
}
