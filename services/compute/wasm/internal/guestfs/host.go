package guestfs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	wsys "github.com/tetratelabs/wazero/experimental/sys"
	"github.com/tetratelabs/wazero/sys"
)

type located struct{ dir, base string }

// realPath follows the links of an input's own name, which the host gave, so that the file can be opened in its directory.
func realPath(name string) (located, error) {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return located{}, err
	}
	return located{filepath.Dir(real), filepath.Base(real)}, nil
}

// resolve names rest, a guest's path below an input, within the input's root.
func (in *input) resolve(rest string) (string, wsys.Errno) {
	switch {
	case in.name == ".":
		return rest, 0
	case rest == ".":
		return in.name, 0
	}
	return "", wsys.ENOTDIR
}

// statHost describes what is there. It follows links inside the input only, and knows nothing but files and directories:
// opening a pipe or a device could block or act.
func (t *Tree) statHost(in *input, rest string, ino sys.Inode) (sys.Stat_t, wsys.Errno) {
	name, errno := in.resolve(rest)
	if errno != 0 {
		return sys.Stat_t{}, errno
	}
	info, err := in.root.Stat(name)
	switch {
	case err != nil:
		return sys.Stat_t{}, t.errnoOf(err)
	case info.IsDir():
		return stat(fs.ModeDir|0o555, 0, ino), 0
	case info.Mode().IsRegular():
		return stat(0o444, info.Size(), ino), 0
	}
	return sys.Stat_t{}, wsys.EACCES
}

func openHost(h handle, in *input, rest, guest string) (wsys.File, wsys.Errno) {
	st, errno := h.tree.statHost(in, rest, h.ino)
	if errno != 0 {
		return nil, errno
	}
	name, _ := in.resolve(rest)
	f, err := in.root.Open(name)
	if err != nil {
		return nil, h.tree.errnoOf(err)
	}
	h.tree.open++
	if st.Mode.IsDir() {
		return &hostDir{dirFile: dirFile{handle: h, list: h.tree.lister(in.root, name, guest)}, file: f}, 0
	}
	return &hostFile{handle: h, file: f, st: st}, 0
}

// asked is what a guest is told of a path that it has asked for, whatever the host's disk does.
var asked = []error{fs.ErrNotExist, syscall.ENOTDIR, syscall.EISDIR, syscall.ELOOP, syscall.ENAMETOOLONG, syscall.EINVAL}

// faulty reports whether an error of os.Root is the host's. What has no number of its own is an attempt to leave.
func faulty(err error) bool {
	_, numbered := errors.AsType[syscall.Errno](err)
	return numbered && !slices.ContainsFunc(asked, func(is error) bool { return errors.Is(err, is) })
}

// fault tells who runs the guest what the host could not do.
func (t *Tree) fault(err error) {
	if t.Fault != nil {
		t.Fault(err)
	}
}

// errnoOf translates an error of os.Root.
func (t *Tree) errnoOf(err error) wsys.Errno {
	if faulty(err) {
		t.fault(err)
	}
	switch errno := wsys.UnwrapOSError(err); errno {
	case 0, wsys.EIO:
		return wsys.EPERM
	default:
		return errno
	}
}

// maxListed bounds the entries of inputs' directories that are remembered. Those of a job are fewer.
const maxListed = 1 << 17

// lister lists a directory of the host, which the guest has by a name of its own. It is looked at once in a run: a guest that rewinds pays for
// a call, and not for a look at every file.
func (t *Tree) lister(root *os.Root, name, guest string) func() (listing, wsys.Errno) {
	return func() (listing, wsys.Errno) {
		key := strings.Join(split(guest), "/")
		left, ok := t.listed[key]
		if !ok {
			var errno wsys.Errno
			if left, errno = t.look(root, name, guest); errno != 0 {
				return nil, errno
			}
			if t.entries += len(left) + 1; t.entries > maxListed {
				clear(t.listed)
				t.entries = len(left) + 1
			}
			t.listed[key] = left
		}
		return func(most int) []wsys.Dirent {
			if most <= 0 || most > len(left) {
				most = len(left)
			}
			next := left[:most:most]
			left = left[most:]
			return next
		}, 0
	}
}

// look is what is in a directory of the host, sorted, without what is neither file nor directory.
func (t *Tree) look(root *os.Root, name, guest string) ([]wsys.Dirent, wsys.Errno) {
	there, err := fs.ReadDir(root.FS(), name)
	if err != nil {
		return nil, t.errnoOf(err)
	}
	var entries []wsys.Dirent
	inode := inodesIn(guest)
	for _, e := range there {
		info, err := root.Stat(filepath.Join(name, e.Name()))
		if err != nil && faulty(err) {
			t.fault(err)
		}
		if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
			continue
		}
		entries = append(entries, wsys.Dirent{Name: e.Name(), Ino: inode(e.Name()), Type: info.Mode().Type()})
	}
	slices.SortFunc(entries, func(a, b wsys.Dirent) int { return strings.Compare(a.Name, b.Name) })
	return entries, 0
}

// hostDir is an open directory of an input.
type hostDir struct {
	dirFile
	file *os.File
}

func (d *hostDir) Close() wsys.Errno {
	if d.close() {
		_ = d.file.Close()
	}
	return 0
}

// hostFile is an open file of an input. Where it is read next is known here alone: how far a file of the host can be sought in is a number of
// its file system's.
type hostFile struct {
	handle
	file *os.File
	st   sys.Stat_t
	off  int64
}

func (f *hostFile) IsDir() (bool, wsys.Errno)      { return false, 0 }
func (f *hostFile) Stat() (sys.Stat_t, wsys.Errno) { return f.st, 0 }

func (f *hostFile) Read(p []byte) (int, wsys.Errno) {
	n, errno := f.Pread(p, f.off)
	f.off += int64(n)
	return n, errno
}

func (f *hostFile) Pread(p []byte, off int64) (int, wsys.Errno) {
	if len(p) == 0 {
		return 0, 0
	}
	if off < 0 {
		return 0, wsys.EINVAL
	}
	if off >= f.st.Size {
		return 0, 0
	}
	n, err := f.file.ReadAt(p[:min(int64(len(p)), f.st.Size-off)], off)
	if err != nil { // the end is not reached before the file's length, unless somebody cuts it meanwhile
		f.tree.fault(err)
	}
	return n, readErrno(n, err)
}

// readErrno is zero at the end of the file too: WASI says so with zero bytes.
func readErrno(n int, err error) wsys.Errno {
	if err == nil || n > 0 || wsys.UnwrapOSError(err) == 0 {
		return 0
	}
	return wsys.EIO
}

func (f *hostFile) Seek(offset position, whence int) (position, wsys.Errno) {
	return sought(&f.off, f.st.Size, offset, whence)
}

func (f *hostFile) Close() wsys.Errno {
	if f.close() {
		_ = f.file.Close()
	}
	return 0
}
