package fuel

import (
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// Version names the costs. Whoever counts with other costs, or at other places, counts something else.
const Version = executor.Metering

// What is charged beside the instructions themselves; see the package's documentation.
const (
	costEnter = 4    // entering a function, and 1 for each of its parameters
	costHost  = 1000 // calling a function that the module imports, beside what host says

	// Ranges, in eighths of a unit for each item. What is charged is rounded up.
	rateByte  = 4
	rateEntry = 32
	ratePage  = 65536 * 8
)

// costs are the instructions that do not cost 1, by ranges of opcodes. The first that holds an opcode counts.
var costs = []struct {
	first, last bytecode.Op
	cost        int64
}{
	{bytecode.Block, bytecode.Loop, 0},
	{bytecode.Else, bytecode.Else, 0},
	{bytecode.End, bytecode.End, 0},
	{bytecode.BrTable, bytecode.BrTable, 3},
	{bytecode.Call, bytecode.Call, 2},
	{bytecode.CallIndirect, bytecode.CallIndirect, 6},
	{bytecode.TableGet, bytecode.TableSet, 3},
	{0x28, 0x3e, 2}, // loads and stores
	{bytecode.MemoryGrow, bytecode.MemoryGrow, 1000},
	{0x6d, 0x70, 16}, // i32.div and rem
	{0x7f, 0x82, 24}, // i64.div and rem
	{0x8d, 0x90, 2},  // f32.ceil, floor, trunc, nearest
	{0x91, 0x91, 12}, // f32.sqrt
	{0x92, 0x94, 2},  // f32.add, sub, mul
	{0x95, 0x95, 10}, // f32.div
	{0x96, 0x98, 4},  // f32.min, max, copysign
	{0x9b, 0x9e, 2},  // f64.ceil, floor, trunc, nearest
	{0x9f, 0x9f, 12}, // f64.sqrt
	{0xa0, 0xa2, 2},  // f64.add, sub, mul
	{0xa3, 0xa3, 10}, // f64.div
	{0xa4, 0xa6, 4},  // f64.min, max, copysign
	{0xa8, 0xab, 4},  // i32.trunc
	{0xae, 0xb1, 4},  // i64.trunc
	{0xb2, 0xbb, 2},  // conversions to floating point and between
	{bytecode.RefFunc, bytecode.RefFunc, 300},
	{0xfc00, 0xfc07, 4}, // saturating conversions
	{bytecode.TableGrow, bytecode.TableGrow, 1000},
	{bytecode.TableSize, bytecode.TableSize, 1},
	{0xfc08, 0xfc11, 10}, // what works on ranges, and the two drops
	{0xfd00, 0xfdff, 4},  // vectors
}

// prices is costs by opcode: of one byte, of 0xfc and of 0xfd.
var prices = func() (p [3][256]int64) {
	for i, prefix := range [3]bytecode.Op{0, 0xfc00, 0xfd00} {
		for sub := range bytecode.Op(256) {
			p[i][sub] = listed(prefix | sub)
		}
	}
	return p
}()

func listed(op bytecode.Op) int64 {
	for _, c := range costs {
		if c.first <= op && op <= c.last {
			return c.cost
		}
	}
	return 1
}

// cost of an instruction by itself.
func cost(op bytecode.Op) int64 {
	switch op >> 8 {
	case 0:
		return prices[0][op]
	case 0xfc:
		return prices[1][op&0xff]
	}
	return prices[2][op&0xff]
}

// rate is what an instruction costs for each item of the range that it works on, whose length is the last of its
// operands; zero if it works on none. That of memory.grow is ratePage for what was grown.
func rate(op bytecode.Op) int64 {
	switch op {
	case bytecode.MemoryInit, bytecode.MemoryCopy, bytecode.MemoryFill:
		return rateByte
	case bytecode.TableInit, bytecode.TableCopy, bytecode.TableFill, bytecode.TableGrow:
		return rateEntry
	}
	return 0
}
