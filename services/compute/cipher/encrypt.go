package cipher

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"filippo.io/age"

	"github.com/parley-p2p/parley/content"
)

// rootName is what an archive's file is called, or the directory with all that is in it.
const rootName = "input"

// Encrypt writes the file or the directory at a path of this machine, encrypted. A symbolic link is followed when it is the path
// itself, and refused below it, as everything is that is neither file nor directory, or has a name that [content.ValidName]
// refuses. Modes and times are left out.
func Encrypt(to io.Writer, name string, key Key, label Label) error {
	sealed, err := age.Encrypt(to, wrapper{key, label})
	if err != nil {
		return fmt.Errorf("encrypt %s: %w", name, err)
	}
	archive := tar.NewWriter(sealed)
	if err := errors.Join(pack(archive, name), archive.Close(), sealed.Close()); err != nil {
		return fmt.Errorf("encrypt %s: %w", name, err)
	}
	return nil
}

func pack(to *tar.Writer, name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		return packFile(to, f, rootName)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(below string, entry fs.DirEntry, err error) error {
		switch at := path.Join(rootName, below); {
		case err != nil:
			return err
		case below != "." && content.ValidName(path.Base(below)) != nil:
			return content.ValidName(path.Base(below))
		case entry.IsDir():
			return to.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: at + "/", Mode: 0o755, Format: tar.FormatPAX})
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s is neither file nor directory", below)
		default:
			f, err := root.Open(below)
			if err != nil {
				return err
			}
			return packFile(to, f, at)
		}
	})
}

// packFile writes a file and closes it. What is longer or shorter than it was a moment ago is an error.
func packFile(to *tar.Writer, f fs.File, as string) error {
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is neither file nor directory", info.Name())
	}
	if err := to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: as, Mode: 0o644, Size: info.Size(), Format: tar.FormatPAX}); err != nil {
		return err
	}
	if _, err := io.Copy(to, f); err != nil {
		return err
	}
	return to.Flush()
}
