package bytecode

// An Op is an opcode. One of two parts has the first in its high byte.
type Op uint16

// The opcodes that mean something to who reads them.
const (
	Unreachable  Op = 0x00
	Nop          Op = 0x01
	Block        Op = 0x02
	Loop         Op = 0x03
	If           Op = 0x04
	Else         Op = 0x05
	End          Op = 0x0b
	Br           Op = 0x0c
	BrIf         Op = 0x0d
	BrTable      Op = 0x0e
	Return       Op = 0x0f
	Call         Op = 0x10
	CallIndirect Op = 0x11
	SelectTyped  Op = 0x1c
	LocalGet     Op = 0x20
	LocalSet     Op = 0x21
	LocalTee     Op = 0x22
	GlobalGet    Op = 0x23
	GlobalSet    Op = 0x24
	TableGet     Op = 0x25
	TableSet     Op = 0x26
	MemoryGrow   Op = 0x40
	RefFunc      Op = 0xd2
	MemoryInit   Op = 0xfc08
	MemoryCopy   Op = 0xfc0a
	MemoryFill   Op = 0xfc0b
	TableInit    Op = 0xfc0c
	TableCopy    Op = 0xfc0e
	TableGrow    Op = 0xfc0f
	TableSize    Op = 0xfc10
	TableFill    Op = 0xfc11
)

// Memory reports whether an instruction works on memory.
func (op Op) Memory() bool {
	const vectors = prefixVector << 8
	switch {
	case op >= 0x28 && op <= MemoryGrow, op == MemoryInit, op == MemoryCopy, op == MemoryFill:
		return true
	}
	return op >= vectors && op <= vectors|11 || op >= vectors|84 && op <= vectors|93
}

// The first bytes of opcodes of two parts.
const (
	prefixBulk   = 0xfc
	prefixVector = 0xfd
)

// An Instruction is an opcode with those of its operands that say where it goes and what it names.
type Instruction struct {
	Op      Op
	Type    int64    // of a block, as encoded: negative, or the number of a type
	Index   int64    // the first index: of a label, function, local, global, …
	Other   int64    // the second, of those that have two: of a table, memory, …
	Targets []uint32 // of br_table, the default last; valid until the next instruction is read
}

// Instruction reads one, in which a br_table has at most so many targets. The tables of opcodes are those of WebAssembly
// 2.0, section 5.4.
func (r *Reader) Instruction(in *Instruction, targets int64) {
	in.Op, in.Type, in.Index, in.Other, in.Targets = Op(r.Byte()), 0, 0, 0, in.Targets[:0]
	switch op := in.Op; {
	case op == Block, op == Loop, op == If:
		in.Type = r.Signed(35) // 33 bits
	case op == BrTable:
		n := r.Count(targets, "targets in a br_table")
		for i := int64(0); i <= n && r.Err == nil; i++ {
			in.Targets = append(in.Targets, uint32(r.U32()))
		}
	case op == Br, op == BrIf, op == Call, op >= 0x20 && op <= 0x26, op == RefFunc: // one index
		in.Index = r.U32()
	case op == CallIndirect: // type, table
		in.Index = r.U32()
		in.Other = r.U32()
	case op == SelectTyped:
		r.Skip(r.U32())
	case op >= 0x28 && op <= 0x3e: // load, store
		r.memarg()
	case op == 0x3f, op == MemoryGrow, op == 0xd0: // memory.size, memory.grow, ref.null
		r.Byte()
	case op == 0x41:
		r.Signed(35)
	case op == 0x42:
		r.Signed(70)
	case op == 0x43:
		r.Skip(4)
	case op == 0x44:
		r.Skip(8)
	case op <= Nop, op == Else, op == End, op == Return, op == 0x1a, op == 0x1b, op >= 0x45 && op <= 0xc4, op == 0xd1:
	case op == prefixBulk:
		r.bulk(in)
	case op == prefixVector:
		r.vector(in)
	default:
		r.unknown("0x%02x", int64(op))
	}
}

func (r *Reader) unknown(format string, op int64) {
	r.Check(Unsupported(BuildRemedy, "the module has an instruction "+format+", which is no part of WebAssembly 2.0", op))
}

// memarg is the alignment and the offset of an access. A larger alignment would name another memory.
func (r *Reader) memarg() {
	if align := r.U32(); align >= 64 {
		r.Check(Unsupported(BuildRemedy, "the module has more than one memory"))
	}
	r.U32()
}

// bulk reads what follows 0xfc.
func (r *Reader) bulk(in *Instruction) {
	op := r.U32()
	switch {
	case op <= 7: // saturating conversions
	case op == 8, op == 10, op == 12, op == 14: // memory.init, memory.copy, table.init, table.copy
		in.Index = r.U32()
		in.Other = r.U32()
	case op <= 17:
		in.Index = r.U32()
	default:
		r.unknown("0xfc %d", op)
		return
	}
	in.Op = prefixBulk<<8 | Op(op)
}

// vector reads what follows 0xfd.
func (r *Reader) vector(in *Instruction) {
	op := r.U32()
	switch {
	case op <= 11, op == 92, op == 93: // load, store
		r.memarg()
	case op == 12, op == 13: // v128.const, i8x16.shuffle
		r.Skip(16)
	case op >= 21 && op <= 34: // a lane
		r.Byte()
	case op >= 84 && op <= 91: // a lane in memory
		r.memarg()
		r.Byte()
	case op > 255:
		r.unknown("0xfd %d", op)
		return
	}
	in.Op = prefixVector<<8 | Op(op)
}
