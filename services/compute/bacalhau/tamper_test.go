package bacalhau_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
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
	b := random(n)
	name := filepath.Join(t.TempDir(), "noise")
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// random are bytes that do not compress.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

// answers is an orchestrator that says the next thing to every call.
type answers func() string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(a())), Request: r, Header: http.Header{}}, nil
}

// publishes has nodes publish this.
func (w *world) publishes(archive []byte) {
	w.Set(func() {
		w.FaultyResult = always(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(archive) })
	})
}

// An archive of a kilobyte does not become a file of which all is a hole, wherever in it that stands: it is refused before it is read.
func TestSparseArchives(t *testing.T) {
	for _, name := range []string{"outputs/hole", "streams/stdout", "elsewhere"} {
		for format, data := range executortest.SparseTars(name, 1<<28) {
			w := newWorld(t)
			w.task.Limits.OutputBytes = 1 << 20
			w.publishes(data)
			rep, err := w.executor.Execute(t.Context(), w.task)
			if rep != nil || executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "holes") {
				t.Errorf("%s, %s: %+v, %v", format, name, rep, err)
			}
			if n := len(executortest.ReadResult(t, w.task.Dir).Outputs); n > 0 {
				t.Errorf("%s: %d outputs", format, n)
			}
		}
	}
}

// Whatever is in an archive, nothing gets out of the result's directory, and nothing into it but what a result may hold. Each
// is refused, or left out.
func TestHostileArchives(t *testing.T) {
	many := func(n int, name func(int) string) (all []entry) {
		for i := range n {
			all = append(all, entry{name(i), '0', nil})
		}
		return all
	}
	for _, c := range []struct {
		name    string
		entries []entry
		code    executor.Code // zero: it is left out
	}{
		{"above", []entry{{"../escaped", '0', []byte("x")}}, 0},
		{"above from below", []entry{{"outputs/../../escaped", '0', []byte("x")}}, 0},
		{"of the host", []entry{{"/escaped", '0', []byte("x")}, {"//outputs/escaped", '0', []byte("x")}}, 0},
		{"in the place of what is ours", []entry{{"exitCode", '0', []byte("0")}, {"outputs/../exitCode", '0', []byte("0")}}, 0},
		{"with a backslash", []entry{{`outputs/..\escaped`, '0', []byte("x")}}, executor.Refused},
		{"the directory itself", []entry{{"outputs", '0', []byte("x")}}, 0},
		{"a hard link", []entry{{"outputs/passwd", '1', nil}}, executor.Refused},
		{"a link, and a file through it", []entry{{"outputs/d", '2', nil}, {"outputs/d/f", '0', []byte("x")}}, executor.Refused},
		{"a device", []entry{{"outputs/null", '3', nil}}, executor.Refused},
		{"a disk", []entry{{"outputs/disk", '4', nil}}, executor.Refused},
		{"a pipe", []entry{{"outputs/pipe", '6', nil}}, executor.Refused},
		{"a stream that is a link", []entry{{"streams/stdout", '2', nil}}, 0},
		{"twice", []entry{{"outputs/f", '0', []byte("1")}, {"outputs/f", '0', []byte("2")}}, executor.Internal},
		{"a file that is a directory", []entry{{"outputs/f", '0', nil}, {"outputs/f/g", '0', nil}}, executor.NoResult},
		{"a bottomless directory", []entry{{"outputs/" + strings.Repeat("d/", 2000) + "f", '0', nil}}, executor.Refused},
		{"more files than are allowed", many(20, func(i int) string { return fmt.Sprint("outputs/", i) }), 0},
		{"more directories than are allowed", many(20, func(i int) string { return fmt.Sprint("outputs/", i, "/f") }), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.impatient()
			w.task.Limits.OutputFiles = 10
			w.publishes(archive(t, c.entries...))
			above := t.TempDir()
			if w.task.Dir = filepath.Join(above, "result"); os.Mkdir(w.task.Dir, 0o700) != nil {
				t.Fatal("no place for the result")
			}
			if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != c.code {
				t.Errorf("%v: %v, want %v", executor.CodeOf(err), err, c.code)
			}
			if there, err := os.ReadDir(above); err != nil || len(there) != 1 {
				t.Errorf("beside the result: %v, %v", there, err)
			}
			left := executortest.ReadResult(t, w.task.Dir) // which fails for what does not belong there
			if len(left.Outputs) > 10 || left.ExitCode == "0" {
				t.Errorf("left: %+v", left)
			}
		})
	}
}
