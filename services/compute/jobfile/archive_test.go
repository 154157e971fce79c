package jobfile

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// A file of a kilobyte does not become one that fills the disk of whoever only looks at it.
func TestSparse(t *testing.T) {
	for format, plain := range executortest.SparseTars("hole", 1<<28) {
		dir := t.TempDir()
		if err := Unpack(t.Context(), dir, zipped(t, plain), 1<<16, 16); err == nil || !strings.Contains(err.Error(), "holes") {
			t.Errorf("%s: %v", format, err)
		}
		if there, err := os.ReadDir(dir); err != nil || len(there) > 0 {
			t.Errorf("%s: %v, %v", format, there, err)
		}
	}
}

// One that is given up is not unpacked to its end.
func TestUnpackGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("somebody pressed Ctrl-C"))
	packed := archived(t, tar.Header{Name: "a", Typeflag: tar.TypeReg, Size: 1 << 16, Mode: 0o644})
	if err := Unpack(ctx, t.TempDir(), packed, 1<<20, 16); err == nil || !strings.Contains(err.Error(), "Ctrl-C") {
		t.Error(err)
	}
}

func zipped(t testing.TB, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(plain); err != nil || zip.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzUnpack: of a job file's archive nothing comes to be but files and directories with names that a job may give them,
// within the bounds, in the directory that is there for it; and packed again they are the same.
func FuzzUnpack(f *testing.F) {
	file := func(name, text string) tar.Header {
		return tar.Header{Name: name, Typeflag: tar.TypeReg, Size: int64(len(text)), Mode: 0o644}
	}
	for _, headers := range [][]tar.Header{
		{},
		{{Name: "./", Typeflag: tar.TypeDir, Mode: 0o755}, {Name: "./d/", Typeflag: tar.TypeDir}, file("./d/a", "x"), file("b", strings.Repeat("x", 1000))},
		{file("d/../../up", "")},
		{file("/etc/passwd", "")},
		{{Name: "l", Typeflag: tar.TypeSymlink, Linkname: "/etc"}, file("l/passwd", "")},
		{{Name: "h", Typeflag: tar.TypeLink, Linkname: "../h"}},
		{file(strings.Repeat("long/", 60)+"name", ""), file("twice", ""), file("twice", "")},
	} {
		f.Add(archived(f, headers...))
	}
	f.Add([]byte("\x1f\x8b"))
	for _, plain := range executortest.SparseTars("hole", 1<<62) {
		f.Add(zipped(f, plain))
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		const most, entries = 1 << 16, 16
		above := t.TempDir()
		dir := filepath.Join(above, "in")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		err := Unpack(t.Context(), dir, packed, most, entries)
		found, size := 0, int64(0)
		walkErr := fs.WalkDir(os.DirFS(above), ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || name == "." || name == "in" {
				return err
			}
			inside, is := strings.CutPrefix(name, "in/")
			info, err := e.Info()
			if err != nil {
				return err
			}
			if !is || executor.ValidName(inside) != nil || !info.IsDir() && !info.Mode().IsRegular() {
				t.Errorf("%q came to be: %v", name, info.Mode())
			}
			if info.Mode().IsRegular() {
				found, size = found+1, size+info.Size()
			}
			return nil
		})
		if walkErr != nil || found > entries || size > most {
			t.Errorf("%d files of %d bytes, %v", found, size, walkErr)
		}
		if err != nil {
			return
		}
		root, err := content.AddPath(t.Context(), content.Discard, dir, content.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		copied := t.TempDir()
		if err := Unpack(t.Context(), copied, repacked(t, dir), 2*most+1<<16, 1<<16); err != nil {
			t.Fatal(err)
		}
		again, err := content.AddPath(t.Context(), content.Discard, copied, content.Limits{})
		if err != nil || again != root {
			t.Errorf("%v, and packed again %v: %v", root, again, err)
		}
	})
}

// archived is an archive whose files are full of x, packed.
func archived(f testing.TB, headers ...tar.Header) []byte {
	f.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range headers {
		if err := w.WriteHeader(&h); err != nil {
			f.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte("x"), int(h.Size))); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	return zipped(f, out.Bytes())
}

func repacked(t *testing.T, dir string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return zipped(t, out.Bytes())
}
