package messages_test

import (
	"bufio"
	"bytes"
	"crypto"
	"crypto/ed25519"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"
)

func key(n byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32)) }

func sow() *messages.SOW {
	return &messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: "parley.dev/echo/1", Units: 1, DeliverByMs: 2000, QuoteByMs: 1000,
		Job: &messages.Payload{Type: "text/plain", Body: []byte("hello")}}
}

func TestSealedOpens(t *testing.T) {
	sealed, err := messages.Seal(sow(), messages.ID{}, key(1))
	if err != nil {
		t.Fatal(err)
	}
	u, err := messages.Parse(sealed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := u.Open()
	if err != nil {
		t.Fatal(err)
	}
	if opened.ID() != sealed.ID() || opened.Signer() != sealed.Signer() || !bytes.Equal(opened.Body(), sealed.Body()) {
		t.Fatalf("opened %v, sealed %v", opened.Header(), sealed.Header())
	}
	// Every flip of a byte is refused or names another envelope that does not verify.
	for i := range sealed.Bytes() {
		raw := bytes.Clone(sealed.Bytes())
		raw[i] ^= 1
		if u, err := messages.Parse(raw); err == nil {
			if _, err := u.Open(); err == nil {
				t.Fatalf("a flip at byte %d opens", i)
			}
		}
	}
}

func TestFrameIsRefusedByItsLength(t *testing.T) {
	for name, in := range map[string][]byte{
		"empty":        {0},
		"2^63-1":       {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
		"2^31":         {0x80, 0x80, 0x80, 0x80, 0x08},
		"max+1":        {0x82, 0x80, 0x04, 1},
		"not minimal":  {0x81, 0x00, 1},
		"quote of 20K": {0x81, 0xa0, 0x01, 2},
		"no such type": {2, 0x3f, 0},
	} {
		if _, err := messages.ReadFrame(bufio.NewReader(bytes.NewReader(in))); !errors.Is(err, messages.ErrFrame) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A04, S-1.1-3 S-1.4-4: every field of a SOW arrives, also those that this version does not know, as the bytes that were
// signed; it says so, and nothing is built on it (TestScripts/sows).
func TestEveryFieldArrives(t *testing.T) {
	m := new(messages.SOW)
	fill(m.ProtoReflect())
	m.QuoteByMs, m.Verifications = 1, nil
	m.Limit.PerUnit, m.Limit.Ceiling = "1", "2"
	for _, s := range m.Settlements {
		s.Kind = messages.SettlementKind_SETTLEMENT_KIND_ESCROW
	}
	m.ProtoReflect().SetUnknown([]byte{0xc0, 0x3e, 7})
	m.Job.ProtoReflect().SetUnknown([]byte{0xc0, 0x3e, 8})
	sealed, err := messages.Seal(m, messages.ID{}, key(1))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := parse(t, sealed.Bytes()).Open()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, opened.Message(), protocmp.Transform()); diff != "" {
		t.Errorf("-said +heard:\n%s", diff)
	}
	if !opened.Unknown() || !sealed.Unknown() || !bytes.Equal(opened.Bytes(), sealed.Bytes()) || !bytes.Contains(opened.Body(), []byte{0xc0, 0x3e, 8}) {
		t.Error("the unknown fields were lost, or nobody says that they are there")
	}
}

// fill sets every field of a message to something.
func fill(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsList() && f.Message() != nil:
			fill(m.Mutable(f).List().AppendMutable().Message())
		case f.IsList():
			m.Mutable(f).List().Append(protoreflect.ValueOfString("x"))
		case f.Message() != nil:
			fill(m.Mutable(f).Message())
		case f.Kind() == protoreflect.StringKind:
			m.Set(f, protoreflect.ValueOfString("text"))
		case f.Kind() == protoreflect.BytesKind:
			m.Set(f, protoreflect.ValueOfBytes(bytes.Repeat([]byte{5}, 32)))
		case f.Kind() == protoreflect.BoolKind:
			m.Set(f, protoreflect.ValueOfBool(true))
		case f.Kind() == protoreflect.EnumKind:
			m.Set(f, protoreflect.ValueOfEnum(1))
		case f.Kind() == protoreflect.Uint32Kind:
			m.Set(f, protoreflect.ValueOfUint32(3))
		case f.Kind() == protoreflect.Uint64Kind:
			m.Set(f, protoreflect.ValueOfUint64(1<<60))
		default:
			m.Set(f, protoreflect.ValueOfInt64(1<<40))
		}
	}
}

// What is not UTF-8 is refused where it is sealed, and the error says which field.
func TestSealRefusesBrokenText(t *testing.T) {
	_, err := messages.Seal(&messages.Reject{Code: messages.Code_CODE_BUSY, Reason: "\xff"}, messages.ID{1}, key(1))
	if !errors.Is(err, messages.ErrInvalid) || !strings.Contains(err.Error(), "reason") {
		t.Error(err)
	}
}

// What is nil, with a kind or without, is refused as any other message is that is not whole.
func TestSealRefusesNil(t *testing.T) {
	for _, m := range []messages.Message{nil, (*messages.SOW)(nil), (*messages.Agreement)(nil), (*messages.Reward)(nil)} {
		if _, err := messages.Seal(m, messages.ID{}, key(1)); !errors.Is(err, messages.ErrInvalid) {
			t.Errorf("%T: %v", m, err)
		}
	}
}

// A list with a hole in it is refused where it is sealed, not by who receives it.
func TestHolesAreRefused(t *testing.T) {
	for _, m := range []*messages.SOW{{Settlements: []*messages.Settlement{nil}}, {Verifications: []*messages.Verification{nil}}} {
		good := sow()
		good.Settlements, good.Verifications = m.Settlements, m.Verifications
		if _, err := messages.Seal(good, messages.ID{}, key(1)); !errors.Is(err, messages.ErrInvalid) {
			t.Errorf("%v: %v", m, err)
		}
	}
}

// S-1.6-1: a panel has its bound.
func TestPanelIsBounded(t *testing.T) {
	for _, n := range []int{64, 65} {
		m := sow()
		v := &messages.Verification{Mode: messages.VerificationMode_VERIFICATION_MODE_MEDIATE}
		for range n {
			v.Mediators = append(v.Mediators, "eip155:1:0x01")
		}
		m.Verifications = []*messages.Verification{v}
		if err := m.Validate(); (err == nil) != (n == 64) {
			t.Errorf("%d mediators: %v", n, err)
		}
	}
}

// S-1.6-1: the services that a remedy names are bounded too, and names hold no white space.
func TestServices(t *testing.T) {
	for _, n := range []int{64, 65} {
		r := new(messages.Remedy)
		for range n {
			r.Services = append(r.Services, "parley.dev/echo/1")
		}
		if err := r.Validate(); (err == nil) != (n == 64) {
			t.Errorf("%d services: %v", n, err)
		}
	}
	for _, name := range []string{"", " ", "a b", "a\tb", "a\n", "a\r"} {
		m := sow()
		m.Service = name
		if m.Validate() == nil {
			t.Errorf("%q is a service", name)
		}
	}
}

// broken is a signer that has lost its device.
type broken struct{ ed25519.PrivateKey }

func (broken) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("no device")
}

// Seal fails where it cannot sign, and what is too long for any kind is refused without a look inside.
func TestSealAndParseFail(t *testing.T) {
	if e, err := messages.Seal(sow(), messages.ID{}, nil); err == nil {
		t.Errorf("nobody sealed %s", e.ID())
	}
	if e, err := messages.Seal(sow(), messages.ID{}, broken{key(1)}); err == nil || !strings.Contains(err.Error(), "no device") {
		t.Errorf("a broken device sealed %v, %v", e, err)
	}
	big := sow()
	big.Job.Body = make([]byte, messages.MaxSOW)
	if _, err := messages.Seal(big, messages.ID{}, key(1)); !errors.Is(err, messages.ErrTooLarge) {
		t.Errorf("a large SOW: %v", err)
	}
	if _, err := messages.Parse(make([]byte, messages.MaxSOW+1)); !errors.Is(err, messages.ErrTooLarge) {
		t.Errorf("a large heap of nothing: %v", err)
	}
}
