package wasm

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// hostile is a module that would defeat the farmer, and what stands against it.
type hostile struct {
	name       string
	module     []byte
	path       string  // where the module is once TestHostile has put it to disk
	lift       defense // what is taken away to show that the module is dangerous
	onlyWazero bool    // with the kill gone wazero's own check of the deadline is on, and does not help
	live       bool    // under executor.Live
	limits     executor.Limits
	inputs     []executor.Input
	endless    time.Duration // its deadline with its defense lifted, where it never ends then
	compile    time.Duration // how long it may be compiled then; default 1 minute

	believed bool                      // that it wins with its defense lifted is not seen
	timed    bool                      // held asks how loaded the machine was, which takes a share of it to find out
	held     func(*testing.T, outcome) // what must be so with all defenses
	defeated func(outcome) bool        // what is so with one lifted
}

// outcome is all there is to judge by.
type outcome struct {
	executortest.Result
	rep      *executor.Report
	err      error
	load     float64 // how loaded the machine was meanwhile, where that was asked for
	resident int64   // the most memory any of its workers had
}

const (
	wall = 150 * time.Millisecond
	// grace is what a run may take beyond its deadline on an idle machine.
	grace = 250 * time.Millisecond
	// most is how much the farmer's own memory may grow.
	most = 64 << 20
)

// TestHostile: done when 4, THREATS 5, figure L: every module is stopped by its deadline plus 250 ms times the load, the
// farmer grows by less than 64 MiB and serves a good job right after. With the defense lifted that is there for it, it wins: of those that
// are refused for what they would cost it is seen of every fourth, and of all with PARLEY_FULL=1, since it costs that.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("runs sixty modules twice")
	}
	corpus := timeCorpus()
	for i := range corpus {
		corpus[i].lift, corpus[i].timed, corpus[i].held, corpus[i].defeated = defendTime, true, stoppedInTime, outlived
		if corpus[i].onlyWazero {
			corpus[i].lift |= wazeroTime
		}
	}
	for i, h := range capsCorpus() {
		h.believed = i%4 != 0 && os.Getenv("PARLEY_FULL") == ""
		if h.lift == 0 {
			h.lift = defendCaps
		}
		h.held, h.defeated = refused, expensive
		h.limits.Wall, h.compile = patient, time.Second
		corpus = append(corpus, h)
	}
	corpus = slices.Concat(corpus, memoryCorpus(), fileCorpus(), escapeCorpus(t, ""), otherCorpus())
	if len(corpus) < 40 {
		t.Errorf("only %d modules", len(corpus))
	}
	dir := t.TempDir()
	for i, h := range corpus { // kept in memory they would count as the farmer's
		corpus[i].path = filepath.Join(dir, strconv.Itoa(i))
		writeFile(t, corpus[i].path, string(h.module))
		corpus[i].module = nil
	}
	farmer := newEngine(t, &Engine{})
	mustServe(t, farmer)
	for _, h := range corpus {
		t.Run(h.name, func(t *testing.T) {
			debug.FreeOSMemory()
			before := resident(t)
			got := h.run(t, farmer)
			if grown := peak(t) - before; grown > most {
				t.Errorf("the farmer grew by %d MiB", grown>>20)
			}
			h.held(t, got)
			mustServe(t, farmer)
			if h.believed {
				return
			}
			lifted := newEngine(t, &Engine{lifted: h.lift, safety: wall + 2*grace + 100*time.Millisecond, Idle: 1, CompileTime: h.compile, CompileMemory: 1 << 30})
			if h.endless > 0 {
				h.limits.Wall = h.endless
			}
			if got := h.run(t, lifted); !h.defeated(got) {
				t.Errorf("it does not win with its defense lifted: %+v, %v, %d MiB", got.rep, got.err, got.resident>>20)
			}
		})
	}
}

