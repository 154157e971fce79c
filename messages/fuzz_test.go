package messages_test

import (
	"bufio"
	"bytes"
	"errors"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// FuzzParse: whatever parses has one encoding, is within its bounds, and opens or says why with one of the package's
// errors; what opens has the ID that is computed apart.
func FuzzParse(f *testing.F) {
	body := script.Marshal(sow())
	f.Add(script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("requester")))
	f.Add(script.Envelope(messages.Kind_KIND_ACCEPTANCE, nil, messages.ID{1}, script.Key("farmer")))
	f.Add([]byte{8, 1, 0x12, 32})
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := messages.Parse(raw)
		if err != nil {
			known(t, err)
			return
		}
		h := u.Header()
		if h.Size != len(raw) || h.Size > h.Kind.MaxSize() {
			t.Fatalf("%+v of %d bytes", h, len(raw))
		}
		inside := raw[2+34+34:]
		n := len(inside) - 66 // tag and length of the signature
		body := inside[1:n]
		for body[0] >= 0x80 {
			body = body[1:]
		}
		body = body[1:]
		if again := script.Encode(h.Kind, h.Signer, h.Prev, body, raw[len(raw)-64:]); !bytes.Equal(again, raw) {
			t.Fatalf("%x has another encoding, %x", raw, again)
		}
		e, err := u.Open()
		if err != nil {
			known(t, err)
			return
		}
		if e.ID() != u.ID() || !bytes.Equal(e.Bytes(), raw) || !bytes.Equal(e.Body(), body) {
			t.Fatal("what opened is not what was parsed")
		}
	})
}

// FuzzBody: any bytes under a good signature, as every kind, are refused or validate; what validates can be judged; a
// quote is weighed as it is judged.
func FuzzBody(f *testing.F) {
	f.Add(byte(1), script.Marshal(sow()))
	f.Add(byte(1), append(script.Marshal(sow()), 0x0d, 0, 0, 0, 0)) // the version, as a fixed32
	inner := sow()
	inner.Job.ProtoReflect().SetUnknown([]byte{0xc0, 0x3e, 8})
	f.Add(byte(1), script.Marshal(inner))
	asked := new(protocol.View)
	for kind := messages.Kind_KIND_SOW; kind <= messages.Kind_KIND_ASK; kind++ {
		f.Add(byte(kind), []byte{})
		f.Add(byte(kind), []byte{0x0a, 0x03, 0x08, 0x01, 0x12})
		if kind.New() == nil {
			continue
		}
		legal := script.Marshal(script.Legal(kind, asked, script.Start))
		if _, err := opened(script.Envelope(kind, legal, messages.ID{}, script.Key("farmer"))); err != nil {
			f.Fatalf("%s: %v", kind.Name(), err)
		}
		f.Add(byte(kind), legal)
	}
	f.Fuzz(func(t *testing.T, kind byte, body []byte) {
		kind %= byte(messages.Kind_KIND_ASK) + 2 // each kind, and above and below them one that there is not
		raw := script.Envelope(messages.Kind(kind), body, messages.ID{}, script.Key("farmer"))
		e, err := opened(raw)
		unsigned(t, raw, e, err)
		if err != nil {
			known(t, err)
			return
		}
		if err := e.Message().Validate(); err != nil {
			t.Fatalf("what opened does not validate: %v", err)
		}
		if (e.Terms() != nil) != (e.Kind() == messages.Kind_KIND_AGREEMENT) {
			t.Fatal("terms belong to agreements")
		}
		if e.Unknown() != hasUnknown(e.Message().ProtoReflect()) {
			t.Fatalf("unknown fields: %t, and by reflection they are otherwise", e.Unknown())
		}
	})
}

