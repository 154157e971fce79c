package inspect

// function reads a body: its locals, then its instructions to the last byte.
func (m *Module) function(r *reader, params int64, caps *Caps) {
	locals := params
	for i, groups := int64(0), r.count(caps.Locals, "groups of locals in a function"); i < groups && r.err == nil; i++ {
		locals += r.u32()
		r.check(AtMost(locals, caps.Locals, "locals in a function"))
		r.byte() // type
	}
	m.Locals = max(m.Locals, locals)
	w := walker{reader: r, module: m, caps: caps, depth: 1}
	for w.depth > 0 && r.err == nil {
		w.instruction()
	}
	m.Flow += w.flow(locals)
	r.check(AtMost(m.Flow, caps.Flow, "units of control flow, which is blocks squared and blocks times locals, in its functions"))
	if r.more() {
		r.fail("a function goes on after its end")
	}
}

// constant reads an initializer expression.
func (m *Module) constant(r *reader) {
	w := walker{reader: r, module: m, caps: &Caps{Nesting: 1, Targets: 0}, depth: 1}
	for w.depth > 0 && r.err == nil {
		w.instruction()
	}
}

// inline is how many blocks the compiler makes of an instruction that works on a range.
const inline = 4

// walker reads instructions, with the depth of blocks and their number so far.
type walker struct {
	*reader
	module        *Module
	caps          *Caps
	depth, blocks int64
	loops         int64
}

// flow is what the blocks of a function cost beyond its bytes, as measured with wazero 1.12 on functions made for it: it
// grows with the square of the blocks, and with the locals that may have to be joined where blocks meet, most of all at
// loops. What ordinary functions have of the latter is free.
func (w *walker) flow(locals int64) int64 {
	return w.blocks*w.blocks + 64*max(0, w.blocks*locals-20_000) + 256*max(0, w.loops*locals-1_000)
}

// instruction reads one of them. The tables of opcodes are those of WebAssembly 2.0, section 5.4.
func (w *walker) instruction() {
	switch op := w.byte(); {
	case op >= 0x02 && op <= 0x04: // block, loop, if
		w.signed(35) // its type, 33 bits
		w.depth++
		w.blocks++
		if op == 0x03 {
			w.loops++
		}
		w.check(AtMost(w.depth-1, w.caps.Nesting, "blocks within blocks in a function"))
		w.module.Nesting = max(w.module.Nesting, w.depth-1)
	case op == 0x0b: // end
		w.depth--
	case op == 0x0e: // br_table
		n := w.count(w.caps.Targets, "targets in a br_table")
		w.module.Targets = max(w.module.Targets, n)
		for i := int64(0); i <= n && w.err == nil; i++ {
			w.u32()
		}
	case op == 0x0c, op == 0x0d, op == 0x10, op >= 0x20 && op <= 0x26, op == 0xd2: // one index
		w.u32()
	case op == 0x11: // call_indirect
		w.u32()
		w.u32()
	case op == 0x1c: // select with types
		w.skip(w.u32())
	case op >= 0x28 && op <= 0x3e: // load, store
		w.memarg()
	case op == 0x3f, op == 0x40, op == 0xd0: // memory.size, memory.grow, ref.null
		w.byte()
	case op == 0x41:
		w.signed(35)
	case op == 0x42:
		w.signed(70)
	case op == 0x43:
		w.skip(4)
	case op == 0x44:
		w.skip(8)
	case op <= 0x01, op == 0x05, op == 0x0f, op == 0x1a, op == 0x1b, op >= 0x45 && op <= 0xc4, op == 0xd1:
	case op == 0xfc:
		w.bulk()
	case op == 0xfd:
		w.vector()
	default:
		w.unknown("0x%02x", op)
	}
}

func (w *walker) unknown(format string, op any) {
	w.check(unsupported(buildRemedy, "the module has an instruction "+format+", which is no part of WebAssembly 2.0", op))
}

// memarg is the alignment and the offset of an access. A larger alignment would name another memory.
func (w *walker) memarg() {
	if align := w.u32(); align >= 64 {
		w.check(unsupported(buildRemedy, "the module has more than one memory"))
	}
	w.u32()
}

// bulk reads what follows 0xfc.
func (w *walker) bulk() {
	op := w.u32()
	if op >= 8 {
		w.blocks += inline
		w.loops++
	}
	switch op {
	case 0, 1, 2, 3, 4, 5, 6, 7: // saturating conversions
	case 8, 10, 12, 14: // memory.init, memory.copy, table.init, table.copy
		w.u32()
		w.u32()
	case 15: // table.grow
		w.module.grows = true
		w.u32()
	case 9, 11, 13, 16, 17:
		w.u32()
	default:
		w.unknown("0xfc %d", op)
	}
}

// vector reads what follows 0xfd.
func (w *walker) vector() {
	switch op := w.u32(); {
	case op <= 11, op == 92, op == 93: // load, store
		w.memarg()
	case op == 12, op == 13: // v128.const, i8x16.shuffle
		w.skip(16)
	case op >= 21 && op <= 34: // a lane
		w.byte()
	case op >= 84 && op <= 91: // a lane in memory
		w.memarg()
		w.byte()
	case op > 255:
		w.unknown("0xfd %d", op)
	}
}
