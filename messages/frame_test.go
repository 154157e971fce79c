package messages_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
)

func read(in []byte) (messages.Frame, error) {
	return messages.ReadFrame(bufio.NewReader(bytes.NewReader(in)))
}

// S-1.3-1, defect 1 of ARP: frames arrive whole, however the bytes are cut, one byte at a time too.
func TestFramesArriveWhole(t *testing.T) {
	e, err := messages.Seal(sow(), messages.ID{}, script.Key("requester"))
	if err != nil {
		t.Fatal(err)
	}
	session := messages.SessionID(e.ID(), script.Peer("farmer"))
	frames := []messages.Frame{
		messages.EnvelopeFrame(e),
		messages.ResumeFrame(&messages.Resume{Session: session[:], Count: 1, Head: make([]byte, 32)}),
		messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_BUSY}),
		messages.TelemetryFrame(&messages.Telemetry{Session: session[:], Done: 1, Total: 2}),
	}
	var stream bytes.Buffer
	for _, f := range frames {
		if err := messages.WriteFrame(&stream, f); err != nil {
			t.Fatal(err)
		}
	}
	whole := stream.Bytes()
	r := bufio.NewReaderSize(iotest.OneByteReader(bytes.NewReader(whole)), 16)
	var got []messages.Frame
	for {
		f, err := messages.ReadFrame(r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f)
	}
	if diff := cmp.Diff(frames, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	// Cut at every byte, the stream ends with an error, between frames with io.EOF.
	ends := map[int]bool{0: true}
	for n := 0; n < len(whole); {
		f, err := read(whole[n:])
		if err != nil {
			t.Fatal(err)
		}
		n += len(messages.AppendFrame(nil, f))
		ends[n] = true
	}
	for cut := range whole {
		r := bufio.NewReader(bytes.NewReader(whole[:cut]))
		var err error
		for err == nil {
			_, err = messages.ReadFrame(r)
		}
		if want := map[bool]error{true: io.EOF, false: io.ErrUnexpectedEOF}[ends[cut]]; err != want {
			t.Errorf("cut at %d: %v, want %v", cut, err, want)
		}
	}
}

// S-1.3-2 S-1.3-3, defect 10 of ARP: a length is refused before anything is allocated for it.
func TestFrameLengths(t *testing.T) {
	for kind := messages.Kind_KIND_SOW; kind <= messages.Kind_KIND_ASK; kind++ {
		max := messages.FrameType(kind).MaxSize()
		if want := map[bool]int{true: 64 << 10, false: 16 << 10}[kind == messages.Kind_KIND_SOW]; max != want {
			t.Errorf("%s may have %d bytes, want %d", kind.Name(), max, want)
		}
		for _, size := range []int{max, max + 1} {
			f := messages.Frame{Type: messages.FrameType(kind), Data: make([]byte, size)}
			_, err := read(messages.AppendFrame(nil, f))
			if (err == nil) != (size <= max) || err != nil && !errors.Is(err, messages.ErrFrame) {
				t.Errorf("%s of %d bytes: %v", kind.Name(), size, err)
			}
			if err := messages.WriteFrame(io.Discard, f); (err == nil) != (size <= max) {
				t.Errorf("%s of %d bytes is written: %v", kind.Name(), size, err)
			}
		}
	}
	if err := messages.WriteFrame(io.Discard, messages.Frame{Type: 0x3f}); !errors.Is(err, messages.ErrFrame) {
		t.Errorf("a type that does not exist is written: %v", err)
	}
	bomb := append([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1}, make([]byte, 100)...)
	reader := bufio.NewReader(bytes.NewReader(nil))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		reader.Reset(bytes.NewReader(bomb))
		if _, err := messages.ReadFrame(reader); !errors.Is(err, messages.ErrFrame) {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / 100; each > 4<<10 {
		t.Errorf("refusing a length of 2^63-1 allocates %d bytes", each)
	}
}

// S-1.3-4: what is not signed is bounded and validated as what is.
func TestUnsignedFrames(t *testing.T) {
	session := make([]byte, 32)
	for name, f := range map[string]messages.Frame{
		"resume without a session":   messages.ResumeFrame(&messages.Resume{Count: 1, Head: session}),
		"resume with a short one":    messages.ResumeFrame(&messages.Resume{Session: session[:31], Count: 1, Head: session}),
		"resume without a head":      messages.ResumeFrame(&messages.Resume{Session: session, Count: 1}),
		"refusal without a code":     {Type: messages.FrameRefusal},
		"refusal of another code":    {Type: messages.FrameRefusal, Data: script.Marshal(&messages.Refusal{Code: 99})},
		"refusal of half an ID":      {Type: messages.FrameRefusal, Data: script.Marshal(&messages.Refusal{Code: 1, Envelope: session[:16]})},
		"refusal, long":              {Type: messages.FrameRefusal, Data: script.Marshal(&messages.Refusal{Code: 1, Reason: strings.Repeat("x", 1025)})},
		"refusal with a bad remedy":  {Type: messages.FrameRefusal, Data: script.Marshal(&messages.Refusal{Code: 1, Remedy: &messages.Remedy{RetryAtMs: -1}})},
		"telemetry of no session":    {Type: messages.FrameTelemetry},
		"telemetry, long":            {Type: messages.FrameTelemetry, Data: script.Marshal(&messages.Telemetry{Session: session, Text: strings.Repeat("x", 1025)})},
		"telemetry that is not text": {Type: messages.FrameTelemetry, Data: []byte{0x22, 2, 0xff, 0xfe}},
		"nonsense":                   {Type: messages.FrameResume, Data: []byte{0xff}},
		"an envelope":                {Type: 1},
	} {
		if m, err := f.Unsigned(); !errors.Is(err, messages.ErrFrame) {
			t.Errorf("%s: %v, %v", name, m, err)
		}
	}
	r := &messages.Refusal{Code: messages.Code_CODE_PRICE, Reason: strings.Repeat("é", 600) + "\xff", Remedy: &messages.Remedy{Units: 1}}
	m, err := messages.RefusalFrame(r).Unsigned()
	if err != nil || m.(*messages.Refusal).Remedy.GetUnits() != 1 {
		t.Errorf("a long refusal does not arrive: %v, %v", m, err)
	}
}

// S-1.3-3: an unknown type is refused even when it carries nothing.
func TestUnknownTypes(t *testing.T) {
	for kind := range 256 {
		known := kind >= 1 && kind <= 15 || kind >= 0x40 && kind <= 0x42
		if _, err := read([]byte{1, byte(kind)}); known != (err == nil) || err != nil && !errors.Is(err, messages.ErrFrame) {
			t.Errorf("type %#x: %v", kind, err)
		}
	}
}

// A refusal arrives with its code whatever else is wrong with it.
func TestRefusalFrame(t *testing.T) {
	huge := make([]string, 64)
	for i := range huge {
		huge[i] = strings.Repeat("s", 127)
	}
	for name, r := range map[string]*messages.Refusal{
		"no code":       {},
		"a bad remedy":  {Code: messages.Code_CODE_INTERNAL, Remedy: &messages.Remedy{RetryAtMs: -1}},
		"a huge remedy": {Code: messages.Code_CODE_INTERNAL, Remedy: &messages.Remedy{Services: huge}},
	} {
		m, err := messages.RefusalFrame(r).Unsigned()
		if err != nil || m.(*messages.Refusal).Code != messages.Code_CODE_INTERNAL || m.(*messages.Refusal).Remedy != nil {
			t.Errorf("%s: %v, %v", name, m, err)
		}
	}
}
