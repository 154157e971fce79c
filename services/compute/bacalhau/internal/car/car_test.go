package car

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/content"
)

// What a CID names comes out of its blocks, a file of many among it; and if a byte of any block is another, nothing is said to be that. C17.
func TestUntar(t *testing.T) {
	long := strings.Repeat("sixteen letters\n", 100_000)
	var blocks content.Archive
	root, err := content.AddFS(t.Context(), &blocks, fstest.MapFS{"outputs/a": {Data: []byte("x")}, "outputs/b": {Data: []byte(long)}, "e": {}}, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	if err := content.WriteCAR(t.Context(), &all, root, &blocks, content.Limits{}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Untar(t.Context(), bytes.NewReader(all.Bytes()), root.String(), &out); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for r := tar.NewReader(&out); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if name, found := strings.CutPrefix(h.Name, root.String()+"/"); found && h.Typeflag == tar.TypeReg {
			got[name] = string(b)
		}
	}
	if diff := cmp.Diff(map[string]string{"outputs/a": "x", "outputs/b": long, "e": ""}, got); diff != "" {
		t.Error(diff)
	}
	for at := 100; at < all.Len(); at += all.Len()/50 + 1 {
		wrong := bytes.Clone(all.Bytes())
		wrong[at] ^= 1
		if err := Untar(t.Context(), bytes.NewReader(wrong), root.String(), io.Discard); !errors.Is(err, ErrOther) {
			t.Errorf("byte %d is another: %v", at, err)
		}
	}
	full := errors.New("full")
	if err := Untar(t.Context(), bytes.NewReader(all.Bytes()), root.String(), stopped{full}); !errors.Is(err, full) || errors.Is(err, ErrOther) {
		t.Errorf("where nothing can be written: %v", err)
	}
}

type stopped struct{ err error }

func (s stopped) Write([]byte) (int, error) { return 0, s.err }
