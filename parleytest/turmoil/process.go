package turmoil

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/transports"
)

// program is one party's: what is on its disk outlives its processes.
type program struct {
	world   *world
	account settlement.Account
	part    Part
	node    *parleytest.Node     // its peer, its journal, its place in the network
	sent    *transactions.Memory // what it has signed
	public  *content.Store       // what a party gives to whoever asks; nil: a mediator's
	run     func(context.Context, *process) error

	mu     sync.Mutex
	places int               // that were passed in all its lives
	begun  map[int]time.Time // the faults that began at one
	took   map[int]bool      // the faults that had an effect; misconduct for that of the conduct
	alive  *process
	ended  error // by itself
}

// process is one life of a program, with its connection to the chain.
type process struct {
	*program
	kill     context.CancelFunc
	client   *transactions.Client
	manager  *transactions.Manager
	escrow   *escrow.Contract
	panel    *panel.Panel
	dead     bool          // guarded by the program's mu
	away     time.Duration // how long it is, once it was killed
	unsynced bool
}

var errKilled = errors.New("the process was killed")

// pass is a place at which the process may end. Who is dead does nothing any more.
func (p *process) pass() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead {
		return errKilled
	}
	p.places++
	for i, f := range p.part.Faults {
		switch {
		case f.At != p.places || p.world.calm.Load():
			continue
		case f.Lie != Truth:
			p.begun[i] = time.Now()
			continue
		}
		p.dead, p.away, p.unsynced, p.took[i] = true, f.For, f.Unsynced, true
		p.kill()
		return errKilled
	}
	return nil
}

// around does what is written or sent between two places.
func (p *process) around(f func() error) error {
	if err := p.pass(); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	return p.pass()
}

// up reports whether the program runs.
func (p *program) up() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	said, _ := p.told()
	return p.alive != nil && !p.alive.dead && said != Silence
}

// misconduct is what took has for what somebody does who is not honest.
const misconduct = -1

// misbehaves notes that the program did what its conduct is.
func (p *program) misbehaves() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took[misconduct] = true
}

// lied notes that the program's endpoint did not tell the truth.
func (p *program) lied() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if lie, fault := p.told(); lie != Truth {
		p.took[fault] = true
	}
}

// faults are those that had an effect, by what they are.
func (p *program) faults() (names []string) {
	for i := range p.took {
		switch {
		case i == misconduct:
			names = append(names, p.part.Conduct.String())
		case p.part.Faults[i].Lie == Truth:
			names = append(names, Killed)
		default:
			names = append(names, "told "+p.part.Faults[i].Lie.String())
		}
	}
	return names
}

// lie is what the program's endpoint tells now.
func (p *program) lie() Lie {
	p.mu.Lock()
	defer p.mu.Unlock()
	said, _ := p.told()
	return said
}

// told is lie, and the fault that it comes from, with mu held.
func (p *program) told() (said Lie, fault int) {
	if p.world.calm.Load() {
		return Truth, 0
	}
	for i, f := range p.part.Faults {
		from := p.world.began.Add(f.From)
		if f.At > 0 {
			from = p.begun[i]
		}
		if now := time.Now(); f.Lie != Truth && !from.IsZero() && !now.Before(from) && now.Before(from.Add(f.For)) {
			return f.Lie, i
		}
	}
	return Truth, 0
}

// live gives the program one life after the other until ctx ends.
func (p *program) live(ctx context.Context) {
	for ctx.Err() == nil {
		life, kill := context.WithCancel(ctx)
		s := &process{program: p, kill: kill}
		err := s.begin(life)
		if err == nil {
			p.mu.Lock()
			p.alive = s
			p.mu.Unlock()
			err = p.run(life, s)
		}
		p.mu.Lock()
		killed := s.dead
		s.dead, p.alive = true, nil
		if !killed && ctx.Err() == nil {
			p.ended = fmt.Errorf("%s ended by itself: %w", p.account, err)
		}
		failed := p.ended != nil
		p.mu.Unlock()
		kill()
		p.node.Kill()
		s.end()
		if failed {
			return
		}
		select {
		case <-time.After(s.away):
		case <-ctx.Done():
		}
		p.node.Restart(killed && s.unsynced)
	}
}

