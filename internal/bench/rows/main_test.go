package main

import (
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	const in = `goos: linux
BenchmarkNegotiation/tcp/10-2   2000   1065573 ns/op   512.0 cpu:µs   400.0 floor-cpu:µs   900.0 rate:1/s   1000 floor-rate:1/s   701 allocs/op
BenchmarkJudge/apply-2   1000000   1412.5 ns/op   900 floor-ns/op   0 allocs/op
BenchmarkJudge/refuse-2   1000000   41.5 ns/op   0 allocs/op
PASS
`
	var out strings.Builder
	if err := run(t.Context(), strings.NewReader(in), &out, false, "", ""); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"name value unit floor ratio budget",
		"negotiation/tcp/10/cpu 512 µs 400 0.78 at most 300: MISSED",
		"negotiation/tcp/10/rate 900 1/s 1000 0.90 ratio at least 0.80: met",
		"negotiation/tcp/10 701 allocs/op - - -",
		"judge/apply 1412 ns/op 900 0.64 at most 1000: MISSED",
		"judge/apply 0 allocs/op - - -",
		"judge/refuse 41.5 ns/op - - -",
		"judge/refuse 0 allocs/op - - none: met",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if err := run(t.Context(), strings.NewReader(in), &out, true, "", ""); err == nil || !strings.Contains(err.Error(), "session/memory") {
		t.Errorf("%v, want that rows are missing", err)
	}
	const failed = `BenchmarkX/tcp-2         	--- FAIL: BenchmarkX/tcp-2
    bench_test.go:191: the stream was reset
BenchmarkX/quic-2    	   10000	     41919 ns/op
    bench_test.go:12: a remark
--- FAIL: BenchmarkX
FAIL
`
	err := run(t.Context(), strings.NewReader(failed), &out, false, "", "")
	if err == nil || !strings.Contains(err.Error(), "the stream was reset") || strings.Contains(err.Error(), "remark") {
		t.Errorf("%v, want the failure and why", err)
	}
}

func TestBudgets(t *testing.T) {
	for _, c := range []struct {
		row  Row
		want bool
	}{
		{Row{"farmers/slope", 1.1, "1", 0}, true},
		{Row{"farmers/slope", 0.89, "1", 0}, false},
		{Row{"farmers/slope", 1.11, "1", 0}, false},
		{Row{"judge/refuse", 1, "allocs/op", 0}, false},
		{Row{"session/lone/p99", 1200, "µs", 1000}, true},
		{Row{"session/lone/p99", 1201, "µs", 1000}, false},
		{Row{"negotiation/tcp/100/rate", 4000, "1/s", 5000}, true},
		{Row{"negotiation/tcp/100/rate", 3999, "1/s", 5000}, false},
		{Row{"negotiation/tcp/100/rate", 4000, "1/s", 0}, false}, // a floor that is missing is no floor
	} {
		b, ok := budgetOf(c.row)
		if !ok || b.met(c.row) != c.want {
			t.Errorf("%v, %v: met is not %v", c.row, b, c.want)
		}
	}
}

// Who asks for help is told what is read and printed, before any flag; what is said wrongly is told in one line.
func TestOptions(t *testing.T) {
	var out strings.Builder
	if _, err := optionsOf([]string{"-h"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
	does, flags, found := strings.Cut(out.String(), "  -all\n")
	if !found || !strings.Contains(does, "from its standard input") || !strings.Contains(does, "| go run ./internal/bench/rows\n") || !strings.Contains(flags, "-into") {
		t.Errorf("it does not say what it reads:\n%s", out.String())
	}
	for args, want := range map[string]string{"-everything": "-h says what there is", "bench.txt": "reads its standard input"} {
		if _, err := optionsOf(strings.Fields(args), &out); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
	got, err := optionsOf([]string{"-part", "make it", "-into", "doc.md"}, &out)
	if want := (options{part: "make it", into: "doc.md"}); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}
