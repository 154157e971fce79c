package script

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"fmt"
	"math/big"
	"slices"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/curve/scalar"
	"github.com/parley-p2p/parley/messages"
)

// Adversarial is an envelope on whose signature implementations of Ed25519 differ, and what the one rule of Parley says:
// the cofactored equation, a canonical S, a key that is canonical and not of small order.
type Adversarial struct {
	Name  string
	Raw   []byte
	Valid bool
}

// Adversaries are such envelopes, over one body.
func Adversaries(kind messages.Kind, body []byte) []Adversarial {
	f := forger{kind: kind, body: body}
	f.smallOrderKeys()
	f.nonCanonicalKeys()
	f.torsion()
	f.malleable()
	return f.made
}

type forger struct {
	kind messages.Kind
	body []byte
	made []Adversarial
}

func (f *forger) add(valid bool, key, r, s []byte, name string, args ...any) {
	raw := Encode(f.kind, messages.Key(key), messages.ID{}, f.body, slices.Concat(r, s))
	f.made = append(f.made, Adversarial{fmt.Sprintf(name, args...), raw, valid})
}

// hash is SHA-512(R || A || signed bytes) as a scalar.
func (f *forger) hash(key, r []byte) *scalar.Scalar {
	h := sha512.Sum512(slices.Concat(r, key, SignedBytes(f.kind, messages.Key(key), messages.ID{}, f.body)))
	k, err := scalar.NewFromBytesModOrderWide(h[:])
	return must(k, err)
}

// smallOrderKeys: A is one of the eight points of small order, so that R = [S]B verifies any message.
func (f *forger) smallOrderKeys() {
	s := scalar.NewFromUint64(12345)
	r := encode(new(curve.EdwardsPoint).MulBasepoint(curve.ED25519_BASEPOINT_TABLE, s))
	for i, point := range curve.EIGHT_TORSION {
		f.add(false, encode(point), r, scalarBytes(s), "small-order key %d", i)
		f.add(false, encode(point), encode(point), scalarBytes(scalar.New()), "small-order key %d, R the same, S zero", i)
	}
}

// nonCanonicalKeys: y is at least the field's prime, or x is zero and its sign bit set, and a curve point comes out.
func (f *forger) nonCanonicalKeys() {
	s := scalar.NewFromUint64(12345)
	r := encode(new(curve.EdwardsPoint).MulBasepoint(curve.ED25519_BASEPOINT_TABLE, s))
	for _, key := range nonCanonical() {
		f.add(false, key, r, scalarBytes(s), "non-canonical key %x…%x", key[0], key[31])
	}
}

func nonCanonical() [][]byte {
	var found [][]byte
	for low := 0xed; low <= 0xff; low++ {
		for _, high := range []byte{0x7f, 0xff} {
			b := bytes.Repeat([]byte{0xff}, 32)
			b[0], b[31] = byte(low), high
			if decodes(b) {
				found = append(found, b)
			}
		}
	}
	for _, y := range []byte{0x01, 0xec} { // 1 and -1, where x is zero
		b := make([]byte, 32)
		if y != 1 {
			b = bytes.Repeat([]byte{0xff}, 32)
		}
		b[0] = y
		b[31] |= 0x80
		if decodes(b) {
			found = append(found, b)
		}
	}
	return found
}

func decodes(b []byte) bool {
	c, err := curve.NewCompressedEdwardsYFromBytes(b)
	if err != nil {
		return false
	}
	_, err = new(curve.EdwardsPoint).SetCompressedY(c)
	return err == nil
}

// torsion adds each of the eight points to R, and to A: only the cofactored equation holds. It also has R of small order,
// canonical or not.
func (f *forger) torsion() {
	a, key := secret()
	r := scalar.NewFromUint64(67890)
	for i, t := range curve.EIGHT_TORSION {
		point := new(curve.EdwardsPoint).MulBasepoint(curve.ED25519_BASEPOINT_TABLE, r)
		rb := encode(point.Add(point, t))
		f.add(true, key, rb, f.answer(r, a, key, rb), "R plus torsion %d", i)
		mixed := new(curve.EdwardsPoint).MulBasepoint(curve.ED25519_BASEPOINT_TABLE, a)
		mb := encode(mixed.Add(mixed, t))
		f.add(true, mb, rb, f.answer(r, a, mb, rb), "key and R plus torsion %d", i)
		sb := encode(t)
		f.add(true, key, sb, f.answer(scalar.New(), a, key, sb), "R of small order %d", i)
	}
	for _, rb := range nonCanonical() {
		if c, _ := curve.NewCompressedEdwardsYFromBytes(rb); !smallOrder(c) {
			continue
		}
		f.add(true, key, rb, f.answer(scalar.New(), a, key, rb), "R of small order, not canonical %x…%x", rb[0], rb[31])
	}
}

func smallOrder(c *curve.CompressedEdwardsY) bool {
	p, err := new(curve.EdwardsPoint).SetCompressedY(c)
	return err == nil && p.IsSmallOrder()
}

// answer is S = r + k·a.
func (f *forger) answer(r, a *scalar.Scalar, key, rb []byte) []byte {
	k := f.hash(key, rb)
	return scalarBytes(k.Add(k.Mul(k, a), r))
}

// malleable: the same signature with S plus multiples of the group's order, and with bits that have no business there.
func (f *forger) malleable() {
	key := Key("requester")
	public := key.Public().(ed25519.PublicKey)
	good := ed25519.Sign(key, SignedBytes(f.kind, messages.Key(public), messages.ID{}, f.body))
	f.add(true, public, good[:32], good[32:], "honest")
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	little := slices.Clone(good[32:])
	slices.Reverse(little)
	for n, s := 1, new(big.Int).SetBytes(little); ; n++ {
		if s.Add(s, order); s.BitLen() > 256 {
			break
		}
		b := s.FillBytes(make([]byte, 32))
		slices.Reverse(b)
		f.add(false, public, good[:32], b, "S plus %d times the order", n)
	}
	f.add(false, public, good[32:], good[:32], "halves exchanged")
	f.add(false, public, make([]byte, 32), make([]byte, 32), "all zero")
	flipped := slices.Clone(good)
	flipped[31] ^= 0x80
	f.add(false, public, flipped[:32], flipped[32:], "the other sign of R")
}

// secret is a key whose scalar is known.
func secret() (*scalar.Scalar, []byte) {
	a := scalar.NewFromUint64(424242)
	return a, encode(new(curve.EdwardsPoint).MulBasepoint(curve.ED25519_BASEPOINT_TABLE, a))
}

func encode(p *curve.EdwardsPoint) []byte {
	var c curve.CompressedEdwardsY
	c.SetEdwardsPoint(p)
	return c[:]
}

func scalarBytes(s *scalar.Scalar) []byte {
	b := make([]byte, 32)
	if err := s.ToBytes(b); err != nil {
		panic(err)
	}
	return b
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
