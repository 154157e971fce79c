package cipher

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"filippo.io/age"

	"github.com/parley-p2p/parley/content"
)

// ErrBroken: what is to be decrypted is no input that was encrypted with this key, as this one of this job, or it was changed,
// or cut off.
var ErrBroken = errors.New("it was not encrypted with this key for this job, or is damaged")

// The header of what Encrypt writes always has this form and this length. A longer one would be read into memory before anything
// of it is verified.
var (
	headerBegin = []byte("age-encryption.org/v1\n-> " + stanzaType + " ")
	headerEnd   = []byte("\n--- ")
)

const (
	salted     = 22 // base64 of the salt
	wrapped    = 43 // base64 of the wrapped key
	headerMAC  = 43 // base64 of the MAC that follows headerEnd
	maxEntries = 1 << 16
)

// Decrypt writes what Encrypt was given into dst under a name, a file or a directory as it was, with the permissions 0644 and 0755. It
// reads from from to its end, so that what was cut off is noticed. What comes to more than so many bytes, or more files and
// directories than a limit's Files, is a [content.LimitError]; what is not what it should be is [ErrBroken]; any other error is one
// of reading or of writing. It returns how many bytes of files there were. On an error nothing under the name is left.
func Decrypt(from io.Reader, dst *os.Root, name string, key Key, label Label, most content.Limits) (_ int64, err error) {
	source := &source{from: from}
	defer func() {
		if err == nil {
			return
		}
		if source.err != nil { // it is nobody's fault who has encrypted
			err = source.err
		}
		err = errors.Join(fmt.Errorf("decrypt %s: %w", label, err), dst.RemoveAll(name))
	}()
	buffered := bufio.NewReader(source)
	if err := checkHeader(buffered); err != nil {
		return 0, err
	}
	plain, err := age.Decrypt(buffered, wrapper{key, label})
	if err != nil {
		return 0, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	u := &unpacker{to: dst, name: name, left: most.Bytes, entries: min(most.Files, maxEntries)}
	if most.Files == 0 {
		u.entries = maxEntries
	}
	if err := u.unpack(plain, most); err != nil {
		return 0, err
	}
	if _, err := io.Copy(io.Discard, plain); err != nil { // the end is authenticated by what is after the archive
		return 0, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	return most.Bytes - u.left, nil
}

// source remembers that reading has failed, so that it is told from what was read and is wrong.
type source struct {
	from io.Reader
	err  error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func checkHeader(r *bufio.Reader) error {
	at := len(headerBegin) + salted + 1 + wrapped
	head, err := r.Peek(at + len(headerEnd) + headerMAC + 1)
	if err != nil || !bytes.HasPrefix(head, headerBegin) || bytes.Index(head, headerEnd) != at || head[len(head)-1] != '\n' {
		return ErrBroken
	}
	return nil
}

// unpacker writes an archive's entries.
type unpacker struct {
	to      *os.Root
	name    string // that the archive's root has there
	left    int64  // bytes of files
	entries int    // that may still come
	seen    int
}

func (u *unpacker) unpack(plain io.Reader, most content.Limits) error {
	for archive := tar.NewReader(plain); ; {
		h, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF) && u.seen > 0:
			return nil
		case err != nil:
			return fmt.Errorf("%w: %v", ErrBroken, err)
		case u.seen == u.entries:
			return &content.LimitError{What: "files and directories", Limit: int64(u.entries)}
		case h.Typeflag == tar.TypeReg && h.Size > u.left:
			return &content.LimitError{What: "bytes", Limit: most.Bytes}
		}
		if err := u.entry(h, archive); err != nil {
			return err
		}
		u.seen++
	}
}

// entry writes one. Names are as Encrypt writes them, and in no other form: the root first, and each directory before what is in it.
func (u *unpacker) entry(h *tar.Header, data io.Reader) error {
	in, err := u.place(h)
	if err != nil {
		return err
	}
	if h.Typeflag == tar.TypeDir {
		return misplaced(u.to.Mkdir(in, 0o755))
	}
	f, err := u.to.OpenFile(in, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return misplaced(err)
	}
	n, err := io.Copy(written{f}, data)
	u.left -= n
	if _, full := errors.AsType[*diskError](err); err != nil && !full {
		err = fmt.Errorf("%w: %v", ErrBroken, err)
	}
	return errors.Join(err, f.Close())
}

// place is where an entry goes.
func (u *unpacker) place(h *tar.Header) (string, error) {
	name, slashed := strings.CutSuffix(h.Name, "/")
	parts := strings.Split(name, "/")
	isDir := h.Typeflag == tar.TypeDir
	if slashed != isDir || !isDir && h.Typeflag != tar.TypeReg || parts[0] != rootName || (len(parts) == 1) != (u.seen == 0) || len(parts) > maxDepth {
		return "", fmt.Errorf("%w: it holds something that is no file or directory of an input", ErrBroken)
	}
	for _, part := range parts[1:] {
		if err := content.ValidName(part); err != nil {
			return "", fmt.Errorf("%w: %w", ErrBroken, err)
		}
	}
	parts[0] = u.name
	return filepath.Localize(path.Join(parts...))
}

// maxDepth is how deep directories may be nested.
const maxDepth = 64

// misplaced is what making a file or a directory has come to: that its directory is none, or it itself is there, is the archive's fault.
func misplaced(err error) error {
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return err
}

// written tells an error of writing from one of reading.
type written struct{ to io.Writer }

type diskError struct{ error }

func (e *diskError) Unwrap() error { return e.error }

func (w written) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if err != nil {
		err = &diskError{err}
	}
	return n, err
}
