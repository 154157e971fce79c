package content

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	"github.com/ipfs/go-cid"
)

const (
	blocksDir  = "blocks"
	holdsDir   = "holds"
	stagingDir = "staging"
)

// A Store keeps blocks in a directory:
//
//	blocks/ab/abcd…   a block; the name is its SHA2-256, so that sha256sum checks it
//	holds/CID/HOLDER  see Hold
//	staging/          what is being written
//
// A block appears under its name only when it is complete and synced, so a crash at any moment leaves blocks that are
// whole or absent. All methods may be called concurrently. One process at a time may use a directory; the Store does
// not enforce that, whoever owns the folder around it does.
//
// Own code rather than a library, because boxo's blockstore cannot say which file is damaged, and flatfs would sync
// each block by itself, and knows no roots.
type Store struct {
	// NoSync leaves it to the operating system when blocks reach the disk: for throw-away stores. Set before use.
	NoSync bool

	dir  string
	root *os.Root
	// sweep is held for writing while Collect removes a block, and for reading while a block that is already there is
	// relied upon, so that nothing is removed between the two.
	sweep sync.RWMutex
}

// OpenStore opens the store in dir and makes it when it is not there. Nobody else may have it open. Close releases it.
func OpenStore(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the block store: %w; choose a folder that can be written", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the block store: %w", err)
	}
	s := &Store{dir: dir, root: root}
	if err := s.prepare(); err != nil {
		root.Close()
		return nil, fmt.Errorf("make the block store in %s: %w; choose a folder that can be written", dir, err)
	}
	return s, nil
}

// prepare makes the directories, and removes what a process that was killed left half written.
func (s *Store) prepare() error {
	if err := s.root.RemoveAll(stagingDir); err != nil {
		return err
	}
	for _, sub := range []string{blocksDir, holdsDir, stagingDir} {
		if err := s.root.MkdirAll(sub, 0o700); err != nil {
			return err
		}
	}
	return nil
}

// Close releases the directory. No other method may be running or called afterwards.
func (s *Store) Close() error { return s.root.Close() }

// GetBlock reads a block and verifies it. The slice is the caller's. It returns ErrNotFound, or a CorruptError when the
// file no longer holds the block.
func (s *Store) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if err := Check(c); err != nil {
		return nil, err
	}
	data, err := s.read(digestOf(c))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %s is not in the store %s", ErrNotFound, c, s.dir)
	case errors.Is(err, errDamaged):
		return nil, &CorruptError{CID: c, File: s.file(digestOf(c)), Err: err}
	case err != nil:
		return nil, fmt.Errorf("read block %s: %w", c, err)
	}
	return data, nil
}

// Has says whether the store has the block, without reading it: it may yet be found damaged.
func (s *Store) Has(c cid.Cid) (bool, error) {
	_, err := s.Size(c)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Size returns the number of bytes of a block, or ErrNotFound. It does not read the block.
func (s *Store) Size(c cid.Cid) (int, error) {
	if err := Check(c); err != nil {
		return 0, err
	}
	info, err := s.root.Stat(blockPath(digestOf(c)))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("%w: %s is not in the store %s", ErrNotFound, c, s.dir)
	}
	if err != nil {
		return 0, fmt.Errorf("look up block %s: %w", c, err)
	}
	return int(info.Size()), nil
}

// Put verifies a block and keeps it. When it returns, the block is on disk. A block that is already there is verified,
// and replaced when it is damaged. Many blocks are kept faster by AddFS, AddFile and Fetch, which sync them together.
func (s *Store) Put(ctx context.Context, c cid.Cid, data []byte) error {
	b := s.batch()
	defer b.discard()
	if err := b.Put(ctx, c, data); err != nil {
		return err
	}
	return b.Flush()
}

var errDamaged = errors.New("damaged")

// read returns a block, fs.ErrNotExist or errDamaged.
func (s *Store) read(d digest) ([]byte, error) {
	f, err := s.root.Open(blockPath(d))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > MaxBlockSize {
		return nil, fmt.Errorf("%w: it is no file of at most %d bytes", errDamaged, MaxBlockSize)
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: it was cut while it was read", errDamaged)
	} else if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(data); got != d {
		return nil, fmt.Errorf("%w: its SHA2-256 is %x", errDamaged, got)
	}
	return data, nil
}

// present says whether the store has a sound copy, and if so makes it as young as one that was just written.
func (s *Store) present(d digest) (bool, error) {
	s.sweep.RLock()
	defer s.sweep.RUnlock()
	_, err := s.read(d)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDamaged) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now := time.Now()
	return true, s.root.Chtimes(blockPath(d), now, now)
}

// stage writes data to a new file in the staging directory and returns it open, so that it can be synced later.
func (s *Store) stage(data []byte) (*os.File, string, error) {
	name := path.Join(stagingDir, rand.Text())
	f, err := s.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, "", err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		s.root.Remove(name)
		return nil, "", err
	}
	return f, name, nil
}

// publish gives a staged and synced file its name.
func (s *Store) publish(staged string, d digest) error {
	s.sweep.RLock()
	defer s.sweep.RUnlock()
	to := blockPath(d)
	err := s.root.Rename(staged, to)
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.root.MkdirAll(path.Dir(to), 0o700); err != nil {
			return err
		}
		if err := s.syncDir(blocksDir); err != nil {
			return err
		}
		err = s.root.Rename(staged, to)
	}
	return err
}

func (s *Store) syncDir(name string) error {
	if s.NoSync {
		return nil
	}
	d, err := s.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (s *Store) file(d digest) string { return filepath.Join(s.dir, filepath.FromSlash(blockPath(d))) }

func blockPath(d digest) string {
	name := hex.EncodeToString(d[:])
	return path.Join(blocksDir, name[:2], name)
}
