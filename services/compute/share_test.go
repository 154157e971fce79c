package compute_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
)

// FuzzShare: what terms, claims and commitments say is taken whole and within its bounds, and is the same when it is written again.
func FuzzShare(f *testing.F) {
	f.Add([]byte(`{"tasks":[0,3,7]}`))
	f.Add([]byte(`{"tasks":[3,3]}`))
	f.Add([]byte(`{"tasks":[0],"tariff":{"perUnit":"10","perDeal":"7"}}`))
	f.Add([]byte(`{"perUnit":"10","perDeal":"7"}`))
	f.Add([]byte(`{"perUnit":"1e9","perDeal":"0"}`))
	f.Add([]byte(`{"task":1,"cid":"` + aCID + `","exit":0,"ended":"exited","wallMs":1}`))
	f.Add([]byte(`{"commitment":"` + strings.Repeat("0a", 32) + `"}`))
	f.Add([]byte(`{"commitment":"` + strings.Repeat("0A", 32) + `"}`))
	f.Add([]byte(`{"task":-1,"cid":"","ended":"\u001b[2J"} {}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, ok := codec(t, compute.Shares, b); ok {
			if n := len(s.Tasks); n == 0 || n > compute.MaxShare || s.Tasks[0] < 0 || !slices.IsSorted(s.Tasks) || len(slices.Compact(slices.Clone(s.Tasks))) != n {
				t.Fatalf("%s was taken as %v", b, s.Tasks)
			}
		}
		if s, ok := codec(t, compute.Tariffs, b); ok {
			if perDeal, err := messages.ParseAmount(s.PerDeal); err != nil || perDeal.IsZero() {
				t.Fatalf("%s was taken as %+v", b, s)
			}
		}
		if s, ok := codec(t, compute.Seals, b); ok {
			if len(s.Commitment) != 64 || strings.Trim(s.Commitment, "0123456789abcdef") != "" {
				t.Fatalf("%s was taken as %+v", b, s)
			}
		}
		if d, ok := codec(t, compute.Claims, b); ok {
			if d.Task < 0 || d.Task >= compute.MaxTasks || d.WallMs < 0 || strings.ContainsFunc(d.Ended+d.Detail, unicode.IsControl) {
				t.Fatalf("%s was taken as %+v", b, d)
			}
			if _, err := compute.Digest(&messages.Payload{Type: compute.Claims.Type, Body: b}); err != nil {
				t.Fatalf("%s was taken and has no digest: %v", b, err)
			}
		}
	})
}

// codec reads b, and checks that what is read is JSON, and the same when it was written and read again.
func codec[T any](t *testing.T, c messages.Codec[*T], b []byte) (*T, bool) {
	t.Helper()
	v, err := c.Decode(&messages.Payload{Type: c.Type, Body: b})
	if err != nil {
		return nil, false
	}
	p, err := c.Encode(v)
	if err != nil || !json.Valid(b) {
		t.Fatalf("%q was read and cannot be written: %v", b, err)
	}
	again, err := c.Decode(p)
	if diff := cmp.Diff(v, again); err != nil || diff != "" {
		t.Fatalf("%v (-read +read again):\n%s", err, diff)
	}
	return v, true
}
