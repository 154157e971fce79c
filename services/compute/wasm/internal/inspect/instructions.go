package inspect

import "github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"

// function reads a body: its locals, then its instructions to the last byte.
func (m *Module) function(r *bytecode.Reader, params int64, caps *Caps) {
	locals := params
	for i, groups := int64(0), r.Count(caps.Locals, "groups of locals in a function"); i < groups && r.Err == nil; i++ {
		locals += r.U32()
		r.Check(bytecode.AtMost(locals, caps.Locals, "locals in a function"))
		r.Byte() // type
	}
	m.Locals = max(m.Locals, locals)
	w := walker{Reader: r, module: m, caps: caps, depth: 1}
	for w.depth > 0 && r.Err == nil {
		w.instruction()
	}
	m.Flow += w.flow(locals)
	r.Check(bytecode.AtMost(m.Flow, caps.Flow, "units of control flow, which is blocks squared and blocks times locals, in its functions"))
	if r.More() {
		r.Fail("a function goes on after its end")
	}
}

// constant reads an initializer expression.
func (m *Module) constant(r *bytecode.Reader) {
	w := walker{Reader: r, module: m, caps: &Caps{Nesting: 1, Targets: 0}, depth: 1}
	for w.depth > 0 && r.Err == nil {
		w.instruction()
	}
}

// inline is how many blocks the compiler makes of an instruction that works on a range.
const inline = 4

// walker reads instructions, with the depth of blocks and their number so far.
type walker struct {
	*bytecode.Reader
	in            bytecode.Instruction
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

// instruction reads one of them and counts.
func (w *walker) instruction() {
	w.Instruction(&w.in, w.caps.Targets)
	switch op := w.in.Op; {
	case op == bytecode.Block, op == bytecode.Loop, op == bytecode.If:
		w.depth++
		w.blocks++
		if op == bytecode.Loop {
			w.loops++
		}
		w.Check(bytecode.AtMost(w.depth-1, w.caps.Nesting, "blocks within blocks in a function"))
		w.module.Nesting = max(w.module.Nesting, w.depth-1)
	case op == bytecode.End:
		w.depth--
	case op == bytecode.BrTable:
		w.module.Targets = max(w.module.Targets, int64(len(w.in.Targets))-1)
	case op >= bytecode.MemoryInit && op <= bytecode.TableFill: // all that follows 0xfc and works on a range
		w.blocks += inline
		w.loops++
		w.module.grows = w.module.grows || op == bytecode.TableGrow
	}
}
