// Command run makes mistakes in the contracts, and says which of them nobody notices.
//
//	go run ./parleytest/settlement/mutants/run -n 6           a sample
//	go run ./parleytest/settlement/mutants/run -forge         all, and the contracts' own tests for what else survives
//	go run ./parleytest/settlement/mutants/run -list
//
// It fails if less than -least of a hundred are noticed: nine of ten of all of them, which a part of them need not be.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement/mutants"
	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

type flags struct {
	n, from, runs, least int
	jobs                 int
	only                 string
	forge, list          bool
}

func main() {
	var f flags
	flag.IntVar(&f.n, "n", 0, "how many, 0 for all; which ones follows from their names")
	flag.IntVar(&f.from, "from", 0, "how many of that order to leave out first")
	flag.IntVar(&f.runs, "runs", 240, "runs of random moves against each, twice")
	flag.IntVar(&f.least, "least", 90, "how many of a hundred must be noticed")
	flag.IntVar(&f.jobs, "jobs", runtime.NumCPU(), "how many at once")
	flag.StringVar(&f.only, "only", "", "those whose name has this, or one of these with ; between them")
	flag.BoolVar(&f.forge, "forge", false, "the contracts' own tests too")
	flag.BoolVar(&f.list, "list", false, "only print their names")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, f); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, f flags) (err error) {
	tree, err := solidity.Open(".")
	if err != nil {
		return err
	}
	all, err := chosen(ctx, tree, f)
	if err != nil {
		return err
	}
	if f.list {
		for _, m := range all {
			fmt.Println(m)
		}
		return nil
	}
	reasons, err := mutants.Survivors()
	if err != nil {
		return err
	}
	t := trial{killers: &mutants.Killers{Root: ".", Runs: f.runs, Forge: f.forge}, tree: tree, jobs: f.jobs}
	defer func() { err = errors.Join(err, t.killers.Close()) }()
	excused := len(all)
	all = slices.DeleteFunc(all, func(m mutants.Mutant) bool { return reasons[m.String()] != "" })
	excused -= len(all)
	if err := t.try(ctx, all); err != nil {
		return err
	}
	alive := t.survive + excused
	fmt.Printf("%d mutants of the contracts: %d killed, %d survive, of which %d make no difference; %d more do not compile\n", t.killed+alive, t.killed, alive, excused, t.stillborn)
	if 100*t.killed < f.least*(t.killed+alive) {
		return fmt.Errorf("less than %d of a hundred are killed", f.least)
	}
	return nil
}

// chosen are those that the flags say, in an order that neither sources nor tests have a hand in.
func chosen(ctx context.Context, tree *solidity.Tree, f flags) ([]mutants.Mutant, error) {
	all, err := mutants.Of(ctx, tree)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(m mutants.Mutant) bool {
		return !slices.ContainsFunc(strings.Split(f.only, ";"), func(part string) bool { return strings.Contains(m.String(), part) })
	})
	order := func(m mutants.Mutant) uint64 {
		h := fnv.New64a()
		h.Write([]byte(m.String()))
		return h.Sum64()
	}
	if !f.list {
		slices.SortStableFunc(all, func(a, b mutants.Mutant) int {
			if order(a) < order(b) {
				return -1
			}
			return 1
		})
	}
	all = all[min(f.from, len(all)):]
	if f.n > 0 {
		all = all[:min(f.n, len(all))]
	}
	return all, nil
}
