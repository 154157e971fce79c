package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/leash"
)

// child is one process of the demo: this binary with arguments that a person could type.
type child struct {
	name  string
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // once ended
	out   chan []byte

	mu   sync.Mutex
	said []string // the last lines of standard error
	key  string   // what it said when it was ready
}

// keep is how many lines of a child are kept to tell what went wrong.
const keep = 12

// start starts a command of this binary in the demo's state folder.
func (d *demo) start(ctx context.Context, name string, args ...string) *child {
	return d.startAs(ctx, name, append(args, "--home", d.home))
}

// startAs is start for arguments that say where the state is.
func (d *demo) startAs(_ context.Context, name string, args []string) *child {
	if d.flags.commands {
		d.app.say("$ %s %s", cmp.Or(d.app.self, "parley"), strings.Join(args, " "))
	}
	c := &child{name: name, ended: make(chan struct{}), out: make(chan []byte, 256)}
	c.cmd = exec.Command(d.binary, args...)
	c.cmd.Env = []string{"PATH=" + d.app.env("PATH"), "HOME=" + d.dir, "TMPDIR=" + d.dir}
	c.cmd.Env = append(c.cmd.Env, thrownAway+"=1")
	for _, secret := range []string{"BACALHAU_API_KEY", "BACALHAU_API_USERNAME", "BACALHAU_API_PASSWORD"} {
		if value := d.app.env(secret); value != "" {
			c.cmd.Env = append(c.cmd.Env, secret+"="+value)
		}
	}
	leash.On(c.cmd)
	if err := c.run(d.onThread); err != nil {
		c.err = err
		c.note(err.Error())
		close(c.out)
		close(c.ended)
	}
	d.mu.Lock()
	d.children = append(d.children, c)
	d.mu.Unlock()
	return c
}

// thrownAway is in the environment of a process that nothing is left of once it has ended, so that what it has on a cluster ends with
// it. It is no setting of a person's.
const thrownAway = "DEMO_OF_PARLEY"

// onThread runs f on a thread that lives as long as the process: the kernel ends a child when the thread dies that started it.
func (d *demo) onThread(f func() error) error {
	d.thread.Do(func() {
		d.starts = make(chan func())
		go func() {
			runtime.LockOSThread()
			for start := range d.starts {
				start()
			}
		}()
	})
	done := make(chan error, 1)
	d.starts <- func() { done <- f() }
	return <-done
}

func (c *child) run(on func(func() error) error) error {
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	stderr, err := c.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := on(c.cmd.Start); err != nil {
		return err
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(c.out)
		s := bufio.NewScanner(stdout)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			c.hear(bytes.Clone(s.Bytes()))
		}
	})
	reading.Go(func() {
		for s := bufio.NewScanner(stderr); s.Scan(); {
			c.note(s.Text())
		}
	})
	go func() {
		reading.Wait()
		c.err = c.cmd.Wait()
		close(c.ended)
	}()
	return nil
}

// hear takes a line of standard output: a farmer or a mediator says once that it is ready, a requester speaks all the time.
func (c *child) hear(line []byte) {
	var ready struct{ Event, Farmer, Mediator string }
	if json.Unmarshal(line, &ready) == nil && ready.Event == "ready" {
		c.mu.Lock()
		c.key = cmp.Or(ready.Farmer, ready.Mediator)
		c.mu.Unlock()
		return
	}
	c.out <- line
}

func (c *child) note(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = append(c.said, line)
	if len(c.said) > keep {
		c.said = c.said[1:]
	}
}

func (c *child) ready() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.key
}

func (c *child) tail() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("  %s", strings.Join(c.said, "\n  "))
}

// lines yields what the child writes to standard output, until it closes it or ctx ends. Meanwhile it calls idle whenever something comes
// from tick, which may be nil.
func (c *child) lines(ctx context.Context, tick <-chan time.Time, idle func()) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for {
			select {
			case line, ok := <-c.out:
				if !ok || !yield(line) {
					return
				}
			case <-tick:
				idle()
			case <-ctx.Done():
				return
			}
		}
	}
}

// kill ends the child as a power cut would.
func (c *child) kill() {
	if c.cmd.Process != nil {
		_ = c.cmd.Process.Signal(syscall.SIGKILL)
	}
	<-c.ended
}

// endTime is how long the children have to end when asked: all that they hold is thrown away.
const endTime = 2 * time.Second

// stop ends every child: politely, then not.
func (d *demo) stop() {
	d.mu.Lock()
	children := d.children
	d.mu.Unlock()
	for _, c := range slices.Backward(children) {
		if c.cmd.Process != nil {
			_ = c.cmd.Process.Signal(os.Interrupt)
		}
	}
	deadline, cancel := context.WithTimeout(context.Background(), endTime)
	defer cancel()
	var ending sync.WaitGroup
	for _, c := range children {
		ending.Go(func() {
			for range c.out { // nobody listens any more
			}
		})
		ending.Go(func() {
			select {
			case <-c.ended:
			case <-deadline.Done():
				c.kill()
			}
		})
	}
	ending.Wait()
}
