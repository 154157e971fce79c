package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/internal/docs"
)

const root = "../.."

// ours are the documents that this package answers for.
var ours = []string{"README.md", "RATIONALE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SPEC.md", "docs/first-service.md", "docs/SECURITY.md"}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A29: the example of README is a file that is compiled and run by the tests.
func TestQuotationsAreTheFiles(t *testing.T) {
	readme := read(t, "README.md")
	renewed, err := docs.Requote(root, readme)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readme, renewed); diff != "" {
		t.Errorf("README.md quotes other than what is there; run go run ./internal/docs/quote:\n%s", diff)
	}
	if !strings.Contains(readme, "<!-- quote examples/echo/echo.go -->") {
		t.Error("README.md shows no service")
	}
}

func TestCitedRequirementsExist(t *testing.T) {
	known, err := docs.Requirements(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(known) < 250 || !slices.Contains(known, "A01") || !slices.Contains(known, "M4") {
		t.Fatalf("docs/REQUIREMENTS.md was not understood: %d ids", len(known))
	}
	for _, name := range ours {
		for _, id := range docs.Ids(read(t, name)) {
			if !slices.Contains(known, id) {
				t.Errorf("%s cites %s, which docs/REQUIREMENTS.md does not have", name, id)
			}
		}
	}
	cited, err := docs.Citations(root)
	if err != nil {
		t.Fatal(err)
	}
	for id, files := range cited {
		if !slices.Contains(known, id) {
			t.Errorf("%s: %s is no requirement of docs/REQUIREMENTS.md", strings.Join(files, ", "), id)
		}
	}
}

func TestIds(t *testing.T) {
	for text, want := range map[string][]string{
		"A19, A18":                   {"A19", "A18"},
		"A01: free; A09 to A12":      {"A01", "A09", "A10", "A11", "A12"},
		"C14-C16 and M4.":            {"C14", "C15", "C16", "M4"},
		"R24 to C02":                 {"R24"}, // no range: two families
		"SHA-256, S-4.1-3, BA12, A1": nil,
		"":                           nil,
	} {
		if diff := cmp.Diff(want, docs.Ids(text)); diff != "" {
			t.Errorf("%q:\n%s", text, diff)
		}
	}
}

var (
	link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	code = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`")
)

// The demo's picture comes from make picture, and with it the CID, which cmd/parley's TestDemo compares with a real run's.
func TestTheDemoIsShown(t *testing.T) {
	readme := read(t, "README.md")
	if !strings.Contains(readme, "](docs/demo.png)") {
		t.Error("README.md does not show docs/demo.png")
	}
	if n := len(promised.FindAllString(readme, -1)); n != 1 {
		t.Errorf("README.md has %d lines that are a CID, want one: what the demo of examples/render/scenes/market.txt prints", n)
	}
}

var promised = regexp.MustCompile("(?m)^`baf[a-z2-7]{56}`$")

// What a document points to is there.
func TestLinksLead(t *testing.T) {
	for _, name := range ours {
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(read(t, name), ""), -1) {
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s points to %s: %v", name, m[1], err)
			}
		}
	}
}

// Every shell block of the documents is understood, before anything is run.
func TestBlocksAreUnderstood(t *testing.T) {
	for _, name := range ours {
		blocks, err := docs.Blocks(read(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, b := range blocks {
			if slices.Contains([]string{"bash", "shell", "console"}, b.Lang) {
				t.Errorf("%s:%d: a block of %s is not run; call it sh", name, b.Line, b.Lang)
			}
		}
	}
}

// What docs/SECURITY.md says to be shown by a test is shown by one that is there: a name that ends in … begins the names of several, and
// what follows a slash is a case, of which the test's own text has the first word.
func TestNamedTestsExist(t *testing.T) {
	declared, text := map[string]string{}, regexp.MustCompile(`(?m)^\s*(?:func|function) ((?:Test|Fuzz|test_|testFuzz_|invariant_)\w*)\(`)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, ".sol") {
			if d != nil && d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range text.FindAllStringSubmatch(string(b), -1) {
			declared[m[1]] += string(b)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz|test_|testFuzz_|invariant_)\\w+)(…)?(?:/([\\w-]+))?[^`]*`").FindAllStringSubmatch(read(t, "docs/SECURITY.md"), -1)
	if len(named) < 100 {
		t.Errorf("docs/SECURITY.md names %d tests", len(named))
	}
	for _, m := range named {
		files, found := declared[m[1]]
		for name := range declared {
			found = found || m[2] != "" && strings.HasPrefix(name, m[1])
		}
		if !found || m[3] != "" && !strings.Contains(files, m[3]) && !strings.Contains(read(t, "cmd/parley/scenario.go"), m[3]) {
			t.Errorf("docs/SECURITY.md names %s, which is not there", m[0])
		}
	}
}
