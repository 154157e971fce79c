//go:build unix

package journal

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/internal/dbfile"
)

const (
	benchParties = 64  // that commit at once, or envelopes in one write
	benchSize    = 600 // bytes of an envelope
)

// BenchmarkCommit prints what a synced envelope costs, in CPU time of the process and on the clock, beside the floor:
// the same bytes appended to a file and synced, 64 at a time. The shapes of a table that were compared for the log are
// blob (as it is: one row for 64) and row (one for each, in one transaction).
func BenchmarkCommit(b *testing.B) {
	b.Run("floor", benchFloor)
	b.Run("blob", func(b *testing.B) { benchTable(b, 1) })
	b.Run("row", func(b *testing.B) { benchTable(b, benchParties) })
	b.Run("memory", func(b *testing.B) { benchJournal(b, new(Memory), benchParties) })
	b.Run("sqlite", func(b *testing.B) {
		benchJournal(b, mustOpen(b, filepath.Join(b.TempDir(), "journal")), benchParties)
	})
	b.Run("sqlite/alone", func(b *testing.B) {
		benchJournal(b, mustOpen(b, filepath.Join(b.TempDir(), "journal")), 1)
	})
	b.Run("floor/alone", benchFloorAlone)
}

// cpu is what the process has used, all threads, user and system.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure runs f, which handles b.N envelopes.
func measure(b *testing.B, f func()) {
	b.Helper()
	b.ReportAllocs()
	before := cpu(b)
	b.ResetTimer()
	f()
	b.StopTimer()
	b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/1000/float64(b.N), "cpu-µs/envelope")
}

func benchFloor(b *testing.B)      { floor(b, benchParties) }
func benchFloorAlone(b *testing.B) { floor(b, 1) }

func floor(b *testing.B, together int) {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	bytes := make([]byte, together*benchSize)
	measure(b, func() {
		for i := 0; i < b.N; i += together {
			if _, err := f.Write(bytes); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// benchTable writes 64 envelopes a transaction, in so many rows.
func benchTable(b *testing.B, rows int) {
	path := filepath.Join(b.TempDir(), "journal")
	if err := dbfile.Make(path, create); err != nil {
		b.Fatal(err)
	}
	t, err := openTable(path)
	if err != nil {
		b.Fatal(err)
	}
	defer t.close(false)
	directory, data := make([]byte, 90*benchParties/rows), make([]byte, benchSize*benchParties/rows)
	row := 0
	measure(b, func() {
		for i := 0; i < b.N; i += benchParties {
			tx, err := t.writer.BeginTx(b.Context(), nil)
			if err != nil {
				b.Fatal(err)
			}
			insert := tx.Stmt(t.insert)
			for range rows {
				row++
				if _, err := insert.Exec(row, directory, data); err != nil {
					b.Fatal(err)
				}
			}
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchJournal(b *testing.B, j Journal, parties int) {
	var left atomic.Int64
	left.Store(int64(b.N))
	measure(b, func() {
		var done sync.WaitGroup
		for p := range parties {
			done.Go(func() {
				session, envelope := testID("p%d", p), make([]byte, benchSize)
				for i := 0; left.Add(-1) >= 0; i++ {
					if i%8 == 0 { // a session has an end
						session = testID("p%d/%d", p, i)
					}
					r := Record{Session: session, Index: i % 8, Envelope: envelope, ID: session, At: time.Unix(0, int64(i))}
					if err := j.Commit(b.Context(), Batch{Records: []Record{r}, Sync: true}); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		done.Wait()
	})
	if s, ok := j.(*SQLite); ok {
		b.ReportMetric(float64(b.N)/float64(s.written), "envelopes/write")
	}
}
