package transports

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parley-p2p/parley/messages"
)

// A Link carries records: uvarint(session << 3 | op), then what the op says. Sessions opened by the link's initiator have
// odd numbers, the other side's even ones, each side counting up by two from one or two.
const (
	opFrame  op = iota // a frame, as messages.WriteFrame writes it
	opOpen             // nothing: the session begins
	opEnd              // nothing: the sender sends no more frames
	opReset            // one byte: why the session is given up
	opWindow           // uvarint: so many more bytes may be sent
)

type op byte

// Why a session is given up.
const (
	resetGaveUp byte = iota
	resetBusy
)

// window is how much may be under way in each direction of a session before its receiver takes something: the frames'
// data and frameCost for each. It holds the largest frame, and a whole negotiation, so that updates are rare.
const window = 128 << 10

// maxSession keeps a record's head within nine bytes.
const maxSession = 1 << 60

// maxHead is the most bytes that come before a record's data: its head, a frame's length and type.
const maxHead = 9 + binary.MaxVarintLen32 + 1

// record is one decoded record.
type record struct {
	session uint64
	op      op
	frame   messages.Frame // opFrame
	value   uint64         // opReset, opWindow
}

func appendHead(b []byte, session uint64, o op) []byte {
	return binary.AppendUvarint(b, session<<3|uint64(o))
}

// readRecord reads one record. io.EOF means that the carrier ended between two.
func readRecord(r *bufio.Reader) (record, error) {
	head, err := readUvarint(r)
	if err != nil {
		return record{}, err
	}
	rec := record{session: head >> 3, op: op(head & 7)}
	if rec.session == 0 || rec.session >= maxSession {
		return record{}, fmt.Errorf("%w: session %d", messages.ErrFrame, rec.session)
	}
	switch rec.op {
	case opOpen, opEnd:
		return rec, nil
	case opReset:
		code, err := r.ReadByte()
		rec.value = uint64(code)
		return rec, unexpected(err)
	case opWindow:
		rec.value, err = readUvarint(r)
		if err == nil && (rec.value == 0 || rec.value > window) {
			err = fmt.Errorf("%w: window of %d bytes, at most %d", messages.ErrFrame, rec.value, window)
		}
		return rec, unexpected(err)
	case opFrame:
		if err := gather(r); err != nil {
			return record{}, unexpected(err)
		}
		rec.frame, err = messages.ReadFrame(r)
		return rec, unexpected(err)
	}
	return record{}, fmt.Errorf("%w: unknown operation %d", messages.ErrFrame, rec.op)
}

// gather waits until the frame at the front of r is there whole, or fills the buffer. Reading it takes memory for all of it, which
// a peer that says how much comes, and sends none of it, is not to have. A frame that will be refused is not waited for.
func gather(r *bufio.Reader) error {
	for head := 1; head <= 4; head++ { // a length of three bytes, and the type
		b, err := r.Peek(head)
		if err != nil {
			return err
		}
		size, n := binary.Uvarint(b)
		switch {
		case n == 0:
			continue
		case n < 0 || size == 0 || size > 1+messages.MaxSOW:
			return nil
		case n == head:
			continue
		case size-1 > uint64(messages.FrameType(b[n]).MaxSize()):
			return nil
		}
		_, err = r.Peek(min(n+int(size), r.Size()))
		return err
	}
	return nil
}

// readUvarint reads at most nine bytes. io.EOF means that there was none.
func readUvarint(r *bufio.Reader) (uint64, error) {
	var n uint64
	for i := range 9 {
		b, err := r.ReadByte()
		if err != nil {
			if i > 0 {
				err = unexpected(err)
			}
			return 0, err
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%w: a number of more than nine bytes", messages.ErrFrame)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// missing says how many bytes the record at the front of r may still have to come, as far as what is buffered tells;
// zero if it is there whole. At least one byte is buffered.
func missing(r *bufio.Reader) int {
	b, _ := r.Peek(r.Buffered())
	const unknown = maxHead + messages.MaxSOW
	head, n := binary.Uvarint(b)
	if n <= 0 {
		return unknown
	}
	b = b[n:]
	switch op(head & 7) {
	case opFrame:
		size, n := binary.Uvarint(b)
		if n <= 0 {
			return unknown
		}
		return max(0, int(min(size, unknown))-(len(b)-n))
	case opReset:
		return max(0, 1-len(b))
	case opWindow:
		if _, n := binary.Uvarint(b); n <= 0 {
			return binary.MaxVarintLen64
		}
	}
	return 0
}
