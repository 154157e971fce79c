package executor_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// Whatever an archive says, no more comes of it than is allowed, and nothing of a file with holes.
func FuzzArchive(f *testing.F) {
	var plain bytes.Buffer
	w := tar.NewWriter(&plain)
	err := w.WriteHeader(&tar.Header{Name: "a", Size: 3, Mode: 0o644})
	_, writeErr := io.WriteString(w, "abc")
	if err := errors.Join(err, writeErr, w.Close()); err != nil {
		f.Fatal(err)
	}
	f.Add(plain.Bytes())
	for _, hole := range executortest.SparseTars("hole", 1<<62) {
		f.Add(hole)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 10 << 10
		total := int64(0)
		for r := executor.ReadArchive(t.Context(), bytes.NewReader(data), most); ; {
			h, err := r.Next()
			if err != nil {
				break
			}
			n, err := io.Copy(io.Discard, r)
			if total += n; total > most || n > h.Size || n > int64(len(data)) {
				t.Fatalf("%s: %d of %d bytes, %d in all: %v", h.Name, n, h.Size, total, err)
			}
			if err != nil {
				break
			}
		}
	})
}
