package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// hearing is a deal's case before the panel that its terms name.
type hearing struct {
	id     deals.Hash
	panel  *panel.Panel
	clerk  *court.Clerk
	docket panel.Docket
	found  *panel.Finding // what stands: of the last round of which more than half agree; nil: nothing yet
	empty  bool           // the last round has found nothing, up to now
	silent bool           // most of it have revealed nothing, up to now
	closed bool           // the deal is: the panel rules no more
	upheld bool           // it can be appealed against, and what was found is what this side says
	now    time.Time
}

// hear looks at the case of a deal that is disputed, or was. Nil: there is none, or its arbiter is no panel that this version knows.
func hear(ctx context.Context, p *party.Opened, r *deals.Record, s *deals.Shown) (*hearing, error) {
	arbiter := r.Papers.Terms.Arbiter
	if arbiter == (deals.Address{}) || s.State != deals.Disputed.String() && s.State != deals.Closed.String() {
		return nil, nil
	}
	h := &hearing{id: r.Papers.ID, closed: s.State == deals.Closed.String(), now: s.Now}
	var err error
	if h.panel, err = panelOf(ctx, p, arbiter); h.panel == nil || err != nil {
		return nil, err
	}
	if h.clerk, err = court.NewClerk(p.Client, h.panel, p.Escrow); err != nil {
		return nil, err
	}
	if h.docket, err = h.panel.Docket(ctx, h.id, 1); err == nil && h.docket.Block.Time.Before(s.Now) {
		err = deals.Behind("it tells of the case as it was before it told of the deal")
	}
	if err != nil || h.docket.Stage == panel.Unknown {
		return nil, err
	}
	h.now, h.empty, h.silent = h.docket.Block.Time, !h.clerk.Found(h.docket), h.clerk.Silent(h.docket)
	if f, ok, err := h.clerk.Standing(ctx, h.id); err != nil {
		return nil, err
	} else if ok {
		h.found = &f
	}
	if h.found == nil || h.empty || h.docket.Stage != panel.Appealable {
		return h, nil
	}
	status, err := h.status(ctx, p, r)
	h.upheld = r.Upheld(status)
	return h, err
}

// panelOf is the panel that a deal names as its arbiter. Nil: that is none, or none that this version knows.
func panelOf(ctx context.Context, p *party.Opened, arbiter deals.Address) (*panel.Panel, error) {
	if p.Panel != nil {
		return p.Panel, nil
	}
	bound, err := panel.Bind(ctx, p.Client, nil, [20]byte(arbiter))
	if errors.Is(err, panel.ErrNotPanel) {
		return nil, nil
	}
	return bound, err
}

// spoken: there is something to rule by.
func (h *hearing) spoken() bool {
	return len(h.docket.Passed) > 0 || slices.ContainsFunc(h.docket.Seats, func(s panel.Seat) bool { return s.Revealed })
}

// dates are the last seconds of the round, to reveal and to appeal; the second is the first where none is possible. Known from when a round is drawn until it can be concluded.
func (h *hearing) dates() (revealBy, appealBy time.Time) {
	rules, d := h.panel.Rules(), h.docket
	switch d.Stage {
	case panel.Committing:
		revealBy = d.Until.Add(rules.Finality + rules.RevealWindow)
	case panel.Settling:
		revealBy = d.Until.Add(rules.RevealWindow)
	case panel.Revealing:
		revealBy = d.Until
	case panel.Appealable:
		return d.Until, d.Until
	default:
		return
	}
	return revealBy, h.panel.AppealBy(d, revealBy)
}

