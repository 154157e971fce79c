package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// TestMediate: who asks for mediators hires nobody without them, and hears beforehand where there are none, or where they could not judge the work.
func TestMediate(t *testing.T) { // DESIGN 7
	t.Parallel()
	p := newPlace(t).join()
	p.env = []string{"PARLEY_AUDIT="} // as nobody had said
	m := readMarket(t, p.marketFile())
	panel := m.Chain.Panel
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.write("job.yaml", containerAsks("none"))
	judged := p.farm("farm")
	without := filepath.Join(p.dir, "without.json")
	m.Chain.Panel = deals.Address{}
	if err := (&market.Market{Bootstrap: m.Bootstrap, Local: m.Local, Chain: m.Chain, Faucet: m.Faucet}).Write(without); err != nil {
		t.Fatal(err)
	}
	idle := p.farm("idle", "--free")

	run := p.run("run", "hello.wasm", "--mediate", "--farmer", judged.addr, "--output", "judged").exits(0)
	contains(t, run.stderr(), "only who has the market's panel rule on what is disputed is hired", "20 % of the deals are run again here")
	all, err := statuses(&home.Home{Dir: filepath.Join(p.home, "run")})
	if err != nil || len(all) != 1 || all[0].Papers.Terms.Arbiter != panel {
		t.Errorf("%d deals, %v: %+v", len(all), err, all)
	}
	contains(t, p.run("run", "hello.wasm", "--mediate", "--audit", "100%", "--farmer", judged.addr, "--output", "audited").exits(0).stdout(), "1 of 1 drawn: 1 the same")
	p.run("run", "hello.wasm", "--farmer", idle.addr, "--output", "idle").exits(0)
	contains(t, p.run("run", "hello.wasm", "--mediate", "--farmer", idle.addr, "--output", "none").exits(failure.Refused).stderr(), "no farmer was hired", "nobody would rule")
	idle.says(" refused: settlement: the job is to be judged")
	for _, c := range []struct {
		args        []string
		cause, next string
	}{
		{[]string{"hello.wasm", "--market", without}, "nobody judges what is disputed in this market", "name a market with a panel"},
		{[]string{"hello.wasm", "--free"}, "nobody judges what is done for nothing", "leave one of them out"},
		{[]string{"hello.wasm", "--replicas", "3"}, "the job has 3 replicas", "leave one of them out"},
		{[]string{"hello.wasm", "--live"}, "since no two live runs give the same", "leave out --live"},
		{[]string{"hello.wasm", "--fuel", "1000000", "--timeout", "100h"}, "since what one farmer does of it may take a mediator longer", "with --fuel; or leave out --mediate"},
		{[]string{"job.yaml"}, "since no two runs of a container give the same", "run a module"},
	} {
		contains(t, p.run(append([]string{"run", "--mediate", "--farmer", judged.addr, "--output", "none"}, c.args...)...).exits(failure.Usage).stderr(), c.cause, c.next)
	}
}

// A job that asks for mediators is not come back to where nobody judges.
func TestMediateResumed(t *testing.T) { // DESIGN 7
	for mode, want := range map[compute.Mode]string{compute.Trust: "", compute.Mediate: "was begun with --mediate, and nobody judges what is disputed in this market"} {
		o := &errand{app: new(app), node: &node.Node{Home: &home.Home{Dir: t.TempDir()}, Market: new(market.Market)}, job: &compute.Job{ID: compute.NewID(), Verify: compute.Verification{Mode: mode}}}
		if _, _, err := o.policy(t.Context()); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", mode, err)
		}
	}
}
