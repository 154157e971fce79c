// Command full runs suites at their full size, one after another, and writes what came of each to docs/evidence.json and,
// for people, to docs/EVIDENCE.md:
//
//	go run ./internal/docs/full               what was not run yet, and what ran other code than is there now
//	go run ./internal/docs/full sim kills     these suites of it
//	go run ./internal/docs/full -for 90m      begin nothing more after that time
//	go run ./internal/docs/full -scale 0.01   all of them smaller, for a trial; docs stays as it is
//	go run ./internal/docs/full -green 20     .ci/run until so many in a row were green
//	go run ./internal/docs/full -write        run nothing; find anew what has changed since the runs
//
// The files are renewed after each run: who interrupts it loses the run that is going on, unless a part of that has failed
// already, and the same command goes on with it. A long suite is run in parts, each with seeds of its own. Evidence is of a commit on main: anything else is refused.
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
	"strings"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/internal/docs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "full:", err)
		os.Exit(1)
	}
}

// options are what a person says.
type options struct {
	scale  float64
	green  int
	logs   string
	limit  time.Duration
	again  bool
	write  bool
	suites []string
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet("full", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Float64Var(&o.scale, "scale", 1, "how large the suites are, as a part of their full size; below 1 nothing is written to docs")
	flags.IntVar(&o.green, "green", 0, "run .ci/run until so many in a row were green, and nothing else")
	flags.StringVar(&o.logs, "logs", "", "folder for what the suites print, and for what comes of a trial; the same one again goes on with it (default a new one)")
	flags.DurationVar(&o.limit, "for", 0, "begin nothing more after this time (default none)")
	flags.BoolVar(&o.again, "again", false, "also what has passed with the code that is there")
	flags.BoolVar(&o.write, "write", false, "run nothing; find anew what has changed since the runs")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(os.Stdout)
		flags.Usage()
		return o, err
	case err != nil:
		return o, fmt.Errorf("%w; go run ./internal/docs/full -h says what there is", err)
	}
	greens := false
	flags.Visit(func(f *flag.Flag) { greens = greens || f.Name == "green" })
	o.suites = flags.Args()
	switch {
	case !(o.scale > 0 && o.scale <= 1):
		return o, fmt.Errorf("-scale %g: give more than 0 and at most 1", o.scale)
	case greens && o.green < 1:
		return o, fmt.Errorf("-green %d: give at least 1", o.green)
	case greens && len(o.suites) > 0:
		return o, fmt.Errorf("-green runs .ci/run only: leave out %s", strings.Join(o.suites, " "))
	case greens && o.scale < 1:
		return o, errors.New("-green has no smaller size: leave out -scale, or run .ci/run")
	case o.limit < 0:
		return o, fmt.Errorf("-for %s: give a time that is to come, for example 90m", o.limit)
	}
	return o, nil
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	suites, err := choose(o)
	if err != nil {
		return err
	}
	root, err := docs.Git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	if o.logs == "" && !o.write {
		if o.logs, err = os.MkdirTemp("", "parley-full-"); err != nil {
			return err
		}
	} else if err := os.MkdirAll(o.logs, 0o755); o.logs != "" && err != nil {
		return err
	}
	r := &runner{dir: "docs", options: o, history: newHistory(), began: time.Now()}
	if o.scale < 1 {
		r.dir = o.logs
	}
	return r.all(ctx, suites)
}

// choose returns the suites to run: those named, all but CI if none is.
func choose(o options) ([]suite, error) {
	if o.green > 0 {
		s, _ := named("ci")
		s.n = o.green
		return []suite{s}, nil
	}
	if len(o.suites) == 0 {
		return slices.DeleteFunc(slices.Clone(all), func(s suite) bool { return s.counted }), nil
	}
	var chosen []suite
	for _, name := range o.suites {
		s, ok := named(name)
		if !ok || s.counted {
			var there []string
			for _, s := range all {
				if !s.counted {
					there = append(there, s.name)
				}
			}
			return nil, fmt.Errorf("no suite %s; there are: %s", name, strings.Join(there, " "))
		}
		chosen = append(chosen, s)
	}
	return chosen, nil
}
