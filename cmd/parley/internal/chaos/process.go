package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/leash"
)

// process is one life of a party, from its start to its end.
type process struct {
	cmd    *exec.Cmd
	began  time.Time
	lines  chan []byte   // of standard output, closed at its end
	ended  chan struct{} // closed once it has, and the lines were taken
	killed atomic.Bool
	at     time.Time // when it was killed

	log  string // what all lives of the party have said
	from int64  // where this one's begins
}

// starter starts processes on a thread that lives as long as this one: the kernel ends a process when the thread dies that
// started it.
type starter chan func()

func newStarter() starter {
	s := make(starter)
	go func() {
		runtime.LockOSThread()
		for start := range s {
			start()
		}
	}()
	return s
}

// start starts a command whose words go to the end of the log.
func (s starter) start(cmd *exec.Cmd, log string) (*process, error) {
	words, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer words.Close()
	fmt.Fprintf(words, "--- %s: parley %s\n", time.Now().Format("15:04:05.000"), strings.Join(cmd.Args[1:], " "))
	info, err := words.Stat()
	if err != nil {
		return nil, err
	}
	cmd.Args[0], cmd.Stderr = "parley", words // as from the PATH
	leash.On(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, lines: make(chan []byte, 64), ended: make(chan struct{}), log: log, from: info.Size()}
	done := make(chan error, 1)
	s <- func() { p.began = time.Now(); done <- cmd.Start() }
	if err := <-done; err != nil {
		return nil, err
	}
	go p.read(out)
	return p, nil
}

func (p *process) read(out io.Reader) {
	defer close(p.ended)
	defer close(p.lines)
	scan := bufio.NewScanner(out)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		p.lines <- bytes.Clone(scan.Bytes())
	}
	_, _ = io.Copy(io.Discard, out)
	_ = p.cmd.Wait()
}

// kill ends it without a word.
func (p *process) kill() {
	p.at = time.Now()
	p.killed.Store(true)
	_ = p.cmd.Process.Kill()
}

// over reports whether it has ended, or will now.
func (p *process) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return p.killed.Load()
	}
}

// code is with what it ended, -1 if by a signal.
func (p *process) code() int { return p.cmd.ProcessState.ExitCode() }

// well says how it has ended that should have ended well.
func (p *process) well() error {
	switch {
	case p.code() != 0:
		return fmt.Errorf("it ended by itself, with code %d", p.code())
	case p.panicked():
		return errors.New("a hook of it panicked")
	}
	return nil
}

// panicked reports whether it did, be it in a hook whose panic the engine has made an error of.
func (p *process) panicked() bool {
	said := p.said()
	return strings.Contains(said, "panic: ") || strings.Contains(said, "fatal error: ") || strings.Contains(said, " panicked")
}

// said is what this life has written to standard error.
func (p *process) said() string {
	f, err := os.Open(p.log)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	b, _ := io.ReadAll(io.NewSectionReader(f, p.from, 1<<20))
	return string(b)
}

// tail is the end of a party's log.
func tail(log string) string {
	b, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	lines := strings.SplitAfter(string(b), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "")
}
