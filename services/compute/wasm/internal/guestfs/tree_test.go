package guestfs

import (
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
	tree.Fault = func(err error) { t.Errorf("a guest has made it look as if its host had failed: %v", err) }
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
