package vectors

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// spoiler spoils a good SOW in one way at a time.
type spoiler struct {
	key       ed25519.PrivateKey
	signer    messages.Key
	body      []byte
	signature []byte
	good      []byte
	made      []BadEnvelope
}

// badEnvelopes are refused before they are judged, each with the code that the code under test gives as well.
func badEnvelopes() ([]BadEnvelope, error) {
	key := script.Key("requester")
	s := spoiler{key: key, signer: script.Peer("requester")}
	s.good = must(script.New(0, protocol.Limits{}).Make("requester SOW"))
	e := must(must(messages.Parse(s.good)).Open())
	s.body, s.signature = e.Body(), s.good[len(s.good)-64:]
	s.signatures()
	s.encodings()
	s.sizes()
	s.kinds()
	s.bodies()
	for _, v := range s.made {
		u, err := messages.Parse(must(hex.DecodeString(v.Envelope)))
		if err == nil {
			_, err = u.Open()
		}
		if got := CodeText(err); got != v.Code {
			return nil, fmt.Errorf("%s: %q, want %q (%v)", v.Name, got, v.Code, err)
		}
	}
	return s.made, nil
}

func (s *spoiler) add(name, code string, raw []byte) {
	s.made = append(s.made, BadEnvelope{name, hex.EncodeToString(raw), code})
}

func (s *spoiler) signatures() {
	var zero messages.ID
	const bad = "BAD_SIGNATURE"
	s.add("spliced signer", bad, script.Encode(messages.Kind_KIND_SOW, script.Peer("stranger"), zero, s.body, s.signature))
	s.add("another predecessor", bad, script.Encode(messages.Kind_KIND_SOW, s.signer, messages.ID{1}, s.body, s.signature))
	s.add("another kind", bad, script.Encode(messages.Kind_KIND_QUOTE, s.signer, zero, s.body, s.signature))
	s.add("another body", bad, script.Encode(messages.Kind_KIND_SOW, s.signer, zero, append(slices.Clone(s.body), 0x70, 0), s.signature))
	signed := script.SignedBytes(messages.Kind_KIND_SOW, s.signer, zero, s.body)
	other := append([]byte("parley/v2\x00"), signed[len(messages.Domain):]...)
	s.add("another domain", bad, script.Encode(messages.Kind_KIND_SOW, s.signer, zero, s.body, ed25519.Sign(s.key, other)))
	s.add("signature over the body alone", bad, script.Encode(messages.Kind_KIND_SOW, s.signer, zero, s.body, ed25519.Sign(s.key, s.body)))
	s.add("another signature, and a body that is no protobuf", bad, script.Encode(messages.Kind_KIND_SOW, s.signer, zero, []byte{0xff}, s.signature))
	for _, a := range script.Adversaries(messages.Kind_KIND_SOW, s.body) {
		if !a.Valid && (strings.Contains(a.Name, "key 1") || strings.Contains(a.Name, "non-canonical key") || strings.Contains(a.Name, "1 times")) {
			s.add(a.Name, bad, a.Raw)
		}
	}
}

// encodings: one envelope has one encoding; whatever else a protobuf library would read is refused.
func (s *spoiler) encodings() {
	const bad = "INVALID"
	field := func(tag byte, b []byte) []byte {
		return slices.Concat([]byte{tag}, must(uvarint(len(b))), b)
	}
	kind, signer, prev := []byte{8, 1}, field(0x12, s.signer[:]), field(0x1a, make([]byte, 32))
	body, signature := field(0x22, s.body), field(0x2a, s.signature)
	s.add("empty", bad, nil)
	s.add("no kind", bad, slices.Concat(signer, prev, body, signature))
	s.add("kind 0", bad, slices.Concat([]byte{8, 0}, signer, prev, body, signature))
	s.add("kind in two bytes", bad, slices.Concat([]byte{8, 0x81, 0}, signer, prev, body, signature))
	s.add("kind 128", bad, slices.Concat([]byte{8, 0x80, 1}, signer, prev, body, signature))
	s.add("no signer", bad, slices.Concat(kind, prev, body, signature))
	s.add("no predecessor", bad, slices.Concat(kind, signer, body, signature))
	s.add("no body", bad, slices.Concat(kind, signer, prev, signature))
	s.add("no signature", bad, slices.Concat(kind, signer, prev, body))
	s.add("fields exchanged", bad, slices.Concat(kind, prev, signer, body, signature))
	s.add("a field twice", bad, slices.Concat(kind, signer, signer, prev, body, signature))
	s.add("a sixth field", bad, slices.Concat(kind, signer, prev, body, signature, []byte{0x30, 1}))
	s.add("trailing byte", bad, append(slices.Clone(s.good), 0))
	s.add("cut by a byte", bad, s.good[:len(s.good)-1])
	s.add("signer of 31 bytes", bad, slices.Concat(kind, field(0x12, s.signer[:31]), prev, body, signature))
	s.add("signer of 33 bytes", bad, slices.Concat(kind, field(0x12, append(s.signer[:], 0)), prev, body, signature))
	s.add("predecessor empty", bad, slices.Concat(kind, signer, []byte{0x1a, 0}, body, signature))
	s.add("signature of 63 bytes", bad, slices.Concat(kind, signer, prev, body, field(0x2a, s.signature[:63])))
	s.add("signature of 65 bytes", bad, slices.Concat(kind, signer, prev, body, field(0x2a, append(slices.Clone(s.signature), 0))))
	long := slices.Concat([]byte{0x12, 0xa0, 0}, s.signer[:])
	s.add("length not minimal", bad, slices.Concat(kind, long, prev, body, signature))
	s.add("length past the end", bad, slices.Concat(kind, signer, prev, []byte{0x22, 0xff, 0x7f}, s.body, signature))
	s.add("length of 2^64-1", bad, slices.Concat(kind, signer, prev, []byte{0x22, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, s.body, signature))
}

func uvarint(n int) ([]byte, error) {
	var b []byte
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n)), nil
}

