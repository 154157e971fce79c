package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/internal/docs"
)

// byMake is a command that has make do it, and what it sets in the environment.
var byMake = regexp.MustCompile(`^((?:\w+=\S* )*)make (.*)$`)

// recipe is what make does for a command at a commit, or now: what it runs, as make itself reads its file, without comments. It is
// empty for what make has no part in.
func (h *history) recipe(ctx context.Context, commit, command string) (string, error) {
	m := byMake.FindStringSubmatch(command)
	if m == nil {
		return "", nil
	}
	key := commit + " " + command
	if r, ok := h.recipes[key]; ok {
		return r, nil
	}
	text, err := makefile(ctx, commit)
	if err != nil {
		return "", err
	}
	// -n runs lines that name make all the same, which a shell that does nothing prevents.
	cmd := exec.CommandContext(ctx, "make", append([]string{"-n", "--no-print-directory", "-f", "-", "SHELL=true"}, strings.Fields(m[2])...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { // of the make that runs this
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains([]string{"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKEFILES"}, name)
	})
	cmd.Env = append(cmd.Env, strings.Fields(m[1])...)
	cmd.Stdin = strings.NewReader(text + "\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("make -n %s, by the Makefile of %s: %w: %s", m[2], cmp.Or(commit, "this tree"), err, strings.TrimSpace(string(out)))
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	h.recipes[key] = strings.Join(lines, "\n")
	return h.recipes[key], nil
}

// makefile is the Makefile of a commit, or that of the tree now, in the working directory.
func makefile(ctx context.Context, commit string) (string, error) {
	if commit == now {
		text, err := os.ReadFile("Makefile")
		return string(text), err
	}
	return docs.Git(ctx, "show", commit+":Makefile")
}

// typed is what of how a run was made is no more so: its command, or what make does for that.
func (h *history) typed(ctx context.Context, s suite, e *entry, scale float64) (changed []string, err error) {
	of := span{e.First, e.Count}
	if s.part == 0 && !s.counted {
		of = span{0, s.size(scale)}
	}
	if today := s.typed(scale, of); e.Command != today {
		return []string{"the command: it is " + today}, nil
	}
	today, err := h.recipe(ctx, now, e.Command)
	if err != nil {
		return nil, err
	}
	if then, err := h.recipe(ctx, e.Commit, e.Command); err != nil || then != today { // what it was cannot be told: it is not the same
		return []string{"what " + e.Command + " does"}, nil
	}
	return nil, nil
}
