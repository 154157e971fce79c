package wasip1

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrToolchain says that the toolchain which go.mod pins can not be had here:
// the one installed is another, and there was no way to download it.
var ErrToolchain = errors.New("the Go toolchain that go.mod pins can not be had")

// Build compiles the main package in the directory dir to a WASI module. The
// toolchain is the one that go.mod pins and nothing of the environment takes
// part, so the same sources give the same bytes on every machine. The module
// keeps its section of names, which some runtimes insist on; it has no debug
// information.
func Build(ctx context.Context, dir string) ([]byte, error) {
	pinned, err := toolchain(ctx, dir)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "parley-guest-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	out := filepath.Join(temp, "guest.wasm")
	if _, err := run(ctx, dir, append(sealed(), "GOTOOLCHAIN="+pinned), "build", "-trimpath", "-buildvcs=false", "-ldflags=-w", "-o", out, "."); err != nil {
		return nil, fmt.Errorf("build %s: %w", dir, err)
	}
	return os.ReadFile(out)
}

// toolchain returns the name of the toolchain that go.mod pins.
func toolchain(ctx context.Context, dir string) (string, error) {
	mod, err := module(ctx, dir)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(mod)
	if err != nil {
		return "", fmt.Errorf("find the toolchain: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) != 2 || words[0] != "toolchain" {
			continue
		}
		have, err := run(ctx, dir, []string{"GOTOOLCHAIN=" + words[1]}, "env", "GOVERSION")
		if err != nil || have != words[1] {
			return "", fmt.Errorf("%w: go.mod says %s, this is %s: %v", ErrToolchain, words[1], have, err)
		}
		return words[1], nil
	}
	return "", fmt.Errorf("%s has no toolchain line", mod)
}

// Root returns the folder of the module that the working directory is in.
func Root(ctx context.Context) (string, error) {
	mod, err := module(ctx, ".")
	return filepath.Dir(mod), err
}

// module returns the path of the go.mod that is in force in dir.
func module(ctx context.Context, dir string) (string, error) {
	mod, err := run(ctx, dir, nil, "env", "GOMOD")
	if err == nil && filepath.Base(mod) != "go.mod" {
		err = fmt.Errorf("%s is in no Go module: run this in the repository", dir)
	}
	return mod, err
}

// sealed returns the settings that decide what the compiler makes, so that
// neither the environment nor the user's own file of settings does.
func sealed() []string {
	return []string{
		"GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0",
		"GOENV=off", "GOFLAGS=", "GOWORK=off", "GOWASM=", "GOEXPERIMENT=", "GODEBUG=", "GOFIPS140=off",
	}
}

// run runs the go command in dir with some settings and returns what it printed.
func run(ctx context.Context, dir string, settings []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), settings...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w: %s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimSpace(stdout.String()), nil
}
