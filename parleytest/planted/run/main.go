// Command run plants the bugs of package planted, one by one, and prints what finds each: go run ./parleytest/planted/run.
// It fails if one is not found, if of those that are not of package contracts fewer than three quarters are found by the simulator
// alone, by an invariant or its model, or if what found them also fails without them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/parleytest/planted"
)

// least is how many bugs the simulator finds without any other test: three of four of those within its reach.
func least(bugs []planted.Bug) int {
	reach := 0
	for _, b := range bugs {
		if !b.OnChain() {
			reach++
		}
	}
	return (3*reach + 3) / 4
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "planted:", err)
		os.Exit(1)
	}
}

// about is what -h says before the flags.
const about = `Plants the bugs of parleytest/planted/bugs, one by one, in a copy of what is compiled and never in the tree, and prints what finds
each: the simulator, or a test. It fails if one is not found. All of them take well over ten minutes.

	go run ./parleytest/planted/run                 all of them
	go run ./parleytest/planted/run any-mediator    those of these names: the files there, without .txt

`

func run(ctx context.Context, args []string, help io.Writer) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	schedules := flags.Int("seeds", 2000, "how many schedules of the machine to play at most")
	engines := flags.Int("engines", 1000, "how many schedules of the engines to play at most")
	flags.SetOutput(io.Discard)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(help, about)
		flags.SetOutput(help)
		flags.PrintDefaults()
		return nil
	case err != nil:
		return fmt.Errorf("%w; go run ./parleytest/planted/run -h says what there is", err)
	case *schedules < 1 || *engines < 1:
		return fmt.Errorf("-seeds %d -engines %d: play at least one of each", *schedules, *engines)
	}
	bugs, err := planted.Bugs()
	if err != nil {
		return err
	}
	if bugs, err = choose(bugs, flags.Args()); err != nil {
		return err
	}
	h, err := newHunt(ctx, *schedules, *engines)
	if err != nil {
		return err
	}
	defer h.close()
	return h.all(ctx, bugs, flags.NArg() == 0)
}

// choose returns the bugs of these names, all of them if there are none.
func choose(bugs []planted.Bug, names []string) ([]planted.Bug, error) {
	if len(names) == 0 {
		return bugs, nil
	}
	for i, name := range names {
		switch {
		case !slices.ContainsFunc(bugs, func(b planted.Bug) bool { return b.Name == name }):
			return nil, fmt.Errorf("no bug %s; their names are those of the files under parleytest/planted/bugs, without .txt", name)
		case slices.Contains(names[:i], name):
			return nil, fmt.Errorf("%s is named twice: name each bug once", name)
		}
	}
	return slices.DeleteFunc(bugs, func(b planted.Bug) bool { return !slices.Contains(names, b.Name) }), nil
}

func (h *hunt) all(ctx context.Context, bugs []planted.Bug, whole bool) error {
	began, found, simulated := time.Now(), 0, 0
	fmt.Printf("%-36s %-6s %-32s %-16s %7s\n", "bug", "author", "found by", "seed, shrunk to", "after")
	for _, b := range bugs {
		f, err := h.bug(ctx, b)
		if err != nil {
			return err
		}
		fmt.Printf("%-36s %-6s %-32s %-16s %7s\n", b.Name, b.Author, f.by, f.where, f.took.Round(time.Second/10))
		if f.by != nobody {
			found++
			fmt.Printf("    %.200s\n", f.said)
		}
		for _, m := range f.late {
			fmt.Printf("    %s had no verdict after %s, which is none\n", m, patience)
		}
		for _, m := range f.other {
			fmt.Printf("    %s failed, but by no invariant, which does not count\n", m)
		}
		if f.simulated {
			simulated++
		}
	}
	if err := h.clean(ctx); err != nil {
		return err
	}
	fmt.Printf("%d bugs, %d found, %d by the simulator alone; without them all that found them passes; %s\n",
		len(bugs), found, simulated, time.Since(began).Round(time.Second))
	switch {
	case found < len(bugs):
		return fmt.Errorf("%d bugs are found by nobody: what they break (parleytest/planted/bugs) has no test", len(bugs)-found)
	case whole && simulated < least(bugs):
		return fmt.Errorf("the simulator alone finds %d, want %d", simulated, least(bugs))
	case ctx.Err() != nil:
		return errors.New("interrupted")
	}
	return nil
}
