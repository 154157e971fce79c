package wasm

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/inspect"
)

// Engine is an [executor.Executor] that runs modules on this machine. Its fields are its configuration and are not changed
// after its first use; the zero Engine is ready. It is safe for concurrent use. Close it, or its workers stay until the
// process ends.
type Engine struct {
	Command  []string        // starts a worker; default: this binary with WorkerCommand
	Parallel int             // guests that run at once, others wait; default GOMAXPROCS
	Idle     int             // workers started ahead of need; default Parallel
	Default  executor.Limits // for limits that a task leaves open
	Max      executor.Limits // what no task may exceed; a zero field is no ceiling; linear memory and outputs are held in memory, Parallel times

	CacheDir   string // compiled modules, kept between runs and shared with other engines; default: a temporary one
	CacheBytes int64  // what it may hold; default 2 GiB
	// CompileTime is the processor time for compiling a module the first time, to the second above, of all threads together, and again for loading it
	// each time; default 2 minutes. How loaded the machine is does not count: a worker that has not compiled a module, or loaded one, within ten times as long of the clock is given up.
	CompileTime time.Duration
	// CompileMemory bounds the address space of a worker that compiles; default 2 GiB.
	CompileMemory int64

	Logger *slog.Logger // nil discards

	lifted defense                // by tests only
	safety time.Duration          // by tests that lift defendTime: when to end the guest all the same
	stall  time.Duration          // by tests: when to give up a worker that does not answer, instead of ten times CompileTime
	reaped func(*os.ProcessState) // by tests: told of each worker that did something, once it is gone

	once   sync.Once
	opened error
	log    *slog.Logger
	pool   *pool
	slots  chan struct{}
	cache  *artifacts
	temp   string

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

var _ executor.Pinned = (*Engine)(nil)

// EngineDigest is executor.EngineDigest: this is the engine that it is about.
func (e *Engine) EngineDigest() string { return executor.EngineDigest() }

var errClosed = errors.New("the engine is closed")

// setUp starts what the first use needs.
func (e *Engine) setUp() error {
	e.once.Do(func() { e.opened = e.open() })
	if e.opened != nil {
		return internal("the embedded engine does not start", e.opened)
	}
	return nil
}

func (e *Engine) open() error {
	if e.log = e.Logger; e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	argv := e.Command
	if len(argv) == 0 {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		argv = []string{self, WorkerCommand}
	}
	dir := e.CacheDir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "parley-modules-"); err != nil {
			return err
		}
		e.temp = dir
	}
	var err error
	if e.cache, err = openArtifacts(dir, cmp.Or(e.CacheBytes, 2<<30)); err != nil {
		return err
	}
	parallel := cmp.Or(e.Parallel, runtime.GOMAXPROCS(0))
	e.slots = make(chan struct{}, parallel)
	e.pool = newPool(argv, cmp.Or(e.Idle, parallel), !e.lifted.lifts(defendKernel), e.log)
	return nil
}

// Close waits for the guests that run, ends the idle workers and removes a temporary cache. Tasks begun later fail.
func (e *Engine) Close() error {
	e.mu.Lock()
	first := !e.closed
	e.closed = true
	e.mu.Unlock()
	e.running.Wait()
	e.once.Do(func() { e.opened = errClosed })
	if !first {
		return nil
	}
	if e.pool != nil {
		e.pool.close()
	}
	if e.temp != "" {
		return os.RemoveAll(e.temp)
	}
	return nil
}

// begin takes a place among the guests that run at once.
func (e *Engine) begin(ctx context.Context) (end func(), err error) {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil, internal("the engine is closed", errClosed)
	}
	e.running.Add(1)
	e.mu.Unlock()
	if err := e.setUp(); err != nil {
		e.running.Done()
		return nil, err
	}
	select {
	case e.slots <- struct{}{}:
		return func() { <-e.slots; e.running.Done() }, nil
	case <-ctx.Done():
		e.running.Done()
		return nil, canceled(ctx)
	}
}

// Execute implements [executor.Executor]. Once the task's turn has come it takes at most ten times CompileTime twice,
// Limits.Wall, and the time to store the outputs; it ends early with ctx.
func (e *Engine) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if err := e.admit(&t); err != nil {
		return nil, err
	}
	end, err := e.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	module, err := e.load(&t)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(module)
	for again := false; ; again = true {
		dir, cold, err := e.cache.get(ctx, sum, func(dir string) error { return e.compile(ctx, &t, sum, module, dir) })
		if err != nil {
			return nil, cacheError(ctx, err)
		}
		report, err := e.run(ctx, &t, module, dir)
		if errors.Is(err, errStale) && !again {
			e.log.Warn("compiled module does not load, compiling it again", "module", fmt.Sprintf("%x", sum[:6]), "err", err)
			if err := e.cache.forget(sum); err != nil {
				return nil, internal("the compilation cache cannot be written", err)
			}
			if err := emptyDir(t.Dir); err != nil {
				return nil, err
			}
			continue
		}
		if errors.Is(err, errStale) {
			err = internal("the compiled module does not load", err)
		}
		if report != nil {
			report.Cold = cold
		}
		return report, err
	}
}

