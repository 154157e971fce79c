package content

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/ipfs/go-cid"
)

// Chunks yields the bytes of a file, block by block, each verified before it is yielded. A chunk is valid until the
// next one. An error is the last thing yielded; it comes also when parts do not have the sizes that their parents
// claim, so whoever saw no error saw exactly the file.
func Chunks(ctx context.Context, g Getter, file cid.Cid, l Limits) iter.Seq2[[]byte, error] {
	w := walker{getter: verified(g), meter: newMeter(l)}
	return w.chunks(ctx, file)
}

// Open returns a file's bytes as a stream. They are fetched as they are read, with the context given here. Close
// releases the stream and must be called, by the goroutine that reads.
func Open(ctx context.Context, g Getter, file cid.Cid, l Limits) io.ReadCloser {
	next, stop := iter.Pull2(Chunks(ctx, g, file, l))
	return &stream{next: next, stop: stop}
}

// errStop ends a walk whose consumer wants no more. It never leaves the package.
var errStop = errors.New("stopped")

func (w *walker) chunks(ctx context.Context, file cid.Cid) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		err := w.part(ctx, file, nil, 0, func(chunk []byte) error {
			if !yield(chunk, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(nil, fmt.Errorf("read file %s: %w", file, err))
		}
	}
}

// part emits what is below one node of a file. want is the size that the node's parent claims, nil for the root.
func (w *walker) part(ctx context.Context, c cid.Cid, want *uint64, depth int, emit func([]byte) error) error {
	n, err := w.load(ctx, c, depth)
	if err != nil {
		return err
	}
	if n.kind != File {
		return fmt.Errorf("%w: %s is a directory, and a file was expected", ErrUnsupported, c)
	}
	if want != nil && n.size != *want {
		return malformed(c, "it has %d bytes where its parent claims %d", n.size, *want)
	}
	if err := w.meter.addBytes(len(n.data)); err != nil {
		return err
	}
	if len(n.data) > 0 {
		if err := emit(n.data); err != nil {
			return err
		}
	}
	release, err := w.meter.hold(len(n.links))
	if err != nil {
		return err
	}
	defer release()
	for _, l := range n.links {
		if err := w.part(ctx, l.cid, &l.size, depth+1, emit); err != nil {
			return err
		}
	}
	return nil
}

// A stream is an io.ReadCloser over chunks.
type stream struct {
	next func() ([]byte, error, bool)
	stop func()
	rest []byte
	err  error
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.rest) == 0 && s.err == nil {
		chunk, err, ok := s.next()
		if !ok {
			err = io.EOF
		}
		s.rest, s.err = chunk, err
	}
	if len(s.rest) == 0 {
		return 0, s.err
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func (s *stream) Close() error {
	s.stop()
	s.rest, s.err = nil, io.ErrClosedPipe
	return nil
}
