package messages

import (
	"crypto"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// soundPoint decodes a key, if it is a canonical point that is not of small order.
func soundPoint(b []byte) (p curve.EdwardsPoint, ok bool) {
	var compressed curve.CompressedEdwardsY
	if _, err := compressed.SetBytes(b); err != nil || !compressed.IsCanonicalVartime() {
		return p, false
	}
	if _, err := p.SetCompressedY(&compressed); err != nil {
		return p, false
	}
	return p, !p.IsSmallOrder()
}

// Verify reports whether signature is key's over message, by the rule of this protocol (ZIP-215, canonical S). It is
// for the other things a peer signs, such as a transport's challenge, so that there is one rule everywhere.
func Verify(key Key, message, signature []byte) bool {
	return len(signature) == ed25519.SignatureSize && verify(key, message, signature)
}

// Sign signs message with s, an Ed25519 key.
func Sign(s crypto.Signer, message []byte) ([]byte, error) { return sign(s, message) }
