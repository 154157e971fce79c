// Package home is the folder that holds everything one party keeps: keys, journal, content. One process at a time.
package home

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Home is a party's folder.
type Home struct{ Dir string }

// Default is where PARLEY_HOME is when nobody says.
func Default() (string, error) {
	dir, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no home directory (%w): name a folder with --home or PARLEY_HOME", err)
	}
	return filepath.Join(dir, ".parley"), nil
}

// Open makes the folder if it is not there. Its permissions are its owner's alone.
func Open(dir string) (*Home, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(abs, 0o700); err != nil {
		return nil, fmt.Errorf("the state folder %s cannot be made: %w; name another with --home", abs, err)
	}
	return &Home{Dir: abs}, nil
}

// Path is a file or folder in it.
func (h *Home) Path(name string) string { return filepath.Join(h.Dir, name) }

// Files of a home.
const (
	IdentityFile = "identity.pem" // Ed25519: who this peer is
	AccountFile  = "account.hex"  // secp256k1: what it pays and is paid with
	JournalFile  = "journal.db"
	ContentDir   = "content"
	CacheDir     = "cache"
	DealDir      = "deals"
)

// Identity reads the peer's key, and makes one on first use.
func (h *Home) Identity() (ed25519.PrivateKey, bool, error) {
	path := h.Path(IdentityFile)
	b, err := readSecret(path)
	switch {
	case err == nil:
		block, _ := pem.Decode(b)
		if block == nil {
			return nil, false, fmt.Errorf("%s holds no PEM: restore it from a backup, or move it away to begin as a new peer", path)
		}
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", path, err)
		}
		key, ok := parsed.(ed25519.PrivateKey)
		if !ok {
			return nil, false, fmt.Errorf("%s holds a %T, want an Ed25519 key", path, parsed)
		}
		return key, false, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, false, err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, false, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, false, err
	}
	return key, true, writeSecret(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// Account reads the 32 bytes of the payment account's secret, and has them made by generate on first use.
func (h *Home) Account(generate func() ([]byte, error)) (secret []byte, fresh bool, err error) {
	path := h.Path(AccountFile)
	b, err := readSecret(path)
	switch {
	case err == nil:
		secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
		if err != nil || len(secret) != 32 {
			return nil, false, fmt.Errorf("%s does not hold 64 hex digits: restore it from a backup", path)
		}
		return secret, false, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, false, err
	}
	if secret, err = generate(); err != nil {
		return nil, false, err
	}
	return secret, true, writeSecret(path, []byte(hex.EncodeToString(secret)+"\n"))
}

// maxSecret bounds a key file.
const maxSecret = 4096

func readSecret(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others (%s): chmod 600 it", path, info.Mode().Perm())
	}
	if info.Size() > maxSecret {
		return nil, fmt.Errorf("%s is %d bytes: not a key", path, info.Size())
	}
	return os.ReadFile(path)
}

// writeSecret writes a new file that is whole and on disk before it appears under its name, and never over another: a key
// that was used must not be lost.
func writeSecret(path string, b []byte) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".key-*") // readable by its owner alone
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Link(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
