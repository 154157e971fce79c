//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
)

// lockFile takes a lock that the kernel frees with the process, and notes whose it is.
func lockFile(f *os.File) (holder string, err error) {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		b, _ := io.ReadAll(io.LimitReader(f, 32))
		return strings.TrimSpace(string(b)), err
	}
	if err := f.Truncate(0); err != nil {
		return "", err
	}
	_, err = fmt.Fprintln(f, os.Getpid())
	return "", err
}
