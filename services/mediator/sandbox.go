package mediator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"sync"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// Sandbox runs compute jobs again. Set its fields before first use; it may be used concurrently, and runs one case at a time.
type Sandbox struct {
	Executor executor.Executor // one that counts fuel
	// Private keeps what runs read and make. It must be served to nobody: who can fetch a result need not run the work.
	Private *content.Store
	// Public is served to whoever asks; results come there when they may be known.
	Public *content.Store
	// Blocks is where content comes from.
	Blocks content.Getter
	// Dir is a folder for what runs need on disk. Nothing else may be in it.
	Dir string
	// Reach connects to who has the content of a case: to the parties, by their keys, once it is known who they are. Nil: whoever is
	// connected is asked.
	Reach func(ctx context.Context, b *Brief, parties ...messages.Key)
	// Keys is where the key of encrypted inputs comes from in a case; its id is zero where Compare runs for a party. Nil: nowhere.
	Keys func(deal deals.Hash) compute.Keys
	// FetchTime is how long one attempt to fetch something may take; of a result that is asked for, how long nothing of it may come at first.
	// Default 20 s.
	FetchTime time.Duration

	once sync.Once
	turn chan struct{} // who runs a case has put something there
	farm *compute.Farmer
	seen witness

	mu      sync.Mutex
	parties map[deals.Hash][]messages.Key // by case
}

// Judges is for Guarded and Funded of package deals: it says why no [Sandbox] could find out what work gives that is asked for so, and
// what to change. Nil: mediators can.
func Judges(sow *messages.SOW) error {
	if sow.GetService() != compute.Service {
		return fmt.Errorf("%q cannot be run again by mediators: let no arbiter rule", sow.GetService())
	}
	j, err := compute.JobOf(&protocol.View{SOW: sow})
	if err != nil {
		return err
	}
	return j.Judgeable()
}

// witness hears what fuel a run took.
type witness struct {
	executor.Executor
	fuel    uint64
	unknown bool
}

// EngineDigest is the executor's: a job that pins another is not judged.
func (w *witness) EngineDigest() string {
	if p, ok := w.Executor.(executor.Pinned); ok {
		return p.EngineDigest()
	}
	return ""
}

func (w *witness) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	r, err := w.Executor.Execute(ctx, t)
	if r == nil || r.Fuel <= 0 {
		w.unknown = true
		return r, err
	}
	w.fuel += uint64(r.Fuel)
	return r, err
}

