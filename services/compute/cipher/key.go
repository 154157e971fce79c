package cipher

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

// Key encrypts the inputs of one job. It is printed by nothing: fmt, log and JSON show that it is a key. Whoever is to write one down says so.
type Key [32]byte

// NewKey makes a key.
func NewKey() (k Key) {
	_, _ = rand.Read(k[:]) // never fails
	return k
}

const hidden = "(key)"

// String hides the key.
func (Key) String() string { return hidden }

// Format hides the key, whatever the verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText hides the key, from JSON and what logs it.
func (Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// UnmarshalText refuses everything: what MarshalText has written is no key.
func (*Key) UnmarshalText([]byte) error { return errors.New("a key is read from no text") }

// Commitment is what a job says of its key: SHA-256 of a prefix and the key. It binds who says it to one key, and tells nobody which.
func (k Key) Commitment() [32]byte {
	return sha256.Sum256(append([]byte("parley/input-key/1\x00"), k[:]...))
}

// Fits reports whether this is the key that was committed to.
func (k Key) Fits(commitment [32]byte) bool {
	own := k.Commitment()
	return subtle.ConstantTimeCompare(own[:], commitment[:]) == 1
}

// Label is which input of whose job something is.
type Label struct {
	Requester [32]byte // the network key of who has the job done
	Job       string   // its ID
	Input     int      // its place in the job
}

func (l Label) String() string {
	return fmt.Sprintf("input %d of job %s of %x", l.Input, l.Job, l.Requester)
}

const (
	stanzaType = "parley.dev/input/1"
	saltSize   = 16
	wrappedLen = 16 + chacha20poly1305.Overhead // an age file key, wrapped
)

// wrapper is age's Recipient and Identity of a job's key: it wraps the file key as age's own do, under a key that is derived by
// HKDF-SHA-256 from the job's, with a salt of its own, and from the label.
type wrapper struct {
	key   Key
	label Label
}

// derived is used once: with every salt there is another.
func (w wrapper) derived(salt []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, w.key[:], salt, stanzaType+"\x00"+w.label.String(), chacha20poly1305.KeySize)
}

var nonce = make([]byte, chacha20poly1305.NonceSize)

// Wrap implements [age.Recipient].
func (w wrapper) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	derived, err := w.derived(salt)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(derived)
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: stanzaType, Args: []string{base64.RawStdEncoding.EncodeToString(salt)}, Body: aead.Seal(nil, nonce, fileKey, nil)}}, nil
}

// Unwrap implements [age.Identity].
func (w wrapper) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != stanzaType || len(stanzas[0].Args) != 1 || len(stanzas[0].Body) != wrappedLen {
		return nil, errors.New("its key is wrapped in another way")
	}
	salt, err := base64.RawStdEncoding.Strict().DecodeString(stanzas[0].Args[0])
	if err != nil || len(salt) != saltSize {
		return nil, errors.New("its key is wrapped with no salt")
	}
	derived, err := w.derived(salt)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(derived)
	if err != nil {
		return nil, err
	}
	fileKey, err := aead.Open(nil, nonce, stanzas[0].Body, nil)
	if err != nil {
		return nil, age.ErrIncorrectIdentity
	}
	return fileKey, nil
}
