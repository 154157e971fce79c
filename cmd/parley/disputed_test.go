package main

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
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
