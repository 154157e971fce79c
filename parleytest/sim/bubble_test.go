package sim

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// bubble is a run of the real engines: a requester and two farmers, each with a process that can die, a disk and a clock.
// Whatever an engine wants of the world waits in it: to send or receive a frame, to commit, to dial, to ask a policy. One of
// these is let go, then everything runs until it waits again. Who goes next is chosen by its name, so that neither the
// order in which goroutines run nor that of a map is in the log.
type bubble struct {
	parties []*party // requester, farmer, farmer2
	cheat   string
	parted  bool
	calm    bool // faults have stopped
	step    int
	hasty   bool // disks say that they have synced and do not, for a test of this test
	shaken  bool // goroutines run in another order each time
	replay  bool // a step lets something through that stays under way

	mu      sync.Mutex
	waiting []*gate
	wires   []*wire
	names   map[messages.ID]string // of sessions
	frames  []*frame               // every envelope ever sent, for who replays
	sent    map[string]bool        // by their bytes
	log     bytes.Buffer
	failure *Failure
	wrote   bool                 // a disk was written to in this step
	ready   map[messages.ID]bool // sessions whose requester was prepared for the work
	off     map[messages.ID]bool // sessions that their requester has given up, bound as it was
	given   map[messages.ID]bool // sessions that a policy or an operator wanted no more of
	seen    map[string]int
	hires   sync.WaitGroup
	hired   int // how many
}

// gate is where a goroutine waits to be let go.
type gate struct {
	name string
	who  *party
	kind string
	open chan string // how it may go on
	told bool

	batch journal.Batch // of a commit
}

var engineParties = [3]string{"requester", "farmer", "farmer2"}

func newBubble(cheat string) *bubble {
	b := &bubble{cheat: cheat, names: make(map[messages.ID]string), ready: make(map[messages.ID]bool), off: make(map[messages.ID]bool), given: make(map[messages.ID]bool), seen: make(map[string]int), sent: make(map[string]bool)}
	for _, name := range engineParties {
		p := &party{bubble: b, name: name, signer: script.Key(name), key: script.Peer(name), disk: newDisk(), said: make(map[messages.ID]messages.ID)}
		p.life = p.born()
		b.parties = append(b.parties, p)
	}
	return b
}

func (b *bubble) party(name string) *party {
	return b.parties[max(0, slices.Index(engineParties[:], name))]
}

// count notes that something went wrong so often, to somebody honest; mu is held, or all else waits.
func (b *bubble) count(f fault, times int) { b.seen[faultNames[f]] += times }

// engineFaults are what goes wrong with engines: no deadline of theirs is met to the millisecond, and whether they come to an end is
// for agree.
var engineFaults = []fault{lost, repeated, overtaking, overtaken, cutOff, heldBack, keptApart, failed, torn, unheard, unread, interrupted, unsynced, restored,
	ahead, back, askew, timedOut, replayed, lied, garbled, forged}

// fail notes the first thing that must not be.
func (b *bubble) fail(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failure == nil {
		b.failure = &Failure{b.step, fmt.Sprintf(format, args...)}
		fmt.Fprintf(&b.log, "FAILED: %s\n", b.failure.What)
	}
}

func (b *bubble) logf(format string, args ...any) { fmt.Fprintf(&b.log, format+"\n", args...) }

// hold waits until the scheduler lets this go, and says how; or until ctx, the process or what it is about ends.
func (l *life) hold(ctx context.Context, gone <-chan struct{}, kind, format string, args ...any) (how string, err error) {
	return l.wait(ctx, gone, l.gate(kind, format, args...))
}

func (l *life) gate(kind, format string, args ...any) *gate {
	return &gate{name: l.party.name + " " + kind + " " + fmt.Sprintf(format, args...), who: l.party, kind: kind, open: make(chan string, 1)}
}

