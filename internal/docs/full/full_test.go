package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is written is what is read again, whatever is in a cell.
func TestRows(t *testing.T) {
	rows := []row{
		{suite: "kills", command: "PARLEY_FULL=1 go test -run 'A|B' ./x", size: "whole", commit: "0123456789ab",
			start: time.Date(2026, 11, 21, 7, 0, 1, 0, time.UTC), took: 83 * time.Minute, figures: "1 of 2 | 3", result: passed},
		{suite: "ci 02", command: ".ci/run", size: "whole", commit: "0123456789ab+changes", start: time.Unix(0, 0).UTC(), result: "failed: it did not say what it did"},
	}
	got, err := read(write(rows, "a machine"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	for _, bad := range []string{"| a | b |", strings.Replace(write(rows, ""), "07:00", "noon", 1)} {
		if _, err := read(bad); err == nil {
			t.Errorf("read: %s", bad)
		}
	}
}

// Every target of make that a suite names is there, and so is every test that one picks by its name.
func TestSuitesAreThere(t *testing.T) {
	makefile, err := os.ReadFile("../../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, scale := range []float64{1, 0.01} {
			typed := s.typed(scale)
			if m := regexp.MustCompile(`make (\w+)`).FindStringSubmatch(typed); m != nil && !strings.Contains(string(makefile), "\n"+m[1]+":") {
				t.Errorf("%s: there is no make %s", s.name, m[1])
			}
			if m := regexp.MustCompile(`-run '\^(\w+)\$'.* \./(\S+)`).FindStringSubmatch(typed); m != nil {
				files, _ := filepath.Glob("../../../" + m[2] + "/*_test.go")
				found := false
				for _, f := range files {
					b, err := os.ReadFile(f)
					found = found || err == nil && strings.Contains(string(b), "\nfunc "+m[1]+"(")
				}
				if !found {
					t.Errorf("%s: %s has no %s", s.name, m[2], m[1])
				}
			}
			if strings.Contains(typed, "{") {
				t.Errorf("%s: what is typed is %s", s.name, typed)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	s := suite{command: "make sim SEEDS={n}", n: 1_000_000, of: "seeds", least: 1000}
	for scale, want := range map[float64]string{1: "1000000 seeds", 0.01: "10000 seeds", 0.0001: "1000 seeds"} {
		if got := s.sized(scale); got != want {
			t.Errorf("at %g: %s, want %s", scale, got, want)
		}
	}
	s = suite{command: "{full}go test ."}
	if whole, trial := s.sized(1)+": "+s.typed(1), s.sized(0.5)+": "+s.typed(0.5); whole != "whole: PARLEY_FULL=1 go test ." || trial != "as in CI: go test ." {
		t.Errorf("%s; %s", whole, trial)
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct {
		of        func(string) string
		log, want string
	}{
		{packages, "ok  \ta/b\t1s\n?   \ta/c\t[no test files]\nFAIL\ta/d\t2s\nFAIL\n", "1 packages passed, 1 failed"},
		{packages, "nothing was run\n", ""},
		{says(`\d+ bugs`, `\d+ found`), "\x1b[32m20 bugs\x1b[0m, 19 found\n20 bugs, 20 found\n", "20 bugs; 20 found"},
		{says(`\d+ bugs`, `\d+ found`), "20 bugs\n", ""},
		{fuzzed, "fuzz: elapsed: 1s, execs: 7 (7/sec)\nfuzz: elapsed: 2s, execs: 20 (7/sec)\nPASS\nok  \ta\t2s\nfuzz: elapsed: 1s, execs: 5 (7/sec)\nok  \tb\t2s\n", "2 targets, 25 inputs"},
		{benchmarks, "name value\njudge/apply 900 ns/op 1 1 at most 1000\njobs/go 1 s - - 3 most: MISSED\n", "2 rows; budgets missed: jobs/go"},
	} {
		if got := c.of(c.log); got != c.want {
			t.Errorf("%q: %q, want %q", c.log, got, c.want)
		}
	}
}

// Evidence is of a commit; what has passed at it is not run again, what has failed is, and what it says is needed.
func TestFill(t *testing.T) {
	t.Chdir(t.TempDir())
	shell := func(line string) {
		t.Helper()
		if out, err := exec.Command("bash", "-c", line).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	shell("git init -q . && git config user.name a && git config user.email a@b && mkdir docs && touch docs/x && git add . && git commit -qm one")
	suites := []suite{
		{name: "good", command: "echo 1 done; echo ran >> .git/good", figures: says(`\d+ done`)},
		{name: "mute", command: "true", figures: says(`\d+ done`)},
		{name: "bad", command: "echo 2 done; test -e .git/mended", figures: says(`\d+ done`)},
	}
	fill := func() (map[string]string, error) {
		t.Helper()
		at, err := commit(t.Context(), true)
		if err != nil {
			return nil, err
		}
		b := book{path: evidence, logs: t.TempDir(), commit: at, scale: 1}
		err = b.fill(t.Context(), suites)
		results := map[string]string{}
		for _, r := range b.rows {
			results[r.suite] = r.result + ": " + r.figures
		}
		return results, err
	}
	results, err := fill()
	want := map[string]string{"good": "passed: 1 done", "mute": "failed: it did not say what it did: ", "bad": "failed: exit status 1: 2 done"}
	if diff := cmp.Diff(want, results); diff != "" || err == nil || !strings.HasPrefix(err.Error(), "failed: mute bad; ") {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	shell("touch .git/mended")
	results, err = fill()
	if want["bad"] = "passed: 2 done"; cmp.Diff(want, results) != "" || err == nil {
		t.Errorf("%v, %v", results, err)
	}
	if ran, err := os.ReadFile(".git/good"); err != nil || string(ran) != "ran\n" {
		t.Errorf("what has passed ran again: %q, %v", ran, err)
	}
	shell("echo changed > docs/x")
	if _, err := fill(); err == nil || !strings.Contains(err.Error(), "docs/x") {
		t.Errorf("what is not committed is evidence: %v", err)
	}
	shell("git commit -qam two")
	if _, err := fill(); err == nil {
		t.Error("a mute suite passes")
	}
	if ran, _ := os.ReadFile(".git/good"); string(ran) != "ran\nran\n" {
		t.Errorf("another commit has the evidence of the last: %q", ran)
	}
}
