package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// masks are what differs from run to run.
var masks = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(127\.0\.0\.1:|/tcp/|/udp/)\d+`), "${1}PORT"},
	{regexp.MustCompile(`12D3Koo\w+`), "PEER"},
	{regexp.MustCompile(`\bbaf[a-z2-7]{50,}`), "CID"},
	{regexp.MustCompile(`0x[0-9A-Fa-f]{8,}`), "0xID"},
	{regexp.MustCompile(`\b[0-9a-f]{8}([0-9a-f]{8})*\b`), "ID"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d[ T]`), "DAY "},
	{regexp.MustCompile(`\d\d:\d\d:\d\dZ?`), "TIME"},
	{regexp.MustCompile(`3h0m\d+s|2h59m\d+s`), "3h0m"},
	{regexp.MustCompile(`got \d+`), "got NUMBER"},
	{regexp.MustCompile(`kill \d+`), "kill PID"},
	{regexp.MustCompile(`parley-[a-z2-7]{26}\b`), "parley-NAME"},
	{regexp.MustCompile(`staging/\w+`), "staging/NAME"},
	{regexp.MustCompile(`\b0\.0000\d+`), "0.0000"},
	{regexp.MustCompile(`/tcp/PORT/ws|/udp/PORT/quic-v1`), "/tcp/PORT"},
	{regexp.MustCompile(`process \d+`), "process PID"},
	{regexp.MustCompile(`\b\d+(\.\d+)?(ms|µs|s)\b`), "DURATION"},
	{regexp.MustCompile(`\bid \d+\b|\bchain \d{4,}\b`), "chain NUMBER"},
}

func (p *place) mask(text string) string {
	text = strings.ReplaceAll(text, p.home, "$PARLEY_HOME")
	text = strings.ReplaceAll(text, p.dir, "$DIR")
	for _, m := range masks {
		text = m.pattern.ReplaceAllString(text, m.with)
	}
	return text
}

// golden compares a text with a file below testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./cmd/parley -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); if it is better now: go test ./cmd/parley -update\n%s", path, diff)
	}
}
