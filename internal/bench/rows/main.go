// Command rows turns what go test -bench prints into one line for each figure: name value unit floor ratio. The ratio says
// how near the figure is to its floor: 1 is at it. A figure without a floor has - for both.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func main() {
	if err := rows(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "rows:", err)
		os.Exit(1)
	}
}

// rows reads benchmarks' lines and writes theirs. What is no benchmark's line is a comment or a failure; a failure is
// repeated and makes it fail.
func rows(in io.Reader, out io.Writer) error {
	fmt.Fprintf(out, "%-44s %12s %-6s %12s %6s\n", "name", "value", "unit", "floor", "ratio")
	failed := 0
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "Benchmark"):
			row(strings.Fields(line), out)
		case strings.HasPrefix(line, "FAIL"), strings.HasPrefix(line, "--- FAIL"), strings.HasPrefix(line, "panic"):
			failed++
			fmt.Fprintln(out, "#", line)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d benchmarks failed", failed)
	}
	return lines.Err()
}

// floorOf is what the unit of a floor begins with; the rest is the unit of its figure.
const floorOf = "floor-"

// row is a benchmark's line: its name, how often it ran, and pairs of a value and a unit.
func row(fields []string, out io.Writer) {
	if len(fields) < 4 {
		return // the benchmark printed something
	}
	name := strings.TrimPrefix(fields[0], "Benchmark")
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		name = name[:i] // the number of processors
	}
	name = strings.ToLower(name)
	floors := make(map[string]float64)
	for i := 2; i+1 < len(fields); i += 2 {
		if unit, ok := strings.CutPrefix(fields[i+1], floorOf); ok {
			floors[unit], _ = strconv.ParseFloat(fields[i], 64)
		}
	}
	for i := 2; i+1 < len(fields); i += 2 {
		unit := fields[i+1]
		if strings.HasPrefix(unit, floorOf) {
			continue
		}
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			continue
		}
		full, shown := name, unit
		if kind, of, ok := strings.Cut(unit, ":"); ok {
			full, shown = name+"/"+kind, of
		} else if unit == "ns/op" && len(floors) > 0 {
			continue // said better by the others
		}
		floor, ratio := "-", "-"
		if f := floors[unit]; f > 0 && value > 0 {
			floor, ratio = figure(f), figure(min(f, value)/max(f, value))
		}
		fmt.Fprintf(out, "%-44s %12s %-6s %12s %6s\n", full, figure(value), shown, floor, ratio)
	}
}

// figure is a number with three or four digits that mean something.
func figure(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case v >= 0.01:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}
