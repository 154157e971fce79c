package guestfs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	wsys "github.com/tetratelabs/wazero/experimental/sys"
	"github.com/tetratelabs/wazero/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// maxOpen is how many files a guest may hold open: each costs memory outside of its own.
const maxOpen = 512

// A Quota is what the guest may keep in the tree.
type Quota struct {
	Bytes int64 // all files together; holes count
	Files int   // files and directories
}

// A Tree is the guest's file system.
type Tree struct {
	wsys.UnimplementedFS // links and whatever WASI adds

	root, outputs *node
	mounts        []*os.Root

	quota Quota
	bytes int64
	files int
	open  int

	listed  map[string][]wsys.Dirent // directories of inputs, by their guest's paths: nothing changes there
	entries int                      // in listed

	refusedBytes, refusedFiles bool

	// Fault hears of an input that the host could not give the guest, by no doing of the guest's. It does not return where what comes of
	// the run would be taken for a result. Nil: nobody does.
	Fault func(error)
}

var _ wsys.FS = (*Tree)(nil)

// A node is a directory, a file in memory, or the place where an input begins.
type node struct {
	dir      *entries // not nil: a directory
	below    extent   // of a directory
	writable bool     // of a directory: entries may be made
	input    *input   // not nil: an input
	data     contents
	handles  int  // open files
	gone     bool // unlinked
}

// An input is a file or directory on the host.
type input struct {
	root *os.Root
	name string // what is shown: "." for all of root, or one file in it
}

// New builds a tree with the inputs opened. The caller closes it. Its error is an [*executor.Error].
func New(inputs []executor.Input, quota Quota) (*Tree, error) {
	t := &Tree{quota: quota, outputs: newDir(true), listed: map[string][]wsys.Dirent{}}
	t.root = newDir(false)
	t.root.dir.put("outputs", t.outputs)
	t.root.dir.put("tmp", newDir(true))
	t.root.dir.put("inputs", newDir(false))
	for _, in := range inputs {
		if err := t.mount(in); err != nil {
			t.Close()
			return nil, &executor.Error{Code: executor.NoInput, Cause: fmt.Sprintf("the input %q cannot be read", in.Name),
				Remedy: "see that the file is there and may be read", Err: err}
		}
	}
	return t, nil
}

func newDir(writable bool) *node { return &node{dir: newEntries(), writable: writable} }

// mount places one input; names were validated not to overlap.
func (t *Tree) mount(in executor.Input) error {
	host, err := openInput(in.Path)
	if err != nil {
		return err
	}
	t.mounts = append(t.mounts, host.root)
	at, names := t.root, append([]string{"inputs"}, strings.Split(path.Clean(in.Name), "/")...)
	if in.Name == "." {
		names = names[:1]
		if host.name != "." {
			return errors.New("only a directory can be all of /inputs")
		}
	}
	for _, n := range names[:len(names)-1] {
		next := at.dir.at(n)
		if next == nil {
			next = newDir(false)
			at.dir.put(n, next)
		}
		at = next
	}
	at.dir.put(names[len(names)-1], &node{input: host})
	return nil
}

func openInput(name string) (*input, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	in := &input{name: "."}
	dir := name
	switch {
	case info.Mode().IsRegular():
		abs, err := realPath(name)
		if err != nil {
			return nil, err
		}
		dir, in.name = abs.dir, abs.base
	case !info.IsDir():
		return nil, errors.New("neither a file nor a directory")
	}
	in.root, err = os.OpenRoot(dir)
	return in, err
}

