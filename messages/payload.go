package messages

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
)

// Codec is how a service writes and reads its own terms. It is owned by the service; there is no registry.
type Codec[T any] struct {
	// Type is the media type that Payloads of this codec carry.
	Type      string
	Marshal   func(T) ([]byte, error)
	Unmarshal func([]byte) (T, error)
}

// Encode wraps v.
func (c Codec[T]) Encode(v T) (*Payload, error) {
	b, err := c.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", c.Type, err)
	}
	return &Payload{Type: c.Type, Body: b}, nil
}

// Decode unwraps p, whose type must be the codec's.
func (c Codec[T]) Decode(p *Payload) (T, error) {
	var zero T
	if p.GetType() != c.Type {
		return zero, fmt.Errorf("payload is %q, want %q: %w", p.GetType(), c.Type, ErrInvalid)
	}
	v, err := c.Unmarshal(p.GetBody())
	if err != nil {
		return zero, fmt.Errorf("decode %s: %w", c.Type, err)
	}
	return v, nil
}

// Text is plain UTF-8.
var Text = Codec[string]{
	Type:    "text/plain; charset=utf-8",
	Marshal: func(s string) ([]byte, error) { return []byte(s), nil },
	Unmarshal: func(b []byte) (string, error) {
		if !utf8.Valid(b) {
			return "", fmt.Errorf("not UTF-8: %w", ErrInvalid)
		}
		return string(b), nil
	},
}

// JSON encodes T with encoding/json under a media type.
func JSON[T any](mediaType string) Codec[T] {
	return Codec[T]{
		Type:    mediaType,
		Marshal: func(v T) ([]byte, error) { return json.Marshal(v) },
		Unmarshal: func(b []byte) (T, error) {
			var v T
			err := json.Unmarshal(b, &v)
			return v, err
		},
	}
}

// Proto encodes a protobuf message deterministically under a media type.
func Proto[T any, M interface {
	*T
	proto.Message
}](mediaType string) Codec[*T] {
	return Codec[*T]{
		Type: mediaType,
		Marshal: func(v *T) ([]byte, error) {
			return proto.MarshalOptions{Deterministic: true}.Marshal(M(v))
		},
		Unmarshal: func(b []byte) (*T, error) {
			v := new(T)
			return v, decodeBody(b, M(v))
		},
	}
}
