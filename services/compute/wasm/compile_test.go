package wasm

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"
)

const (
	// lateWorker is the argument that makes this test's binary a worker of a machine with much else to do.
	lateWorker = "late-worker"
	littleTime = 100 * time.Millisecond
)

// workLate is WorkerMain of a worker that, once it has begun to read its order, gets no processor for some time.
func workLate() {
	w := &worker{frames: bufio.NewWriterSize(os.NewFile(fdFrames, "frames"), 64<<10)}
	if err := w.main(&late{Reader: os.NewFile(fdOrder, "order")}, 0); err != nil {
		panic(err)
	}
	os.Exit(0)
}

// late gives what it reads, and waits once, after the first.
type late struct {
	io.Reader
	reads int
}

func (l *late) Read(p []byte) (int, error) {
	if l.reads++; l.reads == 2 {
		<-time.After(3 * littleTime)
	}
	return l.Reader.Read(p)
}

// A module's compilation is bounded by processor time: on a machine that is slow, or has much else to do, it takes longer by the clock
// and is compiled all the same.
func TestCompileOnBusyMachine(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t, &Engine{Command: []string{self, lateWorker}, Idle: 1, CompileTime: littleTime, stall: patient})
	rep, err := fueled(t, e, executor.Task{Module: executor.Module{Bytes: smallModule()}})
	if err != nil || rep.End != executor.Exited || !rep.Cold {
		t.Errorf("%+v, %v", rep, err)
	}
}

// What takes more processor time to compile is refused, once, by the module's fault; and a worker that takes none and does not answer is given up.
func TestCompileTime(t *testing.T) { // THREATS 5
	heavy := loopsAndLocals(5_000, 5_000) // which takes any machine more than the second that the kernel allows
	for name, c := range map[string]struct {
		engine *Engine
		says   string
	}{
		"processor time": {&Engine{CompileTime: littleTime, stall: 10 * patient}, "more than 100ms of processor time"},
		"stalled":        {&Engine{CompileTime: 10 * patient, stall: littleTime}, "not compiled within 100ms"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, c.engine)
			e.lifted, e.Idle = defendCaps, 1
			hired := 0
			e.reaped = func(*os.ProcessState) { hired++ }
			rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: heavy}, Dir: t.TempDir()})
			if rep != nil || executor.CodeOf(err) != executor.CompileTime || !strings.Contains(err.Error(), c.says) || hired != 1 {
				t.Errorf("%+v, %v, of %d workers", rep, err, hired)
			}
		})
	}
}

// What takes more processor time to load is refused as well, though it is in the cache: once, nothing has run, and nobody is to blame, so that no audit or
// mediator takes it for a mismatch. So is what is loaded by a worker that does not answer.
func TestLoadingTime(t *testing.T) { // THREATS 5
	heavy := loopsAndLocals(5_000, 5_000)
	metered, err := fuel.Instrument(heavy)
	if err != nil {
		t.Fatal(err)
	}
	// What was compiled of it is lost, and something else in its place, so that to load it is to compile it.
	cache, sum := t.TempDir(), sha256.Sum256(heavy)
	first := newEngine(t, &Engine{CacheDir: cache})
	if err := first.setUp(); err != nil {
		t.Fatal(err)
	}
	_, _, err = first.cache.get(t.Context(), sum, func(dir string) error {
		err := first.compile(t.Context(), &executor.Task{}, sum, smallModule(), dir)
		return errors.Join(err, os.WriteFile(filepath.Join(dir, meteredFile), metered, 0o600))
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		engine *Engine
		code   executor.Code
		says   string
	}{
		"processor time": {&Engine{CompileTime: littleTime, stall: 10 * patient}, executor.CompileTime, "more than 100ms of processor time to load"},
		"stalled":        {&Engine{CompileTime: 10 * patient, stall: littleTime}, executor.Internal, "run the module died"},
	} {
		t.Run(name, func(t *testing.T) {
			c.engine.CacheDir = cache
			e := newEngine(t, c.engine)
			e.lifted, e.Idle = defendCaps, 1
			hired := 0
			e.reaped = func(*os.ProcessState) { hired++ }
			task := executor.Task{Module: executor.Module{Bytes: heavy}, Dir: t.TempDir(), Limits: executor.Limits{Memory: 2 << 30}}
			rep, err := e.Execute(t.Context(), task)
			code := executor.CodeOf(err)
			if rep != nil || code != c.code || code.Guest() || !strings.Contains(err.Error(), c.says) || hired != 1 {
				t.Errorf("%+v, %v, of %d workers", rep, err, hired)
			}
		})
	}
}

// What loading is allowed is no limit of the guest's: it may use more where its job has more.
func TestLoadingTimeIsNotTheGuests(t *testing.T) {
	e := newEngine(t, &Engine{CompileTime: littleTime, Idle: 1})
	task := executor.Task{Module: executor.Module{Bytes: guest.NewProgram().Build(guest.Forever())}, Limits: executor.Limits{CPU: 2 * time.Second}}
	if rep, err := fueled(t, e, task); rep.End != executor.OutOfCPU || rep.CPU < task.Limits.CPU {
		t.Errorf("%+v, %v", rep, err)
	}
}
