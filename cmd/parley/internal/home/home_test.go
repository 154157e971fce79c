package home

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

func secret() ([]byte, error) { return bytes.Repeat([]byte{7}, 32), nil }

// TestKeysAreMadeOnce: what was made is what is read.
func TestKeysAreMadeOnce(t *testing.T) {
	h, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	first, fresh, err := h.Identity()
	if err != nil || !fresh {
		t.Fatalf("fresh: %v, %v", fresh, err)
	}
	second, fresh, err := h.Identity()
	if err != nil || fresh || !second.Equal(first) {
		t.Errorf("fresh: %v, the same: %v, %v", fresh, second.Equal(first), err)
	}
	for _, made := range []bool{true, false} {
		account, fresh, err := h.Account(secret)
		if want, _ := secret(); err != nil || fresh != made || !bytes.Equal(account, want) {
			t.Errorf("account %x, fresh: %v, %v", account, fresh, err)
		}
	}
}

// TestBadKeys: what is wrong with a key file is said, with the command that mends it, and the file is left as it is.
func TestBadKeys(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(other)
	if err != nil {
		t.Fatal(err)
	}
	block := func(b []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: b}))
	}
	identity := func(h *Home) error { _, _, err := h.Identity(); return err }
	account := func(h *Home) error { _, _, err := h.Account(secret); return err }
	for _, c := range []struct {
		what, file, holds string
		mode              os.FileMode
		read              func(*Home) error
		cause, try        string
	}{
		{"an empty identity", IdentityFile, "", 0o600, identity, "it holds no PEM block", "restore it from a backup; or begin as a new peer"},
		{"garbage", IdentityFile, block([]byte("garbage")), 0o600, identity, "no private key", "mv "},
		{"another kind of key", IdentityFile, block(der), 0o600, identity, "not of the kind Ed25519", "mv "},
		{"a long file", IdentityFile, strings.Repeat("x", maxSecret+1), 0o600, identity, "at most 4096 bytes", "restore it"},
		{"an open identity", IdentityFile, "", 0o640, identity, "can be used by others", "chmod 600 "},
		{"a short secret", AccountFile, "0707", 0o600, account, "want 64 hex digits", "begin with a new account"},
		{"a secret of other digits", AccountFile, strings.Repeat("x", 64), 0o600, account, "want 64 hex digits", "mv "},
		{"an open secret", AccountFile, strings.Repeat("7", 64), 0o604, account, "can be used by others", "chmod 600 "},
	} {
		t.Run(c.what, func(t *testing.T) {
			h, err := Open(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			path := h.Path(c.file)
			if err := os.WriteFile(path, []byte(c.holds), c.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.mode); err != nil { // whatever the umask
				t.Fatal(err)
			}
			f := failure.Of(c.read(h))
			if f == nil || !strings.Contains(f.Cause, c.cause) || !strings.Contains(f.Cause, path) || !strings.Contains(f.Try, c.try) {
				t.Errorf("it says %+v", f)
			}
			if b, err := os.ReadFile(path); err != nil || string(b) != c.holds {
				t.Errorf("the file was changed: %q, %v", b, err)
			}
		})
	}
}
