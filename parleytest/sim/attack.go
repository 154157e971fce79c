package sim

import (
	"math/rand/v2"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"google.golang.org/protobuf/proto"
)

// attack is something that the one who cheats says straight to the other: nearly always something wrong.
func (w *world) attack(d *deal, who string, x uint64) {
	victim := d.sides[seat(other(who))]
	if w.cheat != who || victim.failed {
		return
	}
	r := w.random(x)
	f := new(frame)
	switch r.IntN(12) {
	case 0: // of this session, of another, of the victim's own
		*f = frame{envelope: w.said[r.IntN(len(w.said))].envelope, forged: replayed}
	case 1:
		*f = frame{resume: d.lie(d.sides[seat(who)], x), forged: lied}
	case 2:
		*f = frame{envelope: w.frame(garble(r, w.forge(d, who, r))).envelope, forged: garbled}
	default:
		*f = frame{envelope: w.frame(w.forge(d, who, r)).envelope, forged: forged}
	}
	w.logf("  the %s cheats with %s", who, f)
	victim.receive(f)
}

// forge seals what need not be legal: of any kind, after any envelope, by any key but the victim's, with any field wrong.
func (w *world) forge(d *deal, who string, r *rand.Rand) []byte {
	victim := d.sides[seat(other(who))]
	v, p := victim.judge.View(), policy{r, w.cast, w.clock(who), true}
	kind := messages.Kind(1 + r.IntN(15))
	if r.IntN(8) == 0 {
		kind = messages.Kind(1 + r.IntN(127))
	}
	if legal := w.legal(victim, who); len(legal) > 0 && r.IntN(8) > 0 {
		kind = legal[r.IntN(len(legal))]
		for n := 0; n < 3 && (kind == messages.Kind_KIND_SOW || kind == messages.Kind_KIND_REJECT); n++ { // the least can be wrong with them
			kind = legal[r.IntN(len(legal))]
		}
	}
	signer := who
	switch r.IntN(16) {
	case 0:
		signer = []string{"stranger", "mediator", "mediator2"}[r.IntN(3)]
	case 1, 2, 3:
		if kind == messages.Kind_KIND_VERDICT {
			signer = "mediator"
		}
	}
	prev := v.Head
	switch n := len(victim.held); {
	case kind == messages.Kind_KIND_ASK && r.IntN(4) > 0:
		prev = v.Session
	case n > 0 && r.IntN(10) == 0:
		prev = victim.held[r.IntN(n)].said.prev
	case r.IntN(24) == 0:
		prev = messages.ID{byte(r.IntN(3))}
	}
	body := []byte{0xff}
	if kind.New() != nil {
		m := p.say(kind, v)
		if n := r.IntN(8) / 3; n > 0 {
			m = proto.Clone(m).(messages.Message) // parts of it are parts of v
			for range n {
				distort(r, w.cast, m)
			}
		}
		body = script.Marshal(m)
	}
	if r.IntN(24) == 0 {
		body = append(body, make([]byte, padding(r, len(body)))...)
	}
	return w.seal(kind, body, prev, signer)
}

// padding is a little, or what makes the envelope of a body about as large as one may be.
func padding(r *rand.Rand, body int) int {
	const outside = 139 // bytes of an envelope that are not its body, or one more
	if r.IntN(4) > 0 {
		return 1 + r.IntN(70)
	}
	limit := largestOther
	if r.IntN(2) == 0 {
		limit = largestSOW
	}
	return max(0, limit-outside-body-2+r.IntN(5))
}

// legal are the kinds that the victim would take now from the one who cheats.
func (w *world) legal(victim *side, who string) []messages.Kind {
	var kinds []messages.Kind
	for k := range victim.judge.Next(roles[who]) {
		kinds = append(kinds, k)
	}
	return kinds
}

// seal signs a body whatever it says.
func (w *world) seal(kind messages.Kind, body []byte, prev messages.ID, who string) []byte {
	signature, err := messages.Sign(w.keys[who], script.SignedBytes(kind, w.peers[who], prev, body))
	if err != nil {
		w.fail("the %s cannot sign: %v", who, err)
	}
	return script.Encode(kind, w.peers[who], prev, body, signature)
}

// garble changes an envelope after it was signed.
func garble(r *rand.Rand, raw []byte) []byte {
	at := r.IntN(len(raw))
	switch r.IntN(4) {
	case 0:
		return raw[:at]
	case 1:
		return append(raw, raw[at:]...)
	case 2:
		raw[len(raw)-1-r.IntN(64)] ^= 1 << r.IntN(8)
		return raw
	}
	raw[at] ^= 1 << r.IntN(8)
	return raw
}
