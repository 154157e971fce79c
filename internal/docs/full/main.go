// Command full runs every suite at its full size, one after another, and writes what came of each to docs/EVIDENCE.md:
//
//	go run ./internal/docs/full               what docs/EVIDENCE.md does not have of this commit yet
//	go run ./internal/docs/full sim kills     these suites
//	go run ./internal/docs/full -scale 0.01   all of them smaller, for a trial; docs/EVIDENCE.md stays as it is
//	go run ./internal/docs/full -green 20     .ci/run so often instead
//
// The file is renewed after each suite: who interrupts the run loses the suite that is running, and the next run goes on with
// it. Evidence is of a commit: what is not committed is refused.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// evidence is the file, from the root of the module.
const evidence = "docs/EVIDENCE.md"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "full:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("full", flag.ContinueOnError)
	scale := flags.Float64("scale", 1, "how large the suites are, as a part of their full size; below 1 nothing is written to docs")
	green := flags.Int("green", 0, "run .ci/run so often, and nothing else")
	logs := flags.String("logs", "", "folder for what the suites print (default a new one)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if !(*scale > 0 && *scale <= 1) {
		return fmt.Errorf("-scale %g: give more than 0 and at most 1", *scale)
	}
	if wanted(flags, "green") && *green < 1 {
		return fmt.Errorf("-green %d: give at least 1", *green)
	}
	root, err := git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	suites := all
	if *green > 0 {
		suites = greens(*green)
	}
	if suites, err = choose(suites, flags.Args()); err != nil {
		return err
	}
	if *logs == "" {
		if *logs, err = os.MkdirTemp("", "parley-full-"); err != nil {
			return err
		}
	}
	b := book{path: evidence, logs: *logs, scale: *scale}
	if *scale < 1 {
		b.path = filepath.Join(*logs, "EVIDENCE.md")
	}
	if b.commit, err = commit(ctx, *scale == 1); err != nil {
		return err
	}
	return b.fill(ctx, suites)
}

// wanted reports whether a flag was given.
func wanted(flags *flag.FlagSet, name string) (given bool) {
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// choose returns the suites of these names, all of them if there are none.
func choose(suites []suite, names []string) ([]suite, error) {
	if len(names) == 0 {
		return suites, nil
	}
	var chosen []suite
	for _, name := range names {
		i := slices.IndexFunc(suites, func(s suite) bool { return s.name == name })
		if i < 0 {
			var there []string
			for _, s := range suites {
				there = append(there, s.name)
			}
			return nil, fmt.Errorf("no suite %s; there are: %s", name, strings.Join(there, " "))
		}
		chosen = append(chosen, suites[i])
	}
	return chosen, nil
}

// book is what is known of the suites, and where it is written.
type book struct {
	path, logs, commit string
	scale              float64
	rows               []row
}

// fill runs the suites that have not passed at this commit.
func (b *book) fill(ctx context.Context, suites []suite) error {
	text, err := os.ReadFile(b.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if b.rows, err = read(string(text)); err != nil {
		return fmt.Errorf("%s: %w; remove it and begin anew", b.path, err)
	}
	fmt.Printf("full: commit %s; what suites print is kept in %s, what comes of them in %s\n", b.commit, b.logs, b.path)
	var failed []string
	for _, s := range suites {
		if b.has(s) {
			fmt.Printf("--- %s has passed at this commit\n", s.name)
			continue
		}
		r, err := b.run(ctx, s)
		if err != nil {
			return err
		}
		if b.rows = b.with(r); r.result != passed {
			failed = append(failed, s.name)
		}
		if err := os.WriteFile(b.path, []byte(write(b.rows, machine())), 0o644); err != nil {
			return err
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s; see %s", strings.Join(failed, " "), b.logs)
	}
	return nil
}

// has reports whether a suite has passed at this commit and size.
func (b *book) has(s suite) bool {
	return slices.ContainsFunc(b.rows, func(r row) bool {
		return r.suite == s.name && r.commit == b.commit && r.size == s.sized(b.scale) && r.result == passed
	})
}

// with puts a row where the suite's last one was, or where it belongs.
func (b *book) with(r row) []row {
	if i := slices.IndexFunc(b.rows, func(old row) bool { return old.suite == r.suite }); i >= 0 {
		b.rows[i] = r
		return b.rows
	}
	rows := append(b.rows, r)
	slices.SortStableFunc(rows, func(x, y row) int { return place(x.suite) - place(y.suite) })
	return rows
}

// run runs one suite.
func (b *book) run(ctx context.Context, s suite) (row, error) {
	r := row{suite: s.name, command: s.typed(b.scale), size: s.sized(b.scale), commit: b.commit, start: time.Now().UTC().Truncate(time.Second)}
	fmt.Printf("=== %s: %s\n", s.name, r.command)
	log := filepath.Join(b.logs, strings.ReplaceAll(s.name, "/", "-")+".log")
	err := shell(ctx, r.command, log)
	if ctx.Err() != nil {
		return row{}, fmt.Errorf("interrupted at %s; the same command goes on with it", s.name)
	}
	r.took = time.Since(r.start).Round(time.Second)
	said, readErr := os.ReadFile(log)
	if readErr != nil {
		return row{}, readErr
	}
	r.figures = s.figures(string(said))
	switch {
	case err != nil:
		r.result = fmt.Sprintf("failed: %v", err)
	case r.figures == "":
		r.result = "failed: it did not say what it did"
	default:
		r.result = passed
	}
	fmt.Printf("--- %s %s in %s: %s\n", s.name, r.result, r.took, r.figures)
	return r, nil
}
