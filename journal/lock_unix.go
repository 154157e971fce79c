//go:build darwin || freebsd || linux || netbsd || openbsd

package journal

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// lock takes the lock file of the journal at path for this process; the kernel drops it with the process, however that
// ends. The file stays, so that nobody locks one that was removed under them, and says what there was already.
func lock(path string) (f *os.File, was state, err error) {
	f, err = os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unmade, classify(err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	locked := errors.Is(err, syscall.EWOULDBLOCK)
	if err == nil || locked {
		b, _ := io.ReadAll(io.LimitReader(f, 64))
		line, _, _ := strings.Cut(string(b), "\n")
		who, said, _ := strings.Cut(line, " ")
		was = stateOf(said)
		if locked {
			pid, _ := strconv.Atoi(who)
			err = &LockedError{Path: path, PID: pid}
		}
	}
	if err == nil {
		err = inscribe(f, was)
	}
	if err != nil {
		f.Close()
		return nil, unmade, classify(err)
	}
	return f, was, nil
}
