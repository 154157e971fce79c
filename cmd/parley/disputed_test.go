package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
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
	slow := *p.place
	slow.env = []string{victim.Role + "=farm", victim.Holds + "=Delivery"}
	honest := slow.farm("farm")
	c = p.start("run", "--resume", job[1], "--farmer", forger.addr, "--farmer", honest.addr)
	honest.says("Delivery is held back")
	if said := c.interrupt().exits(failure.Interrupted).stderr(); strings.Count(said, "is hired for") != 1 {
		t.Errorf("not one farmer was hired:\n%s", said)
	}
	contains(t, c.stderr(), "interrupted; 1 agreement goes on, until ", "; what is disputed with "+forger.key[:8]+" goes on until ", "try: parley run --resume "+job[1])
	honest.signal(syscall.SIGUSR1)
	c = p.start("run", "--resume", job[1]).says("was repeated here: the same").says("waiting for ")
	left := c.interrupt().exits(failure.Interrupted)
	contains(t, left.stderr(), "the results are here, but what is disputed with "+forger.key[:8]+" goes on until ", "try: parley deal watch"+p.where()+"\n")
	contains(t, left.stdout(), "deal "+all[0].Deal[:10]+" is disputed, until ", "how it goes on says: parley deal show"+p.where()+" "+all[0].Deal[:10])
	t.Logf("%s%s", c.stderr(), c.stdout())
}

// TestRunAfterDispute: whose work was disputed, it is told how that has ended, by the row's words and the money; that nobody was hired is said only
// where nobody was, and no peer is said to have refused.
func TestRunAfterDispute(t *testing.T) { // DESIGN 9; SETTLEMENT row 9b
	t.Parallel()
	p := newJudged(t, "mediator") // which does not run: nobody rules
	forger := p.forger()
	module, err := filepath.Abs("../../examples/thumbnails.wasm")
	if err != nil {
		t.Fatal(err)
	}
	c := p.start("run", module, "--input", p.ownPictures(), "--farmer", forger.addr, "--fuel", "10", "--audit", "100%", "--output", "out").says("waiting for what is disputed")
	terms := p.terms("run")
	p.advance(terms.SubmitBy - p.advance(1) - 28)
	c.says(": dispute, since")
	p.advance(int64(terms.JudgeWindow) + 1)
	said := c.exits(failure.General).stderr()
	t.Logf("%s%s", said, c.stdout())
	const ended = "which was disputed, has ended: it was disputed, and nobody ruled in time (row 9b): 0.0"
	contains(t, said, "no farmer did all that it was hired for:\n  farmer "+forger.key[:8]+": deal 0x", ended, " PLAY went to the payer\n", "try: have another farmer do it with: parley run", " --resume ", " --farmer ADDR\n")
	contains(t, c.stdout(), "disputed  "+forger.key[:8]+": deal 0x", ended)
}

// TestDisputeWords: what became of a dispute decides what is said of it at the end of a run, with which code that ends, and what to do.
func TestDisputeWords(t *testing.T) { // DESIGN 9; SETTLEMENT, the payout table
	t.Parallel()
	farmer, refuses := messages.Key{7}, messages.Key{8}
	m := &market.Market{Chain: &market.Chain{Symbol: "PLAY"}}
	r := &deals.Record{Role: protocol.Requester, Complaint: &deals.Complaint{}, Closed: true, Papers: deals.Papers{ID: deals.Hash{0xab},
		Deal: deals.Deal{Price: "9", Deposit: "1", Bond: "80"}, Terms: deals.Terms{SubmitBy: 1000, AcceptWindow: 20, JudgeWindow: 30}}}
	won := party.End{Outcome: escrow.OutcomeWrong, Lost: messages.AmountOfUint64(80), ToPayer: messages.AmountOfUint64(14)}
	unfilled := &requester.Unfilled{Service: "s", Want: 1, Refused: []requester.Refused{{Farmer: farmer, Err: protocol.Errorf(protocol.Failed, "the work ended as Disputed")}}}
	also := &requester.Unfilled{Service: "s", Want: 2, Filled: 1, Refused: append(unfilled.Refused, requester.Refused{Farmer: refuses, Err: protocol.Errorf(protocol.Busy, "full")})}
	for what, c := range map[string]struct {
		end   *party.End
		live  bool
		cause error
		code  int
		says  []string
		try   string
	}{
		"won":                     {&won, false, unfilled, failure.General, []string{"no farmer did all that it was hired for:\n", "(row 7): 0 PLAY was paid, and 14 PLAY went to the payer"}, "have another farmer do it with: parley run --resume"},
		"won, and another did it": {&won, false, also, failure.General, []string{"1 of 2 farmers did all that they were hired for:\n", "(row 7)", "busy: full"}, "have another farmer"},
		"lost":                    {&party.End{Outcome: escrow.OutcomeCorrect}, false, unfilled, failure.Lost, []string{"found the result right (row 6)"}, "see what was found with: parley deal show 0xab"},
		"a part was accepted":     {&party.End{Outcome: escrow.OutcomeConceded}, false, unfilled, failure.General, []string{"acceptance was shown"}, "have another farmer"},
		"served":                  {&party.End{Outcome: escrow.OutcomeServed}, false, unfilled, failure.Lost, []string{"(row 8b)"}, "see what was found"},
		"not served":              {&party.End{Outcome: escrow.OutcomeUnserved}, false, unfilled, failure.General, []string{"(row 8)"}, "have another farmer"},
		"nobody could tell":       {&party.End{Outcome: escrow.OutcomeUndetermined}, false, unfilled, failure.General, []string{"(row 9)"}, "have another farmer"},
		"it is not shown":         {nil, false, unfilled, failure.General, []string{"has ended; how says: parley deal show 0xab"}, "have another farmer"},
		"it goes on":              {nil, true, unfilled, failure.General, []string{"is disputed, until ", " at the latest; how it goes on says: parley deal show 0xab"}, "have another farmer"},
		"interrupted":             {nil, true, errors.Join(unfilled, failure.Newf(failure.Interrupted, "parley deal watch", "left")), failure.Interrupted, []string{"left"}, "parley deal watch"},
	} {
		of := *r
		of.Closed = !c.live
		var ended *endStatement
		if c.end != nil {
			ended = endingOf(m, &of, *c.end)
		}
		o := &errand{app: &app{}, market: m, job: &compute.Job{ID: "1234"}}
		bill := &compute.Bill{Lines: []compute.Line{{Farmer: farmer, View: &protocol.View{Acceptance: &messages.Acceptance{}}}}}
		f := o.undone(bill, []dispute{disputeOf(&of, farmer, ended)}, c.cause)
		contains(t, f.Cause, c.says...)
		if f.Exit != c.code || !strings.HasPrefix(f.Try, c.try) || strings.Contains(f.Cause, "ended as Disputed") || strings.Contains(f.Cause, "no farmer was hired") {
			t.Errorf("%s: code %d, want %d; try %q; %s", what, f.Exit, c.code, f.Try, f.Cause)
		}
	}
	o := &errand{app: &app{}, market: m, job: &compute.Job{ID: "1234"}}
	if f := o.undone(&compute.Bill{Lines: []compute.Line{{Farmer: farmer, View: &protocol.View{}}}}, nil, unfilled); f.Exit != failure.Refused || !strings.HasPrefix(f.Cause, "no farmer was hired:") {
		t.Errorf("where nobody was hired: code %d, %s", f.Exit, f.Cause)
	}
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
