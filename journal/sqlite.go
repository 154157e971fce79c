package journal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/parley-p2p/parley/internal/dbfile"
	"github.com/parley-p2p/parley/messages"
)

var _ Journal = (*SQLite)(nil)

// SQLite is a journal in one file, which one process at a time has open.
//
// The file is a log: each write appends what queued as one row of two blobs and syncs it, since a row an envelope costs
// about twice as much (BenchmarkCommit compares them). Where things are is kept in memory, about 64 bytes a record, and rebuilt by Open
// from the small half of each row. When more than half of the log is dead (forgotten sessions, notes written again),
// writes clean it from its old end.
//
// Every payload has a checksum, verified when it is read; every directory has one, verified by Open.
type SQLite struct {
	path  string
	lock  *os.File
	state state
	table table
	wake  chan struct{}  // capacity one: somebody waits for the open group; closed by Close
	work  sync.WaitGroup // the writer

	mu      sync.Mutex
	index   index  // of all that was taken up, written or not
	open    *group // takes what is committed; its row follows the last one
	writing *group // is at the table; nil if none
	written int64  // the last row on disk
	spare   group  // buffers of one that was written, for the next
	failed  error  // why nothing can be written any more
	closed  bool
	dirty   bool // a row to be cleaned could not be read: clean no more
}

// Open opens the journal at path, or makes an empty one there, for its owner only, with the folder it is in. Beside it
// (where path is a symbolic link: beside the file it leads to) are path-wal and path-shm, which belong to it, and path.lock.
//
// It returns a *LockedError at once if another process has it open, ErrVersion if a newer version wrote it, a
// *CorruptError if rows are missing or their directories damaged, or if the file was emptied or is gone, ErrFull or ErrReadOnly if it cannot be written.
// After a crash path-wal has what was committed last: it is a *CorruptError too if that is gone, or if it is damaged and behind the damage, or in
// its first frame, the mark of a commit is left and a frame of the next one. So a bit, a sector or a block of 4 KiB that has rotted costs the last
// two commits at most without a word (a sector or block three, where a mark lies across sectors, in one frame of 64): that, or a path-wal that was
// cut short, looks like what a crash tears.
func Open(path string) (*SQLite, error) {
	return openWith(path, func(t table) table { return t })
}

// openWith lets tests put something between the journal and its table.
func openWith(path string, wrap func(table) table) (_ *SQLite, err error) {
	path, err = locate(path)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", classify(err))
	}
	s := &SQLite{path: path, index: newIndex(), wake: make(chan struct{}, 1)}
	if s.lock, s.state, err = lock(path); err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	defer func() {
		if err != nil {
			if s.table != nil {
				s.table.close(true)
			}
			s.lock.Close()
			if c, ok := errors.AsType[*CorruptError](err); ok {
				c.Path = path
			}
			err = fmt.Errorf("open journal %s: %w", path, err)
		}
	}()
	if err := s.makeFile(); err != nil {
		return nil, err
	}
	if err := checkLog(path, s.state); err != nil {
		return nil, err
	}
	t, err := openTable(path)
	if err != nil {
		return nil, err
	}
	s.table = wrap(t)
	if err := syncLog(path); err != nil {
		return nil, err
	}
	if err := s.recover(); err != nil {
		return nil, err
	}
	if err := s.renew(); err != nil {
		return nil, err
	}
	s.work.Go(s.run)
	return s, nil
}

