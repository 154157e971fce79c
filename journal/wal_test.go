//go:build unix

package journal

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Sizes of records whose commits have one frame in the log, and several.
var sizes = map[string]int{"one frame": 100, "several": 9000}

// logged makes a journal with so many commits in its log, each of one record of a size, and returns its path, the log, and how long that was
// after each commit.
func logged(t *testing.T, commits, size int) (path string, wal []byte, ends []int) {
	t.Helper()
	path = filepath.Join(QuickDir(t), "live")
	s := mustOpen(t, path)
	for i := range commits {
		mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), i, size)}, Sync: true})
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, int(info.Size()))
	}
	return path, readLog(t, path), ends
}

func readLog(t *testing.T, path string) []byte {
	t.Helper()
	wal, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return wal
}

// judge is what inspect says of a log.
func judge(t *testing.T, wal []byte) string {
	t.Helper()
	damage, err := inspect(bufio.NewReader(bytes.NewReader(wal)))
	if err != nil {
		t.Fatal(err)
	}
	return damage
}

const testFrame = frameHead + 4096

// THREATS 4: a bit that has rotted in a log that a crash has left, or a sector or block of it that is zero, anywhere before the last two commits, is
// damage; behind it whatever is read is a prefix that lacks no more than those.
func TestRottenLog(t *testing.T) {
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			path, wal, ends := logged(t, 12, size)
			left := filepath.Join(QuickDir(t), "journal")
			open := func(what string, at int, rotten []byte) {
				t.Helper()
				copyJournal(t, path, left, rotten)
				s, err := Open(left)
				if err == nil {
					if n := length(t, s, testID("a")); n < len(ends)-2 {
						t.Errorf("%s at byte %d of %d is not noticed, and %d records are left", what, at, len(wal), n)
					}
					s.Close()
				} else if c, ok := errors.AsType[*CorruptError](err); !ok || c.Path != left {
					t.Fatalf("%s at byte %d: %v", what, at, err)
				}
			}
			var places []int // some anywhere, and all in the frames' heads
			for at := 0; at < len(wal); at += 1019 {
				places = append(places, at)
			}
			for head := walHead; head < len(wal); head += testFrame {
				for at := head; at < head+frameHead; at++ {
					places = append(places, at)
				}
			}
			for _, at := range places {
				rotten := bytes.Clone(wal)
				rotten[at] ^= 1 << (at % 8)
				open("a flip", at, rotten)
			}
			for _, zeros := range []int{512, 4096} {
				for at := 0; at+zeros <= len(wal); at += zeros {
					rotten := bytes.Clone(wal)
					clear(rotten[at : at+zeros])
					open("zeros", at, rotten)
				}
			}
		})
	}
}

// Who reads that a log is damaged is told what to do; opened again it says the same, and is left as it is.
func TestRottenLogIsLeft(t *testing.T) {
	path, wal, ends := logged(t, 4, 9000)
	left := filepath.Join(QuickDir(t), "journal")
	rotten := bytes.Clone(wal)
	clear(rotten[ends[0]+100 : ends[0]+612])
	copyJournal(t, path, left, rotten)
	for range 2 {
		if _, err := Open(left); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "bring back a backup") {
			t.Errorf("a zeroed sector: %v", err)
		}
	}
	if !bytes.Equal(readLog(t, left), rotten) {
		t.Error("what is left of the log was changed")
	}
}

