package protocol_test

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// FuzzApply plays any sequence of envelopes of any deals, with the clock moving, and any bytes as a body at the end:
// nothing panics, nothing refused leaves a trace (script.Deal checks), what is refused has a code.
func FuzzApply(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6}, []byte{}, byte(1))
	f.Add([]byte{0, 1, 2, 3, 4, 200, 5, 6}, []byte{8, 1}, byte(7))
	f.Add([]byte{0, 0, 201, 255, 1, 1}, []byte{0x0a, 0x02, 8, 1}, byte(3))
	var raws [][]byte
	for _, name := range []string{"paid", "bargain", "progress", "reward", "dispute"} {
		for _, e := range sealed(f, deals[name]) {
			raws = append(raws, e.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, order, body []byte, kind byte) {
		d := script.New(protocol.Role(kind%3), protocol.Limits{Rounds: 2, Windows: 2, RewardTries: 1})
		for _, i := range order[:min(len(order), 64)] {
			switch {
			case int(i) < len(raws):
				typed(t, d.Offer(raws[i]))
			case i >= 250:
				d.Session.Expire(d.Now)
			default:
				d.Now = d.Now.Add(time.Duration(i) * time.Second)
			}
		}
		for _, who := range []string{"requester", "farmer", "mediator"} {
			k := messages.Kind(kind & 0x7f)
			if k == 0 {
				k = 1
			}
			typed(t, d.Offer(script.Envelope(k, body, d.Session.View().Head, script.Key(who))))
		}
		v := d.Session.View()
		if owed, _ := v.Owed(); v.Terms != nil && owed.Cmp(v.Cost(v.Terms.Units)) > 0 {
			t.Fatalf("%s is owed, above the terms' %s", owed, v.Cost(v.Terms.Units))
		}
	})
}

func typed(t *testing.T, err error) {
	t.Helper()
	if err != nil && protocol.CodeOf(err) == protocol.Internal {
		t.Fatalf("refused without a type: %v", err)
	}
}
