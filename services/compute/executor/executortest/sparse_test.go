package executortest

import (
	"archive/tar"
	"bytes"
	"testing"
)

// These are archives to whoever reads them, and say what they are said to.
func TestSparseTars(t *testing.T) {
	all := SparseTars("outputs/hole", 1<<62)
	for format, data := range all {
		h, err := tar.NewReader(bytes.NewReader(data)).Next()
		if err != nil || h.Name != "outputs/hole" || h.Size != 1<<62 || len(data) > 4<<10 {
			t.Errorf("%s: %+v, %v", format, h, err)
		}
	}
	if len(all) != 3 {
		t.Errorf("%d formats", len(all))
	}
}