func (h *hostile) run(t *testing.T, e *Engine) outcome {
	t.Helper()
	var got outcome
	e.reaped = func(s *os.ProcessState) {
		if u, ok := s.SysUsage().(*syscall.Rusage); ok {
			got.resident = max(got.resident, u.Maxrss<<10)
		}
	}
	task := executor.Task{ID: h.name, Module: executor.Module{Bytes: h.module, Path: h.path}, Inputs: h.inputs, Dir: t.TempDir(), Limits: h.limits}
	if h.live {
		task.Profile = executor.Live
	}
	if task.Limits.Wall == 0 {
		task.Limits.Wall = wall
	}
	if task.Limits.Memory == 0 {
		task.Limits.Memory = 64 << 20
	}
	debug.FreeOSMemory()
	resetPeak(t)
	loaded := func() float64 { return 0 }
	if h.timed && e.lifted == 0 {
		loaded = watchLoad(t)
	}
	got.rep, got.err = e.Execute(context.Background(), task)
	got.load = loaded()
	if !e.lifted.lifts(defendTree) { // links are what the guest made then
		got.Result = executortest.ReadResult(t, task.Dir)
	} else if b, err := os.ReadFile(filepath.Join(task.Dir, executor.StdoutFile)); err == nil {
		got.Stdout = string(b)
	}
	return got
}

// watchLoad measures, until the function that it returns is called, how much longer than its processor time something
// takes, and gives the worst of it.
func watchLoad(t *testing.T) (worst func() float64) {
	t.Helper()
	quit, result := make(chan struct{}), make(chan float64)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		tick := time.NewTicker(25 * time.Millisecond)
		defer tick.Stop()
		most := 1.0
		for {
			start, before := time.Now(), threadTime()
			for threadTime()-before < 3*time.Millisecond {
			}
			most = max(most, float64(time.Since(start))/float64(threadTime()-before))
			select {
			case <-tick.C:
			case <-quit:
				result <- most
				return
			}
		}
	}()
	return func() float64 { close(quit); return <-result }
}

func threadTime() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts); err != nil {
		panic(err) // there is no kernel without it
	}
	return time.Duration(ts.Nano())
}

func stoppedInTime(t *testing.T, got outcome) {
	t.Helper()
	if got.rep == nil || got.rep.End != executor.OutOfTime || executor.CodeOf(got.err) != executor.Deadline {
		t.Fatalf("%+v, %v", got.rep, got.err)
	}
	allowed := time.Duration(float64(grace) * got.load)
	if late := got.rep.Wall - wall; late < 0 || late > allowed {
		t.Errorf("stopped %v after its deadline, %v allowed", late, allowed)
	}
}

// outlived: it was still running at the test's own safety, long after its deadline.
func outlived(got outcome) bool {
	return got.rep != nil && got.rep.End == executor.OutOfTime && got.rep.Wall > wall+2*grace
}

func refused(t *testing.T, got outcome) {
	t.Helper()
	if got.rep != nil || executor.CodeOf(got.err) != executor.TooLarge {
		t.Fatalf("%+v, %v", got.rep, got.err)
	}
	if got.resident != 0 {
		t.Error("a worker was used")
	}
}

// expensive: it took all the time or memory that the farmer has for compiling, or more memory than the job has.
func expensive(got outcome) bool {
	return executor.CodeOf(got.err) == executor.CompileTime || got.resident > 512<<20
}

// mustServe runs a good job.
func mustServe(t *testing.T, e *Engine) {
	t.Helper()
	dir := t.TempDir()
	rep, err := e.Execute(context.Background(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: dir})
	if err != nil || rep.ExitCode != 0 {
		t.Fatalf("a good job right after: %+v, %v", rep, err)
	}
	if got := executortest.ReadResult(t, dir).Stdout; got != "hello\n" {
		t.Fatalf("a good job right after says %q", got)
	}
}

// resident and peak read this process's memory; resetPeak starts the peak anew. Without /proc they see nothing.
func resident(t *testing.T) int64 { return status(t, "VmRSS:") }
func peak(t *testing.T) int64     { return status(t, "VmHWM:") }

func resetPeak(t *testing.T) {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Logf("the peak of memory cannot be reset: %v", err)
	}
}

func status(t *testing.T, field string) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), field)
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Clean(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
