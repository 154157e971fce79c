package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = "../../.."

// The document in the tree is what its file of runs says, to the letter, and what that says is possible.
func TestDocumentIsOfItsRuns(t *testing.T) {
	dir := filepath.Join(root, "docs")
	b, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, documentFile))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.document(), string(text)); diff != "" {
		t.Errorf("docs/%s and docs/%s differ: go run ./internal/docs/full -write (-runs +document)\n%s", bookFile, documentFile, diff)
	}
	if b.Scale != 1 {
		t.Errorf("docs/%s is of a trial of %g", bookFile, b.Scale)
	}
	for _, e := range b.Runs {
		if !regexp.MustCompile(`^[0-9a-f]{12}$`).MatchString(e.Commit) || e.Start.IsZero() || e.ok() && e.Figures == "" {
			t.Errorf("%+v is no evidence", e)
		}
	}
}

// Every target of make that a suite names is there, and so is every test that one picks by its name.
func TestSuitesAreThere(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, scale := range []float64{1, 0.01} {
			typed := s.typed(scale, span{7, 8})
			if m := regexp.MustCompile(`make (\w+)`).FindStringSubmatch(typed); m != nil && !strings.Contains(string(makefile), "\n"+m[1]+":") {
				t.Errorf("%s: there is no make %s", s.name, m[1])
			}
			if m := regexp.MustCompile(`-run '\^\(?([\w|]+)\)?\$' (\./.*)`).FindStringSubmatch(typed); m != nil {
				for _, test := range strings.Split(m[1], "|") {
					if !isTest(t, test, strings.Fields(m[2])) {
						t.Errorf("%s: %s has no %s", s.name, m[2], test)
					}
				}
			} else if strings.Contains(typed, "-run") {
				t.Errorf("%s: nobody knows what %s picks", s.name, typed)
			}
			if strings.Contains(typed, "{") {
				t.Errorf("%s: what is typed is %s", s.name, typed)
			}
		}
		for _, p := range append(s.packages, s.files...) {
			if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(p, "/..."))); err != nil {
				t.Errorf("%s runs what is not there: %v", s.name, err)
			}
		}
	}
}

