// Command run plays the game that a deal is, on the contracts, and prints what was found, or writes docs/GAME.md.
//
//	go run ./parleytest/settlement/game/run -lies 2
//	go run ./parleytest/settlement/game/run -into docs/GAME.md
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/parleytest/settlement/game"
	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

func main() {
	lies := flag.Int("lies", 1, "how many lies may come before what a role chooses freely from; each is ten times the work")
	into := flag.String("into", "", "a file to write the table to")
	without := flag.String("without", "", "play without a slash or a deadline: those whose name has this, all for all of them; honest play must fail")
	flag.Parse()
	if err := run(*lies, *into, *without); err != nil {
		fmt.Fprintln(os.Stderr, "game:", err)
		os.Exit(1)
	}
}

// price is the unit of what is printed: a ten-thousandth.
const price = 10_000

func run(lies int, into, without string) error {
	f := game.Shipped(price, price)
	if without != "" {
		return plant(f, lies, without)
	}
	if into != "" {
		r, err := game.Cells(settlement.Shipped(), f)
		if err != nil {
			return err
		}
		return os.WriteFile(into, []byte(game.Document(f, r)), 0o644)
	}
	r, err := game.Check(settlement.Shipped(), f, lies)
	if err != nil {
		return err
	}
	for _, fault := range r.Faults {
		fmt.Println(fault)
	}
	fmt.Printf("%d plays after %d sequences of at most %d lies, %d faults\n", r.Plays, r.Worlds, lies, len(r.Faults))
	if len(r.Faults) > 0 {
		return errors.New("honest play is not the best reply, or costs more than was stated")
	}
	return nil
}

// plant takes out one thing after another, and looks whether that is found.
func plant(f game.Figures, lies int, which string) (err error) {
	tree, err := solidity.Open(".")
	if err != nil {
		return err
	}
	tree, compiler, err := tree.Keep(context.Background())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, compiler.Close()) }()
	missed, count := 0, 0
	for _, removed := range game.All {
		if which != "all" && !strings.Contains(removed.Name, which) {
			continue
		}
		count++
		changed, contract, err := removed.Without(tree)
		if err != nil {
			return fmt.Errorf("%s: %w", removed.Name, err)
		}
		code, err := changed.Code(context.Background(), contract)
		if err != nil {
			return fmt.Errorf("%s: %w", removed.Name, err)
		}
		found, err := game.Finds(code, f, lies)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", removed.Name, err)
		case found == "":
			missed++
			fmt.Printf("%s: NOT FOUND\n", removed.Name)
		default:
			fmt.Printf("%s: %s\n", removed.Name, found)
		}
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d are not found", missed, count)
	}
	fmt.Printf("%d slashes and deadlines are missed as soon as they are gone\n", count)
	return nil
}
