package main

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestWriteKeepsWhatPeopleWrote(t *testing.T) {
	name := filepath.Join(t.TempDir(), "doc.md")
	d := &document{commit: "one", rows: []Row{{"judge/apply", 900, "ns/op", 450}}}
	if err := d.write(name); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\nTried: less.\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	d.commit = "two"
	for range 2 {
		if err := d.write(name); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"Tried: less.": 1, byHand: 1, "commit two": 1, "commit one": 0, "| judge/apply | 900 | ns/op | 450 | 0.50 | at most 1000: met |": 2} {
		if got := strings.Count(string(b), text); got != want {
			t.Errorf("%q is there %d times, want %d:\n%s", text, got, want, b)
		}
	}
}

func TestAPartOfTheRowsIsReplaced(t *testing.T) {
	name := filepath.Join(t.TempDir(), "doc.md")
	d := &document{commit: "one", rows: []Row{{"judge/apply", 900, "ns/op", 450}, {"deals/sustained/small", 20, "1/s", 80}, {"gas/osaka", 130_000, "gas/deal", 0}}}
	if err := d.write(name); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b) + "\nTried: less.\n"
	part := &document{commit: "two", rows: []Row{{"deals/sustained/small", 120, "1/s", 240}, {"deals/sustained/small/cpu", 8, "ms", 4}}}
	for range 2 { // the second time it says the same
		if text, err = part.within(text, "make it"); err != nil {
			t.Fatal(err)
		}
	}
	for words, want := range map[string]int{"Tried: less.": 1, byHand: 1, "commit one": 1, "commit two": 1, "Written by `make it`: those of deals": 1,
		"| judge/apply | 900 |": 2, "| deals/sustained/small | 120 | 1/s | 240 | 0.50 | at least 100: met |": 2, "| deals/sustained/small | 20": 0,
		"| deals/sustained/small/cpu | 8.00 | ms | 4.00 | 0.50 | - |": 1, "2 of 3 are met. The floors": 1, "| name | value |": 2} {
		if got := strings.Count(text, words); got != want {
			t.Errorf("%q is there %d times, want %d:\n%s", words, got, want, text)
		}
	}
	if _, err := part.within("# Another\n", "make it"); err == nil {
		t.Error("rows were put into another document")
	}
}

// The document says what its names are made of, how long it takes and how to have one row; the command has every row that is bounded.
func TestDocumentCanBeRead(t *testing.T) {
	var b strings.Builder
	(&document{rows: []Row{{"judge/apply", 900, "ns/op", 450}}}).print(&b)
	before, _, found := strings.Cut(b.String(), "\n## The budgets of DESIGN 10\n\n| name | value |")
	for _, want := range []string{"well over half an hour", "\n\t" + one + "\n", "\n\n| what | in the name or the head of a row |\n|---|---|\n",
		"sessions there are at once |", "| `/cpu` |", "| `/rate` |", "| `/p99` |", "| floor |", "| ratio |"} {
		if !found || !strings.Contains(before, want) {
			t.Errorf("it does not say %q before its rows:\n%s", want, before)
		}
	}
	there := functions(t, one)
	for _, b := range budgets {
		if name, _, _ := strings.Cut(b.name, "/"); !there[name] {
			t.Errorf("%s has no %s", one, b.name)
		}
	}
}

const root = "../../.."

// What docs/PERFORMANCE.md has rows of is what make bench measures, by name: no benchmark without a row, no row without a
// benchmark, and every row that has to be there.
func TestDocumentHasTheRowsOfBench(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join(root, "docs/PERFORMANCE.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, all, _ := strings.Cut(string(doc), "\n## All rows\n")
	all, _, found := strings.Cut(all, "\n"+byHand)
	if !found {
		t.Fatalf("docs/PERFORMANCE.md has no %q, or no rows: run make performance", byHand)
	}
	var rows []Row
	documented := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^\| ([^ |]+) \| [0-9]`).FindAllStringSubmatch(all, -1) {
		rows = append(rows, Row{Name: m[1]})
		first, _, _ := strings.Cut(m[1], "/")
		documented[first] = true
	}
	if names := missing(rows); len(names) > 0 {
		t.Errorf("docs/PERFORMANCE.md has no row %q: run make performance", names)
	}
	measured := benchmarks(t)
	for name := range measured {
		if !documented[name] {
			t.Errorf("docs/PERFORMANCE.md has no row of the benchmark %q: run make performance", name)
		}
	}
	for name := range documented {
		if !measured[name] {
			t.Errorf("docs/PERFORMANCE.md has rows of %q, which make bench does not measure: run make performance", name)
		}
	}
}

// benchmarks are the names, as rows have them, of what make bench runs.
func benchmarks(t *testing.T) map[string]bool {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	names := functions(t, regexp.MustCompile(`(?m)^BENCH := .*$`).FindString(string(makefile)))
	if len(names) < 10 {
		t.Fatalf("make bench runs %q: the Makefile is not read as it is written", slices.Sorted(maps.Keys(names)))
	}
	return names
}

// functions are the names, as rows have them, of the benchmarks in the packages that a command names.
func functions(t *testing.T, line string) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	for _, m := range regexp.MustCompile(` \./(\S+)`).FindAllStringSubmatch(line, -1) {
		dir, below := strings.CutSuffix(m[1], "/...")
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "node_modules" || !below && path != filepath.Join(root, dir)):
				return fs.SkipDir
			case !strings.HasSuffix(path, "_test.go"):
				return nil
			}
			source, err := os.ReadFile(path)
			for _, b := range regexp.MustCompile(`(?m)^func Benchmark(\w+)\(`).FindAllSubmatch(source, -1) {
				names[strings.ToLower(string(b[1]))] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// A profile that go test writes is read.
func TestOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go test")
	}
	name := filepath.Join(t.TempDir(), "heap")
	out, err := exec.Command("go", "test", "-run", "TestPurpose", "-memprofile", name, "-memprofilerate", "1", "-o", filepath.Join(t.TempDir(), "test"), ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p, err := open(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range p.divide(site, "alloc_objects", "alloc_space") {
		if strings.HasPrefix(s.name, "internal/bench/rows.") {
			return
		}
	}
	t.Error("nothing of this package is in its profile")
}