// moves are what the case allows, now and next, and whom.
func (h *hearing) moves() (all []deals.Move) {
	d, claim := h.docket, fmt.Sprintf("parley deal claim %s", h.id)
	move := func(why, command string, from, until time.Time) {
		all = append(all, deals.Move{By: "either", Row: "6 to 9", Why: why, From: from, Until: until, Command: command, Frees: command == claim})
	}
	const (
		concludes = "the panel's finding is ruled; its mediators do that by themselves"
		settles   = "the mediators are paid, and what their seats and appeals hold is let go"
	)
	revealBy, appealBy := h.dates()
	next := func(t time.Time) time.Time { return t.Add(time.Second) }
	switch d.Stage {
	case panel.Armed:
		move("the panel's members are drawn by lot; its mediators do that by themselves", claim, h.now, d.Until)
	case panel.Committing, panel.Settling, panel.Revealing, panel.Appealable:
		if from := next(revealBy); h.appealable() {
			if d.Stage == panel.Appealable {
				from = h.now
			}
			why, command := h.appeals()
			move(why, command, from, appealBy)
		}
		if h.closed {
			move(settles, claim, next(appealBy), time.Time{})
			break
		}
		move(concludes, claim, next(appealBy), d.JudgeBy)
	case panel.Concludable:
		if h.spoken() && !h.now.After(d.JudgeBy) {
			move(concludes, claim, h.now, d.JudgeBy)
		}
	case panel.Ended:
		move(settles, claim, h.now, time.Time{})
	}
	return all
}

// appealable: an appeal against the round is possible, now or once its votes are shown; against the last possible round none is.
func (h *hearing) appealable() bool {
	revealBy, appealBy := h.dates()
	return h.docket.Stage == panel.Appealable || appealBy.After(revealBy)
}

// appeals says what an appeal costs whom, and how it is made.
func (h *hearing) appeals() (why, command string) {
	why, command = "more members judge anew, for a bond in stake that is lost ", fmt.Sprintf("parley deal appeal %s", h.id)
	switch {
	case h.lostBond():
		return why + "whatever they find: this round found nothing that they could overturn, and most of it were not silent", command + " --lose-bond"
	case h.upheld:
		return why + "unless they find something else, which would go against this side: what stands is what it says itself", command + " --lose-bond"
	case h.docket.Stage == panel.Appealable:
		return why + "unless they find something" + h.other(), command
	}
	return why + "unless they find something else than this round does, or this round is silent", command
}

// lostBond: an appeal now costs its bond, whatever more members find.
func (h *hearing) lostBond() bool {
	return h.docket.Stage == panel.Appealable && h.empty && !h.silent
}

// other is what more members have to find beside something, for the bond of an appeal now to come back.
func (h *hearing) other() string {
	if h.empty {
		return ": most of this round were silent, and pay then"
	}
	return " else"
}

// caseStatement is a case in the JSON of deal show. Fields are only ever added.
type caseStatement struct {
	Panel    deals.Address   `json:"panel"`
	Stage    string          `json:"stage"` // armed, committing, settling, revealing, appealable, concludable, ended
	Round    int             `json:"round"` // 1 is the first; 0: none was drawn yet
	Until    time.Time       `json:"until,omitzero"`
	RevealBy time.Time       `json:"revealBy,omitzero"`
	AppealBy time.Time       `json:"appealBy,omitzero"`
	JudgeBy  time.Time       `json:"judgeBy"`
	Seats    []seatStatement `json:"seats"`             // of all rounds
	Passed   []deals.Address `json:"passed"`            // who could not tell, and was replaced
	Pursued  bool            `json:"pursued,omitempty"` // the deal is closed, and its case goes on: it decides over stakes and bonds alone
	Found    *foundStatement `json:"found,omitempty"`
	Bond     *sum            `json:"bond,omitempty"`     // of an appeal
	BondLost bool            `json:"bondLost,omitempty"` // whatever more members find
}

// seatStatement is a member in a case.
type seatStatement struct {
	Member deals.Address `json:"member"`
	State  string        `json:"state"` // drawn, committed, revealed, cannot tell
}

// foundStatement is what more than half of the last round found.
type foundStatement struct {
	Result string `json:"result"` // CID; empty: nobody serves what is to be run, or nothing was asked for nothing
	Asked  bool   `json:"asked"`  // for something; else what was submitted asks nothing for nothing
	Fuel   uint64 `json:"fuel"`
	Cost   *sum   `json:"cost"` // the most that may be asked for it
}

