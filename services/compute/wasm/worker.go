package wasm

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// Descriptors of a worker, beside 0 (nothing), 1 and 2 (its own diagnostics).
const (
	fdOrder  = 3
	fdFrames = 4
	fdStdout = 5 // the guest's
	fdStderr = 6
)

// WorkerCommand is the argument that makes a binary a worker.
const WorkerCommand = "exec-worker"

// IsWorker reports whether this process was started as a worker: with WorkerCommand as its only argument.
func IsWorker() bool { return len(os.Args) == 2 && os.Args[1] == WorkerCommand }

// WorkerMain is the main function of a worker; it does not return. The binary that makes an [Engine], a test's among them,
// calls it before anything else when [IsWorker]:
//
//	if wasm.IsWorker() {
//		wasm.WorkerMain()
//	}
func WorkerMain() { workerMain(0, nil) }

// workerMain is WorkerMain, in which tests let the engine lift some defenses, and play a part of their own.
func workerMain(liftable defense, play func(*worker) error) {
	w := &worker{play: play, frames: bufio.NewWriterSize(os.NewFile(fdFrames, "frames"), 64<<10)}
	if err := w.main(os.NewFile(fdOrder, "order"), liftable); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// worker is the process that runs one guest.
type worker struct {
	play   func(*worker) error // what it does for a role that is not known; nil refuses
	frames *bufio.Writer
	order  order
	module []byte
}

func (w *worker) main(orders io.Reader, liftable defense) error {
	settle()
	if err := w.send(frameReady, nil); err != nil {
		return err
	}
	var err error
	w.order, w.module, err = readOrder(orders)
	if errors.Is(err, io.EOF) {
		return nil // the engine has closed without needing this one
	} else if err != nil {
		return fmt.Errorf("read the order: %w", err)
	}
	go w.outlive(orders)
	w.order.Lifted &= liftable
	switch w.order.Role {
	case roleProbe:
		return w.probe()
	case roleCompile:
		err = w.compile()
	case roleRun:
		err = w.run()
	default:
		if w.play != nil {
			return w.play(w)
		}
		err = fmt.Errorf("unknown role %q", w.order.Role)
	}
	if err != nil {
		return w.fail(err)
	}
	return w.send(frameDone, nil)
}

// outlive ends the worker when the engine's process is gone, which closes the pipe. Linux does it even if this process is
// too busy to notice; see attributes.
func (w *worker) outlive(orders io.Reader) {
	_, _ = io.Copy(io.Discard, orders)
	os.Exit(1)
}

func (w *worker) send(k kind, payload []byte) error {
	if err := writeFrame(w.frames, k, payload); err != nil {
		return err
	}
	return w.frames.Flush()
}

func (w *worker) sendJSON(k kind, v any) error {
	if err := writeJSON(w.frames, k, v); err != nil {
		return err
	}
	return w.frames.Flush()
}

// errStale means that the module has to be compiled again.
var errStale = errors.New("the cache does not hold the module")

// fail tells the engine why the order was not carried out.
func (w *worker) fail(err error) error {
	f := failure{Code: executor.Internal, Cause: "the worker failed", Detail: clip(err.Error()), Stale: errors.Is(err, errStale)}
	if e, ok := errors.AsType[*executor.Error](err); ok {
		f.Code, f.Cause, f.Remedy = e.Code, clip(e.Cause), e.Remedy
		if e.Err != nil {
			f.Detail = clip(e.Err.Error())
		}
	}
	return w.sendJSON(frameFailed, f)
}

// fault is for what this machine fails in while the guest runs: it ends the run, of which nothing is a result. A guest that went on with an
// error in its hands would leave what it leaves nowhere else.
func (w *worker) fault(cause string) func(error) {
	return func(err error) {
		_ = w.fail(&executor.Error{Code: executor.Internal, Cause: cause, Remedy: "see that the machine is sound, and has room", Err: err})
		os.Exit(1)
	}
}

func clip(s string) string { return s[:min(len(s), 4096)] }

// probe confines itself as for a run and says what of it holds.
func (w *worker) probe() error {
	return w.sendJSON(frameProbe, w.confine(nil))
}
