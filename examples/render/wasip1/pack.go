package wasip1

import (
	"bytes"
	"compress/gzip"
)

// Pack compresses a module as it is committed. The same bytes give the same
// bytes under one release of Go; compare modules, not packed ones, in tests.
func Pack(module []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(module); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
