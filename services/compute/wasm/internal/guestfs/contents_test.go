package guestfs

import (
	"bytes"
	"io"
	"testing"
)

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
