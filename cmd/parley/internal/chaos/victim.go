package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// victim is a party that is killed now and then.
type victim struct {
	arena *arena
	kind  string
	name  string // its folder in the state folder
	home  string // the state folder
	needs func() []*victim

	mu     sync.Mutex
	now    *process // nil between two lives
	died   bool     // was killed, and has not been back yet
	told   bool     // was interrupted
	spared bool     // not to be killed any more

	away away
	done chan struct{} // closed when its last life has ended
}

// live starts the party, has every line of standard output heard and returns when it has ended.
func (v *victim) live(hear func(p *process, line []byte), args ...string) (*process, error) {
	cmd := exec.Command(v.arena.program, args...)
	cmd.Dir = v.arena.dir
	cmd.Env = []string{"PATH=/usr/bin:/bin", "HOME=" + v.arena.dir, "TMPDIR=" + v.arena.dir, "PARLEY_HOME=" + v.home}
	p, err := v.arena.starter.start(cmd, v.log())
	if err != nil {
		return nil, err
	}
	v.set(p)
	defer v.set(nil)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		select {
		case <-v.arena.ctx.Done():
			_ = p.cmd.Process.Kill()
		case <-stop:
		}
	}()
	for line := range p.lines {
		hear(p, line)
	}
	<-p.ended
	if err := v.arena.ctx.Err(); err != nil {
		return nil, err
	}
	if status := p.cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		if status.Signal() != syscall.SIGKILL || !p.killed.Load() {
			return nil, fmt.Errorf("it ended by a signal that chaos did not send: %s", status.Signal())
		}
		age := v.age(p)
		v.mu.Lock()
		if v.died {
			v.arena.figures.add(cutShort(v.kind), age)
		}
		v.died = true
		v.mu.Unlock()
		v.arena.killed.Add(1)
	} else if p.killed.Swap(false) { // it was faster
		v.arena.aimed.Add(-1)
	}
	return p, nil
}

func (v *victim) log() string { return filepath.Join(v.arena.dir, v.name+".log") }

func (v *victim) set(p *process) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now = p
}

// kill kills the party if it lives, and reports whether it did.
func (v *victim) kill() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.now == nil || v.spared || v.now.killed.Load() {
		return false
	}
	v.away.left()
	v.arena.aimed.Add(1)
	v.now.kill()
	return true
}

// spare has it live from now on.
func (v *victim) spare() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.spared = true
}

// interrupt ends the party as a person does.
func (v *victim) interrupt() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.told = true
	if v.now != nil {
		_ = v.now.cmd.Process.Signal(syscall.SIGINT)
	}
}

// wasTold reports whether the party was interrupted.
func (v *victim) wasTold() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.told
}

// back notes that an observer sees the party serve.
func (v *victim) back(p *process) {
	at := time.Now()
	v.mu.Lock()
	again := v.died && v.now == p && !p.killed.Load()
	if again {
		v.died = false
	}
	v.mu.Unlock()
	if !again {
		return
	}
	v.away.returned(at)
	_, _, from := missed(p.began, v.needs())
	v.arena.figures.add(back(v.kind), at.Sub(from))
}

// age is how long a life had been coming back when it was killed; none while another that it needs is away.
func (v *victim) age(p *process) time.Duration {
	_, still, from := missed(p.began, v.needs())
	if still {
		return 0
	}
	return max(0, p.at.Sub(from))
}

// excused reports whether a life may have failed, since another that it needs was away.
func (v *victim) excused(p *process) bool {
	if p.panicked() {
		return false
	}
	was, _, _ := missed(p.began, v.needs())
	return was
}

// event is what is looked at of a line of -o jsonl.
type event struct {
	Event     string
	Farmer    string
	Addresses []string
}

func parse(line []byte) (e event) {
	_ = json.Unmarshal(line, &e) // what is no event has no name
	return e
}
