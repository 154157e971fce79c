package content

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/ipfs/go-cid"
)

// An Entry is a file or directory of a tree.
type Entry struct {
	Path string // from the root, with slashes; "." is the root itself
	CID  cid.Cid
	Kind Kind
	Size int64 // bytes of a file; 0 for a directory
}

// Stat says what a CID is, by its first block. The size is what that block claims; reading the file checks it.
func Stat(ctx context.Context, g Getter, c cid.Cid) (Entry, error) {
	n, err := load(ctx, verified(g), c)
	if err != nil {
		return Entry{}, fmt.Errorf("stat %s: %w", c, err)
	}
	return n.entry(".", c), nil
}

// Walk yields a tree's entries, a directory before what is in it, and entries of one directory in the order of their
// names. Names are valid by ValidName and unique. An error is the last thing yielded.
func Walk(ctx context.Context, g Getter, root cid.Cid, l Limits) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		w := walker{getter: verified(g), meter: newMeter(l)}
		if _, err := w.walk(ctx, ".", root, 0, func(e Entry) bool { return yield(e, nil) }); err != nil {
			yield(Entry{}, fmt.Errorf("walk %s: %w", root, err))
		}
	}
}

// Lookup follows a path of names, separated by slashes, from a directory. "." is the directory itself. A name that is
// not there is fs.ErrNotExist.
func Lookup(ctx context.Context, g Getter, root cid.Cid, name string, l Limits) (Entry, error) {
	if !fs.ValidPath(name) {
		return Entry{}, fmt.Errorf("look up %.200q: %w: it is not a relative path with slashes", name, ErrName)
	}
	w := walker{getter: verified(g), meter: newMeter(l)}
	at := child{cid: root}
	for part := range strings.SplitSeq(name, "/") {
		if part == "." { // the only place for it in a valid path is alone
			break
		}
		var err error
		if at, err = w.child(ctx, at.cid, part, at.depth); err != nil {
			return Entry{}, fmt.Errorf("look up %q in %s: %w", name, root, err)
		}
	}
	n, err := w.load(ctx, at.cid, at.depth)
	if err != nil {
		return Entry{}, fmt.Errorf("look up %q in %s: %w", name, root, err)
	}
	return n.entry(name, at.cid), nil
}

func (n *node) entry(name string, c cid.Cid) Entry {
	return Entry{Path: name, CID: c, Kind: n.kind, Size: int64(n.size)}
}

// load gets and decodes one block.
func load(ctx context.Context, g Getter, c cid.Cid) (*node, error) {
	data, err := g.GetBlock(ctx, c)
	if err != nil {
		return nil, err
	}
	return decode(c, data)
}

// A walker goes through trees within one set of limits.
type walker struct {
	getter Getter // verified
	meter  *meter
}

func (w *walker) load(ctx context.Context, c cid.Cid, depth int) (*node, error) {
	if err := w.meter.addBlock(depth); err != nil {
		return nil, err
	}
	return load(ctx, w.getter, c)
}

// walk visits c, which is called name, and all below it. It returns false when visit did.
func (w *walker) walk(ctx context.Context, name string, c cid.Cid, depth int, visit func(Entry) bool) (more bool, err error) {
	n, err := w.load(ctx, c, depth)
	if err != nil {
		return false, named(name, err)
	}
	if err := w.meter.addFile(); err != nil {
		return false, named(name, err)
	}
	if !visit(n.entry(name, c)) {
		return false, nil
	}
	if n.kind == File {
		return true, nil
	}
	entries, err := w.list(ctx, n, depth)
	if err != nil {
		return false, named(name, err)
	}
	release, err := w.meter.hold(len(entries))
	if err != nil {
		return false, named(name, err)
	}
	defer release()
	for _, e := range entries {
		if more, err := w.walk(ctx, path.Join(name, e.name), e.cid, e.depth, visit); err != nil || !more {
			return false, err
		}
	}
	return true, nil
}

// child returns the entry of a directory that has this name.
func (w *walker) child(ctx context.Context, dir cid.Cid, name string, depth int) (child, error) {
	n, err := w.load(ctx, dir, depth)
	if err != nil {
		return child{}, err
	}
	if n.kind != Directory {
		return child{}, fmt.Errorf("%q: %w: %s is a file", name, fs.ErrNotExist, dir)
	}
	entries, err := w.list(ctx, n, depth)
	if err != nil {
		return child{}, err
	}
	i, ok := slices.BinarySearchFunc(entries, name, func(e child, name string) int { return strings.Compare(e.name, name) })
	if !ok {
		return child{}, fmt.Errorf("%q: %w", name, fs.ErrNotExist)
	}
	return entries[i], nil
}

// A child is an entry of a directory and the level that its block has in the tree.
type child struct {
	name  string
	cid   cid.Cid
	depth int
}

// list returns the entries of a directory, sorted, with valid and different names.
func (w *walker) list(ctx context.Context, dir *node, depth int) ([]child, error) {
	entries, err := w.gather(ctx, nil, dir, depth)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b child) int { return strings.Compare(a.name, b.name) })
	for i, e := range entries {
		if err := ValidName(e.name); err != nil {
			return nil, err
		}
		if i > 0 && e.name == entries[i-1].name {
			return nil, fmt.Errorf("%w: a directory has two entries %q", ErrMalformed, e.name)
		}
	}
	return entries, nil
}

// gather appends what stands in one block of a directory, and in the shards below it.
func (w *walker) gather(ctx context.Context, entries []child, n *node, depth int) ([]child, error) {
	if len(entries)+len(n.links) > w.meter.limits.Files {
		return nil, &LimitError{What: "files and directories", Limit: int64(w.meter.limits.Files)}
	}
	for _, l := range n.links {
		if n.shard == 0 || len(l.name) > n.shard {
			entries = append(entries, child{l.name[n.shard:], l.cid, depth + 1})
			continue
		}
		sub, err := w.load(ctx, l.cid, depth+1)
		if err != nil {
			return nil, err
		}
		if sub.shard != n.shard {
			return nil, malformed(l.cid, "part of a HAMT of another width")
		}
		if entries, err = w.gather(ctx, entries, sub, depth+1); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func named(name string, err error) error {
	if name == "." {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}
