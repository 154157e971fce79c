package bacalhautest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
)

// Cluster is an orchestrator and one node. Its fields are set before it is used, or under Set.
type Cluster struct {
	URL string // of the API

	// Fault sees every call of the API first; true means that it has answered.
	Fault func(http.ResponseWriter, *http.Request) bool
	// FaultyResult does the same for the fetching of results.
	FaultyResult func(http.ResponseWriter, *http.Request) bool
	// Authorization is the header that is asked for. Empty: none.
	Authorization string
	// ReadOnly lets whoever calls read, and nothing else.
	ReadOnly bool
	// Slots is how many jobs run at once. Default 8.
	Slots int
	// Nodes is how many compute, called node-1, node-2, … Default 1.
	Nodes int
	// Published replaces what executions say of where their result is.
	Published map[string]any
	// Untold keeps executions from saying where their result is: only the list of results does.
	Untold bool
	// Signed replaces what the list of results says of that, as an orchestrator does that signs URLs. Without it the publisher
	// s3managed, which nodes offer all the same, publishes nothing.
	Signed map[string]any
	// Minor is the version's second number. Default "9".
	Minor string
	// IPFS and Bucket are what nodes fetch from. Nil: they have no such storage.
	IPFS   *IPFS
	Bucket *Bucket
	// Without are engines and storages that nodes have otherwise: "docker", "urldownload".
	Without []string
	// Lacks is the same of one node, by its name, as the list of nodes has it: which of them is given a job does not go by that.
	Lacks map[string][]string
	// CutOff keeps nodes from fetching what is at a URL, or in IPFS.
	CutOff bool
	// HoldFetch keeps nodes from fetching what is at a URL until it is closed.
	HoldFetch chan struct{}
	// Hold keeps jobs from ending until it is closed.
	Hold chan struct{}
	// Refuse makes a node refuse a try of a job that had so many before, with one of the states that such executions have: 4 (the node
	// did not want it), 8 (its bid was not taken) or 11 (it was canceled). Zero: it takes it. It is called with the fake locked.
	Refuse func(before int) (state int)

	mu      sync.Mutex
	jobs    []*job
	running int
	wedged  bool // a job was too long for the message bus
	calls   map[string]int
	ctx     context.Context
	ended   sync.WaitGroup
	results *httptest.Server
	cache   wazero.CompilationCache
	dir     string
	lost    map[string]bool // nodes that nothing is heard of
	changed chan struct{}   // closed when a job's state changes
}

// job is what the orchestrator knows of one.
type job struct {
	spec    map[string]any // as it was submitted
	task    task
	id      string
	state   string
	message string
	tries   []*try
	version int
	created time.Time
	changed time.Time
	stop    context.CancelFunc
	ctx     context.Context
}

type try struct {
	id, message     string
	node            string
	state           int
	stdout          string
	exit            int64
	published       bool
	unprepared      bool // it failed before the guest began
	lost            bool // with its node
	leave           context.CancelFunc
	created, change time.Time
}

// Numbers of executions' states, from 1.6 on.
const (
	tryDeclined, tryRunning, tryRejected, tryCompleted, tryFailed, tryCancelled = 4, 6, 8, 9, 10, 11
)

// New starts a cluster that ends with the test.
func New(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{Slots: 8, Nodes: 1, Minor: "9", calls: map[string]int{}, lost: map[string]bool{}, cache: wazero.NewCompilationCache(), dir: t.TempDir(), changed: make(chan struct{})}
	var cancel context.CancelFunc
	c.ctx, cancel = context.WithCancel(context.Background())
	c.results = httptest.NewServer(http.HandlerFunc(c.publish))
	api := httptest.NewServer(http.HandlerFunc(c.serve))
	c.URL = api.URL
	t.Cleanup(func() {
		cancel()
		c.ended.Wait()
		api.Close()
		c.results.Close()
		_ = c.cache.Close(context.Background())
	})
	return c
}

// Set changes the cluster's fields while it is used.
func (c *Cluster) Set(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	c.wake()
}

// wake tells who waits for a change. c.mu is held.
func (c *Cluster) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// Jobs are the submitted jobs in order, as JSON.
func (c *Cluster) Jobs() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, j := range c.jobs {
		text, _ := json.Marshal(j.spec)
		all = append(all, string(text))
	}
	return all
}

