package main

import (
	"fmt"
	"slices"
)

// budget bounds a row, by value or by its floor. What is 0 bounds nothing.
type budget struct {
	name, unit  string
	most, least float64
	ofFloor     float64 // the least ratio
	none        bool    // 0 is the most
}

// budgets are those of DESIGN 10, in its order, and in its words.
var budgets = []budget{
	// "at most 300 µs CPU for both parties together with the memory journal, 350 with SQLite; at least 80 % of the floor's
	// rate", "libp2p TCP, many sessions at once"
	{name: "negotiation/tcp/10/cpu", unit: "µs", most: 300},
	{name: "negotiation/tcp/10/rate", unit: "1/s", ofFloor: 0.8},
	{name: "negotiation/tcp/100/cpu", unit: "µs", most: 300},
	{name: "negotiation/tcp/100/rate", unit: "1/s", ofFloor: 0.8},
	{name: "negotiation/tcp/1000/cpu", unit: "µs", most: 300},
	{name: "negotiation/tcp/1000/rate", unit: "1/s", ofFloor: 0.8},
	{name: "negotiation/tcp/10/sqlite/cpu", unit: "µs", most: 350},
	{name: "negotiation/tcp/10/sqlite/rate", unit: "1/s", ofFloor: 0.8},
	// "the same with escrow": "at most the extra signatures and recoveries"
	{name: "negotiation/tcp/10/escrow/extra", unit: "µs", ofFloor: 1},
	// "under 1 µs, no allocation on the refusing path"
	{name: "judge/apply", unit: "ns/op", most: 1000},
	{name: "judge/refuse", unit: "allocs/op", none: true},
	// "cost per farmer constant (slope 1.0 ± 0.1)"
	{name: "farmers/slope", unit: "1", least: 0.9, most: 1.1},
	// "p99 within 1.2 of five dependent syncs and the round trips"
	{name: "session/lone/p99", unit: "µs", ofFloor: 1 / 1.2},
	// "under 4 KiB in the engine"
	{name: "session/memory", unit: "B", most: 4096},
	// "over 100 jobs/s; Go guests printed beside it"
	{name: "deals/sustained/small", unit: "1/s", least: 100},
	// "escrow open + settle at most 120k" (section 6)
	{name: "gas/osaka", unit: "gas/deal", most: 120_000},
	// "first result in under 10 s"
	{name: "demo/first", unit: "s", most: 10},
}

// budgetOf is what bounds a row.
func budgetOf(r Row) (budget, bool) {
	i := slices.IndexFunc(budgets, func(b budget) bool { return b.name == r.Name && b.unit == r.Unit })
	if i < 0 {
		return budget{}, false
	}
	return budgets[i], true
}

func (b budget) met(r Row) bool {
	return (b.most == 0 || r.Value <= b.most) && (b.least == 0 || r.Value >= b.least) &&
		(b.ofFloor == 0 || r.Ratio() >= b.ofFloor) && (!b.none || r.Value == 0)
}

func (b budget) String() string {
	switch {
	case b.none:
		return "none"
	case b.ofFloor > 0:
		return fmt.Sprintf("ratio at least %s", figure(b.ofFloor))
	case b.least > 0 && b.most > 0:
		return fmt.Sprintf("%s to %s", figure(b.least), figure(b.most))
	case b.least > 0:
		return fmt.Sprintf("at least %s", figure(b.least))
	}
	return fmt.Sprintf("at most %s", figure(b.most))
}

// required are the names of all rows that DESIGN 10 and its issue ask for, those that are bounded among them.
func required() (names []string) {
	for _, carrier := range []string{"memory", "tcp", "quic", "ws"} {
		for _, atOnce := range []int{1, 10, 100, 1000} {
			for _, figure := range []string{"rate", "cpu", "p99"} {
				names = append(names, fmt.Sprintf("negotiation/%s/%d/%s", carrier, atOnce, figure))
			}
		}
	}
	names = append(names, "negotiation/tcp/10/escrow/rate", "negotiation/tcp/10/escrow/cpu", "jobs/embedded/small", "jobs/embedded/go", "worker/start", "deals/sustained/go")
	for _, b := range budgets {
		if !slices.Contains(names, b.name) {
			names = append(names, b.name)
		}
	}
	return names
}

// missing are the names of required rows that are not there.
func missing(rows []Row) (names []string) {
	for _, name := range required() {
		if !slices.ContainsFunc(rows, func(r Row) bool { return r.Name == name }) {
			names = append(names, name)
		}
	}
	return names
}
