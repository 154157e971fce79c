package executortest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

func (s *suite) arguments(t *testing.T) {
	t.Setenv("OF_THE_HOST", "must not be seen") // the guest sees only what its task says
	res, rep := s.ok(t, executor.Task{Env: map[string]string{"B": "2", "A": "1=1", "EMPTY": ""}}, "echo", "a b", "", "ü", `"quoted"`)
	want := Result{
		Stdout:   `["a b" "" "ü" "\"quoted\""]` + "\n" + `["A=1=1" "B=2" "EMPTY="]` + "\n",
		Stderr:   "to stderr\n",
		ExitCode: "0",
		Outputs:  map[string]string{},
	}
	if diff := cmp.Diff(want, res); diff != "" {
		t.Error(diff)
	}
	if rep.Stdout != (executor.Stream{Bytes: int64(len(want.Stdout))}) || len(rep.Limited) != 0 {
		t.Errorf("report: %+v", rep)
	}
}

func (s *suite) exitCodes(t *testing.T) {
	for _, code := range []string{"0", "1", "7", "125"} {
		res, rep, err := s.run(t, executor.Task{}, "exit", code)
		if err != nil || rep.End != executor.Exited || fmt.Sprint(rep.ExitCode) != code || res.ExitCode != code {
			t.Errorf("exit %s: %+v, %v, file %q", code, rep, err, res.ExitCode)
		}
	}
	res, rep, err := s.run(t, executor.Task{}, "panic")
	if err != nil || rep.ExitCode != 2 || !strings.Contains(res.Stderr, "on purpose") {
		t.Errorf("panic: %+v, %v, %s", rep, err, res.Stderr)
	}
}

func (s *suite) traps(t *testing.T) {
	p := guest.NewProgram("fd_write")
	module := p.Build(guest.Const(1), p.Vector("before\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop, guest.Unreachable))
	res, rep, err := s.run(t, executor.Task{Module: executor.Module{Bytes: module}})
	if executor.CodeOf(err) != executor.Trap || rep == nil || rep.End != executor.Trapped || !strings.Contains(rep.Trap, "unreachable") {
		t.Fatalf("%+v, %v", rep, err)
	}
	if diff := cmp.Diff(s.unended("before\n"), res); diff != "" {
		t.Error(diff)
	}
}

// unended is the result of a guest that did not end by itself and had written so much.
func (s *suite) unended(stdout string) Result {
	if s.remote {
		stdout = ""
	}
	return Result{Stdout: stdout, Outputs: map[string]string{}}
}

func (s *suite) inputsAndOutputs(t *testing.T) {
	dir := t.TempDir()
	big := strings.Repeat("0123456789abcdef", 20_000)
	write(t, filepath.Join(dir, "tree", "a.txt"), "a")
	write(t, filepath.Join(dir, "tree", "sub", "b.bin"), big)
	write(t, filepath.Join(dir, "single"), "single")
	inputs := []executor.Input{{Name: "data", Path: filepath.Join(dir, "tree")}, {Name: "scene.txt", Path: filepath.Join(dir, "single")}}
	if s.remote {
		s.flat(t, inputs)
		return
	}
	res, rep := s.ok(t, executor.Task{Inputs: inputs}, "copy")
	want := map[string]string{"data/": "", "data/a.txt": "a", "data/sub/": "", "data/sub/b.bin": big, "scene.txt": "single"}
	if diff := cmp.Diff(want, res.Outputs); diff != "" {
		t.Error(diff)
	}
	if rep.OutputBytes != int64(len(big)+7) || rep.OutputFiles != 5 {
		t.Errorf("%d bytes and %d files reported", rep.OutputBytes, rep.OutputFiles)
	}
	res, _ = s.ok(t, executor.Task{Inputs: []executor.Input{{Name: ".", Path: filepath.Join(dir, "tree")}}}, "copy")
	if diff := cmp.Diff("/inputs true\n/inputs/a.txt false\n/inputs/sub true\n/inputs/sub/b.bin false\n", res.Stdout); diff != "" {
		t.Error(diff)
	}
}

// flat is inputsAndOutputs where a guest can make no directories: it sees all inputs, and its files come back.
func (s *suite) flat(t *testing.T, inputs []executor.Input) {
	t.Helper()
	res, _, err := s.run(t, executor.Task{Inputs: inputs}, "list")
	want := "/inputs true\n/inputs/data true\n/inputs/data/a.txt false\n/inputs/data/sub true\n/inputs/data/sub/b.bin false\n/inputs/scene.txt false\n"
	if err != nil || res.Stdout != want {
		t.Errorf("%v\n%s", err, cmp.Diff(want, res.Stdout))
	}
	sub := executor.Input{Name: ".", Path: filepath.Join(inputs[0].Path, "sub")}
	res, rep := s.ok(t, executor.Task{Inputs: []executor.Input{sub}}, "copy")
	big, err := os.ReadFile(filepath.Join(sub.Path, "b.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"b.bin": string(big)}, res.Outputs); diff != "" {
		t.Error(diff)
	}
	if rep.OutputBytes != int64(len(big)) || rep.OutputFiles != 1 {
		t.Errorf("%d bytes and %d files reported", rep.OutputBytes, rep.OutputFiles)
	}
}

func (s *suite) readOnly(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), "a")
	res, _ := s.ok(t, executor.Task{Inputs: []executor.Input{{Name: ".", Path: dir}}},
		"touch", "/inputs/a", "/inputs/new", "/etc/new", "/outputs/../inputs/new", "/outputs/ok")
	want := "/inputs/a false\n/inputs/new false\n/etc/new false\n/outputs/../inputs/new false\n/outputs/ok true\n"
	if diff := cmp.Diff(want, res.Stdout); diff != "" {
		t.Error(diff)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "a")); err != nil || string(b) != "a" {
		t.Errorf("the input is now %q, %v", b, err)
	}
	if there, err := os.ReadDir(dir); err != nil || len(there) != 1 {
		t.Errorf("the input has %d entries, %v", len(there), err)
	}
}

