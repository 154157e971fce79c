package sim

import (
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// side is one party's part of a deal: both judges, what its process remembers and what its disk does. It keeps the rules
// of SPEC 5 and 7 as an engine does, and sends nothing that the judge refuses. Of one who cheats nothing is kept: what it
// says is made from what the other knows.
type side struct {
	deal  *deal
	who   string
	judge *protocol.Session
	model *model

	held   []*frame                    // the transcript in memory
	disk   []*frame                    // what of it was written
	synced int                         // how much of that a crash cannot lose
	sent   int                         // how much of it left while this party was bound
	said   map[messages.ID]messages.ID // what it said then, by what that follows

	greeted   bool          // the other side said on this stream how far it is
	exchanged bool          // heads were compared in this process's life, and nothing is missing here
	behind    int           // envelopes that the other side has and this one has not
	told      int           // how many envelopes the other side said that it holds
	confirmed bool          // the requester has said in its process's life that it is ready
	ready     bool          // it once was: farmers may work
	failed    bool          // the disk failed: nothing more happens before a restart
	recalled  bool          // an old backup was put back: what was agreed since is known only if the other side tells in time
	refused   messages.Code // the first refusal since faults stopped
	last      bool          // what it took last came in the last millisecond for it
}

func newSide(d *deal, who string) *side {
	s := &side{deal: d, who: who, said: make(map[messages.ID]messages.ID)}
	s.forget()
	return s
}

func (s *side) honest() bool { return s.deal.world.cheat != s.who }
func (s *side) now() int64   { return s.deal.world.clock(s.who) }

func (s *side) forget() {
	s.judge = protocol.New(s.deal.world.farmer, roles[s.who], s.deal.world.limits)
	s.model = &model{farmer: s.deal.world.farmer, self: s.who, limits: dumbLimits}
	s.held = nil
}

// bound reports whether this side has signed what binds it.
func (s *side) bound() bool {
	if s.who == "farmer" {
		return s.model.find(messages.Kind_KIND_ACCEPTANCE) != nil
	}
	return s.model.find(messages.Kind_KIND_AGREEMENT) != nil
}

// at is a time as package protocol has it.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// take has both judges judge an envelope, and holds them to each other. It returns the code of the refusal, or 0.
func (s *side) take(f *frame, now int64) messages.Code {
	w := s.deal.world
	before := s.judge.View()
	s.last = s.model.lastMoment(f.said, now)
	code := protocol.CodeOf(s.apply(f, at(now)))
	want := s.model.judge(f.said, now)
	switch {
	case code == 0 && len(want) > 0:
		w.fail("the %s takes %s in %s, which is wrong: %v", s.who, f, before.Phase, want)
	case code != 0 && !has(want, code):
		w.fail("the %s refuses %s in %s: %s, want %v", s.who, f, before.Phase, protocol.CodeName(code), want)
	case code != 0 && s.judge.View() != before:
		w.fail("a refused %s left a trace", f)
	}
	if code != 0 {
		w.seen.refused[code]++
		w.logf("  the %s refuses %s: %s", s.who, f, protocol.CodeName(code))
		return code
	}
	if f.said.kind == messages.Kind_KIND_ASK {
		s.model.takeAsk(f.said)
	} else {
		s.model.take(f.said, now)
		s.held = append(s.held, f)
	}
	w.seen.took[f.said.kind]++
	w.seen.in[s.judge.Phase()]++
	w.logf("  the %s takes %s: %d %s", s.who, f, s.judge.View().Count, s.judge.Phase())
	s.compare()
	return 0
}

// apply is package protocol's way from bytes to a move, in the order of SPEC 2.2.
func (s *side) apply(f *frame, at time.Time) error {
	u, err := f.parse()
	if err != nil {
		return err
	}
	if u.Header().Kind == messages.Kind_KIND_ASK {
		e, err := f.open()
		if err != nil {
			return err
		}
		return s.judge.Ask(e)
	}
	if err := s.judge.Admit(u.Header()); err != nil && (protocol.CodeOf(err) != protocol.Stale || !s.judge.Follows(u.Header().Prev)) {
		return err
	}
	e, err := f.open()
	if err != nil {
		return err
	}
	return s.judge.Apply(e, at)
}

func has(list []messages.Code, c messages.Code) bool {
	for _, l := range list {
		if l == c {
			return true
		}
	}
	return false
}

// String is a frame for the log.
func (f *frame) String() string {
	if f.resume != nil {
		return "Resume"
	}
	return f.said.kind.Name() + " " + f.said.id.Short()
}
