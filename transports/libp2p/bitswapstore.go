package libp2p

import (
	"context"
	"errors"
	"log/slog"

	"github.com/ipfs/boxo/blockstore"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"

	"github.com/parley-p2p/parley/content"
)

// servedBlocks shows a content.Store to boxo's bitswap, which only reads: peers cannot put anything into a store.
type servedBlocks struct {
	store  *content.Store
	logger *slog.Logger
}

var _ blockstore.Blockstore = servedBlocks{}

var errReadOnly = errors.New("the store is only served")

func (s servedBlocks) Has(_ context.Context, c cid.Cid) (bool, error) {
	has, err := s.store.Has(c)
	if errors.Is(err, content.ErrUnsupported) {
		return false, nil
	}
	return has, err
}

func (s servedBlocks) GetSize(_ context.Context, c cid.Cid) (int, error) {
	size, err := s.store.Size(c)
	if err != nil {
		return -1, s.absent(c, err)
	}
	return size, nil
}

func (s servedBlocks) Get(ctx context.Context, c cid.Cid) (blocks.Block, error) {
	data, err := s.store.GetBlock(ctx, c)
	if err != nil {
		return nil, s.absent(c, err)
	}
	return blocks.NewBlockWithCid(data, c)
}

// absent turns whatever keeps a block from being served into its absence, which is all that a peer may know, and tells
// the operator when it is the disk's fault.
func (s servedBlocks) absent(c cid.Cid, err error) error {
	if !errors.Is(err, content.ErrNotFound) && !errors.Is(err, content.ErrUnsupported) {
		s.logger.Warn("a peer asked for a block that cannot be served", "cid", c.String(), "err", err)
	}
	return ipld.ErrNotFound{Cid: c}
}

func (servedBlocks) Put(context.Context, blocks.Block) error       { return errReadOnly }
func (servedBlocks) PutMany(context.Context, []blocks.Block) error { return errReadOnly }
func (servedBlocks) DeleteBlock(context.Context, cid.Cid) error    { return errReadOnly }

func (servedBlocks) AllKeysChan(context.Context) (<-chan cid.Cid, error) { return nil, errReadOnly }
