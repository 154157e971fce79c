//go:build unix

package journal

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// child names what this test binary does instead of testing, when a test runs it as another process.
const child = "JOURNAL_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(child) {
	case "":
		os.Exit(m.Run())
	case "commit":
		commitForEver(os.Args[1])
	case "hold":
		hold(os.Args[1])
	case "full":
		commitUntilFull(os.Args[1], os.Args[2])
	}
}

func run(t *testing.T, what string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, args...)
	c.Env = append(os.Environ(), child+"="+what)
	c.Stderr = os.Stderr
	return c
}

func exit(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

const parties = 4

var bg = context.Background()

// commitForEver says on stdout, a line each, which record of which party is acknowledged: synced ones only. Each
// commit brings a record and a note that counts, one in three is not synced.
func commitForEver(path string) {
	s, err := Open(path)
	if err != nil {
		exit(err)
	}
	var out sync.Mutex
	for p := range parties {
		go func() {
			for i := s.index.count(testID("p%d", p)); ; i++ {
				b := Batch{
					Records: []Record{testRecord(testID("p%d", p), i, 400)},
					Notes:   []Note{{"count", []byte{byte(p)}, fmt.Append(nil, i+1)}},
					Sync:    i%3 != 0,
				}
				if err := s.Commit(bg, b); err != nil {
					exit(err)
				}
				if b.Sync {
					out.Lock()
					fmt.Println(p, i)
					out.Unlock()
				}
			}
		}()
	}
	select {}
}

// Figure B and H06: kill -9 in the midst of commits, again and again on one journal. Everything acknowledged with Sync is
// there, transcripts have no holes, and what was committed together is there together.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	acked := make([]int, parties)
	for round := range 5 {
		c := run(t, "commit", path)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			var p, i int
			if _, err := fmt.Sscan(lines.Text(), &p, &i); err != nil {
				break // the last line, cut short
			}
			acked[p] = max(acked[p], i+1)
			if n == 20+7*round {
				if err := c.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := c.Wait(); err == nil || c.ProcessState.Exited() {
			t.Fatalf("the child was not killed: %v", err)
		}
		s := mustOpen(t, path)
		for p := range parties {
			n := length(t, s, testID("p%d", p))
			note, err := s.Note(t.Context(), "count", []byte{byte(p)})
			if n < acked[p] || err != nil || n > 0 && string(note) != fmt.Sprint(n) {
				t.Errorf("round %d, party %d: %d records, note %q, %v; acknowledged %d", round, p, n, note, err, acked[p])
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func hold(path string) {
	if _, err := Open(path); err != nil {
		exit(err)
	}
	fmt.Println("open")
	select {}
}

// THREATS 4, two daemons: the second is refused at once and names the first; the death of the first frees it.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	c := run(t, "hold", path)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_, err = Open(path)
	if l, ok := errors.AsType[*LockedError](err); !ok || l.PID != c.Process.Pid || !errors.Is(err, ErrLocked) ||
		!strings.Contains(err.Error(), fmt.Sprintf("state locked by process %d", c.Process.Pid)) {
		t.Errorf("the second is told %v", err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	c.Wait()
	s := mustOpen(t, path)
	if _, err := Open(path); !errors.Is(err, ErrLocked) {
		t.Errorf("the same process is told %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, path)
}

// copyJournal copies the files of a journal that is open with another log, as a crash may leave it.
func copyJournal(t *testing.T, from, to string, wal []byte) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	err = errors.Join(os.WriteFile(to+"-wal", wal, 0o600), os.WriteFile(to+".lock", []byte("4711 made open\n"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(to + "-shm")
}

// THREATS 4, torn or lost write: whatever was not synced may be lost from any byte on, or be garbage. What is left
// opens, is a prefix of the commits, whole ones only, and has everything acknowledged while the file was that long.
func TestTornWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	s := mustOpen(t, path)
	a, b := testID("a"), testID("b")
	var acked []int64 // length of the log when commit i returned
	for i := range 12 {
		mustCommit(t, s, Batch{Records: []Record{testRecord(a, i, 900), testRecord(b, i, 100+i*300)}, Sync: true})
		f, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		acked = append(acked, f.Size())
	}
	wal, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	opened, dir := 0, QuickDir(t)
	check := func(cut int, torn []byte) {
		t.Helper()
		left := filepath.Join(dir, "journal")
		copyJournal(t, path, left, torn)
		s, err := Open(left)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		defer s.Close()
		want := 0
		for want < len(acked) && acked[want] <= int64(cut) {
			want++
		}
		if n, m := length(t, s, a), length(t, s, b); n != m || n < want || n > want+1 {
			t.Errorf("cut at %d: %d and %d records, acknowledged %d", cut, n, m, want)
		}
		mustCommit(t, s, Batch{Records: []Record{testRecord(a, length(t, s, a), 10)}, Sync: true})
		opened++
	}
	for cut := int(acked[0]); cut <= len(wal); cut += 1531 {
		check(cut, wal[:cut])
		check(cut, append(bytes.Clone(wal[:cut]), bytes.Repeat([]byte{0xa5}, len(wal)-cut)...))
		check(cut, append(bytes.Clone(wal[:cut]), make([]byte, len(wal)-cut)...))
	}
	if opened < 60 {
		t.Errorf("only %d cuts were tried", opened)
	}
	t.Logf("%d torn logs were opened, each a prefix of whole commits with all that was acknowledged", opened)
}

// commitUntilFull commits in a process whose files may not grow beyond size bytes, and reports what was acknowledged
// and the error.
func commitUntilFull(path, size string) {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(path)
	if err != nil {
		exit(err)
	}
	var limit syscall.Rlimit
	if _, err := fmt.Sscan(size, &limit.Cur); err != nil {
		exit(err)
	}
	limit.Max = limit.Cur
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		exit(err)
	}
	for i := 0; ; i++ {
		if err := s.Commit(bg, Batch{Records: []Record{testRecord(testID("a"), i, 2000), testRecord(testID("b"), i, 100)}, Sync: true}); err != nil {
			again := s.Commit(bg, Batch{Notes: []Note{{"b", []byte("k"), nil}}, Sync: true})
			fmt.Println(i, errors.Is(err, ErrFailed), errors.Is(again, ErrFailed))
			fmt.Println(err)
			os.Exit(0) // without Close, as after a crash
		}
	}
}

// THREATS 4, disk full: a real write that is refused or cut short, at many sizes, stops the journal; nothing that was
// acknowledged is lost, and nothing is there by halves.
func TestFull(t *testing.T) {
	for size := 60_000; size < 100_000; size += 5_003 {
		path := filepath.Join(t.TempDir(), "journal")
		out, err := run(t, "full", path, fmt.Sprint(size)).Output()
		if err != nil {
			t.Fatal(err)
		}
		var acked int
		var failed, again bool
		if _, err := fmt.Sscan(string(out), &acked, &failed, &again); err != nil || !failed || !again || acked == 0 {
			t.Fatalf("at %d bytes: %s, %v", size, out, err)
		}
		s := mustOpen(t, path)
		if n, m := length(t, s, testID("a")), length(t, s, testID("b")); n != m || n < acked || n > acked+1 {
			t.Errorf("at %d bytes: %d and %d records, acknowledged %d", size, n, m, acked)
		}
		mustCommit(t, s, Batch{Notes: []Note{{"b", []byte("k"), []byte("v")}}, Sync: true})
	}
}
