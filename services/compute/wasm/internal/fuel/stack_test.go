package fuel

import (
	"bytes"
	"testing"
	_ "unsafe" // for go:linkname

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// interpreterDepth is how deep wazero's interpreter goes, which says that who needs more may change it when linking. The
// compiler's bound is in bytes.
//
//go:linkname interpreterDepth github.com/tetratelabs/wazero/internal/engine/interpreter.callStackCeiling
var interpreterDepth int

// deepest is more than the calls that fit on the stack, with those of helpers and of the host on top.
const deepest = stackSlots/slotsFrame + 10

// recursive is a program in which a function with locals and parameters calls itself at the end of what it does.
func recursive(typ guest.Type, locals uint32, body []byte) []byte {
	p := guest.NewProgram()
	p.Types = append(p.Types, typ)
	p.Func(guest.Func{Type: 1, Locals: []guest.Locals{{N: locals, Type: guest.I64}}, Body: body})
	var passed []byte
	for range typ.Params {
		passed = append(passed, guest.Const64(1)...)
	}
	return p.Build(passed, guest.Call(0), bytes.Repeat(guest.Op(guest.Drop), len(typ.Results)))
}

// crowded keeps n values over the call of itself, each of its own, with nothing in it that is known before it runs.
func crowded(n int) []byte {
	var body []byte
	for i := range n {
		body = append(body, guest.Code(guest.Const(int32(8*i)), []byte{0x29, 3, 0})...) // i64.load
	}
	body = append(append([]byte{0x41, 0}, body...), guest.Call(0)...)
	body = append(body, bytes.Repeat([]byte{0x7c}, n-1)...) // i64.add
	return recursive(guest.Type{}, 0, append(body, 0x37, 3, 0))
}

// tossed calls through the table functions that call each other so.
func tossed() []byte {
	p := guest.NewProgram()
	p.Tables, p.Elements = []guest.Limits{{Min: 2, Max: 2}}, [][]uint32{{0, 1}}
	p.Func(guest.Func{Body: guest.Code(guest.Const(1), guest.CallIndirect(0))})
	p.Func(guest.Func{Locals: []guest.Locals{{N: 9, Type: guest.I32}}, Body: guest.Code(guest.Const(0), guest.CallIndirect(0))})
	return p.Build(guest.Call(0))
}

// M7: the stack is exhausted at the same call, with the same fuel, whatever runs the module, and nobody's own is before.
func TestStack(t *testing.T) {
	interpreterDepth = deepest
	all := newEngines(t)
	hundred := guest.Type{Params: bytes.Repeat([]byte{guest.I64}, 100)}
	var passing []byte
	for i := range uint32(100) {
		passing = append(passing, guest.Get(99-i)...)
	}
	const memory, main, mainSlots = 2 * 65536, 4 + 2, 16 + 8
	for name, c := range map[string]struct {
		module []byte
		depth  int64 // of what fits, below main, whose frame is 24 slots
		each   int64 // what a call costs
		main   int64
	}{
		"nothing else":   {recursive(guest.Type{}, 0, guest.Call(0)), (stackSlots - mainSlots) / 16, 4 + 2, main},
		"locals":         {recursive(guest.Type{}, 4000, guest.Call(0)), (stackSlots - mainSlots) / 4016, 4 + 2, main},
		"parameters":     {recursive(hundred, 0, guest.Code(passing, guest.Call(0))), (stackSlots - mainSlots - 0) / (16 + 100 + 6), 104 + 100 + 2, main + 100},
		"values":         {crowded(2000), (stackSlots - mainSlots) / 16, 0, main},
		"a long way":     {recursive(guest.Type{}, 0, guest.Code(bytes.Repeat(guest.Op(guest.Nop), 6400), guest.Call(0))), (stackSlots - mainSlots) / 216, 4 + 6400 + 2, main},
		"dead recursion": {recursive(guest.Type{}, 0, guest.Code(guest.Op(guest.Return), guest.Call(0))), 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := all.run(t, c.module, executor.MaxFuel)
			got.Memory = ""
			want := outcome{Deep: true, Used: memory + c.main + (c.depth+1)*c.each}
			switch {
			case c.main == 0:
				want = outcome{Ended: true, Used: memory + main + 4 + 1}
			case c.each == 0:
				want.Used = got.Used // what it comes to is not written down here; that all agree is enough
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	const calls, table = (stackSlots-mainSlots)/(16+25)*2 + 2, 2*4 + 2*4
	if got := all.run(t, tossed(), executor.MaxFuel); !got.Deep || got.Used != memory+table+main+calls*11 {
		t.Errorf("tossed: %+v", got.Used)
	}
}

// What the function of the start section took of the stack is there again for the program.
func TestStackAfterStart(t *testing.T) {
	all := newEngines(t)
	p := guest.NewProgram()
	nothing := p.Func(guest.Func{})
	inner := p.Func(guest.Func{Locals: []guest.Locals{{N: 40, Type: guest.I32}}, Body: guest.Call(nothing)})
	p.Init = new(p.Func(guest.Func{Body: guest.Call(inner)}))
	module := p.Build(guest.Call(inner))
	if got := all.within(t, module, executor.MaxFuel, 24+56); !got.Ended {
		t.Errorf("with all that it needs: %+v", got)
	}
	if got := all.within(t, module, executor.MaxFuel, 24+55); !got.Deep || got.Ended {
		t.Errorf("with one slot less: %+v", got)
	}
}