// THREATS 4, torn or lost write: the last commit's sectors may reach the disk in any order, over nothing or over what an older log has left.
// That is no damage.
func TestTornInAnyOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	torn := 0
	for name, commits := range map[string]int{"one frame": 44, "several": 14} { // some heads of frames lie across sectors
		_, wal, ends := logged(t, commits, sizes[name])
		for last := range ends {
			from, to := walHead, ends[last]
			if last > 0 {
				from = ends[last-1]
			}
			older := bytes.Clone(wal[from:to]) // as if written by an older log: the salts differ, the marks are there
			for at := 0; at < len(older); at += testFrame {
				binary.BigEndian.PutUint32(older[at+4:], 7)
				older[at+8]++
			}
			for _, under := range [][]byte{make([]byte, to-from), older, bytes.Repeat([]byte{0xa5}, to-from)} {
				for range 1000 / commits {
					b := append(bytes.Clone(wal[:to]), older...)
					for at := from; at < to; at = (at/512 + 1) * 512 {
						if end := min((at/512+1)*512, to); rng.IntN(3) == 0 {
							copy(b[at:end], under[at-from:end-from])
						}
					}
					if damage := judge(t, b); damage != "" {
						t.Fatalf("%s: commit %d, torn: %s", name, last, damage)
					}
					torn++
				}
			}
		}
	}
	t.Logf("%d torn logs are taken for that", torn)
}

// A crash may tear what was written after one that tore more: the log is begun anew between them, so that nothing of the first is behind the second.
func TestTornAgain(t *testing.T) {
	path, wal, ends := logged(t, 6, 9000)
	left, again := filepath.Join(QuickDir(t), "journal"), filepath.Join(QuickDir(t), "again")
	from := ends[2]
	for drop := range 3 { // which frame of commit 4 did not get there: of 5 and 6 there is all that a disk may have without a sync
		torn := bytes.Clone(wal[:ends[3]])
		clear(torn[from+drop*testFrame : from+(drop+1)*testFrame])
		copyJournal(t, path, left, torn)
		s := mustOpen(t, left)
		n := length(t, s, testID("a"))
		for i := range 2 {
			mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), n+i, 100)}, Sync: true})
		}
		second := readLog(t, left)
		if bytes.Equal(second[16:24], torn[16:24]) {
			t.Errorf("the log goes on with the salts of before the crash")
		}
		clear(second[walHead+testFrame:][:testFrame])
		copyJournal(t, left, again, second[:len(second)-testFrame])
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if damage := judge(t, second[:len(second)-testFrame]); damage != "" {
			t.Errorf("frame %d: %s", drop, damage)
		}
	}
}

// What an older log has left behind the end of one that began anew at its start is no damage, torn or not.
func TestLogBegunAnew(t *testing.T) {
	path := filepath.Join(QuickDir(t), "journal")
	s := mustOpen(t, path)
	var salts []byte
	for i, rounds := 0, 0; rounds < 3; i++ {
		mustCommit(t, s, Batch{Notes: []Note{{"b", []byte("k"), make([]byte, 100_000)}}, Sync: true})
		wal := readLog(t, path)
		if !bytes.Equal(wal[16:24], salts) {
			salts = bytes.Clone(wal[16:24])
			rounds++
		}
		if damage := judge(t, wal); damage != "" {
			t.Fatalf("after %d commits: %s", i+1, damage)
		}
		if i%7 == 0 {
			rotten := bytes.Clone(wal)
			rotten[walHead+2*testFrame+200] ^= 1
			if damage := judge(t, rotten); damage == "" && i > 2 && rounds == 1 {
				t.Errorf("after %d commits damage is not seen", i+1)
			}
		}
	}
}

