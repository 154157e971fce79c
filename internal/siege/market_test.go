package siege

import (
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// key is the n-th key of this package.
func key(n int) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	binary.BigEndian.PutUint32(seed, uint32(n))
	seed[31] = 0x51
	return ed25519.NewKeyFromSeed(seed)
}

// host joins the network of this machine; without an address to listen on it only dials.
func host(n int, listen ...string) (*libp2p.Host, error) {
	return libp2p.New(libp2p.Config{Signer: key(n), Local: true, Listen: append([]string{}, listen...)})
}

// seller and buyer are policies that remember nothing. at, if it is set, hears of each hook and may end it.
type (
	seller struct {
		at    at
		brief bool // who is not the honest requester must be quick to agree
	}
	buyer struct {
		at     at
		within time.Duration // is all that it gives a farmer for an answer, if it is set
	}
	at func(ctx context.Context, hook string, v *protocol.View) error
)

func (s seller) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	q := &messages.Quote{Price: parleytest.Price(5, v.SOW.Units), ExpiresMs: time.Now().Add(5 * time.Minute).UnixMilli()}
	if s.brief && v.Requester != honest {
		q.ExpiresMs = time.Now().Add(time.Second).UnixMilli()
	}
	return q, s.at.hear(ctx, "Quote", v)
}

func (s seller) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	return nil, s.at.hear(ctx, "Accept", v)
}

func (s seller) Work(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
	return &messages.Delivery{Result: v.SOW.Job}, s.at.hear(ctx, "Work", v)
}

func (s seller) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	return nil, s.at.hear(ctx, "Confirm", v)
}

func (b buyer) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	if err := b.at.hear(ctx, "Agree", v); err != nil {
		return nil, err
	}
	if b.within == 0 {
		return parleytest.Agree(v, c)
	}
	a, err := requester.Terms(v, c, 0, func(t *messages.Terms) { t.ReviewMs = uint64(b.within.Milliseconds()) })
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (b buyer) Hired(ctx context.Context, v *protocol.View) error { return b.at.hear(ctx, "Hired", v) }

func (b buyer) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	m := parleytest.Pay(v)
	if reward, ok := m.(*messages.Reward); ok && b.within > 0 {
		reward.ReceiptByMs = time.Now().Add(b.within).UnixMilli()
	}
	return m, b.at.hear(ctx, "Review", v)
}

func (b buyer) Settled(ctx context.Context, v *protocol.View) error {
	return b.at.hear(ctx, "Settled", v)
}

func (f at) hear(ctx context.Context, hook string, v *protocol.View) error {
	if f == nil {
		return nil
	}
	return f(ctx, hook, v)
}

// stall is the n-th key's farmer, and where it is reached.
func stall(n int, s seller, notice func(*protocol.View, error)) (*libp2p.Host, *farmer.Server, error) {
	h, err := host(n, "/ip4/127.0.0.1/tcp/0")
	return h, &farmer.Server{Farmer: s, Signer: key(n), Journal: &forgetful{role: protocol.Farmer}, Notice: notice,
		Limits: protocol.Limits{Grace: time.Second}}, err
}

// forgetful is a journal in memory without the sessions that were closed, but for the last ones: that a farmer holds more, the
// longer it has traded, would hide what a siege leaves behind.
type forgetful struct {
	journal.Memory
	role protocol.Role

	mu     sync.Mutex
	closed []messages.ID // in the order in which they were
}

// remembered is how many closed sessions a forgetful journal has: as many as a farmer keeps at hand.
const remembered = 1024

func (f *forgetful) Commit(ctx context.Context, b journal.Batch) error {
	err := f.Memory.Commit(ctx, b)
	for _, n := range b.Notes {
		if err == nil && n.Bucket == drive.Bucket(f.role) && n.Value == nil {
			err = f.close(ctx, messages.ID(n.Key))
		}
	}
	return err
}

