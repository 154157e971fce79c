package fuel

import (
	"encoding/binary"
	"slices"

	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// machine runs a generated program instruction by instruction and counts. It knows nothing of segments.
type machine struct {
	*program
	count, limit int64
	ran          map[bytecode.Op]int // instructions
	asked        [imports]int        // of the host
	slots        int64               // of the stack that are left

	memory  []byte
	globals [2]uint64
	tables  [2][]uint64 // functions and one more, 0 for null
	passive [][]uint64
	data    []byte
	stack   []uint64
	second  int // uses of the second table
	refused int // reads into their own vectors
}

// How a machine stops, as panics.
type (
	trap    struct{}
	over    struct{} // more than the limit
	tooDeep struct{} // more than the stack
)

// run gives how the program ended: nil if by itself.
func (p *program) run(limit, slots int64) (m *machine, ended any) {
	m = &machine{program: p, limit: limit, ran: map[bytecode.Op]int{}, slots: slots, memory: make([]byte, 64<<10), data: p.Data[1].Bytes}
	copy(m.memory[16:], p.Data[0].Bytes)
	m.tables = [2][]uint64{make([]uint64, tableSize), make([]uint64, tableSize)}
	m.pay(64<<10 + 2*tableSize*4 + int64(len(p.Elements[0]))*4 + (int64(len(p.Data[0].Bytes))+1)/2)
	for i, f := range p.Elements[0] {
		m.tables[0][i] = uint64(f) + 1
	}
	m.passive = make([][]uint64, 2) // the active one is gone
	for _, f := range p.Passive[0] {
		m.passive[1] = append(m.passive[1], uint64(f)+1)
	}
	defer func() { ended = recover() }()
	if m.count > limit {
		panic(over{})
	}
	if p.Init != nil {
		m.call(uint64(*p.Init))
	}
	m.call(uint64(*p.Start))
	return m, nil
}

func (m *machine) pay(n int64) { m.count += n }

func (m *machine) push(v uint64)   { m.stack = append(m.stack, v) }
func (m *machine) push32(v uint32) { m.push(uint64(v)) }
func (m *machine) truth(v bool) {
	if v {
		m.push(1)
	} else {
		m.push(0)
	}
}

func (m *machine) pop() uint64 {
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *machine) must(ok bool) {
	if !ok {
		panic(trap{})
	}
}

func (m *machine) call(f uint64) {
	fn := m.Funcs[f-imports]
	typ := signatures[fn.Type]
	m.pay(4 + int64(len(typ.Params)))
	if left := m.slots; calls(m.bodies[f-imports]) {
		const declarations, end = 5, 1
		m.slots -= 16 + int64(len(typ.Params)+2*extra+(declarations+len(fn.Body)+end)/32)
		if m.count > m.limit {
			panic(over{})
		}
		if m.slots < 0 {
			panic(tooDeep{})
		}
		defer func() { m.slots = left }()
	}
	locals := make([]uint64, len(typ.Params)+2*extra)
	base := len(m.stack) - len(typ.Params)
	copy(locals, m.stack[base:])
	m.stack = m.stack[:base]
	m.exec(m.bodies[f-imports], locals)
	if len(typ.Results) > 0 {
		v := m.pop()
		m.stack = append(m.stack[:base], v)
	} else {
		m.stack = m.stack[:base]
	}
}

// calls reports whether somewhere a function of the program is called.
func calls(all []instruction) bool {
	return slices.ContainsFunc(all, func(i instruction) bool {
		return i.op == bytecode.CallIndirect || i.op == bytecode.Call && i.a >= imports || calls(i.body) || calls(i.other)
	})
}

const (
	on  = -1      // go on
	out = 1 << 30 // return
)

// exec runs instructions and returns the label that they left for.
func (m *machine) exec(all []instruction, locals []uint64) int64 {
	for i := range all {
		in := &all[i]
		m.pay(cost(in.op))
		if m.count > m.limit {
			panic(over{})
		}
		m.ran[in.op]++
		if in.b == 1 && in.op != drop || in.a == 1 && (in.op == tableGet || in.op == tableSet) {
			m.second++
		}
		if to := m.step(in, locals); to != on {
			return to
		}
	}
	return on
}

func (m *machine) block(in *instruction, body []instruction, locals []uint64) int64 {
	base := len(m.stack)
	to := m.exec(body, locals)
	for in.op == bytecode.Loop && to == 0 {
		m.stack = m.stack[:base]
		to = m.exec(body, locals)
	}
	switch {
	case to == 0:
		if in.result != 0 {
			v := m.pop()
			m.stack = append(m.stack[:base], v)
		} else {
			m.stack = m.stack[:base]
		}
		return on
	case to == on || to == out:
		return to
	}
	return to - 1
}

func (m *machine) step(in *instruction, locals []uint64) int64 {
	switch in.op {
	case bytecode.Block, bytecode.Loop:
		return m.block(in, in.body, locals)
	case bytecode.If:
		if uint32(m.pop()) != 0 {
			return m.block(in, in.body, locals)
		}
		return m.block(in, in.other, locals)
	case bytecode.Br:
		return in.a
	case bytecode.BrIf:
		if uint32(m.pop()) != 0 {
			return in.a
		}
	case bytecode.BrTable:
		return in.targets[min(int(uint32(m.pop())), len(in.targets)-1)]
	case bytecode.Return:
		return out
	case bytecode.Unreachable:
		panic(trap{})
	case bytecode.Call:
		if in.a < imports {
			m.host(in.a)
		} else {
			m.call(uint64(in.a))
		}
	case bytecode.CallIndirect:
		at, table := uint32(m.pop()), m.tables[in.b]
		m.must(int(at) < len(table) && table[at] != 0)
		f := table[at] - 1
		m.must(int64(m.Funcs[f-imports].Type) == in.a)
		m.call(f)
	case bytecode.LocalGet:
		m.push(locals[in.a])
	case bytecode.LocalSet:
		locals[in.a] = m.pop()
	case bytecode.LocalTee:
		locals[in.a] = m.stack[len(m.stack)-1]
	case bytecode.GlobalGet:
		m.push(m.globals[in.a])
	case bytecode.GlobalSet:
		m.globals[in.a] = m.pop()
	case bytecode.Nop:
	case drop:
		for range max(1, in.b) {
			m.pop()
		}
	case selectOp:
		if c, b, a := uint32(m.pop()), m.pop(), m.pop(); c != 0 {
			m.push(a)
		} else {
			m.push(b)
		}
	default:
		if m.float(in) || m.vector(in) {
			return on
		}
		if in.op >= bytecode.MemoryInit || in.op == tableGet || in.op == tableSet || in.op == bytecode.RefFunc || in.op == refIsNull {
			m.bulk(in)
		} else {
			m.compute(in)
		}
	}
	return on
}

func (m *machine) compute(in *instruction) {
	switch in.op {
	case i32Const:
		m.push32(uint32(in.a))
		return
	case i64Const:
		m.push(uint64(in.a))
		return
	case memorySize:
		m.push(uint64(len(m.memory) >> 16))
		return
	case bytecode.MemoryGrow:
		n, was := uint32(m.pop()), len(m.memory)>>16
		if uint64(n)+uint64(was) > pagesMost {
			m.push32(1<<32 - 1)
			return
		}
		m.pay(int64(n) << 16)
		m.memory = append(m.memory, make([]byte, n<<16)...)
		m.push(uint64(was))
		return
	}
	b := m.pop()
	switch in.op {
	case i32Eqz:
		m.truth(uint32(b) == 0)
		return
	case i32WrapI64, i64ExtendU:
		m.push32(uint32(b))
		return
	case i32Load:
		m.must(uint64(uint32(b))+4 <= uint64(len(m.memory)))
		m.push32(binary.LittleEndian.Uint32(m.memory[uint32(b):]))
		return
	}
	a := m.pop()
	x, y := uint32(a), uint32(b)
	switch in.op {
	case i32Store:
		m.must(uint64(x)+4 <= uint64(len(m.memory)))
		binary.LittleEndian.PutUint32(m.memory[x:], y)
	case i32LtU:
		m.truth(x < y)
	case i32Add:
		m.push32(x + y)
	case i32Sub:
		m.push32(x - y)
	case i32Mul:
		m.push32(x * y)
	case i32And:
		m.push32(x & y)
	case i32Xor:
		m.push32(x ^ y)
	case i32Shl:
		m.push32(x << (y & 31))
	case i32DivU:
		m.must(y != 0)
		m.push32(x / y)
	case i64Add:
		m.push(a + b)
	case i64Sub:
		m.push(a - b)
	case i64Mul:
		m.push(a * b)
	case i64Xor:
		m.push(a ^ b)
	case i64RemU:
		m.must(b != 0)
		m.push(a % b)
	default:
		panic(in.op)
	}
}

func (m *machine) bulk(in *instruction) {
	table := &m.tables[0]
	switch in.op {
	case tableLen, tableGet, tableSet, bytecode.TableGrow, bytecode.TableFill, bytecode.TableCopy:
		table = &m.tables[in.a]
	case bytecode.TableInit:
		table = &m.tables[in.b]
	}
	switch in.op {
	case bytecode.RefFunc:
		m.push(uint64(in.a) + 1)
		return
	case refIsNull:
		m.truth(m.pop() == 0)
		return
	case dataDrop:
		m.data = nil
		return
	case elemDrop:
		m.passive[1] = nil
		return
	case tableLen:
		m.push(uint64(len((*table))))
		return
	case tableGet:
		at := uint32(m.pop())
		m.must(int(at) < len((*table)))
		m.push((*table)[at])
		return
	case tableSet:
		f, at := m.pop(), uint32(m.pop())
		m.must(int(at) < len((*table)))
		(*table)[at] = f
		return
	case bytecode.TableGrow:
		n, f := m.pop(), m.pop()
		m.pay(4 * int64(n))
		if len((*table))+int(n) > tableMost {
			m.push32(1<<32 - 1)
			return
		}
		m.push(uint64(len((*table))))
		for range n {
			*table = append(*table, f)
		}
		return
	}
	n, b, a := uint64(uint32(m.pop())), m.pop(), uint64(uint32(m.pop()))
	size, from := uint64(len(m.memory)), uint64(uint32(b))
	if in.op >= bytecode.TableInit {
		m.pay(4 * int64(n))
		size = uint64(len((*table)))
	} else {
		m.pay((int64(n) + 1) / 2)
	}
	m.must(a+n <= size)
	switch in.op {
	case bytecode.MemoryFill:
		for i := range n {
			m.memory[a+i] = byte(b)
		}
	case bytecode.MemoryCopy:
		m.must(from+n <= size)
		copy(m.memory[a:a+n], m.memory[from:])
	case bytecode.MemoryInit:
		m.must(from+n <= uint64(len(m.data)))
		copy(m.memory[a:], m.data[from:from+n])
	case bytecode.TableFill:
		for i := range n {
			(*table)[a+i] = b
		}
	case bytecode.TableCopy:
		m.must(from+n <= uint64(len(m.tables[in.b])))
		copy((*table)[a:a+n], m.tables[in.b][from:])
	case bytecode.TableInit:
		m.must(from+n <= uint64(len(m.passive[1])))
		copy((*table)[a:], m.passive[1][from:from+n])
	}
}
