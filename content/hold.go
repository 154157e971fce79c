package content

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"
	"time"

	"github.com/ipfs/go-cid"
)

const maxHolderBytes = 128

// A Held is one reason why a root stays in the store.
type Held struct {
	Root   cid.Cid
	Holder string
}

// Hold keeps everything that root reaches until every holder has released it. A holder is a name of 1 to 128 letters,
// digits, dots, dashes and underscores: the ID of a deal, "module", and so on. Holding twice is no error. The blocks
// need not be there yet: a Hold made before a Fetch protects what arrives. When Hold returns it is on disk.
func (s *Store) Hold(root cid.Cid, holder string) error {
	if err := Check(root); err != nil {
		return fmt.Errorf("hold %s: %w", root, err)
	}
	if err := checkHolder(holder); err != nil {
		return fmt.Errorf("hold %s: %w", root, err)
	}
	dir := holdPath(root)
	if err := s.root.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("hold %s: %w", root, err)
	}
	if err := s.root.WriteFile(path.Join(dir, holder), nil, 0o600); err != nil {
		return fmt.Errorf("hold %s: %w", root, err)
	}
	return errors.Join(s.syncDir(dir), s.syncDir(holdsDir))
}

// Release ends one hold. Nothing is removed before Collect. Releasing what is not held is no error.
func (s *Store) Release(root cid.Cid, holder string) error {
	if err := checkHolder(holder); err != nil {
		return fmt.Errorf("release %s: %w", root, err)
	}
	dir := holdPath(root)
	if err := s.root.Remove(path.Join(dir, holder)); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("release %s: %w", root, err)
	}
	return s.syncDir(dir)
}

// Holds lists every hold, in the order of roots and holders. An error ends the iteration.
func (s *Store) Holds() iter.Seq2[Held, error] {
	return func(yield func(Held, error) bool) {
		files := s.root.FS()
		roots, err := fs.ReadDir(files, holdsDir)
		if err != nil {
			yield(Held{}, fmt.Errorf("list holds: %w", err))
			return
		}
		for _, r := range roots {
			root, err := Parse(r.Name())
			if err != nil {
				yield(Held{}, fmt.Errorf("list holds: %s in %s is not Parley's: %w", r.Name(), s.dir, err))
				return
			}
			holders, err := fs.ReadDir(files, path.Join(holdsDir, r.Name()))
			if err != nil {
				yield(Held{}, fmt.Errorf("list holds of %s: %w", root, err))
				return
			}
			for _, h := range holders {
				if !yield(Held{root, h.Name()}, nil) {
					return
				}
			}
		}
	}
}

// Collected is what a Collect removed.
type Collected struct {
	Blocks int
	Bytes  int64
}

// Collect removes the blocks that no hold reaches and that were last put before the time given, which leaves a margin
// for what was just added and is not held yet. Blocks missing below a held root are no error. A damaged block below
// one is: what it pointed to cannot be known, so nothing is removed.
func (s *Store) Collect(ctx context.Context, before time.Time) (Collected, error) {
	var done Collected
	kept, err := s.reachable(ctx)
	if err != nil {
		return done, fmt.Errorf("collect blocks: %w", err)
	}
	err = fs.WalkDir(s.root.FS(), blocksDir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
		d, isBlock := digestFromPath(name)
		if _, ok := kept[d]; ok || !isBlock {
			return nil
		}
		size, err := s.remove(name, before)
		if size >= 0 {
			done.Blocks++
			done.Bytes += size
		}
		return err
	})
	if err != nil {
		return done, fmt.Errorf("collect blocks: %w", err)
	}
	return done, nil
}

// reachable returns the blocks that holds protect.
func (s *Store) reachable(ctx context.Context) (map[digest]struct{}, error) {
	kept := map[digest]struct{}{}
	walked := map[cid.Cid]struct{}{}
	for h, err := range s.Holds() {
		if err != nil {
			return nil, err
		}
		for stack := []cid.Cid{canonical(h.Root)}; len(stack) > 0; {
			c := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if _, ok := walked[c]; ok || Check(c) != nil {
				continue // seen, or of a kind that the store never holds
			}
			walked[c] = struct{}{}
			kept[digestOf(c)] = struct{}{}
			below, err := s.links(ctx, c)
			if err != nil {
				return nil, fmt.Errorf("below %s, held for %s: %w", h.Root, h.Holder, err)
			}
			stack = append(stack, below...)
		}
	}
	return kept, nil
}

func (s *Store) links(ctx context.Context, c cid.Cid) ([]cid.Cid, error) {
	if c.Type() == cid.Raw {
		return nil, nil
	}
	data, err := s.GetBlock(ctx, c)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	below, err := links(c, data)
	if errors.Is(err, ErrMalformed) {
		return nil, nil // no node, so it protects nothing
	}
	return below, err
}

// remove deletes a file that was last written before the time given and returns its size, or -1 when it stays.
func (s *Store) remove(name string, before time.Time) (int64, error) {
	s.sweep.Lock()
	defer s.sweep.Unlock()
	info, err := s.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return -1, err
	}
	if !info.ModTime().Before(before) {
		return -1, nil
	}
	if err := s.root.Remove(name); err != nil {
		return -1, err
	}
	return info.Size(), nil
}

func holdPath(root cid.Cid) string { return path.Join(holdsDir, canonical(root).String()) }

// digestFromPath undoes blockPath. What is no block in the directory is not ours to remove.
func digestFromPath(name string) (d digest, ok bool) {
	base := path.Base(name)
	if len(base) != hex.EncodedLen(len(d)) {
		return d, false
	}
	_, err := hex.Decode(d[:], []byte(base))
	return d, err == nil
}

func checkHolder(holder string) error {
	allowed := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_", r)
	}
	refused := func(r rune) bool { return !allowed(r) }
	if holder == "" || len(holder) > maxHolderBytes || strings.HasPrefix(holder, ".") || strings.ContainsFunc(holder, refused) {
		return fmt.Errorf("%w: the holder %.80q must be 1 to %d letters, digits, dashes, underscores and dots, and not begin with a dot", ErrName, holder, maxHolderBytes)
	}
	return nil
}
