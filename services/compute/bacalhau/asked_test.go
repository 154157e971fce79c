package bacalhau

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// wholly is a task that uses all that a task can, but its container.
func wholly(t *testing.T) *executor.Task {
	t.Helper()
	in := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(in, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	return &executor.Task{ID: "0123/001", Args: []string{"a", ""}, Env: map[string]string{"B": "", "A": "1"}, Dir: "x", Profile: executor.Deterministic, Seed: [32]byte{1},
		Inputs: []executor.Input{{Name: "one", Path: in}}, Limits: executor.Limits{Fuel: 1e9, Wall: 60e9},
		Needs: executor.Needs{MilliCPU: 500, Replicas: 2, Labels: []executor.Label{{Key: "zone", Operator: "in", Values: []string{"eu"}}}}}
}

func keyed(t *testing.T, task *executor.Task, module byte) string {
	t.Helper()
	files, err := collect(task.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	key, err := keyOf(task, [32]byte{module}, files)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// A task has the key that it always had, wherever its inputs and its result are: a version with another one would have the cluster run
// again what it is paid for once. C17.
func TestKeyStays(t *testing.T) {
	contained := &executor.Task{ID: "0123/002", Profile: executor.Live, Container: &executor.Container{Image: "busybox@sha256:00", Entrypoint: []string{"sh"}, Network: executor.BridgeNetwork}}
	elsewhere := wholly(t)
	elsewhere.Dir, elsewhere.Stdout = "y", os.Stdout
	for name, of := range map[string]struct {
		task *executor.Task
		want string
	}{
		"a module":    {wholly(t), "255826db46d0651ae44169ea12b4831d"},
		"elsewhere":   {elsewhere, "255826db46d0651ae44169ea12b4831d"},
		"a container": {contained, "2ecc684acb1341ed74fc7a9cf900001d"},
		"hardly any":  {&executor.Task{}, "97219eeb7f5b29632a6094fa496a8729"},
	} {
		if got := keyed(t, of.task, 7); got != of.want {
			t.Errorf("%s has the key %s, want %s", name, got, of.want)
		}
	}
}

// All that is asked for makes another task.
func TestKeyTells(t *testing.T) {
	other := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(other, []byte("tixt"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{keyed(t, wholly(t), 7): "as it is", keyed(t, wholly(t), 8): "another module"}
	for name, edit := range map[string]func(*executor.Task){
		"ID":                  func(t *executor.Task) { t.ID += "0" },
		"arguments":           func(t *executor.Task) { t.Args = t.Args[:1] },
		"an argument":         func(t *executor.Task) { t.Args[1] = "b" },
		"a variable less":     func(t *executor.Task) { delete(t.Env, "B") },
		"a variable":          func(t *executor.Task) { t.Env["A"] = "2" },
		"a seed":              func(t *executor.Task) { t.Seed[31] = 1 },
		"profile":             func(t *executor.Task) { t.Profile = executor.Live },
		"fuel":                func(t *executor.Task) { t.Limits.Fuel++ },
		"time":                func(t *executor.Task) { t.Limits.Wall++ },
		"memory":              func(t *executor.Task) { t.Limits.Memory = 1 },
		"replicas":            func(t *executor.Task) { t.Needs.Replicas = 3 },
		"a label":             func(t *executor.Task) { t.Needs.Labels[0].Values[0] = "us" },
		"an input's name":     func(t *executor.Task) { t.Inputs[0].Name = "two" },
		"an input of as much": func(t *executor.Task) { t.Inputs[0].Path = other },
		"no input":            func(t *executor.Task) { t.Inputs = nil },
	} {
		task := wholly(t)
		edit(task)
		key := keyed(t, task, 7)
		if same, there := keys[key]; there {
			t.Errorf("%s: the key is that of %s", name, same)
		}
		keys[key] = name
	}
	if _, err := keyOf(&executor.Task{}, [32]byte{}, []file{{name: "gone", path: filepath.Join(t.TempDir(), "gone"), size: 1}}); err == nil {
		t.Error("an input that is gone has a key")
	}
}
