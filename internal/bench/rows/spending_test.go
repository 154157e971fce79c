package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The engines' purposes and the floor's are side by side, and what is of one only is there too.
func TestCompare(t *testing.T) {
	frames := func(values map[string]float64) *profile {
		p := &profile{kinds: []string{"cpu"}}
		for f, v := range values {
			p.samples = append(p.samples, sample{[]float64{v}, []string{f, own + "messages.Seal"}})
		}
		return p
	}
	engines := frames(map[string]float64{"runtime.mallocgc": 3, "modernc.org/sqlite.exec": 1})
	floor := frames(map[string]float64{"runtime.mallocgc": 1, "runtime.selectgo": 1})
	var out strings.Builder
	spending{"session/lone", 400, 100, compare(engines, floor, 400, 100)}.print(&out)
	for _, want := range []string{"`session/lone`: 400 µs, and the floor 100.", "| allocation | 300 | 50.0 | `messages.Seal` 100.0 % |",
		"| SQLite, its memory and system calls too | 100 | 0 | `messages.Seal` 100.0 % |", "| channels, selects and locks | 0 | 50.0 |  |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// What make performance is told to run are benchmarks that there are.
func TestProfiles(t *testing.T) {
	var out strings.Builder
	profiles(&out)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(ways)*len(sides)+1 {
		t.Fatalf("%d profiles:\n%s", len(lines), out.String())
	}
	source, err := os.ReadFile(filepath.Join(root, "internal/bench/negotiation_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`b.Run("tcp/10/sqlite"`, `b.Run("tcp/10/escrow"`, `b.Run("lone"`, `[]int{1, 10, 100, 1000}`} {
		if !strings.Contains(string(source), want) {
			t.Errorf("the benchmarks have no %s", want)
		}
	}
	if want := "negotiation-tcp-10-escrow-floor -test.bench ^BenchmarkNegotiation$/^tcp$/^10$/^escrow$ -test.benchtime 10000x -only floor -test.cpuprofile PROFILE"; !strings.Contains(out.String(), want) {
		t.Errorf("%q is not in\n%s", want, out.String())
	}
}
