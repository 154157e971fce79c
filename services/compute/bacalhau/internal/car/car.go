// Package car makes an archive of what was published to IPFS from the blocks that a gateway gives for it, of which it believes none.
package car

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/ipfs/boxo/blockservice"
	"github.com/ipfs/boxo/blockstore"
	"github.com/ipfs/boxo/files"
	"github.com/ipfs/boxo/ipld/merkledag"
	unixfile "github.com/ipfs/boxo/ipld/unixfs/file"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	carstore "github.com/ipld/go-car/v2/blockstore"

	"github.com/parley-p2p/parley/content"
)

// ErrOther is what is wrong with blocks that are not, or not all, those which a CID names.
var ErrOther = errors.New("these are not the blocks that it names")

// Untar writes the directory that root names to an archive, in which it is called that, from a CAR that has its blocks in any order. Each block is hashed before
// anything of it is used: what is written is what root names, or the error is ErrOther, or one of to's. How much is written is to's to bound.
func Untar(ctx context.Context, from io.ReaderAt, root string, to io.Writer) error {
	c, err := content.Parse(root)
	if err != nil {
		return other(err)
	}
	all, err := carstore.NewReadOnly(struct{ io.ReaderAt }{from}, nil) // which would begin where a file was read to
	if err != nil {
		return other(err)
	}
	nodes := merkledag.NewDAGService(blockservice.New(verified{all}, nil))
	top, err := nodes.Get(ctx, c)
	if err != nil {
		return other(err)
	}
	tree, err := unixfile.NewUnixfsFile(ctx, nodes, top)
	if err != nil {
		return other(err)
	}
	defer tree.Close()
	out := &sink{to: to}
	w, err := files.NewTarWriter(out)
	if err != nil {
		return err
	}
	w.SetFormat(tar.FormatPAX)
	if err = w.WriteFile(tree, root); err == nil {
		err = w.Close()
	}
	switch {
	case out.err != nil:
		return out.err
	case err != nil && ctx.Err() == nil:
		return other(err)
	}
	return err
}

func other(err error) error { return fmt.Errorf("%w: %w", ErrOther, err) }

// verified gives no block but that which its CID names.
type verified struct{ blockstore.Blockstore }

// Get implements blockstore.Blockstore.
func (v verified) Get(ctx context.Context, c cid.Cid) (blocks.Block, error) {
	b, err := v.Blockstore.Get(ctx, c)
	if err != nil {
		return nil, err
	}
	return b, content.Verify(c, b.RawData())
}

// sink remembers what was wrong with who is written to.
type sink struct {
	to  io.Writer
	err error
}

func (b *sink) Write(p []byte) (int, error) {
	n, err := b.to.Write(p)
	if err != nil {
		b.err = err
	}
	return n, err
}
