package cipher

import (
	"bytes"
	"testing"

	"filippo.io/age"
)

// Seal encrypts any plaintext, as somebody who has the key may.
func Seal(t testing.TB, plain []byte, key Key, label Label) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := age.Encrypt(&b, wrapper{key, label})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
