package compute_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/transports"
)

// world is a network in memory with the content of everybody in it.
type world struct {
	t       *testing.T
	network transports.Memory
	mu      sync.Mutex
	stores  []*content.Store // everybody's
}

func newWorld(t *testing.T) *world { return &world{t: t} }

func key(n byte) (ed25519.PrivateKey, messages.Key) {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	k := ed25519.NewKeyFromSeed(seed)
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

func (w *world) store() *content.Store {
	w.t.Helper()
	s, err := content.OpenStore(w.t.TempDir())
	if err != nil {
		w.t.Fatal(err)
	}
	s.NoSync = true
	w.t.Cleanup(func() { s.Close() })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stores = append(w.stores, s)
	return s
}

// GetBlock asks everybody, as bitswap does.
func (w *world) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	w.mu.Lock()
	stores := slices.Clone(w.stores)
	w.mu.Unlock()
	for _, s := range stores {
		b, err := s.GetBlock(ctx, c)
		if errors.Is(err, content.ErrNotFound) {
			continue
		}
		return b, err
	}
	return nil, content.ErrNotFound
}

// nothing is a source of no content.
type nothing struct{}

func (nothing) GetBlock(context.Context, cid.Cid) ([]byte, error) { return nil, content.ErrNotFound }

// party is a farmer or a requester that can be stopped and started anew on what it keeps.
type party struct {
	w      *world
	signer ed25519.PrivateKey
	key    messages.Key
	place  *transports.Party
	stop   func()
}

// join takes the party's place in the network.
func (p *party) join(n byte) {
	p.signer, p.key = key(n)
	p.place = p.w.network.Join(p.key)
}

// begin runs f until stop. A party that stopped cannot be dialed.
func (p *party) begin(f func(context.Context) error) {
	ctx, cancel := context.WithCancel(p.w.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f(ctx) }()
	p.stop = sync.OnceFunc(func() {
		p.place.Close()
		cancel()
		<-ended
	})
	p.w.t.Cleanup(p.stop)
}

type farm struct {
	party
	n       byte
	farmer  *compute.Farmer
	scripts *scripts
	journal journal.Journal
	edit    []func(*compute.Farmer)
	wrap    func(farmer.Farmer) farmer.Farmer
	notices noticed
}

// noticed collects what an engine tells.
type noticed struct {
	mu     sync.Mutex
	phases map[messages.ID][]protocol.Phase
	errs   []error
}

func (n *noticed) notice(v *protocol.View, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.phases == nil {
		n.phases = map[messages.ID][]protocol.Phase{}
	}
	n.phases[v.Session] = append(n.phases[v.Session], v.Phase)
	if err != nil {
		n.errs = append(n.errs, err)
	}
}

func (n *noticed) text() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return fmt.Sprint(n.errs)
}

// farm starts a farmer that takes 10 play a task.
func (w *world) farm(n byte, edit ...func(*compute.Farmer)) *farm {
	w.t.Helper()
	f := &farm{party: party{w: w}, n: n, scripts: &scripts{}, journal: new(journal.Memory), edit: edit}
	f.farmer = &compute.Farmer{Executor: f.scripts, Store: w.store(), Dir: w.t.TempDir()}
	f.start()
	return f
}

// start starts the farmer, or starts it anew: what it kept is what it has.
func (f *farm) start() {
	old := f.farmer
	f.farmer = &compute.Farmer{Executor: old.Executor, Store: old.Store, Dir: old.Dir, Blocks: f.w, Notes: f.journal, Asset: "play", PerTask: messages.AmountOfUint64(10)}
	for _, e := range f.edit {
		e(f.farmer)
	}
	var policy farmer.Farmer = f.farmer
	if f.wrap != nil {
		policy = f.wrap(f.farmer)
	}
	f.join(f.n)
	server := &farmer.Server{Farmer: policy, Signer: f.signer, Journal: f.journal, Notice: f.notices.notice}
	f.begin(func(ctx context.Context) error { return server.Serve(ctx, f.place) })
}

type buyer struct {
	party
	n       byte
	store   *content.Store
	journal journal.Journal
	buyer   *compute.Buyer
	client  *requester.Client
	edit    []func(*compute.Buyer)
	notices noticed

	mu        sync.Mutex
	got       []int
	telemetry []*messages.Telemetry
}

// buyer starts a requester that keeps what it got.
func (w *world) buyer(edit ...func(*compute.Buyer)) *buyer {
	w.t.Helper()
	return w.buyerOf(100, edit...)
}

