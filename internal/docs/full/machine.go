package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// git asks git.
func git(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// commit names what is checked out. There may be nothing else, but for the evidence itself; for a trial it is only told.
func commit(ctx context.Context, strict bool) (string, error) {
	head, err := git(ctx, "rev-parse", "--short=12", "HEAD")
	if err != nil {
		return "", err
	}
	changed, err := git(ctx, "status", "--porcelain", "--", ".", ":(exclude)"+evidence)
	if err != nil || changed == "" {
		return head, err
	}
	if strict {
		return "", errors.New("evidence is of a commit, and this is not committed:\n" + changed + "\ncommit it, or try with -scale 0.01")
	}
	return head + "+changes", nil
}

// shell runs a command as somebody types it, and keeps what it says.
func shell(ctx context.Context, command, log string) error {
	f, err := os.Create(log)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", command)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	both := io.MultiWriter(os.Stdout, f)
	cmd.Stdout, cmd.Stderr = both, both
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	return errors.Join(cmd.Run(), f.Close())
}

var model = regexp.MustCompile(`model name\s*: (.*)`)

// machine says what this runs on.
func machine() string {
	name := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := model.FindSubmatch(b); m != nil {
			name = string(m[1])
		}
	}
	return fmt.Sprintf("%s/%s, %d processors (%s), %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), name, runtime.Version())
}
