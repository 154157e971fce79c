package mediator_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
	"github.com/parley-p2p/parley/transports"
)

// billboard is a discovery of one's own.
type billboard struct {
	mu    sync.Mutex
	found map[string]messages.Key
	key   messages.Key
}

func (b *billboard) Advertise(ctx context.Context, service string, _ func(time.Time, error)) error {
	b.mu.Lock()
	b.found[service] = b.key
	b.mu.Unlock()
	<-ctx.Done()
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.found, service)
	return context.Cause(ctx)
}

func (b *billboard) Find(_ context.Context, service string) iter.Seq2[discovery.Candidate, error] {
	return func(yield func(discovery.Candidate, error) bool) {
		b.mu.Lock()
		key, ok := b.found[service]
		b.mu.Unlock()
		if ok {
			yield(discovery.Candidate{Key: key}, nil)
		}
	}
}

// chainOf says one thing of every deal.
type chainOf struct {
	deals.Reader
	mu    sync.Mutex
	state deals.State
}

func (c *chainOf) Status(context.Context, deals.Hash, uint64) (deals.Status, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return deals.Status{State: c.state}, nil
}

// dialed hears who is dialed.
type dialed struct{ keys []messages.Key }

func (d *dialed) Dial(_ context.Context, peer messages.Key, _ ...string) (transports.Stream, error) {
	d.keys = append(d.keys, peer)
	return nil, errors.New("nobody is at home")
}

// C51: what a disputed deal is about is served and found by its id, from the dispute to the end of its case, and not before or after: also by who
// was away until the deal was closed.
func TestExhibits(t *testing.T) {
	ctx := t.Context()
	notes := new(journal.Memory)
	terms := transcript(t, notes)
	record := deals.Record{Session: messages.ID{1}, Opened: true, Complaint: &deals.Complaint{NotServed: true},
		Papers: deals.Papers{ID: deals.Hash{5}, Deal: deals.Deal{Price: "1", Deposit: "1", Bond: "1"}, Terms: deals.Terms{Arbiter: deals.Address{7}}}}
	put(t, notes, &record)
	board := &billboard{found: map[string]messages.Key{}, key: messages.Key{8}}
	chain := &chainOf{state: deals.Submitted}
	public := store(t)
	pursued := new(atomic.Bool)
	live := func() (stop func()) {
		x := &mediator.Exhibits{Ledger: &deals.Ledger{Journal: notes}, Chain: chain, Store: public, Advertiser: board, Poll: time.Millisecond,
			Pursued: func(context.Context, *deals.Record, deals.Block, uint64) (bool, error) { return pursued.Load(), nil }}
		ctx, cancel := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- x.Run(ctx) }()
		return func() { cancel(); <-ended }
	}
	agreed := func() bool {
		_, err := evidence.Agreed(ctx, terms, public)
		return err == nil
	}
	found := func() bool {
		d := new(dialed)
		mediator.Reach(board, d)(ctx, &mediator.Brief{ID: record.Papers.ID})
		return len(d.keys) == 1 && d.keys[0] == board.key
	}
	stop := live()
	if agreed() || found() {
		t.Error("shown before it is disputed")
	}
	become := func(s deals.State) {
		chain.mu.Lock()
		defer chain.mu.Unlock()
		chain.state = s
	}
	become(deals.Disputed)
	until(t, "it is shown", func() bool { return agreed() && found() })
	stop()
	if !agreed() || found() {
		t.Error("who is away serves nothing, and keeps it")
	}
	for held := range public.Holds() { // it comes back with another store
		if err := public.Release(held.Root, held.Holder); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := public.Collect(ctx, time.Now().Add(time.Hour)); err != nil || agreed() {
		t.Fatalf("it has it still: %v", err)
	}
	become(deals.Unopened) // the contract forgets what is closed
	stop = live()
	if agreed() || found() {
		t.Error("shown once the case is over")
	}
	pursued.Store(true)
	until(t, "it is shown to the appeal", func() bool { return agreed() && found() })
	stop()
	record.Closed = true
	put(t, notes, &record)
	stop = live()
	until(t, "nothing is held", func() bool {
		for range public.Holds() {
			return false
		}
		return true
	})
	stop()
	if _, err := public.Collect(ctx, time.Now().Add(time.Hour)); err != nil || agreed() {
		t.Errorf("kept after the close: %v", err)
	}
}

// crowd is found under every name.
type crowd []messages.Key

func (c crowd) Find(context.Context, string) iter.Seq2[discovery.Candidate, error] {
	return func(yield func(discovery.Candidate, error) bool) {
		for _, key := range c {
			if !yield(discovery.Candidate{Key: key}, nil) {
				return
			}
		}
	}
}

// silent leaves who dials it waiting; so many others answer at once.
type silent struct{ others sync.WaitGroup }

func (s *silent) Dial(ctx context.Context, peer messages.Key, _ ...string) (transports.Stream, error) {
	if peer == (messages.Key{1}) {
		<-ctx.Done()
	} else if ctx.Err() == nil {
		s.others.Done()
	}
	return nil, errors.New("nobody is at home")
}

// Somebody who is found first and does not answer keeps nobody from being reached: who wants that nothing can be had is found, too.
func TestReachPastTheSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := new(silent)
		d.others.Add(2)
		begun, ctx := time.Now(), t.Context()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			mediator.Reach(crowd{{1}, {2}, {3}}, d)(ctx, &mediator.Brief{ID: deals.Hash{5}})
		}()
		d.others.Wait()
		if took := time.Since(begun); took != 0 {
			t.Errorf("the others are reached after %s", took)
		}
		<-ended
	})
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("waited for: %s", what)
		}
	}
}

// put writes a record where a ledger finds it.
func put(t *testing.T, notes journal.Journal, r *deals.Record) {
	t.Helper()
	value := must(json.Marshal(r))(t)
	b := journal.Batch{Notes: []journal.Note{{Bucket: "deals", Key: r.Papers.ID[:], Value: value}}}
	if r.Closed {
		b.Notes[0].Value = nil
	}
	if err := notes.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// transcript writes a golden negotiation and returns the digest of its terms.
func transcript(t *testing.T, notes journal.Journal) (terms [32]byte) {
	t.Helper()
	var all []vectors.Transcript
	if err := json.Unmarshal(must(vectors.Files.ReadFile("transcripts.json"))(t), &all); err != nil {
		t.Fatal(err)
	}
	b := journal.Batch{}
	for _, tr := range all {
		for _, step := range tr.Steps {
			if tr.Name != "escrow" || step.Code != "" {
				continue
			}
			raw := must(hex.DecodeString(step.Envelope))(t)
			e := must(must(messages.Parse(raw))(t).Open())(t)
			if a, ok := e.Message().(*messages.Agreement); ok {
				terms = sha256.Sum256(a.Terms)
			}
			b.Records = append(b.Records, journal.Record{Session: messages.ID{1}, Index: len(b.Records), Envelope: raw, ID: e.ID()})
		}
	}
	if err := notes.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return terms
}
