package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The first line says how many suites hold, and what of the others is missing.
func TestSummary(t *testing.T) {
	parts := suite{name: "parts", n: 100, of: "seeds", part: 40}
	once := suite{name: "once"}
	counted := suite{name: "ci", n: 2, of: "runs", counted: true}
	few := suite{name: "few", n: 10, of: "mutants", part: 10, verdict: noticed}
	lost := did(few, 0, 10, passed)
	lost.Figures = "10 mutants of the contracts: 8 killed, 2 survive"
	for name, c := range map[string]struct {
		of   suite
		runs []entry
		want standing
	}{
		"nothing":            {once, nil, never},
		"passed":             {once, []entry{did(once, 0, 0, passed)}, holds},
		"stale":              {once, []entry{did(once, 0, 0, passed, "a")}, old},
		"failed":             {once, []entry{did(once, 0, 0, passed), did(once, 0, 0, "failed: no")}, broken},
		"some":               {parts, []entry{did(parts, 0, 40, passed)}, begun},
		"some, stale":        {parts, []entry{did(parts, 0, 40, passed, "a")}, begun},
		"all":                {parts, []entry{did(parts, 0, 100, passed)}, holds},
		"all, one stale":     {parts, []entry{did(parts, 0, 40, passed, "a"), did(parts, 40, 60, passed)}, old},
		"all, one failed":    {parts, []entry{did(parts, 0, 100, passed), did(parts, 40, 10, "failed: no")}, broken},
		"only one failed":    {parts, []entry{did(parts, 40, 40, "failed: no")}, broken},
		"failed, some since": {parts, []entry{did(parts, 0, 40, "failed: no"), did(parts, 0, 20, passed), did(parts, 40, 60, passed)}, broken},
		"failed, all since":  {parts, []entry{did(parts, 0, 40, "failed: no"), did(parts, 0, 20, passed), did(parts, 20, 80, passed)}, holds},
		"failed, two codes":  {parts, []entry{did(parts, 0, 40, "failed: no"), did(parts, 0, 20, passed, "a"), did(parts, 20, 80, passed)}, broken},
		"failed, old code":   {parts, []entry{did(parts, 0, 40, "failed: no"), did(parts, 0, 20, passed, "a"), did(parts, 20, 80, passed, "a")}, old},
		"failed, no more":    {parts, []entry{did(parts, 80, 40, "failed: no"), did(parts, 0, 100, passed)}, holds},
		"failed, hidden":     {parts, []entry{did(parts, 0, 100, passed), did(parts, 0, 40, "failed: no"), did(parts, 0, 10, passed)}, broken},
		"too few":            {few, []entry{lost}, broken},
		"in a row":           {counted, []entry{did(counted, 0, 1, passed)}, begun},
		"in a row, all":      {counted, []entry{did(counted, 0, 1, passed), did(counted, 1, 1, passed)}, holds},
		"in a row, stale":    {counted, []entry{did(counted, 0, 1, passed, "a"), did(counted, 1, 1, passed, "a")}, old},
		"in a row, failed":   {counted, []entry{did(counted, 0, 1, passed), did(counted, 1, 1, "failed: no")}, broken},
		"in a row from anew": {counted, []entry{did(counted, 0, 1, "failed: no"), did(counted, 0, 1, passed)}, begun},
	} {
		b := book{Scale: 1}
		for _, e := range c.runs {
			b.add(e, c.of.counted)
		}
		if got := b.standing(c.of); got != c.want {
			t.Errorf("%s: %d, %s; want %d, %s", name, got, got, c.want, c.want)
		}
	}
	was := all
	t.Cleanup(func() { all = was })
	all = []suite{once, parts, counted, {name: "another"}, {name: "last"}}
	b := book{At: "now", Scale: 1, Runs: []entry{did(once, 0, 0, passed), did(parts, 0, 100, passed, "a"), did(counted, 0, 1, "failed: no")}}
	want := "**1 of 5 suites hold whole for the code at now**; 1 passed on code that has changed since, 1 failed, 2 not run yet.\n"
	if diff := cmp.Diff(want, b.summary()); diff != "" {
		t.Error(diff)
	}
	all = all[:1]
	if diff := cmp.Diff("**1 of 1 suites hold whole for the code at now**.\n", b.summary()); diff != "" {
		t.Error(diff)
	}
}

