package wasm

import (
	"os"
	"os/signal"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// A Capability is one of the walls around a guest, and whether it stands on this host.
type Capability struct {
	Name   string // "system calls", "files", "network", …
	On     bool
	Detail string // what it keeps out, or why it is off
}

// access is a path that a worker needs once it is confined.
type access struct {
	path  string
	write bool
}

const (
	maxDescriptors = 2048 // more than a guest may have open, with all inputs that there may be: it is for no guest to meet this
	maxProcesses   = 64
	maxArtifact    = 1 << 30 // bytes of one file that a compiling worker may write
)

// settle does what needs no order: nothing may be traced, dumped, or kept open without bound.
func settle() {
	setDumpable()
	_ = setLimit(unix.RLIMIT_CORE, 0)
	_ = setLimit(unix.RLIMIT_NOFILE, maxDescriptors)
}

// confine puts up the walls before a byte of the module is looked at: the limits of the order, then the kernel's, which
// leave open only the paths given. It reports what stands.
func (w *worker) confine(paths []access) []Capability {
	o := &w.order
	if o.Role == roleCompile {
		_ = setLimit(unix.RLIMIT_FSIZE, maxArtifact)
	} else if !o.Lifted.lifts(defendKernel) {
		_ = setLimit(unix.RLIMIT_FSIZE, 0)
	}
	var all []Capability
	if o.Lifted.lifts(defendMemory) {
		all = append(all, Capability{Name: "memory", Detail: "lifted by a test"})
	} else {
		all = append(all, limitAddressSpace(o.Address))
	}
	all = append(all, Capability{Name: "processor time, descriptors, file size, core dumps", On: true, Detail: "kernel limits of the worker"})
	if o.Lifted.lifts(defendKernel) {
		return append(all, Capability{Name: "kernel", Detail: "lifted by a test"})
	}
	return append(all, confineKernel(paths)...)
}

// setLimit lowers a limit for good. The ones used here exist everywhere; a lower one that stands already stays.
func setLimit(resource int, n uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(resource, &now); err != nil {
		return err
	}
	n = min(n, uint64(now.Max))
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: n, Max: n})
}

// limitCPU has the kernel end this process once it has used so much processor time in all, to the second above.
func limitCPU(d time.Duration) {
	_ = setLimit(unix.RLIMIT_CPU, uint64((d+time.Second-1)/time.Second))
}

// limitLoading ends this process once it has used so much processor time in all, to the second above, unless loaded is called before, after
// which limitCPU may allow more. The signal for this kills no Go program by itself.
func limitLoading(d time.Duration) (loaded func()) {
	spent := make(chan os.Signal, 1)
	signal.Notify(spent, unix.SIGXCPU)
	done := make(chan struct{})
	go func() {
		select {
		case <-spent:
			os.Exit(1)
		case <-done:
		}
	}()
	var now unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CPU, &now) == nil {
		now.Cur = min(now.Max, uint64((d+time.Second-1)/time.Second))
		_ = unix.Setrlimit(unix.RLIMIT_CPU, &now)
	}
	return func() {
		signal.Stop(spent)
		close(done)
	}
}

// cpuTime is what this process has used so far.
func cpuTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func numCPU() int { return runtime.NumCPU() }
