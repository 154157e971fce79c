package content_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
)

// noise returns size bytes that are the same on every machine and do not repeat.
func noise(seed byte, size int) []byte {
	data := make([]byte, size)
	rand.NewChaCha8([32]byte{seed}).Read(data)
	return data
}

func file(data []byte) *fstest.MapFile { return &fstest.MapFile{Data: data, Mode: 0o644} }

func directory() *fstest.MapFile { return &fstest.MapFile{Mode: 0o755 | fs.ModeDir} }

// many is a directory of n small files whose names have 28 bytes: with a CID of 36, an entry counts 64 bytes.
func many(n int) fstest.MapFS {
	tree := fstest.MapFS{}
	for i := range n {
		tree[fmt.Sprintf("a-file-with-a-long-nam-%05d", i)] = file(fmt.Append(nil, i%7))
	}
	return tree
}

// sample is a tree with something of everything that one result may contain.
func sample() fstest.MapFS {
	return fstest.MapFS{
		"stdout":              file([]byte("rendered 12 tiles\n")),
		"stderr":              file(nil),
		"exitCode":            file([]byte("0")),
		"outputs/tile.png":    file(noise(1, 700_000)),
		"outputs/deep/a/b/c":  file([]byte("c")),
		"outputs/empty":       directory(),
		"outputs/.hidden":     file([]byte("hidden\n")),
		"outputs/grüße, 世界 🎨": file([]byte("unicode\n")),
		"outputs/Upper":       file([]byte("sorts before lower")),
		"outputs/again":       file(noise(1, 700_000)),
	}
}

func mustAdd(t testing.TB, into content.Putter, tree fs.FS) cid.Cid {
	t.Helper()
	root, err := content.AddFS(t.Context(), into, tree, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func mustAddFile(t testing.TB, into content.Putter, data []byte) cid.Cid {
	t.Helper()
	c, err := content.AddFile(t.Context(), into, bytes.NewReader(data), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newStore(t testing.TB) *content.Store {
	t.Helper()
	s, err := content.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.NoSync = true // whether a disk keeps what was synced is not what the tests are about
	return s
}
