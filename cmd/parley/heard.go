package main

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// listener is an output that tells when nobody reads it any more.
type listener struct {
	*os.File
	left func()
}

// heard is an output of the process. When who reads it has gone, as in parley demo | head, it calls left, so that what was
// started ends as after Ctrl-C. The runtime would end a program at once that writes to a broken pipe by the numbers 1 and 2, and to
// ask for the signal would bring those of sockets too: so a pipe is written to by another number.
func heard(f *os.File, left func()) io.Writer {
	info, err := f.Stat()
	if err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return f
	}
	number, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return f
	}
	syscall.CloseOnExec(number)
	return &listener{os.NewFile(uintptr(number), f.Name()), left}
}

// Write implements io.Writer.
func (l *listener) Write(b []byte) (int, error) {
	n, err := l.File.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		l.left()
	}
	return n, err
}
