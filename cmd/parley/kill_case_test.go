package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// point is a place of the program at which one of the two is killed.
type point struct {
	role string // "farm" or "run"
	name string
	nth  int // of those with that name in one life, from 1
	// again is in how many more lives it is killed there.
	again int
	// lingers: it stays at the point for a moment before it dies, while the rest of the process goes on. What was sent before
	// has left then, and been answered perhaps; otherwise it mostly dies with the process.
	lingers bool
}

// anywhere is the name of all points.
const anywhere = "anywhere"

func (p point) lives() int { return 1 + p.again }

func (p point) String() string {
	how := ""
	if p.lingers {
		how = " lingering"
	}
	return fmt.Sprintf("%s%s %s #%d", p.role, how, p.name, p.nth)
}

// siege is a farmer and a requester with homes of their own, one of which is killed at a point, and one market.
type siege struct {
	t      *testing.T
	market string // its description
	dir    string
	module string
	each   string // the file with the arguments of each task
	farmAt string // where the farmer listens
	at     *point // nil kills nobody

	lives   []*life
	started map[string]int // lives of each role
	killed  int
	farmer  *life  // the one that lives, or has died last
	addr    string // where it is reached
}

// tasks is how many runs a job has; price is what one costs, in PLAY.
const (
	siegeTasks = 3
	siegePrice = "0.01"
	// siegeWait is how long anything may take before the test gives up: far more than it does on a slow machine.
	siegeWait = 3 * time.Minute
)

