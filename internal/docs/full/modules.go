package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/parley-p2p/parley/internal/docs"
)

// required is what go.mod says of the modules that a build takes.
type required struct {
	Go        string
	Toolchain string
	Require   []module
	Replace   []struct{ Old, New module }
}

type module struct{ Path, Version string }

// readRequired reads the go.mod of a commit, or that of the tree now.
func readRequired(ctx context.Context, commit string) (*required, error) {
	if commit == now {
		root, err := docs.Git(ctx, "rev-parse", "--show-toplevel")
		if err != nil {
			return nil, err
		}
		return parseRequired(ctx, filepath.Join(root, "go.mod"))
	}
	text, err := docs.Git(ctx, "show", commit+":go.mod")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "required-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "go.mod")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return nil, err
	}
	return parseRequired(ctx, file)
}

// parseRequired reads a go.mod.
func parseRequired(ctx context.Context, file string) (*required, error) {
	out, err := exec.CommandContext(ctx, "go", "mod", "edit", "-json", file).Output()
	if err != nil {
		return nil, fmt.Errorf("go mod edit -json %s: %w", file, err)
	}
	r := new(required)
	return r, json.Unmarshal(out, r)
}

// sameModules reports whether a build that takes these modules takes the same of them, by the same Go, from either go.mod. What
// other modules either names is nothing to it.
func sameModules(taken []string, a, b *required) bool {
	if a.Go != b.Go || a.Toolchain != b.Toolchain || !slices.Equal(a.Replace, b.Replace) {
		return false
	}
	version := func(r *required, path string) string {
		i := slices.IndexFunc(r.Require, func(m module) bool { return m.Path == path })
		if i < 0 {
			return ""
		}
		return r.Require[i].Version
	}
	return !slices.ContainsFunc(taken, func(path string) bool { return version(a, path) != version(b, path) })
}
