package guestfs

import (
	"iter"
	"strings"

	"github.com/RaduBerinde/btreemap"
)

// entries are what is in a directory, by name. They are kept in order, and a snapshot shares what neither side changes: so a guest that
// lists a directory again and again has no more done for each call than the call returns.
type entries struct {
	tree *btreemap.BTreeMap[string, *node]
}

func newEntries() *entries {
	return &entries{btreemap.New[string, *node](16, strings.Compare)}
}

// at is the entry of a name; nil if there is none.
func (e *entries) at(name string) *node {
	_, n, _ := e.tree.Get(name)
	return n
}

func (e *entries) put(name string, n *node) { e.tree.ReplaceOrInsert(name, n) }
func (e *entries) drop(name string)         { e.tree.Delete(name) }

// len is how many there are: none in what is no directory.
func (e *entries) len() int {
	if e == nil {
		return 0
	}
	return e.tree.Len()
}

// after are the entries that come after a name, in order; all of them after the empty one.
func (e *entries) after(name string) iter.Seq2[string, *node] {
	return e.tree.Ascend(btreemap.GT(name), btreemap.Max[string]())
}

func (e *entries) snapshot() *entries { return &entries{e.tree.Clone()} }

// extent is how far below a directory anything was since it was last empty, in elements of a path and in its bytes: at least as far as what
// is there now. It says whether the directory may be moved without looking at all that is in it.
type extent struct{ elements, bytes int }

// to is the extent of what is over the end of a path, which has this one below it.
func (x extent) to(elements []string) extent {
	up := extent{len(elements) + x.elements, len(strings.Join(elements, "/")) + x.bytes}
	if x.elements > 0 {
		up.bytes++
	}
	return up
}

func (x *extent) grow(o extent) {
	x.elements, x.bytes = max(x.elements, o.elements), max(x.bytes, o.bytes)
}
