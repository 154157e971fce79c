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

// FuzzResume: whatever the other side says of how far it is, one of both sides lacks nothing, what is sent lies within the
// transcript, and who claims another history is told so.
func FuzzResume(f *testing.F) {
	all := sealed(f, deals["paid"])
	f.Add(byte(3), uint32(2), byte(1), true)
	f.Add(byte(7), uint32(9), byte(9), true)
	f.Add(byte(0), uint32(4), byte(0), false)
	f.Fuzz(func(t *testing.T, held byte, count uint32, head byte, own bool) {
		held, head = held%byte(len(all)+1), head%byte(len(all))
		s := protocol.New(script.Peer("farmer"), 0, protocol.Limits{})
		for _, e := range all[:held] {
			if err := s.Apply(e, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		session, id := s.View().Session, all[head].ID()
		if !own {
			session[0] ^= 1
		}
		from, behind, err := s.Missing(&messages.Resume{Session: session[:], Count: count, Head: id[:]})
		if held > 0 && !own != (protocol.CodeOf(err) == protocol.NotFound) {
			t.Fatalf("another session: %v", err)
		}
		if err != nil {
			typed(t, err)
			return
		}
		theirs := int(min(count, 1<<20))
		if from < 0 || from > int(held) || behind < 0 || behind > 0 && from != int(held) {
			t.Fatalf("of %d envelopes send from %d, expect %d", held, from, behind)
		}
		if held > 0 && theirs > 0 && theirs <= int(held) && (theirs != from || id != all[theirs-1].ID()) {
			t.Fatalf("%d claimed with the head of %d: send from %d", theirs, head, from)
		}
	})
}
