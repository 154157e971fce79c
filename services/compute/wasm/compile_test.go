package wasm

import (
	"bufio"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
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
	heavy := capsCorpus()[0]
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
			rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: heavy.module}, Dir: t.TempDir()})
			if rep != nil || executor.CodeOf(err) != executor.CompileTime || !strings.Contains(err.Error(), c.says) || hired != 1 {
				t.Errorf("%+v, %v, of %d workers", rep, err, hired)
			}
		})
	}
}
