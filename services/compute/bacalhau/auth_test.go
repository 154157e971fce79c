package bacalhau_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
)

func TestReadAuth(t *testing.T) {
	for text, want := range map[string]bacalhau.Auth{
		"key\n":                           {Token: "key"},
		`{"token":"key"}`:                 {Token: "key"},
		`{"user":"bob","password":"p w"}`: {User: "bob", Password: "p w"},
	} {
		file := filepath.Join(t.TempDir(), "auth")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if a, err := bacalhau.ReadAuth(file, nil); err != nil || a != want {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
	for _, text := range []string{"", `{}`, `{"password":"p"}`, `{"user":"u"}`, `{"token":"s3cret","user":"u"}`, `{"tokn":"s3cret"}`, "s3cret\nmore", strings.Repeat("s3cret", 1<<13)} {
		file := filepath.Join(t.TempDir(), "auth")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if a, err := bacalhau.ReadAuth(file, nil); bacalhau.KindOf(err) != bacalhau.Unauthorized || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%.20q: %v, %v", text, a, err)
		}
	}
	if _, err := bacalhau.ReadAuth(t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "not a file") {
		t.Errorf("a folder: %v", err)
	}
	open := filepath.Join(t.TempDir(), "auth")
	if err := os.WriteFile(open, []byte("key"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := bacalhau.ReadAuth(open, nil); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("%v", err)
	}
}

// A URL that holds a secret, or is none because of one, is not told with it.
func TestSecretInURL(t *testing.T) {
	for _, at := range []string{"http://bob:s3cret@[", "http://bob:s3cret@127.0.0.1:1", "http://s3cret@127.0.0.1:1", "http://127.0.0.1:1?key=s3cret", "http://bob:s3/cret@h", "http://bob:s3%cret@h", "s3cret"} {
		_, err := (&bacalhau.Client{URL: at}).Check(t.Context())
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), "s3cret") || strings.Contains(e.Error(), ":s3") || strings.Contains(e.Error(), "%cr") {
				t.Errorf("%s: %v", at, e)
			}
		}
		if bacalhau.KindOf(err) == 0 {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// Secrets are sent, and never printed.
func TestAuth(t *testing.T) {
	c := bacalhautest.New(t)
	for header, a := range map[string]bacalhau.Auth{"Bearer s3cret": {Token: "s3cret"}, "Basic Ym9iOnMzY3JldA==": {User: "bob", Password: "s3cret"}} {
		c.Set(func() { c.Authorization = header })
		if _, err := (&bacalhau.Client{URL: c.URL, Auth: a}).Nodes(t.Context()); err != nil {
			t.Error(err)
		}
		if text := fmt.Sprintf("%v %+v %#v %s", a, &a, a, a); strings.Contains(text, "s3cret") {
			t.Error(text)
		}
	}
	_, err := (&bacalhau.Client{URL: "http://bob:s3cret@127.0.0.1:1"}).Nodes(t.Context())
	if bacalhau.KindOf(err) != bacalhau.Unavailable || strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
}

// C56: a key that may only read is found out without submitting anything, and so is one that may not even read.
func TestAllowed(t *testing.T) {
	c := bacalhautest.New(t)
	there := &bacalhau.Client{URL: c.URL, Auth: bacalhau.Auth{Token: "key"}}
	if err := there.Allowed(t.Context()); err != nil {
		t.Error(err)
	}
	c.Set(func() { c.ReadOnly = true })
	if _, err := there.Nodes(t.Context()); err != nil {
		t.Error(err)
	}
	if err := there.Allowed(t.Context()); bacalhau.KindOf(err) != bacalhau.Forbidden || !strings.Contains(err.Error(), "write:job") {
		t.Error(err)
	}
	c.Set(func() { c.Authorization, c.ReadOnly = "Bearer another", false })
	if err := there.Allowed(t.Context()); bacalhau.KindOf(err) != bacalhau.Unauthorized {
		t.Error(err)
	}
	c.Set(func() {
		c.Authorization = ""
		c.Fault = always(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	})
	if err := there.Allowed(t.Context()); bacalhau.KindOf(err) != bacalhau.Garbled {
		t.Error(err)
	}
	if len(c.Jobs()) != 0 {
		t.Error(c.Jobs())
	}
}
