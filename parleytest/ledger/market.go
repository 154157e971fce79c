package ledger

import (
	"cmp"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports"
)

// PartPrice is what a part of the work costs.
const PartPrice = 100

// Service is the work of a Market: so many parts, each of them proven and paid for as it is done, then a result. Its hooks
// may be changed before the work begins.
type Service struct {
	// Part is called when a part is done, before it is claimed. An error fails the work.
	Part func(ctx context.Context, n int) error
	// Refuse: Accept of the farmer inside refuses.
	Refuse error

	mu    sync.Mutex
	Ended []protocol.Phase // of what the farmer inside was told of
	Works int              // times that the work was begun
}

var spec = services.Spec[string, string]{Name: "parley.test/parts/1", Job: messages.Text, Result: messages.Text}

// Price is PartPrice a part, in the SOW's units.
func (s *Service) Price(context.Context, string) (*messages.Price, error) {
	return &messages.Price{Unit: "part", PerUnit: fmt.Sprint(PartPrice), Ceiling: fmt.Sprint(PartPrice * 100)}, nil
}

// Do does the parts.
func (s *Service) Do(ctx context.Context, job string) (string, error) {
	s.mu.Lock()
	s.Works++
	s.mu.Unlock()
	v, p := services.View(ctx), services.Progress(ctx)
	for n := int(v.Progress.GetUnits()) + 1; n <= int(v.Terms.Units); n++ {
		if s.Part != nil {
			if err := s.Part(ctx, n); err != nil {
				return "", err
			}
		}
		if n == int(v.Terms.Units) {
			break // the last is delivered
		}
		evidence, err := messages.Text.Encode(fmt.Sprintf("part %d of %s", n, job))
		if err != nil {
			return "", err
		}
		if _, err := p.Claim(ctx, &messages.Progress{Units: uint64(n), Evidence: evidence}); err != nil {
			return "", err
		}
	}
	return "result of " + job, nil
}

// worker is the farmer of a Service.
type worker struct {
	farmer.Farmer
	service *Service
	promise time.Duration
}

func (w worker) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	if w.service.Refuse != nil {
		return nil, w.service.Refuse
	}
	return w.Farmer.Accept(ctx, v)
}

func (w worker) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	q, err := w.Farmer.Quote(ctx, v)
	if err == nil {
		q.Price.Ceiling = fmt.Sprint(PartPrice * v.SOW.Units)
		if w.promise > 0 {
			q.DeliverByMs = time.Now().Add(w.promise).UnixMilli()
		}
	}
	return q, err
}

func (w worker) Ended(_ context.Context, v *protocol.View) {
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	w.service.Ended = append(w.service.Ended, v.Phase)
}

// Buyer is the policy of a Market's requester inside Fund. Its hooks may be changed before it hires.
type Buyer struct {
	// Review overrides the answer to a claim or a delivery; nil without an error leaves it.
	Review func(*protocol.View) (messages.Message, error)
	// Edit changes the terms.
	Edit func(*messages.Terms)
	// Spoil changes what is sent: an agreement, a voucher, a reward.
	Spoil func(messages.Message)
	// Inspect looks at what came by the chain alone. Nil finds nothing served.
	Inspect func(v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error)
	// Hire is called once the farmer has countersigned, before the deal is opened.
	Hire func(context.Context, *protocol.View) error
}

// Agree agrees.
func (b *Buyer) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return requester.Terms(v, c, 0, func(t *messages.Terms) {
		if b.Edit != nil {
			b.Edit(t)
		}
	})
}

// Hired has nothing to hand over.
func (b *Buyer) Hired(ctx context.Context, v *protocol.View) error {
	if b.Hire != nil {
		return b.Hire(ctx, v)
	}
	return nil
}

// Review pays what is claimed and owed.
func (b *Buyer) answer(v *protocol.View) (messages.Message, error) {
	if b.Review != nil {
		if m, err := b.Review(v); m != nil || err != nil {
			return m, err
		}
	}
	if v.Phase == protocol.Claimed {
		return &messages.Voucher{Amount: v.Progress.Claim}, nil
	}
	return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}, nil
}

// Settled is content.
func (b *Buyer) Settled(context.Context, *protocol.View) error { return nil }

// buyer is a Buyer as a requester.Requester and a deals.Inspector: some hooks have the names of the methods.
type buyer struct{ *Buyer }

func (b buyer) Review(_ context.Context, v *protocol.View) (messages.Message, error) {
	return b.answer(v)
}

