package main

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// TestAppealByHand: where no mediator runs, a party sees by itself whom its case waits for, who is drawn and until when, draws, appeals,
// and takes what time gives it; the doctor names each call that the money waits for. Who is killed at any point of an appeal
// asks again, and appeals once.
func TestAppealByHand(t *testing.T) { // C27 to C30, J22; SETTLEMENT rule 8
	t.Parallel()
	mediators := []string{"mediator", "mediator-2", "mediator-3", "mediator-4", "mediator-5", "mediator-6"}
	p := newJudged(t, mediators...)
	for _, name := range mediators {
		p.ok("stake", "deposit", "1500", "--name", name)
	}
	c, farmer := p.mute("--fuel", "10") // what the panel could judge
	c.signal(syscall.SIGKILL).wait()
	p.submitted(farmer)
	farmer.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	contains(t, p.run("deal", "appeal", id).exits(failure.NotFound).stderr(), "no case before a panel")
	contains(t, p.run("deal", "dispute", id).exits(0).stderr(), "disputed; see", "keep it running with: parley deal watch"+p.where()+"; what cannot be run again is decided for the farmer")
	contains(t, p.ok("deal", "show", id), "serve     this side's node shows its panel what was agreed", "with: parley deal watch"+p.where()+";")
	contains(t, p.run("doctor").stdout(), "no node of this side runs to give it", "try: parley deal watch"+p.where()+"\n")
	contains(t, p.ok("deal", "show", id), "to dispute it 168000 gas, and a fee of 0.0125 PLAY, which is locked", "case      armed", "the panel's members are drawn by lot", "parley deal claim"+p.where()+" "+id)
	contains(t, p.run("deal", "appeal", id).exits(failure.TimedOut).stderr(), "too early to appeal: the case is armed")
	p.blocked(id, "drawn by lot")
	p.claims(id, "a round of the panel was drawn")
	contains(t, p.ok("deal", "show", id), "case      committing", "member    0x", ": drawn", "holds 750 PLAY of stake", "parley deal appeal"+p.where()+" "+id)

	s := p.hearing(id)
	if s.Round != 1 || len(s.Seats) != 1 || !s.Until.Before(s.RevealBy) || !s.RevealBy.Before(s.AppealBy) || !s.AppealBy.Before(s.JudgeBy) {
		t.Errorf("the case is %+v", s)
	}
	p.until(s.RevealBy)
	if got := p.hearing(id); got.Stage != "appealable" || !got.AppealBy.Equal(s.AppealBy) {
		t.Errorf("after the reveals the case is %+v, and an appeal was possible until %s", got, s.AppealBy)
	}
	contains(t, p.ok("deal", "show", id), "lost unless they find something: most of this round were silent, and pay then", "parley deal appeal"+p.where()+" "+id)
	contains(t, p.killed(4, "deal", "appeal", id).exits(0).stderr(), "appeal")
	if bond := p.staked("run"); bond != "0 750" {
		t.Errorf("the appeal holds %s", bond)
	}
	if n := strings.Count(p.ok("deal", "show", id, "-o", "json"), "armed"); n != 1 {
		t.Errorf("the case after the appeal: %d times armed", n)
	}
	p.claims(id, "a round of the panel was drawn")
	if s = p.hearing(id); s.Round != 2 || len(s.Seats) != 4 || s.Bond != nil {
		t.Errorf("after the appeal the case is %+v", s)
	}
	if shown := p.ok("deal", "show", id); strings.Contains(shown, "appeal    ") || strings.Contains(shown, "parley deal appeal") {
		t.Errorf("of the last possible round it is shown what an appeal holds:\n%s", shown)
	}
	p.until(s.JudgeBy)
	p.blocked(id, "nobody ruled")
	p.claims(id, "lapse, since")
	p.blocked(id, "what their seats and appeals hold")
	p.claims(id, "seats and appeals were settled")
	if bond := p.staked("run"); bond != "0 0" {
		t.Errorf("an appeal against a silent round that finds nothing either leaves %s", bond)
	}
	contains(t, p.run("deal", "claim", id).exits(failure.NotFound).stderr(), "nothing is left to claim")
	contains(t, p.run("doctor").stdout(), "ok    deals              0 are open")
	shown := p.ok("deal", "show", id)
	if !regexp.MustCompile(`(?s)tx        0x\S+ disputed, .*tx        0x\S+ drawn, .*tx        0x\S+ appealed, \d+ gas\n.*tx        0x\S+ unjudged, `).MatchString(shown) || strings.Count(shown, " appealed, ") != 1 {
		t.Errorf("the appeal is not shown, once, in its place:\n%s", shown)
	}
	t.Logf("an appeal by hand: %d rounds, %d seats, and nobody ruled", s.Round, len(s.Seats))
}

