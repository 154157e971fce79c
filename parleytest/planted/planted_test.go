package planted

import (
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// Every bug still fits the tree and compiles, or it proves nothing any more: what the suites find is the bug, not what
// became of its text. Those that share no file are compiled together.
func TestBugsFitTheTree(t *testing.T) {
	bugs, err := Bugs()
	if err != nil {
		t.Fatal(err)
	}
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	authors := make(map[string]int)
	for _, b := range bugs {
		authors[b.Author]++
		if _, err := b.Patched(top); err != nil {
			t.Error(err)
		}
	}
	if authors["suite"] < 10 || authors["blind"] < 10 || len(authors) != 2 {
		t.Errorf("bugs by author: %v, want ten of each", authors)
	}
	for rest := bugs; len(rest) > 0 && !t.Failed(); {
		var now, later []Bug
		taken := make(map[string]bool)
		for _, b := range rest {
			if slices.ContainsFunc(b.Edits, func(e Edit) bool { return taken[e.File] }) {
				later = append(later, b)
				continue
			}
			now = append(now, b)
			for _, e := range b.Edits {
				taken[e.File] = true
			}
		}
		compile(t, top, now)
		rest = later
	}
}

func compile(t *testing.T, top string, bugs []Bug) {
	t.Helper()
	overlay, err := Plant(top, t.TempDir(), bugs...)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"build", "-overlay", overlay, "-tags", Tag}
	for _, b := range bugs {
		for _, e := range b.Edits {
			args = append(args, "./"+path.Dir(e.File))
		}
	}
	slices.Sort(args[5:])
	build := exec.Command("go", slices.Compact(args)...)
	build.Dir = top
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("planted bugs do not compile: %v\n%s", err, out)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"breaks: all\n":                                         "how",
		"file: a.go\n--- old\nx\n--- new\ny\n":                  "what it breaks",
		"file: a.go\nbreaks: all\n--- old\nx\n--- new\nx\n":     "changes nothing",
		"breaks: all\n--- old\nx\n--- new\ny\n":                 "changes nothing",
		"file: a.go\nbreaks: all\n-- old\n":                     "neither",
		"file: gone.go\nbreaks: all\n--- old\nx\n--- new\ny\n":  "gone.go",
		"file: go.mod\nbreaks: all\n--- old\n// \n--- new\ny\n": "occurs",
	} {
		b, err := parse(text)
		if err == nil {
			_, err = b.Patched(root)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error about %q", text, err, want)
		}
	}
}
