package sim

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// life is one process of a party, with its engine.
type life struct {
	party    *party
	incoming chan transports.Stream
	end      chan struct{} // closed at its death
	dead     bool          // bubble.mu guards it
	broken   bool          // its disk has failed
	misread  bool          // it could not read something: bubble.mu guards it
	done     chan struct{} // closed when the engine has stopped
	stop     context.CancelFunc
	ctx      context.Context

	client *requester.Client
	server *farmer.Server
	said   map[messages.ID]messages.ID // what it said without being bound, by what that follows
}

// born starts a process with what is on the disk.
func (p *party) born() *life {
	l := &life{party: p, said: make(map[messages.ID]messages.ID), incoming: make(chan transports.Stream, 128), end: make(chan struct{}), done: make(chan struct{})}
	l.ctx, l.stop = context.WithCancel(context.Background())
	j := &diskJournal{Memory: p.disk.now, disk: p.disk, life: l}
	notice := func(v *protocol.View, err error) { p.notice(v, err) }
	run := func(context.Context) error { return nil }
	if p.role() == protocol.Requester {
		l.client = &requester.Client{Requester: buyer{l}, Signer: p.signer, Journal: j, Limits: simLimits, Dialer: network{l}, Notice: notice, Now: p.now}
		run = l.client.Run
	} else {
		l.server = &farmer.Server{Farmer: seller{l}, Signer: p.signer, Journal: j, Limits: simLimits, Notice: notice, Now: p.now}
		run = func(ctx context.Context) error { return l.server.Serve(ctx, network{l}) }
	}
	go func() {
		defer close(l.done)
		_ = run(l.ctx)
	}()
	return l
}

// die ends the process in the middle of whatever it does, and returns how much that was. Of the commits under way some are made.
func (l *life) die(x uint64) (interrupted int) {
	b := l.party.bubble
	b.mu.Lock()
	if l.dead {
		b.mu.Unlock()
		return 0
	}
	l.dead = true
	made := make(map[string]bool)
	for _, g := range b.waiting {
		if g.who == l.party && g.kind == "commits" && !l.broken && mix(x, g.name)%2 == 0 {
			made[g.name] = true
		}
	}
	b.waiting = slices.DeleteFunc(b.waiting, func(g *gate) bool {
		if made[g.name] {
			g.open <- "as it dies"
		} else if g.who == l.party {
			interrupted++
		}
		return g.who == l.party
	})
	close(l.end)
	for _, w := range b.wires {
		for _, e := range w.ends {
			if e.life == l && e.err == nil {
				e.leave(transports.ErrReset)
				e.tell(transports.ErrReset)
			}
		}
	}
	b.mu.Unlock()
	l.stop()
	<-l.done
	b.settle()
	return interrupted
}

// views are the sessions under way, by name.
func (l *life) views() map[string]*protocol.View {
	var views []*protocol.View
	if l.client != nil {
		views = l.client.Sessions()
	} else {
		views = l.server.Sessions()
	}
	b := l.party.bubble
	b.mu.Lock()
	defer b.mu.Unlock()
	named := make(map[string]*protocol.View)
	for _, v := range views {
		named[b.named(v.Session)] = v
	}
	return named
}

// notice remembers the sessions that time has ended here, and those of which something came too late.
func (p *party) notice(v *protocol.View, err error) {
	if code := protocol.CodeOf(err); !v.Timed && code != protocol.Late && code != protocol.Deadline {
		return
	}
	b := p.bubble
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.calm && v.Timed { // it waited in vain, which is no reason
		return
	}
	if p.late == nil {
		p.late = make(map[string]bool)
	}
	if name := b.named(v.Session); v.Timed && p.honest() && !p.late[name] {
		b.count(timedOut, 1)
	}
	p.late[b.named(v.Session)] = true
}

// hire asks for something new and does not care what comes of it: what was agreed goes on by itself.
func (b *bubble) hire(x uint64) {
	p := b.parties[0]
	l := p.life
	r := rng(x, "hire")
	sow := policy{r, everybody(), p.now().UnixMilli(), false}.sow(&protocol.View{})
	h := requester.Hiring{N: 1 + r.IntN(2), Reserve: r.IntN(2), Wait: []time.Duration{-1, time.Second}[r.IntN(2)], Patience: time.Duration(1+r.IntN(20)) * time.Second}
	for _, f := range b.parties[1:] {
		h.Farmers = append(h.Farmers, discovery.Candidate{Key: f.key, Addrs: []string{fmt.Sprintf("hire %d", b.hired)}})
	}
	b.hired++
	b.hires.Go(func() {
		for range l.client.Hire(l.ctx, sow, h) { // outcomes are read from the journals
		}
	})
	b.settle()
}

// cancel says that the work of a session is not wanted, or not done, any more.
func (p *party) cancel(x uint64) {
	l, views := p.life, p.life.views()
	var names []string
	for name := range views {
		names = append(names, name)
	}
	name, ok := pick(x, names, func(s string) string { return s })
	if !ok {
		return
	}
	b := p.bubble
	b.logf("  %s cancels %s", p.name, name)
	p.givesUp(views[name].Session)
	if l.client != nil {
		b.off[views[name].Session] = true
	}
	b.hires.Go(func() {
		if l.client != nil {
			_ = l.client.Cancel(l.ctx, views[name].Session, "not wanted")
		} else {
			_ = l.server.Cancel(l.ctx, views[name].Session, "not possible")
		}
	})
	b.settle()
}

