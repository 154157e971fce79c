package wasm

import (
	"context"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

func smallModule() []byte {
	p := guest.NewProgram("fd_write")
	return p.Build(guest.Const(1), p.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
}

// BenchmarkWorkerStart is what a worker costs that does nothing.
func BenchmarkWorkerStart(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, with := range []struct {
		name       string
		namespaces bool
	}{{"namespaces", true}, {"plain", false}} {
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
		})
	}
}

// BenchmarkSmallModule is a whole job of 140 bytes on every processor, compiled before.
func BenchmarkSmallModule(b *testing.B) { benchmark(b, executor.Module{Bytes: smallModule()}, nil) }

// BenchmarkGoModule is the same for a Go program of 3 MB.
func BenchmarkGoModule(b *testing.B) {
	benchmark(b, executor.Module{Path: executortest.Program(b)}, []string{"exit", "0"})
}

func benchmark(b *testing.B, module executor.Module, args []string) {
	e := newEngine(b, &Engine{})
	run := func(dir string) error {
		_, err := e.Execute(context.Background(), executor.Task{Module: module, Args: args, Dir: dir})
		return err
	}
	if err := run(b.TempDir()); err != nil {
		b.Fatal(err)
	}
	base, before := b.TempDir(), cpuOfAll()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			dir, err := os.MkdirTemp(base, "")
			if err == nil {
				err = run(dir)
			}
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64((cpuOfAll()-before).Milliseconds())/float64(b.N), "cpu-ms/job")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}

// cpuOfAll is the processor time of this process and of its workers so far.
func cpuOfAll() time.Duration {
	var children unix.Rusage
	if unix.Getrusage(unix.RUSAGE_CHILDREN, &children) != nil {
		return 0
	}
	return cpuTime() + time.Duration(children.Utime.Nano()+children.Stime.Nano())
}