// Inspect implements deals.Inspector.
func (b buyer) Inspect(_ context.Context, v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error) {
	if b.Buyer.Inspect == nil {
		return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_NOT_SERVED}, nil
	}
	return b.Buyer.Inspect(v, digest, cost)
}

// spoiled is a Funded whose agreements are changed after they were signed.
type spoiled struct {
	*deals.Funded
	buyer *Buyer
}

func (s spoiled) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	m, err := s.Funded.Agree(ctx, v, c)
	if err == nil && s.buyer.Spoil != nil {
		s.buyer.Spoil(m)
	}
	return m, err
}

func (s spoiled) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	m, err := s.Funded.Review(ctx, v)
	if err == nil && s.buyer.Spoil != nil {
		s.buyer.Spoil(m)
	}
	return m, err
}

// Sealed is the media type of evidence that names no result.
const Sealed = "text/x-sealed"

// Digest is the SHA-256 of a payload's bytes; what is Sealed has none.
func Digest(p *messages.Payload) ([32]byte, error) {
	switch {
	case p == nil:
		return [32]byte{}, errors.New("no payload")
	case p.Type == Sealed:
		return [32]byte{}, errors.New("it names no result")
	}
	return sha256.Sum256(p.Body), nil
}

// Market is a requester and a farmer who deal in a World, each with a journal, a ledger and a reconciler. A side is started
// and stopped as a process is: what it knows is in its journal.
type Market struct {
	World      World
	Collateral deals.Collateral
	Service    *Service
	Buyer      *Buyer
	// Judges, InTime and Unjudged are the deals.Guarded's and deals.Funded's of the sides.
	Judges   [2]func(*messages.SOW) error
	InTime   [2]func(*messages.SOW, *messages.Terms) error
	Unjudged [2]func(*messages.SOW) error
	Limits   protocol.Limits
	// Deliver is how long after it is hired for work is due. Zero: 10 min.
	Deliver time.Duration
	// Depth, Margin and Slot of both sides.
	Depth        uint64
	Margin, Slot time.Duration
	// Promise is how long after it is asked the farmer inside promises the work. Zero: until it is due.
	Promise time.Duration
	// Poll is how often both sides look at the chain.
	Poll time.Duration

	network transports.Memory
	sides   [2]*side
}

// side is what outlives a process of one party.
type side struct {
	key     ed25519.PrivateKey
	journal journal.Journal

	mu      sync.Mutex
	steps   []string // what its reconcilers did
	changed chan struct{}
}

// Poll is how often a Market's parties look at the chain, unless it says otherwise.
const Poll = 10 * time.Millisecond

// NewMarket makes a market whose journals are in memory.
func NewMarket(w World) *Market {
	m := &Market{World: w, Collateral: deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 40000}, Service: new(Service), Buyer: new(Buyer), Depth: 1, Margin: 30 * time.Second, Poll: Poll}
	for n := range m.sides {
		m.sides[n] = &side{key: ed25519.NewKeyFromSeed(slices.Repeat([]byte{byte(n + 1)}, 32)), journal: new(journal.Memory), changed: make(chan struct{})}
	}
	return m
}

// SetJournal replaces a side's journal, for its next process.
func (m *Market) SetJournal(of Seat, j journal.Journal) { m.sides[of].journal = j }

// Key is a side's peer.
func (m *Market) Key(of Seat) messages.Key { return m.sides[of].public() }

// Ledger is a side's, as its journal has it.
func (m *Market) Ledger(of Seat) *deals.Ledger { return &deals.Ledger{Journal: m.sides[of].journal} }

func (s *side) public() messages.Key { return messages.Key(s.key.Public().(ed25519.PublicKey)) }

// reconciler is a process's.
func (m *Market) reconciler(of Seat, l *deals.Ledger) *deals.Reconciler {
	s := m.sides[of]
	c := &deals.Reconciler{Contract: m.World.Party(of), Ledger: l, Margin: m.Margin, Poll: m.Poll, Depth: m.Depth,
		Notice: func(_ *deals.Record, p deals.Plan, err error) {
			if err != nil {
				return
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.steps = append(s.steps, p.Step.String())
			close(s.changed)
			s.changed = make(chan struct{})
		}}
	return c
}

// Steps are what a side's reconcilers did so far.
func (m *Market) Steps(of Seat) []string {
	s := m.sides[of]
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.steps)
}

