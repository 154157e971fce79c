package wasm

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// doomedFarmer is the argument that makes this test's binary a farmer that runs an endless guest until it is killed.
const doomedFarmer = "doomed-farmer"

// farmUntilKilled says the process number of its worker and then runs a loop in it.
func farmUntilKilled(dir string) {
	e := &Engine{Idle: 1, Parallel: 1, CacheDir: dir}
	dir, err := os.MkdirTemp(dir, "result")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	p := guest.NewProgram("fd_write")
	module := p.Build(guest.Const(1), p.Vector("running\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop), guest.Forever())
	_, err = e.Execute(context.Background(), executor.Task{Module: executor.Module{Bytes: module}, Dir: dir, Stdout: os.Stdout,
		Limits: executor.Limits{Wall: time.Hour}})
	fmt.Println(err)
	os.Exit(1)
}

// children lists the processes whose parent is pid.
func children(t *testing.T, pid int) []int {
	t.Helper()
	var all []int
	there, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range there {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it ended
		}
		var child, parent int
		var state string
		if _, err := fmt.Sscan(string(text), &child); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		if _, err := fmt.Sscan(rest, &state, &parent); err != nil {
			t.Fatal(err)
		}
		if parent == pid && state != "Z" {
			all = append(all, child)
		}
	}
	return all
}

// A farmer that is killed leaves no process, though its guest never looks up.
func TestDeathOfTheFarmer(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux kills children with their parent")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	farmer := exec.Command(self, doomedFarmer, t.TempDir())
	out, err := farmer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := farmer.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "running\n" {
		t.Fatalf("%q, %v", line, err)
	}
	workers := children(t, farmer.Process.Pid)
	if len(workers) == 0 {
		t.Error("it has no workers")
	}
	if err := farmer.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = farmer.Wait()
	await(t, "its workers to end", func() bool {
		for _, pid := range workers {
			if alive(pid) {
				return false
			}
		}
		return true
	})
}

// alive reports whether a process runs; one that waits to be reaped by init does not.
func alive(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ")
	return err == nil && !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

// await polls a condition of the kernel's, which tells nobody.
func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(time.Minute)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited a minute for %s", what)
		}
	}
}

// Closing ends every worker, and work begun later fails.
func TestClose(t *testing.T) {
	e := newEngine(t, &Engine{Idle: 3})
	mustServe(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" {
		if left := children(t, os.Getpid()); len(left) > 0 {
			t.Errorf("%d processes are left", len(left))
		}
	}
	if _, err := os.Stat(e.temp); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary cache is left: %v", err)
	}
	if _, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: t.TempDir()}); executor.CodeOf(err) != executor.Internal {
		t.Error(err)
	}
}

// A worker that something kills while it is idle is replaced without anybody noticing.
func TestIdleWorkersMayDie(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("looks for the workers in /proc")
	}
	e := newEngine(t, &Engine{Idle: 2})
	mustServe(t, e)
	for range 3 {
		await(t, "idle workers", func() bool { return len(children(t, os.Getpid())) > 0 })
		killed := children(t, os.Getpid())
		for _, pid := range killed {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		await(t, "their end", func() bool {
			for _, pid := range killed {
				if alive(pid) {
					return false
				}
			}
			return true
		})
		mustServe(t, e)
	}
}

// A worker that something killed is known for it, whether its engine saw its end before it gave it up or after.
func TestStruckDown(t *testing.T) {
	for _, seen := range []bool{true, false} {
		e := newEngine(t, &Engine{Idle: 1})
		mustServe(t, e)
		c, err := e.hire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if seen {
			<-c.ended
		}
		if _, _, err := e.ask(t.Context(), c, order{Role: roleRun}, nil); err == nil || !c.struckDown() {
			t.Errorf("end seen before: %t: %v, given up for %v", seen, err, c.why())
		}
		c.reap()
	}
}

// Of many jobs for a new module one compiles it and the others wait; an entry that was damaged is compiled anew; and the
// cache outlives its engine.
func TestCache(t *testing.T) {
	dir := t.TempDir()
	var used atomic.Int32
	e := newEngine(t, &Engine{CacheDir: dir, reaped: func(*os.ProcessState) { used.Add(1) }})
	var all sync.WaitGroup
	var cold atomic.Int32
	for range 6 {
		into := t.TempDir()
		all.Go(func() {
			rep, err := e.Execute(context.Background(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: into})
			if err != nil {
				t.Error(err)
			} else if rep.Cold {
				cold.Add(1)
			}
		})
	}
	all.Wait()
	if cold.Load() != 1 || used.Load() != 7 {
		t.Errorf("%d jobs compiled, %d workers were used, not 1 and 7", cold.Load(), used.Load())
	}
	entries, err := filepath.Glob(filepath.Join(dir, "*", "*", "*", "*"))
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	for _, damage := range []func() error{
		func() error { return os.Truncate(entries[0], 10) },
		func() error { return os.Remove(entries[0]) },
		func() error { return os.RemoveAll(filepath.Dir(entries[0])) },
	} {
		if err := os.Chmod(entries[0], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		mustServe(t, e)
	}
	later := newEngine(t, &Engine{CacheDir: dir})
	rep, err := later.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: t.TempDir()})
	if err != nil || rep.Cold {
		t.Errorf("%+v, %v", rep, err)
	}
}

