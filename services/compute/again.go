package compute

import (
	"context"
	"iter"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
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

// Excused reports whether a delivery that is not what runs of one's own gave may still be an honest farmer's: all of it that differs are
// tasks that left no exit code, as those do which their machine has ended. again are the results of one's own, in the order of the share, and
// from is where the delivery comes from; what cannot be had excuses nobody. Where fuel is paid no run is delivered that a machine ended.
func Excused(ctx context.Context, v *protocol.View, delivered [32]byte, again []cid.Cid, from content.Getter) (bool, error) {
	j, err := JobOf(v)
	if err != nil || j.Metered() {
		return false, err
	}
	tasks, err := TasksOf(v, j)
	if err != nil {
		return false, err
	}
	links, err := linksFrom(ctx, from, Root(delivered))
	if _, isTask := links[executor.StdoutFile]; err != nil || isTask {
		return err == nil && unended(links), nil
	}
	differs := false
	for i, result := range again {
		switch own, ok := links[name(tasks[i])]; {
		case !ok: // a part of the share, and the first tasks of it
			return differs && len(links) == i, nil
		case own != result:
			if task, err := linksFrom(ctx, from, own); err != nil || !unended(task) {
				return false, nil
			}
			differs = true
		}
	}
	return differs && len(links) == len(again), nil
}

// unended: what a task has left is a result without an exit code.
func unended(links map[string]cid.Cid) bool {
	_, exited := links[executor.ExitCodeFile]
	return !exited && links[executor.StdoutFile].Defined() && links[executor.StderrFile].Defined()
}

// linksFrom are what a directory of few entries has in it.
func linksFrom(ctx context.Context, from content.Getter, root cid.Cid) (map[string]cid.Cid, error) {
	data, err := from.GetBlock(ctx, root)
	if err == nil {
		err = content.Verify(root, data)
	}
	if err != nil {
		return nil, err
	}
	return linksIn(root, data)
}
