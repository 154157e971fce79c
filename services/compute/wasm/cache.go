package wasm

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"
)

// artifacts is the compilation cache on disk: a directory for each module, named by its SHA-256 and complete from the
// moment it has that name. Several processes may share it.
type artifacts struct {
	dir   string
	limit int64 // bytes; the least recently used go first

	mu   sync.Mutex
	busy map[[32]byte]chan struct{} // modules being compiled; closed when done
}

// compiler names what makes the artifacts: another version would misread them. wazero knows its own version only in some
// builds, so it is said there, and a test compares it to go.mod.
const compiler = executor.Runtime

// made names all that an entry depends on beside its module.
const made = compiler + "-fuel" + fuel.Version

// What an entry holds: a directory of the compiler's with one file, and the module as it was compiled, with a meter in it.
const (
	meteredFile = "metered.wasm"
	entryFiles  = 2
)

func openArtifacts(dir string, limit int64) (*artifacts, error) {
	dir = filepath.Join(dir, made)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	return &artifacts{dir: dir, limit: limit, busy: map[[32]byte]chan struct{}{}}, nil
}

func (a *artifacts) path(sum [32]byte) string {
	return filepath.Join(a.dir, hex.EncodeToString(sum[:]))
}

// get returns the directory of a module, filling it first by fill if it is not there; fill is given an empty directory.
// Of several calls for one module one fills and the others wait.
func (a *artifacts) get(ctx context.Context, sum [32]byte, fill func(dir string) error) (dir string, filled bool, err error) {
	release, err := a.claim(ctx, sum)
	if err != nil {
		return "", false, err
	}
	defer release()
	dir = a.path(sum)
	if _, err := os.Stat(dir); err == nil {
		now := time.Now()
		_ = os.Chtimes(dir, now, now) // last used
		return dir, false, nil
	}
	// Compiling costs seconds: of several processes that share the cache one does it and the others wait.
	unlock, err := a.lock(ctx, sum)
	if err != nil {
		return "", false, err
	}
	defer unlock()
	if _, err := os.Stat(dir); err == nil {
		return dir, false, nil
	}
	temp, err := os.MkdirTemp(a.dir, partial)
	if err != nil {
		return "", false, err
	}
	defer os.RemoveAll(temp)
	if err := fill(temp); err != nil {
		return "", false, err
	}
	if err := seal(temp); err != nil {
		return "", false, err
	}
	if err := os.Rename(temp, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Stat(dir); there != nil { // another process was first otherwise
			return "", false, err
		}
	}
	return dir, true, a.evict(dir)
}

// claim waits until nobody else fills the entry.
func (a *artifacts) claim(ctx context.Context, sum [32]byte) (release func(), err error) {
	for {
		a.mu.Lock()
		wait, busy := a.busy[sum]
		if !busy {
			mine := make(chan struct{})
			a.busy[sum] = mine
			a.mu.Unlock()
			return func() {
				a.mu.Lock()
				defer a.mu.Unlock()
				delete(a.busy, sum)
				close(mine)
			}, nil
		}
		a.mu.Unlock()
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// lockPause is how often a process looks whether another is done compiling.
const lockPause = 20 * time.Millisecond

// lock waits until no other process fills the entry. The kernel frees the lock of a process that dies.
func (a *artifacts) lock(ctx context.Context, sum [32]byte) (unlock func(), err error) {
	dir := a.dir + "-locks"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, hex.EncodeToString(sum[:1])), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-time.After(lockPause):
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), f.Close())
		}
	}
}

// forget removes an entry that turned out not to serve.
func (a *artifacts) forget(sum [32]byte) error { return os.RemoveAll(a.path(sum)) }

// seal checks what a compiling worker left, which is not trusted: files and directories only, and nothing to run later but
// by reading. It makes the files read-only.
func seal(dir string) error {
	files := 0
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return nil
		case !e.Type().IsRegular():
			return fmt.Errorf("the compiler left %s, which is no file", filepath.Base(name))
		}
		files++
		return os.Chmod(name, 0o444)
	})
	if err == nil && files != entryFiles {
		err = fmt.Errorf("the compiler left %d files, not %d", files, entryFiles)
	}
	return err
}

// partial begins the names of entries that are not complete. One older than staleAge is of a process that died.
const (
	partial  = "partial-"
	staleAge = time.Hour
)

// evict removes the least recently used entries until the rest fit, but never keep.
func (a *artifacts) evict(keep string) error {
	there, err := os.ReadDir(a.dir)
	if err != nil {
		return err
	}
	type entry struct {
		path string
		used time.Time
		size int64
	}
	var entries []entry
	total := int64(0)
	for _, e := range there {
		info, err := e.Info()
		if err != nil {
			continue // another process removed it
		}
		name := filepath.Join(a.dir, e.Name())
		if strings.HasPrefix(e.Name(), partial) {
			if time.Since(info.ModTime()) > staleAge {
				_ = os.RemoveAll(name)
			}
			continue
		}
		size := sizeOf(name)
		total += size
		entries = append(entries, entry{name, info.ModTime(), size})
	}
	slices.SortFunc(entries, func(x, y entry) int { return x.used.Compare(y.used) })
	for _, e := range entries {
		if total <= a.limit {
			return nil
		}
		if e.path == keep {
			continue
		}
		if err := os.RemoveAll(e.path); err != nil {
			return err
		}
		total -= e.size
	}
	return nil
}

func sizeOf(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := e.Info(); err == nil && !e.IsDir() {
			n += info.Size()
		}
		return nil
	})
	return n
}
