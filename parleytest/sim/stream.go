package sim

import (
	"github.com/parley-p2p/parley/messages"
)

// send puts a frame under way, if there is a stream.
func (d *deal) send(from string, f *frame) {
	if d.open {
		d.flying[seat(other(from))] = append(d.flying[seat(other(from))], f)
	}
}

// cut loses the stream and what is under way on it.
func (d *deal) cut() {
	d.open = false
	for _, who := range sides {
		d.flying[seat(who)] = nil
		d.sides[seat(who)].greeted = false
	}
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
		return
	}
	f := d.flying[seat(to.who)][i]
	if off || f.resume != nil {
		d.drop(to.who, x)
	}
	if to.honest() {
		to.receive(f)
	}
}

func (d *deal) drop(to string, x uint64) {
	if i := d.pick(to, x); i >= 0 {
		d.flying[seat(to)] = append(d.flying[seat(to)][:i:i], d.flying[seat(to)][i+1:]...)
	}
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
	was := w.clocks[seat(off.who)]
	w.now += deadline - on.now()
	w.clocks[seat(off.who)] = deadline + dumbLimits.grace - w.now
	w.move(d, on.who, x)
	d.flush()
	w.clocks[seat(off.who)] = was
}

// connect opens a new stream, on which both sides say how far they are. A requester that has forgotten a deal does not.
func (d *deal) connect(x uint64) {
	w := d.world
	d.cut()
	if w.parted || d.lost {
		return
	}
	d.open = true
	for _, who := range sides {
		s := d.sides[seat(who)]
		switch {
		case !s.honest():
			d.send(who, &frame{resume: d.lie(s, x), forged: true})
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
