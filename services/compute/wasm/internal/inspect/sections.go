package inspect

import "slices"

// order is the sections as they follow each other.
var order = []byte{secType, secImport, secFunction, secTable, secMemory, secGlobal, secExport, secStart, secElement, secDataCount, secCode, secData}

const (
	secType      = 1
	secImport    = 2
	secFunction  = 3
	secTable     = 4
	secMemory    = 5
	secGlobal    = 6
	secExport    = 7
	secStart     = 8
	secElement   = 9
	secCode      = 10
	secData      = 11
	secDataCount = 12
)

const pageSize = 64 << 10

func (m *Module) section(id byte, r *reader, caps *Caps) {
	switch id {
	case secType:
		m.types(r, caps)
	case secImport:
		m.imports(r, caps)
	case secFunction:
		m.Functions = r.count(caps.Functions, "functions")
		for range m.Functions {
			m.kinds = append(m.kinds, r.u32())
		}
	case secTable:
		m.tables(r, caps)
	case secMemory:
		m.memory(r, caps)
	case secGlobal:
		m.Globals = r.count(caps.Globals, "globals")
		for i := int64(0); i < m.Globals && r.more(); i++ {
			r.skip(2) // type, mutability
			m.constant(r)
		}
	case secExport:
		m.exports(r, caps)
	case secStart, secDataCount:
		r.u32()
	case secElement:
		m.elements(r, caps)
	case secCode:
		m.code(r, caps)
	case secData:
		m.data(r, caps)
	}
}

func (m *Module) types(r *reader, caps *Caps) {
	m.Types = r.count(caps.Types, "types")
	for i := int64(0); i < m.Types && r.err == nil; i++ {
		if form := r.byte(); r.err == nil && form != 0x60 {
			r.check(unsupported(buildRemedy, "the module has a type of form 0x%02x, which is no part of WebAssembly 2.0", form))
		}
		params := r.count(caps.Params, "parameters in a type")
		r.skip(params)
		r.skip(r.count(caps.Params, "results in a type"))
		m.params = append(m.params, params)
	}
}

func (m *Module) imports(r *reader, caps *Caps) {
	m.Imports = r.count(caps.Imports, "imports")
	for i := int64(0); i < m.Imports && r.err == nil; i++ {
		module, name := r.name(caps.NameLength), r.name(caps.NameLength)
		kind := r.byte()
		if r.err != nil {
			return
		}
		if kind != 0 || module != WASI || !slices.Contains(wasiFunctions, name) {
			r.check(unsupported(buildRemedy, "the module imports %.100q from %.100q, which WASI preview 1 does not have", name, module))
			return
		}
		r.u32()
		m.imported++
	}
}

// limits reads a minimum and, if there is one, a maximum.
func limits(r *reader) (least, most int64, bounded bool) {
	flag := r.byte()
	if r.err == nil && flag > 1 {
		r.check(unsupported(buildRemedy, "the module has shared or 64-bit memory, which is no part of WebAssembly 2.0"))
	}
	least = r.u32()
	if flag == 1 {
		return least, r.u32(), true
	}
	return least, 0, false
}

func (m *Module) tables(r *reader, caps *Caps) {
	m.Tables = r.count(caps.Tables, "tables")
	for i := int64(0); i < m.Tables && r.err == nil; i++ {
		r.byte() // type
		least, most, bounded := limits(r)
		if !bounded {
			most = 1<<32 - 1 // what WebAssembly says
		}
		m.Elements += least
		r.check(AtMost(m.Elements, caps.Elements, "table entries"))
		if most > caps.Elements {
			m.growable = true
		}
	}
}

func (m *Module) memory(r *reader, caps *Caps) {
	n := r.count(1, "memories")
	for range n {
		least, _, _ := limits(r)
		m.MemoryMin = least * pageSize
		r.check(AtMost(m.MemoryMin, caps.Memory, "bytes of memory at the start"))
	}
}

func (m *Module) exports(r *reader, caps *Caps) {
	m.Exports = r.count(caps.Exports, "exports")
	for i := int64(0); i < m.Exports && r.err == nil; i++ {
		name, kind := r.name(caps.NameLength), r.byte()
		r.u32()
		m.started = m.started || name == "_start" && kind == 0
	}
}

// The flags of an element segment.
const (
	notActive = 1
	indexed   = 2 // an active one names its table; another is declarative
	expressed = 4 // its entries are expressions
)

func (m *Module) elements(r *reader, caps *Caps) {
	segments := r.count(caps.Segments, "element segments")
	m.Segments += segments
	total := int64(0)
	for i := int64(0); i < segments && r.err == nil; i++ {
		flags := r.u32()
		if flags > 7 {
			r.fail("element segment of kind %d", flags)
			return
		}
		if flags&notActive == 0 {
			if flags&indexed != 0 {
				r.u32()
			}
			m.constant(r)
		}
		if flags&(notActive|indexed) != 0 {
			r.byte() // kind or type
		}
		n := r.count(caps.Elements, "table entries in a segment")
		total += n
		r.check(AtMost(total, caps.Elements, "table entries in segments"))
		for j := int64(0); j < n && r.err == nil; j++ {
			if flags&expressed != 0 {
				m.constant(r)
			} else {
				r.u32()
			}
		}
	}
}

func (m *Module) data(r *reader, caps *Caps) {
	n := r.count(caps.Segments, "data segments")
	m.Segments += n
	for i := int64(0); i < n && r.err == nil; i++ {
		flags := r.u32()
		if flags > 2 {
			r.fail("data segment of kind %d", flags)
			return
		}
		if flags == 2 {
			r.u32()
		}
		if flags != 1 {
			m.constant(r)
		}
		r.skip(r.u32())
	}
}

func (m *Module) code(r *reader, caps *Caps) {
	m.bodies = r.count(caps.Functions, "functions")
	for i := int64(0); i < m.bodies && r.err == nil; i++ {
		size := r.u32()
		r.check(AtMost(size, caps.Body, "bytes in a function"))
		body := r.sub(size)
		if r.err != nil {
			return
		}
		m.Body = max(m.Body, size)
		m.Code += size
		m.function(body, m.arity(i), caps)
		r.check(body.err)
	}
}

// arity is the number of parameters of the i-th function that is defined here.
func (m *Module) arity(i int64) int64 {
	if i < int64(len(m.kinds)) && m.kinds[i] < int64(len(m.params)) {
		return m.params[m.kinds[i]]
	}
	return 0 // the compiler refuses it
}