// begin connects to the chain; where it does not answer, again. Whoever has a program begun again does so, too, where it does not
// begin with what its endpoint tells: that its own transactions are not on the chain.
func (p *process) begin(ctx context.Context) error {
	for {
		err := p.connect(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if _, ok := errors.AsType[*transactions.ChainError](err); !ok && !errors.Is(err, context.DeadlineExceeded) && p.world.calm.Load() {
			return fmt.Errorf("%s begins: %w", p.account, err)
		}
		p.end()
		select {
		case <-time.After(5 * time.Second):
		case <-ctx.Done():
		}
	}
}

func (p *process) connect(ctx context.Context) (err error) {
	w := p.world
	if p.client, err = p.dial(ctx); err != nil {
		return err
	}
	if p.manager, err = transactions.Open(ctx, transactions.Config{Client: p.client, Key: p.account.Key(), Store: &store{p.sent, p}, Poll: w.poll, Decode: panel.Explain}); err != nil {
		return err
	}
	if p.escrow, err = escrow.Bind(ctx, p.client, p.manager, w.machine.Parley); err != nil {
		return err
	}
	p.panel, err = panel.Bind(ctx, p.client, p.manager, w.machine.Panel)
	return err
}

// dial connects to the endpoint that lies, or to that one among three.
func (p *process) dial(ctx context.Context) (*transactions.Client, error) {
	w, id := p.world, big.NewInt(settlement.ChainID)
	server, err := serve(w.chain, p.program, w.script.Behind)
	if err != nil {
		return nil, err
	}
	const address = "http://chain"
	if !w.script.Three {
		return transactions.DialThrough(ctx, address, id, &wire{p, server, p.program})
	}
	honest, err := serve(w.chain, truthful{}, 0)
	if err != nil {
		return nil, err
	}
	return quorum.Dial(ctx, quorum.Config{Addresses: []string{address, "http://second", "http://third"}, ChainID: id, Transport: func(at string) http.RoundTripper {
		if at == address {
			return &wire{p, server, p.program}
		}
		return &wire{p, honest, truthful{}}
	}})
}

// truthful never lies.
type truthful struct{}

func (truthful) lie() Lie { return Truth }
func (truthful) lied()    {}

func (p *process) end() {
	if p.manager != nil {
		p.manager.Close()
	}
	if p.client != nil {
		p.client.Close()
	}
	p.manager, p.client = nil, nil
}

// book is the process's journal.
func (p *process) book() journal.Journal { return &book{p.node.Journal(), p} }

type book struct {
	journal.Journal
	process *process
}

func (b *book) Commit(ctx context.Context, batch journal.Batch) error {
	if !batch.Sync { // there are many, and nothing depends on them
		return b.Journal.Commit(ctx, batch)
	}
	return b.process.around(func() error { return b.Journal.Commit(ctx, batch) })
}

// store is what the process has signed.
type store struct {
	*transactions.Memory
	process *process
}

func (s *store) Put(ctx context.Context, scope transactions.Scope, records []transactions.Record) error {
	return s.process.around(func() error { return s.Memory.Put(ctx, scope, records) })
}

// wire is the process's way to its endpoint.
type wire struct {
	process *process
	node    *rpc.Server
	whose   liar
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	defer r.Body.Close()
	p := w.process
	p.mu.Lock()
	dead := p.dead
	p.mu.Unlock()
	switch lie := w.whose.lie(); {
	case dead:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errKilled}
	case lie == Silence:
		w.whose.lied()
		<-r.Context().Done()
		return nil, context.Cause(r.Context())
	case lie == Failures:
		w.whose.lied()
		return &http.Response{StatusCode: http.StatusServiceUnavailable, Status: "503 Service Unavailable", Request: r, Body: http.NoBody}, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	ask := func() error {
		inner, err := http.NewRequestWithContext(context.Background(), http.MethodPost, r.URL.String(), bytes.NewReader(body))
		if err != nil {
			return err
		}
		inner.Header = r.Header.Clone()
		w.node.ServeHTTP(answer, inner)
		return nil
	}
	if bytes.Contains(body, []byte("eth_sendRawTransaction")) {
		err = p.around(ask)
	} else {
		err = ask()
	}
	return answer.Result(), err
}

// network is the process's place in the network.
type network struct {
	process *process
	inner   interface {
		transports.Dialer
		transports.Listener
	}
}

func (n *network) Dial(ctx context.Context, peer messages.Key, addrs ...string) (transports.Stream, error) {
	s, err := n.inner.Dial(ctx, peer, addrs...)
	if err != nil {
		return nil, err
	}
	return &stream{s, n.process}, nil
}

func (n *network) Accept(ctx context.Context) (transports.Stream, error) {
	s, err := n.inner.Accept(ctx)
	if err != nil {
		return nil, err
	}
	return &stream{s, n.process}, nil
}

func (n *network) Close() error { return n.inner.Close() }

type stream struct {
	transports.Stream
	process *process
}

func (s *stream) Send(ctx context.Context, frames ...messages.Frame) error {
	return s.process.around(func() error { return s.Stream.Send(ctx, frames...) })
}
