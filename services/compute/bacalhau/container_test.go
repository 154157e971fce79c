package bacalhau_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

func contained(t *testing.T, w *world, entrypoint ...string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"one": "1", "d/two": "2"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w.task.Module, w.task.Profile = executor.Module{}, executor.Live
	w.task.Args, w.task.Env = []string{"-c", "x"}, map[string]string{"lower": "env:HOME"}
	w.task.Inputs = []executor.Input{{At: "/data", Path: dir}, {Name: "one", Path: filepath.Join(dir, "one")}}
	w.task.Container = &executor.Container{Image: "busybox@sha256:" + strings.Repeat("0a", 32), Entrypoint: entrypoint,
		WorkDir: "/srv", Outputs: []executor.Output{{Name: "logs", Path: "/var/log"}}}
}

// A container gets what its task says, without a network, and its files are in the result under the names that it says.
func TestContainer(t *testing.T) {
	w := newWorld(t)
	contained(t, w, "false")
	rep, err := w.executor.Execute(t.Context(), w.task)
	if err != nil || rep.End != executor.Exited || rep.ExitCode != 1 {
		t.Fatalf("%+v, %v", rep, err)
	}
	for name, want := range map[string]string{"stdout": "[-c x] [lower=env:HOME]\n", "exitCode": "1", "outputs/logs/data-one": "1", "outputs/logs/data-d-two": "2", "outputs/logs/inputs-one": "1"} {
		if got, err := os.ReadFile(filepath.Join(w.task.Dir, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
	job := w.Jobs()[0]
	for _, want := range []string{`"Type":"docker"`, `"Network":{"Type":"None"}`, `"WorkingDirectory":"/srv"`, `"Path":"/var/log"`, `"Target":"/data"`, `"Target":"/inputs/one"`} {
		if !strings.Contains(job, want) {
			t.Errorf("%s is not in %.3000s", want, job)
		}
	}
	if strings.Contains(job, `"Env":`) { // where a value may name a variable of the node
		t.Error("the environment is the node's to read")
	}
}

// How a container ends by something else than itself is told as what it is.
func TestContainerFails(t *testing.T) {
	for entrypoint, code := range map[string]executor.Code{"none": executor.Unsupported, "none: wasm error: unreachable": executor.Unsupported,
		"none: Execution timed out after 3s": executor.Unsupported, "none: memory limit exceeded": executor.Unsupported, "unheard": executor.Unsupported, "greedy": executor.NoMemory} {
		w := newWorld(t)
		w.impatient()
		contained(t, w, entrypoint)
		if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != code {
			t.Errorf("%s: %v", entrypoint, err)
		}
	}
}

// Inputs that no job holds are fetched from the gateway, each file to its own place; without one they are refused before anything is
// sent.
func TestContainerFetches(t *testing.T) {
	w := newWorld(t)
	contained(t, w)
	big := noise(t, 900_000)
	w.task.Inputs = append(w.task.Inputs, executor.Input{At: "/deep/noise", Path: big})
	if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	text, err := os.ReadFile(big)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"data-one": "1", "data-d-two": "2", "inputs-one": "1", "deep-noise": string(text)} {
		if got, err := os.ReadFile(filepath.Join(w.task.Dir, "outputs", "logs", name)); err != nil || string(got) != want {
			t.Errorf("%s: %d bytes, %v, want %d", name, len(got), err, len(want))
		}
	}
	if job := w.Jobs()[0]; len(job) > bacalhau.MaxJob || strings.Contains(job, "base64") {
		t.Errorf("the job is %d bytes", len(job))
	}
	w.executor.Gateway, w.task.Dir = nil, t.TempDir()
	_, err = w.executor.Execute(t.Context(), w.task)
	if executor.CodeOf(err) != executor.Refused || !strings.Contains(err.Error(), "can name a gateway or a depot") || len(w.Jobs()) != 1 {
		t.Error(err)
	}
}
