package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// gate is a row of the table of .ci/run.
type gate struct {
	name    string
	minutes int
	needs   []string
	does    string // its function
}

// gates are the rows of the table, with their functions.
func gates(t *testing.T, run string) (all []gate) {
	t.Helper()
	functions := make(map[string]string)
	for _, m := range regexp.MustCompile(`(?ms)^gate_(\w+)\(\) (?:\{\n(.*?)^\}|\{ (.*?); \})$`).FindAllStringSubmatch(run, -1) {
		functions[m[1]] = m[2] + m[3]
	}
	table := regexp.MustCompile(`(?s)\ngates\(\) \{\n\tcat <<-'END'\n(.*?)\n\tEND\n`).FindStringSubmatch(run)
	if table == nil {
		t.Fatal(".ci/run has no table of gates")
	}
	for line := range strings.Lines(table[1]) {
		words := strings.Fields(line)
		if len(words) < 3 || words[2] != "alone" && words[2] != "beside" {
			t.Fatalf("the table of .ci/run has a row that is none: %q", line)
		}
		minutes, err := strconv.Atoi(words[1])
		if err != nil || minutes < 1 {
			t.Errorf("%s has no share: %v", words[0], err)
		}
		does, ok := functions[words[0]]
		if !ok || does == "" {
			t.Errorf("%s has no function", words[0])
		}
		delete(functions, words[0])
		all = append(all, gate{words[0], minutes, words[3:], does})
	}
	for name := range functions {
		t.Errorf("gate_%s is in no row of the table: it never runs", name)
	}
	return all
}

// The shares of all gates, those too that run beside others, are within the minutes that there are; what a gate needs is before it.
func TestSharesOfTheGates(t *testing.T) {
	run := read(t, ".ci/run")
	limit := regexp.MustCompile(`\nlimit=\$\(\((\d+) \* 60\)\)`).FindStringSubmatch(run)
	if limit == nil {
		t.Fatal(".ci/run has no limit")
	}
	sum, before := 0, []string{}
	for _, g := range gates(t, run) {
		sum += g.minutes
		for _, need := range g.needs {
			if !slices.Contains(before, need) {
				t.Errorf("%s needs %s, which is not before it", g.name, need)
			}
		}
		before = append(before, g.name)
	}
	if most, err := strconv.Atoi(limit[1]); err != nil || sum > most || sum == 0 {
		t.Errorf("the shares of %d gates are %d minutes of %s", len(before), sum, limit[1])
	}
}

// functions are the test functions of a package, whose path begins with ./, and of all under it if it ends with /....
func functions(t *testing.T, path string) (names []string) {
	t.Helper()
	dir, under := strings.CutSuffix(path, "/...")
	err := filepath.WalkDir(filepath.Join(root, dir), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") || !under && filepath.Dir(name) != filepath.Join(root, dir) {
			return err
		}
		text, err := os.ReadFile(name)
		for _, m := range regexp.MustCompile(`(?m)^func (\w+)\(`).FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return names
}

// What gates name is there: go test passes, with a word at most, where it is not.
func TestGatesNameWhatIsThere(t *testing.T) {
	makefile := read(t, "Makefile")
	checked := make(map[string]int)
	for _, g := range gates(t, read(t, ".ci/run")) {
		does := strings.ReplaceAll(g.does, "\\\n", " ")
		for _, m := range regexp.MustCompile(`(?m)^\t*(\./\S+) (Fuzz\w+) [1-9]\d*x$`).FindAllStringSubmatch(does, -1) {
			if checked["targets"]++; !slices.Contains(functions(t, m[1]), m[2]) {
				t.Errorf("%s: %s has no %s", g.name, m[1], m[2])
			}
		}
		for _, m := range regexp.MustCompile(`-run '\^\(?([\w|]+)\)?\$'\s+(\./\S+)`).FindAllStringSubmatch(does, -1) {
			for _, test := range strings.Split(m[1], "|") {
				if checked["tests"]++; !slices.Contains(functions(t, m[2]), test) {
					t.Errorf("%s: %s has no %s", g.name, m[2], test)
				}
			}
		}
		for _, m := range regexp.MustCompile(`make (?:--no-print-directory )?(\w+)`).FindAllStringSubmatch(does, -1) {
			if checked["targets of make"]++; !strings.Contains(makefile, "\n"+m[1]+":") {
				t.Errorf("%s: there is no make %s", g.name, m[1])
			}
		}
		for _, path := range regexp.MustCompile(`\s(\./[\w./]+)`).FindAllStringSubmatch(does, -1) {
			checked["packages"]++
			if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(path[1], "/..."))); err != nil {
				t.Errorf("%s: %v", g.name, err)
			}
		}
		if m := regexp.MustCompile(`(?s)planted/run -seeds \d+ -engines \d+\s+(.*)`).FindStringSubmatch(does); m != nil {
			for _, bug := range strings.Fields(m[1]) {
				checked["bugs"]++
				if there, err := filepath.Glob(filepath.Join(root, "parleytest/planted/bugs/*", bug+".txt")); err != nil || len(there) != 1 {
					t.Errorf("%s: there is no bug %s: %q, %v", g.name, bug, there, err)
				}
			}
		}
	}
	for _, same := range regexp.MustCompile(`(?:SAME|GOLDEN)(?: \?)?= ?'?\^\(([\w|]+)\)\$`).FindAllStringSubmatch(read(t, ".ci/run")+makefile, -1) {
		there := functions(t, "./services/compute/wasm/...")
		for _, test := range strings.Split(same[1], "|") {
			if checked["tests on arm64"]++; !slices.Contains(there, test) {
				t.Errorf("arm64: services/compute/wasm has no %s", test)
			}
		}
	}
	for what, least := range map[string]int{"targets": 10, "tests": 1, "targets of make": 6, "packages": 20, "bugs": 10, "tests on arm64": 12} {
		if checked[what] < least {
			t.Errorf("%d %s are named, want at least %d: the gates were not understood", checked[what], what, least)
		}
	}
}

