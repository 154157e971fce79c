package content

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
)

// MaxBlockSize is the most bytes that a block may have, the bound that IPFS peers share.
const MaxBlockSize = 2 << 20

// maxCIDText bounds a CID in text before it is decoded: the longest that can be accepted has 59 characters in base32,
// and other bases are not much longer.
const maxCIDText = 128

// A Getter answers with the bytes of a block.
//
// The caller owns the slice returned. A Getter need not check what it returns: everything in this package that takes
// one does. A block that the source does not have is ErrNotFound. Implementations must allow concurrent calls.
type Getter interface {
	GetBlock(ctx context.Context, c cid.Cid) ([]byte, error)
}

// A Putter keeps blocks. The data is the caller's again when Put returns. Putting a block twice is no error.
type Putter interface {
	Put(ctx context.Context, c cid.Cid, data []byte) error
}

// A Block is the bytes of one node and the CID that they hash to.
type Block struct {
	CID  cid.Cid
	Data []byte
}

type digest = [sha256.Size]byte

// Parse reads a CID from text that came from outside, and refuses one that this package cannot verify.
func Parse(text string) (cid.Cid, error) {
	if len(text) > maxCIDText {
		return cid.Undef, fmt.Errorf("%w: a CID of %d characters; the longest in use has %d", ErrUnsupported, len(text), maxCIDText)
	}
	c, err := cid.Decode(text)
	if err != nil {
		return cid.Undef, fmt.Errorf("%w: %q is not a CID: %w", ErrMalformed, text, err)
	}
	return c, Check(c)
}

// Check says whether blocks of this CID can be verified here: SHA2-256 of full length, raw or dag-pb. The error wraps
// ErrUnsupported and says what is wrong.
func Check(c cid.Cid) error {
	if !c.Defined() {
		return fmt.Errorf("%w: no CID was given", ErrUnsupported)
	}
	p := c.Prefix()
	switch {
	case p.MhType == multihash.IDENTITY:
		return fmt.Errorf("%w: %s carries its data in the CID; add it without --inline", ErrUnsupported, c)
	case p.MhType != multihash.SHA2_256 || p.MhLength != sha256.Size:
		return fmt.Errorf("%w: %s is not a full SHA2-256; add it with --hash=sha2-256", ErrUnsupported, c)
	case p.Codec != cid.Raw && p.Codec != cid.DagProtobuf:
		return fmt.Errorf("%w: %s has codec %#x; only raw and dag-pb are read", ErrUnsupported, c, p.Codec)
	}
	return nil
}

// Verify reports whether data is the block that c names: nil, or an error that wraps ErrMismatch, ErrLimit or
// ErrUnsupported.
func Verify(c cid.Cid, data []byte) error {
	if err := Check(c); err != nil {
		return err
	}
	if len(data) > MaxBlockSize {
		return fmt.Errorf("block %s: %w", c, &LimitError{What: "bytes in a block", Limit: MaxBlockSize})
	}
	if got := sha256.Sum256(data); got != digestOf(c) {
		return fmt.Errorf("%w: %s was asked for, the %d bytes received hash to %x; ask another peer", ErrMismatch, c, len(data), got)
	}
	return nil
}

// Sum returns the CIDv1 of raw bytes, the CID of a file of one chunk. Callers that hold larger data use AddFile.
func Sum(data []byte) cid.Cid {
	h := sha256.Sum256(data)
	return cidOf(cid.Raw, h)
}

// digestOf returns the hash inside a CID that Check accepts.
func digestOf(c cid.Cid) (d digest) {
	h := c.Hash()
	copy(d[:], h[len(h)-len(d):])
	return d
}

func cidOf(codec uint64, d digest) cid.Cid {
	mh, err := multihash.Encode(d[:], multihash.SHA2_256)
	if err != nil {
		panic(fmt.Sprintf("content: encode a SHA2-256 multihash: %v", err)) // the library knows the code, or it is broken
	}
	return cid.NewCidV1(codec, mh)
}

// canonical gives one CID to all that name the same node: CIDv0 is dag-pb in an older spelling.
func canonical(c cid.Cid) cid.Cid {
	if c.Version() == 1 {
		return c
	}
	return cid.NewCidV1(c.Type(), c.Hash())
}

// verified returns a Getter that checks what g returns. A Store already does.
func verified(g Getter) Getter {
	switch g.(type) {
	case *Store, *verifier:
		return g
	}
	return &verifier{g}
}

type verifier struct{ from Getter }

func (v *verifier) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if err := Check(c); err != nil {
		return nil, err
	}
	// The empty block is what its CID says; bitswap cannot even carry it, since a size of zero means there: not here.
	if Verify(c, nil) == nil {
		return []byte{}, nil
	}
	data, err := v.from.GetBlock(ctx, c)
	if err != nil {
		return nil, err
	}
	return data, Verify(c, data)
}
