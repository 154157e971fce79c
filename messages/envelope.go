package messages

import (
	"crypto"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"
)

// Domain separates what a peer signs here from everything else it may sign.
const Domain = "parley/v1\x00"

// Version is the highest version of the protocol that this code speaks.
const Version = 1

// Why an envelope is not opened. [CodeOf] of the protocol package turns them into refusals.
var (
	ErrMalformed = errors.New("malformed envelope")
	ErrTooLarge  = errors.New("envelope too large")
	ErrSignature = errors.New("signature does not verify")
	ErrUnknown   = errors.New("not known to this version")
	ErrInvalid   = errors.New("invalid message")
)

// Header is what can be judged of an envelope before its signature is checked.
type Header struct {
	Kind   Kind
	Signer Key
	Prev   ID
	Size   int // bytes of the whole envelope
}

// Unopened is an envelope whose layout was read and whose signature was not checked: nothing it says is to be believed.
type Unopened struct {
	header    Header
	raw       []byte
	body      []byte
	signature []byte
	quote     *Quote // what [Unopened.Quote] has read
}

// Signed is an envelope whose signature was verified and whose body was decoded and validated. Only [Seal],
// [Unopened.Open] and [OpenBatch] make one. It is immutable.
type Signed struct {
	header  Header
	id      ID
	raw     []byte
	body    []byte
	message Message
	terms   *Terms // of an Agreement
	unknown bool
}

// Parse reads the layout of an envelope: the canonical protobuf encoding of Envelope with every field present, in
// order, and nothing else, so that one envelope has one encoding. It keeps raw.
func Parse(raw []byte) (*Unopened, error) {
	if len(raw) > MaxSOW {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(raw), MaxSOW)
	}
	u := &Unopened{raw: raw, header: Header{Size: len(raw)}}
	rest, ok := raw, true
	field := func(tag byte, size int) []byte {
		if !ok || len(rest) < 2 || rest[0] != tag {
			ok = false
			return nil
		}
		n, w := binary.Uvarint(rest[1:])
		if w <= 0 || w != uvarintLen(n) || n > uint64(len(rest)-1-w) || size >= 0 && n != uint64(size) {
			ok = false
			return nil
		}
		value := rest[1+w : 1+w+int(n)]
		rest = rest[1+w+int(n):]
		return value
	}
	if len(rest) < 2 || rest[0] != 0x08 || rest[1] == 0 || rest[1] >= 0x80 {
		return nil, fmt.Errorf("%w: no kind", ErrMalformed)
	}
	u.header.Kind, rest = Kind(rest[1]), rest[2:]
	signer, prev := field(0x12, 32), field(0x1a, 32)
	u.body = field(0x22, -1)
	u.signature = field(0x2a, 64)
	if !ok || len(rest) != 0 {
		return nil, fmt.Errorf("%w: not the canonical encoding of kind, signer, prev, body, signature", ErrMalformed)
	}
	if len(raw) > u.header.Kind.MaxSize() {
		return nil, fmt.Errorf("%w: %s of %d bytes, at most %d", ErrTooLarge, u.header.Kind.Name(), len(raw), u.header.Kind.MaxSize())
	}
	u.header.Signer, u.header.Prev = Key(signer), ID(prev)
	return u, nil
}

// Header is what is written on the outside.
func (u *Unopened) Header() Header { return u.header }

// ID names the envelope; it does not depend on the signature.
func (u *Unopened) ID() ID { return sha256.Sum256(appendSigned(nil, u.header, u.body)) }

// Open verifies the signature, then decodes and validates the body, once. A body with fields that this version does
// not know opens (its bytes are kept); [Signed.Unknown] tells.
func (u *Unopened) Open() (*Signed, error) {
	signed := appendSigned(nil, u.header, u.body)
	if !verify(u.header.Signer, signed, u.signature) {
		return nil, fmt.Errorf("%s of %s: %w", u.header.Kind.Name(), u.header.Signer.Short(), ErrSignature)
	}
	return u.decode(sha256.Sum256(signed))
}

// Quote is the quote that an envelope claims to be, decoded and validated before its signature is: to be weighed against
// others, and no more than that. What this version does not know in full is [ErrUnknown]. Not for concurrent use.
func (u *Unopened) Quote() (*Quote, error) {
	q := new(Quote)
	switch {
	case u.header.Kind != Kind_KIND_QUOTE:
		return nil, fmt.Errorf("%s is no quote: %w", u.header.Kind.Name(), ErrInvalid)
	case u.quote != nil:
		return u.quote, nil
	}
	if err := decodeBody(u.body, q); err != nil {
		return nil, err
	}
	if shapeOf(q).hasOthers(u.body) {
		return nil, ErrUnknown
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	u.quote = q
	return q, nil
}

// decode trusts that the signature was verified.
func (u *Unopened) decode(id ID) (*Signed, error) {
	if u.quote != nil {
		return &Signed{header: u.header, id: id, raw: u.raw, body: u.body, message: u.quote}, nil
	}
	m := u.header.Kind.New()
	if m == nil {
		return nil, fmt.Errorf("kind %d: %w", u.header.Kind, ErrUnknown)
	}
	if err := decodeBody(u.body, m); err != nil {
		return nil, fmt.Errorf("%s %s: %w", u.header.Kind.Name(), id.Short(), err)
	}
	terms, err := validate(m)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", u.header.Kind.Name(), id.Short(), err)
	}
	return &Signed{header: u.header, id: id, raw: u.raw, body: u.body, message: m, terms: terms, unknown: shapeOf(m).hasOthers(u.body)}, nil
}

