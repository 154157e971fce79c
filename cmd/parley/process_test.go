package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// place is a machine for one test: a folder to work in and a state folder.
type place struct {
	t    *testing.T
	dir  string
	home string
	env  []string // beside the usual
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, dir: t.TempDir()}
	p.home = filepath.Join(p.dir, "state")
	cache := filepath.Join(shared, "cache")
	for _, dir := range []string{p.home, cache} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(cache, filepath.Join(p.home, "cache")); err != nil {
		t.Fatal(err)
	}
	return p
}

// where is what a command that is printed says of the state folder.
func (p *place) where() string { return " --home " + p.home }

// write makes a file in the place's folder and returns its path.
func (p *place) write(name string, b []byte) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// process is a command that runs, or has run.
type process struct {
	t    *testing.T
	args []string
	cmd  *exec.Cmd

	mu       sync.Mutex
	patience time.Duration // how long anything may take
	changed  *sync.Cond
	out, err bytes.Buffer
	ended    bool
	code     int
}

// hanging is how long anything may take, if nothing else is said, before the test gives up: far more than it does on a slow machine.
const hanging = 3 * time.Minute

func (p *place) command(args ...string) *process {
	c := &process{t: p.t, args: args, cmd: exec.Command(binary, args...), patience: hanging}
	c.cmd.Args[0] = "parley" // as from the PATH
	c.changed = sync.NewCond(&c.mu)
	c.cmd.Dir = p.dir
	// Whether a deal is one of those that are run again is chance: tests say which are.
	c.cmd.Env = slices.Concat([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "TMPDIR=" + p.dir, "PARLEY_HOME=" + p.home, "TERM=dumb", "TZ=UTC",
		"PARLEY_AUDIT=0"}, p.env)
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return c
}

// start starts parley; the test's end kills it, should it still run.
func (p *place) start(args ...string) *process {
	p.t.Helper()
	c := p.command(args...)
	c.begin()
	p.t.Cleanup(c.destroy)
	return c
}

// run runs parley to its end.
func (p *place) run(args ...string) *process {
	p.t.Helper()
	c := p.start(args...)
	c.wait()
	return c
}

// ok runs parley, which must succeed, and returns what it printed.
func (p *place) ok(args ...string) string {
	p.t.Helper()
	return p.run(args...).exits(0).stdout()
}

func (c *process) begin() {
	c.t.Helper()
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	errs, err := c.cmd.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	var reading sync.WaitGroup
	reading.Go(func() { c.read(out, &c.out) })
	reading.Go(func() { c.read(errs, &c.err) })
	go func() {
		reading.Wait()
		err := c.cmd.Wait()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.ended = true
		if _, ok := errors.AsType[*exec.ExitError](err); ok || err == nil {
			c.code = c.cmd.ProcessState.ExitCode()
		} else {
			c.code = -1
		}
		c.changed.Broadcast()
	}()
}

func (c *process) read(from io.Reader, to *bytes.Buffer) {
	r := bufio.NewReader(from)
	for {
		line, err := r.ReadBytes('\n')
		c.mu.Lock()
		to.Write(line)
		c.changed.Broadcast()
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// until waits for something to be so, with the lock held.
func (c *process) until(what string, is func() bool) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	deadline := time.Now().Add(c.patience)
	late := time.AfterFunc(c.patience, c.changed.Broadcast) // not before the deadline
	defer late.Stop()
	for !is() {
		if c.ended || !time.Now().Before(deadline) {
			c.t.Fatalf("parley %s: waited for %s; ended: %v, code %d\nstdout:\n%s\nstderr:\n%s", strings.Join(c.args, " "), what, c.ended, c.code, &c.out, &c.err)
		}
		c.changed.Wait()
	}
}

// says waits until the command has said something, on either output.
func (c *process) says(text string) *process {
	c.t.Helper()
	c.until("\""+text+"\"", func() bool { return strings.Contains(c.err.String(), text) || strings.Contains(c.out.String(), text) })
	return c
}

func (c *process) wait() {
	c.t.Helper()
	c.until("its end", func() bool { return c.ended })
}

// exits waits for the end and checks the code.
func (c *process) exits(code int) *process {
	c.t.Helper()
	c.wait()
	if c.code != code {
		c.t.Fatalf("parley %s: exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", strings.Join(c.args, " "), c.code, code, c.stdout(), c.stderr())
	}
	return c
}

func (c *process) signal(s syscall.Signal) *process {
	c.t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		c.t.Fatal(err)
	}
	return c
}

// interrupt ends a command as a person does.
func (c *process) interrupt() *process {
	c.t.Helper()
	c.signal(syscall.SIGINT).wait()
	return c
}

// destroy ends the command and whatever it has started, and waits for the end.
func (c *process) destroy() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
	}
	for !c.ended {
		c.changed.Wait()
	}
}

func (c *process) stdout() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.String()
}

func (c *process) stderr() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err.String()
}

// object decodes standard output, which must be one JSON value.
func object[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	dec := json.NewDecoder(strings.NewReader(text))
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("standard output is not one JSON value: %v\n%s", err, text)
	}
	if _, err := dec.Token(); err != io.EOF {
		t.Fatalf("something follows the JSON value:\n%s", text)
	}
	return v
}

// contains checks that a text has all of the parts.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is missing in:\n%s", p, text)
		}
	}
}