// drawn has both sides of a deal gone once it is submitted, the requester dispute it by hand, and the panel drawn.
func (p *timed) drawn() (id string) {
	p.t.Helper()
	c, farmer := p.mute("--fuel", "10")
	c.signal(syscall.SIGKILL).wait()
	p.submitted(farmer)
	farmer.signal(syscall.SIGKILL).wait()
	id = p.onlyDeal("run")
	p.run("deal", "dispute", id).exits(0)
	p.blocked(id, "drawn by lot")
	p.claims(id, "a round of the panel was drawn")
	return id
}

// What was found can be appealed against though the requester has given in, and who looks sees that the case goes on, and what it decides.
func TestPursuedByHand(t *testing.T) { // C30, J22; SETTLEMENT rule 8
	t.Parallel()
	mediators := []string{"mediator", "mediator-2", "mediator-3", "mediator-4", "mediator-5", "mediator-6"}
	p := newJudged(t, mediators...)
	for _, name := range mediators {
		p.ok("stake", "deposit", "1500", "--name", name)
	}
	id := p.drawn()
	p.until(p.hearing(id).RevealBy)
	contains(t, p.run("deal", "accept", id).exits(0).stderr(), "accepted: the requester's acceptance was shown once the arbiter had taken the case (row 6): 0.000000132107 PLAY was paid, and ")
	goesOn := func(stage string) {
		t.Helper()
		contains(t, p.ok("deal", "show", id), "case      "+stage, "decides over seats and bonds alone, since the deal is closed", "what their seats and appeals hold is let go", "shows it what that is about")
		if s := p.hearing(id); s.Stage != stage || !s.Pursued {
			t.Errorf("the case is %+v", s)
		}
		contains(t, p.run("doctor").stdout(), "1 is open", "the deal is closed, and its case goes on", "no node of this side runs to give it", "try: parley deal watch"+p.where()+"\n")
	}
	goesOn("appealable")
	contains(t, p.run("deal", "appeal", id).exits(0).stderr(), "appealed")
	p.blocked(id, "drawn by lot")
	p.claims(id, "a round of the panel was drawn")
	goesOn("committing")
	if s := p.hearing(id); s.Round != 2 || len(s.Seats) != 4 {
		t.Errorf("after the appeal the case is %+v", s)
	}
	p.until(p.hearing(id).AppealBy)
	p.blocked(id, "what their seats and appeals hold")
	p.claims(id, "seats and appeals were settled")
	contains(t, p.run("doctor").stdout(), "ok    deals              0 are open")
}

// Who cancels once the panel is drawn is not told that each side has everything back: its fee is gone, half of it each side's.
func TestCanceledOnceDrawn(t *testing.T) { // C31, DESIGN 9; SETTLEMENT, row 1
	t.Parallel()
	p := newJudged(t, "mediator")
	p.ok("stake", "deposit", "1500", "--name", "mediator")
	id := p.drawn()
	signature := strings.TrimSpace(p.ok("deal", "cancel", id))
	says := p.run("deal", "cancel", id, "--name", "farm", "--signature", signature).exits(0).stderr()
	contains(t, says, "canceled: the payer has ", " PLAY back, and the farmer ", "the rest of what was locked is the arbiter's fee of 0.0125 PLAY")
}

// What the doctor says of a case whose members ask this side for the work: whoever disputes has to be there, and whoever has appealed, also
// where the deal is closed.
func TestUnanswered(t *testing.T) { // C30, C51, J22, M12; SETTLEMENT rules 1, 2 and 8
	at := func(stage panel.Stage, closed bool) *hearing {
		return &hearing{docket: panel.Docket{Stage: stage}, closed: closed}
	}
	for what, c := range map[string]struct {
		state, role        string
		unjudged           bool
		encrypted, running bool
		of                 *hearing
		said, try          string // empty: nothing
	}{
		"disputed, and nobody is there":       {state: "disputed", role: "requester", said: "the requester pays", try: "parley deal watch"},
		"somebody is":                         {state: "disputed", role: "requester", running: true},
		"nobody is there to give a key":       {state: "disputed", role: "requester", encrypted: true, said: "the requester pays", try: "parley deal watch"},
		"nobody judges":                       {state: "disputed", role: "requester", unjudged: true},
		"nobody disputes":                     {state: "submitted", role: "requester", encrypted: true},
		"the farmer's case is not known":      {state: "disputed", role: "farmer", encrypted: true},
		"who is disputed":                     {state: "disputed", role: "farmer", of: at(panel.Committing, false), said: "asks the farmer for its result", try: "parley farm"},
		"who is disputed, and is there":       {state: "disputed", role: "farmer", running: true, of: at(panel.Committing, false)},
		"an appeal has been made":             {state: "disputed", role: "requester", of: at(panel.Armed, false), said: "the requester pays", try: "parley deal watch"},
		"nobody judges it any more":           {state: "disputed", role: "requester", of: at(panel.Concludable, false)},
		"the requester's case goes on":        {state: "closed", role: "requester", of: at(panel.Armed, true), said: "the deal is closed, and its case goes on", try: "parley deal watch"},
		"the farmer's, and inputs are sealed": {state: "closed", role: "farmer", encrypted: true, of: at(panel.Appealable, true), said: "the deal is closed, and its case goes on", try: "parley farm"},
		"the case has ended":                  {state: "closed", role: "farmer", of: at(panel.Ended, true)},
	} {
		r := &deals.Record{Role: protocol.Requester}
		if !c.unjudged {
			r.Papers.Terms.Arbiter = deals.Address{7}
		}
		if c.role == "farmer" {
			r.Role = protocol.Farmer
		}
		err := unanswered(r, &deals.Shown{State: c.state, Role: c.role}, c.of, c.encrypted, c.running, new(app).nodeOf([]*deals.Record{r}, false))
		if (err != nil) != (c.said != "") {
			t.Errorf("%s: %v", what, err)
		}
		if err != nil && (failure.Of(err).Try != c.try || !strings.Contains(err.Error(), c.said) || strings.Contains(err.Error(), "the key") != c.encrypted) {
			t.Errorf("%s: %v, try %q", what, err, failure.Of(err).Try)
		}
	}
}