func (s *suite) stdin(t *testing.T) {
	res, _ := s.ok(t, executor.Task{}, "stdin")
	if diff := cmp.Diff("0 EOF\n", res.Stdout); diff != "" {
		t.Error(diff)
	}
}

func (s *suite) deadline(t *testing.T) {
	s.ok(t, executor.Task{}, "exit", "0") // compiled by now
	live := newLockedBuffer()
	res, rep, err := s.run(t, executor.Task{Stdout: live, Limits: executor.Limits{Wall: 2 * time.Second}}, "spin")
	if executor.CodeOf(err) != executor.Deadline || rep == nil || rep.End != executor.OutOfTime {
		t.Fatalf("%+v, %v", rep, err)
	}
	if rep.Wall < 2*time.Second {
		t.Errorf("ended after %v", rep.Wall)
	}
	want := s.unended("spinning\n")
	if diff := cmp.Diff(want, res); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want.Stdout, live.String()); diff != "" {
		t.Error("live:", diff)
	}
}

// cancel also shows that output arrives while the guest runs: nothing else ends the wait. Of a remote guest nothing is
// seen, so it is given up whether it has begun or not.
func (s *suite) cancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	live := newLockedBuffer()
	if s.remote {
		defer time.AfterFunc(time.Second, cancel).Stop()
	}
	go func() {
		select {
		case <-live.written:
			cancel()
		case <-ctx.Done():
		}
	}()
	task := executor.Task{Module: executor.Module{Path: s.module}, Args: []string{"spin"}, Dir: t.TempDir(), Stdout: live,
		Limits: executor.Limits{Wall: time.Hour}}
	rep, err := s.executor.Execute(ctx, task)
	if executor.CodeOf(err) != executor.Canceled || rep == nil && !s.remote || rep != nil && rep.End != executor.Stopped {
		t.Fatalf("%+v, %v", rep, err)
	}
}

func (s *suite) canceledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	rep, err := s.executor.Execute(ctx, executor.Task{Module: executor.Module{Path: s.module}, Dir: t.TempDir()})
	if executor.CodeOf(err) != executor.Canceled || rep != nil {
		t.Fatalf("%+v, %v", rep, err)
	}
}

