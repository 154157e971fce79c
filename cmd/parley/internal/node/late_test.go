package node

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestLate: who waits is told for what and until when, but not where it is there soon, or is no longer wanted.
func TestLate(t *testing.T) {
	for _, c := range []struct {
		what         string
		after        time.Duration
		canceled, is bool
	}{
		{"it is there soon", soon / 2, false, false},
		{"it is late", 2 * soon, false, true},
		{"nobody waits", 2 * soon, true, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var said []string
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				config := Config{Say: func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }}
				until := time.Now().Add(chainTime).Format(time.TimeOnly)
				there := config.late(ctx, chainTime, "the chain at home")
				if c.canceled {
					cancel()
				}
				time.Sleep(c.after) // virtual
				synctest.Wait()
				there()
				time.Sleep(2 * soon)
				synctest.Wait()
				want := ""
				if c.is {
					want = "waiting for the chain at home; until " + until + " at the latest"
				}
				if got := strings.Join(said, "\n"); got != want {
					t.Errorf("it says %q, want %q", got, want)
				}
			})
		})
	}
}