func (h *hearing) statement(m *market.Market) *caseStatement {
	d := h.docket
	x := &caseStatement{Panel: deals.Address(h.panel.Address()), Stage: d.Stage.String(), Round: d.Rounds, Until: d.Until, JudgeBy: d.JudgeBy,
		Seats: []seatStatement{}, Passed: []deals.Address{}}
	x.RevealBy, x.AppealBy = h.dates()
	x.Pursued = h.closed && d.Stage != panel.Ended
	for _, s := range d.Seats {
		state := "drawn"
		switch {
		case s.CannotTell():
			state = "cannot tell"
		case s.Revealed:
			state = "revealed"
		case s.Committed:
			state = "committed"
		}
		x.Seats = append(x.Seats, seatStatement{deals.Address(s.Member), state})
	}
	for _, a := range d.Passed {
		x.Passed = append(x.Passed, deals.Address(a))
	}
	if f := h.found; f != nil {
		x.Found = &foundStatement{Asked: f.Digest != [32]byte{} || !f.Served, Fuel: f.Fuel, Cost: sumOfText(m, f.Cost.String())}
		if f.Digest != [32]byte{} {
			x.Found.Result = compute.Root(f.Digest).String()
		}
	}
	if d.Rounds > 0 && h.appealable() {
		x.Bond, x.BondLost = sumOfText(m, h.panel.Bond(d.Rounds-1).String()), h.lostBond()
	}
	return x
}

// foundNothing says what a finding without a result is. One that was served is of what asks nothing for nothing: nobody has to have looked.
func foundNothing(served bool) string {
	if served {
		return "that nothing is owed: what was submitted asks nothing for nothing"
	}
	return "nothing, since nobody serves what is to be run"
}

// print tells it to a person.
func (x *caseStatement) print(a *app) {
	at := func(t time.Time) string { return t.Local().Format(time.DateTime) }
	does := "rules"
	if x.Pursued {
		does = "decides over seats and bonds alone, since the deal is closed,"
	}
	a.print("case      %s, before the panel %s, which %s by %s", x.Stage, x.Panel, does, at(x.JudgeBy))
	if !x.Until.IsZero() {
		a.print("          this stage lasts until %s", at(x.Until))
	}
	for _, s := range x.Seats {
		a.print("member    %s: %s", s.Member, s.State)
	}
	for _, p := range x.Passed {
		a.print("member    %s: could not tell, and was replaced", p)
	}
	switch {
	case x.Found == nil:
	case x.Found.Result == "":
		a.print("found     %s", foundNothing(!x.Found.Asked))
	default:
		a.print("found     %s, with %s, for at most %s", x.Found.Result, fuel(int64(x.Found.Fuel)), x.Found.Cost)
	}
	if x.Bond != nil {
		lost := ""
		if x.BondLost {
			lost = ", and lost"
		}
		a.print("appeal    holds %s of stake, until %s; it is deposited with it%s", x.Bond, at(x.AppealBy), lost)
	}
}

// errUnjudged is told where a deal has no case before a panel.
func errUnjudged(id string) error {
	return failure.Newf(failure.NotFound, "see what can be done, and when, with: parley deal show "+id, "the deal has no case before a panel")
}

// keepRunning is what an appeal asks of who made it.
const keepRunning = "Keep this side's node running meanwhile: who appeals has to show them the work"