func (s *suite) memory(t *testing.T) {
	res, rep := s.ok(t, executor.Task{Limits: executor.Limits{Memory: 128 << 20}}, "memory", "40")
	if res.Stdout != "41943040 255\n" {
		t.Errorf("within the limit: %q", res.Stdout)
	}
	if len(rep.Limited) > 0 {
		t.Errorf("within the limit: %v", rep.Limited)
	}
	res, rep, err := s.run(t, executor.Task{Limits: executor.Limits{Memory: 128 << 20}}, "memory", "300")
	if rep == nil {
		t.Fatal(err)
	}
	if rep.End == executor.Exited && rep.ExitCode == 0 {
		t.Errorf("beyond the limit: %+v, %q", rep, res.Stdout)
	}
	if !s.remote && rep.End != executor.OutOfSpace && !slices.Contains(rep.Limited, executor.Memory) {
		t.Errorf("beyond the limit, and nothing says so: %+v, %v", rep, err)
	}
}

func (s *suite) streams(t *testing.T) {
	live := newLockedBuffer()
	res, rep := s.ok(t, executor.Task{Stdout: live, Limits: executor.Limits{Stdout: 1000}}, "print", "5000000")
	if !strings.HasPrefix(res.Stdout, strings.Repeat("x", 1000)+"\n[cut") || len(res.Stdout) > 1100 {
		t.Errorf("stdout is %d bytes", len(res.Stdout))
	}
	if !rep.Stdout.Truncated || !cmp.Equal(rep.Limited, []executor.Resource{executor.Stdout}) {
		t.Errorf("%+v", rep)
	}
	if live.String() != strings.Repeat("x", 1000) {
		t.Errorf("%d bytes shown live", len(live.String()))
	}
	res, rep = s.ok(t, executor.Task{Limits: executor.Limits{Stdout: 1000}}, "print", "1000")
	if res.Stdout != strings.Repeat("x", 1000) || rep.Stdout.Truncated {
		t.Errorf("exactly the limit: %d bytes, %+v", len(res.Stdout), rep.Stdout)
	}
}

func (s *suite) outputLimits(t *testing.T) {
	limits := executor.Limits{OutputBytes: 100_000, OutputFiles: 3}
	res, rep := s.ok(t, executor.Task{Limits: limits}, "write", "/outputs/f", "100000")
	if len(res.Outputs["f"]) != 100_000 || len(rep.Limited) != 0 {
		t.Errorf("exactly the limit: %d bytes, %v", len(res.Outputs["f"]), rep.Limited)
	}
	_, rep, err := s.run(t, executor.Task{Limits: limits}, "write", "/outputs/f", "100001")
	if rep == nil || !slices.Contains(rep.Limited, executor.OutputBytes) {
		t.Errorf("a byte more: %+v, %v", rep, err)
	}
	res, rep, err = s.run(t, executor.Task{Limits: limits}, "touch", "/outputs/1", "/outputs/2", "/outputs/3", "/outputs/4")
	if rep == nil || !slices.Contains(rep.Limited, executor.OutputFiles) || len(res.Outputs) > 3 {
		t.Errorf("a file more: %+v, %v", rep, err)
	}
}

// leftOver: a guest that has written far more than it may, or made a link, is over and owed all the same, wherever it was run: what cannot be in
// a result is not, and no more than is allowed.
func (s *suite) leftOver(t *testing.T) {
	little := executor.Limits{OutputBytes: 1000, OutputFiles: 3, Stdout: 1000, Stderr: 1000}
	res, rep, err := s.run(t, executor.Task{Limits: little, Profile: executor.Live}, "write", "/outputs/f", "80000000")
	if err != nil || rep.End != executor.Exited || !slices.Contains(rep.Limited, executor.OutputBytes) || len(res.Outputs["f"]) > 1000 {
		t.Errorf("80 MB: %+v, %v, %d bytes are left", rep, err, len(res.Outputs["f"]))
	}
	p := guest.NewProgram("path_symlink")
	links := p.Build(p.Text("/etc/passwd"), guest.Const(3), p.Text("outputs/link"), guest.Call(0), guest.Op(guest.Drop))
	res, rep, err = s.run(t, executor.Task{Module: executor.Module{Bytes: links}, Profile: executor.Live})
	if err != nil || rep.End != executor.Exited || len(res.Outputs) > 0 {
		t.Errorf("a link: %+v, %v, %v", rep, err, res.Outputs)
	}
}