// programs is a folder with what .ci/run needs of the system, and go, make and gofmt, which all are this program of bash.
func programs(t *testing.T, program string) (bin string) {
	t.Helper()
	bin = t.TempDir()
	for _, name := range []string{"bash", "env", "dirname", "mktemp", "rm", "cat", "tee", "grep", "sed", "awk", "tail", "sort", "timeout", "git", "xargs"} {
		if path, err := exec.LookPath(name); err != nil {
			t.Skipf(".ci/run needs %s", name)
		} else if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go", "make", "gofmt"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!"+filepath.Join(bin, "bash")+"\n"+program+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

// What a gate took of the processors is told, that of the programs that it ran too: on a busy machine it says more than the time does.
func TestProcessorsOfAGate(t *testing.T) {
	bin := programs(t, "for ((i = 0; i < 100000; i++)); do :; done")
	cmd := exec.CommandContext(t.Context(), filepath.Join(root, ".ci/run"), "modules")
	cmd.Env = []string{"PATH=" + bin, "TMPDIR=" + t.TempDir(), "HOME=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took := regexp.MustCompile(`(?m)^modules +\d+ s  cpu +([\d.]+) s  +1 passed`).FindSubmatch(out)
	if took == nil {
		t.Fatalf("it is not told:\n%s", out)
	}
	if seconds, err := strconv.ParseFloat(string(took[1]), 64); err != nil || seconds == 0 {
		t.Errorf("%s seconds, %v, of three programs that count to 100,000", took[1], err)
	}
}

// Who fuzzes tries inputs, and does not spend the time on making each that was new smaller.
func TestFuzzersTry(t *testing.T) {
	for name, want := range map[string]int{"Makefile": 1, ".ci/run": 1} {
		fuzzers := regexp.MustCompile(`go test .* -fuzz .*`).FindAllString(read(t, name), -1)
		if len(fuzzers) != want {
			t.Errorf("%s fuzzes at %d places, want %d", name, len(fuzzers), want)
		}
		for _, line := range fuzzers {
			if !strings.Contains(line, " -fuzzminimizetime 1x ") {
				t.Errorf("%s fuzzes without -fuzzminimizetime 1x: %s", name, line)
			}
		}
	}
}

// A gate fails where what it runs shows nothing, though it ends well; one that can show nothing here is skipped, and that is told.
func TestGatesShowSomething(t *testing.T) {
	const quiet = "echo 'testing: warning: no fuzz tests to fuzz'; echo PASS; printf 'ok  \\tx\\t1s\\n'"
	for _, c := range []struct {
		name, args, program string // of those that the gate runs all are this one
		fails               bool
		want                []string
	}{
		{"fuzzed", "--gate fuzz", "echo 'fuzz: elapsed: 1s, execs: 50 (9/sec)'", false, []string{"count: 12 passed, 0 failed"}},
		{"no target", "--gate fuzz", quiet, true, []string{"count: 0 passed, 12 failed"}},
		{"no inputs", "--gate fuzz", "echo 'fuzz: elapsed: 1s, execs: 0 (0/sec)'", true, []string{"count: 0 passed, 12 failed"}},
		{"cited", "--gate lint", "if [[ $0 == */make ]]; then echo '9 of 9 cited'; fi", false, nil},
		{"not cited", "--gate lint", "if [[ $0 == */make ]]; then echo 'A01 is cited by no test'; fi", true, []string{"a requirement of this release has no test that cites it"}},
		{"cited cannot tell", "--gate lint", "[[ $0 != */make ]]", true, []string{"make cited failed"}},
		{"tests skipped", "--gate test", `[[ $1 == test ]] || exit 0
printf '=== RUN   TestA\n--- PASS: TestA (0s)\n=== RUN   TestB\n    b_test.go:1: why\n--- SKIP: TestB (0s)\nPASS\nok  \ta\t1s\n?   \tb\t[no test files]\n'
printf -- '--- PASS: TestC (0s)\n    --- SKIP: TestC/x (0s)\nPASS\nok  \tc\t2s\n'`, false,
			[]string{"ok  \ta\t1s\n?   \tb\t[no test files]\nok  \tc\t2s\n2 tests skipped:\n  a: TestB\n  c: TestC/x\n"}},
		{"a test fails", "--gate test", `[[ $1 == test ]] || exit 0
printf '=== RUN   TestA\n    a_test.go:1: wrong\n--- FAIL: TestA (0s)\nFAIL\nFAIL\ta\t1s\nok  \tb\t1s\nFAIL\n'; exit 1`, true,
			[]string{"    a_test.go:1: wrong\n--- FAIL: TestA (0s)\nFAIL\nFAIL\ta\t1s\nok  \tb\t1s\nFAIL\n0 tests skipped\n"}},
		{"no QEMU, no apt", "arm64", "exit 1", true, []string{"skipped: NOTHING WAS SHOWN of arm64", " 0 passed    0 failed   skipped: NOTHING", ", skipped: arm64\n0 passed, 0 failed\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			bin := programs(t, c.program)
			cmd := exec.CommandContext(t.Context(), filepath.Join(root, ".ci/run"), strings.Fields(c.args)...)
			cmd.Env = []string{"PATH=" + bin, "TMPDIR=" + t.TempDir(), "HOME=" + t.TempDir()}
			out, err := cmd.CombinedOutput()
			if (err != nil) != c.fails {
				t.Errorf("%v\n%s", err, out)
			}
			for _, want := range c.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
		})
	}
}
