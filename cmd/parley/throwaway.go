package main

import (
	"crypto/ed25519"
	"crypto/rand"
)

// throwAway makes an identity for a peer that only looks.
func throwAway() (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return key, err
}