// admit fills in what a task leaves open, and refuses what no module could make up for.
func (e *Engine) admit(t *executor.Task) error {
	if err := t.Validate(); err != nil {
		return err
	}
	if err := t.Plain(); err != nil {
		return err
	}
	t.Limits = t.Limits.Or(e.Default)
	t.Profile = cmp.Or(t.Profile, executor.Deterministic)
	return t.Limits.Within(e.Max)
}

// CheckTask reports, as Execute would before running anything, whether the task is one that this engine runs. It starts nothing and compiles
// nothing; the result's directory need not be there.
func (e *Engine) CheckTask(t executor.Task) error {
	if err := e.admit(&t); err != nil {
		return err
	}
	_, err := e.load(&t)
	return err
}

// Check reports, as Execute would before running anything, whether the module is one that this engine runs under the
// limits: a WASI preview 1 program within the caps. It starts nothing and compiles nothing.
func (e *Engine) Check(m executor.Module, limits executor.Limits) error {
	_, err := e.load(&executor.Task{Module: m, Limits: limits.Or(e.Default)})
	return err
}

// load reads the module, no further than the caps, and inspects it.
func (e *Engine) load(t *executor.Task) ([]byte, error) {
	caps := inspect.Default
	if e.lifted.lifts(defendCaps) {
		caps = inspect.None
	}
	binary := t.Module.Bytes
	if t.Module.Path != "" {
		var err error
		if binary, err = readModule(t.Module.Path, caps.Bytes); err != nil {
			return nil, err
		}
	}
	if want := t.Module.SHA256; want != [32]byte{} && want != sha256.Sum256(binary) {
		return nil, &executor.Error{Code: executor.WrongDigest, Cause: fmt.Sprintf("the module is not the one that was agreed, whose SHA-256 is %x", want),
			Remedy: "fetch it again from somebody else"}
	}
	counted, err := inspect.Inspect(binary, caps)
	if err != nil {
		return nil, err
	}
	if counted.MemoryMin > t.Limits.Memory && !e.lifted.lifts(defendMemory|defendCaps) {
		return nil, &executor.Error{Code: executor.NoMemory, Cause: fmt.Sprintf("the module starts with %d MiB of memory, and the job has %d MiB",
			counted.MemoryMin>>20, t.Limits.Memory>>20), Remedy: "ask for more memory"}
	}
	return binary, nil
}

// readModule reads a file that is at most so long. It takes no more memory than the file has.
func readModule(name string, most int64) ([]byte, error) {
	unreadable := func(err error) error {
		return &executor.Error{Code: executor.NoInput, Cause: fmt.Sprintf("the module %s cannot be read", name),
			Remedy: "see that the file is there and may be read", Err: err}
	}
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file") // reading a pipe could block
	}
	if err != nil {
		return nil, unreadable(err)
	}
	if err := bytecode.AtMost(info.Size(), most, "bytes"); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	binary := make([]byte, info.Size())
	if _, err := io.ReadFull(f, binary); err != nil {
		return nil, unreadable(err)
	}
	return binary, nil
}

// Capabilities says which walls stand around a guest on this host, as a worker finds them.
func (e *Engine) Capabilities(ctx context.Context) ([]Capability, error) {
	end, err := e.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	c, err := e.pool.take(ctx)
	if err != nil {
		return nil, internal("no worker can be started", err)
	}
	defer c.reap()
	defer c.within(startTime, context.DeadlineExceeded)()
	if err := writeOrder(c.order, order{Role: roleProbe, Address: 1 << 30, Lifted: e.lifted}, nil); err != nil {
		return nil, internal("a worker takes no order", err)
	}
	k, payload, err := readFrame(c.reader)
	if err != nil || k != frameProbe {
		return nil, internal("a worker does not answer", errors.Join(err, errors.New(c.said.String())))
	}
	var all []Capability
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, internal("a worker's answer makes no sense", err)
	}
	return all, nil
}

func internal(cause string, err error) error {
	return &executor.Error{Code: executor.Internal, Cause: cause, Remedy: "run parley doctor, and see the log of this node", Err: err}
}

func canceled(ctx context.Context) error {
	return &executor.Error{Code: executor.Canceled, Cause: "the job was given up before it began", Remedy: "run it again if it is still wanted", Err: context.Cause(ctx)}
}

// cacheError keeps errors about the module and gives those of the disk a code.
func cacheError(ctx context.Context, err error) error {
	switch {
	case executor.CodeOf(err) != 0:
		return err
	case ctx.Err() != nil:
		return canceled(ctx)
	}
	return internal("the compilation cache cannot be written", err)
}

// emptyDir removes what a run that never began has left in a result directory.
func emptyDir(dir string) error {
	root, err := os.OpenRoot(dir)
	if err == nil {
		defer root.Close()
		for _, name := range []string{executor.StdoutFile, executor.StderrFile, executor.OutputsDir} {
			err = errors.Join(err, root.RemoveAll(name))
		}
	}
	if err != nil {
		return internal("the result directory cannot be used again", err)
	}
	return nil
}
