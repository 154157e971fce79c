package content_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"

	"github.com/parley-p2p/parley/content"
)

func outRoot(t testing.TB) (*os.Root, string) {
	t.Helper()
	dir := t.TempDir()
	r, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r, dir
}

// files reads a tree into a map, of hashes, because comparing long files byte by byte takes long.
func files(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		all[name] = "directory"
		if e.IsDir() {
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		all[name] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestExportGivesBackWhatWasAdded(t *testing.T) {
	for name, tree := range map[string]fstest.MapFS{"plain": sample(), "HAMT": many(4097), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			s := new(content.Archive)
			root := mustAdd(t, s, tree)
			out, dir := outRoot(t)
			if err := content.Export(t.Context(), s, root, out, "result", content.Limits{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(files(t, tree), files(t, os.DirFS(filepath.Join(dir, "result")))); diff != "" {
				t.Errorf("(-added +exported)\n%s", diff)
			}
			if again := mustAdd(t, content.Discard, os.DirFS(filepath.Join(dir, "result"))); again != root {
				t.Errorf("what was exported has the CID %s, want %s", again, root)
			}
		})
	}
}

func TestExportIntoTheDirectoryItself(t *testing.T) {
	s := new(content.Archive)
	root := mustAdd(t, s, sample())
	out, dir := outRoot(t)
	if err := content.Export(t.Context(), s, root, out, ".", content.Limits{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files(t, sample()), files(t, os.DirFS(dir))); diff != "" {
		t.Errorf("(-added +exported)\n%s", diff)
	}

	into, dir := outRoot(t)
	if err := into.WriteFile("stdout", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := content.Export(t.Context(), s, root, into, ".", content.Limits{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("beside a file of the same name: %v, want ErrExist", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("a failed Export left %v, %v; want what was there before", left, err)
	}
	if mine, err := into.ReadFile("stdout"); err != nil || string(mine) != "mine" {
		t.Errorf("a failed Export changed what was there before: %q, %v", mine, err)
	}
}

func TestExportOfAFile(t *testing.T) {
	s := new(content.Archive)
	data := noise(4, 600_000)
	c := mustAddFile(t, s, data)
	out, _ := outRoot(t)
	if err := content.Export(t.Context(), s, c, out, "tile.png", content.Limits{}); err != nil {
		t.Fatal(err)
	}
	if got, err := out.ReadFile("tile.png"); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if err := content.Export(t.Context(), s, c, out, "tile.png", content.Limits{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over an existing file: %v, want ErrExist", err)
	}
	if got, _ := out.ReadFile("tile.png"); !bytes.Equal(got, data) {
		t.Error("a failed Export removed a file that it had not made")
	}
	if err := content.Export(t.Context(), s, c, out, ".", content.Limits{}); !errors.Is(err, content.ErrUnsupported) {
		t.Errorf("a file without a name: %v", err)
	}
	if err := content.Export(t.Context(), s, c, out, "../x", content.Limits{}); !errors.Is(err, content.ErrName) {
		t.Errorf("a name that leaves: %v", err)
	}
}

func TestReadingAFile(t *testing.T) {
	s := new(content.Archive)
	data := noise(4, 174*262144/50+7)
	c := mustAddFile(t, s, data)
	r := content.Open(t.Context(), s, c, content.Limits{})
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("Open: %d bytes, %v", len(got), err)
	}
	r.Close()
	r = content.Open(t.Context(), s, c, content.Limits{}) // closed half-way
	if _, err := io.ReadFull(r, make([]byte, 10)); err != nil {
		t.Error(err)
	}
	r.Close()
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Read after Close: %v", err)
	}
	e, err := content.Stat(t.Context(), s, c)
	if err != nil || e.Size != int64(len(data)) || e.Kind != content.File {
		t.Errorf("Stat = %+v, %v", e, err)
	}
}

func TestLookup(t *testing.T) {
	s := new(content.Archive)
	root := mustAdd(t, s, sample())
	for name, want := range map[string]cid.Cid{
		".":               root,
		"stdout":          content.Sum([]byte("rendered 12 tiles\n")),
		"outputs/.hidden": content.Sum([]byte("hidden\n")),
	} {
		if got, err := content.Lookup(t.Context(), s, root, name, content.Limits{}); err != nil || got.CID != want {
			t.Errorf("Lookup(%q) = %v, %v; want %s", name, got, err, want)
		}
	}
	for _, name := range []string{"nothing", "stdout/x", "outputs/nothing/x"} {
		if _, err := content.Lookup(t.Context(), s, root, name, content.Limits{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Lookup(%q): %v, want ErrNotExist", name, err)
		}
	}
	for _, name := range []string{"", "/stdout", "../x", "a//b"} {
		if _, err := content.Lookup(t.Context(), s, root, name, content.Limits{}); !errors.Is(err, content.ErrName) {
			t.Errorf("Lookup(%q): %v, want ErrName", name, err)
		}
	}
}

// put stores a hand-made node.
func put(t testing.TB, s content.Putter, n ipld.Node) cid.Cid {
	t.Helper()
	if err := s.Put(t.Context(), n.Cid(), n.RawData()); err != nil {
		t.Fatal(err)
	}
	return n.Cid()
}

// pb makes a dag-pb node with UnixFS data and links that nothing checks.
func pb(data []byte, links ...*ipld.Link) *merkledag.ProtoNode {
	n := merkledag.NodeWithData(data)
	n.SetCidBuilder(cid.V1Builder{Codec: cid.DagProtobuf, MhType: 0x12})
	for _, l := range links {
		if err := n.AddRawLink(l.Name, l); err != nil {
			panic(err)
		}
	}
	return n
}

func fileData(t testing.TB, total uint64, parts ...uint64) []byte {
	t.Helper()
	n := unixfs.NewFSNode(unixfs.TFile)
	for _, p := range parts {
		n.AddBlockSize(p)
	}
	n.UpdateFilesize(int64(total) - int64(n.FileSize()))
	data, err := n.GetBytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// THREATS 5, path traversal in results and CAR lies: right hashes around wrong trees.
func TestHostileTreesAreRefused(t *testing.T) {
	s := new(content.Archive)
	leaf := mustAddFile(t, s, []byte("leaf!"))
	empty := mustAddFile(t, s, nil)
	to := func(name string, c cid.Cid) *ipld.Link { return &ipld.Link{Name: name, Cid: c, Size: 5} }
	symlink, err := unixfs.SymlinkData("/etc/passwd")
	if err != nil {
		t.Fatal(err)
	}
	shard := func(width, hash uint64, links ...*ipld.Link) *merkledag.ProtoNode {
		data, err := unixfs.HAMTShardData([]byte{0xff}, width, hash)
		if err != nil {
			t.Fatal(err)
		}
		return pb(data, links...)
	}
	bomb := put(t, s, pb(fileData(t, 0), nil...))
	size := uint64(0)
	for range 6 { // 16^6 visits of one empty chunk in seven blocks
		var links []*ipld.Link
		for range 16 {
			links = append(links, to("", bomb))
		}
		bomb = put(t, s, pb(fileData(t, size, make([]uint64, 16)...), links...))
	}
	deep := put(t, s, pb(unixfs.FolderPBData()))
	for range 65 {
		deep = put(t, s, pb(unixfs.FolderPBData(), to("d", deep)))
	}
	wide := put(t, s, shard(256, 0x22, to("00", put(t, s, shard(16, 0x22, to("0a", leaf))))))

	cases := map[string]struct {
		root cid.Cid
		want error
	}{
		"symbolic link":          {put(t, s, pb(unixfs.FolderPBData(), to("l", put(t, s, pb(symlink))))), content.ErrUnsupported},
		"two of a name":          {put(t, s, pb(unixfs.FolderPBData(), to("a", leaf), to("a", empty))), content.ErrMalformed},
		"not UnixFS":             {put(t, s, pb([]byte("junk"))), content.ErrMalformed},
		"no data":                {put(t, s, pb(nil)), content.ErrMalformed},
		"identity link":          {put(t, s, pb(unixfs.FolderPBData(), to("a", cid.MustParse("bafkqaaa")))), content.ErrUnsupported},
		"missing block":          {put(t, s, pb(unixfs.FolderPBData(), to("a", content.Sum([]byte("nowhere"))))), content.ErrNotFound},
		"size of the whole":      {put(t, s, pb(fileData(t, 6, 5), to("", leaf))), content.ErrMalformed},
		"size of a part":         {put(t, s, pb(fileData(t, 4, 4), to("", leaf))), content.ErrMalformed},
		"fewer sizes":            {put(t, s, pb(fileData(t, 0), to("", leaf))), content.ErrMalformed},
		"more sizes":             {put(t, s, pb(fileData(t, 10, 5, 5), to("", leaf))), content.ErrMalformed},
		"sizes overflow":         {put(t, s, pb(fileData(t, 4, 1<<63, 1<<63, 4), to("", leaf), to("", leaf), to("", leaf))), content.ErrMalformed},
		"directory as a part":    {put(t, s, pb(fileData(t, 0, 0), to("", put(t, s, pb(unixfs.FolderPBData()))))), content.ErrUnsupported},
		"HAMT of width 3":        {put(t, s, shard(3, 0x22)), content.ErrMalformed},
		"HAMT of width 2^20":     {put(t, s, shard(1<<20, 0x22)), content.ErrMalformed},
		"HAMT of other hash":     {put(t, s, shard(256, 0x12)), content.ErrMalformed},
		"HAMT without positions": {put(t, s, shard(256, 0x22, to("0", put(t, s, shard(256, 0x22))))), content.ErrMalformed},
		"HAMT of two widths":     {wide, content.ErrMalformed},
		"HAMT around a file":     {put(t, s, shard(256, 0x22, to("00", leaf))), content.ErrMalformed},
		"too many visits":        {put(t, s, pb(unixfs.FolderPBData(), to("f", bomb))), content.ErrLimit},
		"too deep":               {deep, content.ErrLimit},
	}
	for _, name := range badNames {
		cases["name "+name] = struct {
			root cid.Cid
			want error
		}{put(t, s, pb(unixfs.FolderPBData(), to(name, leaf))), content.ErrName}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out, dir := outRoot(t)
			if err := content.Export(t.Context(), s, c.root, out, "r", content.Limits{}); !errors.Is(err, c.want) {
				t.Errorf("Export: %v, want %v", err, c.want)
			}
			if left := files(t, os.DirFS(dir)); len(left) > 0 {
				t.Errorf("Export left %v", left)
			}
		})
	}
}

// What a node claims about its size is checked before anybody relies on it.
func TestStatChecksSizes(t *testing.T) {
	s := new(content.Archive)
	leaf := &ipld.Link{Cid: mustAddFile(t, s, []byte("leaf!"))}
	for name, data := range map[string][]byte{
		"negative": fileData(t, 1<<63, 1<<63),
		"overflow": fileData(t, 4, 1<<63, 1<<63, 4),
		"other":    fileData(t, 6, 5),
	} {
		n := pb(data, slices.Repeat([]*ipld.Link{leaf}, map[string]int{"negative": 1, "overflow": 3, "other": 1}[name])...)
		if e, err := content.Stat(t.Context(), s, put(t, s, n)); !errors.Is(err, content.ErrMalformed) {
			t.Errorf("%s: %+v, %v; want ErrMalformed", name, e, err)
		}
	}
}

func TestLimitsEndEverything(t *testing.T) {
	s := new(content.Archive)
	root := mustAdd(t, s, sample())
	for name, l := range map[string]content.Limits{
		"bytes": {Bytes: 800_000}, "blocks": {Blocks: 8}, "files": {Files: 8}, "depth": {Depth: 3},
	} {
		out, _ := outRoot(t)
		if err := content.Export(t.Context(), s, root, out, "r", l); !errors.Is(err, content.ErrLimit) {
			t.Errorf("Export, %s: %v, want ErrLimit", name, err)
		}
		if _, err := content.AddFS(t.Context(), content.Discard, sample(), l); !errors.Is(err, content.ErrLimit) {
			t.Errorf("AddFS, %s: %v, want ErrLimit", name, err)
		}
	}
}

// What is as deep as it may be added can be read back with the same limits.
func TestDeepestTreeIsReadable(t *testing.T) {
	name := strings.Repeat("d/", 32) + "file"
	tree := fstest.MapFS{name: file(noise(8, 600_000))}
	s := new(content.Archive)
	root := mustAdd(t, s, tree)
	out, dir := outRoot(t)
	if err := content.Export(t.Context(), s, root, out, "r", content.Limits{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files(t, tree), files(t, os.DirFS(filepath.Join(dir, "r")))); diff != "" {
		t.Errorf("(-added +exported)\n%s", diff)
	}
	deeper := fstest.MapFS{"d/" + name: file(nil)}
	if _, err := content.AddFS(t.Context(), content.Discard, deeper, content.Limits{}); !errors.Is(err, content.ErrLimit) {
		t.Errorf("a level more: %v, want ErrLimit", err)
	}
}

func TestAddRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	if _, err := content.AddPath(t.Context(), content.Discard, dir, content.Limits{}); !errors.Is(err, content.ErrUnsupported) {
		t.Errorf("a symbolic link: %v, want ErrUnsupported", err)
	}
	for _, mode := range []fs.FileMode{fs.ModeNamedPipe, fs.ModeSocket, fs.ModeDevice} {
		tree := fstest.MapFS{"x": &fstest.MapFile{Mode: mode}}
		if _, err := content.AddFS(t.Context(), content.Discard, tree, content.Limits{}); !errors.Is(err, content.ErrUnsupported) {
			t.Errorf("%v: %v, want ErrUnsupported", mode, err)
		}
	}
	if _, err := content.AddFS(t.Context(), content.Discard, fstest.MapFS{"a:b": file(nil)}, content.Limits{}); !errors.Is(err, content.ErrName) {
		t.Errorf("a name that Windows does not take: %v", err)
	}
}
