package wasip1_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/examples/render/wasip1"
)

func hello(t *testing.T) []byte {
	t.Helper()
	module, err := wasip1.Build(t.Context(), "testdata/hello")
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// Nothing of the environment takes part in a build.
func TestBuildIgnoresTheEnvironment(t *testing.T) {
	want := hello(t)
	if !wasip1.HasNames(want) {
		t.Error("no section of names")
	}
	for name, value := range map[string]string{"GOFLAGS": "-ldflags=-s", "GOARCH": "arm64", "GOOS": "plan9", "GOWASM": "satconv,signext", "GODEBUG": "asynctimerchan=1"} {
		t.Setenv(name, value)
	}
	if !bytes.Equal(hello(t), want) {
		t.Error("the environment changes the module")
	}
}

func TestBuildErrors(t *testing.T) {
	_, err := wasip1.Build(t.Context(), "testdata")
	if err == nil || !strings.Contains(err.Error(), "no Go files") {
		t.Errorf("got %v", err)
	}
}

func TestRun(t *testing.T) {
	runner, err := wasip1.NewRunner(t.Context(), hello(t))
	if err != nil {
		t.Fatal(err)
	}
	defer runner.Close(t.Context())
	out := t.TempDir()
	run := func(args ...string) wasip1.Result {
		t.Helper()
		result, err := runner.Run(t.Context(), fstest.MapFS{"in.txt": {Data: []byte("bread")}}, out, args...)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	if diff := cmp.Diff(wasip1.Result{Stdout: "copied\n"}, run("copy")); diff != "" {
		t.Error(diff)
	}
	if text, err := os.ReadFile(filepath.Join(out, "out.txt")); err != nil || string(text) != "BREAD" {
		t.Errorf("got %q %v", text, err)
	}
	if diff := cmp.Diff(wasip1.Result{Stderr: "as told\n", ExitCode: 7}, run("fail")); diff != "" {
		t.Error(diff)
	}
	if got := run("grow"); got.ExitCode != 2 || !strings.Contains(got.Stderr, "out of memory") {
		t.Errorf("memory without end: exit %d: %.200s", got.ExitCode, got.Stderr)
	}
}

func TestRunnerRefusesWhatIsNoModule(t *testing.T) {
	if _, err := wasip1.NewRunner(t.Context(), []byte("not a module")); err == nil {
		t.Error("compiled")
	}
}

func TestPack(t *testing.T) {
	module := bytes.Repeat([]byte("parley"), 1000)
	packed, err := wasip1.Pack(module)
	if err != nil {
		t.Fatal(err)
	}
	if len(packed) > len(module)/10 {
		t.Errorf("%d bytes of %d", len(packed), len(module))
	}
}

func TestHasNames(t *testing.T) {
	const header = "\x00asm\x01\x00\x00\x00"
	for module, want := range map[string]bool{
		"":                                  false,
		header:                              false,
		header + "\x00\x05\x04name":         true,
		header + "\x01\x00\x00\x05\x04name": true,
		header + "\x00\x06\x05names":        false,
		header + "\x00\x7f\x04name":         false,
		header + "\x00\xff\xff\xff\xff":     false,
	} {
		if got := wasip1.HasNames([]byte(module)); got != want {
			t.Errorf("%q: %v, want %v", module, got, want)
		}
	}
}