// Rerun implements [Runner], once no other case is run. That another case took the time says nothing about what can be had: that is not
// [ErrMissing].
func (s *Sandbox) Rerun(ctx context.Context, b *Brief) (*Rerun, error) {
	waited, err := s.take(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { <-s.turn }()
	r, err := s.rerun(ctx, b)
	if waited && ctx.Err() != nil && errors.Is(err, ErrMissing) {
		return nil, fmt.Errorf("%w: %v", errBusy, err)
	}
	if err == nil {
		r.Ask = b.Complaint.NotServed && r.Inconclusive == "" && !r.Finding.Served && r.Finding.Digest == b.Delivery.Digest
	}
	return r, err
}

var errBusy = errors.New("another case was run in the time that there was for this one")

// take waits for the turn, and reports whether there was anything to wait for.
func (s *Sandbox) take(ctx context.Context) (waited bool, err error) {
	s.once.Do(func() { s.turn = make(chan struct{}, 1) })
	select {
	case s.turn <- struct{}{}:
		return false, nil
	default:
	}
	select {
	case s.turn <- struct{}{}:
		return true, nil
	case <-ctx.Done():
		return true, errBusy
	}
}

func (s *Sandbox) rerun(ctx context.Context, b *Brief) (*Rerun, error) {
	if asksNothing(b.Delivery) { // as the chain has it: that nobody shows the agreement changes nothing about it
		return &Rerun{Finding: forNothing}, nil
	}
	s.begin(b.ID)
	s.reach(ctx, b)
	v, err := s.agreed(ctx, b)
	switch {
	case errors.Is(err, errOwn):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	if v.SOW.GetService() != compute.Service {
		return &Rerun{Inconclusive: fmt.Sprintf("%q cannot be run again here", v.SOW.GetService())}, nil
	}
	r := new(Rerun)
	s.reach(ctx, b, s.know(b.ID, v.Farmer, v.Requester)...) // who can be found under the case's name may be anybody
	return r, s.run(ctx, v, b, r)
}

func (s *Sandbox) reach(ctx context.Context, b *Brief, parties ...messages.Key) {
	if s.Reach != nil {
		s.Reach(ctx, b, parties...)
	}
}

// Compare runs the work of an agreement again for one of its parties: what it finds of a delivery is what members of a panel find.
func (s *Sandbox) Compare(ctx context.Context, v *protocol.View, d deals.Delivery) (*Rerun, error) {
	if asksNothing(d) {
		return &Rerun{Finding: forNothing}, nil
	}
	if _, err := s.take(ctx); err != nil {
		return nil, err
	}
	defer func() { <-s.turn }()
	s.begin(deals.Hash{})
	r := new(Rerun)
	return r, s.run(ctx, v, &Brief{Delivery: d}, r)
}

// Tidy removes what a process before this one has left in Dir when it died, inputs that it had decrypted among it, which otherwise
// stays until there is a case. Call it before first use.
func (s *Sandbox) Tidy() error { return s.farmer().Tidy() }

// farmer is who runs things for nobody; it is the caller's turn.
func (s *Sandbox) farmer() *compute.Farmer {
	if s.farm == nil {
		s.farm = &compute.Farmer{Executor: &s.seen, Store: s.Private, Blocks: s.Blocks, Dir: s.Dir, FetchTime: s.fetchTime()}
	}
	return s.farm
}

func (s *Sandbox) fetchTime() time.Duration { return cmp.Or(s.FetchTime, compute.Fetching) }

// begin counts from nothing; it is the caller's turn.
func (s *Sandbox) begin(deal deals.Hash) {
	s.farmer()
	s.seen = witness{Executor: s.Executor}
	if s.Keys != nil {
		s.farm.Keys = s.Keys(deal)
	}
}

func (s *Sandbox) agreed(ctx context.Context, b *Brief) (*protocol.View, error) {
	ctx, cancel := context.WithTimeout(ctx, s.fetchTime())
	defer cancel()
	v, err := evidence.Agreed(ctx, b.Terms.Agreement, others{s.Blocks})
	if err == nil {
		v.Session = messages.ID(b.ID) // what the run holds is held for the case
	}
	return v, err
}

func digestOf(root cid.Cid) (digest [32]byte) {
	hash := root.Hash()
	copy(digest[:], hash[len(hash)-len(digest):])
	return digest
}

// forNothing is the finding of a delivery that asksNothing.
var forNothing = Finding{Cost: "0", Served: true}

// asksNothing: who was stopped before anything was done asks nothing for nothing.
func asksNothing(d deals.Delivery) bool {
	asked, err := messages.ParseAmount(d.Cost)
	return err == nil && asked.IsZero() && d.Digest == deals.Hash{}
}

// run runs the share until what was delivered is found at what it costs. A farmer may have delivered a part of its share, as
// that or as the last claim of it; what fits neither is compared with all of it.
func (s *Sandbox) run(ctx context.Context, v *protocol.View, b *Brief, r *Rerun) error {
	asked, err := messages.ParseAmount(b.Delivery.Cost)
	if err != nil {
		return err
	}
	matched, again := false, []cid.Cid(nil)
	for p, err := range s.farm.Again(ctx, v) {
		switch {
		case protocol.CodeOf(err) == protocol.Content:
			return fmt.Errorf("%w: %w", ErrMissing, err)
		case protocol.CodeOf(err) == protocol.Unsupported:
			r.Inconclusive = err.Error()
			return nil
		case err != nil:
			return err
		case p.Inconclusive:
			r.Inconclusive = fmt.Sprintf("the end of task %d of the share depends on the machine", p.Units)
			return nil
		}
		if err := s.hold(b.ID, p.Root, p.Last); err != nil {
			return err
		}
		again = append(again, p.Last)
		cost := p.Cost
		found := Finding{Digest: digestOf(p.Root), Fuel: s.fuel(), Cost: cost.String()}
		fits := found.Digest == b.Delivery.Digest
		if last := digestOf(p.Last); !fits && last == b.Delivery.Digest {
			found.Digest, fits = last, true
		}
		if fits || !matched {
			r.Finding, matched = found, matched || fits
		}
		if fits && cost.Cmp(asked) >= 0 {
			return nil
		}
	}
	if matched {
		return nil
	}
	return s.excuse(ctx, v, b, r, again)
}

// excuse leaves undecided what may be of runs that the farmer's machine ended: which of them that is no other machine can tell.
func (s *Sandbox) excuse(ctx context.Context, v *protocol.View, b *Brief, r *Rerun, again []cid.Cid) error {
	fetching, cancel := context.WithTimeout(ctx, s.fetchTime())
	defer cancel()
	excused, err := compute.Excused(fetching, v, b.Delivery.Digest, again, s.Blocks)
	if excused && err == nil {
		r.Inconclusive = "what was delivered left no exit code, as where a run is ended by its machine, and the job has no limit on fuel that would tell"
	}
	return err
}

// fuel is what the run took so far; nothing where the executor does not count, so that nobody differs by it.
func (s *Sandbox) fuel() uint64 {
	if s.seen.unknown {
		return 0
	}
	return min(s.seen.fuel, math.MaxInt64)
}

// holderIn is who holds a case's results, in both stores.
func holderIn(deal deals.Hash) string { return "deal-" + deal.String() }

// hold keeps results for a case until Release. What was run for one of the parties has none, and is not kept.
func (s *Sandbox) hold(id deals.Hash, roots ...cid.Cid) error {
	if id == (deals.Hash{}) {
		return nil
	}
	for _, root := range roots {
		if err := s.Private.Hold(root, holderIn(id)); err != nil {
			return err
		}
	}
	return nil
}

// Serve implements [Runner]: the result goes where it is served, and is held in the name of the deal.
func (s *Sandbox) Serve(ctx context.Context, b *Brief, f Finding) error {
	root := compute.Root(f.Digest)
	limits, err := s.measure(ctx, root)
	if err == nil {
		err = s.Public.Hold(root, holderIn(b.ID))
	}
	if err != nil {
		return err
	}
	_, err = content.Fetch(ctx, root, s.Private, s.Public, limits, nil)
	return err
}

// Release implements [Runner].
func (s *Sandbox) Release(_ context.Context, id deals.Hash) error {
	s.mu.Lock()
	delete(s.parties, id)
	s.mu.Unlock()
	if err := os.RemoveAll(s.fetchedIn(id)); err != nil {
		return err
	}
	for _, store := range []*content.Store{s.Private, s.Public} {
		for held, err := range store.Holds() {
			if err != nil {
				return err
			}
			if held.Holder != holderIn(id) {
				continue
			}
			if err := store.Release(held.Root, held.Holder); err != nil {
				return err
			}
		}
	}
	return nil
}

var _ Runner = (*Sandbox)(nil)
