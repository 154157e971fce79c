package sim

import (
	"slices"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// move says something legal, if it is this side's turn and heads were compared.
func (s *side) move(x uint64) {
	w := s.deal.world
	if s.failed || !s.exchanged {
		return
	}
	role, key := roles[s.who], s.who
	if s.who == "farmer" && s.judge.Phase() == protocol.Disputed {
		role, key = protocol.Mediator, s.mediator()
	}
	kinds := slices.Collect(s.judge.Next(role))
	if len(kinds) == 0 || key == "" || len(s.held) == 0 {
		return
	}
	p := policy{w.random(x), w.cast, s.now(), false}
	kind := p.choose(kinds)
	if w.keen {
		kind = forward(kinds)
	}
	if s.judge.Phase() == protocol.Agreed && s.told < s.judge.View().AcceptedAt && kind != messages.Kind_KIND_REJECT {
		return // S-7.2-1
	}
	v := s.judge.View()
	if kind == messages.Kind_KIND_PROGRESS && v.Progress.GetUnits() >= v.Terms.Units {
		kind = messages.Kind_KIND_DELIVERY
	}
	e, err := messages.Seal(p.say(kind, v), v.Head, w.keys[key])
	if err != nil && w.cheat != "nobody" {
		return
	}
	if err != nil {
		w.fail("the %s cannot seal a legal %s: %v", s.who, kind.Name(), err)
	}
	if o := s.deal.sides[seat("requester")]; o.honest() && s.who == "farmer" && s.judge.Phase() == protocol.Agreed &&
		kind != messages.Kind_KIND_REJECT && !(o.recalled || o.ready && o.synced >= v.AcceptedAt) {
		w.fail("the farmer works, and the requester is not ready")
	}
	s.put(w.frame(e.Bytes()))
}

// mediator is who may judge, of those whose keys are here.
func (s *side) mediator() string {
	for _, m := range s.judge.View().Terms.GetVerification().GetMediators() {
		for _, who := range []string{"mediator", "mediator2"} {
			if m == s.deal.world.peers[who].String() {
				return who
			}
		}
	}
	return ""
}

// put judges, keeps and sends an envelope: what binds is on disk before it leaves.
func (s *side) put(f *frame) {
	w := s.deal.world
	switch code := s.take(f, s.now()); {
	case code == messages.Code_CODE_LATE, code == messages.Code_CODE_DECLINED:
		return // it came to nothing: too late, or once too often
	case code != 0 && w.cheat != "nobody":
		return // there may be nothing legal to say to who cheats
	case code != 0:
		w.fail("the %s's judge refuses its own %s: %s", s.who, f, protocol.CodeName(code))
	}
	if s.bound() && !s.commit(true) {
		return
	}
	if s.greeted {
		s.leave(f, len(s.held))
		s.deal.send(s.who, f)
	}
}

// leave notes what leaves. Once this side is bound that must be safe (S-7.1-1), and nobody says two things after one.
func (s *side) leave(f *frame, count int) {
	w := s.deal.world
	if !s.bound() {
		return
	}
	if s.synced < count {
		w.fail("%s leaves the %s before it is safe", f, s.who)
	}
	s.sent = max(s.sent, count)
	if f.said.signer != w.peers[s.who] {
		return
	}
	if before, ok := s.said[f.said.prev]; ok && before != f.said.id {
		w.fail("the %s says two things after one: %s and %s", s.who, before.Short(), f)
	}
	s.said[f.said.prev] = f.said.id
}

// unsay is what an old backup may do: what the other side does not hold, or does not admit to, may be said anew.
func (s *side) unsay() {
	clear(s.said)
	for _, f := range s.deal.sides[seat(other(s.who))].held {
		s.said[f.said.prev] = f.said.id
	}
}

// commit writes what is held, once this side is bound, and reports whether it could.
func (s *side) commit(sync bool) bool {
	w := s.deal.world
	if s.failed {
		return false
	}
	if !s.bound() {
		return true
	}
	if x := w.failing[seat(s.who)]; x != nil && len(s.held) > len(s.disk) {
		w.failing[seat(s.who)] = nil
		s.failed = true
		kept := len(s.disk) + int(*x)%(len(s.held)-len(s.disk)+1)
		switch kept {
		case len(s.disk):
			w.count(failed, 1)
		case len(s.held):
			w.count(unheard, 1)
		default:
			w.count(torn, 1)
		}
		s.disk = s.held[:kept]
		w.logf("  the disk of the %s fails after %d of %d", s.who, len(s.disk), len(s.held))
		return false
	}
	s.disk = slices.Clip(s.held)
	if sync {
		s.synced = len(s.disk)
	}
	return true
}

// restart forgets all but the first envelopes on disk and judges them again. What is read is safe from then on.
func (s *side) restart(kept int) {
	w := s.deal.world
	if kept < s.sent {
		w.fail("the %s forgets what it said when it was bound: %d of %d", s.who, kept, s.sent)
	}
	disk := s.disk[:kept:kept]
	s.forget()
	s.disk, s.synced, s.sent = disk, kept, min(s.sent, kept)
	s.greeted, s.exchanged, s.behind, s.told, s.confirmed, s.failed = false, false, 0, 0, false, false
	for _, f := range disk {
		if code := s.take(f, 0); code != 0 {
			w.fail("a restart of the %s refuses %s, which was taken before: %s", s.who, f, protocol.CodeName(code))
		}
	}
	if o := s.deal.sides[seat(other(s.who))]; o.recalled {
		o.unsay() // who might have told it what it said has forgotten too
	}
	if s.who == "requester" && kept == 0 {
		s.deal.lost = true
	}
}

// receive is a frame that arrives.
func (s *side) receive(f *frame) {
	if s.failed {
		return
	}
	if f.forged != 0 {
		s.deal.world.count(f.forged, 1)
	}
	switch {
	case f.resume != nil:
		s.resumed(f)
	case f.said.signer == s.deal.world.peers[s.who]:
		s.heard(f, s.take(f, 0)) // its own word, forgotten in a crash, is adopted
	default:
		s.heard(f, s.take(f, s.now()))
	}
}

// heard is what follows from an envelope that arrived.
func (s *side) heard(f *frame, refused messages.Code) {
	w := s.deal.world
	switch {
	case refused == 0 && f.said.kind == messages.Kind_KIND_ASK:
		return
	case refused == 0:
		if f.said.signer != w.peers[s.who] {
			s.told = len(s.held)
		}
		if s.behind > 0 {
			s.behind--
			s.exchanged = s.exchanged || s.behind == 0
		}
	case f.forged == 0 && w.cheat == "nobody":
		s.excused(f, refused)
	}
	if s.refused == 0 {
		s.refused = refused
	}
}

// resume is how far this side is.
func (s *side) resume() *messages.Resume {
	r := s.judge.Resume()
	if len(s.held) == 0 {
		id := messages.SessionID(s.deal.sow.said.id, s.deal.world.farmer)
		r.Session = id[:]
	}
	return r
}

// confirm says that the Acceptance is held, once it is safe.
func (s *side) confirm() {
	if !s.honest() || s.failed || !s.greeted || !s.judge.View().Bound() || !s.commit(true) {
		return
	}
	s.confirmed, s.ready = true, true
	s.deal.send(s.who, &frame{resume: s.resume()})
}

// resumed is 5.1: the first word on a stream starts the exchange, later ones say that work may begin.
func (s *side) resumed(f *frame) {
	w, r := s.deal.world, f.resume
	if !s.commit(false) {
		return
	}
	from, behind, err := s.judge.Missing(r)
	wantFrom, wantBehind, want := s.model.missing(r.Session, int(r.Count), r.Head)
	if protocol.CodeOf(err) != want || from != wantFrom || behind != wantBehind {
		w.fail("the %s holds %d and hears of %d: send from %d, expect %d, %v; want %d, %d, %v",
			s.who, len(s.held), r.Count, from, behind, err, wantFrom, wantBehind, want)
	}
	w.logf("  the %s hears of %d: from %d, behind %d, %s", s.who, r.Count, from, behind, protocol.CodeName(want))
	if err != nil {
		if f.forged == 0 {
			w.fail("the %s refuses the other's word on how far it is: %v", s.who, err)
		}
		return
	}
	if s.greeted {
		s.told = max(s.told, from)
		return
	}
	if from > s.judge.View().AcceptedAt {
		s.told = max(s.told, from)
	}
	s.greeted, s.behind, s.exchanged = true, behind, behind == 0
	for i, f := range s.held[from:] {
		if !s.bound() || from+i < s.synced || s.commit(true) {
			s.leave(f, from+i+1)
			s.deal.send(s.who, f)
		}
	}
	if s.confirmed {
		s.deal.send(s.who, &frame{resume: s.resume()})
	}
}

// expire looks at the clock, and reports whether time has ended the phase.
func (s *side) expire() bool {
	w := s.deal.world
	phase := s.judge.Phase()
	got, want := s.judge.Expire(at(s.now())), s.model.expire(s.now())
	if got != want {
		w.fail("the %s ends %s by time: %t, want %t", s.who, phase, got, want)
	}
	if got {
		w.logf("  the %s stops waiting: %s", s.who, s.judge.Phase())
		w.seen.in[s.judge.Phase()]++
	}
	s.compare()
	return got
}
