package main

import (
	"context"
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/internal/docs"
)

// entry is a suite that was run once, or a part of one.
type entry struct {
	Suite   string    `json:"suite"`
	Command string    `json:"command"`
	Size    string    `json:"size"`
	First   int       `json:"first"` // where its range begins, of a suite that is run in parts
	Count   int       `json:"count"` // how much of the suite's size that is; 0 of a suite that has none
	Commit  string    `json:"commit"`
	Start   time.Time `json:"start"`
	Seconds int       `json:"seconds"`
	Load    string    `json:"load"` // before it began
	Machine string    `json:"machine"`
	Figures string    `json:"figures"`
	Result  string    `json:"result"`
	// Changed are the folders whose code it ran and which have changed since its commit, and what of its command has: found when
	// the file was written.
	Changed []string `json:"changed,omitempty"`
}

const passed = "passed"

// uncommitted follows the commit of a trial in a tree that has changed since.
const uncommitted = "+changes"

func (e *entry) ok() bool            { return e.Result == passed }
func (e *entry) took() time.Duration { return time.Duration(e.Seconds) * time.Second }

// meets reports whether two entries are about the same: a suite, or a part of one that has parts.
func (e *entry) meets(o *entry) bool {
	return e.Suite == o.Suite && (e.Count == 0 || o.Count == 0 || e.First < o.First+o.Count && o.First < e.First+e.Count)
}

// sameCode reports whether two runs of a suite are known to have run the same code: they are of one commit, or neither has
// changed since.
func (e *entry) sameCode(o *entry) bool {
	return e.Commit == o.Commit && !strings.HasSuffix(e.Commit, uncommitted) || len(e.Changed) == 0 && len(o.Changed) == 0
}

// history answers what has changed since a commit in the code that a suite runs.
type history struct {
	made    map[string]*made     // of a suite
	known   map[string][]string  // of a suite, a space, a commit
	wants   map[string]*required // of a commit
	recipes map[string]string    // of a commit, a space, a command
}

// made is what a suite's code is made of: files and folders of this repository, and modules of others.
type made struct{ paths, modules []string }

// now stands for the tree as it is, in place of a commit.
const now = ""

func newHistory() *history {
	return &history{made: make(map[string]*made), known: make(map[string][]string), wants: make(map[string]*required), recipes: make(map[string]string)}
}

// since is what is not as it was when a run of a suite was made, in a book of a scale.
func (h *history) since(ctx context.Context, s suite, e *entry, scale float64) ([]string, error) {
	if base, changed := strings.CutSuffix(e.Commit, uncommitted); changed {
		return []string{"what was not committed on " + base}, nil
	}
	code, err := h.folders(ctx, s, e.Commit)
	if err != nil {
		return nil, err
	}
	typed, err := h.typed(ctx, s, e, scale)
	return slices.Concat(typed, code), err
}

// folders are those of a suite's code that are not as they were at a commit.
func (h *history) folders(ctx context.Context, s suite, commit string) ([]string, error) {
	key := s.name + " " + commit
	if folders, ok := h.known[key]; ok {
		return folders, nil
	}
	if _, err := docs.Git(ctx, "cat-file", "-e", commit+"^{commit}"); err != nil {
		return []string{"nobody knows what: the commit is not here"}, nil
	}
	code, err := h.code(ctx, s)
	if err != nil {
		return nil, err
	}
	files, err := docs.Git(ctx, append([]string{"diff", "--no-renames", "--name-only", commit, "--"}, code.paths...)...)
	if err != nil {
		return nil, err
	}
	var folders []string
	if len(code.modules) > 0 {
		then, err := h.required(ctx, commit)
		if err != nil {
			return nil, err
		}
		today, err := h.required(ctx, now)
		if err != nil {
			return nil, err
		}
		if !sameModules(code.modules, then, today) {
			folders = append(folders, "go.mod")
		}
	}
	for _, file := range strings.Fields(files) {
		if f := path.Dir(file); f != "." {
			folders = append(folders, f)
		} else {
			folders = append(folders, file)
		}
	}
	slices.Sort(folders)
	h.known[key] = slices.Compact(folders)
	return h.known[key], nil
}

// required reads the go.mod of a commit, once.
func (h *history) required(ctx context.Context, commit string) (*required, error) {
	if r, ok := h.wants[commit]; ok {
		return r, nil
	}
	r, err := readRequired(ctx, commit)
	if err == nil {
		h.wants[commit] = r
	}
	return r, err
}

// code is what a suite runs: what its packages are built of, tests too unless it is a program, and what chooses the rest.
func (h *history) code(ctx context.Context, s suite) (*made, error) {
	if m, ok := h.made[s.name]; ok {
		return m, nil
	}
	m := &made{paths: slices.Clone(s.files)}
	for _, written := range []string{"docs/" + bookFile, "docs/" + documentFile, "docs/" + measuredFile} {
		m.paths = append(m.paths, ":(top,exclude)"+written)
	}
	if s.program {
		m.paths = append(m.paths, ":(top,exclude,glob)**/*_test.go")
	}
	if len(s.packages) > 0 {
		out, err := exec.CommandContext(ctx, "go", s.list("{{with .Module}}{{if .Main}}{{$.Dir}}{{else}}module {{.Path}}{{end}}{{end}}")...).Output()
		if err != nil {
			return nil, fmt.Errorf("go list of what %s runs: %w", s.name, err)
		}
		root, err := docs.Git(ctx, "rev-parse", "--show-toplevel")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(out)) {
			line = strings.TrimSpace(line)
			if module, is := strings.CutPrefix(line, "module "); is {
				m.modules = append(m.modules, module)
				continue
			}
			rel, err := filepath.Rel(root, line)
			if err != nil {
				return nil, err
			}
			m.paths = append(m.paths, filepath.ToSlash(rel))
		}
	}
	for _, all := range []*[]string{&m.paths, &m.modules} {
		slices.Sort(*all)
		*all = slices.Compact(*all)
	}
	h.made[s.name] = m
	return m, nil
}
