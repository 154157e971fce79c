package fuel

import (
	"encoding/binary"

	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// body is a function that is being rewritten, segment by segment.
type body struct {
	groups int64   // of locals that are declared
	head   []byte  // their declarations
	out    []byte  // what is done
	entry  int     // where in out the counter is compared on entering; negative before the first segment is closed
	frames []frame // what is open, the function itself first
	local  int64   // holds the counter; it comes after the function's own
	global int64   // is the counter
	halt   []byte  // ends what is out of fuel, or of the stack
	dead   bool    // what is read cannot be reached
	slots  int64   // what it takes of the stack,
	calls  bool    // if it calls anything that may
	floats bool    // whether it looks for NaNs

	operands []int  // what the open segment has put on the stack since it was last known who takes it: numbers, or none
	numbers  []made // those that it has made

	segment []byte // the one that is open,
	cost    int64  // what it costs,
	check   bool   // whether the counter is compared with the limit when it is entered,
	stale   bool   // and whether the local is no longer what the global is
}

// frame is a block, loop, if or else that is open.
type frame struct {
	op       bytecode.Op
	dead     bool // it cannot be reached
	targeted bool // something branches to its end
}

// define rewrites the next function.
func (m *meter) define(whole *bytecode.Reader) {
	size := whole.U32()
	r := whole.Sub(size)
	if r.Err == nil && m.bodies == int64(len(m.kinds)) {
		r.Fail("there are more functions than are declared")
	}
	if whole.Check(r.Err); r.Err != nil {
		return
	}
	params := m.params[m.kinds[m.bodies]]
	m.bodies++
	b := &m.body
	*b = body{head: b.head[:0], out: b.out[:0], entry: -1, frames: append(b.frames[:0], frame{op: bytecode.Block}), local: params, global: m.globals, halt: m.halt,
		segment: b.segment[:0], operands: b.operands[:0], numbers: b.numbers[:0]}
	b.locals(r)
	b.slots = slots(b.local, size)
	b.cost, b.check, b.stale = costEnter+params, true, true
	for len(b.frames) > 0 && r.Err == nil {
		m.instruction(r)
	}
	if r.More() {
		r.Fail("a function goes on after its end")
	}
	if whole.Check(r.Err); r.Err == nil {
		m.code = b.append(m.code)
	}
}

// append adds the function as it was rewritten.
func (b *body) append(code []byte) []byte {
	groups, added, check := b.groups+1, []byte{1, i64}, stopIfNegative(b.halt)
	if b.calls {
		check = b.enter()
	}
	if b.calls || b.floats {
		added[0] = 2
	}
	if b.floats {
		groups, added = groups+int64(len(scratches))/2, append(added, scratches...)
	}
	count := binary.AppendUvarint(nil, uint64(groups))
	code = binary.AppendUvarint(code, uint64(len(count)+len(b.head)+len(added)+len(b.out)+len(check)))
	code = append(append(append(code, count...), b.head...), added...)
	code = append(append(code, b.out[:b.entry]...), check...)
	return append(code, b.out[b.entry:]...)
}

// locals takes over the declarations of locals, to which some will be added.
func (b *body) locals(r *bytecode.Reader) {
	b.groups = r.Count(int64(len(r.Rest())), "groups of locals in a function")
	from := r.Pos()
	for i := int64(0); i < b.groups && r.Err == nil; i++ {
		b.local += r.U32()
		r.Byte() // type
	}
	b.head = append(b.head, r.Bytes(from, r.Pos())...)
}

// instruction takes over the next one.
func (m *meter) instruction(r *bytecode.Reader) {
	b, in, from := &m.body, &m.in, r.Pos()
	r.Instruction(in, int64(len(r.Rest())))
	m.names(r)
	switch in.Op {
	case bytecode.LocalGet, bytecode.LocalSet, bytecode.LocalTee:
		below(r, in.Index, b.local, "local")
	}
	if r.Err != nil {
		return
	}
	text := r.Bytes(from, r.Pos())
	own := in.Op == bytecode.CallIndirect || in.Op == bytecode.Call && in.Index >= int64(len(m.imported))
	b.calls = b.calls || own
	if b.dead {
		b.segment = append(b.segment, text...)
		b.nest(r, in)
		return
	}
	b.cost += cost(in.Op)
	b.take(in.Op)
	switch {
	case own:
		b.hand()
	case in.Op == bytecode.Call:
		b.cost += costHost
		text = appendIndex(nil, opCall, m.imported[in.Index].called)
	}
	switch rate := rate(in.Op); {
	case in.Op == bytecode.MemoryGrow:
		b.segment = appendIndex(b.segment, opCall, m.functions()+helperGrow)
		b.end(false, true)
	case rate > 0:
		b.segment = appendSigned(append(b.segment, opI32Const), rate)
		b.segment = appendIndex(b.segment, opCall, m.functions()+helperCharge)
		b.segment = append(b.segment, text...)
		b.end(false, true)
	default:
		b.segment = append(b.segment, text...)
		b.give(in.Op)
		b.branch(r, in)
		b.nest(r, in)
	}
}

// branch ends the segment after what goes elsewhere.
func (b *body) branch(r *bytecode.Reader, in *bytecode.Instruction) {
	switch in.Op {
	case bytecode.Br, bytecode.BrIf:
		b.target(r, in.Index)
	case bytecode.BrTable:
		for _, label := range in.Targets {
			b.target(r, int64(label))
		}
	}
	switch in.Op {
	case bytecode.Br, bytecode.BrTable, bytecode.Return, bytecode.Unreachable:
		b.end(false, false)
		b.dead = true
	case bytecode.BrIf, bytecode.If:
		b.end(false, false)
	case bytecode.Loop:
		b.end(true, false)
	case bytecode.Call, bytecode.CallIndirect:
		b.end(false, true)
	}
}

// target notes that something branches to a label.
func (b *body) target(r *bytecode.Reader, label int64) {
	if n := int64(len(b.frames)); below(r, label, n, "label") == label {
		b.frames[n-1-label].targeted = true
	}
}

// nest enters and leaves blocks.
func (b *body) nest(r *bytecode.Reader, in *bytecode.Instruction) {
	last := len(b.frames) - 1
	switch in.Op {
	case bytecode.Block, bytecode.Loop, bytecode.If:
		b.frames = append(b.frames, frame{op: in.Op, dead: b.dead})
	case bytecode.Else:
		f := &b.frames[last]
		if f.op != bytecode.If {
			r.Fail("an else without its if")
			return
		}
		f.op, f.targeted = bytecode.Else, f.targeted || !b.dead // from where the if ends
		b.end(false, false)
		b.dead = f.dead
	case bytecode.End:
		f := b.frames[last]
		b.frames = b.frames[:last]
		met := f.op == bytecode.If && !f.dead || f.op != bytecode.Loop && f.targeted
		if met || b.dead || last == 0 {
			b.end(false, false)
		}
		b.dead = f.dead || b.dead && !met
	}
}

// end charges for the segment that is open, puts it where it belongs and begins another.
func (b *body) end(check, stale bool) {
	b.charge()
	b.out = append(b.out, b.segment...)
	b.segment, b.cost, b.check, b.stale = b.segment[:0], 0, check, stale
}

// charge takes what the open segment costs from the counter.
func (b *body) charge() {
	switch {
	case b.cost == 0 && !b.check && !b.stale:
		return
	case b.stale:
		b.out = appendIndex(b.out, opGlobalGet, b.global)
	default:
		b.out = appendIndex(b.out, opLocalGet, b.local)
	}
	if b.cost == 0 {
		b.out = appendIndex(b.out, opLocalTee, b.local)
	} else {
		b.out = append(appendSigned(append(b.out, opI64Const), b.cost), opI64Sub)
		b.out = appendIndex(b.out, opLocalTee, b.local)
		b.out = appendIndex(b.out, opGlobalSet, b.global)
		b.out = appendIndex(b.out, opLocalGet, b.local)
	}
	switch {
	case b.entry < 0:
		b.entry = len(b.out)
	case b.check:
		b.out = append(b.out, stopIfNegative(b.halt)...)
	default:
		b.out = append(b.out, opDrop)
	}
}