// unsigned weighs what is said to be a quote before its signature is looked at (S-1.1-7): that takes a body exactly if opening it
// does and finds nothing that is unknown, reads the same of it, and changes nothing about how the envelope opens.
func unsigned(t *testing.T, raw []byte, signed *messages.Signed, refused error) {
	t.Helper()
	u, err := messages.Parse(raw)
	if err != nil {
		return
	}
	q, err := u.Quote()
	if want := signed != nil && signed.Kind() == messages.Kind_KIND_QUOTE && !signed.Unknown(); want != (err == nil) {
		t.Fatalf("weighed: %v; opened: %v", err, refused)
	}
	if err != nil {
		known(t, err)
	} else if !proto.Equal(q, signed.Message()) {
		t.Fatalf("weighed: %v; opened: %v", q, signed.Message())
	}
	if again, err := u.Open(); (err == nil) != (refused == nil) || err == nil && (again.ID() != signed.ID() || again.Unknown() != signed.Unknown()) {
		t.Fatalf("opened: %v; and once weighed: %v", refused, err)
	}
	forged := bytes.Clone(raw)
	forged[len(forged)-1] ^= 0x80 // S is not canonical
	if u, err = messages.Parse(forged); err != nil {
		t.Fatal(err)
	}
	if _, still := u.Quote(); (still == nil) != (q != nil) {
		t.Fatalf("weighed with another signature: %v", still)
	}
	if _, err := u.Open(); !errors.Is(err, messages.ErrSignature) {
		t.Fatalf("what was weighed opens without a signature: %v", err)
	}
}

// opened is an envelope, parsed and opened.
func opened(raw []byte) (*messages.Signed, error) {
	u, err := messages.Parse(raw)
	if err != nil {
		return nil, err
	}
	return u.Open()
}

// FuzzReadFrame: a stream is read as frames that are written the same again, or refused.
func FuzzReadFrame(f *testing.F) {
	f.Add([]byte{2, 1, 0})
	f.Add([]byte{0x81, 0x80, 0x04, 1})
	f.Add(messages.AppendFrame(nil, messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_BUSY})))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bufio.NewReader(bytes.NewReader(in))
		for at := 0; ; {
			frame, err := messages.ReadFrame(r)
			if err != nil {
				return
			}
			again := messages.AppendFrame(nil, frame)
			if !bytes.Equal(again, in[at:at+len(again)]) {
				t.Fatalf("%x is written as %x", in[at:], again)
			}
			at += len(again)
			if _, err := frame.Unsigned(); err != nil && !errors.Is(err, messages.ErrFrame) {
				t.Fatal(err)
			}
		}
	})
}

// FuzzTerms: the terms inside an agreement are a decoder of their own.
func FuzzTerms(f *testing.F) {
	f.Add([]byte{8, 1})
	f.Fuzz(func(t *testing.T, terms []byte) {
		m, err := (&messages.Agreement{Terms: terms, AcceptByMs: 1}).DecodeTerms()
		decoded := new(messages.Terms)
		if proto.Unmarshal(terms, decoded) == nil && hasUnknown(decoded.ProtoReflect()) != errors.Is(err, messages.ErrUnknown) {
			t.Fatalf("%v, and by reflection it is otherwise", err)
		}
		if err != nil {
			known(t, err)
		} else if m.Validate() != nil {
			t.Fatal("what was decoded does not validate")
		}
	})
}

// hasUnknown is how the fields that this version does not know are found without knowing the bytes.
func hasUnknown(m protoreflect.Message) bool {
	if len(m.GetUnknown()) > 0 {
		return true
	}
	found := false
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() != protoreflect.MessageKind:
		case f.IsList():
			for i := range v.List().Len() {
				found = found || hasUnknown(v.List().Get(i).Message())
			}
		default:
			found = hasUnknown(v.Message())
		}
		return !found
	})
	return found
}

func known(t *testing.T, err error) {
	t.Helper()
	for _, want := range []error{messages.ErrMalformed, messages.ErrTooLarge, messages.ErrSignature, messages.ErrUnknown, messages.ErrInvalid} {
		if errors.Is(err, want) {
			return
		}
	}
	t.Fatalf("not an error of the package: %v", err)
}
