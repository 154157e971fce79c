package histories

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/anishathalye/porcupine"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Move is what was asked for.
type Move struct {
	What string
	By   settlement.Account
	Of   int // the deal, or the number of what has none
	// Exactly one of these says what the document has it do or show; neither is set of a block.
	moves func(*world) bool
	shows func(*world) any
}

// name is the effect's: of each, one happens.
func (m *Move) name() string { return fmt.Sprintf("%s %s %d", m.By, m.What, m.Of) }

// Kind is how an operation went.
type Kind int

// The kinds.
const (
	Mined    Kind = iota + 1 // it happened, in a block
	Refused                  // by the contract, before anything was sent
	Reverted                 // by the contract, in a block
	Nothing                  // nothing was sent, for other reasons
	Shown                    // it only looked
	Sealed                   // a block began
)

// Answer is what was said to who asked.
type Answer struct {
	Kind  Kind
	Block int64 // 0 of a Mined one: not said
	Value any   // what was Shown; the second of a block
	Why   error // of what was not Mined, in the client's words
}

// world is the contract and the tokens outside of it, as the document has them, and what happened in which block.
type world struct {
	*settlement.Model
	deals  []settlement.Deal
	tokens map[settlement.Account]int64
	done   map[string]int64
}

// clone shares what is never changed.
func (w *world) clone() *world {
	model := *w.Model
	model.Free, model.Rows = maps.Clone(w.Free), make(map[settlement.Row]int)
	model.Marks = make(map[settlement.Account]*settlement.Marks, len(w.Marks))
	for a, marks := range w.Marks {
		copied := *marks
		model.Marks[a] = &copied
	}
	return &world{&model, slices.Clone(w.deals), maps.Clone(w.tokens), maps.Clone(w.done)}
}

func (w *world) equal(o *world) bool {
	return w.Now == o.Now && w.Block == o.Block && w.Burned == o.Burned && maps.Equal(w.Free, o.Free) && maps.Equal(w.tokens, o.tokens) &&
		maps.Equal(w.done, o.done) && reflect.DeepEqual(w.Marks, o.Marks) && reflect.DeepEqual(w.deals, o.deals)
}

// step says whether the answer to a move is the document's, in this world, and what the world is then.
func (w *world) step(m *Move, a Answer) (bool, *world) {
	at, done := w.done[m.name()]
	switch a.Kind {
	case Sealed:
		if a.Block != w.Block+1 {
			return false, w
		}
		next := *w.Model // what is in it stays as it is
		next.Block, next.Now = a.Block, a.Value.(int64)
		return true, &world{&next, w.deals, w.tokens, w.done}
	case Shown:
		return reflect.DeepEqual(m.shows(w), a.Value), w
	case Nothing:
		return true, w
	case Mined:
		if done {
			return a.Block == 0 || a.Block == at, w
		}
		next := w.clone()
		if a.Block != 0 && a.Block != w.Block || !m.moves(next) {
			return false, w
		}
		next.done[m.name()] = w.Block
		return true, next
	case Refused:
		return !done && !m.moves(w.clone()), w
	case Reverted: // then, or when it was asked for before
		return !done && (w.Block > a.Block || w.Block == a.Block && !m.moves(w.clone())), w
	}
	return false, w
}

// String is what matters of it.
func (w *world) String() string {
	text := &strings.Builder{}
	fmt.Fprintf(text, "block %d, second %d, free %v, burned %d", w.Block, w.Now-settlement.Genesis, w.Free, w.Burned)
	for n, d := range w.deals {
		if d.State != settlement.Unopened {
			fmt.Fprintf(text, "; deal %d of state %d, %+v, drawn %t", n, d.State, d.Sums, d.Drawn)
		}
	}
	return text.String()
}

// Model is what a history is held against.
func (h *History) Model() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return h.first },
		Step: func(state, input, output any) (bool, any) {
			return state.(*world).step(input.(*Move), output.(Answer))
		},
		Equal: func(a, b any) bool { return a.(*world).equal(b.(*world)) },
		DescribeOperation: func(input, output any) string {
			return fmt.Sprintf("%s: %v", input.(*Move).name(), output.(Answer))
		},
	}
}

func (a Answer) String() string {
	switch a.Kind {
	case Mined:
		return fmt.Sprintf("mined in block %d", a.Block)
	case Refused:
		return fmt.Sprintf("refused (%v)", a.Why)
	case Reverted:
		return fmt.Sprintf("reverted in block %d", a.Block)
	case Nothing:
		return fmt.Sprintf("nothing was sent (%v)", a.Why)
	case Sealed:
		return fmt.Sprintf("block %d, second %d", a.Block, a.Value.(int64)-settlement.Genesis)
	}
	return fmt.Sprintf("shows %+v", a.Value)
}
