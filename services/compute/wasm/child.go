package wasm

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// child is the engine's end of a worker. It is made by the spawner, used by one goroutine, and ended by reap.
type child struct {
	cmd            *exec.Cmd
	order          *os.File
	frames         *os.File
	reader         *bufio.Reader
	stdout, stderr *os.File // the guest's
	said           *remark  // what the worker itself says: a panic, mostly

	ended chan struct{} // closed when the process is gone and cmd.ProcessState is set

	mu     sync.Mutex
	killed error // why it was killed, nil if it was not
}

const maxSaid = 64 << 10

// startChild starts a worker. The calling thread must live as long as the worker: the kernel kills it with that thread.
func startChild(argv []string, attr *syscall.SysProcAttr) (_ *child, err error) {
	c := &child{ended: make(chan struct{}), said: &remark{limit: maxSaid}}
	var ours, theirs []*os.File
	defer func() {
		closeAll(theirs)
		if err != nil {
			closeAll(ours)
		}
	}()
	pipe := func(childReads bool) *os.File {
		r, w, e := os.Pipe()
		if e != nil {
			err = errors.Join(err, e)
			return nil
		}
		if childReads {
			r, w = w, r
		}
		ours, theirs = append(ours, r), append(theirs, w)
		return r
	}
	c.order, c.frames, c.stdout, c.stderr = pipe(true), pipe(false), pipe(false), pipe(false)
	if err != nil {
		return nil, err
	}
	c.reader = bufio.NewReaderSize(c.frames, 64<<10)
	c.cmd = exec.Command(argv[0], argv[1:]...)
	c.cmd.Env = []string{}
	c.cmd.Dir = "/"
	c.cmd.Stdout, c.cmd.Stderr = c.said, c.said
	c.cmd.ExtraFiles = theirs
	c.cmd.SysProcAttr = attr
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = c.cmd.Wait()
		close(c.ended)
	}()
	return c, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		if f != nil {
			_ = f.Close()
		}
	}
}

// kill ends the worker and whatever is in its process group, for the first reason given. It does not wait.
func (c *child) kill(reason error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.ended: // its number may be another's by now
		return
	default:
	}
	if c.killed == nil {
		c.killed = reason
	}
	_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
}

// why is the reason it was killed for, or nil.
func (c *child) why() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.killed
}

// within kills the worker after d unless stop is called before.
func (c *child) within(d time.Duration, reason error) (stop func()) {
	t := time.AfterFunc(d, func() { c.kill(reason) })
	return func() { t.Stop() }
}

var errDone = errors.New("no longer needed")

// reap kills the worker if it still runs, waits for its end and releases everything of it.
func (c *child) reap() {
	c.kill(errDone)
	<-c.ended
	closeAll([]*os.File{c.order, c.frames, c.stdout, c.stderr})
}

// alive reports whether the worker had not ended a moment ago.
func (c *child) alive() bool {
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}

// ready waits for the worker's first frame.
func (c *child) ready() error {
	defer c.within(startTime, errors.New("it did not start in time"))()
	k, _, err := readFrame(c.reader)
	if err == nil && k != frameReady {
		err = fmt.Errorf("its first frame is %q", k)
	}
	if err != nil {
		c.reap()
		return fmt.Errorf("worker: %w: %s", errors.Join(err, c.why()), c.said)
	}
	return nil
}

// startTime is generous: it bounds a wait, it is not what is expected.
const startTime = 30 * time.Second

// remark keeps the first bytes of what is written to it and swallows the rest.
type remark struct {
	mu    sync.Mutex
	b     bytes.Buffer
	limit int
}

func (t *remark) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b.Write(p[:min(len(p), t.limit-t.b.Len())])
	return len(p), nil
}

func (t *remark) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

var _ io.Writer = (*remark)(nil)