func TestCompilerVersion(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "github.com/tetratelabs/wazero").Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := "wazero-" + strings.TrimSpace(string(out)); compiler != want {
		t.Errorf("the cache is for %s, and go.mod has %s: change the constant", compiler, want)
	}
}

// The cache keeps to its size, the least recently used going first.
func TestCacheIsBounded(t *testing.T) {
	e := newEngine(t, &Engine{CacheDir: t.TempDir(), CacheBytes: 1})
	modules := [][]byte{smallModule()}
	for i := range 3 {
		p := guest.NewProgram()
		modules = append(modules, p.Build(guest.Const(int32(i)), guest.Op(guest.Drop)))
	}
	for _, m := range modules {
		if _, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: m}, Dir: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
		if there, err := os.ReadDir(filepath.Join(e.CacheDir, made)); err != nil || len(there) != 1 {
			t.Fatalf("%d entries, %v", len(there), err)
		}
	}
}

func TestCeiling(t *testing.T) {
	e := newEngine(t, &Engine{Max: executor.Limits{Memory: 1 << 20}})
	_, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: t.TempDir()})
	if executor.CodeOf(err) != executor.Refused {
		t.Error(err)
	}
	_, err = e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: t.TempDir(), Limits: executor.Limits{Memory: 1 << 16}})
	if executor.CodeOf(err) != executor.NoMemory {
		t.Error(err)
	}
}

// The kernel ends a guest that uses up its processor time before its deadline.
func TestProcessorTime(t *testing.T) {
	e := newEngine(t, &Engine{})
	module := guest.NewProgram().Build(guest.Forever())
	rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: module}, Dir: t.TempDir(),
		Limits: executor.Limits{Wall: 10 * time.Minute, CPU: 500 * time.Millisecond}})
	if executor.CodeOf(err) != executor.CPUTime || rep == nil || rep.End != executor.OutOfCPU || rep.CPU < 500*time.Millisecond {
		t.Errorf("%+v, %v", rep, err)
	}
}

// Recursion without end is a trap at a depth that does not depend on the engine, and not the end of the farmer.
func TestRecursion(t *testing.T) {
	e := newEngine(t, &Engine{})
	for locals, want := range map[uint32]int64{0: 524_288, 100: 185_318, 4000: 132_650} {
		p := guest.NewProgram()
		p.Func(guest.Func{Locals: []guest.Locals{{N: locals, Type: guest.I64}}, Body: guest.Call(0)})
		rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: p.Build(guest.Call(0))}, Dir: t.TempDir(), Limits: executor.Limits{Memory: 8 << 20}})
		if rep == nil || rep.End != executor.Trapped || !strings.HasPrefix(rep.Trap, stackExhausted) || rep.Fuel != want {
			t.Errorf("%d locals: %+v, %v", locals, rep, err)
		}
	}
}

// A module whose frames are larger than it declares ends with the engine's own stack: then the machine is at its end, which
// says nothing about another, and no fuel is told.
func TestEngineOverflow(t *testing.T) {
	e := newEngine(t, &Engine{})
	const times, many = 50, 100
	p := guest.NewProgram()
	p.Types = append(p.Types, guest.Type{Results: pad(many, []byte{guest.I64})})
	p.Func(guest.Func{Type: 1, Body: pad(many, guest.Code(guest.Const(0), []byte{0x29, 3, 0}))}) // i64.load
	p.Func(guest.Func{Body: guest.Code(guest.Const(0), pad(times, guest.Call(0)), guest.Call(1), pad(times*many-1, []byte{0x7c}), []byte{0x37, 3, 0})})
	rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: p.Build(guest.Call(1))}, Dir: t.TempDir()})
	if rep == nil || rep.End != executor.OutOfSpace || rep.Fuel != 0 || executor.CodeOf(err) != executor.NoMemory {
		t.Errorf("%+v, %v", rep, err)
	}
}

// Check says what Execute would, and runs nothing.
func TestCheck(t *testing.T) {
	e := newEngine(t, &Engine{Command: []string{"/nothing/to/run"}})
	if err := e.Check(executor.Module{Bytes: smallModule()}, executor.Limits{}); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		module executor.Module
		limits executor.Limits
		want   executor.Code
	}{
		"text":             {executor.Module{Bytes: []byte("hello")}, executor.Limits{}, executor.NotWASM},
		"little memory":    {executor.Module{Bytes: smallModule()}, executor.Limits{Memory: 1}, executor.NoMemory},
		"not there":        {executor.Module{Path: filepath.Join(t.TempDir(), "x")}, executor.Limits{}, executor.NoInput},
		"a directory":      {executor.Module{Path: t.TempDir()}, executor.Limits{}, executor.NoInput},
		"a bomb of caps":   {executor.Module{Bytes: capsCorpus()[0].module}, executor.Limits{}, executor.TooLarge},
		"another's digest": {executor.Module{Bytes: smallModule(), SHA256: [32]byte{1}}, executor.Limits{}, executor.WrongDigest},
	} {
		if err := e.Check(c.module, c.limits); executor.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	// A worker that cannot be started is an error that says so, and no hang.
	_, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: t.TempDir()})
	if executor.CodeOf(err) != executor.Internal {
		t.Error(err)
	}
}
