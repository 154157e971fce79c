// Command run plays schedules of the simulator: go run -tags parleysim ./parleytest/sim/run -seeds 1000. Without the tag
// it signs as real parties do, which takes longer and gives the same logs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/parleytest/sim"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sim:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	seeds := flags.Uint64("seeds", 1000, "how many schedules to play")
	first := flags.Uint64("first", 0, "the first one's seed")
	steps := flags.Int("steps", 2000, "how many steps a schedule has")
	script := flags.String("script", "", "play this script, with its log, and nothing else")
	var seed *uint64
	flags.Func("seed", "play this schedule, with its log, and nothing else", func(s string) error {
		n, err := strconv.ParseUint(s, 10, 64)
		seed = &n
		return err
	})
	flags.SetOutput(io.Discard)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(os.Stdout)
		flags.Usage()
		return nil
	case err != nil:
		return fmt.Errorf("%w; go run ./parleytest/sim/run -h says what there is", err)
	case flags.NArg() > 0:
		return fmt.Errorf("%s: what is not a flag says nothing; -script plays a file", flags.Arg(0))
	case *steps < 1:
		return fmt.Errorf("-steps %d: a schedule has at least one", *steps)
	}
	debug.SetGCPercent(800) // a run is over before it has used much, and then all of it is garbage
	switch {
	case *script != "":
		f, err := os.Open(*script)
		if err != nil {
			return err
		}
		defer f.Close()
		s, err := sim.Parse(f)
		if err != nil {
			return fmt.Errorf("%s: %w", *script, err)
		}
		return play(s, os.Stdout)
	case seed != nil:
		return play(sim.Generate(*seed, *steps), os.Stdout)
	}
	if *seeds == 0 {
		return errors.New("-seeds 0: play at least one")
	}
	return many(ctx, *first, *seeds, *steps)
}

func play(s sim.Script, log io.Writer) error {
	r := sim.Run(s, log)
	fmt.Fprintf(log, "log %x\n", r.Log)
	if r.Failure != nil {
		return r.Failure
	}
	return nil
}

// many plays seeds on all processors until one fails.
func many(ctx context.Context, first, seeds uint64, steps int) error {
	began := time.Now()
	var next, done atomic.Uint64
	var seen tally
	var failed atomic.Pointer[failure]
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for n := next.Add(1) - 1; n < seeds && failed.Load() == nil && ctx.Err() == nil; n = next.Add(1) - 1 {
				r := sim.Run(sim.Generate(first+n, steps), nil)
				if r.Failure != nil {
					failed.CompareAndSwap(nil, &failure{first + n, r.Failure})
				}
				seen.add(r)
				if n := done.Add(1); n%10_000 == 0 {
					fmt.Fprintf(os.Stderr, "%d of %d in %s\n", n, seeds, time.Since(began).Round(time.Second))
				}
			}
		})
	}
	workers.Wait()
	if f := failed.Load(); f != nil {
		small := sim.Shrink(sim.Generate(f.seed, steps), 20_000)
		fmt.Printf("# seed %d: %v\n# shrunk: %v\n%s", f.seed, f.cause, sim.Run(small, nil).Failure, small)
		return fmt.Errorf("seed %d: %w; write the lines above to FILE and see them with go run ./parleytest/sim/run -script FILE", f.seed, f.cause)
	}
	fmt.Printf("%d schedules of %d steps, no failure; %s\n", done.Load(), steps, &seen)
	fmt.Printf("in %s\n", time.Since(began).Round(time.Second/10))
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	if never := seen.never(); len(never) > 0 && done.Load()*uint64(steps) >= enough {
		return fmt.Errorf("nothing was ever %s in %d schedules of %d steps: they show nothing about it", strings.Join(never, ", or "), done.Load(), steps)
	}
	return nil
}

// enough steps are those in which all that can go wrong does, many times over.
const enough = 200_000

// tally is how often what went wrong, in all schedules.
type tally struct {
	mu    sync.Mutex
	times map[string]int
}

func (t *tally) add(r *sim.Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.times == nil {
		t.times = make(map[string]int)
	}
	for _, what := range sim.Faults() {
		t.times[what] += r.Seen[what]
	}
}

// never is what did not go wrong at all.
func (t *tally) never() (never []string) {
	for _, what := range sim.Faults() {
		if t.times[what] == 0 {
			never = append(never, what)
		}
	}
	return never
}

func (t *tally) String() string {
	var told []string
	for _, what := range sim.Faults() {
		told = append(told, fmt.Sprintf("%s %d", what, t.times[what]))
	}
	return strings.Join(told, ", ")
}

type failure struct {
	seed  uint64
	cause error
}
