package content

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/ipfs/go-cid"
)

// The CAR files written and read here are CARv1 (https://ipld.io/specs/transport/car/carv1/) with one root and only
// CIDs of one form: version 1, SHA2-256, raw or dag-pb. So every length but that of a block is a constant, and for one
// list of blocks there is one file. go-car reads it; go-car's own reader is too lenient to guard every byte.

// carCIDBytes is the length of such a CID: version, codec, hash function and length of the hash in a byte each, the hash.
const carCIDBytes = 4 + len(digest{})

// carHeader is the one header for a root: DAG-CBOR of {roots: [root], version: 1} behind its length.
func carHeader(root cid.Cid) []byte {
	var h bytes.Buffer
	h.WriteString("\xa2" + "\x65roots" + "\x81" + "\xd8\x2a" + "\x58" + string(rune(carCIDBytes+1)) + "\x00")
	h.Write(root.Bytes())
	h.WriteString("\x67version" + "\x01")
	return append([]byte{byte(h.Len())}, h.Bytes()...)
}

const carHeaderBytes = 1 + 1 + 6 + 1 + 2 + 2 + 1 + carCIDBytes + 8 + 1

// carRootAt is where the root stands in the header.
const carRootAt = carHeaderBytes - 9 - carCIDBytes

func checkCAR(c cid.Cid) error {
	if err := Check(c); err != nil {
		return err
	}
	if c.Version() != 1 {
		return fmt.Errorf("%w: %s is CIDv0; a CAR file here holds CIDv1 only", ErrUnsupported, c)
	}
	return nil
}

// A carWriter writes blocks in the order given and refuses one that was already written. The caller flushes out.
type carWriter struct {
	out  *bufio.Writer
	seen map[cid.Cid]struct{}
}

func newCARWriter(w io.Writer, root cid.Cid) (*carWriter, error) {
	if err := checkCAR(root); err != nil {
		return nil, err
	}
	out := bufio.NewWriter(w)
	_, err := out.Write(carHeader(root))
	return &carWriter{out: out, seen: map[cid.Cid]struct{}{}}, err
}

// write takes a block that was verified.
func (w *carWriter) write(b Block) error {
	if err := checkCAR(b.CID); err != nil {
		return err
	}
	if _, ok := w.seen[b.CID]; ok {
		return fmt.Errorf("%w: block %s twice", ErrMalformed, b.CID)
	}
	w.seen[b.CID] = struct{}{}
	w.out.Write(binary.AppendUvarint(nil, uint64(carCIDBytes+len(b.Data))))
	w.out.Write(b.CID.Bytes())
	_, err := w.out.Write(b.Data) // bufio keeps the first error
	return err
}

// WriteCAR writes what root reaches, each block once, as one canonical CARv1: depth first, a node before what it links
// to, links in the order of the node. The same root always gives the same bytes. ReadCAR accepts exactly this.
func WriteCAR(ctx context.Context, w io.Writer, root cid.Cid, from Getter, l Limits) error {
	out, err := newCARWriter(w, root)
	if err == nil {
		err = eachBlock(ctx, verified(from), root, l, out.write)
	}
	if err == nil {
		err = out.out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write CAR of %s: %w", root, err)
	}
	return nil
}