// THREATS 4, B: a journal that was not closed and has no log any more lacks what was committed last; one that was closed lacks nothing.
func TestLogGone(t *testing.T) {
	path, _, _ := logged(t, 3, 9000)
	left := filepath.Join(t.TempDir(), "journal")
	copyJournal(t, path, left, nil)
	if err := os.Remove(left + "-wal"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := Open(left); !errors.Is(err, ErrCorrupt) {
			t.Errorf("the log is gone: %v", err)
		}
	}
	if err := os.Remove(left + ".lock"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s := mustOpen(t, left)
		if !hasLog(left) || says(t, left) != opened {
			t.Errorf("while it is open the log is there: %t, and the lock file says %q", hasLog(left), says(t, left))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if hasLog(left) {
			t.Error("the log of what was closed is there")
		}
	}
}

// Open that fails after a crash removes no log without a word about it: the next one is told the same.
func TestLogOfFailedOpen(t *testing.T) {
	path, wal, _ := logged(t, 3, 9000)
	left := filepath.Join(t.TempDir(), "journal")
	copyJournal(t, path, left, wal)
	broken := errors.New("too many open files")
	if _, err := openWith(left, func(t table) table { return &unreadable{t, broken} }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if n := length(t, mustOpen(t, left), testID("a")); n != 3 {
		t.Errorf("%d records", n)
	}
}

type unreadable struct {
	table
	err error
}

func (u *unreadable) scan(func(int64, []byte, int64) error) error { return u.err }

// A frame that is bad may end a commit itself; a later one needs no more than the log's salts.
func TestBadFrame(t *testing.T) {
	type page struct{ number, pages, content uint32 }
	for name, c := range map[string]struct {
		frames  []page
		damaged bool
	}{
		"it ends a commit":  {[]page{{2, 5, 1}, {2, 5, 2}}, true},
		"a later one":       {[]page{{2, 0, 1}, {3, 5, 2}, {4, 0, 3}}, true},
		"in the last":       {[]page{{2, 0, 1}, {3, 0, 2}, {4, 5, 3}}, false},
		"in one that lacks": {[]page{{2, 0, 1}, {3, 0, 2}, {4, 0, 3}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			wal := newTestLog()
			for _, p := range c.frames {
				wal = appendFrame(wal, p.number, p.pages, p.content)
			}
			if damage := judge(t, wal); damage != "" {
				t.Errorf("sound, and %s", damage)
			}
			for at := walHead + 16; at < walHead+frameHead+512; at++ { // its checksum, or its page
				wal[at] ^= 1
				if damage := judge(t, wal); (damage != "") != c.damaged {
					t.Errorf("byte %d: %q, want damage: %t", at, damage, c.damaged)
				}
				wal[at] ^= 1
			}
		})
	}
}

// checkLog relies on it: SQLite repeats no frame to fill a sector, and what is written once has one frame.
func TestNoFrameIsRepeated(t *testing.T) {
	_, wal, ends := logged(t, 4, 100)
	if want := walHead + len(ends)*testFrame; len(wal) != want {
		t.Errorf("the log of %d commits has %d bytes, want %d", len(ends), len(wal), want)
	}
}

// newTestLog is the head of a log of pages of 512 bytes.
func newTestLog() []byte {
	head := binary.BigEndian.AppendUint32(nil, walMagic|1)
	for _, field := range []uint32{walFormat, 512, 0, 7, 11} {
		head = binary.BigEndian.AppendUint32(head, field)
	}
	return appendSum(head, checksumPair{}.add(binary.BigEndian, head))
}

func appendSum(b []byte, sum checksumPair) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, sum[0]), sum[1])
}

// appendFrame continues a log of newTestLog.
func appendFrame(wal []byte, number, pages, content uint32) []byte {
	last := noted(wal[24:])
	if len(wal) > walHead {
		last = noted(wal[len(wal)-512-8:])
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, number), pages)
	body := bytes.Repeat(binary.BigEndian.AppendUint32(nil, content), 128)
	sum := last.add(binary.BigEndian, head).add(binary.BigEndian, body)
	return append(appendSum(append(append(wal, head...), wal[16:24]...), sum), body...)
}

// FuzzLog: no log makes it fail, nor is it damaged where it was only cut.
func FuzzLog(f *testing.F) {
	f.Add([]byte("a head that is none, and something behind it"), 3)
	f.Add(appendFrame(appendFrame(appendFrame(newTestLog(), 2, 0, 1), 3, 5, 2), 3, 5, 3), 700)
	f.Fuzz(func(t *testing.T, wal []byte, cut int) {
		if judge(t, wal) == "" && cut >= 0 && cut < len(wal) {
			if damage := judge(t, wal[:cut]); damage != "" {
				t.Errorf("cut at %d: %s", cut, damage)
			}
		}
	})
}
