package messages

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/protobuf/proto"
)

// A stream carries frames: uvarint(1 + len(data)) || type || data. The type is an envelope's kind (1 to 63), so that a
// length is refused before anything is allocated for it, or one of these for what is not signed.
const (
	FrameResume    FrameType = 0x40
	FrameRefusal   FrameType = 0x41
	FrameTelemetry FrameType = 0x42
)

// FrameType is the second field of a frame.
type FrameType byte

// maxUnsigned bounds frames that carry no envelope, in bytes.
const maxUnsigned = 4 << 10

// MaxSize is the most bytes of data that a frame of this type may carry; zero for a type that does not exist.
func (t FrameType) MaxSize() int {
	switch {
	case t == FrameResume || t == FrameRefusal || t == FrameTelemetry:
		return maxUnsigned
	case t >= FrameType(Kind_KIND_SOW) && t <= FrameType(Kind_KIND_ASK):
		return Kind(t).MaxSize()
	}
	return 0
}

// Frame is one unit of a stream: an envelope's bytes, or an unsigned message's.
type Frame struct {
	Type FrameType
	Data []byte
}

// ErrFrame is wrapped by what is wrong with a frame; the stream cannot be read on.
var ErrFrame = errors.New("bad frame")

// EnvelopeFrame wraps an envelope.
func EnvelopeFrame(s *Signed) Frame { return Frame{FrameType(s.Kind()), s.Bytes()} }

// ResumeFrame wraps a Resume.
func ResumeFrame(r *Resume) Frame { return unsigned(FrameResume, r) }

// RefusalFrame wraps a Refusal. Its sentence is cut to what fits, and a remedy that the other side would not read is left
// out: the code always arrives.
func RefusalFrame(r *Refusal) Frame {
	r.Reason = clip(r.Reason)
	if r.Code == 0 {
		r.Code = Code_CODE_INTERNAL
	}
	if r.Remedy.Validate() != nil || proto.Size(r) > maxUnsigned {
		r.Remedy = nil
	}
	return unsigned(FrameRefusal, r)
}

// TelemetryFrame wraps news of running work; its text is cut to what fits.
func TelemetryFrame(t *Telemetry) Frame {
	t.Text = clip(t.Text)
	return unsigned(FrameTelemetry, t)
}

// clip cuts a sentence to what a message may hold, and drops what is not UTF-8.
func clip(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), maxText)], "")
}

func unsigned(t FrameType, m proto.Message) Frame {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		// Nothing that was clipped gets here; a frame without data is refused by whoever reads it.
		return Frame{Type: t}
	}
	return Frame{t, b}
}

// Unsigned decodes and validates the data of a frame that carries no envelope. Fields that this version does not know
// are skipped: nothing is built on such a message.
func (f Frame) Unsigned() (proto.Message, error) {
	var m interface {
		proto.Message
		Validate() error
	}
	switch f.Type {
	case FrameResume:
		m = new(Resume)
	case FrameRefusal:
		m = new(Refusal)
	case FrameTelemetry:
		m = new(Telemetry)
	default:
		return nil, fmt.Errorf("%w: type %#x carries an envelope", ErrFrame, byte(f.Type))
	}
	if err := decodeBody(f.Data, m); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrFrame, err)
	}
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrFrame, err)
	}
	return m, nil
}

// AppendFrame appends f's bytes to b.
func AppendFrame(b []byte, f Frame) []byte {
	b = binary.AppendUvarint(b, uint64(1+len(f.Data)))
	return append(append(b, byte(f.Type)), f.Data...)
}

// WriteFrame writes f in one Write.
func WriteFrame(w io.Writer, f Frame) error {
	if max := f.Type.MaxSize(); max == 0 || len(f.Data) > max {
		return fmt.Errorf("%w: type %#x of %d bytes, at most %d", ErrFrame, byte(f.Type), len(f.Data), max)
	}
	_, err := w.Write(AppendFrame(make([]byte, 0, binary.MaxVarintLen32+1+len(f.Data)), f))
	return err
}

// ReadFrame reads one frame. Length and type are judged before anything is allocated. At the end of the stream, between
// frames, the error is io.EOF; a frame cut short is io.ErrUnexpectedEOF.
func ReadFrame(r *bufio.Reader) (Frame, error) {
	size, err := readUvarint(r)
	if err != nil {
		return Frame{}, err
	}
	if size == 0 || size > 1+MaxSOW {
		return Frame{}, fmt.Errorf("%w: length %d, at most %d", ErrFrame, size, 1+MaxSOW)
	}
	t, err := r.ReadByte()
	if err != nil {
		return Frame{}, unexpected(err)
	}
	max := FrameType(t).MaxSize()
	if max == 0 {
		return Frame{}, fmt.Errorf("%w: unknown type %#x", ErrFrame, t)
	}
	if size-1 > uint64(max) {
		return Frame{}, fmt.Errorf("%w: type %#x of %d bytes, at most %d", ErrFrame, t, size-1, max)
	}
	f := Frame{Type: FrameType(t), Data: make([]byte, size-1)}
	if _, err := io.ReadFull(r, f.Data); err != nil {
		return Frame{}, unexpected(err)
	}
	return f, nil
}

// readUvarint refuses encodings longer than needed, which binary.ReadUvarint takes.
func readUvarint(r *bufio.Reader) (uint64, error) {
	var n uint64
	for i := range 3 { // 3*7 bits hold 1+MaxSOW
		b, err := r.ReadByte()
		if err != nil {
			if i == 0 {
				return 0, err
			}
			return 0, unexpected(err)
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			if b == 0 && i > 0 {
				break
			}
			return n, nil
		}
	}
	return 0, fmt.Errorf("%w: length is not a minimal varint of at most 3 bytes", ErrFrame)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
