package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// buyer is a requester, with one job after the other.
type buyer struct {
	*victim
	rng *rand.Rand

	mu sync.Mutex
	// hired are the farmers of the job; awaited those of them that were killed and started again, when they were, and of whom
	// nothing was heard since.
	hired, awaited map[string]time.Time
}

func newBuyer(a *arena, name string, n uint64) *buyer {
	b := &buyer{victim: &victim{arena: a, kind: kindRequester, name: name, home: a.state()}, rng: rand.New(rand.NewPCG(a.seed, n))}
	b.needs = a.sellers
	return b
}

// errand is one job, from the first command to the bill.
type errand struct {
	kind        string // those of the same kind have the same results
	output      string
	args        []string
	tasks, hire int
	id          string // with which to come back, once it was said
	bill        *bill  // the last that was told
}

// bill is what is looked at of the summary.
type bill struct {
	Job, Price, CID, Error string
	ExitCode               int
	Tasks                  []struct{ CID string }
	Agreements             []struct {
		Session, Phase, Deal, Owed, Error string
		Fuel                              int64 // that its tasks used, by which they are paid
	}
	DealFiles []string
}

const (
	// jobTime is how long a job may take under fire before it counts as lost; it is spared after half of it.
	jobTime = 4 * time.Minute
	// retryPause is between two tries of a command that failed since another was away.
	retryPause = 50 * time.Millisecond
)

// run buys until over is closed.
func (b *buyer) run(over <-chan struct{}) error {
	for n := 0; ; n++ {
		select {
		case <-over:
			return nil
		default:
		}
		e := b.think(n)
		if err := b.have(e); err != nil {
			return fmt.Errorf("job %s: %w", e.output, err)
		}
		if err := b.arena.billed(b, e); err != nil {
			return fmt.Errorf("job %s: %w", e.output, err)
		}
		if err := os.RemoveAll(filepath.Join(b.arena.dir, e.output)); err != nil {
			return err
		}
	}
}

// think says what is wanted next.
func (b *buyer) think(n int) *errand {
	module := modules[b.rng.IntN(len(modules))]
	e := &errand{output: fmt.Sprintf("%s-%d", b.name, n), tasks: 1 + b.rng.IntN(maxTasks)}
	e.hire = 1 + b.rng.IntN(min(2, e.tasks, len(b.arena.farmers)))
	e.kind = fmt.Sprintf("%s of %d", module, e.tasks)
	e.args = []string{"run", module, "--each", "tasks-" + strconv.Itoa(e.tasks), "--name", b.name, "-o", "jsonl", "-v", "--wait", "100ms",
		"--hire", strconv.Itoa(e.hire), "--output", e.output,
		"--patience", jobTime.String()} // whoever was killed comes back, and on a busy machine late: nobody is to take its place
	for _, f := range b.arena.farmers {
		_, addr := f.where()
		e.args = append(e.args, "--farmer", addr)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hired, b.awaited = map[string]time.Time{}, map[string]time.Time{}
	return e
}

var comingBack = regexp.MustCompile(`parley run --resume ([0-9a-f]+)`)

// have has a job done, and comes back until it is.
func (b *buyer) have(e *errand) error {
	lost := time.AfterFunc(jobTime, func() { b.arena.fail(b.victim, fmt.Errorf("job %s, %s, has no end after %s", e.output, e.id, jobTime)) })
	defer lost.Stop()
	tired := time.AfterFunc(jobTime/2, b.spare)
	defer tired.Stop()
	for {
		args := e.args
		if e.id != "" {
			args = []string{"run", "--resume", e.id, "--name", b.name, "-o", "jsonl", "-v"}
		}
		p, err := b.live(func(p *process, line []byte) { b.hear(e, p, line) }, args...)
		if err != nil {
			return err
		}
		if said := comingBack.FindStringSubmatch(p.said()); said != nil && e.id == "" {
			e.id = said[1]
		}
		switch {
		case e.bill != nil && e.bill.Error == "":
			return nil
		case p.killed.Load():
		case p.code() == 0:
			return errors.New("it ended well and told no bill")
		case !b.excused(p):
			return p.well()
		default:
			b.arena.retries.Add(1)
			b.arena.pause(retryPause)
		}
	}
}

// hear takes what is told of the job.
func (b *buyer) hear(e *errand, p *process, line []byte) {
	said := parse(line)
	switch said.Event {
	case "summary":
		e.bill = new(bill)
		if err := json.Unmarshal(line, e.bill); err != nil {
			b.arena.fail(b.victim, fmt.Errorf("the bill of job %s: %w", e.output, err))
		}
		b.back(p)
		b.moved("")
	case "hired":
		b.mu.Lock()
		b.hired[said.Farmer] = time.Now()
		b.mu.Unlock()
		b.back(p)
		b.moved(said.Farmer)
	case "quote", "result", "ended", "waiting":
		b.back(p)
		b.moved(said.Farmer)
	}
}

// await notes that a farmer that works for this requester was killed, and has been started again.
func (b *buyer) await(farmer string, began time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.hired[farmer]; ok {
		b.awaited[farmer] = began
	}
}

// moved notes that something was heard of a farmer, "" of all of them.
func (b *buyer) moved(farmer string) {
	now := time.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	for f, began := range b.awaited {
		if farmer == "" || farmer == f {
			b.arena.figures.add(moved, now.Sub(began))
			delete(b.awaited, f)
		}
	}
}

// Modules, and how many tasks a job has at most.
var modules = []string{"hello.wasm", "busy.wasm"}

const maxTasks = 4

// write leaves the modules and the files of arguments in the arena's folder.
func writeJobs(dir string) error {
	all := map[string][]byte{"hello.wasm": hello(0), "busy.wasm": hello(5_000_000)}
	for n := 1; n <= maxTasks; n++ {
		all["tasks-"+strconv.Itoa(n)] = []byte(strings.Repeat("task\n", n))
	}
	for name, b := range all {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}
