package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	const in = `goos: linux
BenchmarkNegotiation/tcp/10-2   2000   1065573 ns/op   512.0 cpu:µs   400.0 floor-cpu:µs   900.0 rate:1/s   1000 floor-rate:1/s   701 allocs/op
BenchmarkJudge/apply/quote-2   1000000   412.5 ns/op   0 allocs/op
PASS
`
	var out strings.Builder
	if err := rows(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Fields(line))
	}
	want := [][]string{
		{"name", "value", "unit", "floor", "ratio"},
		{"negotiation/tcp/10/cpu", "512", "µs", "400", "0.78"},
		{"negotiation/tcp/10/rate", "900", "1/s", "1000", "0.90"},
		{"negotiation/tcp/10", "701", "allocs/op", "-", "-"},
		{"judge/apply/quote", "412", "ns/op", "-", "-"},
		{"judge/apply/quote", "0", "allocs/op", "-", "-"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if err := rows(strings.NewReader("--- FAIL: BenchmarkX\n"), &out); err == nil {
		t.Error("a benchmark that failed is none")
	}
}
