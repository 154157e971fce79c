package content_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
)

// blockFile finds the file of a block the way an operator would: by its SHA2-256.
func blockFile(t *testing.T, dir string, c cid.Cid) string {
	t.Helper()
	name := hex.EncodeToString(c.Hash()[2:])
	path := filepath.Join(dir, "blocks", name[:2], name)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func openStore(t *testing.T, dir string) *content.Store {
	t.Helper()
	s, err := content.OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStoreKeepsBlocks(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	data := noise(1, 1000)
	c := content.Sum(data)
	if _, err := s.GetBlock(t.Context(), c); !errors.Is(err, content.ErrNotFound) {
		t.Errorf("GetBlock before Put: %v, want ErrNotFound", err)
	}
	if has, err := s.Has(c); has || err != nil {
		t.Errorf("Has before Put = %v, %v", has, err)
	}
	for range 2 {
		if err := s.Put(t.Context(), c, data); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	s = openStore(t, dir)
	got, err := s.GetBlock(t.Context(), c)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("GetBlock after opening again: %d bytes, %v", len(got), err)
	}
	if size, err := s.Size(c); size != len(data) || err != nil {
		t.Errorf("Size = %d, %v", size, err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "staging")); len(left) > 0 {
		t.Errorf("%d files left in staging", len(left))
	}
}

func TestStoreRefusesWrongBlocks(t *testing.T) {
	s := newStore(t)
	big := make([]byte, content.MaxBlockSize+1)
	identity := cid.MustParse("bafkqaaa")
	cases := map[string]struct {
		cid  cid.Cid
		data []byte
		want error
	}{
		"other bytes": {content.Sum([]byte("a")), []byte("b"), content.ErrMismatch},
		"too large":   {content.Sum(big), big, content.ErrLimit},
		"identity":    {identity, nil, content.ErrUnsupported},
		"undefined":   {cid.Undef, nil, content.ErrUnsupported},
		"cbor":        {cid.NewCidV1(cid.DagCBOR, content.Sum(nil).Hash()), nil, content.ErrUnsupported},
	}
	for name, c := range cases {
		if err := s.Put(t.Context(), c.cid, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	full := make([]byte, content.MaxBlockSize)
	if err := s.Put(t.Context(), content.Sum(full), full); err != nil {
		t.Errorf("a block of exactly MaxBlockSize: %v", err)
	}
}

// THREATS 4, torn or lost write: what the disk changed is refused by name, never served, and can be mended.
func TestCorruptedStoreIsRefused(t *testing.T) {
	damages := map[string]func(data []byte) []byte{
		"a flipped bit": func(data []byte) []byte { data[len(data)/2] ^= 1; return data },
		"cut":           func(data []byte) []byte { return data[:len(data)-1] },
		"empty":         func([]byte) []byte { return nil },
		"extended":      func(data []byte) []byte { return append(data, 0) },
		"enormous":      func([]byte) []byte { return make([]byte, content.MaxBlockSize+1) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openStore(t, dir)
			s.NoSync = true
			root := mustAdd(t, s, sample())
			tile := content.Sum(noise(1, 700_000)[:262144])
			path := blockFile(t, dir, tile)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(slices.Clone(data)), 0o600); err != nil {
				t.Fatal(err)
			}

			_, err = s.GetBlock(t.Context(), tile)
			corrupt, ok := errors.AsType[*content.CorruptError](err)
			if !ok || corrupt.CID != tile || corrupt.File != path {
				t.Fatalf("GetBlock: %v, want a CorruptError of %s in %s", err, tile, path)
			}
			out, err := os.OpenRoot(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer out.Close()
			if err := content.Export(t.Context(), s, root, out, "result", content.Limits{}); !errors.As(err, &corrupt) {
				t.Errorf("Export: %v, want a CorruptError", err)
			}
			if _, err := out.Stat("result"); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a failed Export left its result behind: %v", err)
			}

			mustAdd(t, s, sample())
			if got, err := s.GetBlock(t.Context(), tile); err != nil || !bytes.Equal(got, data) {
				t.Errorf("adding the content again did not mend the block: %v", err)
			}
		})
	}
}

func TestOpenStoreRemovesWhatWasHalfWritten(t *testing.T) {
	dir := t.TempDir()
	openStore(t, dir).Close()
	half := filepath.Join(dir, "staging", "HALF")
	if err := os.WriteFile(half, []byte("half a bl"), 0o600); err != nil {
		t.Fatal(err)
	}
	openStore(t, dir)
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the half-written file: %v, want ErrNotExist", err)
	}
}

// THREATS 4, disk full, read-only, EIO: a block that could not be written is an error of whoever wrote it.
func TestADiskThatFailsIsReported(t *testing.T) {
	from := new(content.Archive)
	root := mustAdd(t, from, sample())
	writers := map[string]func(*content.Store) error{
		"Put": func(s *content.Store) error { return s.Put(t.Context(), content.Sum([]byte("a")), []byte("a")) },
		"AddFS": func(s *content.Store) error {
			_, err := content.AddFS(t.Context(), s, sample(), content.Limits{})
			return err
		},
		"Fetch": func(s *content.Store) error {
			_, err := content.Fetch(t.Context(), root, from, s, content.Limits{}, nil)
			return err
		},
	}
	for name, write := range writers {
		for _, broken := range []string{"staging", "blocks"} {
			dir := t.TempDir()
			s := openStore(t, dir)
			s.NoSync = true
			// A directory that is suddenly a file fails for everybody, also for root, whom no permission stops.
			if err := os.Remove(filepath.Join(dir, broken)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, broken), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			err := write(s)
			if err == nil {
				t.Errorf("%s succeeded without %s", name, broken)
			}
			if _, own := errors.AsType[*content.StoreError](err); own != (name == "Fetch") {
				t.Errorf("%s without %s says %v, of the store: %t", name, broken, err, own)
			}
			if left, _ := os.ReadDir(filepath.Join(dir, "staging")); len(left) > 0 {
				t.Errorf("%s without %s left %d files behind", name, broken, len(left))
			}
		}
	}
}

// A farmer serves a result until its deal is closed, and the space comes back after that.
func TestCollectRemovesWhatNobodyHolds(t *testing.T) {
	s := newStore(t)
	held := mustAdd(t, s, sample())
	lost := mustAddFile(t, s, noise(9, 600_000))
	for _, holder := range []string{"deal-1", "deal-2"} {
		if err := s.Hold(held, holder); err != nil {
			t.Fatal(err)
		}
	}
	past, future := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)

	if got := collect(t, s, past); got != (content.Collected{}) {
		t.Errorf("Collect of what is older than an hour removed %+v", got)
	}
	if got := collect(t, s, future); got.Blocks != 4 || got.Bytes < 600_000 {
		t.Errorf("Collect removed %+v, want the 3 chunks and the root of one file", got)
	}
	if has, _ := s.Has(lost); has {
		t.Error("Collect kept what nobody holds")
	}
	if err := s.Release(held, "deal-1"); err != nil {
		t.Fatal(err)
	}
	if got := collect(t, s, future); got.Blocks != 0 {
		t.Errorf("Collect removed %+v of what deal-2 holds", got)
	}
	walkAll(t, s, held)
	var holds []content.Held
	for h, err := range s.Holds() {
		if err != nil {
			t.Fatal(err)
		}
		holds = append(holds, h)
	}
	if diff := cmp.Diff([]string{"deal-2"}, []string{holds[0].Holder}); diff != "" || holds[0].Root != held || len(holds) != 1 {
		t.Errorf("Holds = %v", holds)
	}
	for range 2 {
		if err := s.Release(held, "deal-2"); err != nil {
			t.Fatal(err)
		}
	}
	if got := collect(t, s, future); got.Blocks == 0 {
		t.Error("Collect kept what was released")
	}
	if has, _ := s.Has(held); has {
		t.Error("Collect kept a released root")
	}
}

