package sim

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Result is what became of a script.
type Result struct {
	Log     [32]byte // the hash of all that happened; zero without a log
	Failure *Failure // nil if every invariant held
	// Seen counts what happened: phases reached, codes given, kinds taken, and what Faults names.
	Seen map[string]int
}

// Failure is an invariant that did not hold.
type Failure struct {
	Step int // the number of steps for what came after the last one
	What string
}

func (f *Failure) Error() string { return fmt.Sprintf("step %d: %s", f.Step, f.What) }

// start is when every run begins, in milliseconds.
const start = 1_767_225_600_000

// Limits of both parties: small, so that they are reached.
var simLimits = protocol.Limits{Grace: 30 * time.Second, Rounds: 3, RewardTries: 2, Windows: 4}

var dumbLimits = limits{grace: 30_000, rounds: 3, tries: 2, windows: 4}

// world is a run: two parties, their deals, and what is between them.
type world struct {
	cheat   string
	limits  protocol.Limits
	step    int
	now     int64
	clocks  [2]int64 // what a party's clock is ahead, by its seat
	leap    [2]int64 // and what more it is for a moment
	keen    bool     // both sides want to come to an end
	parted  bool
	failing [2]*uint64 // a disk that will fail, and how much of the commit it keeps
	deals   []*deal

	*cast
	said []*frame // every envelope ever made, for who replays

	log     hash.Hash // nil if nobody asked for one
	out     io.Writer
	line    []byte
	seen    seen
	failure *Failure
}

// deal is one session: what each side knows of it, and the stream between them.
type deal struct {
	world  *world
	number int
	sow    *frame
	sides  [2]*side // by their seats
	// What is under way on the stream goes to whom it is under way to; sent counts what ever was, and newest what of it was
	// sent until the last that arrived.
	open         bool
	flying       [2][]*flight
	sent, newest [2]int
	lost         bool // its requester has forgotten it, before anybody was bound
}

// frame is an envelope under way, or a Resume.
type frame struct {
	*envelope
	resume *messages.Resume
	forged fault // how, by who cheats
}

// stop is panicked with by fail.
type stop struct{}

// fail ends the run: an invariant does not hold.
func (w *world) fail(format string, args ...any) {
	w.failure = &Failure{w.step, fmt.Sprintf(format, args...)}
	w.logf("FAILED: %s", w.failure.What)
	panic(stop{})
}

func (w *world) logf(format string, args ...any) {
	if w.log == nil {
		return
	}
	w.line = append(fmt.Appendf(w.line[:0], format, args...), '\n')
	w.log.Write(w.line)
	w.out.Write(w.line)
}

// clock is a party's time.
func (w *world) clock(who string) int64 { return w.now + w.clocks[seat(who)] + w.leap[seat(who)] }

// Run plays a script. The log goes to out; if that is nil there is none, which is faster.
func Run(s Script, out io.Writer) *Result { return run(s, out, simLimits) }

func run(s Script, out io.Writer, judged protocol.Limits) (r *Result) {
	w := &world{cheat: s.Cheat, limits: judged, now: start, cast: everybody(), out: out}
	if out != nil {
		w.log = sha256.New()
	}
	r = new(Result)
	defer func() {
		if p := recover(); p != nil && p != any(stop{}) {
			panic(p)
		}
		r.Failure, r.Seen = w.failure, w.seen.names()
		if w.log != nil {
			w.log.Sum(r.Log[:0])
		}
	}()
	w.logf("cheat %s end %s", s.Cheat, s.End)
	for i, step := range s.Steps {
		w.step = i
		if w.log != nil {
			w.logf("%d: %s", i, step)
		}
		w.do(step)
	}
	w.step = len(s.Steps)
	w.end(s.End)
	return r
}

// random is the randomness of a step: its own, whatever came before it.
func (w *world) random(x uint64) *rand.Rand { return rand.New(rand.NewPCG(x, 0x51)) }

func (w *world) do(step Step) {
	if step.Act == "open" {
		w.begin(step.Deal, step.X)
		return
	}
	d := w.deal(step.Deal)
	if d == nil {
		return
	}
	s := d.sides[seat(step.Who)]
	switch step.Act {
	case "move":
		w.move(d, step.Who, step.X)
	case "deliver":
		d.deliver(s, step.X, true)
	case "repeat":
		d.deliver(s, step.X, false)
	case "drop":
		d.drop(s, step.X)
	case "connect":
		d.connect(step.X)
	case "cut":
		w.count(cutOff, d.cut())
	case "part":
		w.parted = true
	case "heal":
		w.parted = false
	case "sync":
		if s.honest() {
			s.commit(true)
		}
	case "fail":
		w.failing[seat(step.Who)] = &step.X
	case "crash":
		w.crash(step.Who, step.X)
	case "recall":
		w.recall(step.Who, step.X)
	case "expire":
		if s.honest() && s.expire() {
			w.count(timedOut, 1)
		}
	case "advance":
		d.advance(step.X)
	case "tick":
		w.tick(d, step.X)
	case "clock":
		w.setClock(step.Who, step.X)
	case "brink":
		d.brink(step.X)
	case "ask":
		w.ask(s, step.X)
	case "confirm":
		d.sides[seat("requester")].confirm()
	case "attack":
		w.attack(d, step.Who, step.X)
	case "replay":
		if s.honest() {
			s.replay()
		}
	}
}

// tick is mostly seconds, sometimes minutes, and sometimes what is left until a deadline.
func (w *world) tick(d *deal, x uint64) {
	r := w.random(x)
	passed := r.Int64N(4_000)
	switch r.IntN(32) {
	case 0:
		passed = r.Int64N(5 * minute)
	case 1, 2:
		passed = r.Int64N(40_000)
	case 3, 4:
		passed = max(0, d.sides[seat(sides[r.IntN(2)])].left(r))
	}
	if w.now+passed > year2200-tenYears { // nothing can be asked for in a time that messages cannot name
		passed = 0
	}
	w.now += passed
	w.logf("  %d ms pass", passed)
}