func newSiege(t *testing.T, market, module string, at *point) *siege {
	t.Helper()
	s := &siege{t: t, market: market, module: module, dir: t.TempDir(), at: at, started: map[string]int{}}
	t.Cleanup(s.tell)
	s.each = filepath.Join(s.dir, "tasks")
	if err := os.WriteFile(s.each, []byte(strings.Repeat("task\n", siegeTasks)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.farmAt = unused(t) // the farmer comes back to where it was
	return s
}

// life is one process of a party, from its start to its end.
type life struct {
	t     *testing.T
	cmd   *exec.Cmd
	ended chan struct{}

	mu    sync.Mutex
	lines [][]byte
	news  chan struct{} // closed and replaced at every line
	said  bytes.Buffer
}

// start starts a party. If it is the one under attack and has not died often enough, it says where it is and dies at the
// point; if nobody is under attack, both say where they are.
func (s *siege) start(role string, args ...string) *life {
	s.t.Helper()
	env := []string{victimRole + "=" + role, victimMarket + "=" + s.market, "PARLEY_HOME=" + filepath.Join(s.dir, "state")}
	s.started[role]++
	if s.at == nil || s.at.role == role && s.started[role] <= s.at.lives() {
		env = append(env, victimLog+"="+s.log(role))
		if s.at != nil {
			env = append(env, victimAt+"="+s.at.name, fmt.Sprintf("%s=%d", victimNth, s.at.nth))
			if s.at.lingers {
				env = append(env, victimLingers+"=yes")
			}
		}
	}
	l := spawn(s.t, s.dir, env, append(args, "-v")...)
	s.lives = append(s.lives, l)
	return l
}

// tell prints what everybody said, if the test has failed.
func (s *siege) tell() {
	if !s.t.Failed() {
		return
	}
	for i, l := range s.lives {
		s.t.Logf("life %d: parley %s\n%s", i+1, strings.Join(l.cmd.Args[1:], " "), l.said.String())
	}
}

// output is where the requester has its results put.
func (s *siege) output() string { return filepath.Join(s.dir, "results") }

func (s *siege) log(role string) string { return filepath.Join(s.dir, role+".points") }

func spawn(t *testing.T, dir string, env []string, args ...string) *life {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, cmd: exec.Command(self, args...), ended: make(chan struct{}), news: make(chan struct{})}
	l.cmd.Args[0] = "parley" // as from the PATH
	l.cmd.Env = append(env, "PATH="+os.Getenv("PATH"), "HOME="+dir, "TMPDIR="+dir)
	l.cmd.Dir = dir
	l.cmd.Stderr = &l.said
	endWithParent(l.cmd)
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

// interrupt ends the process as a person does.
func (l *life) interrupt() {
	l.t.Helper()
	_ = l.cmd.Process.Signal(os.Interrupt)
	l.succeeds()
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

// farm starts the farmer, the same way in every life, until it is ready.
func (s *siege) farm() {
	s.t.Helper()
	host, port, _ := strings.Cut(s.farmAt, ":")
	for {
		s.farmer = s.start("farm", "farm", "-o", "jsonl", "--price", siegePrice, "--listen", "/ip4/"+host+"/tcp/"+port)
		line := s.farmer.named("ready")
		if line == nil {
			if !s.farmer.wait() {
				s.farmer.abort("it ended before it was ready")
			}
			s.killed++
			continue
		}
		var ready struct{ Addresses []string }
		if err := json.Unmarshal(line, &ready); err != nil || len(ready.Addresses) == 0 {
			s.farmer.abort(fmt.Sprintf("it is ready nowhere: %v", err))
		}
		s.addr = ready.Addresses[0]
		return
	}
}

// hire starts the requester as whoever types it would. resume is the job to come back to, "" begins it.
func (s *siege) hire(resume string) *life {
	s.t.Helper()
	args := []string{"run", "-o", "jsonl", "--farmer", s.addr}
	if resume == "" {
		args = append(args, s.module, "--each", s.each, "--wait", "100ms", "--output", s.output())
	} else {
		args = append(args, "--resume", resume)
	}
	return s.start("run", args...)
}

// aftermath is what became of a siege.
type aftermath struct {
	killed  int // how often somebody was
	summary *summary
}

// run does the job under attack, starts whoever is killed again, and returns when both have ended and the deals are closed.
func (s *siege) run() aftermath {
	s.t.Helper()
	s.farm()
	job := s.work()
	chain := s.chain()
	defer chain.Close()
	s.closed(chain)
	if s.at != nil && s.at.role == "farm" && s.killed < s.at.lives() {
		s.mirrored()
	}
	s.farmer.interrupt()
	return aftermath{s.killed, s.summaryOf(job)}
}

// work has the requester come back until the job is done.
func (s *siege) work() (job *life) {
	s.t.Helper()
	for id := ""; ; {
		before := s.killed
		job = s.hire(id)
		for job.alive() {
			select {
			case <-s.farmer.ended:
				s.revive()
			case <-job.ended:
			}
		}
		killed := job.wait()
		switch {
		case job.succeeded() || killed && job.named("summary") != nil:
			s.revive()
			return job
		case killed:
			s.killed++
			id = cmp.Or(s.interrupted(job), id)
		case s.at != nil && s.at.role == "farm" && s.started["run"] <= s.at.lives():
			// It died before anybody was bound, and there was nobody else to ask.
			if s.killed == before {
				s.farmer.wait()
			}
			id = cmp.Or(s.interrupted(job), id)
		default:
			job.succeeds()
		}
		s.revive()
	}
}

// revive starts the farmer again if it was killed.
func (s *siege) revive() {
	s.t.Helper()
	if s.farmer.alive() {
		return
	}
	if !s.farmer.wait() {
		s.farmer.abort("it ended by itself")
	}
	s.killed++
	s.farm()
}

// interrupted is the ID of the job that a requester had begun, "" if it had not come so far: before it asks anybody, it says
// with which command to come back.
func (s *siege) interrupted(l *life) string {
	s.t.Helper()
	if command := comingBack.FindStringSubmatch(l.said.String()); command != nil {
		return command[1]
	}
	return ""
}

var comingBack = regexp.MustCompile(`parley run --resume ([0-9a-f]+)`)

func (s *siege) summaryOf(l *life) *summary {
	s.t.Helper()
	line := l.named("summary")
	sum := new(summary)
	if err := json.Unmarshal(line, sum); err != nil {
		l.abort(fmt.Sprintf("it gave no summary: %v", err))
	}
	return sum
}

// poll looks again and again until it is so.
func poll(t *testing.T, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
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

// mirrored waits until the farmer's records are closed, or it was killed on the way.
func (s *siege) mirrored() {
	s.t.Helper()
	defer s.revive()
	poll(s.t, "the farmer has closed its records", func() bool {
		if !s.farmer.alive() {
			return true
		}
		records := statuses(s.home("farm"))
		for _, r := range records {
			if !r.Closed {
				return false
			}
		}
		return len(records) > 0
	})
}
