//go:build unix

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// lockFile takes a lock that the kernel frees with the process, and notes whose it is. holder is who has it already.
func lockFile(f *os.File) (holder string, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		b, _ := io.ReadAll(io.LimitReader(f, 32))
		return cmp.Or(strings.TrimSpace(string(b)), "unknown"), err
	}
	if err != nil {
		return "", &fs.PathError{Op: "lock", Path: f.Name(), Err: err}
	}
	if err := f.Truncate(0); err != nil {
		return "", err
	}
	_, err = fmt.Fprintln(f, os.Getpid())
	return "", err
}
