//go:build parleysim

package messages

import (
	"bytes"
	"crypto"
	"crypto/sha256"
)

// Signatures of the simulator (make sim), for a run of a million schedules: a hash keyed with the public key. Anybody can
// forge them. No binary that people run can be built with the tag that brings them in: cmd/parley refuses to compile.
func keyed(k Key, message []byte) []byte {
	h := sha256.New()
	h.Write([]byte("parley/sim\x00"))
	h.Write(k[:])
	h.Write(message)
	half := h.Sum(make([]byte, 0, 2*sha256.Size))
	return append(half, half...)
}

func verify(k Key, message, signature []byte) bool { return bytes.Equal(keyed(k, message), signature) }

func sign(s crypto.Signer, message []byte) ([]byte, error) {
	k, err := PublicKey(s)
	return keyed(k, message), err
}

type batch struct{ each []bool }

func newBatch() *batch { return new(batch) }

func (b *batch) done() {}

func (b *batch) add(k Key, message, signature []byte) {
	b.each = append(b.each, verify(k, message, signature))
}

func (b *batch) verify() []bool { return b.each }
