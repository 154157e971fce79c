package executor

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"strings"
)

// What an [ArchiveReader] returns beside the errors of archive/tar and of the reader below it.
var (
	ErrTooLarge = errors.New("it unpacks to more than is allowed")
	ErrSparse   = errors.New("a file in it has holes, which say in a few bytes that there are many")
)

// ArchiveReader is a [tar.Reader] with a bound, for archives that somebody else has made. It is not for concurrent use.
type ArchiveReader struct {
	entries *tar.Reader
	most    int64 // bytes that entries may still come to
}

// ReadArchive reads an archive that is not packed, until the context is over: what comes of r, and what the entries are said to be long
// together, is at most so many bytes each.
func ReadArchive(ctx context.Context, r io.Reader, most int64) *ArchiveReader {
	over := func() error { return context.Cause(ctx) }
	return &ArchiveReader{tar.NewReader(&bounded{r, most, over}), most}
}

// Next is the next entry, as [tar.Reader.Next] has it. Of one that is refused nothing can be read.
//
// A sparse file is refused whatever its size: archive/tar makes zeros of its holes, as many as it says, without reading anything.
func (r *ArchiveReader) Next() (*tar.Header, error) {
	h, err := r.entries.Next()
	switch {
	case err != nil:
		return nil, err
	case isSparse(h):
		return nil, ErrSparse
	case h.Size > r.most:
		return nil, ErrTooLarge
	}
	r.most -= h.Size
	return h, nil
}

// Read reads from the entry that Next returned last.
func (r *ArchiveReader) Read(p []byte) (int, error) { return r.entries.Read(p) }

// isSparse reports whether an entry is one in any of the formats that GNU has had for them.
func isSparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return h.Typeflag == tar.TypeGNUSparse
}

// bounded fails beyond a number of bytes, and once nobody waits for more.
type bounded struct {
	r    io.Reader
	left int64
	over func() error
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.over(); err != nil {
		return 0, err
	}
	if b.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
