package content

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"sync"

	"github.com/ipfs/go-cid"
)

const (
	batchBlocks = 64
	batchBytes  = 16 << 20
	batchSyncs  = 8 // files synced at one time: file systems commit them together
)

// A batch keeps many blocks at the price of few syncs: they are written to the staging directory, synced together, and
// only then given their names. Not for concurrent use.
type batch struct {
	store  *Store
	staged []staged
	bytes  int
}

type staged struct {
	file   *os.File
	name   string
	digest digest
}

func (s *Store) batch() *batch { return &batch{store: s} }

// Put verifies and stages a block, and flushes when enough are staged. Whoever uses a batch puts a block once.
func (b *batch) Put(ctx context.Context, c cid.Cid, data []byte) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if err := Verify(c, data); err != nil {
		return err
	}
	d := digestOf(c)
	if ok, err := b.store.present(d); ok || err != nil {
		return err
	}
	f, name, err := b.store.stage(data)
	if err != nil {
		return fmt.Errorf("write block %s in %s: %w", c, b.store.dir, err)
	}
	b.staged = append(b.staged, staged{f, name, d})
	if b.bytes += len(data); b.bytes >= batchBytes || len(b.staged) >= batchBlocks {
		return b.Flush()
	}
	return nil
}

// Flush puts everything that is staged on disk. After an error some blocks may be there; discard removes the others.
func (b *batch) Flush() error {
	if err := b.sync(); err != nil {
		return fmt.Errorf("sync blocks in %s: %w", b.store.dir, err)
	}
	dirs := map[string]struct{}{}
	for _, st := range b.staged {
		if err := b.store.publish(st.name, st.digest); err != nil {
			return fmt.Errorf("keep block %x: %w", st.digest, err)
		}
		dirs[path.Dir(blockPath(st.digest))] = struct{}{}
	}
	for dir := range dirs {
		if err := b.store.syncDir(dir); err != nil {
			return fmt.Errorf("sync blocks in %s: %w", b.store.dir, err)
		}
	}
	b.staged, b.bytes = nil, 0
	return nil
}

// sync closes every staged file, synced.
func (b *batch) sync() error {
	errs := make([]error, len(b.staged))
	var group sync.WaitGroup
	places := make(chan struct{}, batchSyncs)
	for i, st := range b.staged {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			if !b.store.NoSync {
				errs[i] = st.file.Sync()
			}
			errs[i] = errors.Join(errs[i], st.file.Close())
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// discard removes what is still staged: the work of a batch that failed or was given up.
func (b *batch) discard() {
	for _, st := range b.staged {
		st.file.Close() // closed already, or of no interest
		b.store.root.Remove(st.name)
	}
	b.staged, b.bytes = nil, 0
}

// A bulk is a Putter whose blocks count only once Flush has returned.
type bulk interface {
	Putter
	Flush() error
	discard()
}

// inBulk returns the cheapest way to put many blocks into p.
func inBulk(p Putter) bulk {
	if s, ok := p.(*Store); ok {
		return s.batch()
	}
	return direct{p}
}

type direct struct{ Putter }

func (direct) Flush() error { return nil }
func (direct) discard()     {}
