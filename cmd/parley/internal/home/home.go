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

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/internal/durable"
)

// Home is a party's folder.
type Home struct{ Dir string }

// Default is where PARLEY_HOME is when nobody says.
func Default() (string, error) {
	dir, err := os.UserHomeDir()
	if err != nil {
		return "", failure.Newf(failure.Usage, "name a folder with --home DIR or PARLEY_HOME=DIR", "nobody says where the state is: %w", err)
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
		return nil, failure.Newf(failure.General, "name another with --home DIR", "the state folder %s cannot be made: %w", abs, err)
	}
	return &Home{Dir: abs}, nil
}

// Path is a file or folder in it.
func (h *Home) Path(name string) string { return filepath.Join(h.Dir, name) }

// Files of a home.
const (
	IdentityFile     = "identity.pem" // Ed25519: who this peer is
	AccountFile      = "account.hex"  // secp256k1: what it pays and is paid with
	JournalFile      = "journal.db"
	TransactionsFile = "transactions.db"
	ContentDir       = "content"
	CacheDir         = "cache"
	DealDir          = "deals"
)

// Identity reads the peer's key, and makes one on first use.
func (h *Home) Identity() (ed25519.PrivateKey, bool, error) {
	path := h.Path(IdentityFile)
	b, err := readSecret(path)
	switch {
	case err == nil:
		key, err := parseIdentity(b)
		if err != nil {
			return nil, false, spoiled(path, "a peer's key", "as a new peer, without the deals of the old one", err)
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

func parseIdentity(b []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, errors.New("it holds no PEM block")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("its PEM block is no private key in PKCS #8")
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("its key is not of the kind Ed25519")
	}
	return key, nil
}

// spoiled: a file that should hold a key does not.
func spoiled(path, what, anew string, err error) error {
	return failure.Newf(failure.General, fmt.Sprintf("restore it from a backup; or begin %s: mv %s %s.bad", anew, path, path), "%s does not hold %s: %w", path, what, err)
}

// Account reads the 32 bytes of the payment account's secret, and has them made by generate on first use.
func (h *Home) Account(generate func() ([]byte, error)) (secret []byte, fresh bool, err error) {
	path := h.Path(AccountFile)
	b, err := readSecret(path)
	switch {
	case err == nil:
		secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
		if err != nil || len(secret) != 32 {
			return nil, false, spoiled(path, "an account's secret", "with a new account, without the money of the old one", errors.New("want 64 hex digits"))
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
		return nil, failure.Newf(failure.General, "chmod 600 "+path, "the key %s can be used by others of this machine (%s)", path, info.Mode().Perm())
	}
	if !info.Mode().IsRegular() || info.Size() > maxSecret {
		return nil, failure.Newf(failure.General, "restore it from a backup", "%s is not a key: it is no file of at most %d bytes", path, maxSecret)
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
	return durable.Sync(dir)
}