func (l *life) wait(ctx context.Context, gone <-chan struct{}, g *gate) (how string, err error) {
	b := l.party.bubble
	b.shake()
	b.mu.Lock()
	if l.dead {
		b.mu.Unlock()
		return "", errDead
	}
	b.waiting = append(b.waiting, g)
	b.mu.Unlock()
	select {
	case how = <-g.open:
		return how, nil
	case <-ctx.Done():
		err = context.Cause(ctx)
	case <-l.end:
		err = errDead
	case <-gone:
		err = transports.ErrReset
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = slices.DeleteFunc(b.waiting, func(o *gate) bool { return o == g })
	return "", err
}

var errDead = errors.New("the process has died")

// release lets go of all gates of a name: nobody can tell them apart.
func (b *bubble) release(name, how string) {
	b.mu.Lock()
	b.waiting = slices.DeleteFunc(b.waiting, func(g *gate) bool {
		if g.name == name {
			g.open <- how
		}
		return g.name == name
	})
	b.mu.Unlock()
	b.settle()
}

// option is something that could happen next.
type option struct {
	name string
	fire func()
}

// options are all that waits, by name.
func (b *bubble) options() []option {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []option
	for _, g := range b.waiting {
		if g.kind == "commits" && g.who.gathers && len(g.who.commits()) < 2 {
			continue
		}
		all = append(all, option{g.name, func() { b.let(g) }})
	}
	for _, w := range b.wires {
		for _, e := range w.ends {
			if !e.listens() || len(e.coming) == 0 {
				continue
			}
			if c := &e.coming[0]; b.parted {
				if e.hears() && !c.held {
					b.count(heldBack, 1)
				}
				c.held = true
			} else {
				all = append(all, option{e.coming[0].name, func() { e.deliver(0) }})
			}
		}
	}
	slices.SortFunc(all, func(a, b option) int { return strings.Compare(a.name, b.name) })
	return slices.CompactFunc(all, func(a, b option) bool { return a.name == b.name })
}

// let lets a gate's name go, in the way that its party's disk and the network allow.
func (b *bubble) let(g *gate) {
	how := ""
	if g.kind == "commits" && g.who.failing && !g.who.life.broken {
		g.who.tear(g)
	}
	if g.kind == "commits" && g.who.life.broken {
		how = "fails" // a journal that failed once is of no use before it is opened anew
	}
	b.release(g.name, how)
}

// settle waits until everything waits, and writes down what is new. No two events are at one instant: what each of them
// draws is its own (dice), and of two timers that they set one goes off first.
func (b *bubble) settle() {
	time.Sleep(time.Nanosecond)
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	var news []string
	for _, g := range b.waiting {
		if !g.told {
			news = append(news, g.name)
		}
		g.told = true
	}
	for _, w := range b.wires {
		for _, e := range w.ends {
			for i := range e.coming {
				if !e.coming[i].told {
					news = append(news, e.coming[i].name)
				}
				e.coming[i].told = true
			}
		}
	}
	slices.Sort(news)
	for _, n := range news {
		fmt.Fprintf(&b.log, "  + %s\n", n)
	}
	b.wires = slices.DeleteFunc(b.wires, func(w *wire) bool { return w.over() })
}

// pick is the option that a step means: the same one whatever else waits, as far as that can be.
func pick[T any](x uint64, all []T, name func(T) string) (T, bool) {
	var best T
	var least uint64
	for i, o := range all {
		if h := mix(x, name(o)); i == 0 || h < least {
			best, least = o, h
		}
	}
	return best, len(all) > 0
}

func mix(x uint64, what ...string) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, x)
	for _, w := range what {
		h.Write([]byte(w))
	}
	return rand.New(rand.NewPCG(h.Sum64(), x)).Uint64()
}

// pass lets time go by, until something new waits.
func (b *bubble) pass(d time.Duration) {
	began := time.Now()
	for slice := 10 * time.Millisecond; d > 0; d -= slice {
		switch past := time.Since(began); {
		case past >= 20*time.Second:
			slice = time.Second
		case past >= time.Second:
			slice = 100 * time.Millisecond
		}
		time.Sleep(min(d, slice))
		synctest.Wait()
		if b.news() {
			break
		}
	}
	b.logf("  %s pass", time.Since(began))
	b.settle()
}

// shake has other goroutines run first, or not.
func (b *bubble) shake() {
	if b.shaken {
		for range rand.IntN(8) {
			runtime.Gosched()
		}
	}
}

// dice are the random source of a bubble. What they show depends on the instant, not on what was drawn before: whether two
// signatures are verified in one batch, which draws, and which of two hires draws first, is up to how goroutines run.
type dice struct{}

func (dice) Read(p []byte) (int, error) {
	var seed [32]byte
	binary.BigEndian.PutUint64(seed[:], uint64(time.Now().UnixNano()))
	return rand.NewChaCha8(seed).Read(p)
}

func (b *bubble) news() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.waiting, func(g *gate) bool { return !g.told })
}

// named is a session's name in the log: its SOW, and the farmer.
func (b *bubble) named(id messages.ID) string {
	if name := b.names[id]; name != "" {
		return name
	}
	return id.Short()
}

// introduce names the sessions of a SOW. mu is held.
func (b *bubble) introduce(sow messages.ID) {
	for _, p := range b.parties[1:] {
		b.names[messages.SessionID(sow, p.key)] = sow.Short() + "." + p.name
	}
}

// party is who takes part, across the lives of its process.
type party struct {
	bubble *bubble
	name   string
	signer ed25519.PrivateKey
	key    messages.Key
	ahead  time.Duration // its clock, of the true one
	disk   *disk
	life   *life

	failing  bool   // the next commit fails
	gathers  bool   // it does once another one waits too: the disk is slow before
	misreads uint64 // which of its disk cannot be read; 0: all can
	recalled bool   // an old backup was put back
	fast     bool   // its clock was ahead: it may have called late what was not

	said map[messages.ID]messages.ID // what it said when bound, by what that follows
	late map[string]bool             // sessions that time has ended here, or of which something came too late
}

func (p *party) honest() bool { return p.bubble.cheat != p.name }

func (p *party) role() protocol.Role {
	if p.name == "requester" {
		return protocol.Requester
	}
	return protocol.Farmer
}

func (p *party) now() time.Time {
	p.bubble.shake()
	p.bubble.mu.Lock()
	defer p.bubble.mu.Unlock()
	return time.Now().Add(p.ahead)
}
