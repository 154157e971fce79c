package messages_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
)

// C51: what was signed is found by its ID and read without its signature, byte for byte, and as nothing else.
func TestStatement(t *testing.T) {
	e, err := messages.Seal(sow(), messages.ID{7}, script.Key("requester"))
	if err != nil {
		t.Fatal(err)
	}
	raw := e.Statement()
	if messages.ID(sha256.Sum256(raw)) != e.ID() {
		t.Fatal("the statement does not hash to the ID")
	}
	h, m, err := messages.ReadStatement(e.ID(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if h.Kind != e.Kind() || h.Signer != e.Signer() || h.Prev != e.Prev() || h.Size != len(raw) || !proto.Equal(m, e.Message()) {
		t.Errorf("read %+v, %v", h, m)
	}
	unknown := sow()
	unknown.ProtoReflect().SetUnknown([]byte{0xc0, 0x3e, 8})
	later, err := messages.Seal(unknown, messages.ID{}, script.Key("requester"))
	if err != nil {
		t.Fatal(err)
	}
	longer := append(bytes.Clone(raw), 0)
	for name, c := range map[string]struct {
		id   messages.ID
		raw  []byte
		want error
	}{
		"another's ID":   {messages.ID{1}, raw, messages.ErrMalformed},
		"cut":            {sha256.Sum256(raw[:90]), raw[:90], messages.ErrMalformed},
		"longer":         {sha256.Sum256(longer), longer, messages.ErrMalformed},
		"the envelope":   {sha256.Sum256(e.Bytes()), e.Bytes(), messages.ErrMalformed},
		"too large":      {e.ID(), make([]byte, messages.MaxSOW+1), messages.ErrTooLarge},
		"unknown fields": {later.ID(), later.Statement(), messages.ErrUnknown},
	} {
		if _, _, err := messages.ReadStatement(c.id, c.raw); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// FuzzStatement: whatever is read validates and has one encoding; everything else is one of the package's errors.
func FuzzStatement(f *testing.F) {
	e, err := messages.Seal(sow(), messages.ID{}, script.Key("requester"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Statement())
	f.Add([]byte(messages.Domain))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, m, err := messages.ReadStatement(sha256.Sum256(raw), raw)
		if err != nil {
			known(t, err)
			return
		}
		if err := m.Validate(); err != nil || m.Kind() != h.Kind {
			t.Fatalf("read a %s: %v", h.Kind.Name(), err)
		}
	})
}
