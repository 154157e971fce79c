package executor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// THREATS 5, path traversal in results: names that mean something else somewhere.
func TestValidName(t *testing.T) {
	for _, good := range []string{"a", "a/b/c", ".hidden", "a b", "ünï", "a.tar.gz", "CONSOLE", "com", "COM10", "nul-1", "...a", "a/.b", strings.Repeat("x", 255)} {
		if err := ValidName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	bad := []string{"", ".", "..", "/", "/a", "a/", "a//b", "./a", "a/.", "a/..", "../a", "a/../b", "a/./b", "..\\a", "a\\b", "C:", "C:\\a", "c:a", "a:b",
		"\\\\host\\share", "//host/share", "a\x00b", "a\nb", "a\rb", "a\tb", "\x7f", "\x1b[2J", "a\xff", "\xc0\xae\xc0\xae", "a.", "a ", "a./b", "a /b", "...", "a*", "a?", "a<", "a>", "a|", `a"`,
		strings.Repeat("x", 256), strings.Repeat("a/", 32) + "a", strings.Repeat("x", 200) + strings.Repeat("/"+strings.Repeat("x", 200), 5)}
	for _, device := range []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM0", "COM1", "COM9", "COM¹", "LPT1", "LPT9", "LPT³"} {
		bad = append(bad, device, strings.ToLower(device), device+".txt", device+".tar.gz", device+" .x", "a/"+device, device+"/a")
	}
	for r := range rune(0x20) {
		bad = append(bad, "a"+string(r)+"b", string(r))
	}
	if len(bad) < 180 {
		t.Errorf("only %d bad names", len(bad))
	}
	for _, b := range bad {
		if ValidName(b) == nil {
			t.Errorf("%q is accepted", b)
		}
	}
}

func FuzzValidName(f *testing.F) {
	f.Add("a/b")
	f.Add("../a")
	f.Fuzz(func(t *testing.T, name string) {
		if ValidName(name) == nil && (!fs.ValidPath(name) || !filepath.IsLocal(name) || strings.ContainsAny(name, "\\:\x00")) {
			t.Errorf("%q is accepted", name)
		}
	})
}

