package wasip1

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
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

// HasNames reports whether a module has a section of names.
func HasNames(module []byte) bool {
	const header = 8
	if len(module) < header {
		return false
	}
	for rest := module[header:]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return false
		}
		body := rest[1+n:][:size]
		if id == 0 && bytes.HasPrefix(body, []byte("\x04name")) {
			return true
		}
		rest = rest[1+n+int(size):]
	}
	return false
}
