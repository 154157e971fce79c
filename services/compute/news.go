package compute

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/parley-p2p/parley/farmer"
)

// news tells the requester how far the work is and what the programs print, line by line, as it happens. What cannot be
// told at once is dropped: a program is never held up. A nil news tells nobody.
type news struct {
	total uint64
	done  atomic.Uint64
	lines chan string
	ended chan struct{}
}

// newsLine is how much of a line is told.
const newsLine = 256

// tell starts a news; close ends it.
func tell(ctx context.Context, p farmer.Progress, tasks []int) *news {
	if p == nil {
		return nil
	}
	n := &news{total: uint64(len(tasks)), lines: make(chan string, 16), ended: make(chan struct{})}
	go func() {
		defer close(n.ended)
		for line := range n.lines {
			p.Report(ctx, n.done.Load(), n.total, line)
		}
	}()
	return n
}

// close ends the news. No writer may be in use any more.
func (n *news) close() {
	if n != nil {
		close(n.lines)
		<-n.ended
	}
}

func (n *news) say(line string) {
	select {
	case n.lines <- line:
	default:
	}
}

// count says how many tasks are done.
func (n *news) count(done int) {
	if n != nil {
		n.done.Store(uint64(done))
		n.say("")
	}
}

// tell says what is to be known of a task beside what it prints.
func (n *news) tell(task int, words string) {
	if n != nil {
		n.say(fmt.Sprintf("task %d: %s", task, detail(words)))
	}
}

// writers are what a task prints to.
func (n *news) writers(task int) (stdout, stderr io.Writer) {
	if n == nil {
		return nil, nil
	}
	return &teller{news: n, task: task}, &teller{news: n, task: task}
}

// teller cuts what is printed into lines.
type teller struct {
	news *news
	task int
	line []byte
}

func (t *teller) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		part, after, whole := bytes.Cut(rest, []byte{'\n'})
		t.line = append(t.line, part[:min(len(part), newsLine-len(t.line))]...)
		if whole {
			if len(t.line) > 0 {
				t.news.say(fmt.Sprintf("task %d: %s", t.task, detail(string(t.line))))
			}
			t.line = t.line[:0]
		}
		rest = after
	}
	return len(p), nil
}
