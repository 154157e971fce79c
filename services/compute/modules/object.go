package modules

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
)

// read reads an object, and holds it to its hash whatever it was stored under.
func (r *repository) read(kind plumbing.ObjectType, h plumbing.Hash, most int64) ([]byte, error) {
	size, err := r.objects.EncodedObjectSize(h)
	if err == nil && size > most {
		return nil, fmt.Errorf("the %s %s has %d bytes, more than %d", kind, h, size, most)
	}
	if err != nil {
		return nil, fmt.Errorf("the %s %s: %w", kind, h, err)
	}
	o, err := r.objects.EncodedObject(kind, h)
	if err != nil {
		return nil, fmt.Errorf("the %s %s: %w", kind, h, err)
	}
	from, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	b, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the %s %s: %w", kind, h, err)
	case int64(len(b)) > most || plumbing.ComputeHash(kind, b) != h:
		return nil, fmt.Errorf("the %s %s is not what its hash says", kind, h)
	}
	return b, nil
}

// Commits, tags and trees are read here, as gitformat-commit and git-mktree have them: go-git's own package for it comes with
// OpenPGP and its tables.

// named is the hash in the first line of a commit ("tree") or a tag ("object").
func named(b []byte, what string) (plumbing.Hash, error) {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	hex, found := bytes.CutPrefix(line, []byte(what+" "))
	if !found || !isHash(string(hex)) {
		return plumbing.ZeroHash, fmt.Errorf("it does not begin with %q and a hash", what)
	}
	return plumbing.NewHash(string(hex)), nil
}

// entries are the files of a tree. What is no file (a folder, a link, another repository) is left out.
func entries(b []byte) (map[string]plumbing.Hash, error) {
	files := map[string]plumbing.Hash{}
	for len(b) > 0 {
		head, rest, found := bytes.Cut(b, []byte{0})
		mode, name, both := bytes.Cut(head, []byte(" "))
		var h plumbing.Hash
		if !found || !both || len(rest) < len(h) {
			return nil, errors.New("the list of files is cut off")
		}
		copy(h[:], rest)
		b = rest[len(h):]
		if m := string(mode); m == "100644" || m == "100755" {
			files[string(name)] = h
		}
	}
	return files, nil
}
