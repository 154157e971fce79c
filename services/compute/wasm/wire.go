package wasm

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// Between engine and worker there are two pipes. The engine writes one order: its length, its JSON, and the module if it is to be compiled. The worker
// writes frames: a kind, a length, a payload. The engine believes nothing in them that could hurt it: lengths are bounded
// before anything is allocated, names are checked, and what is counted in a frame only ever fills a report.

// A role is what a worker is for. It has one, once.
type role string

const (
	roleProbe   role = "probe"   // confine yourself and say what of it worked
	roleCompile role = "compile" // put the compiled module into Cache, which you may write
	roleRun     role = "run"     // run the module that was compiled into Cache, which you may only read
)

// An order is what a worker is told.
type order struct {
	Role       role
	ModuleSize int64
	Cache      string        // a directory for this module alone
	Address    int64         // bytes of address space beyond what the worker has when idle
	CPU        time.Duration // processor time for compiling or loading
	Lifted     defense

	Args    []string
	Env     []string // name=value, sorted
	Inputs  []executor.Input
	Limits  executor.Limits
	Profile executor.Profile
	Seed    [32]byte
	Outputs string // test only, with the file tree's defense lifted: a directory of the host
}

const maxOrder = 4 << 20

func writeOrder(w io.Writer, o order, module []byte) error {
	o.ModuleSize = int64(len(module))
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if _, err := w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), text...)); err != nil {
		return err
	}
	_, err = w.Write(module)
	return err
}

func readOrder(r io.Reader) (o order, module []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return o, nil, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxOrder {
		return o, nil, fmt.Errorf("an order of %d bytes", n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return o, nil, err
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return o, nil, err
	}
	module = make([]byte, o.ModuleSize)
	_, err = io.ReadFull(r, module)
	return o, module, err
}

// A kind says what a frame holds.
type kind byte

const (
	frameReady   kind = 'R' // the worker waits for its order
	frameStarted kind = 'S' // account: the guest begins
	frameEnded   kind = 'E' // ending: the guest is done
	frameDir     kind = 'D' // name of a directory in outputs
	frameFile    kind = 'F' // name of a file in outputs; its bytes follow in frameData, ended by an empty one
	frameData    kind = 'B'
	frameDone    kind = 'Z' // nothing more comes
	frameProbe   kind = 'P' // []Capability
	frameFailed  kind = 'X' // failure: the order was not carried out
)

// An account is what the worker has used up before the guest began.
type account struct{ CPU int64 }

// An ending is how the guest left.
type ending struct {
	Code    uint32
	Trap    string
	Trapped bool
	Memory  int64
	Limited []executor.Resource
	Fuel    int64
	Empty   bool // it is out of fuel, whatever else

	Overflow bool // the engine could not go as deep as every engine must
}

// A failure is why a worker did not do what it was told.
type failure struct {
	Code          executor.Code
	Cause, Remedy string
	Detail        string // for this host's log
	Stale         bool   // the cache does not hold the module after all
}

const (
	maxFrame  = 1 << 20
	dataFrame = 256 << 10
)

func writeFrame(w io.Writer, k kind, payload []byte) error {
	head := binary.BigEndian.AppendUint32([]byte{byte(k)}, uint32(len(payload)))
	_, err := w.Write(append(head, payload...))
	return err
}

func writeJSON(w io.Writer, k kind, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFrame(w, k, text)
}

func readFrame(r io.Reader) (kind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("a frame of %d bytes", n)
	}
	payload := make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, err
	}
	return kind(head[0]), payload, nil
}

// dataReader reads the bytes of one file from frames.
type dataReader struct {
	r    io.Reader
	rest []byte
	done bool
}

func (d *dataReader) Read(p []byte) (int, error) {
	for len(d.rest) == 0 {
		if d.done {
			return 0, io.EOF
		}
		k, payload, err := readFrame(d.r)
		if err != nil {
			return 0, errors.Join(io.ErrUnexpectedEOF, err)
		}
		if k != frameData {
			return 0, fmt.Errorf("frame %q within a file", k)
		}
		d.rest, d.done = payload, len(payload) == 0
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

// dataWriter is its other end; Close ends the file.
type dataWriter struct{ w io.Writer }

func (d dataWriter) Write(p []byte) (int, error) {
	for done := 0; done < len(p); done += dataFrame {
		if err := writeFrame(d.w, frameData, p[done:min(len(p), done+dataFrame)]); err != nil {
			return done, err
		}
	}
	return len(p), nil
}

func (d dataWriter) Close() error { return writeFrame(d.w, frameData, nil) }
