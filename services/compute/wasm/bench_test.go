package wasm

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"golang.org/x/sys/unix"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"
)

// bareWorker is the floor: this binary in a process with nothing around it, which runs a module if one is named.
const bareWorker = "bare-worker"

// workBare runs a module that is in the cache: its directory, the module's file, the arguments. Without them it does nothing.
func workBare(args []string) {
	if len(args) == 0 {
		return
	}
	cache, err := wazero.NewCompilationCacheWithDir(args[0])
	if err != nil {
		panic(err)
	}
	binary, err := os.ReadFile(args[1])
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler().WithCompilationCache(cache))
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	module, err := runtime.CompileModule(ctx, binary)
	if err != nil {
		panic(err)
	}
	config := wazero.NewModuleConfig().WithArgs(append([]string{"module"}, args[2:]...)...).WithStdout(os.Stdout)
	if _, err = runtime.InstantiateModule(ctx, module, config); err != nil {
		if end := endingOf(err); end.Trapped || end.Code != 0 {
			panic(end)
		}
	}
}

func smallModule() []byte {
	p := guest.NewProgram("fd_write")
	return p.Build(guest.Const(1), p.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
}

// BenchmarkWorker is what a worker costs that does nothing, alone: with namespaces of its own and without. The floor is a
// process of the same binary that ends at once.
func BenchmarkWorker(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, with := range []struct {
		name       string
		namespaces bool
	}{{"start", true}, {"start/plain", false}} {
		b.Run(with.name, func(b *testing.B) {
			for b.Loop() {
				c, err := startChild([]string{self, WorkerCommand}, attributes(with.namespaces))
				if err != nil {
					b.Skip(err)
				}
				if err := c.ready(); err != nil {
					b.Skip(err)
				}
				c.reap()
			}
			took := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(took.Microseconds()), "µs")
			began := time.Now()
			for range b.N {
				if err := exec.Command(self, bareWorker).Run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((time.Since(began) / time.Duration(b.N)).Microseconds()), "floor-µs")
		})
	}
}

// BenchmarkFuel is a tile of the demo's picture drawn in this process by the module with a meter; the floor is without. Of each
// the quickest counts: what else the machine does only makes them slower, and rarely both alike.
func BenchmarkFuel(b *testing.B) {
	module := render(b)
	metered, err := fuel.Instrument(module)
	if err != nil {
		b.Fatal(err)
	}
	draw, floor := drawn(b, metered), drawn(b, module)
	took, bare := time.Hour, time.Hour
	for b.Loop() {
		took, bare = min(took, draw()), min(bare, floor())
	}
	b.ReportMetric(float64(took.Microseconds())/1000, "cpu:ms")
	b.ReportMetric(float64(bare.Microseconds())/1000, "floor-cpu:ms")
}

// drawn compiles a module and returns what draws with it and gives the processor time of that.
func drawn(b *testing.B, module []byte) func() time.Duration {
	b.Helper()
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	b.Cleanup(func() { _ = runtime.Close(ctx) })
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	compiled, err := runtime.CompileModule(ctx, module)
	if err != nil {
		b.Fatal(err)
	}
	files := wazero.NewFSConfig().WithReadOnlyDirMount(filepath.FromSlash("../../../examples/render/scenes"), "/inputs").WithDirMount(b.TempDir(), "/outputs")
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions().WithFSConfig(files).
		WithArgs("module", "--size", "480x300", "--rect", "120,100,60,50", "--samples", "4", "--scene", "/inputs/market.txt")
	return func() time.Duration {
		instance, err := runtime.InstantiateModule(ctx, compiled, config)
		if err != nil {
			b.Fatal(err)
		}
		defer instance.Close(ctx)
		fuel.Begin(instance, executor.MaxFuel) // nil for the floor
		before := cpuTime()
		_, err = instance.ExportedFunction("_start").Call(ctx)
		if end := endingOf(err); end.Trapped || end.Code != 0 {
			b.Fatal(end)
		}
		return cpuTime() - before
	}
}

// BenchmarkJobs are whole jobs on every processor, compiled before: a module of 140 bytes, and a Go program of 3 MB. The
// floor is a process of the same binary for each that runs the module from the same kind of cache, without walls, limits,
// metering or a result.
func BenchmarkJobs(b *testing.B) {
	caches := [2]string{b.TempDir(), b.TempDir()}
	b.Run("embedded/small", func(b *testing.B) {
		name := filepath.Join(b.TempDir(), "small.wasm")
		if err := os.WriteFile(name, smallModule(), 0o600); err != nil {
			b.Fatal(err)
		}
		benchmark(b, caches, name)
	})
	b.Run("embedded/go", func(b *testing.B) { benchmark(b, caches, executortest.Program(b), "exit", "0") })
}

func benchmark(b *testing.B, caches [2]string, module string, args ...string) {
	e := newEngine(b, &Engine{CacheDir: caches[0]})
	base := b.TempDir()
	job := func() error {
		dir, err := os.MkdirTemp(base, "")
		if err == nil {
			_, err = e.Execute(context.Background(), executor.Task{Module: executor.Module{Path: module}, Args: args, Dir: dir})
		}
		return err
	}
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	bare := append([]string{bareWorker, caches[1], module}, args...)
	floor := func() error { return exec.Command(self, bare...).Run() }
	for _, fillCache := range []func() error{job, floor} {
		if err := fillCache(); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	rate, cpu := everywhere(b, job)
	b.StopTimer()
	floorRate, floorCPU := everywhere(b, floor)
	b.ReportMetric(rate, "1/s")
	b.ReportMetric(floorRate, "floor-1/s")
	b.ReportMetric(cpu, "cpu:ms")
	b.ReportMetric(floorCPU, "floor-cpu:ms")
}

// everywhere does b.N jobs on all processors: how many in a second, and CPU of each in ms.
func everywhere(b *testing.B, job func() error) (rate, cpu float64) {
	b.Helper()
	began, before := time.Now(), cpuOfAll()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := job(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	return float64(b.N) / time.Since(began).Seconds(), float64((cpuOfAll() - before).Microseconds()) / 1000 / float64(b.N)
}

// cpuOfAll is the processor time of this process and of its workers so far.
func cpuOfAll() time.Duration {
	var children unix.Rusage
	if unix.Getrusage(unix.RUSAGE_CHILDREN, &children) != nil {
		return 0
	}
	return cpuTime() + time.Duration(children.Utime.Nano()+children.Stime.Nano())
}
