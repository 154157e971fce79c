package content

import (
	"context"
	"fmt"

	"github.com/ipfs/go-cid"
)

// Totals is how much a root reaches, every block counted once.
type Totals struct {
	Blocks int
	Bytes  int64
}

// Complete reads every block that root reaches, verifies it, and returns how many there are. It fails with what is the
// matter with the first that is missing or damaged: what a farmer asks of its store before it promises to work on an
// input or to serve a result.
func Complete(ctx context.Context, g Getter, root cid.Cid, l Limits) (Totals, error) {
	var t Totals
	err := eachBlock(ctx, verified(g), root, l, func(b Block) error {
		t.Blocks++
		t.Bytes += int64(len(b.Data))
		return nil
	})
	if err != nil {
		return t, fmt.Errorf("%s is not complete: %w", root, err)
	}
	return t, nil
}

// eachBlock visits every block below root once: depth first, a node before what it links to, links in their order.
func eachBlock(ctx context.Context, from Getter, root cid.Cid, l Limits, visit func(Block) error) error {
	g := graph{from: from, meter: newMeter(l), seen: map[cid.Cid]struct{}{}, visit: visit}
	return g.walk(ctx, canonical(root), 0)
}

type graph struct {
	from  Getter // verified
	meter *meter
	seen  map[cid.Cid]struct{}
	visit func(Block) error
}

func (g *graph) walk(ctx context.Context, c cid.Cid, depth int) error {
	if _, ok := g.seen[c]; ok {
		return nil
	}
	g.seen[c] = struct{}{}
	if err := g.meter.addBlock(depth); err != nil {
		return err
	}
	data, err := g.from.GetBlock(ctx, c)
	if err != nil {
		return err
	}
	if err := g.meter.addBytes(len(data)); err != nil {
		return err
	}
	if err := g.visit(Block{c, data}); err != nil {
		return err
	}
	below, err := links(c, data)
	if err != nil {
		return err
	}
	release, err := g.meter.hold(len(below))
	if err != nil {
		return err
	}
	defer release()
	for _, next := range below {
		if err := g.walk(ctx, next, depth+1); err != nil {
			return err
		}
	}
	return nil
}
