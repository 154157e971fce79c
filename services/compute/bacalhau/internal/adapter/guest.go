package adapter

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// guest is what of a module has to be known to rewrite it.
type guest struct {
	sections  map[byte][]byte // what they hold; custom ones aside
	imports   []entry
	start     uint32
	memory    limits
	remembers bool   // it has a memory
	started   bool   // something is to run before _start
	names     []byte // its "name" section, without which a cluster does not load it
}

// entry is an import: a function of WASI with the index of its type.
type entry struct {
	function string
	typ      uint32
}

// limits are in pages.
type limits struct {
	min, max uint32
	bounded  bool
}

const header = "\x00asm\x01\x00\x00\x00"

var (
	errMalformed = errors.New("it does not decode")
	errNameless  = errors.New("a custom section of it has no name, or breaks off in that")
)

// reader reads what a module is made of, and remembers that there was too little.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) u32() uint32 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<32-1 {
		r.rest, r.bad = nil, true
		return 0
	}
	r.rest = r.rest[size:]
	return uint32(n)
}

func (r *reader) bytes(n uint32) []byte {
	if uint64(n) > uint64(len(r.rest)) {
		r.rest, r.bad = nil, true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) one() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) text() string { return string(r.bytes(r.u32())) }

func (r *reader) limits() limits {
	flags := r.one()
	l := limits{min: r.u32(), bounded: flags == 1}
	if l.bounded {
		l.max = r.u32()
	}
	if flags > 1 {
		r.bad = true
	}
	return l
}

func (l limits) encode() []byte {
	if !l.bounded {
		return code(byte(0), u32(l.min))
	}
	return code(byte(1), u32(l.min), u32(l.max))
}

// parse splits a module that the embedded engine's inspection has passed.
func parse(module []byte) (*guest, error) {
	if len(module) < len(header) || string(module[:len(header)]) != header {
		return nil, errMalformed
	}
	g, r := &guest{sections: map[byte][]byte{}}, &reader{rest: module[len(header):]}
	for len(r.rest) > 0 && !r.bad {
		id := r.one()
		contents := r.bytes(r.u32())
		if r.bad {
			break
		}
		if err := g.look(id, contents); err != nil {
			return nil, err
		}
		if id != 0 {
			g.sections[id] = contents
		}
	}
	if r.bad {
		return nil, errMalformed
	}
	return g, nil
}

func (g *guest) look(id byte, contents []byte) error {
	r := &reader{rest: contents}
	switch id {
	case 0:
		if r.text() == "name" {
			g.names = contents
		}
		if r.bad {
			return errNameless
		}
	case 2:
		for n := r.u32(); n > 0 && !r.bad; n-- {
			module, function, kind := r.text(), r.text(), r.one()
			if _, known := wasiTypes[function]; module != wasi || kind != 0 || !known {
				return fmt.Errorf("its import %s.%s is not a function of WASI preview 1", module, function)
			}
			g.imports = append(g.imports, entry{function, r.u32()})
		}
	case 5:
		switch r.u32() {
		case 0: // as good as no section
		case 1:
			g.memory, g.remembers = r.limits(), true
		default:
			return errMalformed
		}
	case 7:
		for n := r.u32(); n > 0 && !r.bad; n-- {
			switch r.text() {
			case memoryName:
				return errMalformed
			case startName:
				g.started = true
			}
			r.one()
			r.u32()
		}
	case 8:
		if g.started {
			return errMalformed
		}
		g.start, g.started = r.u32(), true
	}
	if r.bad {
		return errMalformed
	}
	return nil
}

// What a guest exports to the adapter. No guest has names of its own that begin so.
const (
	memoryName = "parley:memory"
	startName  = "parley:start" // as that of a guest with a meter is called
)

// functions are those of WASI that it imports, without repeats.
func (g *guest) functions() (all []string) {
	for _, i := range g.imports {
		if !slices.Contains(all, i.function) {
			all = append(all, i.function)
		}
	}
	return all
}

// rewrite is the module with its imports from another module, its memory, if it has one, with a limit and exported, and what would run when
// it is instantiated exported in its place. Its code stays as it is. Of custom sections the names stay.
func (g *guest) rewrite(from string, memory limits) []byte {
	var imports, exports [][]byte
	for _, i := range g.imports {
		imports = append(imports, code(name(from), name(i.function), byte(0), u32(i.typ)))
	}
	if g.remembers {
		exports = append(exports, code(name(memoryName), byte(2), u32(0)))
	}
	if g.sections[8] != nil {
		exports = append(exports, code(name(startName), byte(0), u32(g.start)))
	}
	out := []byte(header)
	for _, id := range []byte{1, 2, 3, 4, 5, 6, 7, 9, 12, 10, 11} {
		contents := g.sections[id]
		switch id {
		case 2:
			contents = vector(imports)
		case 5:
			if g.remembers {
				contents = vector([][]byte{memory.encode()})
			}
		case 7:
			contents = extend(contents, exports)
		}
		if contents != nil {
			out = append(out, section(id, contents)...)
		}
	}
	if g.names == nil {
		return append(out, nameSection("main")...)
	}
	return append(out, section(0, g.names)...)
}

// extend adds items to a vector, which may not have been there.
func extend(vector []byte, items [][]byte) []byte {
	n, size := binary.Uvarint(vector)
	return slices.Concat(append([][]byte{u32(uint32(n) + uint32(len(items))), vector[max(size, 0):]}, items...)...)
}

// nameSection names the module, and no function.
func nameSection(module string) []byte {
	return section(0, code(name("name"), section(0, name(module)), section(1, u32(0))))
}