// States are the states of the jobs, in the order in which they were submitted.
func (c *Cluster) States() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, j := range c.jobs {
		all = append(all, j.state)
	}
	return all
}

// Calls is how often a method and path pattern was called: "GET job".
func (c *Cluster) Calls(what string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls[what]
}

// Wait returns once ok, asked after every change, says so.
func (c *Cluster) Wait(ctx context.Context, ok func(states []string) bool) error {
	for {
		c.mu.Lock()
		changed := c.changed
		c.mu.Unlock()
		if ok(c.States()) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Forget loses all jobs, as an orchestrator does that is started again without its data.
func (c *Cluster) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, j := range c.jobs {
		j.stop()
	}
	c.jobs = nil
	c.wake()
}

// submit takes a job. The name is the key: the same again is told as a fault, and a changed one is a new version.
func (c *Cluster) submit(spec map[string]any, t task, size int) (*job, error) {
	name, _ := spec["Name"].(string)
	for _, j := range c.jobs {
		if name == "" || j.spec["Name"] != name {
			continue
		}
		if reflect.DeepEqual(j.spec, spec) {
			return nil, &apiError{500, "InternalError", fmt.Sprintf("no changes detected for new job spec. Job Name: '%s', Job Id: '%s'", name, j.id)}
		}
		j.version++
		j.spec, j.task = spec, t
		c.begin(j)
		return j, nil
	}
	j := &job{spec: spec, task: t, id: fmt.Sprintf("j-%08d", len(c.jobs)+1), version: 1, created: time.Now()}
	if name == "" {
		spec["Name"] = j.id
	}
	c.jobs = append(c.jobs, j)
	if size > 1<<20 { // more than a message may be: it never arrives, and nothing after it does
		c.wedged = true
	}
	c.begin(j)
	return j, nil
}

func (c *Cluster) begin(j *job) {
	j.ctx, j.stop = context.WithCancel(c.ctx)
	c.to(j, "Pending", "")
	if !c.wedged {
		c.ended.Go(func() { c.life(j) })
	}
}

func (c *Cluster) to(j *job, state, message string) {
	j.state, j.message, j.changed = state, message, time.Now()
	c.wake()
}

const busy = "not enough nodes to run job. requested: 1, available: 1, suitable: 0.\n• Node node-1: node busy with available capacity {CPU: 0, Memory: 20 GB, Disk: 196 GB, GPU: 0}"

// Lose has nothing heard of a node any more: what it runs has failed, and another is looked for.
func (c *Cluster) Lose(node string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lost[node] = true
	for _, j := range c.jobs {
		for _, x := range j.tries {
			if x.node == node && x.state == tryRunning {
				x.lost = true
				x.leave()
			}
		}
	}
	c.wake()
}

// life runs a job on as many nodes as it counts, one after the other.
func (c *Cluster) life(j *job) {
	defer j.stop()
	until := time.Now().Add(time.Duration(j.task.Timeouts.QueueTimeout) * time.Second)
	count, _ := j.spec["Count"].(float64)
	for i := range max(int(count), 1) {
		if !c.part(j, until, i == max(int(count), 1)-1) {
			return
		}
	}
}

// part runs a job on one node to its end, on others or again where that fails, and reports whether it may go on to the next.
func (c *Cluster) part(j *job, until time.Time, last bool) bool {
	for c.room(j, until) {
		c.mu.Lock()
		node := c.suits(j)
		if node == "" {
			c.running--
			c.mu.Unlock()
			if !c.waits(j, until) {
				return false
			}
			continue
		}
		c.mu.Unlock()
		done := c.try(j, node, last)
		c.mu.Lock()
		c.running--
		c.wake()
		stopped := j.state == "Stopped"
		c.mu.Unlock()
		if stopped || done {
			return !stopped
		}
	}
	return false
}

// suits is a node that is given a job: first one that never was, then one that was once, and neither works on it, nor is done with it, nor
// declined it. c.mu is held.
func (c *Cluster) suits(j *job) string {
	for most := range 2 {
		for i := range c.Nodes {
			node, tries, out := fmt.Sprintf("node-%d", i+1), 0, false
			for _, x := range j.tries {
				if x.node == node {
					tries++
					out = out || x.state == tryRunning || x.state == tryCompleted || x.state == tryDeclined
				}
			}
			if !c.lost[node] && !out && tries <= most {
				return node
			}
		}
	}
	return ""
}

// waits keeps a job waiting until a node suits, and reports whether one does; then it fails.
func (c *Cluster) waits(j *job, until time.Time) bool {
	c.mu.Lock()
	state, prefix, message := "Queued", "Job queued. ", "not enough nodes to run job. requested: 1, available: 1, suitable: 0.\n• Node node-1: job already executing on this node"
	if x := j.tries; len(x) > 0 && x[len(x)-1].state == tryFailed && !x[len(x)-1].lost {
		// The message is about the search for a third node, and hides why the tries failed.
		message = "not enough nodes to run job. requested: 1, available: 1, suitable: 0.\n• Node node-1: job already executed on this node more than once"
		if x[len(x)-1].unprepared { // and where none could begin, not even that
			state, prefix = "Pending", ""
		}
	}
	if state == "Pending" {
		c.to(j, state, "")
	} else {
		c.to(j, state, prefix+message)
	}
	for {
		changed, suits := c.changed, c.suits(j) != ""
		c.mu.Unlock()
		if suits {
			return true
		}
		select {
		case <-changed:
		case <-time.After(time.Until(until)):
			c.mu.Lock()
			c.to(j, "Failed", message)
			c.mu.Unlock()
			return false
		case <-j.ctx.Done():
			return false
		}
		c.mu.Lock()
	}
}

// room waits for a slot. A job without a QueueTimeout does not wait.
func (c *Cluster) room(j *job, until time.Time) bool {
	for {
		c.mu.Lock()
		if j.ctx.Err() != nil {
			c.mu.Unlock()
			return false
		}
		if c.running < c.Slots {
			c.running++
			c.mu.Unlock()
			return true
		}
		left := time.Until(until)
		if left <= 0 {
			c.to(j, "Failed", busy)
			c.mu.Unlock()
			return false
		}
		if j.state != "Queued" {
			c.to(j, "Queued", "Job queued. "+busy)
		}
		changed := c.changed
		c.mu.Unlock()
		select {
		case <-changed:
		case <-time.After(left):
		case <-j.ctx.Done():
			return false
		}
	}
}

// refusals are what executions say that were not taken.
var refusals = map[int]string{tryDeclined: "node busy", tryRejected: "Execution stop requested because node has been rejected",
	tryCancelled: "Execution stop requested because there are more executions than needed"}

// try runs a job once on a node and reports whether it has ended there; with the last one the job has.
func (c *Cluster) try(j *job, node string, last bool) (done bool) {
	c.mu.Lock()
	x := &try{id: fmt.Sprintf("e-%s-%d", j.id, len(j.tries)), node: node, state: tryRunning, message: "Running", created: time.Now(), change: time.Now()}
	j.tries = append(j.tries, x)
	if c.Refuse != nil {
		if state := c.Refuse(len(j.tries) - 1); state != 0 {
			x.state, x.message = state, refusals[state]
			c.wake()
			c.mu.Unlock()
			return false
		}
	}
	c.to(j, "Running", "")
	hold, limit := c.Hold, time.Duration(j.task.Timeouts.ExecutionTimeout)*time.Second
	ctx, cancel := context.WithTimeout(j.ctx, limit)
	defer cancel()
	x.leave = cancel
	c.mu.Unlock()
	exit, stdout, err := c.execute(ctx, j, x.id)
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	x.change = time.Now()
	switch {
	case j.ctx.Err() != nil:
		x.state, x.message = tryCancelled, ""
		return true
	case x.lost:
		x.state, x.message = tryFailed, "Execution stop requested because node has disappeared"
	case ctx.Err() != nil:
		x.state, x.message = tryFailed, fmt.Sprintf("Execution timed out after %s", limit)
	case err != nil:
		x.state, x.message = tryFailed, err.Error()
		x.unprepared = !strings.Contains(x.message, "wasm error")
	default:
		x.state, x.message, x.exit, x.published = tryCompleted, "", exit, true
		x.stdout = stdout[:len(stdout)*2/3] // only the first chunk that was read, and nothing says so
		if last {
			c.to(j, "Completed", "")
		}
		return true
	}
	return false
}