// validate checks a message once and keeps what that brought to light: the terms of an Agreement.
func validate(m Message) (*Terms, error) {
	if a, ok := m.(*Agreement); ok {
		return a.validate()
	}
	return nil, m.Validate()
}

// Seal encodes m, binds it to its predecessor and signs it. prev is zero for a first SOW and the session's ID for an
// Ask. m must not change afterwards.
func Seal(m Message, prev ID, key crypto.Signer) (*Signed, error) {
	if m == nil || !m.ProtoReflect().IsValid() {
		return nil, fmt.Errorf("seal: %w: it is nil", ErrInvalid)
	}
	signer, err := PublicKey(key)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", m.Kind().Name(), err)
	}
	terms, err := validate(m)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", m.Kind().Name(), err)
	}
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", m.Kind().Name(), err)
	}
	h := Header{Kind: m.Kind(), Signer: signer, Prev: prev}
	signed := appendSigned(nil, h, body)
	signature, err := sign(key, signed)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", h.Kind.Name(), err)
	}
	raw, at := encode(h, body, signature)
	if h.Size = len(raw); h.Size > h.Kind.MaxSize() {
		return nil, fmt.Errorf("seal %s: %w: %d bytes, at most %d", h.Kind.Name(), ErrTooLarge, h.Size, h.Kind.MaxSize())
	}
	return &Signed{header: h, id: sha256.Sum256(signed), raw: raw, body: raw[at : at+len(body)], message: m,
		terms: terms, unknown: shapeOf(m).hasOthers(body)}, nil
}

// Header is what the envelope says on the outside.
func (s *Signed) Header() Header { return s.header }

// Kind of the body.
func (s *Signed) Kind() Kind { return s.header.Kind }

// Signer whose signature was verified.
func (s *Signed) Signer() Key { return s.header.Signer }

// Prev is the envelope that this one continues.
func (s *Signed) Prev() ID { return s.header.Prev }

// ID names the envelope.
func (s *Signed) ID() ID { return s.id }

// Message is the decoded body, to be read only.
func (s *Signed) Message() Message { return s.message }

// Terms are what an Agreement proposes, decoded and validated, to be read only; nil for other kinds.
func (s *Signed) Terms() *Terms { return s.terms }

// Bytes are the exact bytes of the envelope, to be read only.
func (s *Signed) Bytes() []byte { return s.raw }

// Body are the exact bytes of the message, to be read only.
func (s *Signed) Body() []byte { return s.body }

// Unknown reports whether the body has fields that this version does not know. Nothing may be built on it.
func (s *Signed) Unknown() bool { return s.unknown }

// appendSigned appends what is signed: domain || uvarint(kind) || signer || prev || uvarint(len(body)) || body.
func appendSigned(b []byte, h Header, body []byte) []byte {
	b = slices.Grow(b, len(Domain)+1+32+32+binary.MaxVarintLen32+len(body))
	b = append(b, Domain...)
	b = binary.AppendUvarint(b, uint64(h.Kind))
	b = append(b, h.Signer[:]...)
	b = append(b, h.Prev[:]...)
	b = binary.AppendUvarint(b, uint64(len(body)))
	return append(b, body...)
}

// encode returns the canonical bytes of the envelope and where the body starts in them.
func encode(h Header, body, signature []byte) (raw []byte, at int) {
	raw = make([]byte, 0, 2+34+34+1+binary.MaxVarintLen32+len(body)+66)
	raw = append(raw, 0x08, byte(h.Kind))
	raw = append(append(raw, 0x12, 32), h.Signer[:]...)
	raw = append(append(raw, 0x1a, 32), h.Prev[:]...)
	raw = binary.AppendUvarint(append(raw, 0x22), uint64(len(body)))
	at = len(raw)
	raw = append(raw, body...)
	return append(append(raw, 0x2a, 64), signature...), at
}

func uvarintLen(n uint64) int {
	size := 1
	for ; n >= 0x80; n >>= 7 {
		size++
	}
	return size
}

// maxDepth bounds the nesting of a body; the deepest of ours is 4.
const maxDepth = 8

func decodeBody(b []byte, m proto.Message) error {
	if err := (proto.UnmarshalOptions{RecursionLimit: maxDepth, DiscardUnknown: false}).Unmarshal(b, m); err != nil {
		return fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	return nil
}
