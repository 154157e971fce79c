package bacalhautest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// mounts is the file system of a guest: by path without the first slash. It can open, and nothing else.
type mounts map[string]fs.FS

func (m mounts) Open(name string) (fs.File, error) {
	name = strings.Trim(path.Clean("/"+name), "/")
	for at := name; at != "."; at = path.Dir(at) {
		if below, ok := m[at]; ok {
			rest := strings.Trim(strings.TrimPrefix(name, at), "/")
			if rest == "" {
				rest = "."
			}
			return below.Open(rest)
		}
		if at == "" {
			break
		}
	}
	var entries []fs.DirEntry
	seen := map[string]bool{}
	for at, below := range m {
		rest, inside := strings.CutPrefix(at, name+"/")
		if name == "" {
			rest, inside = at, true
		}
		first, deeper, _ := strings.Cut(rest, "/")
		if !inside || seen[first] {
			continue
		}
		seen[first] = true
		isDir := deeper != ""
		if info, err := fs.Stat(below, "."); err == nil && info.IsDir() {
			isDir = true
		}
		entries = append(entries, entry{first, isDir})
	}
	if len(entries) == 0 && name != "" {
		return nil, fs.ErrNotExist
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(b.Name(), a.Name()) }) // a real one has no order
	return &directory{entry{path.Base("/" + name), true}, entries}, nil
}

// entry is a mount, or a directory above some.
type entry struct {
	name string
	dir  bool
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.dir }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Size() int64                { return 0 }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }
func (e entry) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir
	}
	return 0
}

type directory struct {
	entry
	entries []fs.DirEntry
}

func (d *directory) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *directory) Read([]byte) (int, error)   { return 0, fs.ErrInvalid }
func (d *directory) Close() error               { return nil }
func (d *directory) ReadDir(int) (all []fs.DirEntry, _ error) {
	all, d.entries = d.entries, nil
	return all, nil
}

// single is one file, mounted.
type single string

func (f single) Open(name string) (fs.File, error) {
	if name != "." {
		return nil, fs.ErrNotExist
	}
	return os.Open(string(f))
}

// touched makes the files that are opened and not there.
type touched struct {
	fs.FS
	dir string
}

func (t touched) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if os.IsNotExist(err) {
		return os.Create(filepath.Join(t.dir, filepath.FromSlash(name)))
	}
	return f, err
}
