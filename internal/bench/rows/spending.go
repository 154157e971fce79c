package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// way is a benchmark whose CPU is looked into: how often it is run for that, and its row.
type way struct {
	name  string
	times int
}

// ways are those whose budgets are about CPU, or about waits that are CPU mostly.
var ways = []way{{"negotiation/tcp/100", 20_000}, {"negotiation/tcp/10/sqlite", 10_000}, {"negotiation/tcp/10/escrow", 10_000}, {"session/lone", 4_000}}

// sides are what is measured of each without the other.
var sides = []string{"engines", "floor"}

// file is the name of a side's profile.
func (w way) file(side string) string { return strings.ReplaceAll(w.name, "/", "-") + "-" + side }

// flags are those of the binary of the benchmarks.
func (w way) flags(side, profile string) string {
	parts := strings.Split(w.name, "/")
	parts[0] = strings.ToUpper(parts[0][:1]) + parts[0][1:]
	return fmt.Sprintf("-test.bench ^Benchmark%s$ -test.benchtime %dx -only %s %s", strings.Join(parts, "$/^"), w.times, side, profile)
}

// profiles prints, a line each, a profile's name and the flags that make it.
func profiles(out io.Writer) {
	for _, w := range ways {
		for _, side := range sides {
			fmt.Fprintln(out, w.file(side), w.flags(side, "-test.cpuprofile PROFILE"))
		}
	}
	fmt.Fprintln(out, "heap", ways[0].flags(sides[0], "-test.memprofile PROFILE -test.memprofilerate 512"))
}

// spending is where the CPU of a way goes.
type spending struct {
	name           string
	engines, floor float64 // µs a negotiation
	parts          []spent
}

// spent is what one purpose takes, in µs.
type spent struct {
	purpose        string
	engines, floor float64
	callers        string // of the engines', whom most of it is for
}

// spending reads what the profiles of a directory say.
func (w way) spending(dir string) (spending, error) {
	s := spending{name: w.name}
	engines, err := printed(dir, w.file("engines"), w.name+"/cpu", "µs")
	if err != nil {
		return s, err
	}
	floor, err := printed(dir, w.file("floor"), w.name+"/cpu", "µs")
	if err != nil {
		return s, err
	}
	s.engines, s.floor = engines.Value, floor.Floor
	its, err := open(filepath.Join(dir, w.file("engines")))
	if err != nil {
		return s, err
	}
	bare, err := open(filepath.Join(dir, w.file("floor")))
	if err != nil {
		return s, err
	}
	s.parts = compare(its, bare, s.engines, s.floor)
	return s, nil
}

// compare sets what two profiles say side by side, of so many µs each, largest first.
func compare(engines, floor *profile, ours, bare float64) []spent {
	found := map[string]*spent{}
	at := func(purpose string) *spent {
		if found[purpose] == nil {
			found[purpose] = &spent{purpose: purpose}
		}
		return found[purpose]
	}
	for _, s := range engines.divide(purpose, "cpu") {
		at(s.name).engines = s.of[0] * ours
		at(s.name).callers = engines.mostly(purpose, s.name, "cpu")
	}
	for _, s := range floor.divide(purpose, "cpu") {
		at(s.name).floor = s.of[0] * bare
	}
	var all []spent
	for _, p := range found {
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b spent) int {
		return cmp.Or(cmp.Compare(b.engines, a.engines), cmp.Compare(b.floor, a.floor), cmp.Compare(a.purpose, b.purpose))
	})
	return all
}

func (s spending) print(out io.Writer) {
	fmt.Fprintf(out, "\n`%s`: %s µs, and the floor %s.\n\n", s.name, figure(s.engines), figure(s.floor))
	table(out, "what", "µs", "floor", "of the µs, for")
	for _, p := range s.parts {
		if p.engines >= s.engines/200 || p.floor >= s.floor/200 { // the rest is a half percent of neither
			table(out, p.purpose, figure(p.engines), figure(p.floor), p.callers)
		}
	}
}

// printed is the row that a benchmark printed beside its profile.
func printed(dir, name, row, unit string) (Row, error) {
	f, err := os.Open(filepath.Join(dir, name+".txt"))
	if err != nil {
		return Row{}, err
	}
	defer f.Close()
	for r, err := range read(f) {
		if err != nil {
			return Row{}, fmt.Errorf("%s: %w", f.Name(), err)
		}
		if r.Name == row && r.Unit == unit {
			return r, nil
		}
	}
	return Row{}, fmt.Errorf("%s has no row %s in %s", f.Name(), row, unit)
}
