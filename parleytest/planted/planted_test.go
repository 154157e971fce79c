package planted

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

// Every bug still fits the tree and compiles, or it proves nothing any more: what the suites find is the bug, not what
// became of its text.
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
	if t.Failed() {
		return
	}
	h := read(t, top, bugs)
	for _, b := range bugs {
		h.check(t, b)
	}
}

// house is the packages of the tree that have bugs, and all that they import, compiled.
type house struct {
	top      string
	set      *token.FileSet
	importer types.Importer
	files    map[string][]string // of a package, by its folder in the tree
}

func read(t *testing.T, top string, bugs []Bug) *house {
	t.Helper()
	args := []string{"list", "-deps", "-export", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{join .GoFiles \" \"}}"}
	for _, b := range bugs {
		for _, e := range b.Edits {
			args = append(args, "./"+path.Dir(e.File))
		}
	}
	list := exec.Command("go", args...)
	list.Dir = top
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%s: %v", list, err)
	}
	h := &house{top: top, set: token.NewFileSet(), files: make(map[string][]string)}
	compiled := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		column := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		compiled[column[0]] = column[1]
		if dir, err := filepath.Rel(top, column[2]); err == nil {
			h.files[filepath.ToSlash(dir)] = strings.Fields(column[3])
		}
	}
	h.importer = importer.ForCompiler(h.set, "gc", func(name string) (io.ReadCloser, error) { return os.Open(compiled[name]) })
	return h
}

// check has the compiler's front end look at the packages that a bug changes.
func (h *house) check(t *testing.T, b Bug) {
	t.Helper()
	patched, err := b.Patched(h.top)
	if err != nil {
		t.Fatal(err)
	}
	folders := make(map[string]bool)
	for file := range patched {
		folders[path.Dir(file)] = true
	}
	for folder := range folders {
		var files []*ast.File
		for _, name := range h.files[folder] {
			var text any // of the file that is there
			if wrong, ok := patched[path.Join(folder, name)]; ok {
				text = wrong
			}
			file, err := parser.ParseFile(h.set, filepath.Join(h.top, folder, name), text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatalf("bug %s: %v", b.Name, err)
			}
			files = append(files, file)
		}
		if _, err := (&types.Config{Importer: h.importer}).Check(folder, h.set, files, nil); err != nil || len(files) == 0 {
			t.Errorf("bug %s does not compile: %v", b.Name, err)
		}
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
