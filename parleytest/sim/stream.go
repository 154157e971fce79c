package sim

import (
	"slices"

	"github.com/parley-p2p/parley/messages"
)

// flight is a frame under way.
type flight struct {
	*frame
	number  int  // how many were sent before it
	arrived bool // it did, and may again
	held    bool // it should have, and the network was parted
}

// send puts a frame under way, if there is a stream.
func (d *deal) send(from string, f *frame) {
	if to := seat(other(from)); d.open {
		d.flying[to] = append(d.flying[to], &flight{frame: f, number: d.sent[to]})
		d.sent[to]++
	}
}

// cut loses the stream and what is under way on it, and returns how much that was.
func (d *deal) cut() (gone int) {
	d.open = false
	for _, who := range sides {
		s := d.sides[seat(who)]
		for _, f := range d.flying[seat(who)] {
			if s.honest() && !f.arrived {
				gone++
			}
		}
		d.flying[seat(who)] = nil
		s.greeted = false
	}
	return gone
}

// pick is the index of something that is under way to a party, mostly what was sent first; -1 if nothing is.
func (d *deal) pick(to string, x uint64) int {
	n := len(d.flying[seat(to)])
	switch {
	case n == 0 || d.world.parted:
		return -1
	case x%4 == 0:
		return int(x/4) % n
	}
	return 0
}

// deliver lets something arrive. An envelope may arrive again if it is not taken off the way, as one that is sent anew does; a
// Resume says how far its sender was when it was sent, on a stream that repeats nothing.
func (d *deal) deliver(to *side, x uint64, off bool) {
	i := d.pick(to.who, x)
	if i < 0 {
		d.hold(to)
		return
	}
	f := d.flying[seat(to.who)][i]
	before := d.flying[seat(to.who)][:i]
	if off || f.resume != nil {
		d.remove(to.who, i)
	}
	if to.honest() {
		d.arrives(to, f, before)
		to.receive(f.frame)
	}
}

// hold notes what would have arrived if the network were not parted.
func (d *deal) hold(to *side) {
	for _, f := range d.flying[seat(to.who)] {
		if to.honest() && !f.held {
			f.held = true
			d.world.count(heldBack, 1)
			return
		}
	}
}

// arrives notes what is wrong with how a frame arrives: again, before another, after another.
func (d *deal) arrives(to *side, f *flight, before []*flight) {
	if to.failed {
		return
	}
	w, newest := d.world, &d.newest[seat(to.who)]
	switch early := func(b *flight) bool { return !b.arrived }; {
	case f.arrived:
		w.count(repeated, 1)
	case slices.ContainsFunc(before, early):
		w.count(overtaking, 1)
	case f.number < *newest:
		w.count(overtaken, 1)
	}
	if apart := w.clocks[0] - w.clocks[1]; f.resume == nil && max(apart, -apart) > dumbLimits.grace {
		w.count(askew, 1)
	}
	f.arrived, *newest = true, max(*newest, f.number)
}

// drop loses something.
func (d *deal) drop(to *side, x uint64) {
	i := d.pick(to.who, x)
	if i < 0 {
		return
	}
	if to.honest() && !d.flying[seat(to.who)][i].arrived {
		d.world.count(lost, 1)
	}
	d.remove(to.who, i)
}

func (d *deal) remove(to string, i int) {
	d.flying[seat(to)] = append(d.flying[seat(to)][:i:i], d.flying[seat(to)][i+1:]...)
}

// brink is S-4.2-1 and S-4.2-2 to the millisecond: whoever is on turn moves when its clock says that this is the last moment,
// and the other's says, when it hears of it, that the grace is about to end.
func (d *deal) brink(x uint64) {
	w := d.world
	on := d.sides[seat("farmer")]
	if on.model.turn() == "requester" {
		on = d.sides[seat("requester")]
	}
	off := d.sides[seat(other(on.who))]
	deadline, _ := on.model.deadline()
	if !on.honest() || !off.honest() || deadline == 0 || on.now() > deadline || w.parted || !d.open {
		return
	}
	w.now += deadline - on.now()
	w.leap[seat(off.who)] = deadline + dumbLimits.grace - off.now()
	on.last, off.last = false, false
	w.move(d, on.who, x)
	d.flush()
	if on.last && off.last {
		w.count(brink, 1)
	}
	w.leap[seat(off.who)] = 0
}

// connect opens a new stream, on which both sides say how far they are. A requester that has forgotten a deal does not.
func (d *deal) connect(x uint64) {
	w := d.world
	d.cut()
	if w.parted && !d.lost {
		w.count(keptApart, 1)
	}
	if w.parted || d.lost {
		return
	}
	d.open = true
	for _, who := range sides {
		s := d.sides[seat(who)]
		switch {
		case !s.honest():
			d.send(who, &frame{resume: d.lie(s, x), forged: lied})
		case !s.failed:
			s.behind = 0
			s.commit(false)
			d.send(who, &frame{resume: s.resume()})
		}
	}
}

// lie is what one who cheats says of itself: the truth about the other's transcript, or less, or more, or another one.
func (d *deal) lie(s *side, x uint64) *messages.Resume {
	r := d.world.random(x)
	victim := d.sides[seat(other(s.who))]
	resume := victim.judge.Resume()
	if len(victim.held) == 0 {
		id := messages.SessionID(d.sow.said.id, d.world.farmer)
		resume.Session = id[:]
	}
	if r.IntN(2) == 0 || resume.Count == 0 {
		return resume
	}
	resume.Count = uint32(r.IntN(int(resume.Count) + 2))
	if n := int(resume.Count); n > 0 && n <= len(victim.held) {
		resume.Head = victim.held[n-1].said.id[:]
	}
	switch r.IntN(6) {
	case 0:
		resume.Head = make([]byte, 32)
	case 1:
		resume.Session = make([]byte, 32)
	}
	return resume
}
