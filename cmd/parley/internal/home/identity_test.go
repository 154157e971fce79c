package home

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"strings"
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

// FuzzAccount: a file holds the 32 bytes of an account's secret, or it is said to be spoiled; it is not made anew over.
func FuzzAccount(f *testing.F) {
	digits := strings.Repeat("0a", 32)
	for _, text := range []string{"", digits, digits + "\n", "0x" + digits, digits[2:], digits + "00", strings.Repeat("x", 64)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		h := &Home{Dir: t.TempDir()}
		if err := os.WriteFile(h.Path(AccountFile), text, 0o600); err != nil {
			t.Fatal(err)
		}
		secret, fresh, err := h.Account(func() ([]byte, error) { t.Error("it was made anew"); return nil, errors.New("no") })
		if _, bad := hex.DecodeString(strings.TrimSpace(string(text))); fresh || err == nil && (bad != nil || len(secret) != 32) {
			t.Errorf("%q: %d bytes, fresh %t, %v", text, len(secret), fresh, err)
		}
		if left, _ := os.ReadFile(h.Path(AccountFile)); !bytes.Equal(left, text) {
			t.Errorf("%q became %q", text, left)
		}
	})
}
