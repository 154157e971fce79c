package guestfs

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	wsys "github.com/tetratelabs/wazero/experimental/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
)

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
