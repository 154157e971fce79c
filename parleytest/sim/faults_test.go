package sim

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// engineActs are what can happen to engines, with how often it does.
var engineActs = []act{
	{"go", 150, false},     // something that waits goes on: a frame, a commit, a policy's answer
	{"hire", 6, false},     // the requester asks for something
	{"tick", 14, false},    // time passes, until something else waits
	{"expire", 1, false},   // much of it
	{"drop", 3, false},     // something under way gets lost
	{"repeat", 4, false},   // or arrives and will arrive again
	{"overtake", 4, false}, // or arrives before what was sent first
	{"cut", 3, false},      // a stream is lost with all that is under way on it
	{"part", 1, false},     // nothing arrives and nobody connects
	{"heal", 6, false},     // until they can again
	{"crash", 3, true},     // a process dies
	{"restart", 8, true},   // and comes back, without some of what was not synced
	{"recall", 1, true},    // or with an old backup of its disk
	{"fail", 2, true},      // the next commit fails, and what waits with it: a part of them was made, or all, or none
	{"misread", 2, true},   // some of a disk cannot be read, or all can again
	{"clock", 2, true},     // a clock is set
	{"cancel", 2, true},    // a party wants no more of something
	{"attack", 30, false},  // the one who cheats says something else; nothing, if nobody does
}

// generateEngines is the script of a seed.
func generateEngines(seed uint64, steps int) Script {
	r := rand.New(rand.NewPCG(seed, 0xe6))
	s := Script{Cheat: []string{"nobody", "nobody", "requester", "farmer"}[r.IntN(4)], End: "work"}
	total := 0
	for _, a := range engineActs {
		total += a.weight
	}
	backups := r.IntN(3) == 0
	for len(s.Steps) < steps {
		n, i := r.IntN(total), 0
		for ; n >= engineActs[i].weight; i++ {
			n -= engineActs[i].weight
		}
		step := Step{Act: engineActs[i].name, Who: "-", X: r.Uint64() >> 32}
		if engineActs[i].who {
			step.Who = engineParties[r.IntN(len(engineParties))]
		}
		if step.Act == "attack" && s.Cheat == "nobody" || step.Act == "recall" && !backups {
			continue
		}
		s.Steps = append(s.Steps, step)
	}
	s.Steps[0].Act, s.Steps[0].Who = "hire", "-"
	return s
}

func (b *bubble) do(step Step) {
	p := b.party(step.Who)
	r := rng(step.X, "step")
	switch step.Act {
	case "go":
		b.goOn(step.X)
	case "hire":
		if !b.parties[0].life.dead {
			b.hire(step.X)
		}
	case "tick":
		d := time.Duration(r.IntN(400)) * time.Millisecond
		if r.IntN(6) == 0 {
			d = time.Duration(r.IntN(20_000)) * time.Millisecond
		}
		b.pass(d)
	case "expire":
		b.pass(time.Duration(r.IntN(30)) * time.Minute)
	case "drop", "repeat", "overtake":
		b.disorder(step.Act, step.X)
	case "cut":
		if w, ok := pick(step.X, b.named2(), func(w *wire) string { return w.name }); ok {
			b.logf("  %s is lost", w.name)
			w.cut()
		}
	case "part", "heal":
		b.parted = step.Act == "part"
	case "crash":
		if n := p.life.die(step.X); p.honest() {
			b.count(interrupted, n)
		}
	case "restart":
		p.restart(step.X)
	case "recall":
		p.recall(step.X)
	case "fail":
		p.failing, p.gathers = true, step.X%2 > 0
	case "misread":
		p.misreads = []uint64{0, step.X | 1}[step.X/2%2]
	case "clock":
		p.setClock(r)
	case "cancel":
		if !p.life.dead {
			p.cancel(step.X)
		}
	case "attack":
		b.attack(step.X)
	}
}

// goOn lets one thing go on.
func (b *bubble) goOn(x uint64) bool {
	o, ok := pick(x, b.options(), func(o option) string { return o.name })
	if ok {
		b.logf("  %s", o.name)
		o.fire()
	}
	return ok
}

