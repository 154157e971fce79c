package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/parleytest/settlement/mutants"
	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// trial tries mutants, several at once, and counts what becomes of them.
type trial struct {
	killers *mutants.Killers
	tree    *solidity.Tree
	jobs    int

	mu                         sync.Mutex
	killed, survive, stillborn int
}

// try prints each mutant with who has noticed it, as that is known. Before, what is not changed must be noticed by nobody.
func (t *trial) try(ctx context.Context, all []mutants.Mutant) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	next := make(chan func(*solidity.Tree) error)
	var workers sync.WaitGroup
	for range t.jobs {
		workers.Go(func() {
			if err := t.work(ctx, next); err != nil {
				fail(err)
			}
		})
	}
	for _, do := range t.tasks(ctx, all) {
		select {
		case next <- do:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	return context.Cause(ctx)
}

// work does what comes next, with a compiler of its own: one does one thing at a time.
func (t *trial) work(ctx context.Context, next <-chan func(*solidity.Tree) error) (err error) {
	tree, compiler, err := t.tree.Keep(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, compiler.Close()) }()
	for do := range next {
		if err := do(tree); err != nil {
			return err
		}
	}
	return nil
}

// tasks are what is to be done: the contracts as they are, then the mutants.
func (t *trial) tasks(ctx context.Context, all []mutants.Mutant) (tasks []func(*solidity.Tree) error) {
	var sound []string
	for _, m := range all {
		if contract := solidity.Contract(m.Source); !slices.Contains(sound, contract) {
			sound = append(sound, contract)
			tasks = append(tasks, func(tree *solidity.Tree) error { return t.killers.Sound(ctx, tree, contract) })
		}
	}
	for _, m := range all {
		tasks = append(tasks, func(tree *solidity.Tree) error { return t.kill(ctx, tree, m) })
	}
	return tasks
}

func (t *trial) kill(ctx context.Context, tree *solidity.Tree, m mutants.Mutant) error {
	found, err := t.killers.Kill(ctx, tree, m)
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case errors.Is(err, mutants.ErrStillborn):
		t.stillborn++
	case err != nil:
		return fmt.Errorf("%s (line %d): %w", m, m.Line, err)
	case found == "":
		t.survive++
		fmt.Printf("SURVIVES %s (line %d)\n", m, m.Line)
	default:
		t.killed++
		fmt.Printf("%s: %s\n", m, found)
	}
	return nil
}
