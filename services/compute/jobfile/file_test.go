package jobfile_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/jobfile"
)

var update = flag.Bool("update", false, "write what files become anew")

// Every file in testdata becomes what is written beside it, or is refused with all that is wrong with it: the table of the
// fields of a job file.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.[yj]*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(name, filepath.Ext(name)) + ".txt"
		got := became(t, text)
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func became(t *testing.T, text []byte) string {
	t.Helper()
	f, err := jobfile.Parse(text)
	if problems, ok := errors.AsType[jobfile.Problems](err); ok {
		return problems.Error() + "\n"
	} else if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// A file is bounded in bytes, values and depth before anything of it is used.
func TestBounds(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'i'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+p+", ", 10), ", ") + "]\n"
	}
	for says, text := range map[string]string{
		"larger than":       strings.Repeat(" ", jobfile.MaxFile+1),
		"is empty":          "",
		"UTF-8":             "Name: \xff",
		"more than 20000":   bomb,
		"nested deeper":     "Name: " + strings.Repeat("[", 100) + strings.Repeat("]", 100),
		"neither YAML":      "{",
		"one document":      "Type: batch\n---\nType: batch\n",
		"want an object":    "[]",
		"of a field":        "? [a]\n: b\n",
		"it is a template":  "Name: {{.name}}\n",
		"it is there twice": `{"Type":"batch","type":"batch"}`,
	} {
		if _, err := jobfile.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %.300v", says, err)
		}
	}
	deep := `{"a":` + strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 101)
	if _, err := jobfile.Parse([]byte(deep)); err == nil || !strings.Contains(err.Error(), "nested deeper") {
		t.Error(err)
	}
}

// A file of too many values is refused before they are made: a parser of YAML takes 500 bytes and more for each.
func TestTooManyValues(t *testing.T) {
	for name, text := range map[string]string{
		"list":           strings.Repeat("- a\n", jobfile.MaxFile/4),
		"lines":          strings.Repeat("-\na\n", jobfile.MaxFile/5),
		"object":         strings.Repeat("a: b\n", jobfile.MaxFile/5),
		"flow":           "[" + strings.Repeat("a,", jobfile.MaxFile/2-1) + "]",
		"json":           "[" + strings.Repeat("1,", jobfile.MaxFile/2-2) + "1]",
		"object of json": `{"a":[` + strings.Repeat("1,", jobfile.MaxFile/2-5) + "1]}",
	} {
		parses := testing.AllocsPerRun(1, func() {
			if _, err := jobfile.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), "more than 20000 values") {
				t.Errorf("%s: %.300v", name, err)
			}
		})
		if parses > 200_000 {
			t.Errorf("%s: it was refused after %.0f allocations", name, parses)
		}
	}
}

// A file says nothing in the name of who reads it: a problem is one line, and steers no terminal.
func TestProblemsAreLines(t *testing.T) {
	text := `{"\u001b[2JX\n  try: rm -r .": 1, "Type": "batch", "Tasks": [{"Engine": {"Type": "docker", "Params": {"Image": "a@sha256:` + strings.Repeat("0a", 32) + `"}}, "Env": {"A\nB": "env:C"}}]}`
	_, err := jobfile.Parse([]byte(text))
	want := "[2JX   try: rm -r .: there is no such field\nTasks[0].Env.A B: nothing of a node's own environment is given to a program: write the value"
	if err == nil || err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

// Whatever a file holds, it is a job but for what is to be fetched, or the problems with it are told.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.[yj]*")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := jobfile.Parse(text)
		if err != nil {
			if problems, ok := errors.AsType[jobfile.Problems](err); !ok || len(problems) == 0 || got != nil {
				t.Errorf("%v, %v", got, err)
			}
			return
		}
		if len(got.Inputs) != len(got.Job.Inputs) || len(got.Job.Tasks) != 1 {
			t.Errorf("%+v", got)
		}
	})
}
