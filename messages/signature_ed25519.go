//go:build !parleysim

package messages

import (
	"crypto"
	stded25519 "crypto/ed25519"
	"crypto/rand"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// One rule for every signature, single or in a batch, at every party: the cofactored equation of ZIP-215 with a
// canonical S (RFC 8032, 5.1.7), and a public key that is canonical and not of small order, which the options check in
// both (they do not allow what is not said here).
var rule = &ed25519.Options{Verify: &ed25519.VerifyOptions{
	AllowSmallOrderR:   true,
	AllowNonCanonicalR: true,
}}

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

// batch verifies signatures together, by the same rule.
type batch struct{ verifier *ed25519.BatchVerifier }

func newBatch(size int) batch { return batch{ed25519.NewBatchVerifierWithCapacity(size)} }

func (b batch) add(k Key, message, signature []byte) {
	if unpacked := proven.get(k); unpacked != nil {
		b.verifier.AddExpandedWithOptions(unpacked, message, signature, rule)
	} else {
		b.verifier.AddWithOptions(k[:], message, signature, rule)
	}
}

// verify says of all, and if it is not true of all, of each, whether they verify.
func (b batch) verify() (all bool, each []bool) { return b.verifier.Verify(rand.Reader) }