// Every suite says what is asked of it, in words that a cell holds; where those have a figure, it is that of the code.
func TestAsked(t *testing.T) {
	for _, s := range all {
		if s.asks == "" || len(s.asks) > 120 {
			t.Errorf("%s asks for %q", s.name, s.asks)
		}
	}
	for _, c := range []struct{ suite, asks, file, code string }{
		{"siege", "p99 within 1.5 of", "internal/siege/hostile_test.go", `slowdown += 1\.5 `},
		{"siege", "at most 256 MiB more", "internal/siege/hostile_test.go", `mostMemory += 256 << 20 `},
		{"hostile", "deadline and 250 ms", "services/compute/wasm/hostile_test.go", `grace = 250 \* time\.Millisecond`},
		{"hostile", "less than 64 MiB", "services/compute/wasm/hostile_test.go", `most = 64 << 20`},
		{"planted", "three of four", "parleytest/planted/run/main.go", `\(3\*reach \+ 3\) / 4`},
		{"mutants", "90 of 100", "internal/docs/full/figures.go", `10\*killed < 9\*all`},
		{"chaos", "p99 at most 3 s", "cmd/parley/internal/chaos/recovery.go", `const within = 3 \* time\.Second`},
		{"ci", "20 in a row", "internal/docs/full/suite.go", `n: 20, of: "runs", counted`},
	} {
		s, _ := named(c.suite)
		text, err := os.ReadFile(filepath.Join(root, c.file))
		if err != nil || !strings.Contains(s.asks, c.asks) || !regexp.MustCompile(c.code).Match(text) {
			t.Errorf("%s asks for %q, and %s has no %s: %v", c.suite, s.asks, c.file, c.code, err)
		}
	}
}

// A row can be read: it is short, and has no map as Go prints one. What is longer is whole below.
func TestReadable(t *testing.T) {
	engines, _ := named("engines")
	sim, _ := named("sim")
	b := book{At: "now", Scale: 1}
	e := did(engines, 0, 5000, passed)
	e.Figures = "map[agreed:8524 in Abandoned:3277]"
	b.add(e, false)
	for first := 0; first < sim.n; first += sim.n / 2 {
		e := did(sim, first, sim.n/2, passed, strings.Fields(strings.Repeat("a/long/name/of/a/folder/that/somebody/has/changed/once ", 9))...)
		e.Figures = "7 schedules; " + strings.Repeat("3 of them did something that takes some words to tell, ", 8) + "2 did not"
		b.add(e, false)
	}
	text := b.document()
	for _, want := range []string{
		"| agreed: 8524, in Abandoned: 3277 | passed |",
		"\n\nAll that passed: 14 schedules; 6 of them did something that takes", // the parts, added up
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "map[") {
		t.Errorf("it has a map:\n%s", text)
	}
	rows, _, _ := strings.Cut(text, "\n## ")
	for row := range strings.Lines(rows) {
		for _, cell := range strings.Split(row, " | ") {
			if n := len([]rune(cell)); strings.HasPrefix(row, "| ") && n > readable {
				t.Errorf("%d characters: %s", n, cell)
			}
		}
	}
	long := strings.Repeat("three words, or ", 30)
	if got := shortened(long); len(got) < readable/2 || len([]rune(got)) > readable || !strings.HasSuffix(got, " …") || !strings.HasPrefix(long, strings.TrimSuffix(got, " …")) {
		t.Errorf("%q", got)
	}
	if got := shortened("short"); got != "short" {
		t.Errorf("%q", got)
	}
}

// The document says of which commits docs/PERFORMANCE.md is, and what of the code that it measures has changed since.
func TestMeasured(t *testing.T) {
	shell, _ := place(t, suite{name: "bench", files: []string{"a"}})
	write := func() string {
		t.Helper()
		r := &runner{options: options{scale: 1, write: true}, dir: "docs", history: newHistory()}
		if err := r.all(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join("docs", documentFile))
		if err != nil {
			t.Fatal(err)
		}
		_, said, _ := strings.Cut(string(text), "not run yet.\n")
		said, _, _ = strings.Cut(said, "\nMade by ")
		return strings.TrimSpace(said)
	}
	head := func() string {
		t.Helper()
		r := &runner{options: options{scale: 1, write: true}}
		at, err := r.at(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	if got := write(); got != "" {
		t.Errorf("without a measure: %s", got)
	}
	first := head()
	const form = "Written by `make performance`, but for the last section. Measured on a machine, go1.26; commit %s; 2026-11-21; load average 1 before it began.\n"
	text := fmt.Sprintf("# Performance\n\n"+form+"\nWritten by `make performance PART=Gas`: those of gas, on a machine; commit %[1]s; 2026-11-23; load average 1 before it began.\n", first)
	if err := os.WriteFile(filepath.Join("docs", measuredFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	shell("git add docs && git commit -qm measured")
	said := "[PERFORMANCE.md](PERFORMANCE.md) was measured at " + first + ", its rows of gas at " + first + "; the code under test is "
	if got := write(); got != said+"unchanged up to "+head()+"." {
		t.Errorf("%s; want %s", got, said)
	}
	shell("echo changed > a/x && git commit -qm two -- a")
	if got := write(); got != said+"stale: since "+first+": a." {
		t.Errorf("after a change: %s", got)
	}
}

// What is read of docs/PERFORMANCE.md is what it says.
func TestMeasuresAreRead(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", measuredFile))
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	found := written.FindAllStringSubmatch(string(text), -1)
	for _, m := range found {
		if m[1] == "" {
			whole++
		}
	}
	if said := strings.Count(string(text), "\nWritten by `make performance"); whole != 1 || len(found) != said {
		t.Errorf("of docs/%s %q is read, of %d that it says", measuredFile, found, said)
	}
}
