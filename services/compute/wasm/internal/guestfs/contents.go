package guestfs

import (
	"bytes"
	"cmp"
	"io"
	"iter"
	"path"

	"github.com/RaduBerinde/btreemap"
	wsys "github.com/tetratelabs/wazero/experimental/sys"
)

// errNoSpace stands for ENOSPC and EMFILE, which wazero cannot pass to a guest: of those that it can, this one is nearest
// to "the device would not take it".
const errNoSpace = wsys.EIO

const chunkSize = 64 << 10

// contents is a file in memory. What was never written is a hole that takes no memory; the quota counts it all the same.
type contents struct {
	size   int64
	chunks *btreemap.BTreeMap[int64, []byte] // by offset / chunkSize; what a chunk is short of chunkSize is a hole; nil: all of it is
}

// resize gives the file its new size, and says how many chunks it looked at: those that it drops and one more, however many are kept. Each
// that is dropped was written, which cost the guest a call; so all that is done for a guest is within what it pays for its calls.
func (c *contents) resize(size int64) (looked int) {
	shorter := size < c.size
	if c.size = size; !shorter || c.chunks == nil {
		return 0
	}
	for {
		i, b, any := c.chunks.Max()
		if !any {
			return looked
		}
		looked++
		switch start := i * chunkSize; {
		case start >= size:
			c.chunks.DeleteMax()
			continue
		case start+int64(len(b)) > size:
			clear(b[size-start:])
		}
		return looked
	}
}

// writeAt stores p, for which resize has made room.
func (c *contents) writeAt(p []byte, off int64) {
	for len(p) > 0 {
		i, at := off/chunkSize, off%chunkSize
		if c.chunks == nil {
			c.chunks = btreemap.New[int64, []byte](16, cmp.Compare[int64])
		}
		old := c.chunk(i)
		b := grown(old, int(min(chunkSize, at+int64(len(p)))))
		if len(b) > len(old) {
			c.chunks.ReplaceOrInsert(i, b)
		}
		n := copy(b[at:], p)
		p, off = p[n:], off+int64(n)
	}
}

// chunk is what there is of a chunk; nil: nothing.
func (c *contents) chunk(i int64) []byte {
	if c.chunks == nil {
		return nil
	}
	_, b, _ := c.chunks.Get(i)
	return b
}

// grown returns b with at least n bytes, doubling so that a file written byte by byte is not copied each time.
func grown(b []byte, n int) []byte {
	if n <= len(b) {
		return b
	}
	if n > cap(b) {
		b = append(make([]byte, 0, min(chunkSize, max(n, 2*cap(b)))), b...)
	}
	return b[:n]
}

func (c *contents) readAt(p []byte, off int64) int {
	if off >= c.size {
		return 0
	}
	p = p[:min(int64(len(p)), c.size-off)]
	for done := 0; done < len(p); {
		i, at := (off+int64(done))/chunkSize, (off+int64(done))%chunkSize
		part := p[done:min(len(p), done+int(chunkSize-at))]
		have := 0
		if b := c.chunk(i); int64(len(b)) > at {
			have = copy(part, b[at:])
		}
		clear(part[have:])
		done += len(part)
	}
	return len(p)
}

// zeros stands for a hole.
var zeros [chunkSize]byte

// reader reads the file from its start.
func (c *contents) reader() io.Reader {
	readers := make([]io.Reader, 0, c.size/chunkSize+1)
	for off := int64(0); off < c.size; off += chunkSize {
		b, n := c.chunk(off/chunkSize), min(chunkSize, c.size-off)
		have := min(int64(len(b)), n)
		readers = append(readers, bytes.NewReader(b[:have]), bytes.NewReader(zeros[:n-have]))
	}
	return io.MultiReader(readers...)
}

// An Output is one file or directory that the guest left in /outputs.
type Output struct {
	Name string    // slash-separated
	Size int64     // of a file
	Data io.Reader // of a file; nil for a directory
}

// Outputs lists what is in /outputs, sorted by name, a directory before what is in it.
func (t *Tree) Outputs() iter.Seq[Output] {
	return func(yield func(Output) bool) { t.outputs.walk("", yield) }
}

func (n *node) walk(prefix string, yield func(Output) bool) bool {
	for base, child := range n.dir.after("") {
		name := path.Join(prefix, base)
		if child.dir == nil {
			if !yield(Output{Name: name, Size: child.data.size, Data: child.data.reader()}) {
				return false
			}
		} else if !yield(Output{Name: name}) || !child.walk(name, yield) {
			return false
		}
	}
	return true
}
