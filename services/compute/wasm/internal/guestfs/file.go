package guestfs

import (
	"io"
	"io/fs"

	wsys "github.com/tetratelabs/wazero/experimental/sys"
	"github.com/tetratelabs/wazero/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// position is int64 by a name of its own: vet holds a method Seek(int64, int) to the signature of io.Seeker, which is not
// the one that wazero asks for.
type position = int64

// handle is what every open file has.
type handle struct {
	wsys.UnimplementedFile
	tree   *Tree
	ino    sys.Inode
	closed bool
}

func (h *handle) Dev() (uint64, wsys.Errno)              { return 1, 0 }
func (h *handle) Ino() (sys.Inode, wsys.Errno)           { return h.ino, 0 }
func (h *handle) Sync() wsys.Errno                       { return 0 }
func (h *handle) Datasync() wsys.Errno                   { return 0 }
func (h *handle) Utimens(_, _ int64) wsys.Errno          { return 0 }
func (h *handle) IsAppend() bool                         { return false }
func (h *handle) SetAppend(bool) wsys.Errno              { return 0 }
func (h *handle) Truncate(int64) wsys.Errno              { return wsys.EBADF }
func (h *handle) Write([]byte) (int, wsys.Errno)         { return 0, wsys.EBADF }
func (h *handle) Pwrite([]byte, int64) (int, wsys.Errno) { return 0, wsys.EBADF }

// close reports whether this call closed the file.
func (h *handle) close() bool {
	if h.closed {
		return false
	}
	h.closed = true
	h.tree.open--
	return true
}

func stat(mode fs.FileMode, size int64, ino sys.Inode) sys.Stat_t {
	const at = executor.Epoch * 1e9
	return sys.Stat_t{Dev: 1, Ino: ino, Mode: mode, Nlink: 1, Size: size, Atim: at, Mtim: at, Ctim: at}
}

func (n *node) stat(ino sys.Inode) sys.Stat_t {
	switch {
	case n.dir == nil:
		return stat(0o644, n.data.size, ino)
	case n.writable:
		return stat(fs.ModeDir|0o755, 0, ino)
	}
	return stat(fs.ModeDir|0o555, 0, ino)
}

// listing gives the next entries of a directory, n at most if that is positive.
type listing func(n int) []wsys.Dirent

// list lists a directory of the tree as it is now.
func (n *node) list(name string) func() (listing, wsys.Errno) {
	return func() (listing, wsys.Errno) {
		there, last, inode := n.dir.snapshot(), "", inodesIn(name)
		return func(most int) (next []wsys.Dirent) {
			for base, child := range there.after(last) {
				e := wsys.Dirent{Name: base, Ino: inode(base)}
				if child.dir != nil || child.input != nil && child.input.name == "." {
					e.Type = fs.ModeDir
				}
				next, last = append(next, e), base
				if len(next) == most {
					break
				}
			}
			return next
		}, 0
	}
}

// A dirFile is an open directory. It is listed anew whenever it is rewound.
type dirFile struct {
	handle
	list     func() (listing, wsys.Errno)
	writable bool
	next     listing // nil: it is not listed yet
}

func (d *dirFile) IsDir() (bool, wsys.Errno)              { return true, 0 }
func (d *dirFile) Read([]byte) (int, wsys.Errno)          { return 0, wsys.EISDIR }
func (d *dirFile) Pread([]byte, int64) (int, wsys.Errno)  { return 0, wsys.EISDIR }
func (d *dirFile) Write([]byte) (int, wsys.Errno)         { return 0, wsys.EISDIR }
func (d *dirFile) Pwrite([]byte, int64) (int, wsys.Errno) { return 0, wsys.EISDIR }
func (d *dirFile) Truncate(int64) wsys.Errno              { return wsys.EISDIR }

func (d *dirFile) Stat() (sys.Stat_t, wsys.Errno) {
	return (&node{dir: newEntries(), writable: d.writable}).stat(d.ino), 0
}

func (d *dirFile) Seek(offset position, whence int) (position, wsys.Errno) {
	if offset != 0 || whence != io.SeekStart {
		return 0, wsys.EINVAL
	}
	d.next = nil
	return 0, 0
}

func (d *dirFile) Readdir(n int) ([]wsys.Dirent, wsys.Errno) {
	if d.next == nil {
		next, errno := d.list()
		if errno != 0 {
			return nil, errno
		}
		d.next = next
	}
	return d.next(n), 0
}

func (d *dirFile) Close() wsys.Errno {
	d.close()
	return 0
}

// A memFile is an open file of /outputs or /tmp.
type memFile struct {
	handle
	node                *node
	off                 int64
	append, read, write bool
}

func (f *memFile) IsDir() (bool, wsys.Errno)      { return false, 0 }
func (f *memFile) IsAppend() bool                 { return f.append }
func (f *memFile) Stat() (sys.Stat_t, wsys.Errno) { return f.node.stat(f.ino), 0 }
func (f *memFile) SetAppend(on bool) wsys.Errno   { f.append = on; return 0 }

func (f *memFile) Read(p []byte) (int, wsys.Errno) {
	n, errno := f.Pread(p, f.off)
	f.off += int64(n)
	return n, errno
}

func (f *memFile) Pread(p []byte, off int64) (int, wsys.Errno) {
	switch {
	case !f.read:
		return 0, wsys.EBADF
	case off < 0:
		return 0, wsys.EINVAL
	}
	return f.node.data.readAt(p, off), 0
}

func (f *memFile) Write(p []byte) (int, wsys.Errno) {
	if f.append {
		f.off = f.node.data.size
	}
	n, errno := f.Pwrite(p, f.off)
	f.off += int64(n)
	return n, errno
}

func (f *memFile) Pwrite(p []byte, off int64) (int, wsys.Errno) {
	switch {
	case !f.write:
		return 0, wsys.EBADF
	case off < 0 || off > 1<<62:
		return 0, wsys.EINVAL
	case len(p) == 0:
		return 0, 0
	}
	if end := off + int64(len(p)); end > f.node.data.size {
		if errno := f.tree.resize(f.node, end); errno != 0 {
			return 0, errno
		}
	}
	f.node.data.writeAt(p, off)
	return len(p), 0
}

func (f *memFile) Truncate(size int64) wsys.Errno {
	if !f.write {
		return wsys.EBADF
	}
	return f.tree.resize(f.node, size)
}

func (f *memFile) Seek(offset position, whence int) (position, wsys.Errno) {
	return sought(&f.off, f.node.data.size, offset, whence)
}

// sought moves to an offset of a file, wherever beyond its end that is.
func sought(at *int64, size, offset int64, whence int) (position, wsys.Errno) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += *at
	case io.SeekEnd:
		offset += size
	default:
		return 0, wsys.EINVAL
	}
	if offset < 0 {
		return 0, wsys.EINVAL
	}
	*at = offset
	return offset, 0
}

func (f *memFile) Close() wsys.Errno {
	if f.close() {
		f.node.handles--
		f.tree.release(f.node)
	}
	return 0
}
