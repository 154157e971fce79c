//go:build unix

// Command run runs the shell blocks of documents, each document in a clean clone of its own: go run ./internal/docs/run
// README.md, at the root of the module.
package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/parley-p2p/parley/internal/docs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ran, failed := 0, 0
	dir, err := folder()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, name := range os.Args[1:] {
		fmt.Println("--- " + name)
		n, err := run(ctx, name, dir)
		ran += n
		if err != nil {
			failed++
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		}
	}
	os.RemoveAll(dir)
	fmt.Printf("count: %d passed, %d failed\n", ran, failed)
	if failed > 0 || ran == 0 {
		os.Exit(1)
	}
}

// folder makes a new folder. It has the same path in each run, unless another run of this tree is there or what one left that was
// killed: Go, which goes by the path, has what it compiled for a clone like this one.
func folder() (string, error) {
	tree, err := os.Getwd()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(tree))
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("parley-docs-%x", sum[:8]))
	if os.Mkdir(dir, 0o700) == nil {
		return dir, nil
	}
	return os.MkdirTemp("", "parley-docs-")
}

// run runs one document in a clone, with a home directory where nothing is yet but what Go keeps. Both are in dir, and new: since
// each document's clone has the same path, Go has what it compiled for the one before.
func run(ctx context.Context, name, dir string) (ran int, err error) {
	markdown, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	clone, home := filepath.Join(dir, "parley"), filepath.Join(dir, "home")
	if err := errors.Join(os.RemoveAll(clone), os.RemoveAll(home), os.Mkdir(home, 0o700)); err != nil {
		return 0, err
	}
	if out, err := exec.CommandContext(ctx, "git", "clone", "--quiet", "--no-hardlinks", ".", clone).CombinedOutput(); err != nil {
		return 0, fmt.Errorf("clone: %w: %s", err, out)
	}
	env, err := goEnv(ctx)
	if err != nil {
		return 0, err
	}
	env = append(env, "HOME="+home, "CGO_ENABLED=0")
	r := docs.Runner{Dir: clone, Env: env, Out: indent{os.Stdout}}
	return r.Run(ctx, string(markdown))
}

// goEnv is where Go keeps things, told before the home directory changes.
func goEnv(ctx context.Context) ([]string, error) {
	names := []string{"GOCACHE", "GOMODCACHE", "GOENV", "GOPATH"}
	out, err := exec.CommandContext(ctx, "go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	var env []string
	for i, value := range strings.Split(strings.TrimSuffix(string(out), "\n"), "\n") {
		env = append(env, names[i]+"="+value)
	}
	return env, nil
}

// indent sets what blocks print apart, so that no line of theirs is taken for one of ours.
type indent struct{ w io.Writer }

// Write implements io.Writer.
func (i indent) Write(b []byte) (int, error) {
	_, err := fmt.Fprintf(i.w, "    %s\n", strings.ReplaceAll(strings.TrimRight(string(b), "\n"), "\n", "\n    "))
	return len(b), err
}
