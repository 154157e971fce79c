// Command rows turns what go test -bench prints into one line for each figure: name value unit floor ratio budget. The ratio
// says how near the figure is to its floor: 1 is at it, less is worse. A figure without a floor has - for both, and one that
// DESIGN 10 does not bound has - for its budget. A budget that is missed is said, and fails nothing.
//
//	go test -run '^$' -bench . ./internal/bench | go run ./internal/bench/rows
//
// With -all every row that has to be there must be. With -profile and -into it also writes docs/PERFORMANCE.md, and with -part
// and -into the rows in it that were measured: see the Makefile.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/parley-p2p/parley/internal/docs"
)

// about is what -h says before the flags.
const about = `rows reads what go test -bench prints from its standard input, and prints a line for each figure: name, value, unit,
floor, ratio to the floor (1 is at it, less is worse), and whether a budget of DESIGN 10 is met.

	go test -run '^$' -bench Judge ./protocol | go run ./internal/bench/rows

`

func main() {
	o, err := optionsOf(os.Args[1:], os.Stdout)
	if err == nil {
		err = o.do(context.Background(), os.Stdin, os.Stdout)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "rows:", err)
		os.Exit(1)
	}
}

// options are what a person says.
type options struct {
	all, profiled, begin bool
	dir, into, part      string
}

// optionsOf reads them; where help is asked for it is given, and the error is flag.ErrHelp.
func optionsOf(args []string, help io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("rows", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&o.all, "all", false, "fail if a row is missing")
	flags.StringVar(&o.dir, "profile", "", "where the profiles that -profiled names are, each beside a .txt of what was printed, and load")
	flags.StringVar(&o.into, "into", "", "the document to write")
	flags.StringVar(&o.part, "part", "", "the command that measures a part of the rows; the rest of the document stays as it is")
	flags.BoolVar(&o.profiled, "profiled", false, "print the profiles to make: a name and the flags of the benchmark's binary, with PROFILE for the file")
	flags.BoolVar(&o.begin, "begin", false, "refuse a commit that is not on main, note the load in -profile, and measure nothing")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(help, about)
		flags.SetOutput(help)
		flags.PrintDefaults()
		return o, err
	case err != nil:
		return o, fmt.Errorf("%w; go run ./internal/bench/rows -h says what there is", err)
	case flags.NArg() > 0:
		return o, fmt.Errorf("%s: rows reads its standard input: go test -bench . PACKAGE | go run ./internal/bench/rows", flags.Arg(0))
	}
	return o, nil
}

// do does what was said.
func (o options) do(ctx context.Context, in io.Reader, out io.Writer) error {
	switch {
	case o.profiled:
		profiles(out)
		return nil
	case o.begin:
		return begin(ctx, o.dir)
	case o.part != "":
		return replace(ctx, in, out, o.part, o.into)
	}
	return run(ctx, in, out, o.all, o.dir, o.into)
}

func run(ctx context.Context, in io.Reader, out io.Writer, all bool, dir, into string) error {
	d := new(document)
	if into != "" { // before anything takes minutes
		if err := d.place(ctx); err != nil {
			return err
		}
		if err := d.fill(dir); err != nil {
			return err
		}
	}
	var err error
	if d.rows, err = relay(in, out); err != nil {
		return err
	}
	if missing := missing(d.rows); all && len(missing) > 0 {
		return fmt.Errorf("there is no figure for %q", missing)
	}
	if into == "" {
		return nil
	}
	return d.write(into)
}

// replace puts the rows that are measured in the place of those that a document has of the same benchmarks.
func replace(ctx context.Context, in io.Reader, out io.Writer, command, into string) error {
	d := &document{load: docs.Load()}
	if err := d.place(ctx); err != nil {
		return err
	}
	var err error
	if d.rows, err = relay(in, out); err != nil {
		return err
	}
	old, err := os.ReadFile(into)
	if err != nil {
		return err
	}
	text, err := d.within(string(old), command)
	if err != nil {
		return fmt.Errorf("%s: %w", into, err)
	}
	return os.WriteFile(into, []byte(text), 0o644)
}

// relay prints each row as soon as it is read.
func relay(in io.Reader, out io.Writer) (rows []Row, err error) {
	printRow(out, "name", "value", "unit", "floor", "ratio", "budget")
	for r, err := range read(in) {
		if err != nil {
			fmt.Fprintln(out, "#", err)
			return nil, err
		}
		rows = append(rows, r)
		printRow(out, r.cells()...)
	}
	return rows, nil
}

func printRow(out io.Writer, cells ...any) {
	fmt.Fprintf(out, "%-40s %10s %-10s %10s %6s  %s\n", cells...)
}
