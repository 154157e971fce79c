// Command chaos kills the parties of a market at random moments, again and again, while they deal: go run
// ./cmd/parley/internal/chaos -kills 5000. A market, farmers and requesters are processes of this tree's binary; whoever is
// killed, by SIGKILL, is started again at once as a person would, a requester with the command that it printed. Then every
// job that was begun must have ended, every deal must have been paid once and exactly, no money may be lost or made, all must
// tell the same of every deal, and who was killed must have been back in time.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(1)
	}
}

// options are what a person says.
type options struct {
	kills, farmers, requesters int
	seed                       uint64
	every                      time.Duration
	keep                       bool
}

func run(ctx context.Context, args []string) error {
	var o options
	flags := flag.NewFlagSet("chaos", flag.ContinueOnError)
	flags.IntVar(&o.kills, "kills", 200, "how often somebody is killed")
	flags.IntVar(&o.farmers, "farmers", 3, "how many farmers there are")
	flags.IntVar(&o.requesters, "requesters", 6, "how many requesters there are, each with one job at a time")
	flags.Uint64Var(&o.seed, "seed", rand.Uint64(), "who is killed, and when after the one before; what they do then is up to them (default: random)")
	flags.DurationVar(&o.every, "every", 250*time.Millisecond, "time from one kill to the next, on average")
	flags.BoolVar(&o.keep, "keep", false, "keep the folder with everybody's state also when nothing fails")
	flags.SetOutput(io.Discard)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(os.Stdout)
		flags.Usage()
		return nil
	case err != nil:
		return fmt.Errorf("%w; go run ./cmd/parley/internal/chaos -h says what there is", err)
	case flags.NArg() > 0:
		return fmt.Errorf("%s: what is not a flag says nothing; leave it out", flags.Arg(0))
	case o.kills < 1:
		return fmt.Errorf("-kills %d: kill at least once (make chaos KILLS=200); to see a market in which nobody is killed: parley dev", o.kills)
	case o.farmers < 1 || o.requesters < 1:
		return fmt.Errorf("-farmers %d -requesters %d: a deal takes one of each at least", o.farmers, o.requesters)
	case o.every <= 0:
		return fmt.Errorf("-every %s: give a time, for example 250ms", o.every)
	}
	dir, err := os.MkdirTemp("", "chaos-")
	if err != nil {
		return err
	}
	fmt.Printf("seed %d: %d kills among %d farmers, %d requesters and the market; state and logs in %s\n", o.seed, o.kills, o.farmers, o.requesters, dir)
	if err := wage(ctx, o, dir); err != nil {
		return fmt.Errorf("seed %d: %w\neverybody's state and logs are in %s", o.seed, err, dir)
	}
	if o.keep {
		return nil
	}
	return os.RemoveAll(dir)
}

// wage builds the binary and goes through all of it.
func wage(ctx context.Context, o options, dir string) error {
	program := filepath.Join(dir, "parley")
	fmt.Fprintln(os.Stderr, "building the command; from then on a line each 30 s says what goes on")
	// Without what debuggers read, which a third of the linking is for.
	if out, err := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", program, "github.com/parley-p2p/parley/cmd/parley").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	a, err := open(ctx, o, dir, program)
	if err != nil {
		return err
	}
	defer a.close()
	began := time.Now()
	if err := a.fight(); err != nil {
		return err
	}
	fmt.Printf("%d kills in %s; now all that was begun must end\n", a.killed.Load(), time.Since(began).Round(time.Second))
	return a.judge()
}
