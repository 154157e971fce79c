package messages

import (
	"crypto"
	stded25519 "crypto/ed25519"
	"crypto/rand"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// One rule for every signature, single or in a batch, at every party: the cofactored equation of ZIP-215 with a
// canonical S (RFC 8032, 5.1.7), and a public key that is canonical and not of small order, which the options check in
// both (they do not allow what is not said here).
var rule = &ed25519.Options{Verify: &ed25519.VerifyOptions{
	AllowSmallOrderR:   true,
	AllowNonCanonicalR: true,
}}

func soundKey(b []byte) bool {
	var compressed curve.CompressedEdwardsY
	if _, err := compressed.SetBytes(b); err != nil {
		return false
	}
	if !compressed.IsCanonicalVartime() {
		return false
	}
	var p curve.EdwardsPoint
	if _, err := p.SetCompressedY(&compressed); err != nil {
		return false
	}
	return !p.IsSmallOrder()
}

func verify(k Key, message, signature []byte) bool {
	unpacked := proven.get(k)
	if unpacked == nil {
		ok := ed25519.VerifyWithOptions(k[:], message, signature, rule)
		if ok {
			proven.add(k)
		}
		return ok
	}
	ok := ed25519.VerifyExpandedWithOptions(unpacked, message, signature, rule)
	if !ok {
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

// Verify reports whether signature is key's over message, by the rule of this protocol (ZIP-215, canonical S). It is
// for the other things a peer signs, such as a transport's challenge, so that there is one rule everywhere.
func Verify(key Key, message, signature []byte) bool {
	return len(signature) == ed25519.SignatureSize && verify(key, message, signature)
}

// Sign signs message with s, an Ed25519 key.
func Sign(s crypto.Signer, message []byte) ([]byte, error) { return sign(s, message) }
