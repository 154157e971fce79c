package guestfs

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	wsys "github.com/tetratelabs/wazero/experimental/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
)

func newTree(t *testing.T, q Quota, inputs ...executor.Input) *Tree {
	t.Helper()
	tree, err := New(inputs, q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

var roomy = Quota{Bytes: 1 << 20, Files: 100}

func write(t *testing.T, tree *Tree, name, text string) {
	t.Helper()
	f, errno := tree.OpenFile(name, wsys.O_CREAT|wsys.O_WRONLY|wsys.O_TRUNC, 0)
	if errno != 0 {
		t.Fatalf("create %s: %v", name, errno)
	}
	defer f.Close()
	if n, errno := f.Write([]byte(text)); errno != 0 || n != len(text) {
		t.Fatalf("write %s: %d, %v", name, n, errno)
	}
}

func read(tree *Tree, name string) (string, wsys.Errno) {
	f, errno := tree.OpenFile(name, wsys.O_RDONLY, 0)
	if errno != 0 {
		return "", errno
	}
	defer f.Close()
	var all []byte
	buf := make([]byte, 7)
	for {
		n, errno := f.Read(buf)
		if errno != 0 || n == 0 {
			return string(all), errno
		}
		all = append(all, buf[:n]...)
	}
}

func outputs(t *testing.T, tree *Tree) map[string]string {
	t.Helper()
	got := map[string]string{}
	for o := range tree.Outputs() {
		if o.Data == nil {
			got[o.Name+"/"] = ""
			continue
		}
		b, err := io.ReadAll(o.Data)
		if err != nil || int64(len(b)) != o.Size {
			t.Fatalf("%s: %d bytes of %d, %v", o.Name, len(b), o.Size, err)
		}
		got[o.Name] = string(b)
	}
	return got
}

// C17: what a guest leaves in /outputs is collected; what it leaves in /tmp is not.
func TestOutputs(t *testing.T) {
	tree := newTree(t, roomy)
	for _, d := range []string{"outputs/b", "outputs/b/c", "outputs/empty"} {
		if errno := tree.Mkdir(d, 0); errno != 0 {
			t.Fatal(d, errno)
		}
	}
	write(t, tree, "outputs/a", "first")
	write(t, tree, "outputs/b/c/d", "second")
	write(t, tree, "outputs/b/old", "third")
	write(t, tree, "tmp/x", "scratch")
	if errno := tree.Rename("outputs/b/old", "outputs/new"); errno != 0 {
		t.Fatal(errno)
	}
	write(t, tree, "outputs/gone", "fourth")
	if errno := tree.Unlink("outputs/gone"); errno != 0 {
		t.Fatal(errno)
	}
	want := map[string]string{"a": "first", "b/": "", "b/c/": "", "b/c/d": "second", "empty/": "", "new": "third"}
	if diff := cmp.Diff(want, outputs(t, tree)); diff != "" {
		t.Error(diff)
	}
}

func TestQuota(t *testing.T) {
	tree := newTree(t, Quota{Bytes: 100, Files: 3})
	write(t, tree, "outputs/a", strings.Repeat("x", 60))
	f, _ := tree.OpenFile("outputs/a", wsys.O_RDWR, 0)
	if _, errno := f.Pwrite([]byte("x"), 100); errno != errNoSpace {
		t.Errorf("a byte beyond the quota: %v", errno)
	}
	if _, errno := f.Pwrite([]byte("x"), 1<<40); errno != errNoSpace { // sparse
		t.Errorf("a byte far beyond the quota: %v", errno)
	}
	if errno := f.Truncate(1 << 50); errno != errNoSpace {
		t.Errorf("a hole beyond the quota: %v", errno)
	}
	if _, errno := f.Pwrite([]byte("x"), 99); errno != 0 {
		t.Errorf("the last byte of the quota: %v", errno)
	}
	if bytes, files := tree.Refused(); !bytes || files {
		t.Errorf("refused bytes %v, files %v", bytes, files)
	}
	// What is unlinked counts until it is closed.
	tree.Unlink("outputs/a")
	g, errno := tree.OpenFile("outputs/b", wsys.O_CREAT|wsys.O_RDWR, 0)
	if errno != 0 {
		t.Fatal(errno)
	}
	if _, errno := g.Write([]byte("y")); errno != errNoSpace {
		t.Errorf("unlinked but open: %v", errno)
	}
	f.Close()
	if _, errno := g.Write([]byte("y")); errno != 0 {
		t.Errorf("unlinked and closed: %v", errno)
	}
	tree.Mkdir("outputs/c", 0)
	tree.Mkdir("tmp/d", 0)
	if errno := tree.Mkdir("outputs/e", 0); errno != errNoSpace {
		t.Errorf("a file too many: %v", errno)
	}
	if _, files := tree.Refused(); !files {
		t.Error("the refusal of files was not noted")
	}
}

func TestHandlesAreBounded(t *testing.T) {
	tree := newTree(t, roomy)
	write(t, tree, "tmp/a", "")
	var last wsys.File
	for i := range maxOpen {
		f, errno := tree.OpenFile("tmp/a", wsys.O_RDONLY, 0)
		if errno != 0 {
			t.Fatal(i, errno)
		}
		last = f
	}
	if _, errno := tree.OpenFile("tmp/a", wsys.O_RDONLY, 0); errno == 0 {
		t.Error("one more than the limit was opened")
	}
	last.Close()
	last.Close() // twice frees one
	if _, errno := tree.OpenFile("tmp", wsys.O_RDONLY, 0); errno != 0 {
		t.Error(errno)
	}
	if _, errno := tree.OpenFile("tmp", wsys.O_RDONLY, 0); errno == 0 {
		t.Error("closing twice freed two")
	}
}

// hostile lays out a host folder with a secret outside of the input, and links that lead to it.
func hostile(t *testing.T) (inside, canary string) {
	t.Helper()
	base := t.TempDir()
	inside = filepath.Join(base, "in")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	canary = "the secret of the host"
	must(os.MkdirAll(filepath.Join(inside, "sub"), 0o755))
	must(os.WriteFile(filepath.Join(base, "secret"), []byte(canary), 0o644))
	must(os.Mkdir(filepath.Join(base, "dir"), 0o755))
	must(os.WriteFile(filepath.Join(base, "dir", "secret"), []byte(canary), 0o644))
	must(os.WriteFile(filepath.Join(inside, "plain"), []byte("plain"), 0o644))
	for name, target := range map[string]string{
		"absolute": filepath.Join(base, "secret"), "relative": "../secret", "parent": "..", "absdir": base,
		"sub/up": "../../secret", "sub/updir": "../..", "chain": "relative", "slash": "/", "proc": "/proc/self/root",
		"dotted": "./sub/../../secret", "self": "self", "within": "sub/../plain", "fd": "/proc/self/fd",
	} {
		must(os.Symlink(target, filepath.Join(inside, name)))
	}
	return inside, canary
}

// tricks are paths that try to reach the secret; the second half goes through links that lie in the input already.
func tricks(base string) []string {
	var all []string
	for _, up := range []string{"..", "../", "./..", "../.", "..//", ".././", "sub/../..", "sub/./../../", "sub//..//..", "plain/../..", "nothing/../.."} {
		all = append(all, "inputs/"+up+"/secret", "inputs/"+up+"/dir/secret")
	}
	for i := range 8 {
		all = append(all, "inputs"+strings.Repeat("/..", i+1)+base+"/secret")
	}
	all = append(all, "../secret", "/../secret", base+"/secret", "//"+base+"/secret", "outputs/../../secret", "tmp/../../secret")
	for _, link := range []string{
		"absolute", "relative", "parent/secret", "parent/dir/secret", "absdir/secret", "sub/up", "sub/updir/secret", "chain",
		"slash" + base + "/secret", "proc" + base + "/secret", "dotted", "parent/in/parent/secret", "sub/updir/in/absolute",
		"absdir/in/../secret", "slash/./" + base + "/dir/../secret", "fd/../root" + base + "/secret",
	} {
		all = append(all, "inputs/"+link)
	}
	return all
}

// THREATS 5, escape by path or symlink: no trick reads the secret, and tried on the host's own resolution, which is the
// defense removed, most do.
func TestPathTricks(t *testing.T) {
	inside, canary := hostile(t)
	tree := newTree(t, roomy, executor.Input{Name: ".", Path: inside})
	all := tricks(filepath.Dir(inside))
	if len(all) < 40 {
		t.Fatalf("only %d tricks", len(all))
	}
	got, undefended := 0, 0
	for _, trick := range all {
		if text, _ := read(tree, trick); text == canary {
			t.Errorf("%s reads the secret", trick)
			got++
		}
		if _, errno := tree.OpenFile(trick, wsys.O_RDWR, 0); errno == 0 {
			t.Errorf("%s opens for writing", trick)
		}
		if below, ok := strings.CutPrefix(trick, "inputs/"); ok {
			if b, err := os.ReadFile(inside + "/" + below); err == nil && string(b) == canary {
				undefended++
			}
		}
	}
	if undefended < 25 {
		t.Errorf("only %d of %d tricks work where nothing defends", undefended, len(all))
	}
	if text, errno := read(tree, "inputs/within"); errno != 0 || text != "plain" {
		t.Errorf("a link that stays inside: %q, %v", text, errno)
	}
	if _, errno := read(tree, "inputs/self"); errno == 0 {
		t.Error("a link to itself was opened")
	}
}

// DESIGN 7: how far a file can be sought in is a number of the host's file system, and nothing of it is told.
func TestSeekingFar(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("letters"), 0o600); err != nil {
		t.Fatal(err)
	}
	tree, err := New([]executor.Input{{Name: ".", Path: dir}}, Quota{Bytes: 1, Files: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	f, errno := tree.OpenFile("inputs/a", wsys.O_RDONLY, 0)
	if errno != 0 {
		t.Fatal(errno)
	}
	defer f.Close()
	p := make([]byte, 4)
	for _, far := range []int64{7, 1 << 44, 1 << 62, math.MaxInt64} {
		at, errno := f.Seek(far, io.SeekStart)
		n, read := f.Read(p)
		m, pread := f.Pread(p, far)
		if at != far || errno != 0 || n != 0 || read != 0 || m != 0 || pread != 0 {
			t.Errorf("%d: %d, %v; %d, %v; %d, %v", far, at, errno, n, read, m, pread)
		}
	}
	if _, errno := f.Seek(1, io.SeekCurrent); errno != wsys.EINVAL {
		t.Errorf("beyond all numbers: %v", errno)
	}
	if at, errno := f.Seek(-3, io.SeekEnd); at != 4 || errno != 0 {
		t.Errorf("from the end: %d, %v", at, errno)
	}
	if n, errno := f.Read(p); string(p[:n]) != "ers" || errno != 0 {
		t.Errorf("read %q, %v", p[:n], errno)
	}
}

// THREATS 5: the guest can make no link, and inputs cannot be changed.
func TestRefused(t *testing.T) {
	inside, _ := hostile(t)
	tree := newTree(t, roomy, executor.Input{Name: "data", Path: inside}, executor.Input{Name: "one", Path: filepath.Join(inside, "plain")})
	write(t, tree, "outputs/a", "a")
	_, readlink := tree.Readlink("inputs/data/relative")
	_, create := tree.OpenFile("inputs/data/new", wsys.O_CREAT|wsys.O_WRONLY, 0)
	_, truncate := tree.OpenFile("inputs/data/plain", wsys.O_TRUNC, 0)
	_, rootFile := tree.OpenFile("new", wsys.O_CREAT|wsys.O_WRONLY, 0)
	_, intoFile := tree.OpenFile("inputs/one/x", wsys.O_RDONLY, 0)
	_, escape := tree.OpenFile("inputs/one/../relative", wsys.O_RDONLY, 0)
	for name, errno := range map[string]wsys.Errno{
		"symlink": tree.Symlink("../..", "outputs/l"), "link": tree.Link("inputs/data/plain", "outputs/l"), "readlink": readlink,
		"create in an input": create, "truncate an input": truncate, "create in the root": rootFile,
		"a file is no directory": intoFile, "beside a single file": escape,
		"unlink an input": tree.Unlink("inputs/data/plain"), "remove an input": tree.Rmdir("inputs/data"),
		"mkdir in an input": tree.Mkdir("inputs/data/d", 0), "mkdir in /inputs": tree.Mkdir("inputs/d", 0),
		"rename an input": tree.Rename("inputs/data/plain", "outputs/b"), "rename into an input": tree.Rename("outputs/a", "inputs/data/b"),
		"remove /outputs": tree.Rmdir("outputs"), "rename /outputs": tree.Rename("outputs", "tmp/o"), "a name with a backslash": tree.Mkdir(`outputs/a\b`, 0),
		"a control character": tree.Mkdir("outputs/a\nb", 0), "a device": tree.Mkdir("outputs/NUL.txt", 0),
		"a directory into itself": tree.Rename("outputs", "outputs/x"),
	} {
		if errno == 0 {
			t.Errorf("%s was allowed", name)
		}
	}
	if text, errno := read(tree, "inputs/one"); errno != 0 || text != "plain" {
		t.Errorf("a single file: %q, %v", text, errno)
	}
}

func TestRename(t *testing.T) {
	tree := newTree(t, roomy)
	tree.Mkdir("outputs/d", 0)
	tree.Mkdir("outputs/d/e", 0)
	if errno := tree.Rename("outputs/d", "outputs/d/e/f"); errno == 0 {
		t.Error("a directory was moved into itself")
	}
	deep := "outputs"
	for i := range 31 {
		deep += fmt.Sprintf("/%d", i)
		if errno := tree.Mkdir(deep, 0); errno != 0 {
			t.Fatal(deep, errno)
		}
	}
	if errno := tree.Rename("outputs/d", deep+"/d"); errno == 0 {
		t.Error("a rename made a path deeper than allowed")
	}
	write(t, tree, "outputs/x", "x")
	write(t, tree, "outputs/y", "y")
	if errno := tree.Rename("outputs/x", "outputs/y"); errno != 0 {
		t.Error(errno)
	}
	if text, _ := read(tree, "outputs/y"); text != "x" {
		t.Errorf("renamed over: %q", text)
	}
}

func TestListingIsSorted(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"b", "a", "c"} {
		os.WriteFile(filepath.Join(dir, n), nil, 0o644)
	}
	tree := newTree(t, roomy, executor.Input{Name: "z/y", Path: dir}, executor.Input{Name: "x", Path: filepath.Join(dir, "a")})
	for name, want := range map[string]string{".": "inputs outputs tmp", "inputs": "x z", "inputs/z/y": "a b c"} {
		f, errno := tree.OpenFile(name, wsys.O_RDONLY|wsys.O_DIRECTORY, 0)
		if errno != 0 {
			t.Fatal(name, errno)
		}
		for range 2 { // a rewound directory lists again
			var got []string
			for {
				entries, errno := f.Readdir(2)
				if errno != 0 || len(entries) == 0 {
					break
				}
				for _, e := range entries {
					got = append(got, e.Name)
				}
			}
			if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
				t.Error(name, diff)
			}
			f.Seek(0, io.SeekStart)
		}
	}
}

// M7: a call that lists or moves has as little done for a large directory as for a small one, since it costs as little.
func TestLargeDirectories(t *testing.T) {
	host := t.TempDir()
	const many = 1000
	tree := newTree(t, Quota{Bytes: 1, Files: many + 10}, executor.Input{Name: "data", Path: host})
	tree.Mkdir("outputs/d", 0)
	for i := range many {
		write(t, tree, fmt.Sprintf("outputs/d/%d", i), "")
		if err := os.WriteFile(filepath.Join(host, fmt.Sprint(i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, f func()) {
		t.Helper()
		if n := testing.AllocsPerRun(3, f); n > 200 {
			t.Errorf("%s allocates %v times with %d files", what, n, many)
		}
	}
	for _, name := range []string{"outputs/d", "inputs/data"} {
		f, errno := tree.OpenFile(name, wsys.O_RDONLY|wsys.O_DIRECTORY, 0)
		if errno != 0 {
			t.Fatal(name, errno)
		}
		defer f.Close()
		check("rewinding "+name, func() {
			f.Seek(0, io.SeekStart)
			if got, errno := f.Readdir(2); len(got) != 2 || errno != 0 || got[0].Name != "0" || got[1].Name != "1" {
				t.Fatalf("%v, %v", got, errno)
			}
		})
		check("opening "+name, func() {
			f, _ := tree.OpenFile(name, wsys.O_RDONLY|wsys.O_DIRECTORY, 0)
			defer f.Close()
			if got, _ := f.Readdir(1); len(got) != 1 || got[0].Ino != inode(name+"/0") {
				t.Fatalf("%v, want the number %d", got, inode(name+"/0"))
			}
		})
	}
	f, _ := tree.OpenFile("outputs/d", wsys.O_RDONLY|wsys.O_DIRECTORY, 0)
	defer f.Close()
	check("listing after a change", func() {
		f.Seek(0, io.SeekStart)
		f.Readdir(1)
		write(t, tree, "outputs/d/new", "")
		if got, _ := f.Readdir(0); len(got) != many-1 { // as it was when it was rewound
			t.Fatalf("%d entries, want %d", len(got), many-1)
		}
		tree.Unlink("outputs/d/new")
	})
	check("moving", func() {
		if a, b := tree.Rename("outputs/d", "outputs/longer"), tree.Rename("outputs/longer", "outputs/d"); a != 0 || b != 0 {
			t.Fatal(a, b)
		}
	})
}

// A directory may be moved to where all that is in it has a name that any system can store; what was in it before it was last empty counts.
func TestMovedNames(t *testing.T) {
	tree := newTree(t, roomy)
	long := func(n int) string {
		return strings.Repeat(strings.Repeat("x", 199)+"/", n/200) + strings.Repeat("x", n%200)
	}
	mkdirs := func(name string) {
		t.Helper()
		at := ""
		for _, e := range strings.Split(name, "/") {
			at = strings.TrimPrefix(at+"/"+e, "/")
			if errno := tree.Mkdir(at, 0); errno != 0 && errno != wsys.EEXIST {
				t.Fatal(at, errno)
			}
		}
	}
	mkdirs("outputs/d/" + long(900))
	mkdirs("outputs/to/" + long(100))
	if errno := tree.Rename("outputs/d", "outputs/to/"+long(100)+"/"+strings.Repeat("y", 50)); errno == 0 {
		t.Error("what is in it has too long a name there")
	}
	if errno := tree.Rename("outputs/d", "outputs/"+strings.Repeat("y", 123)); errno != 0 { // 1,024 bytes
		t.Errorf("what is in it has the longest name that there may be: %v", errno)
	}
	if errno := tree.Rename("outputs/"+strings.Repeat("y", 123), "outputs/"+strings.Repeat("y", 124)); errno == 0 {
		t.Error("what is in it has a name of one byte more")
	}
	if errno := tree.Rename("outputs/"+strings.Repeat("y", 123), "outputs/to/d"); errno != 0 {
		t.Error(errno)
	}
	if errno := tree.Rename("outputs/to", "outputs/"+strings.Repeat("y", 122)); errno == 0 {
		t.Error("what is in what was moved there has too long a name")
	}
	for n := 900; n > 0; n = (n - 1) / 200 * 200 { // from the bottom up
		if errno := tree.Rmdir("outputs/to/d/" + strings.TrimSuffix(long(n), "/")); errno != 0 {
			t.Fatal(n, errno)
		}
	}
	if errno := tree.Rename("outputs/to/d", "outputs/"+strings.Repeat("y", 200)); errno != 0 {
		t.Errorf("an empty directory: %v", errno)
	}
}

// M7: a call that shortens a file costs as much for one of many chunks as for one of few, so it has as little done: no more in all than one
// look for each call, and one for each chunk that a call has written.
func TestShorteningSparseFiles(t *testing.T) {
	const many = 1000
	for name, c := range map[string]struct {
		sizes   []int64 // from the last byte of a file of so many chunks, again and again
		rewrite bool    // the last chunk before each
	}{
		"by a byte":                        {sizes: []int64{-1, -2, -3}},
		"to its bound and back":            {sizes: []int64{-1, 0}},
		"to its bound and back by a chunk": {sizes: []int64{-chunkSize, 0}, rewrite: true},
		"to nothing and back":              {sizes: []int64{-many * chunkSize, 0}},
		"to half and back":                 {sizes: []int64{-many / 2 * chunkSize, 0}, rewrite: true},
	} {
		t.Run(name, func(t *testing.T) {
			var f contents
			looked, calls := 0, 0
			write := func(i int64) {
				calls++
				f.writeAt([]byte{1}, i*chunkSize)
			}
			resize := func(size int64) {
				calls++
				looked += f.resize(size)
			}
			resize(many * chunkSize)
			for i := range int64(many) {
				write(many - 1 - i)
			}
			for range many {
				for _, back := range c.sizes {
					if resize(many*chunkSize + back); c.rewrite {
						write((f.size - 1) / chunkSize)
					}
				}
			}
			if looked > calls {
				t.Errorf("%d calls had %d chunks looked at", calls, looked)
			}
			if chunks := (f.size + chunkSize - 1) / chunkSize; f.chunks.Len() > int(chunks) {
				t.Errorf("%d chunks are kept of a file of %d", f.chunks.Len(), chunks)
			}
		})
	}
}

// A file in memory behaves as a slice of bytes does.
func FuzzContents(f *testing.F) {
	f.Add([]byte{0, 1, 2, 200, 3, 4, 5, 6, 255, 9})
	f.Fuzz(func(t *testing.T, ops []byte) {
		const most = 4 * chunkSize
		var c contents
		var model []byte
		for len(ops) >= 5 {
			off := int64(ops[1])<<10 | int64(ops[2])
			text := bytes.Repeat(ops[3:4], int(ops[4])*300)
			if ops[0]%3 == 0 {
				c.resize(off)
				model = append(model, make([]byte, max(0, off-int64(len(model))))...)[:off]
			} else if end := off + int64(len(text)); end <= most {
				if end > c.size {
					c.resize(end)
					model = append(model, make([]byte, end-int64(len(model)))...)
				}
				c.writeAt(text, off)
				copy(model[off:], text)
			}
			ops = ops[5:]
		}
		got, err := io.ReadAll(c.reader())
		if err != nil || !bytes.Equal(got, model) {
			t.Fatalf("%d bytes, want %d, %v", len(got), len(model), err)
		}
		buf := make([]byte, len(model)+1)
		if n := c.readAt(buf, 0); !bytes.Equal(buf[:n], model) {
			t.Fatal("readAt differs")
		}
	})
}

// FuzzTree: whatever paths a guest names, in whatever order, it reads nothing of the host but its inputs, stays within its
// quota, and leaves outputs that any system can store.
func FuzzTree(f *testing.F) {
	dir := f.TempDir()
	for name, text := range map[string]string{"secret": "secret", "in/plain": "plain", "in/sub/deep": "deep"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			f.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			f.Fatal(err)
		}
	}
	for name, to := range map[string]string{"in/out": "../secret", "in/abs": filepath.Join(dir, "secret"), "in/up": "..", "in/self": "self"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			f.Fatal(err)
		}
	}
	f.Add("inputs/data/out", "outputs/a", []byte{0, 1, 2, 3, 4, 5, 0})
	f.Add("inputs/data/up/secret", "outputs/../inputs/data/plain", []byte{1, 3, 0, 2})
	f.Add("/inputs/data/../../../secret", "tmp/x/", []byte{5, 5, 1, 0x81, 3})
	f.Add("outputs/\x00", "outputs/"+strings.Repeat("x", 300), []byte{1, 0x81, 2, 0x82})
	f.Fuzz(func(t *testing.T, a, b string, ops []byte) {
		quota := Quota{Bytes: 64, Files: 5}
		tree, err := New([]executor.Input{{Name: "data", Path: filepath.Join(dir, "in")}}, quota)
		if err != nil {
			t.Fatal(err)
		}
		defer tree.Close()
		for _, op := range ops[:min(len(ops), 32)] {
			one, other := a, b
			if op&0x80 != 0 {
				one, other = b, a
			}
			switch op & 0x7f % 6 {
			case 0:
				if text, _ := read(tree, one); strings.Contains(text, "secret") {
					t.Fatalf("%q leads out of the inputs", one)
				}
			case 1:
				if file, errno := tree.OpenFile(one, wsys.O_CREAT|wsys.O_RDWR, 0); errno == 0 {
					_, _ = file.Pwrite([]byte(other), int64(op))
					file.Close()
				}
			case 2:
				_ = tree.Mkdir(one, 0)
			case 3:
				_ = tree.Rename(one, other)
			case 4:
				_ = tree.Unlink(one)
			case 5:
				_ = tree.Rmdir(one)
			}
		}
		files, size := 0, int64(0)
		for o := range tree.Outputs() {
			files, size = files+1, size+o.Size
			if err := executor.ValidName(o.Name); err != nil {
				t.Fatalf("an output that cannot be stored: %v", err)
			}
		}
		if files > quota.Files || size > quota.Bytes {
			t.Fatalf("%d files of %d bytes", files, size)
		}
		if text, err := os.ReadFile(filepath.Join(dir, "in/plain")); err != nil || string(text) != "plain" {
			t.Fatalf("an input was changed to %q, %v", text, err)
		}
	})
}
