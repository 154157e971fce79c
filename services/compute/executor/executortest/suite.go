package executortest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// Run runs the suite against what the factory makes; the factory registers with t how it is closed. Executors that cannot
// do a part of the contract fail it: there is nothing to switch off.
func Run(t *testing.T, factory func(t *testing.T) executor.Executor) {
	run(t, &suite{executor: factory(t), module: Program(t)})
}

// RunRemote is Run for an executor whose guests run on other machines, out of sight until they have ended. What the
// contract leaves to such a one is asked of it in its place: see [executor.Executor].
func RunRemote(t *testing.T, factory func(t *testing.T) executor.Executor) {
	run(t, &suite{executor: factory(t), module: Program(t), remote: true})
}

// RunIdle is Run for an executor that runs nothing: what is asked is what every executor promises of tasks, results and refusals, whether
// or not anything is run. Run and RunRemote ask for it, too.
func RunIdle(t *testing.T, factory func(t *testing.T) executor.Executor) {
	s := &suite{executor: factory(t), module: Program(t), idle: true}
	each(t, s.promised())
}

func run(t *testing.T, s *suite) {
	each(t, s.promised())
	each(t, s.running())
}

// part is a part of the contract, and its test.
type part struct {
	name string
	test func(*testing.T)
}

func each(t *testing.T, parts []part) {
	for _, p := range parts {
		t.Run(p.name, p.test)
	}
}

// promised is what is asked of every executor.
func (s *suite) promised() []part {
	return []part{
		{"Result", s.result},
		{"InputsStay", s.inputsStay},
		{"CanceledBefore", s.canceledBefore},
		{"Refusals", s.refusals},
		{"ManyResults", s.manyResults},
	}
}

// running is what is asked of those that run something.
func (s *suite) running() []part {
	return []part{
		{"ArgumentsAndEnvironment", s.arguments},
		{"ExitCodes", s.exitCodes},
		{"Traps", s.traps},
		{"InputsAndOutputs", s.inputsAndOutputs},
		{"InputsAreReadOnly", s.readOnly},
		{"NoStdin", s.stdin},
		{"Deadline", s.deadline},
		{"Cancel", s.cancel},
		{"Memory", s.memory},
		{"StreamsAreCut", s.streams},
		{"OutputLimits", s.outputLimits},
		{"LeftOver", s.leftOver},
		{"Live", s.live},
		{"Deterministic", s.deterministic},
		{"ManyAtOnce", s.concurrent},
	}
}

// suite is one executor under test.
type suite struct {
	executor executor.Executor
	module   string // the Go guest
	remote   bool
	idle     bool // nothing is run, nor is any module decoded
}

// run runs the guest on args and returns its result directory beside what Execute returned.
func (s *suite) run(t *testing.T, task executor.Task, args ...string) (Result, *executor.Report, error) {
	t.Helper()
	if task.Module.Bytes == nil && task.Module.Path == "" {
		task.Module.Path = s.module
	}
	task.ID = t.Name()
	task.Args = append(task.Args, args...)
	if task.Dir == "" {
		task.Dir = t.TempDir()
	}
	if task.Limits.Wall == 0 {
		task.Limits.Wall = 5 * time.Minute // a slow machine is no failure
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	rep, err := s.executor.Execute(ctx, task)
	return ReadResult(t, task.Dir), rep, err
}

// ok is run for a guest that is to exit with zero.
func (s *suite) ok(t *testing.T, task executor.Task, args ...string) (Result, *executor.Report) {
	t.Helper()
	res, rep, err := s.run(t, task, args...)
	if err != nil {
		t.Fatalf("%v: %v\nstderr: %s", args, err, res.Stderr)
	}
	if rep.End != executor.Exited || rep.ExitCode != 0 {
		t.Fatalf("%v: %v with %d\nstderr: %s", args, rep.End, rep.ExitCode, res.Stderr)
	}
	return res, rep
}

// Result is a result directory as read back.
type Result struct {
	Stdout, Stderr string
	ExitCode       string            // empty if the file is missing
	Outputs        map[string]string // by name; a directory ends in a slash and is empty
}

// ReadResult reads a result directory and fails the test if there is anything in it that does not belong there.
func ReadResult(t *testing.T, dir string) Result {
	t.Helper()
	r := Result{Outputs: map[string]string{}}
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			if rel != "." && rel != executor.OutputsDir {
				r.Outputs[rel[len(executor.OutputsDir)+1:]+"/"] = ""
			}
			return nil
		}
		if !e.Type().IsRegular() {
			t.Errorf("%s is not a regular file", rel)
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		switch rel {
		case executor.StdoutFile:
			r.Stdout = string(b)
		case executor.StderrFile:
			r.Stderr = string(b)
		case executor.ExitCodeFile:
			r.ExitCode = string(b)
		default:
			r.Outputs[rel[len(executor.OutputsDir)+1:]] = string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Program builds the suite's guest with the go tool and returns its path.
func Program(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join(sourceDir(t), "testdata", "guest"))
	if err != nil {
		t.Fatal(err)
	}
	return GoProgram(t, dir)
}

// GoProgram builds the Go program in dir for wasip1 and returns the path of the module, which lasts as long as the test.
func GoProgram(t testing.TB, dir string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "guest.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=-mod=readonly")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the guest: %v\n%s", err, text)
	}
	return out
}

// sourceDir is where this package's source is.
func sourceDir(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/parley-p2p/parley/services/compute/executor/executortest").Output()
	if err != nil {
		t.Fatalf("find the guest's source: %v", err)
	}
	return string(bytes.TrimSpace(out))
}

// lockedBuffer is a live writer that tests may read while it is written to.
type lockedBuffer struct {
	mu      sync.Mutex
	b       bytes.Buffer
	written chan struct{} // closed by the first write
}

func newLockedBuffer() *lockedBuffer { return &lockedBuffer{written: make(chan struct{})} }

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.b.Len() == 0 {
		close(l.written)
	}
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
