package journaltest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/parleytest/journaltest"
)

// Figure B: every crash point of a run, before and after, from a first run that counts them.
func ExampleCrashing() {
	s := journaltest.ID("s")
	work := func(j journal.Journal) (err error) {
		for i := 0; i < 3 && err == nil; i++ {
			err = j.Commit(context.Background(), journal.Batch{Records: journaltest.Records(s, i, i+1)})
		}
		return err
	}
	dry := journaltest.Crashing(new(journal.Memory), 0, journaltest.Before, nil)
	fmt.Println(work(dry))
	for at := range dry.Commits() {
		for _, when := range []journaltest.Moment{journaltest.Before, journaltest.After} {
			var inner journal.Memory
			err := work(journaltest.Crashing(&inner, at+1, when, nil))
			left := 0
			for range inner.Transcript(context.Background(), s) {
				left++
			}
			fmt.Printf("%s commit %d: %v; %d left\n", when, at+1, err, left)
		}
	}
	// Output:
	// <nil>
	// before commit 1: journal crashed, as it was told to; 0 left
	// after commit 1: journal crashed, as it was told to; 1 left
	// before commit 2: journal crashed, as it was told to; 1 left
	// after commit 2: journal crashed, as it was told to; 2 left
	// before commit 3: journal crashed, as it was told to; 2 left
	// after commit 3: journal crashed, as it was told to; 3 left
}

func TestCrashing(t *testing.T) {
	s := journaltest.ID("s")
	for at := 1; at <= 3; at++ {
		for _, when := range []journaltest.Moment{journaltest.Before, journaltest.After} {
			inner, acted := new(journal.Memory), 0
			j := journaltest.Crashing(inner, at, when, func() { acted++ })
			for i := range 3 {
				err := j.Commit(t.Context(), journal.Batch{Records: journaltest.Records(s, i, i+1)})
				if failed := i >= at-1; failed != errors.Is(err, journaltest.ErrCrashed) || failed != j.Crashed() {
					t.Fatalf("%s %d: commit %d: %v", when, at, i, err)
				}
			}
			want := at
			if when == journaltest.Before {
				want--
			}
			if n := len(journaltest.Collect(t, inner.Transcript(t.Context(), s))); n != want || acted != 1 {
				t.Errorf("%s %d: %d records, want %d; acted %d times", when, at, n, want, acted)
			}
			if err := j.Forget(t.Context(), s); !errors.Is(err, journaltest.ErrCrashed) {
				t.Errorf("forget after a crash: %v", err)
			}
		}
	}
}
