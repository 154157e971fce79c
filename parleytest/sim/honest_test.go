package sim

import (
	"context"
	"slices"
	"strings"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// leaves is what holds whenever a frame leaves an honest party: what binds is safe, and so is what it answers (S-7.1-1), and
// nobody who is bound says two things after one.
func (p *party) leaves(e *end, f messages.Frame) {
	u, err := messages.Parse(f.Data)
	switch {
	case !p.honest():
		return
	case f.Type == messages.FrameRefusal:
		p.refuses(e, f)
		return
	case f.Type >= messages.FrameResume || err != nil:
		return
	case !p.binds(u.Header().Kind):
		p.answers(e.life, u)
		return
	}
	h, b := u.Header(), p.bubble
	b.mu.Lock()
	safe := p.disk.safe[u.ID()] && p.disk.safe[h.Prev]
	before, spoke := p.said[h.Prev]
	if h.Signer == p.key {
		p.said[h.Prev] = u.ID()
	}
	forgotten := p.recalled && !slices.ContainsFunc(b.parties, func(o *party) bool { return o != p && o.disk.safe[before] })
	b.mu.Unlock()
	if !safe {
		b.fail("%s leaves %s before it is safe", h.Kind.Name(), p.name)
	}
	if h.Signer == p.key && spoke && before != u.ID() && !forgotten {
		b.fail("%s says two things after one: %s and %s %s", p.name, before.Short(), h.Kind.Name(), u.ID().Short())
	}
}

// answers is what holds of who is not bound, and need not remember what it said: in one life it answers once (S-7.1-2).
func (p *party) answers(l *life, u *messages.Unopened) {
	h, b := u.Header(), p.bubble
	if h.Signer != p.key || h.Prev == (messages.ID{}) || h.Kind == messages.Kind_KIND_ASK {
		return
	}
	b.mu.Lock()
	before, spoke := l.said[h.Prev]
	l.said[h.Prev] = u.ID()
	b.mu.Unlock()
	if spoke && before != u.ID() {
		b.fail("%s answers anew: after %s it said %s and says %s", p.name, h.Prev.Short(), before.Short(), u.ID().Short())
	}
}

// refuses is what holds whenever a Refusal leaves an honest party that is bound: what proves that somebody else said two things is
// safe, unless two such proofs are (S-7.1-6).
func (p *party) refuses(e *end, f messages.Frame) {
	b := p.bubble
	m, err := f.Unsigned()
	if err != nil {
		b.fail("%s sends a Refusal that cannot be read: %v", p.name, err)
		return
	}
	r := m.(*messages.Refusal)
	if r.Code != protocol.Equivocation || len(r.Envelope) != 32 || messages.ID(r.Envelope) == (messages.ID{}) {
		return // of nothing, or of a Resume
	}
	b.mu.Lock()
	proves := b.proves(p, e.wire.id, b.find(messages.ID(r.Envelope)))
	safe, enough := p.disk.safe[messages.ID(r.Envelope)], p.disk.proofs(e.wire.id) == 2
	b.mu.Unlock()
	if proves && !safe && !enough {
		b.fail("%s refuses an equivocation and has not kept the proof", p.name)
	}
}

// proves is S-3.3-4: what somebody else said contradicts what the disk of a party holds of a session, and who said both was bound
// each time. mu is held, or nobody runs.
func (b *bubble) proves(p *party, id messages.ID, twice *said) bool {
	if twice == nil || twice.signer == p.key || twice.prev == (messages.ID{}) {
		return false
	}
	accepted := false // before the envelope that is looked at
	for _, held := range p.disk.holds[id] {
		once := b.find(held)
		if once == nil { // it is on the disk, and has not left yet
			continue
		}
		if once.prev == twice.prev && once.signer == twice.signer && once.id != twice.id {
			both := func(k messages.Kind) bool { return once.kind == k && twice.kind == k }
			return accepted || both(messages.Kind_KIND_AGREEMENT) || both(messages.Kind_KIND_ACCEPTANCE)
		}
		accepted = accepted || once.kind == messages.Kind_KIND_ACCEPTANCE
	}
	return false
}

// find is an envelope that was sent, by its ID, or nil. mu is held, or nobody runs.
func (b *bubble) find(id messages.ID) *said {
	for _, f := range b.frames {
		if f.said != nil && f.said.id == id {
			return f.said
		}
	}
	return nil
}

// binds reports whether a party that passes on something of this kind is bound. A farmer is not by another's Agreement.
func (p *party) binds(k messages.Kind) bool {
	switch k {
	case messages.Kind_KIND_SOW, messages.Kind_KIND_QUOTE, messages.Kind_KIND_REJECT, messages.Kind_KIND_ASK:
		return false
	}
	return k != messages.Kind_KIND_AGREEMENT || p.role() == protocol.Requester
}

// works is what holds whenever a farmer begins to work without a settlement: the requester is ready (S-7.2-1).
func (p *party) works(v *protocol.View) {
	b, r := p.bubble, p.bubble.parties[0]
	b.mu.Lock()
	ready := b.ready[v.Session] || r.recalled
	b.mu.Unlock()
	if p.honest() && r.honest() && !v.Settles() && !ready {
		b.fail("%s works, and the requester is not ready", p.name)
	}
}

// compare is what always holds of two honest parties: the transcript on one disk is a prefix of that on the other.
func (b *bubble) compare() {
	b.mu.Lock()
	wrote := b.wrote
	b.wrote = false
	b.mu.Unlock()
	r := b.parties[0]
	if !wrote || !r.honest() {
		return
	}
	for _, f := range b.parties[1:] {
		for id, ours := range r.disk.holds {
			if theirs := f.disk.holds[id]; f.honest() && !slices.Equal(ours[:min(len(ours), len(theirs))], theirs[:min(len(ours), len(theirs))]) {
				b.fail("the transcripts of %s fork: %d envelopes with the requester, %d with %s", b.named(id), len(ours), len(theirs), f.name)
			}
		}
	}
}

// end is what comes after the last step: faults stop, everybody comes back, and every session ends.
func (b *bubble) end() {
	b.logf("faults stop")
	b.mu.Lock()
	b.parted, b.calm = false, true
	b.mu.Unlock()
	for _, p := range b.parties {
		b.mu.Lock()
		p.ahead = 0
		p.failing, p.gathers, p.misreads = false, false, 0
		again := p.life.dead || p.life.broken || p.life.misread
		b.mu.Unlock()
		if again {
			p.restart(mix(0, p.name, b.log.String()))
		}
	}
	for _, w := range b.named2() {
		if w.lossy { // no transport goes on with such a stream
			w.cut()
		}
	}
	stopped := time.Now()
	until := stopped.Add(2 * time.Hour)
	for time.Now().Before(until.Add(time.Hour)) {
		for n := 0; b.goOn(0); n++ {
			if n > 5000 {
				b.fail("it goes on for ever: %v", b.options()[0].name)
				return
			}
			b.compare()
		}
		if b.failure != nil || len(b.open(until)) == 0 {
			break
		}
		time.Sleep(5 * time.Second)
		b.settle()
	}
	if open := b.open(until); b.failure == nil && len(open) > 0 {
		b.fail("hours later there is still %s", strings.Join(open, ", "))
	}
	if b.failure == nil {
		b.agree(stopped)
	}
}

// open are the sessions of honest parties that have not ended, but for those that who cheats wants to last for longer.
func (b *bubble) open(until time.Time) []string {
	var open []string
	for _, p := range b.parties {
		if !p.honest() {
			continue
		}
		lasts := make(map[string]bool)
		for name, v := range p.life.views() {
			if at, _, ok := v.Deadline(); ok && at.After(until) && b.cheat != "nobody" {
				lasts[name] = true
			} else {
				open = append(open, name+" in "+v.Phase.String()+" with "+p.name)
			}
		}
		for note, err := range p.disk.now.Notes(context.Background(), drive.Bucket(p.role())) {
			if err != nil {
				b.fail("the notes of %s: %v", p.name, err)
				return nil
			}
			if name := b.named(messages.ID(note.Key)); !lasts[name] {
				open = append(open, name+" on the disk of "+p.name)
			}
		}
	}
	slices.Sort(open)
	return open
}

// agree is what holds in the end: both honest parties have the same transcripts, but for what came too late, as a third
// party and the dumb judge see them; and nobody holds a proof against somebody honest.
func (b *bubble) agree(stopped time.Time) {
	for _, p := range b.parties {
		if !p.honest() {
			continue
		}
		for id := range p.disk.holds {
			b.judge(p, id)
		}
		for note, err := range p.disk.now.Notes(context.Background(), drive.Equivocations) {
			if err != nil {
				b.fail("the proofs of %s: %v", p.name, err)
				return
			}
			said := read(note.Value)
			if !b.proves(p, messages.ID(note.Key[:32]), said) {
				b.fail("%s keeps a %s as a proof of nothing", p.name, said.kind.Name())
			}
			i := slices.IndexFunc(b.parties, func(o *party) bool { return o.key == said.signer })
			if i < 0 || b.parties[i].honest() {
				b.fail("%s holds a proof against %s, who is honest", p.name, said.signer.Short())
			}
		}
	}
	r := b.parties[0]
	for _, f := range b.parties[1:] {
		for id := range f.disk.holds {
			if r.honest() && f.honest() {
				b.same(id, r, f, stopped)
			}
		}
		for id := range r.disk.holds {
			if r.honest() && f.honest() && strings.HasSuffix(b.named(id), "."+f.name) {
				b.same(id, r, f, stopped)
			}
		}
	}
}

// judge has the machine and the dumb judge read a transcript on a disk.
func (b *bubble) judge(p *party, id messages.ID) *protocol.View {
	farmer := b.parties[1]
	if strings.HasSuffix(b.named(id), ".farmer2") {
		farmer = b.parties[2]
	}
	judge := protocol.New(farmer.key, 0, simLimits)
	dumb := model{farmer: farmer.key, limits: dumbLimits}
	for r, err := range p.disk.now.Transcript(context.Background(), id) {
		if err != nil {
			b.fail("the disk of %s: %v", p.name, err)
			return judge.View()
		}
		e := &envelope{raw: r.Envelope, said: read(r.Envelope)}
		signed, err := e.openAnew()
		if err == nil {
			err = judge.Apply(signed, time.Time{})
		}
		if wrong := dumb.judge(e.said, 0); err != nil || len(wrong) > 0 {
			b.fail("%s has kept what is wrong, %s: %v, %v", p.name, b.named(id), err, wrong)
			return judge.View()
		}
		dumb.take(e.said, 0)
	}
	v := judge.View()
	owed, _ := v.Owed()
	if want, _ := dumb.owed(); owed.Big().Cmp(want) != 0 || v.Phase.String() != dumb.phase() {
		b.fail("%s of %s: %s, %s owed; want %s, %s", b.named(id), p.name, v.Phase, owed, dumb.phase(), want)
	}
	if v.Phase == protocol.Abandoned && p.role() == protocol.Farmer && b.cheat != "requester" && !b.given[id] && v.Reject.Code != protocol.Late {
		b.fail("%s abandons %s, which nobody gave up: %s: %s", p.name, b.named(id), protocol.CodeName(v.Reject.Code), v.Reject.Reason)
	}
	b.seen["in "+v.Phase.String()]++
	return v
}

// same is that two honest parties hold the same of a session, unless the one that holds less refused more, or may have
// stopped waiting, for time.
func (b *bubble) same(id messages.ID, r, f *party, stopped time.Time) {
	short, long := r, f
	if len(f.disk.holds[id]) < len(r.disk.holds[id]) {
		short, long = f, r
	}
	n := len(short.disk.holds[id])
	v := b.judge(short, id)
	if n == len(long.disk.holds[id]) {
		if v.Bound() {
			b.seen["agreed"]++
		}
		start := time.UnixMilli(v.Terms.GetStartByMs())
		if v.Phase == protocol.Abandoned && v.Reject.Code == protocol.Late && start.After(stopped.Add(time.Minute)) && b.ready[id] && !b.off[id] && !f.fast && !v.Settles() && v.Progress == nil {
			b.fail("%s: the requester was ready, %s did not hear of it in time", b.named(id), f.name)
		}
		return
	}
	last := b.judge(long, id)
	if short.late[b.named(id)] || long.late[b.named(id)] || short.recalled || short == r && b.off[id] || n == 0 && last.Acceptance == nil {
		return
	}
	if due, _, waits := last.Deadline(); waits && !due.Add(simLimits.Grace).After(stopped) {
		return // its time was over when faults stopped, while its disk kept it from saying the last
	}
	if n+1 == len(long.disk.holds[id]) && (last.Phase == protocol.Stopped || last.Phase == protocol.Disputed && last.Settles()) {
		return // a requester need not come back for that: the farmer waits in vain, and no more is owed; or the contract tells it
	}
	due, _, waits := v.Deadline()
	if n > 0 && !waits || n == 0 || due.After(stopped.Add(time.Minute)) {
		b.fail("%s: %s has %d envelopes and was not told of the %d of %s", b.named(id), short.name, n, len(long.disk.holds[id]), long.name)
	}
}

// play plays a script in a bubble of its own; it is called in one.
func (b *bubble) play(s Script) {
	synctest.Wait()
	b.settle()
	for i, step := range s.Steps {
		b.step = i
		b.logf("%d: %s", i, step)
		b.do(step)
		b.compare()
		if b.failure != nil {
			break
		}
	}
	if b.step = len(s.Steps); b.failure == nil {
		b.end()
	}
	for _, p := range b.parties {
		p.life.die(0)
	}
	b.hires.Wait()
}
