package parleytest

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// Key is the n-th test key.
func Key(n byte) (ed25519.PrivateKey, messages.Key) {
	seed := make([]byte, ed25519.SeedSize)
	seed[0], seed[1] = n, 0xb1
	k := ed25519.NewKeyFromSeed(seed)
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

// World is a network of nodes that remembers every frame. Its zero value is empty.
type World struct {
	// Latency is how long a frame is under way. Set it before the first node is made.
	Latency time.Duration

	net  transports.Memory
	mu   sync.Mutex
	sent []Sent
	took []Sent
}

// Sent is one frame that left a node, or arrived from one, and when.
type Sent struct {
	From, To messages.Key
	Frame    messages.Frame
	At       time.Time
}

// Sent is every frame so far.
func (w *World) Sent() []Sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.sent)
}

// Received is every frame that arrived so far.
func (w *World) Received() []Sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.took)
}

// Point is a place at which something can happen to a node.
type Point struct {
	Index int // counted from 1 since the last Arm
	What  string
}

// ErrDead is what everything returns that a killed node still tries.
var ErrDead = errors.New("the node was killed")

// Node is one party with its disk and its place in the network.
type Node struct {
	Signer ed25519.PrivateKey
	Key    messages.Key

	world *World
	disk  *disk

	mu     sync.Mutex
	points int
	at     int
	act    func(Point)
	life   *life
}

// life is one process of a node.
type life struct {
	node  *Node
	party *transports.Party

	mu      sync.Mutex
	dead    bool
	streams map[transports.Stream]bool
}

// Node makes a node with the n-th key.
func (w *World) Node(n byte) *Node {
	node := &Node{world: w, disk: new(disk)}
	node.Signer, node.Key = Key(n)
	node.Restart(false)
	return node
}

// Arm has act called at the at-th point from now on, once: just before and just after every commit and every frame sent.
// The call is made in the middle of what the node does; act may Kill or Cut it.
func (n *Node) Arm(at int, act func(Point)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.points, n.at, n.act = 0, at, act
}

// Points is how many points were passed since the last Arm.
func (n *Node) Points() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.points
}

func (n *Node) pass(what string) {
	n.mu.Lock()
	n.points++
	p, act := Point{n.points, what}, n.act
	if n.points != n.at {
		act = nil
	}
	n.mu.Unlock()
	if act != nil {
		act(p)
	}
}

// Kill ends the node's process: what it still tries fails, and nobody hears of it.
func (n *Node) Kill() {
	n.mu.Lock()
	l := n.life
	n.mu.Unlock()
	l.mu.Lock()
	l.dead = true
	l.mu.Unlock()
	_ = l.party.Close()
	l.cut()
}

// Cut resets every stream of the node.
func (n *Node) Cut() {
	n.mu.Lock()
	l := n.life
	n.mu.Unlock()
	l.cut()
}

func (l *life) cut() {
	l.mu.Lock()
	streams := l.streams
	l.streams = make(map[transports.Stream]bool)
	l.mu.Unlock()
	for s := range streams {
		s.Reset()
	}
}

// Restart gives the node a new process: Journal and Network are to be asked for anew. lose forgets what was not synced.
func (n *Node) Restart(lose bool) {
	n.disk.reopen(lose)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.life = &life{node: n, party: n.world.net.Join(n.Key), streams: make(map[transports.Stream]bool)}
}

// Snapshot is the disk as it is; Restore puts it back, as an operator does with an old backup.
func (n *Node) Snapshot() int      { return n.disk.snapshot() }
func (n *Node) Restore(backup int) { n.disk.restore(backup) }

// Journal is the journal of the process that lives.
func (n *Node) Journal() journal.Journal {
	n.mu.Lock()
	defer n.mu.Unlock()
	return &diskJournal{Journal: n.disk.memory(), disk: n.disk, life: n.life}
}

// Network is the place in the network of the process that lives.
func (n *Node) Network() interface {
	transports.Dialer
	transports.Listener
} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return endpoint{n.life}
}

func (l *life) isDead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

func (l *life) wrap(s transports.Stream) (transports.Stream, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		s.Reset()
		return nil, ErrDead
	}
	l.streams[s] = true
	return &stream{s, l}, nil
}

type endpoint struct{ *life }

func (e endpoint) Dial(ctx context.Context, peer messages.Key, addrs ...string) (transports.Stream, error) {
	if e.isDead() {
		return nil, ErrDead
	}
	s, err := e.party.Dial(ctx, peer, addrs...)
	if err != nil {
		return nil, err
	}
	return e.wrap(s)
}

func (e endpoint) Accept(ctx context.Context) (transports.Stream, error) {
	s, err := e.party.Accept(ctx)
	if err != nil {
		return nil, err
	}
	return e.wrap(s)
}

func (e endpoint) Close() error { return e.party.Close() }

// stream passes a point before and after each frame.
type stream struct {
	transports.Stream
	life *life
}

func (s *stream) Send(ctx context.Context, frames ...messages.Frame) error {
	w, n := s.life.node.world, s.life.node
	for _, f := range frames {
		if s.life.isDead() {
			return fmt.Errorf("%w: %w", transports.ErrReset, ErrDead)
		}
		what := fmt.Sprintf("frame %d", f.Type)
		n.pass("before " + what)
		if err := s.Stream.Send(ctx, f); err != nil {
			return err
		}
		w.mu.Lock()
		w.sent = append(w.sent, Sent{n.Key, s.Peer(), f, time.Now()})
		w.mu.Unlock()
		n.pass("after " + what)
	}
	return nil
}

func (s *stream) Receive(ctx context.Context) (messages.Frame, error) {
	w, n := s.life.node.world, s.life.node
	f, err := s.Stream.Receive(ctx)
	if err == nil && w.Latency > 0 {
		select {
		case <-time.After(w.Latency):
		case <-ctx.Done():
		}
		if s.life.isDead() {
			return messages.Frame{}, fmt.Errorf("%w: %w", transports.ErrReset, ErrDead)
		}
	}
	if err == nil {
		w.mu.Lock()
		w.took = append(w.took, Sent{s.Peer(), n.Key, f, time.Now()})
		w.mu.Unlock()
	}
	return f, err
}

func (s *stream) Close() error {
	s.forget()
	return s.Stream.Close()
}

func (s *stream) Reset() {
	s.forget()
	s.Stream.Reset()
}

func (s *stream) forget() {
	s.life.mu.Lock()
	defer s.life.mu.Unlock()
	delete(s.life.streams, s.Stream)
}