func (s *spoiler) sizes() {
	body := func(size int) []byte { // fills an envelope of so many bytes
		around := len(script.Encode(1, s.signer, messages.ID{}, make([]byte, size-200), s.signature)) - (size - 200)
		return make([]byte, size-around)
	}
	s.add("a Quote of 16,385 bytes", "TOO_LARGE", script.Envelope(messages.Kind_KIND_QUOTE, body(messages.MaxEnvelope+1), messages.ID{}, s.key))
	s.add("a SOW of 65,537 bytes", "TOO_LARGE", script.Envelope(messages.Kind_KIND_SOW, body(messages.MaxSOW+1), messages.ID{}, s.key))
}

func (s *spoiler) kinds() {
	s.add("kind reserved for amendments", "UNSUPPORTED", script.Envelope(13, nil, messages.ID{}, s.key))
	s.add("kind reserved for consent", "UNSUPPORTED", script.Envelope(14, nil, messages.ID{}, s.key))
	s.add("kind 77", "UNSUPPORTED", script.Envelope(77, nil, messages.ID{}, s.key))
}

// bodies are signed well and say what no body may.
func (s *spoiler) bodies() {
	raw := func(name string, kind messages.Kind, body []byte) {
		s.add(name, "INVALID", script.Envelope(kind, body, messages.ID{}, s.key))
	}
	raw("body is no protobuf", messages.Kind_KIND_SOW, []byte{0xff})
	raw("body empty", messages.Kind_KIND_SOW, nil)
	raw("field cut", messages.Kind_KIND_SOW, s.body[:len(s.body)-1])
	raw("service is not UTF-8", messages.Kind_KIND_SOW, append(slices.Clone(s.body), 0x1a, 2, 0xff, 0xfe))
	raw("reason is half a rune", messages.Kind_KIND_REJECT, []byte{8, 1, 0x12, 1, 0xc3})
	for _, edit := range []string{
		"nonce=00", "nonce=unset", "service=unset", "units=0", "version=0", "quote_by_ms=unset", "quote_by_ms=+2h", "deliver_by_ms=-1",
		"deliver_by_ms=7258118400000", "job.type=unset", "settlements.0.kind=9", "settlements.16.kind=NONE", "verifications.0.mode=MEDIATE",
		"limit.per_unit=01 limit.ceiling=1", "limit.per_unit=-1 limit.ceiling=1", "limit.per_unit=1.5 limit.ceiling=2", "limit.per_unit=1e3 limit.ceiling=1",
		"limit.per_unit=unset limit.ceiling=1", "reason=x*1025",
		"limit.ceiling=1 limit.per_unit=115792089237316195423570985008687907853269984665640564039457584007913129639936",
	} {
		m := proto.CloneOf(must(must(messages.Parse(s.good)).Open()).Message().(*messages.SOW))
		for word := range strings.FieldsSeq(edit) {
			if err := script.Edit(m, word); err != nil {
				panic(err)
			}
		}
		raw("SOW "+edit, messages.Kind_KIND_SOW, script.Marshal(m))
	}
	raw("Reject of an unknown code", messages.Kind_KIND_REJECT, []byte{8, 99})
	raw("Verdict without a finding", messages.Kind_KIND_VERDICT, nil)
	raw("Ask about no session", messages.Kind_KIND_ASK, []byte{0x10, 1})
}
