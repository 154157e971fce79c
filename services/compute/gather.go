package compute

import (
	"context"
	"fmt"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
	"github.com/multiformats/go-multihash"
	"github.com/parley-p2p/parley/content"
)

// gather adds the directory that has each task's result under its number and returns its CID: the one that
// content.AddFS would give for the same files. Only the results' first blocks are read. The results are in the store, and
// there are too few of them for the directory to be sharded.
func gather(ctx context.Context, store *content.Store, tasks []Done) (cid.Cid, error) {
	dir := merkledag.NodeWithData(unixfs.FolderPBData())
	if err := dir.SetCidBuilder(cid.V1Builder{Codec: cid.DagProtobuf, MhType: multihash.SHA2_256}); err != nil {
		return cid.Undef, err
	}
	for _, d := range tasks {
		c := mustParse(d.CID)
		size, err := sizeBelow(ctx, store, c)
		if err != nil {
			return cid.Undef, fmt.Errorf("task %d: %w", d.Task, err)
		}
		if err := dir.AddRawLink(name(d.Task), &ipld.Link{Size: size, Cid: c}); err != nil {
			return cid.Undef, err
		}
	}
	return dir.Cid(), store.Put(ctx, dir.Cid(), dir.RawData())
}

// sizeBelow is what a link says of the bytes of all blocks that it leads to.
func sizeBelow(ctx context.Context, store *content.Store, c cid.Cid) (uint64, error) {
	data, err := store.GetBlock(ctx, c)
	if err != nil || c.Type() == cid.Raw {
		return uint64(len(data)), err
	}
	n, err := merkledag.DecodeProtobuf(data)
	if err != nil {
		return 0, err
	}
	return n.Size()
}
