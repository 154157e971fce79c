package jobfile

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// Unpack unpacks the archive of a Source into an empty directory: files and directories, with names that a job may give them.
// What unpacks to more than so many bytes or entries, or would leave the directory, is an error, and so is what is neither file
// nor directory, has holes or is there twice; what came before is left in the directory then, as it is where the context ends first.
func Unpack(ctx context.Context, dir string, packed []byte, mostBytes int64, mostEntries int) error {
	to, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer to.Close()
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("is no gzip: %w", err)
	}
	for archive, entries := executor.ReadArchive(ctx, plain, mostBytes), 0; ; entries++ {
		h, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("is not unpacked: %w", context.Cause(ctx))
		case errors.Is(err, executor.ErrTooLarge) || entries >= mostEntries:
			return fmt.Errorf("is more than %d bytes or %d files", mostBytes, mostEntries)
		case errors.Is(err, executor.ErrSparse):
			return fmt.Errorf("cannot be unpacked: %w", err)
		case err != nil:
			return fmt.Errorf("is no tar: %w", err)
		}
		if err := unpackOne(to, h, archive); err != nil {
			return fmt.Errorf("cannot be unpacked: %w", err)
		}
	}
}

func unpackOne(to *os.Root, h *tar.Header, data io.Reader) error {
	name := path.Clean(strings.TrimPrefix(h.Name, "./"))
	if name == "." {
		return nil
	}
	if err := executor.ValidName(name); err != nil {
		return fmt.Errorf("%.200q: %w", h.Name, err)
	}
	switch h.Typeflag {
	case tar.TypeDir:
		return to.MkdirAll(name, 0o755)
	case tar.TypeReg:
	default:
		return fmt.Errorf("%q is neither file nor directory", name)
	}
	if err := to.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := to.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, data)
	return errors.Join(err, f.Close())
}
