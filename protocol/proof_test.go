package protocol_test

import (
	"testing"

	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// S-3.3-4: two envelopes with one predecessor prove that their signer said two things if it was bound when it said each.
func TestProves(t *testing.T) {
	for _, c := range []struct {
		after int // envelopes of the deal
		line  string
		want  bool
	}{
		{2, "farmer Quote !prev=0 price.per_unit=6", false},
		{3, "requester Reject !prev=1", false},
		{3, "requester Agreement !prev=1 terms.price.ceiling=60", true},
		{7, "farmer Quote !prev=0 price.per_unit=6", false},
		{7, "requester Reject !prev=1", false},
		{7, "requester Agreement !prev=1 terms.price.ceiling=60", true},
		{7, "farmer Reject !prev=2", false},
		{7, "farmer Acceptance !prev=2 signature.account=a signature.signature=01", true},
		{7, "farmer Reject !prev=3 code=FAILED", true},
		{7, "requester Dispute !prev=4", true},
		{7, "farmer Reject !prev=5", true},
		{7, "requester Reject !prev=3", false}, // what it says there contradicts nothing that it said
		{7, "stranger Agreement !prev=1", false},
		{7, "farmer Reject !prev=6", false}, // what follows the head contradicts nothing
	} {
		d := script.New(0, protocol.Limits{})
		for _, line := range deals["paid"][:c.after] {
			if said := d.Do(line); len(d.Raw) == 0 {
				t.Fatalf("%s: %s", line, said)
			}
		}
		raw, err := d.Make(c.line)
		if err != nil {
			t.Fatalf("%s: %v", c.line, err)
		}
		if got := d.Session.Proves(open(t, raw)); got != c.want {
			t.Errorf("after %d, %s: %t", c.after, c.line, got)
		}
		for i, raw := range d.Raw {
			if d.Session.Proves(open(t, raw)) {
				t.Errorf("after %d, envelope %d proves something by itself", c.after, i)
			}
		}
	}
}
