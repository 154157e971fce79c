package guestfs

import (
	"bytes"
	"io"
	"iter"
	"path"

	wsys "github.com/tetratelabs/wazero/experimental/sys"
)

// errNoSpace stands for ENOSPC and EMFILE, which wazero cannot pass to a guest: of those that it can, this one is nearest
// to "the device would not take it".
const errNoSpace = wsys.EIO

const chunkSize = 64 << 10

// contents is a file in memory. What was never written is a hole that takes no memory; the quota counts it all the same.
type contents struct {
	size   int64
	chunks map[int64][]byte // by offset / chunkSize; what a chunk is short of chunkSize is a hole
}

func (c *contents) resize(size int64) {
	if size < c.size {
		for i, b := range c.chunks {
			switch start := i * chunkSize; {
			case start >= size:
				delete(c.chunks, i)
			case start+int64(len(b)) > size:
				clear(b[size-start:])
			}
		}
	}
	c.size = size
}

// writeAt stores p, for which resize has made room.
func (c *contents) writeAt(p []byte, off int64) {
	for len(p) > 0 {
		i, at := off/chunkSize, off%chunkSize
		if c.chunks == nil {
			c.chunks = map[int64][]byte{}
		}
		b := grown(c.chunks[i], int(min(chunkSize, at+int64(len(p)))))
		c.chunks[i] = b
		n := copy(b[at:], p)
		p, off = p[n:], off+int64(n)
	}
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
		if b := c.chunks[i]; int64(len(b)) > at {
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
		b, n := c.chunks[off/chunkSize], min(chunkSize, c.size-off)
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
