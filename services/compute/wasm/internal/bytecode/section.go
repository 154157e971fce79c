package bytecode

import "slices"

// The sections of a module.
const (
	Custom    = 0
	Types     = 1
	Imports   = 2
	Functions = 3
	Tables    = 4
	Memories  = 5
	Globals   = 6
	Exports   = 7
	Start     = 8
	Elements  = 9
	Code      = 10
	Data      = 11
	DataCount = 12
)

// Order is the sections as they follow each other, custom ones aside.
var Order = []byte{Types, Imports, Functions, Tables, Memories, Globals, Exports, Start, Elements, DataCount, Code, Data}

// HeaderSize is where the first section begins.
const HeaderSize = 8

// Sections gives the sections of a module to take until there are no more or one of them is wrong. Each is there at most
// once and in its order, but custom ones.
func (r *Reader) Sections(take func(id byte, s *Reader) error) error {
	last := 0
	for r.More() {
		id := r.Byte()
		s := r.Sub(r.U32())
		if r.Err != nil {
			break
		}
		if id != Custom {
			place := slices.Index(Order, id)
			switch {
			case place < 0:
				return Unsupported(BuildRemedy, "the module has a section %d, which is no part of WebAssembly 2.0", id)
			case place < last:
				return Malformed(s.base, "section %d is out of order or there twice", id)
			}
			last = place + 1
		}
		if err := take(id, s); err != nil {
			return err
		}
		if id != Custom && s.Err == nil && s.More() {
			s.Fail("section %d is longer than what is in it", id)
		}
		if s.Err != nil {
			return s.Err
		}
	}
	return r.Err
}

// Limits reads a minimum and, if there is one, a maximum.
func (r *Reader) Limits() (least, most int64, bounded bool) {
	flag := r.Byte()
	if r.Err == nil && flag > 1 {
		r.Check(Unsupported(BuildRemedy, "the module has shared or 64-bit memory, which is no part of WebAssembly 2.0"))
	}
	least = r.U32()
	if flag == 1 {
		return least, r.U32(), true
	}
	return least, 0, false
}

// The flags of an element segment.
const (
	notActive = 1
	indexed   = 2 // an active one names its table; another is declarative
	expressed = 4 // its entries are expressions
)

// An Element is the head of an element segment.
type Element struct {
	Active  bool
	Table   int64 // of an active one
	Entries int64
	// Expressed says that an entry is an expression, and not the number of a function.
	Expressed bool
}

// Element reads an element segment as far as its entries, of which there are at most so many. constant reads the
// expression of its place.
func (r *Reader) Element(most int64, constant func(*Reader)) Element {
	flags := r.U32()
	if flags > 7 {
		r.Fail("element segment of kind %d", flags)
		return Element{}
	}
	e := Element{Active: flags&notActive == 0, Expressed: flags&expressed != 0}
	if e.Active {
		if flags&indexed != 0 {
			e.Table = r.U32()
		}
		constant(r)
	}
	if flags&(notActive|indexed) != 0 {
		r.Byte() // kind or type
	}
	e.Entries = r.Count(most, "table entries in a segment")
	return e
}

// Data reads a data segment, and returns how many bytes are in it and whether they are in memory from the start.
func (r *Reader) Data(constant func(*Reader)) (size int64, active bool) {
	flags := r.U32()
	if flags > 2 {
		r.Fail("data segment of kind %d", flags)
		return 0, false
	}
	if flags == 2 {
		r.U32()
	}
	if active = flags != 1; active {
		constant(r)
	}
	size = r.U32()
	r.Skip(size)
	return size, active
}
