package messages

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Statement are the bytes that the signer has signed; their SHA-256 is the envelope's ID. Without the signature they prove
// nothing, but to who has the ID from somewhere that binds the signer: a contract that both accounts have signed, say.
func (s *Signed) Statement() []byte { return appendSigned(nil, s.header, s.body) }

// ReadStatement reads a statement whose ID is known: bytes that do not hash to it are [ErrMalformed]. The header's Size is
// that of the statement. A body with fields that this version does not know is [ErrUnknown]: nothing may be built on it.
func ReadStatement(id ID, raw []byte) (Header, Message, error) {
	if len(raw) > MaxSOW {
		return Header{}, nil, fmt.Errorf("%w: a statement of %d bytes, at most %d", ErrTooLarge, len(raw), MaxSOW)
	}
	if sha256.Sum256(raw) != id {
		return Header{}, nil, fmt.Errorf("%w: the %d bytes are not the statement %s", ErrMalformed, len(raw), id.Short())
	}
	h, body, ok := splitStatement(raw)
	if !ok {
		return Header{}, nil, fmt.Errorf("%w: %s is not domain, kind, signer, prev and body", ErrMalformed, id.Short())
	}
	m := h.Kind.New()
	if m == nil {
		return Header{}, nil, fmt.Errorf("kind %d: %w", h.Kind, ErrUnknown)
	}
	if err := decodeBody(body, m); err != nil {
		return Header{}, nil, fmt.Errorf("%s %s: %w", h.Kind.Name(), id.Short(), err)
	}
	if shapeOf(m).hasOthers(body) {
		return Header{}, nil, fmt.Errorf("%s %s has fields that this version does not know: %w", h.Kind.Name(), id.Short(), ErrUnknown)
	}
	if err := m.Validate(); err != nil {
		return Header{}, nil, fmt.Errorf("%s %s: %w", h.Kind.Name(), id.Short(), err)
	}
	return h, m, nil
}

// splitStatement undoes appendSigned.
func splitStatement(raw []byte) (h Header, body []byte, ok bool) {
	rest, ok := bytes.CutPrefix(raw, []byte(Domain))
	kind, n := binary.Uvarint(rest)
	if !ok || n <= 0 || kind == 0 || kind >= 0x80 || len(rest) < n+64 {
		return h, nil, false
	}
	h = Header{Kind: Kind(kind), Signer: Key(rest[n : n+32]), Prev: ID(rest[n+32 : n+64]), Size: len(raw)}
	rest = rest[n+64:]
	size, n := binary.Uvarint(rest)
	if n <= 0 || uint64(len(rest)-n) != size {
		return h, nil, false
	}
	body = rest[n:]
	return h, body, bytes.Equal(appendSigned(nil, h, body), raw)
}