func TestValidate(t *testing.T) {
	good := func() Task { return Task{Module: Module{Bytes: []byte{}}, Dir: "d"} }
	if task := good(); task.Validate() != nil {
		t.Fatal(task.Validate())
	}
	for name, spoil := range map[string]func(*Task){
		"no module":             func(t *Task) { t.Module.Bytes = nil },
		"two modules":           func(t *Task) { t.Module.Path = "x" },
		"no directory":          func(t *Task) { t.Dir = "" },
		"unknown profile":       func(t *Task) { t.Profile = 3 },
		"NUL in an argument":    func(t *Task) { t.Args = []string{"a\x00"} },
		"too many arguments":    func(t *Task) { t.Args = make([]string, maxArgs+1) },
		"arguments too long":    func(t *Task) { t.Args = []string{strings.Repeat("x", maxArgBytes)} },
		"variable with =":       func(t *Task) { t.Env = map[string]string{"a=b": ""} },
		"variable without name": func(t *Task) { t.Env = map[string]string{"": "x"} },
		"NUL in a value":        func(t *Task) { t.Env = map[string]string{"a": "\x00"} },
		"input outside":         func(t *Task) { t.Inputs = []Input{{Name: "../a", Path: "x"}} },
		"input without path":    func(t *Task) { t.Inputs = []Input{{Name: "a"}} },
		"input twice":           func(t *Task) { t.Inputs = []Input{{Name: "a", Path: "x"}, {Name: "a", Path: "y"}} },
		"input in an input":     func(t *Task) { t.Inputs = []Input{{Name: "a/b", Path: "x"}, {Name: "a", Path: "y"}} },
		"all and one":           func(t *Task) { t.Inputs = []Input{{Name: ".", Path: "x"}, {Name: "a", Path: "y"}} },
		"too many inputs":       func(t *Task) { t.Inputs = make([]Input, maxInputs+1) },
		"negative wall":         func(t *Task) { t.Limits.Wall = -1 },
		"a year":                func(t *Task) { t.Limits.Wall = 365 * 24 * time.Hour },
		"too much memory":       func(t *Task) { t.Limits.Memory = maxMemory + 1 },
		"too many files":        func(t *Task) { t.Limits.OutputFiles = maxFiles + 1 },
		"a module at a path":    func(t *Task) { t.Inputs = []Input{{At: "/data", Path: "x"}} },
		"negative processors":   func(t *Task) { t.Needs.MilliCPU = -1 },
		"too many GPUs":         func(t *Task) { t.Needs.GPUs = maxGPUs + 1 },
		"too many replicas":     func(t *Task) { t.Needs.Replicas = maxReplicas + 1 },
		"too many labels":       func(t *Task) { t.Needs.Labels = make([]Label, maxLabels+1) },
	} {
		task := good()
		spoil(&task)
		if err := task.Validate(); CodeOf(err) != BadTask {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimits(t *testing.T) {
	got := Limits{Memory: 5}.Or(Limits{Memory: 6, Wall: time.Second, Stdout: 7})
	want := defaults
	want.Memory, want.Wall, want.Stdout, want.CPU = 5, time.Second, 7, time.Second
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if name, _, _ := got.Exceeds(Limits{Memory: 5}); name != "" {
		t.Errorf("%s is at its ceiling, not above", name)
	}
	if name, asked, most := got.Exceeds(Limits{Memory: 4}); name != "memory (bytes)" || asked != 5 || most != 4 {
		t.Errorf("%s: %d, %d", name, asked, most)
	}
}

func newResult(t *testing.T, dir string, l Limits) *Result {
	t.Helper()
	r, err := CreateResult(dir, l.Or(Limits{}), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func TestResult(t *testing.T) {
	dir := t.TempDir()
	r := newResult(t, dir, Limits{OutputBytes: 10, OutputFiles: 3, Stdout: 4})
	if n, err := r.Stdout.Write([]byte("12345")); n != 5 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if err := r.Mkdir("d"); err != nil {
		t.Error(err)
	}
	if err := r.WriteFile("d/full", strings.NewReader("1234567890")); err != nil {
		t.Error(err)
	}
	if err := r.WriteFile("more", strings.NewReader("1")); !errors.Is(err, ErrLimit) {
		t.Errorf("a byte more: %v", err)
	}
	if err := r.WriteFile("fourth", strings.NewReader("")); !errors.Is(err, ErrLimit) {
		t.Errorf("a file more: %v", err)
	}
	if err := r.SetExitCode(7); err != nil {
		t.Error(err)
	}
	var rep Report
	if err := r.Fill(&rep); err != nil {
		t.Error(err)
	}
	want := Report{Stdout: Stream{Bytes: 4, Truncated: true}, OutputBytes: 10, OutputFiles: 3, Limited: []Resource{Stdout, OutputBytes, OutputFiles}}
	if diff := cmp.Diff(want, rep); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{"stdout": "1234\n[cut at the limit of 4 bytes]\n", "stderr": "", "exitCode": "7", "outputs/d/full": "1234567890"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "outputs", "more")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what did not fit is left: %v", err)
	}
}

// Nothing is written outside of the result, over anything, or through a link.
func TestResultStaysInside(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "result")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r := newResult(t, dir, Limits{})
	for _, name := range []string{"../out", "/out", "../../out", "a/../../../out", ""} {
		if r.WriteFile(name, strings.NewReader("x")) == nil || r.Mkdir(name) == nil {
			t.Errorf("%q was accepted", name)
		}
	}
	if err := os.Symlink(parent, filepath.Join(dir, "outputs", "link")); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteFile("link/out", strings.NewReader("x")); CodeOf(err) != NoResult {
		t.Errorf("through a link: %v", err)
	}
	if err := errors.Join(r.WriteFile("a", strings.NewReader("x"))); err != nil {
		t.Error(err)
	}
	if err := r.WriteFile("a", strings.NewReader("y")); CodeOf(err) != NoResult {
		t.Errorf("over a file: %v", err)
	}
	if there, err := os.ReadDir(parent); err != nil || len(there) != 1 {
		t.Errorf("%v, %v", there, err)
	}
	if _, err := CreateResult(dir, Limits{}, nil, nil); CodeOf(err) != NoResult {
		t.Errorf("a directory in use: %v", err)
	}
}

// A source that fails is not a disk that fails.
func TestSourceFails(t *testing.T) {
	r := newResult(t, t.TempDir(), Limits{})
	broken := errors.New("broken")
	if err := r.WriteFile("a", failing{broken}); !errors.Is(err, broken) || CodeOf(err) != 0 {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Every end but the guest's own has an error with a code, a cause and a remedy.
func TestEnds(t *testing.T) {
	limits := Limits{}.Or(Limits{})
	codes := map[End]Code{Exited: 0, Trapped: Trap, OutOfTime: Deadline, OutOfCPU: CPUTime, OutOfSpace: NoMemory, Stopped: Canceled, Crashed: Internal, OutOfFuel: Fuel}
	for end, want := range codes {
		rep := Report{End: end, Limited: []Resource{Memory}}
		err := rep.EndError(limits)
		if CodeOf(err) != want {
			t.Errorf("%v: %v", end, err)
		}
		if e, ok := errors.AsType[*Error](err); ok && (e.Cause == "" || e.Remedy == "") {
			t.Errorf("%v: %+v", end, e)
		}
		if end.String() == "unset" {
			t.Errorf("%d has no name", end)
		}
	}
	for c := BadTask; c <= Fuel; c++ {
		if c.String() == "unset" {
			t.Errorf("code %d has no name", c)
		}
	}
	for r := Memory; r <= OutputFiles; r++ {
		if r.String() == "unset" {
			t.Errorf("resource %d has no name", r)
		}
	}
}
