//go:build unix

package docs_test

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/internal/docs"
)

// document puts fences where the tests below have tildes.
func document(text string) string { return strings.ReplaceAll(text, "~~~", "```") }

func run(t *testing.T, dir, text string) (int, error) {
	t.Helper()
	// Whoever started the tests may ignore Ctrl-C; what is handled here is not ignored by what is started from here.
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	t.Cleanup(func() { signal.Stop(interrupted) })
	r := docs.Runner{Dir: dir, Out: io.Discard, Limit: time.Minute}
	return r.Run(t.Context(), document(text))
}

func TestRunner(t *testing.T) {
	dir := t.TempDir()
	ran, err := run(t, dir, `
A folder and a variable stay for the next block:

~~~sh
mkdir below && cd below
export WORD=hello
mkfifo pipe
~~~

~~~go
// inner/said.go
package inner
~~~

~~~sh
# in another terminal, until it says: listening
echo listening
cat pipe >heard
~~~

~~~sh
echo "$WORD, $(head -n 1 inner/said.go)" | tee pipe
~~~

~~~output
hello, … inner/said.go
~~~

~~~text
rm -rf what is not a shell block
~~~
`)
	if err != nil || ran != 3 {
		t.Fatalf("%d blocks ran: %v", ran, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "below", "inner", "said.go")); err != nil {
		t.Error(err)
	}
}

func TestRunnerFails(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a command":        {"~~~sh\nfalse\ntrue\n~~~", "line 2: exit status 1"},
		"within a pipe":    {"~~~sh\nfalse | true\n~~~", "exit status 1"},
		"no such variable": {"~~~sh\necho $NOT_THERE_AT_ALL\n~~~", "exit status 1"},
		"other output":     {"~~~sh\necho one; echo two\n~~~\n~~~output\ntwo\none\n~~~", "line 5: the document says"},
		"not ready":        {"~~~sh\n# in another terminal, until it says: ready\necho no\n~~~", `ended before it said "ready"`},
		"no sign":          {"~~~sh\n# in another terminal\necho no\n~~~", "until it says"},
		"another language": {"~~~console\n$ ls\n~~~", "call it sh"},
		"open":             {"~~~sh\ntrue\n", "line 1: this block is never closed"},
		"file elsewhere":   {"~~~go\n// ../x.go\npackage x\n~~~", "not below"},
	} {
		t.Run(name, func(t *testing.T) {
			ran, err := run(t, t.TempDir(), c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("after %d blocks: %v, want %q", ran, err, c.want)
			}
		})
	}
}

// What a document starts ends with it.
func TestRunnerLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := run(t, dir, `
~~~sh
mkfifo pipe
~~~
~~~sh
# in another terminal, until it says: up
echo $$ >pid
echo up
cat pipe
~~~`); err != nil {
		t.Fatal(err)
	}
	said, err := os.ReadFile(filepath.Join(dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(said)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(-pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process group %d is left: %v", pid, err)
	}
}

// What fails in another terminal is told, however late.
func TestRunnerWatchesTheOthers(t *testing.T) {
	_, err := run(t, t.TempDir(), `
~~~sh
mkfifo pipe
~~~
~~~sh
# in another terminal, until it says: up
echo $$ >pid
echo up
read -r line <pipe
exit 3
~~~
~~~sh
echo >pipe
while kill -0 "$(cat pid)" 2>/dev/null; do true; done
~~~`)
	if err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("got %v", err)
	}
}
