package wasm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/experimental/sock"
	"github.com/tetratelabs/wazero/experimental/sysfs"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/guestfs"
)

// features is WebAssembly 2.0, which package inspect knows. Anything newer is not compiled.
const features = api.CoreFeaturesV2

// runtimeConfig must be the same for compiling and for running, or the cache misses.
func (w *worker) runtimeConfig() (wazero.RuntimeConfig, error) {
	cache, err := wazero.NewCompilationCacheWithDir(w.order.Cache)
	if err != nil {
		return nil, err
	}
	return wazero.NewRuntimeConfigCompiler().
		WithCoreFeatures(features).
		WithDebugInfoEnabled(false).
		WithCompilationCache(cache).
		WithCloseOnContextDone(w.order.Lifted.lifts(wazeroTime)), nil
}

// compile fills the cache with the module, instrumented, and runs nothing.
func (w *worker) compile() error {
	w.confine([]access{{path: w.order.Cache, write: true}})
	limitCPU(cpuTime() + w.order.CPU)
	ctx := experimental.WithCompilationWorkers(context.Background(), workersForCompiling())
	config, err := w.runtimeConfig()
	if err != nil {
		return err
	}
	metered, err := fuel.Instrument(w.module)
	if err != nil {
		return err
	}
	if _, err := wazero.NewRuntimeWithConfig(ctx, config).CompileModule(ctx, metered); err != nil {
		if _, disk := errors.AsType[*fs.PathError](err); disk { // the cache's
			return &executor.Error{Code: executor.Internal, Cause: "the compilation cache cannot be written", Remedy: "see that there is room on its disk", Err: err}
		}
		return &executor.Error{Code: executor.Malformed, Cause: "the module does not validate: " + firstLine(err.Error()),
			Remedy: "build it again, and see that it was copied whole"}
	}
	return os.WriteFile(filepath.Join(w.order.Cache, meteredFile), metered, 0o600)
}

