package content_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	carv2 "github.com/ipld/go-car/v2"
	carstorage "github.com/ipld/go-car/v2/storage"

	"github.com/parley-p2p/parley/content"
)

// small is a tree whose CAR file is short enough to try every byte of it.
func small() fstest.MapFS {
	return fstest.MapFS{"a/x": file([]byte("x")), "a/y": file([]byte("yy")), "b/x": file([]byte("x")), "empty": file(nil), "c": directory()}
}

func carOf(t testing.TB, tree fstest.MapFS) (cid.Cid, []byte) {
	t.Helper()
	s := new(content.Archive)
	root := mustAdd(t, s, tree)
	var w bytes.Buffer
	if err := content.WriteCAR(t.Context(), &w, root, s, content.Limits{}); err != nil {
		t.Fatal(err)
	}
	return root, w.Bytes()
}

// M4: one canonical CARv1; writing it again gives the same bytes.
func TestCARIsCanonical(t *testing.T) {
	for name, tree := range map[string]fstest.MapFS{"small": small(), "sample": sample(), "HAMT": many(4097)} {
		t.Run(name, func(t *testing.T) {
			root, file := carOf(t, tree)
			a, err := content.ReadCAR(iotest.OneByteReader(bytes.NewReader(file)), content.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if a.Root != root {
				t.Errorf("root %s, want %s", a.Root, root)
			}
			var again, list bytes.Buffer
			if err := content.WriteCAR(t.Context(), &again, root, a, content.Limits{}); err != nil || !bytes.Equal(again.Bytes(), file) {
				t.Errorf("WriteCAR of what was read: %v; %d bytes, were %d", err, again.Len(), len(file))
			}
			if n, err := a.WriteTo(&list); err != nil || n != int64(len(file)) || !bytes.Equal(list.Bytes(), file) {
				t.Errorf("WriteTo of what was read: %d, %v; %d bytes, were %d", n, err, list.Len(), len(file))
			}
			walkAll(t, a, root)
		})
	}
}

// The format is the common one: go-car reads what is written here, and what it writes is read here.
func TestCARIsThatOfOthers(t *testing.T) {
	root, file := carOf(t, sample())
	ours, err := content.ReadCAR(bytes.NewReader(file), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := carv2.NewBlockReader(bytes.NewReader(file))
	if err != nil || theirs.Version != 1 || !slices.Equal(theirs.Roots, []cid.Cid{root}) {
		t.Fatalf("go-car reads version %d, roots %v, %v", theirs.Version, theirs.Roots, err)
	}
	var written memoryFile
	w, err := carstorage.NewWritable(&written, []cid.Cid{root}, carv2.WriteAsCarV1(true))
	if err != nil {
		t.Fatal(err)
	}
	for b := range ours.Blocks() {
		got, err := theirs.Next()
		if err != nil || got.Cid() != b.CID || !bytes.Equal(got.RawData(), b.Data) {
			t.Fatalf("go-car reads %v, %v; want %s", got, err, b.CID)
		}
		if err := w.Put(t.Context(), b.CID.KeyString(), b.Data); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := theirs.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("go-car finds more: %v", err)
	}
	if err := w.Finalize(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written.data, file) {
		t.Error("go-car writes the same blocks as other bytes")
	}
}

type memoryFile struct{ data []byte }

func (m *memoryFile) Write(p []byte) (int, error) { m.data = append(m.data, p...); return len(p), nil }

// M4: every byte is guarded. Each bit of the file is flipped, the file is cut at each place, each byte is left out.
func TestCARGuardsEveryByte(t *testing.T) {
	_, good := carOf(t, small())
	refused := func(what string, at int, file []byte) {
		t.Helper()
		if a, err := content.ReadCAR(bytes.NewReader(file), content.Limits{}); err == nil {
			t.Errorf("%s at byte %d of %d: accepted as %s", what, at, len(good), a.Root)
		}
	}
	for i := range good {
		for bit := range 8 {
			bad := slices.Clone(good)
			bad[i] ^= 1 << bit
			refused(fmt.Sprintf("bit %d flipped", bit), i, bad)
		}
		refused("cut", i, good[:i])
		refused("byte left out", i, slices.Delete(slices.Clone(good), i, i+1))
		refused("byte put in", i, slices.Insert(slices.Clone(good), i, good[i]))
	}
	for _, more := range [][]byte{{0}, {0xff}, {'\n'}, good, section(content.Sum([]byte("x")), []byte("x")), section(content.Sum([]byte("new")), []byte("new"))} {
		refused("extended", len(good), append(slices.Clone(good), more...))
	}
	if _, err := content.ReadCAR(bytes.NewReader(good), content.Limits{}); err != nil {
		t.Errorf("the untouched file: %v", err)
	}
}

// section is one block of a CAR file with fewer than 92 bytes.
func section(c cid.Cid, data []byte) []byte {
	return slices.Concat([]byte{byte(36 + len(data))}, c.Bytes(), data)
}

func TestCARRefusesOtherSpellings(t *testing.T) {
	root, good := carOf(t, fstest.MapFS{})
	leaf := section(root, []byte{0x0a, 2, 8, 1}) // the empty directory
	header := good[:len(good)-len(leaf)]
	if !bytes.Equal(slices.Concat(header, leaf), good) {
		t.Fatalf("the file of an empty directory is %x", good)
	}
	long := slices.Clone(leaf)
	long[0] |= 0x80
	for name, file := range map[string][]byte{
		"empty file":           nil,
		"no blocks":            header,
		"length not minimal":   slices.Concat(header, long[:1], []byte{0}, long[1:]),
		"length of five bytes": slices.Concat(header, []byte{0x80, 0x80, 0x80, 0x80, 1}),
		"length too large":     slices.Concat(header, []byte{0xff, 0xff, 0xff, 0x7f}),
		"length too small":     slices.Concat(header, []byte{35}, make([]byte, 35)),
		"block twice":          slices.Concat(header, leaf, leaf),
		"two roots":            bytes.Replace(good, []byte("roots\x81"), []byte("roots\x82"), 1),
		"version 2":            bytes.Replace(good, []byte("version\x01"), []byte("version\x02"), 1),
		"other order":          inOrder(t, func(blocks []content.Block) { slices.Reverse(blocks[1:]) }),
		"another root":         inOrder(t, func(blocks []content.Block) { blocks[0], blocks[1] = blocks[1], blocks[0] }),
	} {
		if _, err := content.ReadCAR(bytes.NewReader(file), content.Limits{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if err := content.WriteCAR(t.Context(), io.Discard, cid.NewCidV0(root.Hash()), new(content.Archive), content.Limits{}); !errors.Is(err, content.ErrUnsupported) {
		t.Errorf("a root of CIDv0: %v", err)
	}
}

// inOrder is the CAR file of the small tree with its blocks in another order, the first as the root.
func inOrder(t *testing.T, order func([]content.Block)) []byte {
	t.Helper()
	_, good := carOf(t, small())
	a, err := content.ReadCAR(bytes.NewReader(good), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	blocks := slices.Collect(a.Blocks())
	order(blocks)
	other := &content.Archive{Root: blocks[0].CID}
	for _, b := range blocks {
		if err := other.Put(t.Context(), b.CID, b.Data); err != nil {
			t.Fatal(err)
		}
	}
	var w bytes.Buffer
	if _, err := other.WriteTo(&w); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

// A list has the order that its owner gave it, and no block twice.
func TestListRefusesDuplicates(t *testing.T) {
	list := inOrder(t, func(blocks []content.Block) { slices.Reverse(blocks[1:]) })
	a, err := content.ReadList(bytes.NewReader(list), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for b := range a.Blocks() {
		if len(b.Data) > 90 { // section writes lengths of one byte
			continue
		}
		twice := append(slices.Clone(list), section(b.CID, b.Data)...)
		if _, err := content.ReadList(bytes.NewReader(twice), content.Limits{}); !errors.Is(err, content.ErrMalformed) {
			t.Errorf("%s twice: %v, want ErrMalformed", b.CID, err)
		}
	}
}

func TestCARIsBounded(t *testing.T) {
	_, file := carOf(t, sample())
	for name, l := range map[string]content.Limits{"bytes": {Bytes: 100_000}, "blocks": {Blocks: 10}, "depth": {Depth: 2}} {
		if _, err := content.ReadCAR(bytes.NewReader(file), l); !errors.Is(err, content.ErrLimit) {
			t.Errorf("%s: %v, want ErrLimit", name, err)
		}
	}
	broken := errors.New("the disk failed")
	if _, err := content.ReadCAR(io.MultiReader(bytes.NewReader(file[:500]), iotest.ErrReader(broken)), content.Limits{}); !errors.Is(err, broken) {
		t.Errorf("a reader that fails: %v", err)
	}
	s := new(content.Archive)
	root := mustAdd(t, s, sample())
	if err := content.WriteCAR(t.Context(), failing{}, root, s, content.Limits{}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a writer that fails: %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestArchiveKeepsTheOrder(t *testing.T) {
	a := &content.Archive{}
	var want []string
	for _, text := range []string{"root", "b", "a"} {
		c := content.Sum([]byte(text))
		for range 2 {
			if err := a.Put(t.Context(), c, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		want = append(want, text)
	}
	a.Root = content.Sum([]byte("root"))
	var w bytes.Buffer
	if _, err := a.WriteTo(&w); err != nil {
		t.Fatal(err)
	}
	read, err := content.ReadList(&w, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for b := range read.Blocks() {
		got = append(got, string(b.Data))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-put +read)\n%s", diff)
	}
	if err := a.Put(t.Context(), a.Root, []byte("wrong")); !errors.Is(err, content.ErrMismatch) {
		t.Errorf("Put of other bytes: %v", err)
	}
}

// M4: what breaks a file is named, and what stands before it is still evidence.
func TestBrokenCARNamesItsBlock(t *testing.T) {
	_, good := carOf(t, small())
	whole, err := content.ReadCAR(bytes.NewReader(good), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	offset := len(good)
	blocks := slices.Collect(whole.Blocks())
	for i, b := range slices.Backward(blocks) {
		end := offset
		offset -= len(b.Data) + 36 + len(binary.AppendUvarint(nil, uint64(len(b.Data)+36)))
		bad := slices.Clone(good)
		bad[end-1] ^= 1 // the last byte of the block, or of the CID of an empty one
		_, err := content.ReadCAR(bytes.NewReader(bad), content.Limits{})
		broken, ok := errors.AsType[*content.BlockError](err)
		if !ok || broken.Index != i || broken.Offset != int64(offset) || !errors.Is(err, content.ErrMismatch) {
			t.Fatalf("block %d, at byte %d, is changed: %v", i, offset, err)
		}
		if diff := cmp.Diff(cids(blocks[:i]), cids(slices.Collect(broken.Before.Blocks()))); diff != "" {
			t.Errorf("before block %d (-want +got)\n%s", i, diff)
		}
	}
}

func cids(blocks []content.Block) []string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.CID.String())
	}
	return all
}

// FuzzReadCAR: what is accepted is written again as the same bytes, and nothing crashes or grows beyond its limits.
func FuzzReadCAR(f *testing.F) {
	for _, tree := range []fstest.MapFS{{}, small(), {"a": file([]byte("a"))}} {
		_, good := carOf(f, tree)
		f.Add(good)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := content.Limits{Bytes: 1 << 20, Blocks: 100}
		list, err := content.ReadList(bytes.NewReader(data), limits)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if _, err := list.WriteTo(&again); err != nil || !bytes.Equal(again.Bytes(), data) {
			t.Fatalf("ReadList accepted what WriteTo does not write: %v", err)
		}
		a, err := content.ReadCAR(bytes.NewReader(data), limits)
		if err != nil {
			return
		}
		again.Reset()
		if err := content.WriteCAR(t.Context(), &again, a.Root, a, limits); err != nil || !bytes.Equal(again.Bytes(), data) {
			t.Fatalf("ReadCAR accepted what WriteCAR does not write: %v", err)
		}
	})
}

// FuzzNode: any bytes as a UnixFS node, with their right CID: refused or read, never a crash.
func FuzzNode(f *testing.F) {
	for _, tree := range []fstest.MapFS{{}, small(), sample(), many(4097)} {
		s := new(content.Archive)
		mustAdd(f, s, tree)
		seen := 0
		for b := range s.Blocks() {
			if b.CID.Type() == cid.DagProtobuf && seen < 5 {
				f.Add(b.Data)
				seen++
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := new(content.Archive)
		mustAddFile(t, s, []byte("a")) // something to link to
		c := cid.NewCidV1(cid.DagProtobuf, content.Sum(data).Hash())
		if s.Put(t.Context(), c, data) != nil {
			return
		}
		limits := content.Limits{Blocks: 100}
		for e, err := range content.Walk(t.Context(), s, c, limits) {
			if err != nil {
				break
			}
			n := int64(0)
			for chunk, err := range content.Chunks(t.Context(), s, e.CID, limits) {
				if err != nil {
					n = e.Size // anything may be wrong with it
					break
				}
				n += int64(len(chunk))
			}
			if e.Kind == content.File && n != e.Size {
				t.Fatalf("%s has %d bytes, Stat says %d", e.Path, n, e.Size)
			}
		}
	})
}