// Await waits until a side's reconcilers have done what.
func (m *Market) Await(ctx context.Context, of Seat, what string) error {
	s := m.sides[of]
	for {
		s.mu.Lock()
		done, changed := slices.Contains(s.steps, what), s.changed
		s.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("the %d's reconciler did %v and not %q: %w", of, m.Steps(of), what, context.Cause(ctx))
		}
	}
}

// Process is one run of a side.
type Process struct {
	stop   context.CancelFunc
	done   sync.WaitGroup
	Client *requester.Client
	Funded *deals.Funded
	Server *farmer.Server
}

// Stop ends the process, and waits.
func (p *Process) Stop() {
	p.stop()
	p.done.Wait()
}

// Reconcile starts a process that has no engine: the party is away, its money is looked after.
func (m *Market) Reconcile(ctx context.Context, of Seat) *Process {
	ctx, stop := context.WithCancel(ctx)
	p := &Process{stop: stop}
	p.done.Go(func() { _ = m.reconciler(of, m.Ledger(of)).Run(ctx) })
	return p
}

// Farm starts the farmer's process.
func (m *Market) Farm(ctx context.Context, reconcile bool) *Process {
	s := m.sides[Farmer]
	ctx, stop := context.WithCancel(ctx)
	l := &deals.Ledger{Journal: s.journal}
	guard := deals.Guard(worker{services.Farm(spec, m.Service), m.Service, m.Promise}, m.World.Party(Farmer), l, Digest)
	guard.Collateral, guard.Judges, guard.InTime, guard.Unjudged = m.Collateral, m.Judges[Farmer], m.InTime[Farmer], m.Unjudged[Farmer]
	guard.Depth, guard.Margin, guard.Slot, guard.Poll = m.Depth, m.Margin, m.Slot, m.Poll
	p := &Process{stop: stop, Server: &farmer.Server{Farmer: guard, Signer: s.key, Journal: s.journal, Limits: m.Limits}}
	listener := m.network.Join(s.public())
	p.done.Go(func() {
		defer listener.Close()
		_ = p.Server.Serve(ctx, listener)
	})
	if reconcile {
		p.done.Go(func() { _ = m.reconciler(Farmer, l).Run(ctx) })
	}
	return p
}

// Buy starts the requester's process.
func (m *Market) Buy(ctx context.Context, reconcile bool) *Process {
	s := m.sides[Requester]
	ctx, stop := context.WithCancel(ctx)
	l := &deals.Ledger{Journal: s.journal}
	funded := deals.Fund(buyer{m.Buyer}, m.World.Party(Requester), l, Digest)
	funded.Slot, funded.Depth, funded.Poll, funded.Judges, funded.InTime, funded.Unjudged = m.Slot, m.Depth, m.Poll, m.Judges[Requester], m.InTime[Requester], m.Unjudged[Requester]
	p := &Process{stop: stop, Funded: funded}
	p.Client = &requester.Client{Requester: spoiled{funded, m.Buyer}, Signer: crypto.Signer(s.key), Journal: s.journal,
		Dialer: m.network.Join(s.public()), Limits: m.Limits}
	p.done.Go(func() { _ = p.Client.Run(ctx) })
	if reconcile {
		r := m.reconciler(Requester, l)
		r.Inspect = funded.Inspect
		p.done.Go(func() { _ = r.Run(ctx) })
	}
	return p
}

// SOW asks for so many parts.
func (m *Market) SOW(p *Process, parts int) (*messages.SOW, error) {
	offer, err := p.Funded.Offer(m.Collateral)
	if err != nil {
		return nil, err
	}
	job, err := messages.Text.Encode("a job")
	return &messages.SOW{Service: spec.Name, Job: job, Units: uint64(parts), Settlements: []*messages.Settlement{offer},
		DeliverByMs: time.Now().Add(cmp.Or(m.Deliver, 10*time.Minute)).UnixMilli()}, err
}

// Hire hires the farmer for so many parts and returns the outcome.
func (m *Market) Hire(ctx context.Context, p *Process, parts int) (*requester.Outcome, error) {
	sow, err := m.SOW(p, parts)
	if err != nil {
		return nil, err
	}
	hiring := requester.Hiring{Wait: -1, Farmers: []discovery.Candidate{{Key: m.sides[Farmer].public()}}}
	for o, err := range p.Client.Hire(ctx, sow, hiring) {
		return o, err
	}
	return nil, errors.New("the hire ended without an outcome")
}

// Records are a side's records.
func (m *Market) Records(t *testing.T, of Seat) []*deals.Record {
	t.Helper()
	var all []*deals.Record
	for r, err := range m.Ledger(of).All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}
