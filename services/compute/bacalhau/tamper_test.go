package bacalhau_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// entry is one of an archive: its name, the kind of tar, what it holds.
type entry struct {
	name string
	kind byte
	data []byte
}

func archive(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	tw := tar.NewWriter(zip)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Size: int64(len(e.data)), Mode: 0o644, Linkname: "/etc/passwd"}
		if e.kind == '0' {
			h.Linkname = ""
		}
		if err := tw.WriteHeader(h); err != nil {
			t.Error(err)
		}
		if _, err := tw.Write(e.data); err != nil {
			t.Error(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Error(err)
	}
	if err := zip.Close(); err != nil {
		t.Error(err)
	}
	return out.Bytes()
}

// noise is a file that does not compress.
func noise(t testing.TB, n int) string {
	t.Helper()
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	name := filepath.Join(t.TempDir(), "noise")
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// answers is an orchestrator that says the next thing to every call.
type answers func() string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(a())), Request: r, Header: http.Header{}}, nil
}
