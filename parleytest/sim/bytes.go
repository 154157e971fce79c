package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// said is an envelope as the dumb judge reads it.
type said struct {
	kind     messages.Kind
	signer   messages.Key
	prev     messages.ID
	id       messages.ID
	size     int
	verified bool
	body     proto.Message
	terms    *messages.Terms // of an Agreement

	// layout is what is wrong with the bytes, content with the body; empty where nothing is.
	layout, content []messages.Code
	opaque          bool // nothing can be read from it: the content is not valid, or has terms with unknown fields
}

const (
	largestSOW   = 65_536
	largestOther = 16_384
)

// read is SPEC 1: from the bytes of an envelope to what it says, and to all that is wrong with it by itself.
func read(raw []byte) *said {
	s := &said{size: len(raw)}
	if len(raw) > largestSOW {
		s.layout = append(s.layout, messages.Code_CODE_TOO_LARGE)
		return s
	}
	body, signature, ok := s.split(raw)
	if !ok {
		s.layout = append(s.layout, messages.Code_CODE_INVALID)
		return s
	}
	if s.kind != messages.Kind_KIND_SOW && len(raw) > largestOther {
		s.layout = append(s.layout, messages.Code_CODE_TOO_LARGE)
		return s
	}
	signed := script.SignedBytes(s.kind, s.signer, s.prev, body)
	s.id = sha256.Sum256(signed)
	s.verified = messages.Verify(s.signer, signed, signature)
	s.readBody(body)
	return s
}

// split is S-1.1-4: 08 kind, 12 20 signer, 1a 20 prev, 22 length body, 2a 40 signature.
func (s *said) split(raw []byte) (body, signature []byte, ok bool) {
	const before, after = 2 + 34 + 34 + 1, 66
	if len(raw) < before+1+after {
		return nil, nil, false
	}
	if raw[0] != 0x08 || raw[1] == 0 || raw[1] > 127 {
		return nil, nil, false
	}
	if raw[2] != 0x12 || raw[3] != 32 || raw[36] != 0x1a || raw[37] != 32 || raw[70] != 0x22 {
		return nil, nil, false
	}
	length := len(raw)
	for _, digits := range []int{1, 2, 3} { // of the length, in base 128
		n := len(raw) - before - digits - after
		if n >= 0 && slices.Equal(binary.AppendUvarint(nil, uint64(n)), raw[before:before+digits]) {
			length = n
			body = raw[before+digits : before+digits+n]
		}
	}
	if length == len(raw) || raw[len(raw)-after] != 0x2a || raw[len(raw)-after+1] != 64 {
		return nil, nil, false
	}
	s.kind = messages.Kind(raw[1])
	s.signer = messages.Key(raw[4:36])
	s.prev = messages.ID(raw[38:70])
	return body, raw[len(raw)-64:], true
}

// readBody is S-1.4-4, S-1.6-1 and S-1.6-2.
func (s *said) readBody(body []byte) {
	m := empty(s.kind)
	if m == nil {
		s.content = append(s.content, messages.Code_CODE_UNSUPPORTED)
		return
	}
	if proto.Unmarshal(body, m) != nil {
		s.content, s.opaque = append(s.content, messages.Code_CODE_INVALID), true
		return
	}
	s.body = m
	if strange(m.ProtoReflect()) {
		s.content = append(s.content, messages.Code_CODE_UNSUPPORTED)
	}
	if a, ok := m.(*messages.Agreement); ok {
		t := new(messages.Terms)
		if len(a.Terms) == 0 || proto.Unmarshal(a.Terms, t) != nil {
			s.content, s.opaque = append(s.content, messages.Code_CODE_INVALID), true
			return
		}
		s.terms = t
		if strange(t.ProtoReflect()) {
			s.opaque = true
			s.content = append(s.content, messages.Code_CODE_UNSUPPORTED)
		}
	}
	if !sound(m, s.terms) {
		s.content, s.opaque = append(s.content, messages.Code_CODE_INVALID), true
	}
}

// strange reports whether m has fields, at any depth, that nobody here knows.
func strange(m protoreflect.Message) bool {
	if len(m.GetUnknown()) > 0 {
		return true
	}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.Message() == nil || !m.Has(f):
		case !f.IsList():
			if strange(m.Get(f).Message()) {
				return true
			}
		default:
			for list, j := m.Get(f).List(), 0; j < list.Len(); j++ {
				if strange(list.Get(j).Message()) {
					return true
				}
			}
		}
	}
	return false
}

func empty(k messages.Kind) proto.Message {
	switch k {
	case 1:
		return new(messages.SOW)
	case 2:
		return new(messages.Quote)
	case 3:
		return new(messages.Agreement)
	case 4:
		return new(messages.Acceptance)
	case 5:
		return new(messages.Progress)
	case 6:
		return new(messages.Voucher)
	case 7:
		return new(messages.Delivery)
	case 8:
		return new(messages.Reward)
	case 9:
		return new(messages.Receipt)
	case 10:
		return new(messages.Reject)
	case 11:
		return new(messages.Dispute)
	case 12:
		return new(messages.Verdict)
	case 15:
		return new(messages.Ask)
	}
	return nil
}
