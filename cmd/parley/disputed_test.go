package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// TestDisputedIsNotHiredAgain: whoever comes back to a job does not hire again for it the farmer that it was disputed with, in whatever life of
// the program, and hears why; another is hired.
func TestDisputedIsNotHiredAgain(t *testing.T) { // C27, C52; THREATS market
	t.Parallel()
	p := newJudged(t, "mediator") // which does not run: the dispute goes on
	forger := p.forger()
	module, err := filepath.Abs("../../examples/thumbnails.wasm")
	if err != nil {
		t.Fatal(err)
	}
	c := p.start("run", module, "--input", p.ownPictures(), "--farmer", forger.addr, "--fuel", "10", "--audit", "100%", "--output", "out")
	c.says("NOT the same").says("waiting for ").signal(syscall.SIGKILL).wait()
	job := regexp.MustCompile(`--resume ([0-9a-f]{32})`).FindStringSubmatch(c.stderr())
	if job == nil {
		t.Fatalf("no job is named:\n%s", c.stderr())
	}
	c = p.start("run", "--resume", job[1]).says("was disputed: it is not hired for that again").says("waiting for ")
	if said := c.interrupt().stderr(); strings.Contains(said, "is hired for") {
		t.Errorf("the farmer was hired again:\n%s", said)
	}
	var all []statement
	if err := json.Unmarshal([]byte(p.ok("deal", "list", "-o", "json")), &all); err != nil || len(all) != 1 {
		t.Errorf("%d deals, want 1: %v", len(all), err)
	}
	honest := p.farm("farm")
	c = p.start("run", "--resume", job[1], "--farmer", forger.addr, "--farmer", honest.addr).says("was repeated here: the same").says("waiting for ")
	if said := c.interrupt().stderr(); strings.Count(said, "is hired for") != 1 {
		t.Errorf("not one farmer was hired:\n%s", said)
	}
	t.Logf("%s", c.stderr())
}

// TestAppealAgainstOneself: an appeal against what the panel has found for this side is refused, with what it risks, unless a flag asks for it; and
// the node makes none.
func TestAppealAgainstOneself(t *testing.T) { // C30; SETTLEMENT rule 8
	if os.Getenv("PARLEY_FULL") == "" {
		t.Skip("set PARLEY_FULL=1 to have a cheat judged by a mediator")
	}
	t.Parallel()
	mediators := []string{"mediator", "mediator-2", "mediator-3", "mediator-4", "mediator-5", "mediator-6"}
	p := newJudged(t, mediators...)
	names := map[string]string{}
	for _, name := range mediators {
		p.ok("stake", "deposit", "1500", "--name", name)
		names[strings.ToLower(p.account(name))] = name
	}
	forger := p.forger()
	module, err := filepath.Abs("../../examples/thumbnails.wasm")
	if err != nil {
		t.Fatal(err)
	}
	c := p.start("run", module, "--input", p.ownPictures(), "--farmer", forger.addr, "--fuel", "10", "--audit", "100%", "--output", "out")
	c.says("NOT the same").says("waiting for ")
	p.advance(p.terms("run").SubmitBy - p.advance(1) - 28)
	c.says(": dispute, since").signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	p.claims(id, "a round of the panel was drawn")
	seat := names[strings.ToLower(p.hearing(id).Seats[0].Member.String())]
	watch := p.start("deal", "watch")
	m := p.start("mediator", "--name", seat).says("committed to what came of it")
	watch.interrupt()
	p.until(p.hearing(id).Until)
	m.says(": reveal, since")
	p.until(p.hearing(id).RevealBy)
	if s := p.hearing(id); s.Stage != "appealable" || s.Found == nil {
		t.Fatalf("the case is %+v", s)
	}
	contains(t, p.ok("deal", "show", id), "something else, which would go against this side: what stands is what it says itself", "parley deal appeal"+p.where()+" "+id+" --lose-bond")
	said := p.run("deal", "appeal", id).exits(failure.Refused).stderr()
	contains(t, said, "what the panel found is what this side says itself", "cost the bond of 750 PLAY", "--lose-bond")
	if held := p.staked("run"); held != "0 0" {
		t.Errorf("an appeal that was refused holds %s", held)
	}
	contains(t, p.run("deal", "appeal", id, "--lose-bond").exits(0).stderr(), "appealed")
}
