package requester_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
)

// Who was not hired is named, however many they are in a text that somebody reads.
func TestUnfilledText(t *testing.T) {
	of := func(filled, refused int) string {
		u := &requester.Unfilled{Service: "test/1", Want: 3, Filled: filled}
		for i := range refused {
			u.Refused = append(u.Refused, requester.Refused{Farmer: messages.Key{byte(i)}, Err: errors.New("no")})
		}
		return u.Error()
	}
	for _, c := range []struct {
		filled, refused int
		want            string
	}{
		{0, 0, "no farmer found for service test/1"},
		{2, 0, "hired 2 of 3 for service test/1: no other farmer found"},
		{1, 1, "hired 1 of 3 for service test/1:\n  farmer 00000000: no"},
	} {
		if got := of(c.filled, c.refused); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if got := of(0, 50_000); strings.Count(got, "\n") != 17 || !strings.HasSuffix(got, fmt.Sprintf("\n  and %d more", 50_000-16)) {
		t.Errorf("of 50,000 it says %d bytes, and at the end %q", len(got), got[len(got)-30:])
	}
}