func (f *forgetful) close(ctx context.Context, session messages.ID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = append(f.closed, session)
	if len(f.closed) <= remembered {
		return nil
	}
	first := f.closed[0]
	f.closed = f.closed[1:]
	return f.Forget(ctx, first)
}

// door counts by their peers the streams that a farmer takes.
type door struct {
	transports.Listener
	mu    sync.Mutex
	taken map[messages.Key]int
}

func (d *door) Accept(ctx context.Context) (transports.Stream, error) {
	s, err := d.Listener.Accept(ctx)
	if err == nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.taken[s.Peer()]++
	}
	return s, err
}

// address is where a host is dialed.
func address(h *libp2p.Host) string { return fmt.Sprintf("%s/p2p/%s", h.Addrs()[0], h.Libp2p().ID()) }

// market is a farmer and a requester, each with a host of its own.
type market struct {
	farm, own *libp2p.Host
	door      *door
	server    *farmer.Server
	client    *requester.Client

	stopFarmer, stopRequester func() // with their hosts
}

// open starts them, until stop or the end of the test.
func open(t *testing.T, s seller, b buyer, notice func(*protocol.View, error)) *market {
	t.Helper()
	m := new(market)
	var err error
	if m.farm, m.server, err = stall(1, s, notice); err != nil {
		t.Fatal(err)
	}
	if m.own, err = host(2); err != nil {
		t.Fatal(err)
	}
	// An honest requester has patience: that this machine is busy is no fault of the farmer's.
	m.client = &requester.Client{Requester: b, Signer: key(2), Dialer: m.own, Journal: &forgetful{role: protocol.Requester}, Limits: protocol.Limits{Reply: time.Minute}}
	m.door = &door{Listener: m.farm, taken: make(map[messages.Key]int)}
	m.stopFarmer = m.run(t, func(ctx context.Context) { _ = m.server.Serve(ctx, m.door) }, m.farm)
	m.stopRequester = m.run(t, func(ctx context.Context) { _ = m.client.Run(ctx) }, m.own)
	t.Cleanup(m.stop)
	return m
}

// run starts an engine, and returns what ends it and then its host.
func (m *market) run(t *testing.T, engine func(context.Context), h *libp2p.Host) func() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		engine(ctx)
	}()
	return sync.OnceFunc(func() {
		cancel()
		<-ended
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
}

// stop ends both.
func (m *market) stop() {
	m.stopRequester()
	m.stopFarmer()
}

// statement is what honest requesters ask for.
func statement() *messages.SOW {
	now := time.Now()
	return &messages.SOW{Service: "siege/1", Units: 1, Job: &messages.Payload{Type: "text/plain", Body: make([]byte, 64)},
		QuoteByMs: now.Add(5 * time.Minute).UnixMilli(), DeliverByMs: now.Add(time.Hour).UnixMilli()}
}

// hire is one negotiation from the SOW to the Receipt.
func (m *market) hire(ctx context.Context) error {
	return m.hireOf(ctx, discovery.Candidate{Key: m.farm.Key(), Addrs: m.farm.Addrs()})
}

func (m *market) hireOf(ctx context.Context, farmer discovery.Candidate) error {
	return hire(ctx, m.client, farmer, statement())
}

func hire(ctx context.Context, client *requester.Client, farmer discovery.Candidate, sow *messages.SOW) error {
	hired := 0
	hiring := requester.Hiring{Reserve: -1, Wait: -1, Patience: 5 * time.Minute, Farmers: []discovery.Candidate{farmer}}
	for o, err := range client.Hire(ctx, sow, hiring) {
		if err != nil {
			return err
		}
		if o.Err != nil {
			return o.Err
		}
		if o.View.Phase != protocol.Settled {
			return fmt.Errorf("ended %s", o.View.Phase)
		}
		hired++
	}
	if hired != 1 {
		return fmt.Errorf("hired %d", hired)
	}
	return nil
}

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}