// isTest reports whether one of the folders that arguments name has a test.
func isTest(t *testing.T, name string, args []string) bool {
	t.Helper()
	for _, dir := range args {
		files, err := filepath.Glob(filepath.Join(root, dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if text, err := os.ReadFile(f); err == nil && strings.Contains(string(text), "\nfunc "+name+"(") {
				return true
			}
		}
	}
	return false
}

func TestSizes(t *testing.T) {
	s := suite{command: "make sim SEEDS={n} FIRST={first}", n: 1_000_000, of: "seeds", least: 1000}
	for scale, want := range map[float64]string{1: "1000000 seeds", 0.01: "10000 seeds", 0.0001: "1000 seeds"} {
		if got := s.sized(scale); got != want {
			t.Errorf("at %g: %s, want %s", scale, got, want)
		}
	}
	if got, want := s.typed(1, span{50, 25}), "make sim SEEDS=25 FIRST=50"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	s = suite{command: "{full}go test ."}
	if whole, trial := s.sized(1)+": "+s.toType(1), s.sized(0.5)+": "+s.toType(0.5); whole != "whole: PARLEY_FULL=1 go test ." || trial != "as in CI: go test ." {
		t.Errorf("%s; %s", whole, trial)
	}
}

// What is printed to go on with a trial is all of the command that was typed.
func TestSame(t *testing.T) {
	for want, o := range map[string]options{
		"": {scale: 1, suites: []string{"sim"}},
		", with -logs L (make full SCALE=0.01 LOGS=L)":                   {scale: 0.01, logs: "L"},
		`, with -logs L (make full SCALE=0.5 LOGS=L SUITES="sim kills")`: {scale: 0.5, logs: "L", suites: []string{"sim", "kills"}},
	} {
		if got := (&runner{options: o}).same(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
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
		{fuzzed, "fuzz: elapsed: 1s, execs: 7 (7/sec)\nPASS\nok  \ta\t2s\ntesting: warning: no fuzz tests to fuzz\nPASS\nok  \tb\t2s\n", ""},
		{benchmarks, "name value\njudge/apply 900 ns/op 1 1 at most 1000\njobs/go 1 s - - 3 most: MISSED\n", "2 rows; budgets missed: jobs/go"},
		{cases("cases", "TestA"), "=== RUN   TestA\n--- PASS: TestA (1s)\n    --- PASS: TestA/x (1s)\n        --- PASS: TestA/x/1 (0s)\n        --- SKIP: TestA/x/2 (0s)\n    --- FAIL: TestA/y (0s)\n" +
			"    --- PASS: TestA/z (0s)\n    --- PASS: TestAB/x (0s)\n", "2 cases, 1 failed, 1 skipped"},
		{cases("cases", "TestA"), "    --- SKIP: TestA/x (0s)\n", ""},
		{totaled("points", `(?m): (\d+) points$`), "    a_test.go:1: 20 points\n    a_test.go:1: 22 points\n    b_test.go:1: 3 points, 7 cases\n", "42 points"},
		{totaled("points", `(?m): (\d+) points$`), "    b_test.go:1: 3 points, 7 cases\n", ""},
		{joined(says(`\d+ bugs`), packages), "3 bugs\nok  \ta/b\t1s\n", "3 bugs; 1 packages passed, 0 failed"},
		{joined(says(`\d+ bugs`), packages), "3 bugs\n", ""},
		{reason, "=== test\n--- test  3 s  9 passed   1 failed   failed\n--- demo  3 s  1 passed   0 failed   passed\n12 passed, 1 failed\nmake: 1\n",
			"--- test 3 s 9 passed 1 failed failed"},
		{reason, "ok\n--- FAIL: TestA (0.1s)\n    x\nFAIL\n", "--- FAIL: TestA"},
		{reason, "chaos: seed 7: lost\n\nexit status 1\nmake: *** [chaos] Error 1\n", "chaos: seed 7: lost"},
	} {
		if got := c.of(c.log); got != c.want {
			t.Errorf("%q: %q, want %q", c.log, got, c.want)
		}
	}
	runs := []entry{{Figures: "seed 1: 500 kills, x; recovery p99 2.5s, want p99 at most 3s at a load of 1.20, from 30 starts; those seen: n 9, p50 1s, p99 2.6s, max 3s; 4 cut short by the next kill"},
		{Figures: "seed 2: 40 kills, y; recovery p99 900ms, want p99 at most 3s at a load of 1.00, from 30 starts; those seen: n 9; 3 cut short by the next kill"}}
	if got, want := survived(runs), "540 kills; in each run 99 of 100 recoveries within 2.5s, at a load of at most 1.20; 7 cut short by the next kill"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What several runs say together is true of all of them.
func TestSums(t *testing.T) {
	turmoil := "250 cases, 41 beyond what a panel tolerates; 5107 faults, 962 kills, at most 6 of one honest party; rows 2: 23, 3: 53, 7b: 5, 10: 1"
	for name, c := range map[string]struct {
		of   []string
		want string
	}{
		"one":             {[]string{turmoil}, turmoil},
		"each number":     {[]string{turmoil, "250 cases, 40 beyond what a panel tolerates; 5188 faults, 917 kills, at most 7 of one honest party; rows 3: 56, 7: 2, 7b: 9"}, "500 cases, 81 beyond what a panel tolerates; 10295 faults, 1879 kills, at most 7 of one honest party; rows 2: 23, 3: 109, 7: 2, 7b: 14, 10: 1"},
		"two tables":      {[]string{"4 cases; rows 3: 2, 6: 1; killed: 24, told what was: 2, never opens: 0", "1 cases; rows 7b: 1; killed: 6, told what was: 1, never opens: 1"}, "5 cases; rows 3: 2, 6: 1, 7b: 1; killed: 30, never opens: 1, told what was: 3"},
		"maps":            {[]string{"map[agreed:1720 in Abandoned:650]", "map[agreed:2 in Claimed:7]", "map[agreed:1]"}, "map[agreed:1723 in Abandoned:650 in Claimed:7]"},
		"what is fixed":   {[]string{"7 voyages of 20 hosts for 10m0s each: 3 deals agreed, 2 settled; map[late:1]", "8 voyages of 20 hosts for 10m0s each: 9 deals agreed, 1 settled; map[late:2]"}, "15 voyages of 20 hosts for 10m0s each: 12 deals agreed, 3 settled; map[late:3]"},
		"another size":    {[]string{"7 schedules of 2000 steps, no failure; lost 1, repeated 3", "7 schedules of 1000 steps, no failure; lost 2, repeated 4"}, "lost 3, repeated 7"},
		"times":           {[]string{"7 schedules of 2000 steps, no failure, 17m3s", "7 schedules of 2000 steps, no failure, 9s"}, "14 schedules of 2000 steps, no failure"},
		"a percentile":    {[]string{"7 kills, p99 12, mean 4; recovery p50 1s", "8 kills, p99 13, mean 4; recovery p50 2s"}, "15 kills, mean 4"},
		"units":           {[]string{"1 run, 374 MiB, 12% lost, 1,000 seen; at most 1.5s a run, at least 3", "1 run, 375 MiB, 13% lost, 1,001 seen; at most 900ms a run, at least 2"}, "2 run; at most 1.5s a run, at least 2"},
		"no common unit":  {[]string{"3 runs, at most 3 KiB", "2 runs, at most 2 MiB"}, "5 runs"},
		"not in each":     {[]string{"3 runs; lost 4", "2 runs"}, "5 runs"},
		"twice the words": {[]string{"3 runs; 5 runs", "2 runs; 1 runs"}, "5 runs; 6 runs"},
		"nothing":         {[]string{"p99 12ms", "p99 13ms"}, ""},
	} {
		var runs []entry
		for _, figures := range c.of {
			runs = append(runs, entry{Figures: figures})
		}
		if got := added(runs); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A run that does not print its figures has none: it has failed, whatever it says else.
func TestNoFiguresWithoutARun(t *testing.T) {
	for _, s := range all {
		for _, log := range []string{
			"", "PASS\n", "make: Nothing to be done\n", "NOTHING WAS SHOWN: make " + s.name + " needs what is not here\n",
			"=== RUN   TestA\n    a_test.go:1: NOTHING WAS SHOWN ON GETH: set PARLEY_GETH\n--- SKIP: TestA (0.00s)\n    --- SKIP: TestScenarios/a (0.00s)\nPASS\n",
			"testing: warning: no tests to run\nPASS\n",
		} {
			if got := s.figures(log); got != "" {
				t.Errorf("%s: %q has the figures %q", s.name, log, got)
			}
		}
	}
}

// What a person says wrongly is told in one line, with what to do.
func TestOptions(t *testing.T) {
	for args, want := range map[string]string{
		"-seed 3":               "-h says what there is",
		"-scale 2":              "at most 1",
		"-green 0":              "at least 1",
		"-green 3 sim":          "leave out sim",
		"-green 3 -scale 0.1":   "leave out -scale",
		"-for -1m":              "90m",
		"nothing":               "there are: cross",
		"ci":                    "there are: cross",
		"-scale 0.1 sim nobody": "no suite nobody",
	} {
		o, err := parse(strings.Fields(args))
		if err == nil {
			_, err = choose(o)
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}

// A module that a suite takes nothing of may come and go.
func TestSameModules(t *testing.T) {
	named := func(text string) *required {
		file := filepath.Join(t.TempDir(), "go.mod")
		if err := os.WriteFile(file, []byte("module m\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := parseRequired(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	now := named("go 1.26\nrequire (\na.b/c v1.0.0\nd.e/f v1.0.0 // indirect\n)\n")
	for _, test := range []struct {
		name, then string
		same       bool
	}{
		{"the same", "go 1.26\nrequire a.b/c v1.0.0\nrequire d.e/f v1.0.0\n", true},
		{"another Go", "go 1.25\nrequire a.b/c v1.0.0\n", false},
		{"another toolchain", "go 1.26\ntoolchain go1.26.1\nrequire a.b/c v1.0.0\n", false},
		{"an older version", "go 1.26\nrequire a.b/c v0.9.0\n", false},
		{"none", "go 1.26\nrequire d.e/f v1.0.0\n", false},
		{"another of what is not taken", "go 1.26\nrequire (\na.b/c v1.0.0\nd.e/f v0.1.0\n)\n", true},
		{"replaced", "go 1.26\nrequire a.b/c v1.0.0\nreplace a.b/c => ../c\n", false},
	} {
		if same := sameModules([]string{"a.b/c"}, named(test.then), now); same != test.same {
			t.Errorf("%s: the same: %v, want %v", test.name, same, test.same)
		}
	}
}
