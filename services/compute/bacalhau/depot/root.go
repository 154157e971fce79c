package depot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"time"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
	"github.com/multiformats/go-multihash"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
)

// root is that of a thing, as everybody computes it, and the one that stands for it in one place of one job: the same content, said
// to be of another time. For a node of Bacalhau keeps what it fetches under its CID for all its jobs together, gives it to one while
// it still fetches it for another, and takes it away from all when the first of them ends.
type root struct {
	plain cid.Cid
	own   *merkledag.ProtoNode
}

// rootOf reads a thing for its root. place is nobody else's.
func rootOf(ctx context.Context, t bacalhau.Thing, place string) (*root, error) {
	var l last
	plain, err := add(ctx, &l, t)
	if err != nil {
		return nil, err
	}
	if l.cid != plain {
		return nil, errors.New("its root is not the last of its blocks")
	}
	own, err := l.dated(place)
	return &root{plain, own}, err
}

// last remembers the block that was put last.
type last struct {
	cid  cid.Cid
	data []byte
}

var _ content.Putter = (*last)(nil)

func (l *last) Put(_ context.Context, c cid.Cid, data []byte) error {
	l.cid, l.data = c, bytes.Clone(data)
	return nil
}

// dated is the node with a time that follows from the place: one of 2^61, in whole nanoseconds after 1970.
func (l *last) dated(place string) (*merkledag.ProtoNode, error) {
	node, file := new(merkledag.ProtoNode), unixfs.NewFSNode(unixfs.TFile)
	var err error
	if l.cid.Type() == cid.Raw {
		file.AddBlockSize(uint64(len(l.data)))
		err = node.AddRawLink("", &ipld.Link{Size: uint64(len(l.data)), Cid: l.cid})
	} else if node, err = merkledag.DecodeProtobuf(l.data); err == nil {
		file, err = unixfs.FSNodeFromBytes(node.Data())
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(place))
	file.SetModTime(time.Unix(int64(binary.BigEndian.Uint32(sum[:])>>1), int64(binary.BigEndian.Uint32(sum[4:])%1e9)))
	data, err := file.GetBytes()
	if err != nil {
		return nil, err
	}
	node.SetData(data)
	return node, node.SetCidBuilder(cid.V1Builder{Codec: cid.DagProtobuf, MhType: multihash.SHA2_256})
}
