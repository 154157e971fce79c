package transports

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/parley-p2p/parley/messages"
)

// FuzzRecord: a record is within its bounds or refused with a type, and what is said to be missing of it is more than
// nothing as long as it is not there whole.
func FuzzRecord(f *testing.F) {
	f.Add([]byte{1<<3 | byte(opFrame), 2, 1, 0})
	f.Add([]byte{1<<3 | byte(opOpen), 1<<3 | byte(opReset), 1, 3<<3 | byte(opWindow), 0x80, 1, 2<<3 | byte(opEnd)})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, wire []byte) {
		for rest := wire; len(rest) > 0; {
			src := bytes.NewReader(rest)
			r := bufio.NewReaderSize(src, 64)
			rec, err := readRecord(r)
			if err != nil {
				if !errors.Is(err, messages.ErrFrame) && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Fatalf("%x: %v is not typed", rest, err)
				}
				return
			}
			used := len(rest) - src.Len() - r.Buffered()
			if rec.session == 0 || rec.session >= maxSession || rec.value > window || len(rec.frame.Data) > used {
				t.Fatalf("%x was read as %+v", rest[:used], rec)
			}
			if n := missing(buffered(t, rest[:used])); n != 0 {
				t.Fatalf("%x: %d bytes are missing of the whole", rest[:used], n)
			}
			for _, cut := range []int{1, used / 2, used - 1} {
				if cut > 0 && cut < used && missing(buffered(t, rest[:cut])) <= 0 {
					t.Fatalf("%x: nothing is missing of %d bytes of %d", rest[:used], cut, used)
				}
			}
			rest = rest[used:]
		}
	})
}

// buffered is a reader that has b and nothing else in its buffer.
func buffered(t *testing.T, b []byte) *bufio.Reader {
	t.Helper()
	r := bufio.NewReaderSize(bytes.NewReader(b), len(b)+1)
	if _, err := r.Peek(len(b)); err != nil {
		t.Fatal(err)
	}
	return r
}
