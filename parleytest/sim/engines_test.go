package sim_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

var engineSeeds = flag.Uint64("engines", 12, "how many schedules of the engines to play")

// engine is a node whose process is ended and started again.
type engine struct {
	node    *parleytest.Node
	begin   func() *parleytest.Process
	process *parleytest.Process
	killed  atomic.Bool
	failing atomic.Int32 // 1: the next commit is not made, 2: it is made and said not to be
}

// flaky is a disk that fails when it is told to.
type flaky struct {
	journal.Journal
	engine *engine
}

var errDisk = errors.New("the disk fails")

func (f *flaky) Commit(ctx context.Context, b journal.Batch) error {
	switch f.engine.failing.Swap(0) {
	case 1:
		return errDisk
	case 2:
		if err := f.Journal.Commit(ctx, b); err != nil {
			return err
		}
		return errDisk
	}
	return f.Journal.Commit(ctx, b)
}

// market is two farmers and a requester that hires again and again.
type market struct {
	t       *testing.T
	world   parleytest.World
	random  *rand.Rand
	buyer   *engine
	farmers []*engine
	client  *requester.Client
	hires   sync.WaitGroup
	nonce   byte
	backups bool // farmers come back with old disks now and then: nobody tells them of deals that are over
}

func newMarket(t *testing.T, random *rand.Rand) *market {
	m := &market{t: t, random: random, backups: random.IntN(3) == 0, world: parleytest.World{Latency: time.Duration(random.IntN(3)) * 20 * time.Millisecond}}
	for n := range byte(2) {
		e := &engine{node: m.world.Node(n + 1)}
		e.begin = func() *parleytest.Process {
			_, p := e.node.Farm(&parleytest.Seller{PerUnit: 5, Claims: 1}, func(s *farmer.Server) { s.Journal = &flaky{s.Journal, e} })
			return p
		}
		m.farmers = append(m.farmers, e)
	}
	m.buyer = &engine{node: m.world.Node(3)}
	m.buyer.begin = func() *parleytest.Process {
		client, p := m.buyer.node.Hire(new(parleytest.Buyer), func(c *requester.Client) { c.Journal = &flaky{c.Journal, m.buyer} })
		m.client = client
		return p
	}
	for _, e := range m.all() {
		e.process = e.begin()
	}
	return m
}

func (m *market) all() []*engine { return append(slices.Clone(m.farmers), m.buyer) }

// step is one of the things that can happen.
func (m *market) step() {
	e := m.all()[m.random.IntN(3)]
	switch m.random.IntN(10) {
	case 0, 1:
		m.hire()
	case 2:
		e.node.Arm(1+m.random.IntN(12), func(parleytest.Point) {
			e.node.Kill()
			e.killed.Store(true)
		})
	case 3:
		e.node.Arm(1+m.random.IntN(12), func(parleytest.Point) { e.node.Cut() })
	case 4:
		if m.random.IntN(4) == 0 {
			e.failing.Store(int32(1 + m.random.IntN(2)))
		}
	case 5:
		e.node.Kill()
		e.killed.Store(true)
	default:
		time.Sleep(time.Duration(m.random.IntN(400)) * time.Millisecond)
	}
	for _, e := range m.all() {
		if e.killed.Load() && m.random.IntN(3) == 0 {
			m.restart(e)
		}
	}
}

func (m *market) restart(e *engine) {
	_ = e.process.Stop()
	e.node.Arm(0, nil)
	e.killed.Store(false)
	e.failing.Store(0)
	e.node.Restart(m.random.IntN(2) == 0)
	if m.backups && e != m.buyer && m.random.IntN(4) == 0 {
		e.node.Restore(m.random.IntN(e.node.Snapshot() + 1))
	}
	e.process = e.begin()
}

// hire asks both farmers and does not care what comes of it: what was agreed goes on by itself.
func (m *market) hire() {
	m.nonce++
	sow := parleytest.Statement(m.nonce, 2)
	h := parleytest.Ask(m.farmers[0].node, m.farmers[1].node)
	h.Wait, h.Patience = -1, 20*time.Second
	client := m.client
	m.hires.Go(func() {
		for range client.Hire(m.t.Context(), sow, h) { // outcomes are read from the journals
		}
	})
}

// settle restarts everybody, lets nothing fail any more and waits until nobody is bound to anything.
func (m *market) settle() {
	for _, e := range m.all() {
		m.restart(e)
	}
	for range 3600 {
		synctest.Wait()
		if m.open() == 0 {
			break
		}
		time.Sleep(time.Second)
	}
	if n := m.open(); n > 0 {
		m.t.Errorf("an hour later %d sessions bind somebody", n)
	}
	for _, e := range m.all() {
		_ = e.process.Stop()
	}
	m.hires.Wait()
}