// left is how long it is by this side's clock until its phase ends, or until the grace is over: to the millisecond, or one
// more or less.
func (s *side) left(r *rand.Rand) int64 {
	deadline, _ := s.model.deadline()
	return deadline + r.Int64N(2)*dumbLimits.grace + r.Int64N(3) - 1 - s.now()
}

// setClock sets a clock: mostly within the grace of the other's, sometimes far off.
func (w *world) setClock(who string, x uint64) {
	r := w.random(x)
	by := r.Int64N(20_000) - 10_000
	if r.IntN(8) == 0 {
		by = r.Int64N(30*minute) - 15*minute
	}
	was := w.clock(who)
	w.clocks[seat(who)] = by
	switch now := w.clock(who); {
	case w.cheat == who:
	case now > was:
		w.count(ahead, 1)
	case now < was:
		w.count(back, 1)
	}
	w.logf("  the clock of the %s is %d ms ahead", who, by)
}

func (w *world) deal(number int) *deal {
	for _, d := range w.deals {
		if d.number == number {
			return d
		}
	}
	return nil
}

// begin is the requester's first SOW, on a stream of its own.
func (w *world) begin(number int, x uint64) {
	if w.deal(number) != nil {
		return
	}
	d := &deal{world: w, number: number}
	for _, who := range sides {
		d.sides[seat(who)] = newSide(d, who)
	}
	w.deals = append(w.deals, d)
	p := policy{w.random(x), w.cast, w.clock("requester"), w.cheat == "requester"}
	sow, err := messages.Seal(p.sow(&protocol.View{}), messages.ID{}, w.keys["requester"])
	if err != nil {
		w.fail("a SOW cannot be sealed: %v", err)
	}
	d.sow = w.frame(sow.Bytes())
	d.open = !w.parted
	for _, s := range d.sides {
		s.exchanged, s.greeted = true, d.open
	}
	if s := d.sides[seat("requester")]; s.honest() {
		s.put(d.sow)
	} else {
		d.send(s.who, d.sow)
	}
}

// frame is an envelope that somebody made.
func (w *world) frame(raw []byte) *frame {
	f := &frame{envelope: &envelope{raw: raw, said: read(raw)}}
	w.said = append(w.said, f)
	return f
}

// move is a legal move of a party, or of the mediator by the farmer's hand. Who cheats says what is legal for the other.
func (w *world) move(d *deal, who string, x uint64) {
	s := d.sides[seat(who)]
	if s.honest() {
		s.move(x)
		return
	}
	v := d.sides[seat(other(who))].judge.View()
	p := policy{w.random(x), w.cast, w.clock(who), true}
	role := roles[who]
	if who == "farmer" && v.Phase == protocol.Disputed {
		role = protocol.Mediator
	}
	if v.Phase == protocol.Open {
		if who == "requester" {
			d.send(who, d.sow)
		}
		return
	}
	var kinds []messages.Kind
	for k := range d.sides[seat(other(who))].judge.Next(role) {
		kinds = append(kinds, k)
	}
	if len(kinds) == 0 {
		return
	}
	e, err := messages.Seal(p.say(p.choose(kinds), v), v.Head, w.keys[role.String()])
	if err != nil {
		w.logf("  nothing legal to say: %v", err)
		return
	}
	d.send(who, w.frame(e.Bytes()))
}

// seat is the index of what a party has.
func seat(who string) int {
	if who == "farmer" {
		return 1
	}
	return 0
}

var roles = map[string]protocol.Role{"requester": protocol.Requester, "farmer": protocol.Farmer}

func other(who string) string {
	if who == "requester" {
		return "farmer"
	}
	return "requester"
}

// ask is an Ask of a party, whether it may or not.
func (w *world) ask(s *side, x uint64) {
	v := s.judge.View()
	if !s.honest() {
		v = s.deal.sides[seat(other(s.who))].judge.View()
	}
	if v.Phase == protocol.Open {
		return
	}
	e, err := messages.Seal(policy{w.random(x), w.cast, w.clock(s.who), !s.honest()}.say(messages.Kind_KIND_ASK, v), v.Session, w.keys[s.who])
	if err != nil {
		w.fail("an Ask cannot be sealed: %v", err)
	}
	f := w.frame(e.Bytes())
	if s.honest() {
		if s.failed || s.take(f, s.now()) != 0 {
			return
		}
	}
	s.deal.send(s.who, f)
}

// crash ends a party's process and starts another, which has what the disk kept.
func (w *world) crash(who string, x uint64) {
	r := w.random(x)
	for _, d := range w.deals {
		d.cut()
		if s := d.sides[seat(who)]; s.honest() {
			kept := s.synced + r.IntN(len(s.disk)-s.synced+1)
			w.count(forgotten, len(s.held)-len(s.disk))
			w.count(unsynced, len(s.disk)-kept)
			s.restart(kept)
		}
	}
	w.failing[seat(who)] = nil
}

// recall is crash with a disk of an earlier time, as an operator's backup is: what the other has not got is lost for good.
func (w *world) recall(who string, x uint64) {
	r := w.random(x)
	for _, d := range w.deals {
		d.cut()
		if s := d.sides[seat(who)]; s.honest() && len(s.disk) > 0 {
			s.recalled, s.sent = true, 0
			s.unsay()
			kept := 1 + r.IntN(len(s.disk))
			if kept < len(s.disk) {
				w.count(restored, 1)
			}
			s.restart(kept)
		}
	}
	w.failing[seat(who)] = nil
}
