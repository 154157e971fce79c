//go:build !parleysim

package messages

import (
	"crypto"
	stded25519 "crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"slices"
	"sync"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/curve/scalar"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// One rule for every signature, single or in a batch, at every party: the cofactored equation of ZIP-215 with a
// canonical S (RFC 8032, 5.1.7), and a public key that is canonical and not of small order, which the options check when
// a key is new (they do not allow what is not said here). The keys in the keyring have passed it.
var rule = &ed25519.Options{Verify: &ed25519.VerifyOptions{
	AllowSmallOrderR:   true,
	AllowNonCanonicalR: true,
}}

func verify(k Key, message, signature []byte) bool {
	negated := proven.get(k)
	if negated == nil {
		ok := ed25519.VerifyWithOptions(k[:], message, signature, rule)
		if ok {
			proven.add(k)
		}
		return ok
	}
	c, ok := readClaim(k, negated, message, signature)
	if ok = ok && c.holds(); !ok {
		proven.drop(k)
	}
	return ok
}

func sign(s crypto.Signer, message []byte) ([]byte, error) {
	// Software keys of the standard library are signed for by the faster library; the signatures are the same bytes.
	if k, ok := s.(stded25519.PrivateKey); ok {
		return ed25519.Sign(ed25519.PrivateKey(k), message), nil
	}
	return s.Sign(rand.Reader, message, crypto.Hash(0))
}

// claim is what a signature by A says: that 8(R + [k]A - [S]B) is the identity, where k is the hash of R, A and the
// message, and B the base point.
type claim struct {
	key  *curve.ExpandedEdwardsPoint // -A
	r    curve.EdwardsPoint
	s, k scalar.Scalar

	negated curve.EdwardsPoint // -R, in a batch
	z       scalar.Scalar      // its weight there
}

// readClaim is not ok if the signature has another length, R is no point, or S is not canonical.
func readClaim(key Key, negated *curve.ExpandedEdwardsPoint, message, signature []byte) (c claim, ok bool) {
	if len(signature) != ed25519.SignatureSize || !scalar.ScMinimalVartime(signature[32:]) {
		return c, false
	}
	if _, err := c.s.SetCanonicalBytes(signature[32:]); err != nil {
		return c, false
	}
	var r curve.CompressedEdwardsY
	if _, err := r.SetBytes(signature[:32]); err != nil {
		return c, false
	}
	if _, err := c.r.SetCompressedY(&r); err != nil {
		return c, false
	}
	c.key = negated
	h := sha512.New()
	h.Write(signature[:32])
	h.Write(key[:])
	h.Write(message)
	var digest [sha512.Size]byte
	_, err := c.k.SetBytesModOrderWide(h.Sum(digest[:0]))
	return c, err == nil
}

func (c *claim) holds() bool {
	var difference curve.EdwardsPoint
	return difference.ExpandedTripleScalarMulBasepointVartime(&c.k, c.key, &c.s, &c.r).IsSmallOrder()
}

// batch verifies signatures together, by the same rule: a random combination of the claims holds for all of them, or with
// a chance of 2^-128. The library's batches have one term a signature for its key; here all of one key share one, since
// peers that deal with each other sign again and again.
type batch struct {
	claims []claim
	each   []bool // of those added, whether it may be true

	// The terms of the combination: of the base point and the keys, and of each R.
	keys   []*curve.ExpandedEdwardsPoint
	sums   []*scalar.Scalar
	points []*curve.EdwardsPoint
	zs     []*scalar.Scalar
	random []byte
}

// batches keep the memory of those that are done.
var batches = sync.Pool{New: func() any { return new(batch) }}

func newBatch() *batch { return batches.Get().(*batch) }

// done ends the use of the batch and of what verify returned.
func (b *batch) done() {
	clear(b.claims)
	clear(b.keys)
	b.claims, b.each = b.claims[:0], b.each[:0]
	batches.Put(b)
}

// add takes a claim, or its verdict at once if the key is not proven.
func (b *batch) add(k Key, message, signature []byte) {
	var c claim
	var ok bool
	if negated := proven.get(k); negated != nil {
		c, ok = readClaim(k, negated, message, signature)
	} else {
		ok = verify(k, message, signature)
	}
	b.claims, b.each = append(b.claims, c), append(b.each, ok)
}

// verify says of each whether it verifies.
func (b *batch) verify() []bool {
	if b.hold() {
		return b.each
	}
	for i := range b.claims {
		if c := &b.claims[i]; b.each[i] && c.key != nil {
			b.each[i] = c.holds()
		}
	}
	return b.each
}

// base is B, with its table.
var base = curve.NewExpandedEdwardsPoint(curve.ED25519_BASEPOINT_POINT)

// hold checks that [sum(z s)]B + sum over keys([sum(z k)](-A)) + sum([z](-R)) is of small order, with a random z of 128 bits
// for each claim that may be true.
func (b *batch) hold() bool {
	b.keys, b.sums = append(b.keys[:0], base), append(b.sums[:0], new(scalar.Scalar))
	b.points, b.zs = b.points[:0], b.zs[:0]
	b.random = slices.Grow(b.random[:0], 16*len(b.claims))[:16*len(b.claims)]
	rand.Read(b.random)
	for i := range b.claims {
		c := &b.claims[i]
		if !b.each[i] || c.key == nil {
			continue
		}
		var wide [scalar.ScalarSize]byte
		copy(wide[:], b.random[16*i:16*i+16])
		if _, err := c.z.SetBits(wide[:]); err != nil {
			return false
		}
		var product scalar.Scalar
		sum := b.sumOf(c.key)
		b.sums[0].Add(b.sums[0], product.Mul(&c.z, &c.s))
		sum.Add(sum, product.Mul(&c.z, &c.k))
		b.points, b.zs = append(b.points, c.negated.Neg(&c.r)), append(b.zs, &c.z)
	}
	var difference curve.EdwardsPoint
	return difference.ExpandedMultiscalarMulVartime(b.sums, b.keys, b.zs, b.points).IsSmallOrder()
}

// sumOf is the scalar of a key.
func (b *batch) sumOf(key *curve.ExpandedEdwardsPoint) *scalar.Scalar {
	if i := slices.Index(b.keys, key); i >= 0 {
		return b.sums[i]
	}
	b.keys, b.sums = append(b.keys, key), append(b.sums, new(scalar.Scalar))
	return b.sums[len(b.sums)-1]
}
