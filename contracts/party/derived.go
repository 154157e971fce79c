package party

import (
	"crypto/hkdf"
	"crypto/sha256"

	"github.com/ethereum/go-ethereum/crypto"
)

// Derived is a secret of the account for one purpose: HKDF-SHA-256 of its key, without a salt, with the label as info. Whoever has
// the account has it, too; of another label's, or of the key, it says nothing.
func (p *Party) Derived(label string) (secret [32]byte, err error) {
	key, err := hkdf.Key(sha256.New, crypto.FromECDSA(p.key), nil, label, len(secret))
	copy(secret[:], key)
	return secret, err
}