// Close releases the inputs.
func (t *Tree) Close() error {
	var errs []error
	for _, m := range t.mounts {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}

// Refused reports whether the guest was refused bytes or files for the quota.
func (t *Tree) Refused() (bytes, files bool) { return t.refusedBytes, t.refusedFiles }

// find resolves a guest path. If it leads into an input, rest is the path there.
func (t *Tree) find(name string) (n *node, rest string, errno wsys.Errno) {
	at := t.root
	elements := split(name)
	for i, e := range elements {
		if at.input != nil {
			return at, path.Join(elements[i:]...), 0
		}
		if at.dir == nil {
			return nil, "", wsys.ENOTDIR
		}
		next := at.dir.at(e)
		if next == nil {
			return nil, "", wsys.ENOENT
		}
		at = next
	}
	return at, ".", 0
}

// split cuts a guest path into its elements. The paths WASI hands over stay inside; a leading .. is dropped here, so that
// this does not depend on it.
func split(name string) []string {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if name == "" {
		return nil
	}
	return strings.Split(name, "/")
}

// parent resolves the directory of a path that is to be changed, and the last element.
func (t *Tree) parent(name string) (dir *node, base string, errno wsys.Errno) {
	elements := split(name)
	if len(elements) == 0 {
		return nil, "", wsys.EPERM
	}
	dir, _, errno = t.find(path.Dir(strings.Join(elements, "/")))
	switch {
	case errno != 0:
		return nil, "", errno
	case dir.input != nil:
		return nil, "", wsys.EROFS
	case dir.dir == nil:
		return nil, "", wsys.ENOTDIR
	case !dir.writable:
		return nil, "", wsys.EROFS
	case executor.ValidName(strings.Join(elements[1:], "/")) != nil:
		return nil, "", wsys.EINVAL
	}
	return dir, elements[len(elements)-1], 0
}

// OpenFile implements wsys.FS.
func (t *Tree) OpenFile(name string, flag wsys.Oflag, _ fs.FileMode) (wsys.File, wsys.Errno) {
	if t.open >= maxOpen {
		return nil, errNoSpace
	}
	n, rest, errno := t.find(name)
	if errno == wsys.ENOENT && flag&wsys.O_CREAT != 0 {
		n, errno = t.create(name)
	} else if errno == 0 && flag&(wsys.O_CREAT|wsys.O_EXCL) == wsys.O_CREAT|wsys.O_EXCL {
		errno = wsys.EEXIST
	}
	if errno != 0 {
		return nil, errno
	}
	writing := flag&(wsys.O_RDWR|wsys.O_WRONLY|wsys.O_TRUNC) != 0
	h := handle{tree: t, ino: inode(name)}
	switch {
	case n.input != nil && (writing || flag&wsys.O_CREAT != 0):
		return nil, wsys.EROFS
	case n.input != nil:
		return openHost(h, n.input, rest, name)
	case n.dir != nil && writing:
		return nil, wsys.EISDIR
	case n.dir != nil:
		t.open++
		return &dirFile{handle: h, list: n.list(name), writable: n.writable}, 0
	case flag&wsys.O_DIRECTORY != 0 || strings.HasSuffix(name, "/"):
		return nil, wsys.ENOTDIR
	}
	f := &memFile{handle: h, node: n, append: flag&wsys.O_APPEND != 0,
		read: flag&wsys.O_WRONLY == 0, write: flag&(wsys.O_RDWR|wsys.O_WRONLY) != 0}
	if flag&wsys.O_TRUNC != 0 {
		t.resize(n, 0)
	}
	n.handles++
	t.open++
	return f, 0
}

func (t *Tree) create(name string) (*node, wsys.Errno) {
	dir, base, errno := t.parent(name)
	if errno != 0 {
		return nil, errno
	}
	if strings.HasSuffix(name, "/") {
		return nil, wsys.EISDIR
	}
	if errno := t.claim(); errno != 0 {
		return nil, errno
	}
	n := &node{}
	t.put(dir, base, name, n)
	return n, 0
}

// put makes an entry, and has all that it is below know how far it and what is in it are.
func (t *Tree) put(dir *node, base, name string, n *node) {
	dir.dir.put(base, n)
	elements := split(name)
	for i, at := 0, t.root; i < len(elements); i, at = i+1, at.dir.at(elements[i]) {
		at.below.grow(n.below.to(elements[i:]))
	}
}

// drop takes an entry away.
func (n *node) drop(base string) {
	if n.dir.drop(base); n.dir.len() == 0 {
		n.below = extent{}
	}
}

// claim counts one more file or directory.
func (t *Tree) claim() wsys.Errno {
	if t.files >= t.quota.Files {
		t.refusedFiles = true
		return errNoSpace
	}
	t.files++
	return 0
}

// resize gives a file its new size, if there is room.
func (t *Tree) resize(n *node, size int64) wsys.Errno {
	if size < 0 {
		return wsys.EINVAL
	}
	more := size - n.data.size
	if more > t.quota.Bytes-t.bytes {
		t.refusedBytes = true
		return errNoSpace
	}
	t.bytes += more
	n.data.resize(size)
	return 0
}

// release gives back what an unlinked file that nobody has open held.
func (t *Tree) release(n *node) {
	if n.gone && n.handles == 0 && n.dir == nil {
		t.resize(n, 0)
	}
}

// Stat implements wsys.FS.
func (t *Tree) Stat(name string) (sys.Stat_t, wsys.Errno) {
	n, rest, errno := t.find(name)
	if errno != 0 {
		return sys.Stat_t{}, errno
	}
	if n.input != nil {
		return t.statHost(n.input, rest, inode(name))
	}
	return n.stat(inode(name)), 0
}

// Lstat implements wsys.FS; there are no links to be told apart.
func (t *Tree) Lstat(name string) (sys.Stat_t, wsys.Errno) { return t.Stat(name) }

// Mkdir implements wsys.FS.
func (t *Tree) Mkdir(name string, _ fs.FileMode) wsys.Errno {
	if _, _, errno := t.find(name); errno == 0 {
		return wsys.EEXIST
	}
	dir, base, errno := t.parent(name)
	if errno != 0 {
		return errno
	}
	if errno := t.claim(); errno != 0 {
		return errno
	}
	t.put(dir, base, name, newDir(true))
	return 0
}

// Unlink implements wsys.FS.
func (t *Tree) Unlink(name string) wsys.Errno {
	dir, base, errno := t.parent(name)
	if errno != 0 {
		return errno
	}
	switch n := dir.dir.at(base); {
	case n == nil:
		return wsys.ENOENT
	case n.dir != nil:
		return wsys.EISDIR
	default:
		t.remove(dir, base)
	}
	return 0
}

// Rmdir implements wsys.FS.
func (t *Tree) Rmdir(name string) wsys.Errno {
	dir, base, errno := t.parent(name)
	if errno != 0 {
		return errno
	}
	switch n := dir.dir.at(base); {
	case n == nil:
		return wsys.ENOENT
	case n.dir == nil:
		return wsys.ENOTDIR
	case n.dir.len() > 0:
		return wsys.ENOTEMPTY
	}
	t.remove(dir, base)
	return 0
}

func (t *Tree) remove(dir *node, base string) {
	n := dir.dir.at(base)
	dir.drop(base)
	n.gone = true
	n.writable = false // nothing is made in a directory that is no longer there
	t.files--
	t.release(n)
}

// Rename implements wsys.FS.
func (t *Tree) Rename(from, to string) wsys.Errno {
	oldDir, oldBase, errno := t.parent(from)
	if errno != 0 {
		return errno
	}
	newDir, newBase, errno := t.parent(to)
	if errno != 0 {
		return errno
	}
	moved := oldDir.dir.at(oldBase)
	if moved == nil {
		return wsys.ENOENT
	}
	if moved.dir != nil && !moved.fits(split(to)) {
		return wsys.EINVAL
	}
	if under(split(to), split(from)) && moved.dir != nil && path.Clean(from) != path.Clean(to) {
		return wsys.EINVAL
	}
	switch there := newDir.dir.at(newBase); {
	case there == moved:
		return 0
	case there == nil:
	case there.dir != nil && moved.dir == nil:
		return wsys.EISDIR
	case there.dir == nil && moved.dir != nil:
		return wsys.ENOTDIR
	case there.dir.len() > 0:
		return wsys.ENOTEMPTY
	default:
		t.remove(newDir, newBase)
	}
	oldDir.drop(oldBase)
	t.put(newDir, newBase, to, moved)
	return 0
}

// under reports whether the path a is b or below it.
func under(a, b []string) bool { return len(a) >= len(b) && slices.Equal(a[:len(b)], b) }

// fits reports whether all that is below n has a valid name when n itself is at the path to, which is valid.
func (n *node) fits(to []string) bool {
	all := n.below.to(to[1:])
	return n.below.elements == 0 || all.elements <= executor.MaxDepth && all.bytes <= executor.MaxName
}

// Utimens implements wsys.FS. Times are not kept: they would differ from run to run.
func (t *Tree) Utimens(name string, _, _ int64) wsys.Errno {
	_, errno := t.Stat(name)
	return errno
}

// Chmod implements wsys.FS. Permissions are not kept.
func (t *Tree) Chmod(name string, _ fs.FileMode) wsys.Errno { return t.Utimens(name, 0, 0) }

// Link implements wsys.FS by refusing.
func (t *Tree) Link(string, string) wsys.Errno { return wsys.EPERM }

// Symlink implements wsys.FS by refusing.
func (t *Tree) Symlink(string, string) wsys.Errno { return wsys.EPERM }

// Readlink implements wsys.FS by refusing.
func (t *Tree) Readlink(string) (string, wsys.Errno) { return "", wsys.EINVAL }

// inode numbers a path, the same everywhere.
func inode(name string) sys.Inode {
	return number(fnvOffset, strings.Join(split(name), "/")) | 1 // zero would mean unknown
}

// inodesIn numbers what is in a directory.
func inodesIn(dir string) func(base string) sys.Inode {
	in := uint64(fnvOffset)
	if elements := split(dir); len(elements) > 0 {
		in = number(in, strings.Join(elements, "/")+"/")
	}
	return func(base string) sys.Inode { return number(in, base) | 1 }
}

// fnvOffset is the FNV-1a hash of nothing, in 64 bits.
const fnvOffset = 14695981039346656037

// number goes on with a FNV-1a hash, which hash/fnv begins anew for each path.
func number(hash uint64, text string) uint64 {
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * 1099511628211
	}
	return hash
}
