package compute

import (
	"context"
	"iter"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Prefix is what the first tasks of a share came to in a run of one's own.
type Prefix struct {
	Units int
	// Cost is the most that the terms let the farmer ask for them.
	Cost messages.Amount
	// Root is what a delivery of them names, Last the result of the last one: what its claim names.
	Root, Last cid.Cid
	// Inconclusive: a task of them may end otherwise on another machine, so that nothing can be compared.
	Inconclusive bool
}

// Again runs the tasks of an agreement in their order, as the farmer would have, and yields what they come to with each. It
// keeps no more than Repeat. An error ends it: one of the code Content says that module or inputs cannot be had.
func (f *Farmer) Again(ctx context.Context, v *protocol.View) iter.Seq2[Prefix, error] {
	return func(yield func(Prefix, error) bool) {
		p := Prefix{}
		j, err := JobOf(v)
		if err != nil {
			yield(p, err)
			return
		}
		tasks, err := TasksOf(v, j)
		if err != nil {
			yield(p, err)
			return
		}
		var done []Done
		for _, task := range tasks {
			d, err := f.Repeat(ctx, v, j, task)
			if err != nil {
				yield(p, err)
				return
			}
			done = append(done, d)
			p.Units, p.Cost, p.Last, p.Inconclusive = len(done), j.Cost(v, done), mustParse(d.CID), p.Inconclusive || j.Live || machine(d.Ended)
			if p.Root = p.Last; !isSingle(j) {
				p.Root, err = gather(ctx, f.Store, done)
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}
