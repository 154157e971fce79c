package reorg

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/parleytest/ledger"
)

// Case is one reorganization.
type Case struct {
	Step   string
	Wait   uint64 // blocks that every party waits for
	After  uint64 // blocks on the step when it happens, beside its own
	Depth  uint64 // blocks that are replaced
	Fate   Fate
	within bool // no party had a reason to believe in what is gone
}

func (c Case) String() string {
	return fmt.Sprintf("%s/%d blocks %d after it, waiting for %d, %s", c.Step, c.Depth, c.After, c.Wait, c.Fate)
}

// All are every step with every depth up to two more than what the parties wait for, once returned and once dropped in turn, and
// in the midst of its confirmation; and with some of the depths displaced.
func All(wait uint64) (all []Case) {
	half := wait / 2
	for i, s := range steps {
		for d := uint64(1); d <= wait+2; d++ {
			all = append(all, Case{s.name, wait, 0, d, Returns + Fate((uint64(i)+d)%2), d <= wait})
		}
		all = append(all, Case{s.name, wait, half, half + 1, Returns, true}, Case{s.name, wait, half, half + 1, Dropped, true})
		if s.rival == nil {
			continue
		}
		for _, d := range []uint64{1, half, wait} {
			all = append(all, Case{s.name, wait, 0, d, Displaced, true})
		}
	}
	return all
}

// Some are every step once, with the shallowest and the deepest reorganization that the parties wait for, and a deeper one, in turn.
func Some(wait uint64) (all []Case) {
	for i, s := range steps {
		d := []uint64{1, wait, wait + 2}[i%3]
		f := []Fate{Returns, Dropped, Displaced}[i/3%3]
		if f == Displaced && (s.rival == nil || d > wait) {
			f = Dropped
		}
		all = append(all, Case{s.name, wait, 0, d, f, d <= wait})
	}
	return all
}

// Run plays cases.
func Run(t *testing.T, start Start, cases []Case) { run(t, start, cases, nil) }

// RunAmongLiars plays cases in which each party asks three endpoints of the chain, of which one lies about all that decides. It returns how
// many lies were told.
func RunAmongLiars(t *testing.T, start Start, cases []Case) int64 {
	var lies atomic.Int64
	run(t, start, cases, &lies)
	return lies.Load()
}

func run(t *testing.T, start Start, cases []Case, lies *atomic.Int64) {
	for _, c := range cases {
		t.Run(c.String(), func(t *testing.T) {
			s := steps[slices.IndexFunc(steps, func(s step) bool { return s.name == c.Step })]
			w := newWorld(t, start, c.Wait, s.judges, lies)
			p := newPlay(t, w)
			p.late = !c.within || c.Fate == Displaced
			p.arm(s, c)
			s.play(p)
			select {
			case <-w.miner.struck:
			case <-p.ctx.Done():
				p.Fatalf("the step was never taken: %v; %s", context.Cause(p.ctx), p.told())
			}
			p.closed()
			p.buys.Stop()
			p.farms.Stop()
			w.bench.adjourn()
			p.check(s, c)
		})
	}
}

// arm has the chain struck at the step.
func (p *play) arm(s step, c Case) {
	p.Helper()
	id, err := selector(s)
	p.w.must(err)
	p.w.must(p.w.miner.pad(p.ctx, c.Depth+2))
	strike := &strike{selector: id, to: p.w.miner.contracts[s.on], earlier: s.earlier, after: c.After, depth: c.Depth, fate: c.Fate}
	strike.before = func(by ledger.Seat) {
		if c.After+1 < c.Wait {
			p.stayed(s, by)
		}
		if c.Fate == Displaced && s.alone {
			p.vanish(other(by))
		}
	}
	if c.Fate == Displaced {
		strike.rival = func(ctx context.Context, by ledger.Seat) error { return s.rival(p, ctx, by) }
	}
	p.w.miner.arm(strike)
}

// check holds what came of it against the chain.
func (p *play) check(s step, c Case) {
	p.Helper()
	p.settled()
	may := []gains{s.want}
	switch {
	case c.Fate == Displaced:
		may = []gains{s.without}
		if s.follows && c.Depth > 1 {
			may = append(may, gains{})
		}
	case !c.within: // rows 2 and 3 to 10, or as if it had never been; a case of which the draw is gone may be over before it is drawn again, as row 9b
		may = []gains{s.want, {}, {10, -10, 0, 0}, {30, -30, 0, 0}, {-50, 50, 0, 0}}
	}
	if got := p.total(); !slices.Contains(may, got) {
		p.Errorf("gains: %s", cmp.Diff(may, []gains{got}))
	}
	p.once()
	p.money()
	p.judged(c)
	p.emptied()
	p.settled()
	p.stored(c)
}
