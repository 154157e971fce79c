package transports

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"runtime"
	"testing"
	"time"

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

// THREATS 2: who says how much comes and sends next to none of it has no memory for it.
func TestFrameTakesMemoryAsItComes(t *testing.T) {
	const said, sent, times = 60_000, 100, 200
	wire := binary.AppendUvarint([]byte{1<<3 | byte(opFrame)}, 1+said)
	wire = append(wire, byte(messages.Kind_KIND_SOW))
	wire = append(wire, make([]byte, sent)...)
	r := bufio.NewReaderSize(nil, readBuffer)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		r.Reset(bytes.NewReader(wire))
		if _, err := readRecord(r); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("a frame cut short: %v", err)
		}
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / times; each > said/4 {
		t.Errorf("%d bytes of memory for %d that came", each, sent)
	}
}

// A frame that is to be refused is not waited for: its peer may send nothing more.
func TestFrameIsRefusedAtItsHead(t *testing.T) {
	for name, head := range map[string][]byte{
		"oversized":    binary.AppendUvarint(nil, 1<<30),
		"empty":        {0},
		"unknown type": {10, 0xee},
		"its type's":   append(binary.AppendUvarint(nil, 1+messages.MaxSOW), byte(messages.FrameResume)),
	} {
		t.Run(name, func(t *testing.T) {
			in, out := net.Pipe()
			defer in.Close()
			defer out.Close()
			go out.Write(append([]byte{1<<3 | byte(opFrame)}, head...))
			if err := in.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			if _, err := readRecord(bufio.NewReader(in)); !errors.Is(err, messages.ErrFrame) {
				t.Errorf("%v, want ErrFrame", err)
			}
		})
	}
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
