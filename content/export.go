package content

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/ipfs/go-cid"
)

// Export writes a tree into dst. A name that ValidName accepts is created there, as a file or a directory as the root
// is one; with ".", what is in the root directory is written into dst itself. Everything is created new, with the
// permissions 0644 and 0755: a name that exists already, also one that differs only in case on a file system that does
// not tell, is fs.ErrExist. Nothing leaves dst and nothing but files and directories is made.
//
// On an error, what Export created is removed. Files are not synced.
func Export(ctx context.Context, g Getter, root cid.Cid, dst *os.Root, name string, l Limits) (err error) {
	if name != "." {
		if err := ValidName(name); err != nil {
			return fmt.Errorf("export %s: %w", root, err)
		}
	}
	x := exporter{dst: dst, name: name}
	defer func() {
		if err != nil {
			err = fmt.Errorf("export %s: %w", root, errors.Join(err, x.undo()))
		}
	}()
	tree := walker{getter: &last{from: verified(g)}, meter: newMeter(l)}
	files := walker{getter: tree.getter, meter: newMeter(l)}
	var failed error
	_, err = tree.walk(ctx, ".", root, 0, func(e Entry) bool {
		failed = x.create(ctx, &files, e)
		return failed == nil
	})
	return errors.Join(err, failed)
}

type exporter struct {
	dst  *os.Root
	name string
	made []string // at the top of dst
}

func (x *exporter) create(ctx context.Context, files *walker, e Entry) error {
	to := path.Join(x.name, e.Path)
	if to == "." {
		if e.Kind == File {
			return fmt.Errorf("%w: it is a file, so give it a name", ErrUnsupported)
		}
		return nil
	}
	local, err := filepath.Localize(to)
	if err != nil {
		return fmt.Errorf("%w: %.200q", ErrName, to)
	}
	if e.Kind == Directory {
		err = x.dst.Mkdir(local, 0o755)
	} else {
		err = x.file(ctx, files, local, e.CID)
	}
	// What existed before is not ours to remove; whatever else went wrong, the name may have been made.
	if !strings.Contains(to, "/") && !errors.Is(err, fs.ErrExist) {
		x.made = append(x.made, local)
	}
	return err
}

func (x *exporter) file(ctx context.Context, files *walker, name string, c cid.Cid) error {
	f, err := x.dst.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	for chunk, err := range files.chunks(ctx, c) {
		if err == nil {
			_, err = f.Write(chunk)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", name, err), f.Close())
		}
	}
	return f.Close()
}

func (x *exporter) undo() error {
	var errs []error
	for _, name := range x.made {
		errs = append(errs, x.dst.RemoveAll(name))
	}
	return errors.Join(errs...)
}

// last keeps the block returned last, because a walk looks at a file's first block and then the file is read. Not for
// concurrent use, and the slice is shared with whoever got it first.
type last struct {
	from Getter
	cid  cid.Cid
	data []byte
}

func (g *last) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	if c == g.cid {
		return g.data, nil
	}
	data, err := g.from.GetBlock(ctx, c)
	if err != nil {
		return nil, err
	}
	g.cid, g.data = c, data
	return data, nil
}
