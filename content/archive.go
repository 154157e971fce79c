package content

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/ipfs/go-cid"
)

// An Archive is a set of blocks in memory, in the order in which they were put, and a root: what a CAR file holds. The
// zero value is empty and ready. It is a Getter and a Putter, so that a tree can be added to it and exported from it. It
// may be read concurrently while nobody puts.
type Archive struct {
	// Root is the block that the others are about. It need not be among them, but ReadCAR demands it.
	Root cid.Cid

	blocks []Block
	index  map[cid.Cid]int
}

// Put verifies a block and appends a copy of it. One that is there already stays where it is.
func (a *Archive) Put(_ context.Context, c cid.Cid, data []byte) error {
	if err := Verify(c, data); err != nil {
		return err
	}
	if _, ok := a.index[canonical(c)]; ok {
		return nil
	}
	return a.append(Block{canonical(c), slices.Clone(data)})
}

// append takes a verified block with a CIDv1, and its memory.
func (a *Archive) append(b Block) error {
	if _, ok := a.index[b.CID]; ok {
		return fmt.Errorf("%w: block %s twice", ErrMalformed, b.CID)
	}
	if a.index == nil {
		a.index = map[cid.Cid]int{}
	}
	a.index[b.CID] = len(a.blocks)
	a.blocks = append(a.blocks, b)
	return nil
}

// GetBlock returns a copy of a block's bytes, or ErrNotFound.
func (a *Archive) GetBlock(_ context.Context, c cid.Cid) ([]byte, error) {
	if err := Check(c); err != nil {
		return nil, err
	}
	i, ok := a.index[canonical(c)]
	if !ok {
		return nil, fmt.Errorf("%w: %s is not in the archive", ErrNotFound, c)
	}
	return slices.Clone(a.blocks[i].Data), nil
}

// Len returns the number of blocks.
func (a *Archive) Len() int { return len(a.blocks) }

// Blocks yields the blocks in order. Their bytes belong to the archive and must not be changed.
func (a *Archive) Blocks() iter.Seq[Block] { return slices.Values(a.blocks) }

// WriteTo writes the archive as a CARv1 with its blocks in order, which ReadList reads. To write a tree in the order
// that ReadCAR demands, use WriteCAR.
func (a *Archive) WriteTo(w io.Writer) (int64, error) {
	counted := &counter{to: w}
	out, err := newCARWriter(counted, a.Root)
	if err != nil {
		return counted.n, fmt.Errorf("write CAR: root: %w", err)
	}
	for _, b := range a.blocks {
		if err := out.write(b); err != nil {
			return counted.n, fmt.Errorf("write CAR of %s: %w", a.Root, err)
		}
	}
	if err := out.out.Flush(); err != nil {
		return counted.n, fmt.Errorf("write CAR of %s: %w", a.Root, err)
	}
	return counted.n, nil
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