func TestCollectKeepsAllWhenAHeldBlockIsDamaged(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	s.NoSync = true
	held := mustAdd(t, s, sample())
	other := mustAddFile(t, s, []byte("nobody's"))
	if err := s.Hold(held, "deal"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(blockFile(t, dir, held), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.Collect(t.Context(), time.Now().Add(time.Hour))
	if _, ok := errors.AsType[*content.CorruptError](err); !ok {
		t.Errorf("Collect: %v, want a CorruptError", err)
	}
	if has, _ := s.Has(other); !has {
		t.Error("Collect removed blocks though it could not know what is held")
	}
}

func TestHoldersAreFileNames(t *testing.T) {
	s := newStore(t)
	for _, bad := range []string{"", ".", "..", "../x", "a/b", `a\b`, "a b", "a\x00", string(make([]byte, 129))} {
		if err := s.Hold(content.Sum(nil), bad); !errors.Is(err, content.ErrName) {
			t.Errorf("Hold(%q): %v, want ErrName", bad, err)
		}
		if err := s.Release(content.Sum(nil), bad); !errors.Is(err, content.ErrName) {
			t.Errorf("Release(%q): %v, want ErrName", bad, err)
		}
	}
}

// Blocks are put, read and collected at the same time, as a farmer with several deals does.
func TestStoreIsConcurrent(t *testing.T) {
	s := newStore(t)
	held := mustAdd(t, s, sample())
	if err := s.Hold(held, "deal"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for i := range 4 {
		go func() {
			var err error
			for j := range 5 {
				_, e := content.AddFile(context.Background(), s, bytes.NewReader(noise(byte(10+i), 1000*j)), content.Limits{})
				_, e2 := s.Collect(context.Background(), time.Now().Add(time.Hour))
				err = errors.Join(err, e, e2)
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	walkAll(t, s, held)
}

func collect(t *testing.T, s *content.Store, before time.Time) content.Collected {
	t.Helper()
	got, err := s.Collect(t.Context(), before)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// walkAll reads every byte that root reaches.
func walkAll(t *testing.T, g content.Getter, root cid.Cid) {
	t.Helper()
	for e, err := range content.Walk(t.Context(), g, root, content.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind != content.File {
			continue
		}
		for _, err := range content.Chunks(t.Context(), g, e.CID, content.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
