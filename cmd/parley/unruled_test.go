package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/deals"
)

// TestUnruled: where a panel judges it is named by deals whose work its members could judge, and by no other, and why is said before anybody is
// hired: nobody has half of a price back for disputing what nobody can tell (row 9). What is judged pins its
// engine, which is also that of a farmer on a cluster.
func TestUnruled(t *testing.T) { // C51; SETTLEMENT rule 1
	t.Parallel()
	p := newPlace(t).join()
	m := readMarket(t, p.marketFile())
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.write("job.yaml", containerAsks("none"))
	here, there := p.farm("farm"), p.farm("there", "--executor", "bacalhau", "--bacalhau", bacalhautest.New(t).URL)
	const unruled = "the market's panel does not judge the deals of this job, since "
	known := map[deals.Hash]bool{}
	for i, c := range []struct {
		file   string
		args   []string
		farmer *farmerProcess
		says   string // nothing: the panel judges
	}{
		{"hello.wasm", []string{"--fuel", "1"}, here, ""},
		{"hello.wasm", []string{"--audit", "1"}, here, ""},
		{"hello.wasm", nil, here, "time alone ends its runs"}, // --audit 0
		{"hello.wasm", []string{"--live"}, here, "no two live runs give the same"},
		{"hello.wasm", []string{"--fuel", "1"}, there, ""},
		{"hello.wasm", nil, there, "time alone ends its runs"},
		{"job.yaml", nil, there, "no two runs of a container give the same"},
	} {
		name := fmt.Sprint(c.file, c.args, c.says)
		run := p.run(append([]string{"run", c.file, "--farmer", c.farmer.addr, "--output", fmt.Sprint("of-", i)}, c.args...)...).exits(0)
		told, hired := strings.Index(run.stderr(), unruled+c.says), strings.Index(run.stderr(), "is hired")
		if strings.Contains(run.stderr(), unruled) != (c.says != "") || c.says != "" && (told < 0 || hired >= 0 && hired < told) {
			t.Errorf("%s: %s", name, run.stderr())
		}
		all, err := statuses(&home.Home{Dir: filepath.Join(p.home, "run")})
		if err != nil || len(all) != i+1 {
			t.Fatalf("%s: %d deals, %v", name, len(all), err)
		}
		for _, r := range all {
			if known[r.Papers.ID] {
				continue
			}
			known[r.Papers.ID] = true
			want := m.Chain.Panel
			if c.says != "" {
				want = deals.Address{}
			}
			if r.Papers.Terms.Arbiter != want {
				t.Errorf("%s: the arbiter is %s, want %s", name, r.Papers.Terms.Arbiter, want)
			}
		}
	}
}
