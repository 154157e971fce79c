package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// Row is a figure and its floor, which is 0 if it has none.
type Row struct {
	Name  string
	Value float64
	Unit  string
	Floor float64
}

// Ratio is how near the figure is to its floor, 0 without one: the floor's cost by the figure's, or the figure's rate by the
// floor's.
func (r Row) Ratio() float64 {
	if r.Floor <= 0 || r.Value <= 0 {
		return 0
	}
	if strings.HasSuffix(r.Unit, "/s") {
		return r.Value / r.Floor
	}
	return r.Floor / r.Value
}

// cells are the columns of a row.
func (r Row) cells() []any {
	floor, ratio, verdict := "-", "-", "-"
	if n := r.Ratio(); n > 0 {
		floor, ratio = figure(r.Floor), figure(n)
	}
	if b, ok := budgetOf(r); ok {
		verdict = b.String() + ": met"
		if !b.met(r) {
			verdict = b.String() + ": MISSED"
		}
	}
	return []any{r.Name, figure(r.Value), r.Unit, floor, ratio, verdict}
}

// read yields the rows of what benchmarks print. What is no benchmark's line is passed over, but for failures and what was said of
// them: they are yielded together, last.
func read(in io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		var failed []error
		failing := false // what is indented is of a failure
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			line := lines.Text()
			if !strings.HasPrefix(line, " ") {
				failing = strings.Contains(line, "--- FAIL: ")
			}
			switch {
			case failing:
				failed = append(failed, errors.New(line))
			case strings.HasPrefix(line, "Benchmark"):
				for _, r := range rowsOf(strings.Fields(line)) {
					if !yield(r, nil) {
						return
					}
				}
			case strings.HasPrefix(line, "FAIL"), strings.HasPrefix(line, "panic"):
				failed = append(failed, errors.New(line))
			}
		}
		if err := errors.Join(append(failed, lines.Err())...); err != nil {
			yield(Row{}, err)
		}
	}
}

// floorOf is what the unit of a floor begins with; the rest is the unit of its figure.
const floorOf = "floor-"

// rowsOf reads a benchmark's line: its name, how often it ran, and pairs of a value and a unit. A unit kind:µs is the row
// name/kind.
func rowsOf(fields []string) (rows []Row) {
	if len(fields) < 4 {
		return nil // the benchmark printed something
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
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil || strings.HasPrefix(unit, floorOf) || unit == "ns/op" && floors[unit] == 0 && len(floors) > 0 {
			continue // a figure that has a floor says it better
		}
		r := Row{Name: name, Value: value, Unit: unit, Floor: floors[unit]}
		if kind, of, ok := strings.Cut(unit, ":"); ok {
			r.Name, r.Unit = fmt.Sprint(name, "/", kind), of
		}
		rows = append(rows, r)
	}
	return rows
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
