package script

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parley-p2p/parley/messages"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Edit sets one field of a message: "price.per_unit=7", "settlements.0.kind=ESCROW", "code=BUSY", "signature=unset",
// "expires_ms=+10m" (since the start), "review_ms=5m", "farmer=@stranger", "terms.units=5", "terms.unknown=1".
func Edit(m proto.Message, assignment string) error {
	path, value, ok := strings.Cut(assignment, "=")
	if !ok {
		return fmt.Errorf("%q: want field=value", assignment)
	}
	if rest, inner := strings.CutPrefix(path, "terms."); inner {
		if a, ok := m.(*messages.Agreement); ok {
			return editTerms(a, rest+"="+value)
		}
	}
	if err := set(m.ProtoReflect(), strings.Split(path, "."), value); err != nil {
		return fmt.Errorf("%q: %w", assignment, err)
	}
	return nil
}

func editTerms(a *messages.Agreement, assignment string) error {
	t := new(messages.Terms)
	if err := proto.Unmarshal(a.Terms, t); err != nil {
		return err
	}
	if err := Edit(t, assignment); err != nil {
		return err
	}
	a.Terms = Marshal(t)
	a.AcceptByMs = t.AcceptByMs
	return nil
}

// Marshal encodes deterministically.
func Marshal(m proto.Message) []byte {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		panic(err) // the scripts hold no string that is not UTF-8
	}
	return b
}

func set(m protoreflect.Message, path []string, value string) error {
	if path[0] == "unknown" {
		m.SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, 1000, protowire.VarintType), 1))
		return nil
	}
	f := m.Descriptor().Fields().ByName(protoreflect.Name(path[0]))
	switch {
	case f == nil:
		return fmt.Errorf("%s has no field %s", m.Descriptor().Name(), path[0])
	case value == "unset" && len(path) == 1:
		m.Clear(f)
		return nil
	case f.IsList() && f.Message() != nil:
		if len(path) < 3 {
			return fmt.Errorf("want %s.INDEX.FIELD", path[0])
		}
		i, err := strconv.Atoi(path[1])
		if err != nil {
			return err
		}
		list := m.Mutable(f).List()
		for list.Len() <= i {
			list.AppendMutable()
		}
		return set(list.Get(i).Message(), path[2:], value)
	case f.IsList():
		list := m.Mutable(f).List()
		list.Truncate(0)
		for part := range strings.SplitSeq(value, ",") {
			list.Append(protoreflect.ValueOfString(text(part)))
		}
		return nil
	case f.Message() != nil:
		sub := m.Mutable(f).Message()
		if len(path) == 1 {
			return fmt.Errorf("want a field of %s", path[0])
		}
		return set(sub, path[1:], value)
	}
	v, err := scalarValue(f, value)
	if err != nil {
		return err
	}
	m.Set(f, v)
	return nil
}

func scalarValue(f protoreflect.FieldDescriptor, value string) (protoreflect.Value, error) {
	switch f.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text(value)), nil
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(value == "true"), nil
	case protoreflect.BytesKind:
		if who, ok := strings.CutPrefix(value, "@"); ok && Key(who) != nil {
			peer := Peer(who)
			return protoreflect.ValueOfBytes(peer[:]), nil
		}
		b, err := hex.DecodeString(value)
		return protoreflect.ValueOfBytes(b), err
	case protoreflect.EnumKind:
		values := f.Enum().Values()
		for i := range values.Len() {
			if strings.HasSuffix(string(values.Get(i).Name()), "_"+value) {
				return protoreflect.ValueOfEnum(values.Get(i).Number()), nil
			}
		}
		n, err := strconv.Atoi(value)
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n)), err
	}
	n, err := number(value)
	switch f.Kind() {
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n)), err
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(uint64(n)), err
	}
	return protoreflect.ValueOfInt64(n), err
}

// text is a string, or the hex key of somebody: "@mediator"; "x*5" is "xxxxx".
func text(value string) string {
	if who, ok := strings.CutPrefix(value, "@"); ok && Key(who) != nil {
		return Peer(who).String()
	}
	if s, times, ok := strings.Cut(value, "*"); ok {
		if n, err := strconv.Atoi(times); err == nil {
			return strings.Repeat(s, n)
		}
	}
	return value
}

// number is an integer, a duration in milliseconds, or a time: "+10m" is ten minutes after the start.
func number(value string) (int64, error) {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && value[0] != '+' {
		return n, nil
	}
	if n, err := strconv.ParseUint(value, 10, 64); err == nil && value[0] != '+' {
		return int64(n), nil
	}
	d, err := time.ParseDuration(strings.TrimPrefix(value, "+"))
	if err != nil {
		return 0, err
	}
	if value[0] == '+' {
		return Start.Add(d).UnixMilli(), nil
	}
	return d.Milliseconds(), nil
}
