package docs_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// make arm64 says that fuel is the same there only if every test that it names has run and passed, of every module's fuel at least
// one, and says how many; whatever else its programs print is no success.
func TestArm64(t *testing.T) {
	mk, err := exec.LookPath("make")
	if err != nil {
		t.Skip(err)
	}
	const passed = "--- PASS: TestStack (0.1s)\n--- PASS: TestNaN (0.1s)\n"
	const golden = "--- PASS: TestGoldenEngines (0.1s)\n    --- PASS: TestGoldenEngines/small (0.1s)\n    --- PASS: TestGoldenEngines/loop (0.1s)\n"
	for name, c := range map[string]struct {
		fuel, wasm string // what the tests of the two packages print
		exit       int
		says       string
	}{
		"all passed":          {passed, golden, 0, "fuel is the same on linux/arm64: 3 tests, 2 modules' fuel as written down\n"},
		"no tests to run":     {passed, "testing: warning: no tests to run\nPASS\n", 0, ""},
		"none of one package": {"testing: warning: no tests to run\nPASS\n", passed + golden, 0, ""},
		"one has not run":     {"--- PASS: TestStack (0.1s)\n", golden, 0, ""},
		"one was skipped":     {"--- PASS: TestStack (0.1s)\n--- SKIP: TestNaN (0.1s)\n", golden, 0, ""},
		"no module":           {passed, "--- PASS: TestGoldenEngines (0.1s)\n    --- SKIP: TestGoldenEngines/small (0.1s)\n", 0, ""},
		"one module too few":  {passed, "--- PASS: TestGoldenEngines (0.1s)\n    --- PASS: TestGoldenEngines/small (0.1s)\n", 0, ""},
		"one failed":          {passed, golden + "--- FAIL: TestNaN (0.1s)\nFAIL\n", 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write := func(name, text string) string {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
					t.Fatal(err)
				}
				return path
			}
			write("go", "#!/bin/sh\nexit 0\n")
			qemu := write("qemu", fmt.Sprintf("#!/bin/sh\ncase $1 in */fuel) cat %q ;; *) cat %q; exit %d ;; esac\n", write("fuel", c.fuel), write("wasm", c.wasm), c.exit))
			cmd := exec.Command(mk, "--no-print-directory", "-C", root, "arm64", "QEMU="+qemu, "SAME=^(TestStack|TestNaN)$$", "GOLDEN=^(TestGoldenEngines)$$", "GOLDENS=2")
			cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if said := strings.Contains(string(out), "fuel is the same"); c.says == "" && (err == nil || said) || c.says != "" && (err != nil || !strings.HasSuffix(string(out), c.says)) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
