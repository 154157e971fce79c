package kill

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// command is the package of the program.
const command = module + "cmd/parley"

// build builds the command's test binary, which is the command wherever it is called parley, as go test does: without what
// debuggers read. It returns its path.
func (c *code) build() string {
	c.t.Helper()
	program := filepath.Join(c.t.TempDir(), "parley")
	if out, err := exec.Command("go", "test", "-c", "-ldflags=-s -w", "-o", program, command).CombinedOutput(); err != nil {
		c.t.Fatalf("go test -c: %v\n%s", err, out)
	}
	return program
}

// look looks at every file that the command is made of: go test takes a result of these tests for good until a file changes
// that they have looked at, and does not know what the commands look at that they run.
func (c *code) look() {
	c.t.Helper()
	see := func(path string) {
		if _, err := os.Stat(path); err != nil {
			c.t.Fatal(err)
		}
	}
	see("../../../../go.mod")
	for _, p := range c.packages {
		if !strings.HasPrefix(p.ImportPath, module) {
			continue
		}
		see(p.Dir) // where a file may come to be
		for _, name := range slices.Concat(p.GoFiles, p.EmbedFiles, p.TestGoFiles) {
			see(filepath.Join(p.Dir, name))
		}
	}
}
