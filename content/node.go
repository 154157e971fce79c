package content

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/boxo/ipld/unixfs/hamt"
	"github.com/ipfs/go-cid"
)

// maxShardWidth is the widest HAMT that IPFS implementations write.
const maxShardWidth = 1024

// Kind is what an entry of a tree is.
type Kind int

// The kinds. UnixFS also knows symbolic links; they are refused.
const (
	File Kind = iota + 1
	Directory
)

func (k Kind) String() string {
	switch k {
	case File:
		return "file"
	case Directory:
		return "directory"
	}
	return "unset"
}

// A node is a decoded UnixFS block.
type node struct {
	kind  Kind
	size  uint64 // of a file, all of it
	data  []byte // of a file, what the block itself holds; shares the block's memory
	links []link
	shard int // of a HAMT directory: how many characters of each link's name are its position
}

type link struct {
	name string
	cid  cid.Cid
	size uint64 // of the part of a file below this link
}

// links returns what a block points to, in the order of the block.
func links(c cid.Cid, data []byte) ([]cid.Cid, error) {
	if c.Type() == cid.Raw {
		return nil, nil
	}
	pb, err := merkledag.DecodeProtobuf(data)
	if err != nil {
		return nil, malformed(c, "it is not dag-pb: %v", err)
	}
	below := make([]cid.Cid, 0, len(pb.Links()))
	for _, l := range pb.Links() {
		below = append(below, canonical(l.Cid))
	}
	return below, nil
}

// decode reads a block that was already verified.
func decode(c cid.Cid, data []byte) (*node, error) {
	if c.Type() == cid.Raw {
		return &node{kind: File, size: uint64(len(data)), data: data}, nil
	}
	pb, err := merkledag.DecodeProtobuf(data)
	if err != nil {
		return nil, malformed(c, "it is not dag-pb: %v", err)
	}
	fsn, err := unixfs.FSNodeFromBytes(pb.Data())
	if err != nil {
		return nil, malformed(c, "it is not UnixFS: %v", err)
	}
	n := &node{links: make([]link, 0, len(pb.Links()))}
	for _, l := range pb.Links() {
		if err := Check(l.Cid); err != nil {
			return nil, fmt.Errorf("%s links to %s: %w", c, l.Cid, err)
		}
		n.links = append(n.links, link{name: l.Name, cid: canonical(l.Cid)})
	}
	switch fsn.Type() {
	case unixfs.TFile, unixfs.TRaw:
		return n, n.asFile(c, fsn)
	case unixfs.TDirectory:
		n.kind = Directory
		return n, nil
	case unixfs.THAMTShard:
		return n, n.asShard(c, fsn)
	case unixfs.TSymlink:
		return nil, fmt.Errorf("%w: %s is a symbolic link; content holds files and directories only", ErrUnsupported, c)
	}
	return nil, fmt.Errorf("%w: %s is UnixFS of type %d; content holds files and directories only", ErrUnsupported, c, fsn.Type())
}

// asFile checks that the sizes a file's node claims are consistent. Those of its children are checked when they are read.
func (n *node) asFile(c cid.Cid, fsn *unixfs.FSNode) error {
	n.kind, n.data, n.size = File, fsn.Data(), fsn.FileSize()
	if fsn.NumChildren() != len(n.links) {
		return malformed(c, "it has %d links and %d sizes", len(n.links), fsn.NumChildren())
	}
	sum := uint64(len(n.data))
	for i, size := range fsn.BlockSizes() {
		var carry uint64
		if sum, carry = bits.Add64(sum, size, 0); carry != 0 || sum > math.MaxInt64 {
			return malformed(c, "its sizes overflow")
		}
		n.links[i].size = size
	}
	if sum != n.size {
		return malformed(c, "it claims %d bytes, its parts come to %d", n.size, sum)
	}
	return nil
}

func (n *node) asShard(c cid.Cid, fsn *unixfs.FSNode) error {
	n.kind = Directory
	width := fsn.Fanout()
	if width < 8 || width > maxShardWidth || width&(width-1) != 0 {
		return malformed(c, "a HAMT of width %d", width)
	}
	if fsn.HashType() != hamt.HashMurmur3 {
		return malformed(c, "a HAMT of hash %#x", fsn.HashType())
	}
	n.shard = len(fmt.Sprintf("%X", width-1))
	for _, l := range n.links {
		if len(l.name) < n.shard {
			return malformed(c, "a HAMT with the link %.80q", l.name)
		}
	}
	return nil
}

func malformed(c cid.Cid, format string, args ...any) error {
	return fmt.Errorf("%w: %s: %s", ErrMalformed, c, fmt.Sprintf(format, args...))
}
