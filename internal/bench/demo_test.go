package bench

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkDemo is how long a newcomer waits for the first tile of parley demo, in a folder in which it never ran: the market
// opened, farmers hired, the module fetched and compiled, the tile drawn and verified.
func BenchmarkDemo(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "parley")
	if out, err := exec.Command("go", "build", "-o", binary, "github.com/parley-p2p/parley/cmd/parley").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var took time.Duration
	runs := 0
	for b.Loop() {
		took += first(b, binary, "tile 1 of ")
		runs++
	}
	b.ReportMetric((took / time.Duration(runs)).Seconds(), "first:s")
}

// first starts the demo, says how long it was until it told so, and ends it.
func first(b *testing.B, binary, told string) time.Duration {
	b.Helper()
	dir := b.TempDir()
	cmd := exec.Command(binary, "demo")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "TERM=dumb"}
	said, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	var took time.Duration
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		all.WriteString(lines.Text() + "\n")
		if took == 0 && strings.Contains(lines.Text(), told) {
			took = time.Since(began)
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); took == 0 {
		b.Fatalf("the demo ended without a tile: %v\n%s", err, all.String())
	}
	return took
}