// locate makes the folder and returns the name that a file has by whichever links it is opened, since its lock goes by that.
func locate(path string) (string, error) {
	if path == "" {
		return "", errors.New("no path is given: name the file that is to hold it")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	switch info, err := os.Lstat(path); {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		real, err := filepath.EvalSymlinks(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = &CorruptError{Path: path, Reason: fmt.Sprintf("%s is a link to a file that is not there; bring that back, or remove the link", path)}
		}
		return real, err
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	return filepath.Join(folder, filepath.Base(path)), err
}

// syncLog makes safe what a process wrote that was killed before its sync: what is read from here on may be acted on.
func syncLog(path string) error {
	f, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return classify(err)
	}
	return classify(errors.Join(f.Sync(), f.Close()))
}

// makeFile makes sure that there is a file that only its owner reads; SQLite gives the same mode to those beside it. One that
// was made before and is gone is damage, as one that was emptied is: a party that forgot its deals would lose what it staked.
func (s *SQLite) makeFile() error {
	if _, err := os.Stat(s.path); s.state != unmade && errors.Is(err, os.ErrNotExist) {
		return &CorruptError{Reason: "there was a journal here, and it is gone"}
	}
	if err := dbfile.Make(s.path, create); err != nil || s.state != unmade {
		return classify(err)
	}
	s.state = made
	return classify(inscribe(s.lock, s.state))
}

// recover rebuilds the index from the directories.
func (s *SQLite) recover() error {
	next := int64(1)
	err := s.table.scan(func(row int64, directory []byte, size int64) error {
		if len(s.index.rows) > 0 && row != next {
			return &CorruptError{Reason: fmt.Sprintf("rows %d to %d of the log are missing", next, row-1)}
		}
		items, err := parseDirectory(row, directory)
		if err != nil {
			return &CorruptError{Reason: fmt.Sprintf("row %d of the log: %v", row, err)}
		}
		next = row + 1
		s.index.extend(row)
		for _, it := range items {
			s.index.put(row, it)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.written = next - 1
	s.begin(next)
	return s.index.complete()
}

// begin opens a group for row.
func (s *SQLite) begin(row int64) {
	s.open = newGroup(row)
	s.open.directory, s.open.data = s.spare.directory, s.spare.data
	s.spare = group{}
	s.index.extend(row)
}

// Commit implements [Journal].
func (s *SQLite) Commit(ctx context.Context, b Batch) error {
	if err := check(b); err != nil {
		return err
	}
	s.mu.Lock()
	if err := s.room(ctx); err != nil {
		s.mu.Unlock()
		return err
	}
	records, err := unstored(b.Records, &s.index)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	for _, r := range records {
		at, _ := nanoseconds(r.At)
		s.add(item{kind: itemRecord, session: r.Session, index: r.Index, id: r.ID, at: at}, r.Envelope)
	}
	for _, n := range b.Notes {
		kind := itemNote
		if n.Value == nil {
			kind = itemDeletion
		}
		s.add(item{kind: kind, bucket: n.Bucket, key: string(n.Key)}, n.Value)
	}
	return s.finish(b.Sync)
}

// Forget implements [Journal].
func (s *SQLite) Forget(ctx context.Context, session messages.ID) error {
	s.mu.Lock()
	if err := s.room(ctx); err != nil {
		s.mu.Unlock()
		return err
	}
	if s.index.sessions[session] != nil {
		s.add(item{kind: itemForget, session: session}, nil)
	}
	return s.finish(false)
}

// add appends to the open group. mu is held.
func (s *SQLite) add(it item, payload []byte) {
	it.payload = s.open.add(it, payload, checksum(payload))
	s.index.put(s.open.row, it)
}

// room waits until the open group takes more, unless the journal takes no more at all. mu is held, but for the wait.
func (s *SQLite) room(ctx context.Context) error {
	for {
		switch {
		case s.closed:
			return ErrClosed
		case s.failed != nil:
			return s.failed
		case ctx.Err() != nil:
			return ctx.Err()
		case !s.open.full():
			return nil
		}
		s.flush()
		s.mu.Lock()
	}
}

// finish ends a call that added to the open group. It takes over mu and releases it.
func (s *SQLite) finish(sync bool) error {
	if sync || s.open.full() {
		return s.flush()
	}
	s.mu.Unlock()
	return nil
}

// flush returns when all that was added is on disk, or cannot be. It takes over mu and releases it.
func (s *SQLite) flush() error {
	g := s.open
	if g.items == 0 {
		return s.flushed()
	}
	g.waiting++
	select {
	case s.wake <- struct{}{}:
	default:
	}
	s.mu.Unlock()
	<-g.done
	return g.err
}

// run is the goroutine that writes, so that the deep stack which a write takes is grown once.
func (s *SQLite) run() {
	for range s.wake {
		s.mu.Lock()
		for s.open.waiting > 0 && s.failed == nil {
			s.gather()
			s.write()
		}
		s.mu.Unlock()
	}
}

// gather lets those who are about to commit do so before the open group is written. It gives way, without a timer, as
// long as that brings something. mu is held, but for that.
func (s *SQLite) gather() {
	const most = 4
	for i, before := 0, 0; i < most && s.open.items > before && !s.open.full(); i++ {
		before = s.open.items
		s.mu.Unlock()
		runtime.Gosched()
		s.mu.Lock()
	}
}

// flushed waits for the group that is written just now. It takes over mu and releases it.
func (s *SQLite) flushed() error {
	w, err := s.writing, s.failed
	s.mu.Unlock()
	if w == nil {
		return err
	}
	<-w.done
	return w.err
}

// write writes the open group. mu is held, but while the table works.
func (s *SQLite) write() {
	g, stale := s.open, s.stale()
	if len(stale.rows) > 0 {
		s.mu.Unlock()
		stale.load(s.table)
		s.mu.Lock()
	}
	s.clean(g, &stale)
	s.writing = g
	s.begin(g.row + 1)
	s.mu.Unlock()
	err := s.table.append(g.row, g.sealed(), g.data, stale.through)
	s.mu.Lock()
	s.writing = nil
	if err != nil {
		s.failed = fmt.Errorf("%w: %w", ErrFailed, err)
		g.end(s.failed)
		s.open.end(s.failed) // takes no more
		return
	}
	s.written = g.row
	s.recycle(g)
	s.index.drop(stale.through)
	g.end(nil)
}

// recycle keeps the buffers of a group that nobody looks at any more: readers copy from a group while they hold mu, and
// only as long as it is open or being written. mu is held.
func (s *SQLite) recycle(g *group) {
	if cap(g.data) <= fullBytes {
		s.spare.directory, s.spare.data = g.directory[:0], g.data[:0]
	}
	g.directory, g.data = nil, nil
}

// Close implements [Journal].
func (s *SQLite) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	var err error
	if s.failed == nil {
		err = s.flush()
	} else {
		s.mu.Unlock()
	}
	close(s.wake)
	s.work.Wait()
	if e := s.end(); e != nil {
		err = errors.Join(err, fmt.Errorf("close journal %s: %w", s.path, e))
	}
	return errors.Join(err, s.lock.Close())
}

// end closes the table. After a write that failed, or where the lock file cannot be written, it leaves the log for the next Open, as a crash does.
func (s *SQLite) end() error {
	if s.failed != nil {
		return s.table.close(true)
	}
	err := s.release()
	return errors.Join(err, s.table.close(err != nil))
}
