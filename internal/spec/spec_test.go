package spec_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/internal/spec"
)

const root = "../.."

var (
	id      = regexp.MustCompile(`S-[0-9]+\.[0-9]+-[0-9]+`)
	defines = regexp.MustCompile(`^\*\*(S-[0-9]+\.[0-9]+-[0-9]+)\*\* `)
	must    = regexp.MustCompile(`\bMUST\b`)
)

// paragraphs of SPEC.md outside of code and of what is generated.
func paragraphs(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, "SPEC.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	code := false
	for p := range strings.SplitSeq(string(b), "\n\n") {
		fences := strings.Count(p, "```")
		if !code && fences == 0 {
			all = append(all, strings.TrimSpace(p))
		}
		code = code != (fences%2 == 1)
	}
	return all
}

// Every MUST has an id, every id is defined once and says MUST.
func defined(t *testing.T) map[string]bool {
	t.Helper()
	ids := make(map[string]bool)
	for _, p := range paragraphs(t) {
		m := defines.FindStringSubmatch(p)
		switch {
		case m == nil && must.MatchString(p) && !strings.HasPrefix(p, "The words"):
			t.Errorf("a MUST without an id: begin the paragraph with **S-section-number**:\n%s", p)
		case m == nil:
		case ids[m[1]]:
			t.Errorf("%s is defined twice: give the later one the next free number; ids are never reused", m[1])
		case !must.MatchString(p):
			t.Errorf("%s says no MUST: take its id away or say what must be so:\n%s", m[1], p)
		default:
			ids[m[1]] = true
		}
	}
	return ids
}

// citations are the ids in the comments of tests, and of the scripts that TestScripts of package protocol runs.
func citations(t *testing.T) map[string][]string {
	t.Helper()
	cited := make(map[string][]string)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		comment := "//"
		switch {
		case filepath.Dir(name) == filepath.Join(root, "protocol", "testdata"):
			comment = "#"
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		if d.IsDir() {
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(b)) {
			if _, text, ok := strings.Cut(line, comment); ok {
				for _, i := range id.FindAllString(text, -1) {
					cited[i] = append(cited[i], strings.TrimPrefix(name, root+"/"))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return cited
}

// Every MUST of SPEC.md is proved by a test that says so, and no test cites what SPEC.md does not say.
func TestEveryMustIsProved(t *testing.T) {
	ids, cited := defined(t), citations(t)
	if len(ids) < 60 {
		t.Errorf("SPEC.md has %d rules: is it whole?", len(ids))
	}
	for i := range ids {
		if len(cited[i]) == 0 {
			t.Errorf("no test cites %s: write the test that fails when it does not hold, and say \"// %s\" above it", i, i)
		}
	}
	for i, files := range cited {
		if !ids[i] {
			slices.Sort(files)
			t.Errorf("%v cite %s, which SPEC.md does not have: was it renamed?", slices.Compact(files), i)
		}
	}
}

// The table and the diagram in SPEC.md are those of the code.
func TestTableIsFresh(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(root, "SPEC.md"))
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := spec.Renew(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, renewed) {
		t.Error("SPEC.md does not show the moves that package protocol has: go run ./internal/spec/diagram, and say in SPEC.md what the new ones mean")
	}
}