// ReadCAR reads a file that WriteCAR could have written, and nothing else: every byte is accounted for. A changed byte,
// a missing or a further one, a block that is damaged, missing, repeated, out of order or not reached from the root is
// an error that says where. The blocks are held in memory, so Limits.Bytes is 64 MiB by default here.
func ReadCAR(r io.Reader, l Limits) (*Archive, error) {
	a, err := ReadList(r, l)
	if err != nil {
		return nil, err
	}
	i := 0
	err = eachBlock(context.Background(), a, a.Root, l, func(b Block) error {
		if i >= len(a.blocks) || a.blocks[i].CID != b.CID {
			return fmt.Errorf("%w: block %d should be %s", ErrMalformed, i, b.CID)
		}
		i++
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read CAR of %s: %w", a.Root, err)
	}
	if i < len(a.blocks) {
		return nil, fmt.Errorf("read CAR of %s: %w: nothing links to block %d, %s", a.Root, ErrMalformed, i, a.blocks[i].CID)
	}
	return a, nil
}

// ReadList reads a file that Archive.WriteTo could have written: a root and blocks in an order that only the caller can
// judge. Every block is verified, none appears twice, lengths have one spelling, and writing the archive again gives the
// same bytes. What it cannot know is whether blocks are missing at the end, were added there or have changed places:
// the caller compares the list with one that it can trust, such as a manifest that is the root. Links are not followed.
// A file that breaks after its header is a BlockError. The blocks are held in memory, so Limits.Bytes is 64 MiB by default here.
func ReadList(r io.Reader, l Limits) (*Archive, error) {
	l.Bytes = cmp.Or(l.Bytes, 64<<20)
	in := carReader{in: bufio.NewReader(r), meter: newMeter(l)}
	root, err := in.header()
	if err != nil {
		return nil, fmt.Errorf("read CAR: header: %w", err)
	}
	a := &Archive{Root: root}
	for {
		start := in.offset
		b, err := in.section()
		if errors.Is(err, io.EOF) {
			return a, nil
		}
		if err == nil {
			err = a.append(b)
		}
		if err != nil {
			return nil, &BlockError{Index: len(a.blocks), Offset: start, Before: a, Err: err}
		}
	}
}

// A BlockError is a block of a CAR file that cannot be had from it.
type BlockError struct {
	Index  int      // which block, from 0
	Offset int64    // where it starts in the file
	Before *Archive // the blocks before it, which are sound
	Err    error    // what is wrong with it
}

func (e *BlockError) Error() string {
	return fmt.Sprintf("read CAR of %s: block %d, at byte %d: %v", e.Before.Root, e.Index, e.Offset, e.Err)
}

// Unwrap returns what is wrong with the block.
func (e *BlockError) Unwrap() error { return e.Err }

type carReader struct {
	in     *bufio.Reader
	meter  *meter
	offset int64
}

func (r *carReader) header() (cid.Cid, error) {
	h := make([]byte, carHeaderBytes)
	if err := r.full(h); err != nil {
		return cid.Undef, err
	}
	root, err := carCID(h[carRootAt : carRootAt+carCIDBytes])
	if err != nil {
		return cid.Undef, err
	}
	if !bytes.Equal(h, carHeader(root)) {
		return cid.Undef, fmt.Errorf("%w: it is not that of a CARv1 with one root", ErrMalformed)
	}
	return root, nil
}

// section returns the next block, or io.EOF where the file may end.
func (r *carReader) section() (Block, error) {
	size, err := r.uvarint()
	if err != nil {
		return Block{}, err
	}
	if size < uint64(carCIDBytes) || size > uint64(carCIDBytes+MaxBlockSize) {
		return Block{}, fmt.Errorf("%w: a section of %d bytes", ErrMalformed, size)
	}
	if err := errors.Join(r.meter.addBlock(0), r.meter.addBytes(int(size)-carCIDBytes)); err != nil {
		return Block{}, err
	}
	buf := make([]byte, size)
	if err := r.full(buf); err != nil {
		return Block{}, err
	}
	c, err := carCID(buf[:carCIDBytes])
	if err != nil {
		return Block{}, err
	}
	b := Block{c, buf[carCIDBytes:]}
	return b, Verify(c, b.Data)
}

// uvarint reads a length in its shortest form. io.EOF means that nothing was left.
func (r *carReader) uvarint() (uint64, error) {
	var n uint64
	for i := range 4 { // four bytes are enough for MaxBlockSize
		b, err := r.in.ReadByte()
		if err != nil {
			if i > 0 && errors.Is(err, io.EOF) {
				err = errCut
			}
			return 0, err
		}
		r.offset++
		if b < 0x80 {
			if b == 0 {
				return 0, fmt.Errorf("%w: a length of zero, or not in its shortest form", ErrMalformed)
			}
			return n | uint64(b)<<(7*i), nil
		}
		n |= uint64(b&0x7f) << (7 * i)
	}
	return 0, fmt.Errorf("%w: a length of more than 4 bytes", ErrMalformed)
}

var errCut = fmt.Errorf("%w: the file is cut off", ErrMalformed)

func (r *carReader) full(buf []byte) error {
	n, err := io.ReadFull(r.in, buf)
	r.offset += int64(n)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

func carCID(b []byte) (cid.Cid, error) {
	c, err := cid.Cast(b)
	if err != nil {
		return cid.Undef, fmt.Errorf("%w: bad CID: %w", ErrMalformed, err)
	}
	return c, checkCAR(c)
}
