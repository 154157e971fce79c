// Command run looks through the contracts' syntax trees, as parleytest/settlement/lint says, and fails for what accepted.txt does not
// list, or lists although it is not there. First it must find what is planted in a contract of its own.
//
//	go run ./parleytest/settlement/lint/run
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement/lint"
	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "lint:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	tree, err := solidity.Open(".")
	if err != nil {
		return err
	}
	planted, err := plant(ctx, tree)
	if err != nil {
		return err
	}
	trees, err := tree.ASTs(ctx)
	if err != nil {
		return err
	}
	found, err := lint.Check(trees, func(source string) bool { return strings.HasPrefix(source, "src/") })
	if err != nil {
		return err
	}
	accepted, err := lint.Accepted()
	if err != nil {
		return err
	}
	for _, f := range found {
		if accepted[f.String()] == "" {
			err = errors.Join(err, fmt.Errorf("%s: mend it, or say in accepted.txt why it may stay", f))
		}
		delete(accepted, f.String())
	}
	for name := range accepted {
		err = errors.Join(err, fmt.Errorf("%s: accepted.txt lists it, and it is not there any more", name))
	}
	if err != nil {
		return err
	}
	fmt.Printf("%d faults that were planted are found; in the contracts %d findings, each with its reason in accepted.txt\n", planted, len(found))
	return nil
}

// plant is how many faults are found where they were planted: as many as there are.
func plant(ctx context.Context, tree *solidity.Tree) (int, error) {
	source, want := lint.Planted()
	trees, err := tree.With("src/Faults.sol", source).ASTs(ctx)
	if err != nil {
		return 0, err
	}
	found, err := lint.Check(trees, func(source string) bool { return source == "src/Faults.sol" })
	if err != nil {
		return 0, err
	}
	var got []string
	for _, f := range found {
		got = append(got, f.String())
	}
	if !slices.Equal(got, want) {
		return 0, fmt.Errorf("of what is planted is found\n\t%s\nand not\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	return len(want), nil
}
