package messages

import (
	"crypto"
	stded25519 "crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// Key is a peer: a canonical Ed25519 public key that is not of small order. The zero Key is no peer.
type Key [32]byte

// ID names an envelope: SHA-256 over its signed bytes. The zero ID is no envelope.
type ID [32]byte

func (k Key) String() string { return hex.EncodeToString(k[:]) }
func (i ID) String() string  { return hex.EncodeToString(i[:]) }

// Short is the first four bytes in hex, for people and logs.
func (k Key) Short() string { return hex.EncodeToString(k[:4]) }

// Short is the first four bytes in hex, for people and logs.
func (i ID) Short() string { return hex.EncodeToString(i[:4]) }

// IsZero reports whether k is unset.
func (k Key) IsZero() bool { return k == Key{} }

// IsZero reports whether i is unset.
func (i ID) IsZero() bool { return i == ID{} }

// ParseID reads an ID in hex.
func ParseID(s string) (ID, error) {
	var id ID
	return id, parseHex(id[:], s, "id")
}

// ParseKey reads a key in hex and checks it as [KeyOf] does.
func ParseKey(s string) (Key, error) {
	var k Key
	if err := parseHex(k[:], s, "key"); err != nil {
		return Key{}, err
	}
	return KeyOf(k[:])
}

func parseHex(dst []byte, s, what string) error {
	if len(s) != 2*len(dst) {
		return fmt.Errorf("%s %.80q: want %d hex digits, got %d", what, s, 2*len(dst), len(s))
	}
	if _, err := hex.Decode(dst, []byte(s)); err != nil {
		return fmt.Errorf("%s %.80q: %w", what, s, err)
	}
	return nil
}

// ErrKey is returned for bytes that are no peer's key.
var ErrKey = errors.New("not a canonical Ed25519 key of full order")

// KeyOf checks that b is a canonical encoding of a point that is not of small order.
func KeyOf(b []byte) (Key, error) {
	if len(b) == len(Key{}) && proven.get(Key(b)) != nil {
		return Key(b), nil
	}
	if _, sound := soundPoint(b); !sound {
		return Key{}, fmt.Errorf("key %.80x: %w", b, ErrKey)
	}
	return Key(b), nil
}

// PublicKey returns the key of a signer, which must be Ed25519.
func PublicKey(s crypto.Signer) (Key, error) {
	if s == nil {
		return Key{}, errors.New("no signing key: set Signer")
	}
	var public []byte
	if k, ok := s.(stded25519.PrivateKey); ok {
		if len(k) != stded25519.PrivateKeySize {
			return Key{}, fmt.Errorf("signing key of %d bytes: an Ed25519 key has %d: %w", len(k), stded25519.PrivateKeySize, ErrKey)
		}
		public = k[stded25519.SeedSize:] // Public copies it
	} else {
		switch p := s.Public().(type) {
		case ed25519.PublicKey:
			public = p
		case stded25519.PublicKey:
			public = p
		default:
			return Key{}, fmt.Errorf("signing key %T: %w", p, ErrKey)
		}
	}
	if len(public) == len(Key{}) && proven.get(Key(public)) != nil {
		return Key(public), nil // every message is sealed with it
	}
	k, err := KeyOf(public)
	if err == nil {
		proven.add(k)
	}
	return k, err
}

// SessionID names one negotiation of one requester with one farmer: SHA-256(SOW ID || farmer's key).
func SessionID(sow ID, farmer Key) ID {
	var b [64]byte
	copy(b[:32], sow[:])
	copy(b[32:], farmer[:])
	return sha256.Sum256(b[:])
}