// named2 are the wires that have a name.
func (b *bubble) named2() []*wire {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.wires), func(w *wire) bool { return w.name == "" })
}

// disorder is what no stream does, and nothing may rest on that it does not.
func (b *bubble) disorder(act string, x uint64) {
	var all []option
	b.mu.Lock()
	for _, w := range b.wires {
		for _, e := range w.ends {
			for i, c := range e.coming {
				switch {
				case c.end != nil, act != "drop" && (!e.listens() || b.parted):
					continue
				case act == "repeat" && (i > 0 || c.frame.Type == messages.FrameResume): // how far somebody was is said once
					continue
				case act == "overtake" && i == 0:
					continue
				}
				all = append(all, option{c.name, func() {
					w.lossy = w.lossy || act != "repeat"
					if act == "drop" {
						if e.hears() && !c.arrived {
							b.count(lost, 1)
						}
						e.coming = slices.Delete(e.coming, i, i+1)
						return
					}
					b.replay = act == "repeat"
					e.deliver(i)
					b.replay = false
				}})
			}
		}
	}
	b.mu.Unlock()
	slices.SortStableFunc(all, func(a, b option) int { return strings.Compare(a.name, b.name) })
	if o, ok := pick(x, all, func(o option) string { return o.name }); ok {
		b.logf("  %s: %s", act, o.name)
		o.fire()
	}
}

// restart brings a process back that died, or ends it before; some of what was not synced is lost.
func (p *party) restart(x uint64) {
	p.life.die(x)
	loose := len(p.disk.changes) - p.disk.synced
	kept := p.disk.synced + int(x%uint64(loose+1))
	if n := len(p.disk.changes) - p.disk.failed; p.disk.failed >= 0 && n > 1 { // what was written before is, if any of these is
		kept = p.disk.failed + []int{1 + int(x/2%uint64(n-1)), int(x / 2 % uint64(n+1))}[x%2]
	}
	p.lose(kept)
	p.bubble.logf("  %s comes back with %d of %d changes", p.name, kept, len(p.disk.changes))
	p.disk.reopen(kept)
	p.failing, p.gathers = false, false
	p.life = p.born()
	p.bubble.settle()
}

// lose counts what a disk with its first changes lacks: what no sync had made safe, and of a write that failed nothing, some or all.
func (p *party) lose(kept int) {
	from := p.disk.failed
	switch {
	case !p.honest():
	case from < 0:
		from = len(p.disk.changes)
	case kept <= from:
		p.bubble.count(failed, 1)
	case kept < len(p.disk.changes):
		p.bubble.count(torn, 1)
	default:
		p.bubble.count(unheard, 1)
	}
	if p.honest() && !p.bubble.calm {
		p.bubble.count(unsynced, max(0, from-kept))
	}
}

// recall is restart with the disk of an earlier time.
func (p *party) recall(x uint64) {
	p.life.die(x)
	p.recalled = true
	kept := int(x % uint64(len(p.disk.changes)+1))
	if p.honest() && kept < len(p.disk.changes) {
		p.bubble.count(restored, 1)
	}
	p.disk.reopen(kept)
	p.bubble.logf("  %s is given back its disk of %d changes", p.name, len(p.disk.changes))
	p.life = p.born()
	p.bubble.settle()
}

func (p *party) setClock(r *rand.Rand) {
	by := time.Duration(r.Int64N(20_000)-10_000) * time.Millisecond
	if r.IntN(8) == 0 {
		by = time.Duration(r.Int64N(30)-15) * time.Minute
	}
	was := p.now()
	p.bubble.mu.Lock()
	p.ahead, p.fast = by, p.fast || by > 0
	p.bubble.mu.Unlock()
	switch now := p.now(); {
	case !p.honest():
	case now.After(was):
		p.bubble.count(ahead, 1)
	case now.Before(was):
		p.bubble.count(back, 1)
	}
	p.bubble.logf("  the clock of %s is %s ahead", p.name, by)
}

