package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/parleytest/planted"
)

const module = "github.com/parley-p2p/parley/"

// means is one way to find a bug: a program, and how much of it is run.
type means struct {
	name      string
	pkg       string   // under the module
	tests     bool     // of pkg, or its main
	simulated bool     // it is the simulator
	tags      string   // besides that of the bug
	args      []string // of the program
	where     func(output string) string
	sees      map[string]bool // the packages that are compiled into it
}

// others are the packages whose tests are tried, after the bug's own, on what the simulator does not find.
var others = []string{"internal/spec", "internal/drive", "farmer", "requester", "services/deals", "parleytest/reorg", "services/compute"}

// patience is how long a means may take. One that takes longer has found nothing: nobody would wait for its verdict.
const patience = 5 * time.Minute

type hunt struct {
	root, dir string
	means     []*means
	used      []*means
}

func newHunt(ctx context.Context, schedules, engines int) (*hunt, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return nil, fmt.Errorf("go list -m, in the module's tree: %w", err)
	}
	dir, err := os.MkdirTemp("", "parley-planted-")
	if err != nil {
		return nil, err
	}
	h := &hunt{root: strings.TrimSpace(string(out)), dir: dir, means: []*means{
		{name: "simulator, the machine", pkg: "parleytest/sim/run", simulated: true, tags: "parleysim",
			args: []string{"-seeds", fmt.Sprint(schedules)}, where: seeded},
		{name: "simulator, the engines", pkg: "parleytest/sim", simulated: true, tests: true,
			args: []string{"-test.run", "^TestEngines$", "-test.v", "-test.failfast", "-engines", fmt.Sprint(engines)}, where: seeded},
	}}
	for _, m := range h.means {
		if err := h.look(ctx, m); err != nil {
			return nil, errors.Join(err, h.close())
		}
	}
	return h, nil
}

func (h *hunt) close() error { return os.RemoveAll(h.dir) }

// look asks what is compiled into a means.
func (h *hunt) look(ctx context.Context, m *means) error {
	list := exec.CommandContext(ctx, "go", "list", "-deps", fmt.Sprintf("-test=%t", m.tests), "-tags", m.tags, "-f", "{{.ImportPath}}", "./"+m.pkg)
	list.Dir = h.root
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list -deps ./%s: %w", m.pkg, err)
	}
	m.sees = make(map[string]bool)
	for line := range strings.Lines(string(out)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ") // "PATH [PATH.test]"
		m.sees[strings.TrimPrefix(name, module)] = true
	}
	return nil
}

// finding is what found a bug.
type finding struct {
	by, where string
	said      string
	simulated bool
	took      time.Duration // by what found it, without compiling
	late      []string      // what was tried before and took too long
	other     []string      // what was tried before and failed, but by nothing that counts
}

const nobody = "NOBODY"

// verdict is what came of a means that was tried.
type verdict struct {
	found  bool   // an assertion failed, or a test panicked; in the simulator: an invariant did not hold, or the model says otherwise
	failed bool   // it did
	late   bool   // it took too long, which says nothing
	output string // what it printed
	took   time.Duration
}

// bug plants a bug and tries one means after the other: the simulator, then the tests of the bug's package and of others.
func (h *hunt) bug(ctx context.Context, b planted.Bug) (finding, error) {
	dir, err := os.MkdirTemp(h.dir, "")
	if err != nil {
		return finding{}, err
	}
	overlay, err := planted.Plant(h.root, dir, b)
	if err != nil {
		return finding{}, err
	}
	own := path.Dir(b.Edits[0].File)
	f := finding{by: nobody}
	for _, m := range append(h.means[:len(h.means):len(h.means)], h.tests(own)...) {
		if m.sees == nil {
			if err := h.look(ctx, m); err != nil {
				return finding{}, err
			}
		}
		if !m.sees[own] {
			continue
		}
		v, err := h.try(ctx, m, dir, "-overlay", overlay, "-tags", strings.Trim(planted.Tag+","+m.tags, ","))
		switch {
		case err != nil:
			return finding{}, fmt.Errorf("bug %s: %w", b.Name, err)
		case v.late:
			f.late = append(f.late, m.name)
		case v.found:
			h.used = append(h.used, m)
			return finding{m.name, m.where(v.output), says(v.output), m.simulated, v.took, f.late, f.other}, nil
		case v.failed:
			f.other = append(f.other, m.name)
		}
	}
	return f, nil
}

// tests are the means of who does not simulate.
func (h *hunt) tests(own string) []*means {
	var all []*means
	for _, pkg := range append([]string{own}, others...) {
		if len(all) == 0 || pkg != own {
			all = append(all, &means{name: "tests of " + pkg, pkg: pkg, tests: true, where: failing,
				args: []string{"-test.failfast", "-test.timeout", patience.String()}})
		}
	}
	return all
}

// clean tries every means that found something on the tree as it is.
func (h *hunt) clean(ctx context.Context) error {
	done := make(map[string]bool)
	for _, m := range h.used {
		if done[m.name] {
			continue
		}
		done[m.name] = true
		v, err := h.try(ctx, m, h.dir, "-tags", m.tags)
		switch {
		case err != nil:
			return err
		case v.failed || v.late:
			return fmt.Errorf("%s does not pass without a planted bug, so that what it found proves nothing:\n%s", m.name, v.output)
		}
	}
	return nil
}

// try builds a means and runs it; err is that it could not be asked. What both leave behind goes with the hunt.
func (h *hunt) try(ctx context.Context, m *means, dir string, flags ...string) (verdict, error) {
	program := filepath.Join(dir, "program")
	verb := []string{"build"}
	if m.tests {
		verb = []string{"test", "-c"}
	}
	build := exec.CommandContext(ctx, "go", append(append(append(verb, flags...), "-o", program), "./"+m.pkg)...)
	build.Dir, build.Env = h.root, append(os.Environ(), "TMPDIR="+h.dir)
	if out, err := build.CombinedOutput(); ctx.Err() != nil {
		return verdict{}, errors.New("interrupted")
	} else if err != nil {
		return verdict{}, fmt.Errorf("%s: %w\n%s", build, err, out)
	}
	limited, cancel := context.WithTimeout(ctx, patience+time.Minute)
	defer cancel()
	args := m.args
	if m.sees["pgregory.net/rapid"] {
		args = append(slices.Clone(args), "-rapid.nofailfile") // in the tree
	}
	run := exec.CommandContext(limited, program, args...)
	run.Dir, run.Env = filepath.Join(h.root, filepath.FromSlash(m.pkg)), append(os.Environ(), "TMPDIR="+h.dir)
	began := time.Now()
	out, err := run.CombinedOutput()
	v := verdict{output: string(out), took: time.Since(began)}
	switch {
	case ctx.Err() != nil:
		return verdict{}, errors.New("interrupted")
	case limited.Err() != nil:
		v.late = true
		return v, nil
	case err == nil:
		return v, nil
	}
	v.failed = true
	if v.found, v.late = found(v.output); m.simulated {
		v.found = invariant(v.output)
		return v, nil
	}
	if !v.found && !v.late {
		return verdict{}, fmt.Errorf("%s: %w, and it says of nothing that it is wrong:\n%s", m.name, err, out)
	}
	return v, nil
}
