package script

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"

	"github.com/parley-p2p/parley/messages"
)

// Key is the key of somebody in a script: "requester", "farmer", "mediator", "stranger", "farmer2". It is the seed of 32
// equal bytes, so that another language can make it.
func Key(who string) ed25519.PrivateKey {
	seed, ok := map[string]byte{"requester": 1, "farmer": 2, "mediator": 3, "stranger": 4, "farmer2": 5, "mediator2": 6}[who]
	if !ok {
		return nil
	}
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

// Peer is the public half of Key.
func Peer(who string) messages.Key { return messages.Key(Key(who).Public().(ed25519.PublicKey)) }

// SignedBytes are what a signature is over, as SPEC.md says in S-1.1.
func SignedBytes(kind messages.Kind, signer messages.Key, prev messages.ID, body []byte) []byte {
	b := append(make([]byte, 0, len(body)+80), "parley/v1\x00"...)
	b = binary.AppendUvarint(b, uint64(kind))
	b = append(append(b, signer[:]...), prev[:]...)
	b = binary.AppendUvarint(b, uint64(len(body)))
	return append(b, body...)
}

// Encode is the one encoding of an envelope.
func Encode(kind messages.Kind, signer messages.Key, prev messages.ID, body, signature []byte) []byte {
	b := append(make([]byte, 0, len(body)+140), 1<<3, byte(kind))
	for i, field := range [][]byte{signer[:], prev[:], body, signature} {
		b = append(b, byte((i+2)<<3|2))
		b = binary.AppendUvarint(b, uint64(len(field)))
		b = append(b, field...)
	}
	return b
}

// Envelope signs a body, whatever it says.
func Envelope(kind messages.Kind, body []byte, prev messages.ID, key ed25519.PrivateKey) []byte {
	signer := messages.Key(key.Public().(ed25519.PublicKey))
	return Encode(kind, signer, prev, body, ed25519.Sign(key, SignedBytes(kind, signer, prev, body)))
}