// attack is something that the one who cheats says, on a stream that its engine has or on one of its own.
func (b *bubble) attack(x uint64) {
	r := rng(x, "attack")
	cheat := b.party(b.cheat)
	own := slices.DeleteFunc(b.named2(), func(w *wire) bool { return w.ends[0].who != cheat && w.ends[1].who != cheat })
	w, ok := pick(x, own, func(w *wire) string { return w.name })
	if cheat == b.parties[0] && (!ok || r.IntN(12) == 0) {
		w, ok = b.intrude(cheat, b.parties[1+r.IntN(2)]), true
	}
	if !ok {
		return
	}
	at := slices.IndexFunc(w.ends[:], func(e *end) bool { return e.who == cheat })
	f, how := b.lie(r, cheat, w.ends[at].other.who, w.id)
	what := "a lie: " + w.describe(f)
	b.logf("  %s cheats %s with %s", cheat.name, w.ends[at].other.who.name, what)
	b.mu.Lock()
	w.ends[at].put(what, f, how)
	b.mu.Unlock()
	b.settle()
}

// intrude is a stream to a farmer that no engine holds the other end of.
func (b *bubble) intrude(from, to *party) *wire {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := b.wire(nil, to.life)
	w.ends[0].who, w.ends[1].who = from, to
	if to.life.dead {
		w.ends[1].leave(transports.ErrReset)
	} else {
		to.life.incoming <- w.ends[1]
	}
	return w
}

// lie is a frame of one who cheats, about a session of its victim, and how it is forged.
func (b *bubble) lie(r *rand.Rand, cheat, victim *party, session messages.ID) (f messages.Frame, how fault) {
	w, d := b.shadow(cheat, victim, session)
	who := b.cheat
	switch r.IntN(10) {
	case 0:
		if len(b.frames) > 0 {
			return carried(b.frames[r.IntN(len(b.frames))].raw), replayed
		}
	case 1:
		resume := d.lie(d.sides[seat(who)], r.Uint64())
		if resume.Session = session[:]; r.IntN(12) == 0 {
			resume.Session = make([]byte, 32)
		}
		return messages.ResumeFrame(resume), lied
	case 2: // an unsigned word
		return messages.RefusalFrame(protocol.Errorf(protocol.Code(1+r.IntN(20)), "no").Refusal(session)), lied
	}
	raw, how := w.forge(d, who, r), forged
	if r.IntN(12) == 0 {
		raw, how = garble(r, raw), garbled
	}
	f = carried(raw)
	if r.IntN(32) == 0 {
		f.Type = messages.FrameType(messages.Kind(1 + r.IntN(12)))
	}
	f.Data = f.Data[:min(len(f.Data), f.Type.MaxSize())]
	return f, how
}

// carried is an envelope as a transport would carry it: with the type of its kind, if there is one.
func carried(raw []byte) messages.Frame {
	t := messages.FrameType(messages.Kind_KIND_SOW)
	if len(raw) > 1 && raw[1] > 0 && raw[1] <= byte(messages.Kind_KIND_ASK) {
		t = messages.FrameType(messages.Kind(raw[1]))
	}
	return messages.Frame{Type: t, Data: raw[:min(len(raw), t.MaxSize())]}
}

// shadow is the pure machine's world in which the one who cheats knows what its victim holds of a session.
func (b *bubble) shadow(cheat, victim *party, session messages.ID) (*world, *deal) {
	farmer := cheat
	if cheat == b.parties[0] {
		farmer = victim
	}
	c := *everybody()
	c.farmer = farmer.key
	w := &world{cheat: b.cheat, limits: simLimits, now: cheat.now().UnixMilli(), cast: &c}
	d := &deal{world: w}
	for _, who := range sides {
		d.sides[seat(who)] = newSide(d, who)
	}
	s := d.sides[seat(other(b.cheat))]
	for _, f := range b.frames { // all that was said of this session, in the order in which it was first
		if signed, err := f.open(); err == nil && s.judge.Apply(signed, time.Time{}) == nil {
			s.held = append(s.held, f)
			if v := s.judge.View(); v.Session != session {
				s.forget()
			}
		}
	}
	if len(s.held) > 0 {
		d.sow = s.held[0]
	} else {
		d.sow = &frame{envelope: &envelope{said: new(said)}}
	}
	return w, d
}
