package sim

import (
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// end is what comes after the last step: faults stop, heads are compared, and every session ends by its deadline, with
// both sides silent, or at work, or keen on what they want of each other.
func (w *world) end(how string) {
	w.logf("faults stop")
	w.parted = false
	clear(w.failing[:])
	for _, who := range sides {
		w.clocks[seat(who)] = 0
	}
	for _, d := range w.deals {
		for _, who := range sides {
			if s := d.sides[seat(who)]; s.honest() && s.failed {
				s.restart(len(s.disk))
			}
		}
		d.settle()
		switch how {
		case "work":
			d.work()
		case "keen":
			d.finish()
			d.work()
		}
	}
	for _, d := range w.deals {
		d.last()
	}
}

// settle compares heads on a stream that loses nothing.
func (d *deal) settle() {
	if d.connect(0); !d.open {
		return
	}
	d.flush()
	a, b := d.sides[seat("requester")], d.sides[seat("farmer")]
	if !a.honest() || !b.honest() || len(a.held) == len(b.held) {
		return
	}
	behind := a
	if len(b.held) < len(a.held) {
		behind = b
	}
	ahead := d.sides[seat(other(behind.who))]
	for _, f := range ahead.held[len(behind.held):] {
		binds := f.said.kind == messages.Kind_KIND_AGREEMENT || f.said.kind == messages.Kind_KIND_ACCEPTANCE
		if (binds || behind.bound()) && f.said.signer == d.world.peers[behind.who] && !behind.recalled {
			d.world.fail("after an exchange the %s still does not know its own %s", behind.who, f)
		}
	}
	switch behind.refused {
	case messages.Code_CODE_LATE, messages.Code_CODE_DEADLINE:
	default:
		d.world.fail("after an exchange the %s holds %d envelopes, the other %d; it began to refuse with %s",
			behind.who, len(behind.held), len(ahead.held), behind.refused)
	}
}

// flush delivers all that is under way.
func (d *deal) flush() {
	for _, who := range sides {
		d.sides[seat(who)].refused = 0
	}
	for len(d.flying[seat("requester")])+len(d.flying[seat("farmer")]) > 0 {
		for _, who := range sides {
			d.deliver(d.sides[seat(who)], 1, true)
		}
	}
}

// work lets both sides go on for as long as they have something to say.
func (d *deal) work() {
	for x := range uint64(100) {
		if !d.round(x, false) {
			return
		}
	}
	d.world.fail("deal %d goes on for ever", d.number)
}

// finish is that no fault leaves anything behind that is in the way of two honest sides: while there is time, and if they hold
// the same of a deal that has not ended, and no mediator has to judge it, they bring it to the end that both want.
func (d *deal) finish() {
	w, a, b := d.world, d.sides[seat("requester")], d.sides[seat("farmer")]
	v := a.judge.View()
	due, _, waits := v.Deadline()
	soon := w.now + minute/6
	if v.Phase == protocol.Claimed && v.Terms.DeliverByMs < soon { // the answer may come later than the work has to be done
		return
	}
	if !a.honest() || !b.honest() || !d.open || !waits || len(a.held) != len(b.held) || b.judge.View().Timed ||
		v.Phase == protocol.Disputed || due.UnixMilli() < soon {
		return
	}
	from := v.Phase
	w.keen = true
	defer func() { w.keen = false }()
	for x := range uint64(8) {
		d.round(x, false)
	}
	for _, s := range d.sides {
		v := s.judge.View()
		if good := v.Phase == protocol.Settled || v.Free() && v.Phase == protocol.Delivered; !good || !v.Final() {
			w.fail("deal %d was in %s when faults stopped, both sides wanted it, and for the %s it is in %s", d.number, from, s.who, v.Phase)
		}
	}
	w.count(finished, 1)
}

// round is a move of each side that has one, all of which arrives, and reports whether there was any. Who cheats may try
// something else before.
func (d *deal) round(x uint64, attacks bool) bool {
	a, b := d.sides[seat("requester")], d.sides[seat("farmer")]
	before := len(a.held) + len(b.held)
	for _, who := range sides {
		a.confirm()
		d.flush()
		for n := range uint64(3) {
			if attacks {
				d.world.attack(d, who, x*3+n)
			}
		}
		d.world.move(d, who, x*2+1)
		d.flush()
	}
	d.world.now += 1000
	return len(a.held)+len(b.held) > before
}

// advance is a time in which everything goes well, but for who cheats.
func (d *deal) advance(x uint64) {
	if d.world.parted {
		return
	}
	if !d.open {
		d.connect(1)
		d.flush()
	}
	for n := range 1 + x%6 {
		d.round(x+n<<32, true)
	}
}

// last is that every session ends by its deadline, and in the same way to whoever reads the transcript.
func (d *deal) last() {
	w := d.world
	for _, who := range sides {
		s := d.sides[seat(who)]
		if !s.honest() {
			continue
		}
		s.replay()
		if at, _, ok := s.judge.View().Deadline(); ok {
			w.now = max(w.now, at.UnixMilli()+dumbLimits.grace+1)
			s.expire()
		}
		if v := s.judge.View(); len(s.held) > 0 && !v.Final() {
			w.fail("deal %d never ends for the %s: %s", d.number, who, v.Phase)
		}
		s.prefix()
	}
}
