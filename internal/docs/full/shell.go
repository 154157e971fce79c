package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// errInterrupted is that a command was ended before it ended by itself.
var errInterrupted = errors.New("interrupted")

// shell runs a command as somebody types it, and keeps what it says. It returns that; of a command that was interrupted, which is
// errInterrupted, what it had said until then.
func shell(ctx context.Context, command, log string) (said string, err error) {
	f, err := os.Create(log)
	if err != nil {
		return "", err
	}
	defer f.Close()
	cmd := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", command)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	both := io.MultiWriter(os.Stdout, f)
	cmd.Stdout, cmd.Stderr = both, both
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	interrupted, until := false, int64(0)
	cmd.Cancel = func() error {
		if at, err := f.Stat(); err == nil {
			until = at.Size()
		}
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		interrupted = err == nil
		return err
	}
	cmd.WaitDelay = 20 * time.Second
	err = errors.Join(cmd.Run(), f.Close())
	text, readErr := os.ReadFile(log)
	if interrupted {
		return string(text[:min(until, int64(len(text)))]), errors.Join(errInterrupted, readErr)
	}
	return string(text), errors.Join(err, readErr)
}
