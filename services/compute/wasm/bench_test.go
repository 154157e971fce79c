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

// BenchmarkWorker is what a worker costs that does nothing.
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
		})
	}
}

// BenchmarkJobs are whole jobs on every processor, compiled before: a module of 140 bytes, and a Go program of 3 MB.
func BenchmarkJobs(b *testing.B) {
	b.Run("embedded/small", func(b *testing.B) { benchmark(b, executor.Module{Bytes: smallModule()}, nil) })
	b.Run("embedded/go", func(b *testing.B) {
		benchmark(b, executor.Module{Path: executortest.Program(b)}, []string{"exit", "0"})
	})
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
	b.ReportMetric(float64((cpuOfAll()-before).Milliseconds())/float64(b.N), "cpu:ms")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rate:1/s")
}

// cpuOfAll is the processor time of this process and of its workers so far.
func cpuOfAll() time.Duration {
	var children unix.Rusage
	if unix.Getrusage(unix.RUSAGE_CHILDREN, &children) != nil {
		return 0
	}
	return cpuTime() + time.Duration(children.Utime.Nano()+children.Stime.Nano())
}