// run runs the guest to its end, and sends what it left.
func (w *worker) run() error {
	o := &w.order
	tree, err := guestfs.New(o.Inputs, w.quota())
	if err != nil {
		return err
	}
	readable := []access{{path: o.Cache}}
	for _, in := range o.Inputs {
		readable = append(readable, access{path: in.Path})
	}
	w.confine(readable)
	loaded := limitLoading(cpuTime() + o.CPU)

	ctx := context.Background()
	config, err := w.runtimeConfig()
	if err != nil {
		return errors.Join(errStale, err)
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	metered, err := os.ReadFile(filepath.Join(o.Cache, meteredFile))
	if err != nil {
		return errors.Join(errStale, err)
	}
	module, err := runtime.CompileModule(ctx, metered)
	if err != nil {
		return errors.Join(errStale, err)
	}
	tree.Fault = w.fault("an input could not be read while the module ran")
	memory := &guestMemory{limit: w.memoryLimit(), fault: w.fault("the machine has less memory than the module was given")}
	stdout, stderr := w.stream(fdStdout, o.Limits.Stdout), w.stream(fdStderr, o.Limits.Stderr)
	guest := setProfile(wazero.NewModuleConfig(), w.profile(), o.Seed).
		WithName("").WithStartFunctions().
		WithArgs(append([]string{"module"}, o.Args...)...).
		WithStdout(stdout).WithStderr(stderr).
		WithFSConfig(w.fsConfig(tree))
	for _, e := range o.Env {
		name, value, _ := strings.Cut(e, "=")
		guest = guest.WithEnv(name, value)
	}
	used := cpuTime()
	if err := w.sendJSON(frameStarted, account{CPU: int64(used)}); err != nil {
		return err
	}
	loaded()
	limitCPU(used + o.Limits.CPU)
	ctx, cancel := w.guestContext(ctx, memory)
	defer cancel()
	end := call(ctx, runtime, module, guest, o.Limits.Fuel)
	end.Memory = int64(memory.peak)
	end.Limited = limited(memory, stdout, stderr, tree)
	return w.deliver(end, tree)
}

func (w *worker) guestContext(ctx context.Context, memory *guestMemory) (context.Context, context.CancelFunc) {
	ctx = experimental.WithMemoryAllocator(ctx, memory)
	ctx = w.withSockets(ctx)
	if w.order.Lifted.lifts(wazeroTime) {
		return context.WithTimeout(ctx, w.order.Limits.Wall)
	}
	return context.WithCancel(ctx)
}

// call instantiates the module, gives it its fuel, runs its start section and calls _start.
func call(ctx context.Context, runtime wazero.Runtime, module wazero.CompiledModule, config wazero.ModuleConfig, limit int64) ending {
	instance, err := runtime.InstantiateModule(ctx, module, config)
	if err != nil {
		return endingOf(err)
	}
	meter := fuel.Begin(instance, limit)
	if !meter.Exhausted() {
		if err = meter.Start(ctx); err == nil {
			_, err = instance.ExportedFunction("_start").Call(ctx)
		}
	}
	end := endingOf(err)
	end.Fuel, end.Empty = meter.Used(), meter.Exhausted()
	if trace, ok := strings.CutPrefix(end.Trap, "unreachable"); ok && meter.Overflowed() {
		end.Trap = stackExhausted + trace
	}
	return end
}

// stackExhausted begins what is said of a trap at the end of the stack that every engine gives. A run to whose depth the engine's
// own does not suffice is what engineOverflow begins in its words; it has no type that could be asked for.
const (
	stackExhausted = "stack exhausted"
	engineOverflow = "stack overflow"
)

func endingOf(err error) ending {
	if exit, ok := errors.AsType[*sys.ExitError](err); ok {
		return ending{Code: exit.ExitCode()}
	}
	if err != nil {
		text := strings.TrimPrefix(err.Error(), "wasm error: ")
		if strings.HasPrefix(text, engineOverflow) {
			return ending{Overflow: true}
		}
		return ending{Trapped: true, Trap: text[:min(len(text), 2048)]}
	}
	return ending{}
}

func limited(memory *guestMemory, stdout, stderr *stream, tree *guestfs.Tree) []executor.Resource {
	bytes, files := tree.Refused()
	var all []executor.Resource
	for _, l := range []struct {
		met bool
		of  executor.Resource
	}{{memory.refused, executor.Memory}, {stdout.cut, executor.Stdout}, {stderr.cut, executor.Stderr},
		{bytes, executor.OutputBytes}, {files, executor.OutputFiles}} {
		if l.met {
			all = append(all, l.of)
		}
	}
	return all
}

// deliver sends how it ended and what is in /outputs.
func (w *worker) deliver(end ending, tree *guestfs.Tree) error {
	if err := w.sendJSON(frameEnded, end); err != nil {
		return err
	}
	for o := range tree.Outputs() {
		if o.Data == nil {
			if err := writeFrame(w.frames, frameDir, []byte(o.Name)); err != nil {
				return err
			}
			continue
		}
		if err := writeFrame(w.frames, frameFile, []byte(o.Name)); err != nil {
			return err
		}
		d := dataWriter{w.frames}
		if _, err := io.CopyBuffer(d, struct{ io.Reader }{o.Data}, make([]byte, dataFrame)); err != nil {
			return err
		}
		if err := d.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) quota() guestfs.Quota {
	if w.order.Lifted.lifts(defendQuota) {
		return guestfs.Quota{Bytes: 1 << 60, Files: 1 << 40}
	}
	return guestfs.Quota{Bytes: w.order.Limits.OutputBytes, Files: w.order.Limits.OutputFiles}
}

func (w *worker) memoryLimit() uint64 {
	if w.order.Lifted.lifts(defendMemory) {
		return 1 << 32
	}
	return uint64(w.order.Limits.Memory)
}

func (w *worker) profile() executor.Profile {
	if w.order.Lifted.lifts(defendClock) {
		return executor.Live
	}
	return w.order.Profile
}

func (w *worker) fsConfig(tree *guestfs.Tree) wazero.FSConfig {
	config := wazero.NewFSConfig()
	if w.order.Lifted.lifts(defendTree) {
		for _, in := range w.order.Inputs {
			config = config.WithReadOnlyDirMount(in.Path, "/inputs")
		}
		return config.WithDirMount(w.order.Outputs, "/outputs")
	}
	return config.(sysfs.FSConfig).WithSysFSMount(tree, "/")
}

// A stream is the guest's end of stdout or stderr. Beyond its limit it swallows, so that a flood costs no system calls.
type stream struct {
	file *os.File
	left int64
	cut  bool
}

func (w *worker) stream(fd uintptr, limit int64) *stream {
	if w.order.Lifted.lifts(defendStreams) {
		limit = 1 << 60
	}
	return &stream{file: os.NewFile(fd, fmt.Sprint("guest ", fd)), left: limit}
}

func (s *stream) Write(p []byte) (int, error) {
	n := len(p)
	if int64(n) > s.left {
		s.cut = true
		p = p[:s.left]
	}
	if len(p) > 0 {
		w, err := s.file.Write(p)
		s.left -= int64(w)
		if err != nil {
			return w, err
		}
	}
	return n, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line[:min(len(line), 500)]
}

// workersForCompiling leaves a processor to the farmer where there are many.
func workersForCompiling() int { return max(1, min(4, numCPU())) }

// withSockets gives the guest no socket. With the defense lifted it is given one that listens, as wazero can.
func (w *worker) withSockets(ctx context.Context) context.Context {
	if w.order.Lifted.lifts(defendSockets) {
		return sock.WithConfig(ctx, sock.NewConfig().WithTCPListener("127.0.0.1", 0))
	}
	return ctx
}
