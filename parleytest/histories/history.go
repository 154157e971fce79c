package histories

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Rules are what the contracts of a history are constructed with.
var Rules = settlement.Rules{Window: 5, Unbonding: 2000, Seats: 1, Stake: 60, Fee: 15, Commit: 20, Finality: 5, Reveal: 10, Appeal: 15}

// Flaw is a bug that is planted in the clients, to show that it is found.
type Flaw int

// The flaws.
const (
	Hasty     Flaw = iota + 1 // answers that it is done before it is in a block
	Stale                     // shows what was before the newest block
	Forgetful                 // loses what it has signed when it is begun anew
)

// dealsOf is how many deals a history has.
const dealsOf = 14

// History is what clients asked of one contract, and what they were told.
type History struct {
	Operations []porcupine.Operation
	Did        map[string]int // by what was asked and how it went
	Faults     map[string]int // what went wrong meanwhile

	flaw  Flaw
	deals []*deal
	first *world
	chain *chain
	tally *tally
	sides map[settlement.Account]*side

	clock atomic.Int64
	asked atomic.Int64 // operations of clients
	mu    sync.Mutex
	hints []settlement.State // where the deals were last heard to be
	left  []pending
}

// pending is an operation of which its client does not know what became.
type pending struct {
	call int64
	move *Move
	send send
	by   settlement.Account
}

// Play makes a history of so many operations, with what its seed says goes wrong, on a copy of the machine that is deployed
// under Rules. An error is not about what was told, but that nothing could be.
func Play(ctx context.Context, deployed *settlement.Machine, seed uint64, operations int, flaw Flaw) (*History, error) {
	random := rand.New(rand.NewPCG(seed, 0x4e15))
	own := func() *rand.Rand { return rand.New(rand.NewPCG(seed, random.Uint64())) }
	faults := &tally{times: make(map[string]int)}
	h := &History{Did: make(map[string]int), Faults: faults.times, tally: faults, flaw: flaw, hints: make([]settlement.State, dealsOf), sides: make(map[settlement.Account]*side)}
	machine := deployed.Copy()
	if err := h.draft(machine, random); err != nil {
		return nil, err
	}
	h.chain = newChain(machine, own(), h.block, h.tally)
	server, err := serve(h.chain)
	if err != nil {
		return nil, err
	}
	defer server.Stop()
	end, mines := make(chan struct{}), sync.WaitGroup{}
	mines.Go(func() { h.chain.run(end) })
	defer mines.Wait()
	defer close(end)
	for _, a := range senders {
		s := &side{account: a, parley: machine.Parley, wire: &wire{node: server, tally: faults, random: own()},
			disk: &disk{Memory: new(transactions.Memory), tally: faults, random: own()}, wipes: flaw == Forgetful}
		if err := s.begin(ctx); err != nil {
			return nil, err
		}
		h.sides[a] = s
		defer s.wire.late.Wait()
		defer s.end()
	}
	if err := h.work(ctx, operations, own); err != nil {
		return nil, err
	}
	return h, h.settle(ctx)
}

// draft makes the deals and the world that they begin in: everybody has tokens, and has allowed nobody to take them.
func (h *History) draft(machine *settlement.Machine, random *rand.Rand) error {
	h.first = &world{Model: settlement.NewModel(Rules), tokens: make(map[settlement.Account]int64), done: make(map[string]int64)}
	for _, a := range senders {
		if _, err := machine.Call(a, machine.Token, bindings.NewPlayMoney().PackApprove(machine.Parley, nothing)); err != nil {
			return fmt.Errorf("approve nothing: %w", err)
		}
		h.first.tokens[a] = settlement.Wealth
	}
	for n := range dealsOf {
		d, err := draft(random, n, machine.Parley, Rules.Window)
		if err != nil {
			return err
		}
		h.deals, h.first.deals = append(h.deals, d), append(h.first.deals, d.Deal)
	}
	return nil
}