// givesUp notes that somebody wanted no more of a session.
func (p *party) givesUp(id messages.ID) {
	p.bubble.mu.Lock()
	defer p.bubble.mu.Unlock()
	p.bubble.given[id] = true
}

// disk is what outlives a process: the changes that were synced, and of those after them as many as happen to be written.
type disk struct {
	changes []journal.Batch
	synced  int
	failed  int // where the changes of a write begin that failed: perhaps they are there; -1 without one
	now     *journal.Memory
	safe    map[messages.ID]bool          // envelopes that no crash can lose
	holds   map[messages.ID][]messages.ID // every transcript
}

func newDisk() *disk {
	return &disk{failed: -1, now: new(journal.Memory), safe: make(map[messages.ID]bool), holds: make(map[messages.ID][]messages.ID)}
}

// reopen is the disk with the first changes only.
func (d *disk) reopen(kept int) {
	d.changes, d.synced, d.failed, d.now = d.changes[:kept:kept], kept, -1, new(journal.Memory)
	clear(d.safe)
	clear(d.holds)
	for _, b := range d.changes {
		if err := d.apply(b); err != nil {
			panic(err) // it was done before
		}
		d.secure(b)
	}
}

func (d *disk) secure(b journal.Batch) {
	for _, r := range b.Records {
		d.safe[r.ID] = true
	}
	for _, n := range b.Notes {
		if n.Bucket == drive.Equivocations {
			d.safe[read(n.Value).id] = true
		}
	}
}

// proofs is how many proofs of equivocation there are of a session.
func (d *disk) proofs(session messages.ID) (n int) {
	for note, err := range d.now.Notes(context.Background(), drive.Equivocations) {
		if err == nil && bytes.HasPrefix(note.Key, session[:]) {
			n++
		}
	}
	return n
}

func (d *disk) apply(b journal.Batch) error {
	if err := d.now.Commit(context.Background(), b); err != nil {
		return err
	}
	for _, r := range b.Records {
		if len(d.holds[r.Session]) == r.Index {
			d.holds[r.Session] = append(d.holds[r.Session], r.ID)
		}
	}
	return nil
}

func copied(b journal.Batch) journal.Batch {
	b.Records, b.Notes = slices.Clone(b.Records), slices.Clone(b.Notes)
	return b
}

// write makes a change.
func (d *disk) write(b journal.Batch) error {
	if err := d.apply(b); err != nil {
		return err
	}
	d.changes = append(d.changes, b)
	if b.Sync {
		for _, c := range d.changes[d.synced:] {
			d.secure(c)
		}
		d.synced = len(d.changes)
	}
	return nil
}

// diskJournal is one process's view of its disk.
type diskJournal struct {
	*journal.Memory
	disk *disk
	life *life
}

var errDisk = fmt.Errorf("the disk fails: %w", journal.ErrFailed)

func (j *diskJournal) Commit(ctx context.Context, b journal.Batch) error {
	bubble := j.life.party.bubble
	g := j.life.gate("commits", "%s", j.describe(b))
	g.batch = copied(b)
	g.batch.Sync = b.Sync && !bubble.hasty
	how, err := j.life.wait(ctx, nil, g)
	if err != nil {
		return err
	}
	bubble.mu.Lock()
	defer bubble.mu.Unlock()
	if how == "fails" {
		return errDisk
	}
	bubble.wrote = true
	return j.disk.write(g.batch)
}

// tear has a write fail: of this commit and of all others that wait, which share it. Whoever opens the disk again finds all of them, as
// many as were written in their order, or none (journal.Journal).
func (p *party) tear(first *gate) {
	p.failing, p.gathers, p.life.broken = false, false, true
	b := p.bubble
	b.mu.Lock()
	defer b.mu.Unlock()
	p.disk.failed = len(p.disk.changes)
	p.disk.changes = append(p.disk.changes, first.batch)
	for _, g := range p.commits() {
		if g != first {
			p.disk.changes = append(p.disk.changes, g.batch)
		}
	}
	b.logf("  the disk of %s fails, with %d commits", p.name, len(p.disk.changes)-p.disk.failed)
}

// commits are what its disk is to write, by name; mu is held.
func (p *party) commits() []*gate {
	all := slices.DeleteFunc(slices.Clone(p.bubble.waiting), func(g *gate) bool { return g.who != p || g.kind != "commits" })
	slices.SortFunc(all, func(x, y *gate) int { return strings.Compare(x.name, y.name) })
	return all
}

// describe is a batch's name: its envelopes, its notes, whether it is synced.
func (j *diskJournal) describe(b journal.Batch) string {
	bubble := j.life.party.bubble
	bubble.mu.Lock()
	defer bubble.mu.Unlock()
	var words []string
	for _, r := range b.Records {
		words = append(words, fmt.Sprintf("%s[%d] %s", bubble.named(r.Session), r.Index, r.ID.Short()))
	}
	for _, n := range b.Notes {
		words = append(words, fmt.Sprintf("%s %s of %d bytes", n.Bucket, bubble.named(messages.ID(n.Key)), len(n.Value)))
	}
	if b.Sync {
		words = append(words, "and syncs")
	}
	return strings.Join(words, ", ")
}
