// Package regular opens the files that a person names.
package regular

import (
	"io/fs"
	"os"
	"strings"
)

// Open opens a file for reading. A pipe, a socket or a device is refused before it is opened, since whoever opens a pipe waits
// for its other end, unless it is one that this process was started with, as of a shell's <(command).
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode(); !mode.IsRegular() && !mode.IsDir() && !inherited(path) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: irregular(mode)}
	}
	return os.Open(path)
}

func inherited(path string) bool {
	return path == "/dev/stdin" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}

// irregular is what a file is that is no file.
type irregular fs.FileMode

func (m irregular) Error() string {
	what := "a special file"
	switch mode := fs.FileMode(m); {
	case mode&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	case mode&fs.ModeDevice != 0:
		what = "a device"
	}
	return "it is " + what + " and no regular file"
}