// What an appeal costs is said as the contract has it: a finding can be overturned, and silence made good.
func TestWhatAnAppealCosts(t *testing.T) { // C30; SETTLEMENT rule 8
	for what, c := range map[string]struct {
		stage                 panel.Stage
		empty, silent, upheld bool
		says                  string
		loses                 bool
	}{
		"before the reveals have ended": {panel.Revealing, true, true, false, "lost unless they find something else than this round does, or this round is silent", false},
		"something was found":           {panel.Appealable, false, false, false, "lost unless they find something else", false},
		"it is what this side says":     {panel.Appealable, false, false, true, "something else, which would go against this side", true},
		"most were silent":              {panel.Appealable, true, true, false, "lost unless they find something: most of this round were silent", false},
		"they differ":                   {panel.Appealable, true, false, false, "lost whatever they find", true},
	} {
		h := &hearing{empty: c.empty, silent: c.silent, upheld: c.upheld, docket: panel.Docket{Stage: c.stage}}
		why, command := h.appeals()
		if !strings.Contains(why, c.says) || strings.HasSuffix(command, " --lose-bond") != c.loses || h.lostBond() != (c.loses && !c.upheld) {
			t.Errorf("%s: %q, %q", what, why, command)
		}
	}
}

// A finding without a result is told as what it is, by who is drawn and by who looks: that nobody serves the work, or that nothing is owed
// for what asks nothing for nothing.
func TestFoundNothing(t *testing.T) { // SETTLEMENT rule 1
	m := &market.Market{Chain: &market.Chain{Symbol: "PLAY"}}
	for says, served := range map[string]bool{"nobody serves what is to be run": false, "asks nothing for nothing": true} {
		contains(t, new(bench).finding(mediator.Case{Finding: &mediator.Finding{Cost: "0", Served: served}}), says)
		for digest, want := range map[[32]byte]string{{}: says, {1}: compute.Root([32]byte{1}).String() + ", with "} {
			h := &hearing{panel: new(panel.Panel), docket: panel.Docket{Stage: panel.Ended}, found: &panel.Finding{Digest: digest, Cost: new(big.Int), Served: served}}
			var out strings.Builder
			x := h.statement(m)
			x.print(&app{out: &out})
			contains(t, out.String(), "found     ", want)
			if asked := digest != [32]byte{} || !served; x.Found.Asked != asked || (x.Found.Result == "") != (digest == [32]byte{}) {
				t.Errorf("found, served %t: %+v", served, x.Found)
			}
		}
	}
}

// hearing is the case as a program sees it.
func (p *timed) hearing(id string) *caseStatement {
	p.t.Helper()
	var s statement
	if err := json.Unmarshal([]byte(p.ok("deal", "show", id, "-o", "json")), &s); err != nil || s.Case == nil {
		p.t.Fatalf("deal %s has no case: %v", id, err)
	}
	return s.Case
}

// staked is what a party has staked for the panel: free, and held.
func (p *timed) staked(name string) string {
	p.t.Helper()
	var s stakeStatement
	if err := json.Unmarshal([]byte(p.ok("stake", "show", "--name", name, "-o", "json")), &s); err != nil {
		p.t.Fatal(err)
	}
	return s.Free.Amount + " " + s.Held.Amount
}

// until moves the chain's time to just past a second.
func (p *timed) until(at time.Time) {
	p.t.Helper()
	if left := at.Unix() + 1 - p.advance(1); left > 0 {
		p.advance(left)
	}
}

// blocked: the doctor says what a deal waits for.
func (p *timed) blocked(id, why string) {
	p.t.Helper()
	contains(p.t, p.run("doctor").stdout(), "deal "+id[:10], why, "try: parley deal claim"+p.where()+" "+id)
}

// claims takes what is due, once the block has come that it waits for.
func (p *timed) claims(id, done string) {
	p.t.Helper()
	for p.t.Context().Err() == nil {
		c := p.run("deal", "claim", id)
		if c.code == int(failure.TimedOut) && strings.Contains(c.stderr(), "the block that draws") {
			p.advance(1)
			continue
		}
		contains(p.t, c.exits(0).stderr(), done)
		return
	}
}
