//go:build unix

package docs

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Runner runs the blocks of one document in order, as a reader would who has one terminal, and another for each block
// that says so. It is for one document and one goroutine.
type Runner struct {
	Dir string   // where the reader begins
	Env []string // as of os/exec
	Out io.Writer
	// Limit is how long one block may take, and how long a background block may take to be ready. Default 10 minutes.
	Limit time.Duration

	state   string // folder: the terminal's working directory and variables, between two blocks
	others  []*terminal
	printed string // by the last block
}

// terminal is a background block under way.
type terminal struct {
	step step
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended; err is set before
	err  error
	said *transcript
}

// Run runs what a document says. It returns how many shell blocks ran well, and the first error, with its line. When it
// returns nothing that it started is left.
func (r *Runner) Run(ctx context.Context, markdown string) (ran int, err error) {
	blocks, err := Blocks(markdown)
	if err != nil {
		return 0, err
	}
	if r.Limit == 0 {
		r.Limit = 10 * time.Minute
	}
	if r.state, err = os.MkdirTemp("", "docs-state-"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(r.state)
	if err := os.WriteFile(filepath.Join(r.state, "cwd"), []byte(r.Dir+"\n"), 0o600); err != nil {
		return 0, err
	}
	defer func() {
		if failed := r.stop(); err == nil {
			err = failed
		}
	}()
	for _, b := range blocks {
		s, err := understand(b)
		if err != nil {
			return ran, err
		}
		if err := r.step(ctx, s); err != nil {
			return ran, fmt.Errorf("line %d: %w", s.Line, err)
		}
		if s.kind == foreground || s.kind == background {
			ran++
		}
	}
	return ran, nil
}

func (r *Runner) step(ctx context.Context, s step) error {
	switch s.kind {
	case file:
		return r.write(s)
	case output:
		return compare(s.Text, r.printed)
	case foreground:
		return r.foreground(ctx, s)
	case background:
		return r.background(ctx, s)
	}
	return nil
}

func (r *Runner) write(s step) error {
	cwd, err := os.ReadFile(filepath.Join(r.state, "cwd"))
	if err != nil {
		return err
	}
	if !filepath.IsLocal(s.name) {
		return fmt.Errorf("the file %s is not below the working directory", s.name)
	}
	name := filepath.Join(strings.TrimSuffix(string(cwd), "\n"), s.name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(s.Text), 0o644)
}

// enter and leave carry a terminal's working directory and exported variables from block to block.
const (
	enter = `if [ -f "$DOCS_STATE/env" ]; then . "$DOCS_STATE/env"; fi; cd -- "$(cat "$DOCS_STATE/cwd")"; set -euo pipefail` + "\n"
	leave = "\n" + `export -p >"$DOCS_STATE/env"; pwd >"$DOCS_STATE/cwd"` + "\n"
)

func (r *Runner) command(ctx context.Context, script string, said *transcript) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "bash", "-c", script)
	cmd.Dir = r.Dir
	cmd.Env = append(os.Environ(), append(r.Env, "DOCS_STATE="+r.state)...)
	cmd.Stdout, cmd.Stderr = said, said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	return cmd
}

func (r *Runner) foreground(ctx context.Context, s step) error {
	ctx, cancel := context.WithTimeoutCause(ctx, r.Limit, fmt.Errorf("took longer than %s", r.Limit))
	defer cancel()
	said := &transcript{out: r.Out}
	err := r.command(ctx, enter+s.Text+leave, said).Run()
	r.printed = said.String()
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return fmt.Errorf("%w\n%s", err, s.Text)
	}
	for _, t := range r.others {
		if t.ended() && t.err != nil {
			return fmt.Errorf("what was started at line %d has ended meanwhile: %v", t.step.Line, t.err)
		}
	}
	return nil
}

func (r *Runner) background(ctx context.Context, s step) error {
	said := &transcript{out: r.Out, until: s.until, ready: make(chan struct{})}
	t := &terminal{step: s, said: said, done: make(chan struct{}), cmd: r.command(context.WithoutCancel(ctx), enter+s.Text, said)}
	if err := t.cmd.Start(); err != nil {
		return err
	}
	go func() {
		t.err = t.cmd.Wait()
		close(t.done)
	}()
	r.others = append(r.others, t)
	limit := time.NewTimer(r.Limit)
	defer limit.Stop()
	select {
	case <-said.ready:
		r.printed = said.String()
		return nil
	case <-t.done:
		return fmt.Errorf("ended before it said %q: %v\n%s", s.until, t.err, s.Text)
	case <-limit.C:
		return fmt.Errorf("did not say %q within %s\n%s", s.until, r.Limit, s.Text)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *terminal) ended() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// grace is how long a background block may take to end after Ctrl-C.
const grace = 30 * time.Second

// stop presses Ctrl-C in every other terminal, the last first, and waits. One that does not end is killed and reported, as
// is one that had failed before.
func (r *Runner) stop() (err error) {
	for i := len(r.others) - 1; i >= 0; i-- {
		t := r.others[i]
		if syscall.Kill(-t.cmd.Process.Pid, syscall.SIGINT) != nil {
			if <-t.done; t.err != nil {
				err = fmt.Errorf("line %d: ended by itself: %w", t.step.Line, t.err)
			}
			continue
		}
		limit := time.NewTimer(grace)
		select {
		case <-t.done:
		case <-limit.C:
			err = fmt.Errorf("line %d: did not end within %s of Ctrl-C", t.step.Line, grace)
		}
		limit.Stop()
		_ = syscall.Kill(-t.cmd.Process.Pid, syscall.SIGKILL)
		<-t.done
	}
	r.others = nil
	return err
}

// transcript keeps what a block printed, shows it, and tells when it has said what is waited for.
type transcript struct {
	out   io.Writer
	until string
	ready chan struct{}

	mu   sync.Mutex
	text strings.Builder
	told bool
}

// Write implements io.Writer.
func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(b)
	if t.ready != nil && !t.told && strings.Contains(t.text.String(), t.until) {
		t.told = true
		close(t.ready)
	}
	return t.out.Write(b)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// compare finds every line of want in got, in order. An ellipsis stands for anything within a line.
func compare(want, got string) error {
	rest := strings.Split(got, "\n")
	for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
		found := false
		for len(rest) > 0 && !found {
			found = like(strings.TrimSpace(line), rest[0])
			rest = rest[1:]
		}
		if !found {
			return fmt.Errorf("the document says that this is printed:\n%s\nprinted was:\n%s", line, got)
		}
	}
	return nil
}

func like(pattern, line string) bool {
	for piece := range strings.SplitSeq(pattern, "…") {
		_, after, found := strings.Cut(line, piece)
		if !found {
			return false
		}
		line = after
	}
	return true
}
