package eip712

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// SignatureSize is the length of a signature.
const SignatureSize = 65

// ErrSignature is what every refusal of a signature is.
var ErrSignature = errors.New("eip712: signature refused")

// Sign signs a digest. The same key and digest give the same signature.
func Sign(digest [32]byte, key *ecdsa.PrivateKey) ([]byte, error) {
	signature, err := crypto.Sign(digest[:], key)
	if err != nil {
		return nil, fmt.Errorf("eip712: sign: %w", err)
	}
	signature[64] += 27
	return signature, nil
}

// Recover returns the account that signed digest. It accepts exactly what the contract accepts of an account with a
// key: 65 bytes, v 27 or 28, r and s in range, s low.
func Recover(digest [32]byte, signature []byte) (common.Address, error) {
	if len(signature) != SignatureSize {
		return common.Address{}, fmt.Errorf("%w: %d bytes, want %d", ErrSignature, len(signature), SignatureSize)
	}
	v := signature[64]
	if v != 27 && v != 28 {
		return common.Address{}, fmt.Errorf("%w: v is %d, want 27 or 28", ErrSignature, v)
	}
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:64])
	if !crypto.ValidateSignatureValues(v-27, r, s, true) {
		return common.Address{}, fmt.Errorf("%w: r or s is out of range, or s is high", ErrSignature)
	}
	plain := append([]byte(nil), signature...)
	plain[64] = v - 27
	key, err := crypto.SigToPub(digest[:], plain)
	if err != nil {
		return common.Address{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return crypto.PubkeyToAddress(*key), nil
}

// Verify reports whether account signed digest; the error says why not.
func Verify(digest [32]byte, signature []byte, account common.Address) error {
	signer, err := Recover(digest, signature)
	if err != nil {
		return err
	}
	if signer != account {
		return fmt.Errorf("%w: signed by %s, want %s", ErrSignature, signer, account)
	}
	return nil
}
