// Package dbfile makes the files of databases that must not be lost without a word: one is whole or not there, so that an empty
// one is damage and never taken for new.
package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrDamaged is returned for what was a database's file, and is one no longer.
var ErrDamaged = errors.New("the database is damaged")

// Make sees to it that the SQLite database at path is there. A new one has run schema; it is on disk, its owner's alone, before
// it appears under its name, and never takes another's place. One that is there is left as it is, but it is ErrDamaged if it is
// empty, or gone while the log beside it is still there.
func Make(path, schema string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is no regular file", ErrDamaged, path)
	case err == nil && info.Size() == 0:
		return fmt.Errorf("%w: it is empty, and a new one never is", ErrDamaged)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%w: it is gone, and its log %s is still there", ErrDamaged, path+"-wal"))
	}
	b, err := image(schema)
	if err != nil {
		return err
	}
	return write(path, b)
}

// image is the file of a database that has run schema and nothing else.
func image(schema string) (b []byte, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	ctx := context.Background()
	conn, err := db.Conn(ctx) // each has a memory of its own
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, schema); err != nil {
		return nil, err
	}
	err = conn.Raw(func(c any) error {
		b, err = c.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	return b, err
}

// write leaves the file alone that another process made meanwhile.
func write(path string, b []byte) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".new-*") // its owner's alone
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := place(os.Link, f.Name(), path); err != nil {
		return err
	}
	_, err = SyncFolder(path) // more than that nobody can do where it is not safe
	return err
}

// SyncFolder makes safe which files there are beside the one at path. It is false without an error where the file system syncs no folders.
func SyncFolder(path string) (safe bool, err error) {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return false, err
	}
	err = errors.Join(folder.Sync(), folder.Close())
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return false, nil
	}
	return err == nil, err
}

// place gives a file its name, unless there is one of that name. Where the file system has no links, only who holds a lock on what
// the name is for can be sure of that.
func place(link func(name, path string) error, name, path string) error {
	err := link(name, path)
	switch {
	case err == nil || errors.Is(err, fs.ErrExist):
		return nil
	case !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission):
		return err
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(name, path)
}

// Damaged reports whether err says that a database's file is not what was written.
func Damaged(err error) bool {
	if errors.Is(err, ErrDamaged) {
		return true
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqlite3.SQLITE_CORRUPT || e.Code()&0xff == sqlite3.SQLITE_NOTADB)
}