func (w *world) buyerOf(n byte, edit ...func(*compute.Buyer)) *buyer {
	w.t.Helper()
	b := &buyer{party: party{w: w}, n: n, store: w.store(), journal: new(journal.Memory), edit: edit}
	b.start()
	return b
}

func (b *buyer) start() {
	b.buyer = &compute.Buyer{Store: b.store, Blocks: b.w, Notes: b.journal, Got: func(_ *protocol.View, d compute.Done) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.got = append(b.got, d.Task)
	}}
	for _, e := range b.edit {
		e(b.buyer)
	}
	b.join(b.n)
	b.client = &requester.Client{Requester: b.buyer, Signer: b.signer, Journal: b.journal, Dialer: b.place, Notice: b.notices.notice,
		Telemetry: func(_ *protocol.View, m *messages.Telemetry) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.telemetry = append(b.telemetry, m)
		}}
	b.begin(b.client.Run)
}

// kinds are those of every envelope in the journal.
func (b *buyer) kinds() (kinds []messages.Kind) {
	b.w.t.Helper()
	for h, err := range b.journal.Sessions(b.w.t.Context()) {
		if err != nil {
			b.w.t.Fatal(err)
		}
		for r, err := range b.journal.Transcript(b.w.t.Context(), h.Session) {
			if err != nil {
				b.w.t.Fatal(err)
			}
			u, err := messages.Parse(r.Envelope)
			if err != nil {
				b.w.t.Fatal(err)
			}
			kinds = append(kinds, u.Header().Kind)
		}
	}
	return kinds
}

func (b *buyer) gotTasks() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(slices.Values(b.got))
}

// add puts a file into the buyer's store.
func (b *buyer) add(text string) string {
	b.w.t.Helper()
	c, err := content.AddFile(b.w.t.Context(), b.store, strings.NewReader(text), content.Limits{})
	if err != nil {
		b.w.t.Fatal(err)
	}
	return c.String()
}

// job is a job of scripts, one for each line: words are arguments.
func (b *buyer) job(tasks ...string) *compute.Job {
	b.w.t.Helper()
	j := &compute.Job{ID: compute.NewID(), Module: b.add(programText)}
	for _, t := range tasks {
		j.Tasks = append(j.Tasks, compute.Task{Args: strings.Fields(t)})
	}
	return j
}

func prints(n int) []string {
	tasks := make([]string, n)
	for i := range tasks {
		tasks[i] = fmt.Sprintf("print t%d write out result-%d", i, i)
	}
	return tasks
}

func hiring(n int, farms ...*farm) requester.Hiring {
	h := requester.Hiring{N: n}
	for _, f := range farms {
		h.Farmers = append(h.Farmers, discovery.Candidate{Key: f.key})
	}
	return h
}

func sow(t *testing.T, j *compute.Job) *messages.SOW {
	t.Helper()
	s, err := compute.SOW(j)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (b *buyer) run(j *compute.Job, h requester.Hiring) (*compute.Bill, error) {
	b.w.t.Helper()
	return compute.Run(b.w.t.Context(), b.client, b.buyer, j, sow(b.w.t, j), h, nil)
}

func (b *buyer) mustRun(j *compute.Job, h requester.Hiring) *compute.Bill {
	b.w.t.Helper()
	bill, err := b.run(j, h)
	if err != nil {
		b.w.t.Fatalf("run: %v\nrequester heard: %s", err, b.notices.text())
	}
	return bill
}

// file reads a file of a result.
func (b *buyer) file(root, path string) string {
	b.w.t.Helper()
	c, err := content.Parse(root)
	if err != nil {
		b.w.t.Fatal(err)
	}
	e, err := content.Lookup(b.w.t.Context(), b.store, c, path, content.Limits{})
	if err != nil {
		b.w.t.Fatalf("%s: %v", path, err)
	}
	var text strings.Builder
	for chunk, err := range content.Chunks(b.w.t.Context(), b.store, e.CID, content.Limits{}) {
		if err != nil {
			b.w.t.Fatal(err)
		}
		text.Write(chunk)
	}
	return text.String()
}

// shares sums up a bill: each line's number of tasks, what is owed and whether it failed.
func shares(bill *compute.Bill) string {
	var lines []string
	for _, l := range bill.Lines {
		s := fmt.Sprintf("%d for %s", len(l.Tasks), l.Owed)
		if l.Err != nil {
			s += " failed"
		}
		lines = append(lines, s)
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

// until waits for a condition in virtual time.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 10_000 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond) // of a bubble's clock
	}
	t.Fatalf("%s did not come about", what)
}