func (a *app) appealDeal(ctx context.Context, name, id string, loseBond bool) error {
	d, err := a.hand(ctx, name, id)
	if err != nil {
		return err
	}
	defer d.close(ctx, a)
	h, err := d.hearing(ctx)
	if err != nil {
		return err
	}
	if h == nil {
		return errUnjudged(id)
	}
	switch stage := h.docket.Stage; {
	case stage == panel.Armed && h.docket.Rounds > 0:
		a.say("an appeal is on the chain: more members are to be drawn")
		return nil
	case stage > panel.Appealable:
		return failure.Newf(failure.Refused, "see what the case has come to with: parley deal show "+id, "it is too late to appeal: the case is %s", stage)
	case stage < panel.Appealable:
		return &failure.Failure{Cause: fmt.Sprintf("it is too early to appeal: the case is %s", stage), Try: "see from when that is possible with: parley deal show " + id, Exit: failure.TimedOut}
	}
	bond, err := messages.AmountOf(h.panel.Bond(h.docket.Rounds - 1))
	if err != nil {
		return err
	}
	if h.lostBond() && !loseBond {
		return failure.Newf(failure.Refused, "see what time gives each side with: parley deal show "+id+"; or have more members judge at that price with: parley deal appeal "+id+" --lose-bond",
			"the round found nothing, though most of it were not silent, so that more members can overturn nothing: whatever they find, the bond of %s is lost", node.Amount(d.market, bond))
	}
	if h.upheld && !loseBond {
		return failure.Newf(failure.Refused, "leave it; or have more members judge for all that with: parley deal appeal "+id+" --lose-bond",
			"what the panel found is what this side says itself: more members who find it again cost the bond of %s, and any who find something else decide against this side", node.Amount(d.market, bond))
	}
	at, err := h.panel.Position(ctx, [20]byte(d.party.Account().Address))
	if err != nil {
		return err
	}
	few, err := court.NewAppeals(h.clerk, d.party.Account().Address).Few(ctx, d.record, h.docket.Rounds)
	if err != nil {
		return err
	}
	if few { // before anything is deposited, which takes its time to leave again
		return failure.Newf(failure.Refused, "have more of the panel's members stake, and appeal until "+timeOf(h.docket.Until), "too few of the panel's list have stake free for a larger round, are no party and sit on no earlier one")
	}
	if free := bigAmount(at.Free); free.Cmp(bond) < 0 {
		if err := a.deposit(ctx, d.party, minus(bond, free)); err != nil {
			return err
		}
	}
	if err := h.clerk.Appeal(ctx, h.id); err != nil {
		return err
	}
	if h.lostBond() {
		a.say("appealed: more members are drawn, and judge anew. The bond of %s pays them, and does not come back. "+keepRunning, node.Amount(d.market, bond))
		return nil
	}
	a.say("appealed: more members are drawn, and judge anew. The bond of %s comes back if they find something%s; take it out with: parley stake withdraw AMOUNT --name %s. "+keepRunning,
		node.Amount(d.market, bond), h.other(), quoted(name))
	return nil
}

// hearing is the case of the deal that is at hand.
func (d *hand) hearing(ctx context.Context) (*hearing, error) {
	if d.party.Panel == nil {
		return nil, nil
	}
	s, err := look(ctx, d.party, d.record)
	if err != nil {
		return nil, err
	}
	return hear(ctx, d.party, d.record, s)
}

// advance makes the call that is due in the deal's case, which its mediators have not made, and reports whether there was one.
func (a *app) advance(ctx context.Context, d *hand) (bool, error) {
	h, err := d.hearing(ctx)
	if err != nil || h == nil {
		return false, err
	}
	switch stage := h.docket.Stage; {
	case stage == panel.Armed && !h.now.After(h.docket.Until):
		err = h.clerk.Draw(ctx, h.id)
		if errors.Is(err, panel.ErrTooEarly) {
			return false, failure.Newf(failure.TimedOut, fmt.Sprintf("wait for some blocks, then: parley deal claim %s", h.id), "it is too early: the block that draws the panel has not come")
		}
		a.sayDone(err, "a round of the panel was drawn")
	case stage == panel.Concludable && !h.now.After(h.docket.JudgeBy) && h.spoken():
		err = h.clerk.Conclude(ctx, h.id)
		a.sayDone(err, "what the panel found was ruled")
	case stage == panel.Ended:
		err = h.clerk.Finish(ctx, h.id)
		a.sayDone(err, "the panel's seats and appeals were settled")
	default:
		return false, nil
	}
	return err == nil, err
}

func (a *app) sayDone(err error, what string) {
	if err == nil {
		a.say("done: %s", what)
	}
}
