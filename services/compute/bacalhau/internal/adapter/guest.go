package adapter

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// guest is what of a module has to be known to rewrite it.
type guest struct {
	sections []rawSection
	imports  []entry
	memory   limits
	named    bool // it has a "name" section, without which a cluster does not load it
}

type rawSection struct {
	id       byte
	contents []byte
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

var errMalformed = errors.New("the module does not decode")

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
	g, r := &guest{}, &reader{rest: module[len(header):]}
	for len(r.rest) > 0 && !r.bad {
		s := rawSection{id: r.one()}
		s.contents = r.bytes(r.u32())
		if r.bad {
			break
		}
		if err := g.look(s); err != nil {
			return nil, err
		}
		g.sections = append(g.sections, s)
	}
	if r.bad {
		return nil, errMalformed
	}
	return g, nil
}

func (g *guest) look(s rawSection) error {
	r := &reader{rest: s.contents}
	switch s.id {
	case 0:
		g.named = g.named || r.text() == "name"
	case 2:
		for n := r.u32(); n > 0 && !r.bad; n-- {
			module, function, kind := r.text(), r.text(), r.one()
			if _, known := wasiTypes[function]; module != wasi || kind != 0 || !known {
				return fmt.Errorf("the import %s.%s is not a function of WASI preview 1", module, function)
			}
			g.imports = append(g.imports, entry{function, r.u32()})
		}
	case 5:
		if r.u32() != 1 {
			return errMalformed
		}
		g.memory = r.limits()
	}
	if r.bad {
		return errMalformed
	}
	return nil
}

// rewrite is the module with all its imports from another module, its memory among them. Indices stay as they are:
// functions and memories are counted apart, and there is one memory.
func (g *guest) rewrite(from string) []byte {
	imports := make([][]byte, 0, len(g.imports)+1)
	for _, i := range g.imports {
		imports = append(imports, code(name(from), name(i.function), byte(0), u32(i.typ)))
	}
	imports = append(imports, code(name(from), name("memory"), byte(2), g.memory.encode()))
	section2 := section(2, vector(imports))
	out, done := []byte(header), false
	for _, s := range g.sections {
		if !done && s.id > 1 { // imports follow the types, wherever custom sections are
			out, done = append(out, section2...), true
		}
		if s.id == 2 || s.id == 5 {
			continue
		}
		out = append(out, section(s.id, s.contents)...)
	}
	if !done {
		out = append(out, section2...)
	}
	if !g.named {
		out = append(out, nameSection("main")...)
	}
	return out
}

// nameSection names the module, and no function.
func nameSection(module string) []byte {
	return section(0, code(name("name"), section(0, name(module)), section(1, u32(0))))
}
