// Command rows turns what go test -bench prints into one line for each figure: name value unit floor ratio budget. The ratio
// says how near the figure is to its floor: 1 is at it, less is worse. A figure without a floor has - for both, and one that
// DESIGN 10 does not bound has - for its budget. A budget that is missed is said, and fails nothing.
//
//	go test -run '^$' -bench . ./internal/bench | go run ./internal/bench/rows
//
// With -all every row that has a budget must be there.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	all := flag.Bool("all", false, "fail if a row that has a budget is missing")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *all); err != nil {
		fmt.Fprintln(os.Stderr, "rows:", err)
		os.Exit(1)
	}
}

// run prints each row as soon as it is read.
func run(in io.Reader, out io.Writer, all bool) error {
	printRow(out, "name", "value", "unit", "floor", "ratio", "budget")
	var seen []Row
	for r, err := range read(in) {
		if err != nil {
			fmt.Fprintln(out, "#", err)
			return err
		}
		seen = append(seen, r)
		printRow(out, r.cells()...)
	}
	if missing := missing(seen); all && len(missing) > 0 {
		return fmt.Errorf("no figure for %q, which DESIGN 10 bounds", missing)
	}
	return nil
}

func printRow(out io.Writer, cells ...any) {
	fmt.Fprintf(out, "%-40s %10s %-10s %10s %6s  %s\n", cells...)
}
