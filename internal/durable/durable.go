// Package durable writes files that a power cut leaves whole or as they were.
package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Unfinished is what the names of files begin with that Replace has not put in their place. They are of no use to anybody, and stay
// where a process dies.
const Unfinished = ".new-"

// Replace writes the file at path, in the place of one that is there. A reader sees all of it or what was there before, and when
// Replace has returned nil it is all of it after a power cut, too: the folder, which has the name, is synced after the file. It is
// its owner's alone. The folder has to be there.
func Replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), Unfinished+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return Sync(filepath.Dir(path))
}

// Folder makes a folder, its owner's alone, and those above it, each so that it is there after a power cut. That it is there is no error.
func Folder(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	above := filepath.Dir(path)
	if err := Folder(above); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return Sync(above)
}

// Sync has the names in a folder on disk: of files that were made, renamed or removed there.
func Sync(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
