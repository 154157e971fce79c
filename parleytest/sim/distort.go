package sim

import (
	"math/big"
	"math/rand/v2"
	"strings"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// distort changes one field of a message, at any depth, to something that may be wrong.
func distort(r *rand.Rand, c *cast, m proto.Message) {
	if a, ok := m.(*messages.Agreement); ok && r.IntN(4) > 0 {
		t := new(messages.Terms)
		if proto.Unmarshal(a.Terms, t) == nil {
			distort(r, c, t)
			a.Terms = script.Marshal(t)
			if r.IntN(4) > 0 {
				a.AcceptByMs = t.AcceptByMs
			}
			return
		}
	}
	if r.IntN(8) == 0 {
		extend(r, m.ProtoReflect())
		return
	}
	change(r, c, m.ProtoReflect())
}

// extend adds a field that nobody knows, to a message or to one anywhere in it.
func extend(r *rand.Rand, m protoreflect.Message) {
	for {
		var below []protoreflect.Message
		for i := range m.Descriptor().Fields().Len() {
			f := m.Descriptor().Fields().Get(i)
			switch {
			case f.Message() == nil || !m.Has(f):
			case f.IsList():
				for j := range m.Get(f).List().Len() {
					below = append(below, m.Get(f).List().Get(j).Message())
				}
			default:
				below = append(below, m.Mutable(f).Message())
			}
		}
		n := r.IntN(len(below) + 1)
		if n == len(below) {
			break
		}
		m = below[n]
	}
	m.SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, 1000, protowire.VarintType), 1))
}

func change(r *rand.Rand, c *cast, m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	if fields.Len() == 0 {
		return
	}
	f := fields.Get(r.IntN(fields.Len()))
	switch {
	case f.IsList():
		changeList(r, c, m.Mutable(f).List(), f)
	case f.Message() != nil && m.Has(f) && r.IntN(4) > 0:
		change(r, c, m.Mutable(f).Message())
	case f.Message() != nil && m.Has(f):
		m.Clear(f)
	case f.Message() != nil && r.IntN(2) == 0:
		m.Mutable(f) // there, and empty
	case f.Message() != nil:
		change(r, c, m) // something else
	default:
		m.Set(f, scalar(r, c, f, m.Get(f)))
	}
}

func changeList(r *rand.Rand, c *cast, list protoreflect.List, f protoreflect.FieldDescriptor) {
	switch n := list.Len(); {
	case n == 0 || r.IntN(4) == 0:
		for range 1 + r.IntN(2)*16*r.IntN(5) {
			if f.Message() != nil {
				list.AppendMutable()
			} else {
				list.Append(scalar(r, c, f, protoreflect.ValueOfString("x")))
			}
		}
	case r.IntN(4) == 0:
		list.Truncate(r.IntN(n))
	case f.Message() != nil:
		change(r, c, list.Get(r.IntN(n)).Message())
	default:
		list.Set(r.IntN(n), scalar(r, c, f, list.Get(0)))
	}
}

// scalar is a value near the one that is there, or at an edge.
func scalar(r *rand.Rand, c *cast, f protoreflect.FieldDescriptor, v protoreflect.Value) protoreflect.Value {
	delta := []int64{-1, 1, 30_000, -30_001, -10 * minute, minute}[r.IntN(6)]
	edge := []int64{0, 1, -1, 1 << 62, year2200, year2200 - 1}[r.IntN(6)]
	near := r.IntN(3) > 0
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(!v.Bool())
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(r.IntN(30) - 1))
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text(r, c, v.String()))
	case protoreflect.BytesKind:
		b := append([]byte{}, v.Bytes()...)
		if len(b) > 0 && near {
			b[r.IntN(len(b))] ^= 1
			return protoreflect.ValueOfBytes(b)
		}
		return protoreflect.ValueOfBytes(append(b, make([]byte, r.IntN(5000))...)[:r.IntN(len(b)+1)])
	case protoreflect.Uint32Kind:
		if near {
			return protoreflect.ValueOfUint32(uint32(v.Uint()) + uint32(delta))
		}
		return protoreflect.ValueOfUint32(uint32(edge))
	case protoreflect.Uint64Kind:
		if near {
			return protoreflect.ValueOfUint64(v.Uint() + uint64(delta))
		}
		return protoreflect.ValueOfUint64(uint64(edge))
	}
	if near {
		return protoreflect.ValueOfInt64(v.Int() + delta)
	}
	return protoreflect.ValueOfInt64(edge)
}

func text(r *rand.Rand, c *cast, s string) string {
	if isAmount(s) && r.IntN(4) > 0 {
		n := number(s)
		if r.IntN(3) == 0 {
			return n.Rsh(n, 1).String()
		}
		return n.Abs(n.Add(n, big.NewInt([]int64{1, -1, 1000}[r.IntN(3)]))).String()
	}
	return []string{"", "0", "00", "-1", "1", "x y", "USD", s + "0", strings.ToUpper(s), strings.Repeat("9", 78), strings.Repeat("x", 128),
		strings.Repeat("x", 2000), c.names["requester"], c.names["farmer"]}[r.IntN(14)]
}