// work has the programs work at once, each account in two places; the third is whoever ends programs and begins them anew.
func (h *History) work(ctx context.Context, operations int, own func() *rand.Rand) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var workers, others sync.WaitGroup
	for _, a := range senders {
		for range 2 {
			w := &worker{History: h, by: a, random: own()}
			workers.Go(func() { w.work(ctx, operations) })
		}
		random, over := own(), ctx.Done()
		others.Go(func() {
			for {
				select {
				case <-time.After(time.Duration(random.Int64N(int64(60 * time.Second)))):
				case <-over:
					return
				}
				if h.sides[a].asked.Load() > 0 {
					h.tally.count(restarted, 1)
				}
				if err := h.sides[a].again(context.WithoutCancel(ctx)); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	err := context.Cause(ctx)
	cancel(nil)
	others.Wait()
	return err
}

// settle ends what goes wrong, has everybody ask for what is not known to them until it is, and look at everything.
func (h *History) settle(ctx context.Context) error {
	h.chain.quiet()
	for _, a := range senders {
		s := h.sides[a]
		s.wire.bare.Store(true)
		s.disk.sound.Store(true)
		if err := s.again(ctx); err != nil {
			return err
		}
	}
	for _, p := range h.left {
		ctx, cancel := context.WithTimeout(ctx, time.Hour)
		o, err := p.send(ctx, h.sides[p.by].use())
		cancel()
		said, unknown := answer(o, err)
		if unknown || said.Kind == Nothing {
			return fmt.Errorf("an hour after the last fault nobody knows what became of %s: %w", p.move.name(), err)
		}
		h.record(p.call, p.move, said)
	}
	reader := &worker{History: h, by: stranger}
	for n := range h.deals {
		reader.look(ctx, func() (*Move, look) { return h.progress(stranger, n) })
	}
	for _, a := range senders {
		reader.look(ctx, func() (*Move, look) { return account(stranger, a) })
		reader.look(ctx, func() (*Move, look) { return tokens(stranger, a) })
	}
	reader.look(ctx, func() (*Move, look) { return burned(stranger) })
	return nil
}

func (h *History) block(block, now int64) {
	h.record(h.clock.Add(1), &Move{What: "block", By: stranger}, Answer{Kind: Sealed, Block: block, Value: now})
}

// record is an operation that returns now.
func (h *History) record(call int64, m *Move, a Answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Did[m.What+" "+strings.Fields(a.String())[0]]++
	h.Operations = append(h.Operations, porcupine.Operation{ClientId: int(m.By), Input: m, Call: call, Output: a, Return: h.clock.Add(1)})
}

// hint notes where a deal is, as far as is known; -1: ask only.
func (h *History) hint(n int, to settlement.State) settlement.State {
	h.mu.Lock()
	defer h.mu.Unlock()
	if to >= 0 {
		h.hints[n] = to
	}
	return h.hints[n]
}

// Check says whether the history is one of the document's: nil, or where no order of what was told goes on.
func (h *History) Check(limit time.Duration) error {
	result, info := porcupine.CheckOperationsVerbose(h.Model(), h.Operations, limit)
	if result == porcupine.Ok {
		return nil
	}
	var longest []porcupine.Operation
	for _, of := range info.PartialLinearizationsOperations() {
		for _, order := range of {
			if len(order) > len(longest) {
				longest = order
			}
		}
	}
	told := &strings.Builder{}
	line := func(o porcupine.Operation) {
		fmt.Fprintf(told, "  [%d, %d] %s: %v\n", o.Call, o.Return, o.Input.(*Move).name(), o.Output.(Answer))
	}
	if result == porcupine.Unknown {
		fmt.Fprintf(told, "not decided within %v; ", limit)
	}
	const around = 12
	fmt.Fprintf(told, "of %d operations %d can be put in order; the last of these:\n", len(h.Operations), len(longest))
	for _, o := range longest[max(0, len(longest)-around):] {
		line(o)
	}
	state := h.first
	for _, o := range longest {
		_, state = state.step(o.Input.(*Move), o.Output.(Answer))
	}
	fmt.Fprintf(told, "which is %v; and then none of:\n", state)
	in := func(o porcupine.Operation) bool {
		return slices.ContainsFunc(longest, func(l porcupine.Operation) bool { return l.Input == o.Input && l.Call == o.Call })
	}
	rest := slices.DeleteFunc(slices.Clone(h.Operations), in)
	slices.SortFunc(rest, func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
	for _, o := range rest[:min(len(rest), around)] {
		line(o)
	}
	return fmt.Errorf("no single contract says that: %s", told)
}
