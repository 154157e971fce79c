package messages

import (
	"sync"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// shape is what the fields of a message look like on the wire, by their numbers. It is asked of every message whether it
// has other ones, which reflection answers ten times more slowly.
type shape []field

type field struct {
	takes   [protowire.EndGroupType + 2]bool // wire types; all false for a number that is no field
	message shape                            // of a field that is a message
}

// shapeOf is the shape of a message of this package.
func shapeOf(m protoreflect.ProtoMessage) shape {
	return shapes()[m.ProtoReflect().Descriptor().Name()]
}

var shapes = sync.OnceValue(func() map[protoreflect.Name]shape {
	all := File_parley_proto.Messages()
	found := make(map[protoreflect.Name]shape, all.Len())
	for i := range all.Len() {
		shapeMessage(all.Get(i), found)
	}
	return found
})

// shapeMessage ends: no message of ours holds itself.
func shapeMessage(d protoreflect.MessageDescriptor, found map[protoreflect.Name]shape) shape {
	if s, ok := found[d.Name()]; ok {
		return s
	}
	var s shape
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		for len(s) <= int(f.Number()) {
			s = append(s, field{})
		}
		own := &s[f.Number()]
		own.takes[wireType(f.Kind())] = true
		if f.IsList() && wireType(f.Kind()) != protowire.BytesType {
			own.takes[protowire.BytesType] = true // packed
		}
		if f.Message() != nil {
			own.message = shapeMessage(f.Message(), found)
		}
	}
	found[d.Name()] = s
	return s
}

func wireType(k protoreflect.Kind) protowire.Type {
	switch k {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return protowire.BytesType
	case protoreflect.Fixed32Kind, protoreflect.Sfixed32Kind, protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.Fixed64Kind, protoreflect.Sfixed64Kind, protoreflect.DoubleKind:
		return protowire.Fixed64Type
	}
	return protowire.VarintType
}

// hasOthers reports whether b, which was decoded, has fields that s has not.
func (s shape) hasOthers(b []byte) bool {
	for len(b) > 0 {
		number, wire, n := protowire.ConsumeTag(b)
		if n < 0 || int(number) >= len(s) || !s[number].takes[wire] {
			return true
		}
		size := protowire.ConsumeFieldValue(number, wire, b[n:])
		if size < 0 {
			return true
		}
		if inner := s[number].message; inner != nil {
			value, _ := protowire.ConsumeBytes(b[n:])
			if inner.hasOthers(value) {
				return true
			}
		}
		b = b[n+size:]
	}
	return false
}