// open is how many sessions the journals note as binding.
func (m *market) open() int {
	n := 0
	for _, e := range m.all() {
		for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
			for _, err := range e.node.Journal().Notes(m.t.Context(), drive.Bucket(role)) {
				if err != nil {
					m.t.Fatal(err)
				}
				n++
			}
		}
	}
	return n
}

// transcripts are a node's sessions by ID, each with its envelopes and what is owed by them.
func (m *market) transcripts(e *engine) map[messages.ID][]string {
	m.t.Helper()
	all := make(map[messages.ID][]string)
	for head, err := range e.node.Journal().Sessions(m.t.Context()) {
		if err != nil {
			m.t.Fatal(err)
		}
		var judge *protocol.Session
		var lines []string
		for _, f := range m.farmers {
			if lines, judge = m.replay(e, f.node.Key, head.Session); judge.View().Session == head.Session {
				break
			}
		}
		if v := judge.View(); v.Phase == protocol.Abandoned && v.Reject.Code != protocol.Late {
			m.t.Errorf("work that nobody gave up was abandoned: %s: %s", protocol.CodeName(v.Reject.Code), v.Reject.Reason)
		}
		if owed, _ := judge.View().Owed(); judge.View().Bound() {
			all[head.Session] = append(lines, fmt.Sprintf("%s, owed %s", judge.Phase(), owed))
		}
	}
	return all
}

func (m *market) replay(e *engine, key messages.Key, id messages.ID) (lines []string, judge *protocol.Session) {
	m.t.Helper()
	judge = protocol.New(key, 0, protocol.Limits{})
	for r, err := range e.node.Journal().Transcript(m.t.Context(), id) {
		if err != nil {
			m.t.Fatal(err)
		}
		u, err := messages.Parse(r.Envelope)
		if err != nil {
			m.t.Fatal(err)
		}
		signed, err := u.Open()
		if err != nil {
			m.t.Fatal(err)
		}
		if judge.Apply(signed, time.Time{}) != nil {
			return nil, judge // of the other farmer
		}
		lines = append(lines, signed.Kind().Name()+" "+signed.ID().Short())
	}
	return lines, judge
}

// check: what was agreed is in both journals alike, and nobody who was bound said two things after one.
func (m *market) check() (agreed int) {
	m.t.Helper()
	theirs := make(map[messages.ID][]string)
	for _, f := range m.farmers {
		for id, lines := range m.transcripts(f) {
			theirs[id] = lines
		}
	}
	ours := m.transcripts(m.buyer)
	if m.backups {
		for id, lines := range theirs {
			if known := lines[:len(lines)-1]; !slices.Equal(known, ours[id][:min(len(known), len(ours[id]))]) {
				m.t.Errorf("with an old disk a farmer has %v, the requester %v", lines, ours[id])
			}
		}
	} else if diff := cmp.Diff(ours, theirs); diff != "" {
		m.t.Errorf("what was agreed differs (-requester +farmers):\n%s", diff)
	}
	for _, e := range m.all() {
		for note, err := range e.node.Journal().Notes(m.t.Context(), drive.Equivocations) {
			if err != nil {
				m.t.Fatal(err)
			}
			m.t.Errorf("%s holds a proof that an honest peer said two things: %x", e.node.Key.Short(), note.Key)
		}
	}
	if !m.backups {
		m.checkSaid()
	}
	return len(ours)
}

func (m *market) checkSaid() {
	m.t.Helper()
	said := make(map[string]messages.ID)
	for _, sent := range m.world.Sent() {

		u, err := messages.Parse(sent.Frame.Data)
		if sent.Frame.Type >= messages.FrameResume || err != nil || u.Header().Kind < messages.Kind_KIND_AGREEMENT || u.Header().Kind == messages.Kind_KIND_ASK {
			continue
		}
		key := u.Header().Signer.String() + u.Header().Prev.String()
		if before, ok := said[key]; ok && before != u.ID() {
			m.t.Errorf("%s said two things after one envelope", u.Header().Signer.Short())
		}
		said[key] = u.ID()
	}
}

// M15, DESIGN 4.3 and 4.5: the engines themselves for 200 steps each: killed at any point of what they do, with and without
// what was not synced, cut off, their disks failing. The seed is in the name; the order in which goroutines run is not in it.
func TestEngines(t *testing.T) {
	var agreed atomic.Int64
	t.Run("seeds", func(t *testing.T) {
		for seed := range *engineSeeds {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					m := newMarket(t, rand.New(rand.NewPCG(seed, 1)))
					for range 200 {
						m.step()
					}
					m.settle()
					agreed.Add(int64(m.check()))
				})
			})
		}
	})
	if n := agreed.Load(); n < int64(2**engineSeeds) {
		t.Errorf("%d deals were agreed in all: the schedules are not what they were", n)
	}
	t.Logf("%d deals agreed", agreed.Load())
}
