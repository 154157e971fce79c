package kill

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/leash"
)

// life is one process of a party, from its start to its end.
type life struct {
	t     *testing.T
	role  string // in the siege that started it
	cmd   *exec.Cmd
	ended chan struct{}

	mu    sync.Mutex
	lines [][]byte
	news  chan struct{} // closed and replaced at every line
	said  bytes.Buffer

	tend func() // called now and then by who waits for it; nil does nothing
}

func spawn(t *testing.T, program, dir string, env []string, args ...string) *life {
	t.Helper()
	l := &life{t: t, cmd: exec.Command(program, args...), ended: make(chan struct{}), news: make(chan struct{})}
	l.cmd.Args[0] = "parley" // as from the PATH
	l.cmd.Env = append(env, "PATH="+os.Getenv("PATH"), "HOME="+dir, "TMPDIR="+dir)
	l.cmd.Dir = dir
	l.cmd.Stderr = &l.said
	leash.On(l.cmd)
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(l.ended)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			l.hear(bytes.Clone(scan.Bytes()))
		}
		_ = l.cmd.Wait()
	}()
	t.Cleanup(func() { _ = l.cmd.Process.Kill(); <-l.ended })
	return l
}

func (l *life) hear(line []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	close(l.news)
	l.news = make(chan struct{})
}

// event waits for a line of standard output that is; nil if the process ended without one.
func (l *life) event(is func(line []byte) bool) []byte {
	l.t.Helper()
	late := time.After(siegeWait)
	tick := time.NewTicker(siegeTick)
	defer tick.Stop()
	for next := 0; ; {
		l.mu.Lock()
		lines, news := l.lines[next:], l.news
		next = len(l.lines)
		l.mu.Unlock()
		for _, line := range lines {
			if is(line) {
				return line
			}
		}
		select {
		case <-news:
		case <-l.ended:
			l.mu.Lock()
			over := next == len(l.lines)
			l.mu.Unlock()
			if over {
				return nil
			}
		case <-tick.C:
			if l.tend != nil {
				l.tend()
			}
		case <-late:
			l.abort("it did not say what was waited for")
		}
	}
}

// named is the first event of that name.
func (l *life) named(name string) []byte {
	l.t.Helper()
	return l.event(func(line []byte) bool {
		var e struct{ Event string }
		return json.Unmarshal(line, &e) == nil && e.Event == name
	})
}

// wait waits for the end, and reports whether it was killed.
func (l *life) wait() (killed bool) {
	l.t.Helper()
	select {
	case <-l.ended:
	case <-time.After(siegeWait):
		l.abort("it did not end")
	}
	status := l.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return status.Signaled() && status.Signal() == syscall.SIGKILL
}

func (l *life) alive() bool {
	select {
	case <-l.ended:
		return false
	default:
		return true
	}
}

// succeeded reports whether the process ended by itself and well.
func (l *life) succeeded() bool {
	l.t.Helper()
	return !l.wait() && l.cmd.ProcessState.Success()
}

// succeeds checks that it did.
func (l *life) succeeds() {
	l.t.Helper()
	if !l.succeeded() {
		l.abort("it failed: " + l.cmd.ProcessState.String())
	}
}

// interrupt ends the process as a person does, and reports whether it was killed before that.
func (l *life) interrupt() (killed bool) {
	l.t.Helper()
	_ = l.cmd.Process.Signal(os.Interrupt)
	if l.wait() {
		return true
	}
	l.succeeds()
	return false
}

func (l *life) abort(why string) {
	l.t.Helper()
	if l.alive() {
		_ = l.cmd.Process.Signal(syscall.SIGQUIT) // where it hangs
		select {
		case <-l.ended:
		case <-time.After(10 * time.Second):
			_ = l.cmd.Process.Kill()
		}
		<-l.ended
	}
	l.t.Fatalf("parley %s: %s", strings.Join(l.cmd.Args[1:], " "), why)
}

// poll looks again and again until it is so.
func poll(t *testing.T, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(siegeTick)
	defer tick.Stop()
	late := time.After(siegeWait)
	for !is() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