// deterministic: C17, DESIGN 7: the same task gives the same bytes.
func (s *suite) deterministic(t *testing.T) {
	first, _ := s.ok(t, executor.Task{}, "luck")
	for range 3 {
		again, _ := s.ok(t, executor.Task{}, "luck")
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatal(diff)
		}
	}
	other, _ := s.ok(t, executor.Task{Seed: [32]byte{1}}, "luck")
	if cmp.Equal(first, other) {
		t.Error("another seed changed nothing")
	}
}

func (s *suite) live(t *testing.T) {
	before := time.Now().UnixNano()
	first, _ := s.ok(t, executor.Task{Profile: executor.Live}, "luck")
	var at int64
	if _, err := fmt.Sscan(first.Stdout, &at); err != nil || at < before || at > time.Now().UnixNano() {
		t.Errorf("its time is %d, %v", at, err)
	}
	again, _ := s.ok(t, executor.Task{Profile: executor.Live}, "luck")
	if first.Stdout == again.Stdout {
		t.Error("two live runs are the same")
	}
}

func (s *suite) concurrent(t *testing.T) {
	var all sync.WaitGroup
	for i := range 8 {
		dir := t.TempDir()
		all.Go(func() {
			task := executor.Task{Module: executor.Module{Path: s.module}, Args: []string{"echo", fmt.Sprint(i)}, Dir: dir, Limits: executor.Limits{Wall: 5 * time.Minute}}
			if _, err := s.executor.Execute(context.Background(), task); err != nil {
				t.Error(err)
				return
			}
			if b, err := os.ReadFile(filepath.Join(dir, "stdout")); err != nil || string(b) != fmt.Sprintf("[\"%d\"]\n[]\n", i) {
				t.Errorf("%d: %q, %v", i, b, err)
			}
		})
	}
	all.Wait()
}

func (s *suite) refusals(t *testing.T) {
	library := guest.Module{Types: []guest.Type{{}}, Funcs: []guest.Func{{}}}
	wrong := sha256.Sum256([]byte("something else"))
	full := t.TempDir()
	write(t, filepath.Join(full, "there"), "x")
	for _, c := range []struct {
		name string
		task executor.Task
		want executor.Code
	}{
		{"text", executor.Task{Module: executor.Module{Bytes: []byte("#!/bin/sh\n")}}, executor.NotWASM},
		{"empty", executor.Task{Module: executor.Module{Bytes: []byte{}}}, executor.NotWASM},
		{"component", executor.Task{Module: executor.Module{Bytes: []byte("\x00asm\x0d\x00\x01\x00more")}}, executor.Component},
		{"cut short", executor.Task{Module: executor.Module{Bytes: []byte("\x00asm\x01\x00\x00\x00\x01\x7f")}}, executor.Malformed},
		{"library", executor.Task{Module: executor.Module{Bytes: library.Bytes()}}, executor.Unsupported},
		{"another module", executor.Task{Module: executor.Module{Path: s.module, SHA256: wrong}}, executor.WrongDigest},
		{"no module", executor.Task{}, executor.BadTask},
		{"no such input", executor.Task{Module: executor.Module{Path: s.module}, Inputs: []executor.Input{{Name: "a", Path: filepath.Join(full, "nothing")}}}, executor.NoInput},
		{"input outside", executor.Task{Module: executor.Module{Path: s.module}, Inputs: []executor.Input{{Name: "../a", Path: full}}}, executor.BadTask},
		{"a directory that is full", executor.Task{Module: executor.Module{Path: s.module}, Dir: full}, executor.NoResult},
		{"negative limit", executor.Task{Module: executor.Module{Path: s.module}, Limits: executor.Limits{Memory: -1}}, executor.BadTask},
	} {
		if s.idle && (c.want == executor.Malformed || c.want == executor.Unsupported) {
			continue // it takes reading the module to say so
		}
		if c.task.Dir == "" {
			c.task.Dir = t.TempDir()
		}
		rep, err := s.executor.Execute(context.Background(), c.task)
		if rep != nil || executor.CodeOf(err) != c.want {
			t.Errorf("%s: %+v, %v, want %v", c.name, rep, err, c.want)
			continue
		}
		if e, _ := errors.AsType[*executor.Error](err); e.Cause == "" || e.Remedy == "" {
			t.Errorf("%s: cause %q, remedy %q", c.name, e.Cause, e.Remedy)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
