package home

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"testing"
)

// FuzzIdentity: a file holds an Ed25519 key that signs, or none.
func FuzzIdentity(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der[:20]}))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		key, err := parseIdentity(b)
		if (key == nil) != (err != nil) {
			t.Fatalf("%d bytes of key, %v", len(key), err)
		}
		if err == nil && !ed25519.Verify(key.Public().(ed25519.PublicKey), b, ed25519.Sign(key, b)) {
			t.Fatal("a key was read that does not verify what it signs")
		}
	})
}
