package reorg

import (
	"context"
	"fmt"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// gains are what each seat has more than before, and what was burned.
type gains struct{ Requester, Farmer, Arbiter, Burned int64 }

// step is one that the contract knows, and a story in which it is taken. What a part costs, and so what the rows of
// docs/SETTLEMENT.md come to, package ledger says: of P = 100, D = Rt = 10, F = Fc = 400, Ft = 10.
type step struct {
	name string
	// method is the contract's, if it is not the name's; earlier: how many calls of it stand in the story before the step.
	method  string
	on      contract
	earlier int
	// judges: so many seats judge in the first round of a panel. None: there is no panel.
	judges uint8
	play   func(*play)
	want   gains
	// does is what a Reconciler tells once the step stands; empty if none takes it.
	does string
	// ends: with it the deal is over. binds: before it nobody has signed.
	ends, binds bool
	// rival is the other side's transaction that this one cannot follow, and what the deal comes to then.
	rival   func(p *play, ctx context.Context, by ledger.Seat) error
	without gains
	// follows: the draw is in the newest blocks, too. Where it is gone, the panel has had no part in the deal.
	follows bool
	// alone: the other side's process has ended before, since it would help.
	alone bool
}

// call is the method that the step calls.
func (s step) call() string {
	if s.method != "" {
		return s.method
	}
	return s.name
}

// Rows 7, and 1 or 10 once a panel is drawn, which is paid.
var (
	row7              = gains{185, -400, 30, 185}
	undecidedButDrawn = gains{-15, -15, 30, 0}
)

// steps are all of them, in the order of docs/SETTLEMENT.md; then those of a panel and its stake.
var steps = []step{
	{name: "approve", on: onToken, binds: true, play: paid, want: gains{-300, 300, 0, 0}},
	{name: "deposit", binds: true, play: paid, want: gains{-300, 300, 0, 0}},
	{name: "open", play: paid, want: gains{-300, 300, 0, 0}, rival: withdraws, alone: true},
	{name: "settle", does: "settle", ends: true, play: paid, want: gains{-300, 300, 0, 0}, rival: cancels},
	{name: "withdraw", play: withdrawn, want: gains{-300, 300, 0, 0}},
	{name: "decline", does: "decline", ends: true, play: declined, rival: cancels},
	{name: "cancel", ends: true, play: canceled, rival: splits, without: gains{-50, 50, 0, 0}},
	{name: "split", ends: true, play: split, want: gains{-50, 50, 0, 0}, rival: cancels},
	{name: "expire", does: "expire", ends: true, play: expired, want: gains{30, -30, 0, 0}, rival: cancels},
	{name: "submit", does: "submit", play: silent, want: gains{-110, 110, 0, 0}, rival: cancels},
	{name: "claim", does: "claim", ends: true, play: silent, want: gains{-110, 110, 0, 0}, rival: cancels},
	{name: "dispute", does: "dispute", play: undecided, want: gains{-50, 50, 0, 0}, rival: cancels},
	{name: "lapse", does: "lapse", ends: true, play: lapsed, want: gains{-50, 50, 0, 0}, rival: cancels},
	{name: "show in a dispute", method: "settleDisclosed", does: "settle", ends: true, play: shown, want: gains{-200, 200, 0, 0}, rival: cancels},
	{name: "draw", play: ruled, want: gains{185, -400, 30, 185}, rival: cancels},
	{name: "rule", ends: true, play: ruled, want: gains{185, -400, 30, 185}, rival: cancels, without: gains{-15, -15, 30, 0}},

	{name: "approve stake", method: "approve", on: onToken, judges: 3, play: tried, want: row7},
	{name: "stake", method: "deposit", on: onStake, judges: 3, play: tried, want: row7},
	{name: "draw a panel", method: "draw", on: onPanel, judges: 3, play: tried, want: row7, rival: cancels},
	{name: "commit", on: onPanel, judges: 3, play: tried, want: row7, rival: cancels, without: undecidedButDrawn, follows: true},
	{name: "reveal", on: onPanel, judges: 3, play: tried, want: row7, rival: cancels, without: undecidedButDrawn},
	{name: "appeal", on: onPanel, judges: 1, play: appealed, want: row7, rival: cancels, without: undecidedButDrawn},
	{name: "draw after an appeal", method: "draw", on: onPanel, earlier: 1, judges: 1, play: appealed, want: row7, rival: cancels, without: undecidedButDrawn},
	{name: "conclude", on: onPanel, ends: true, judges: 3, play: tried, want: row7, rival: cancels, without: undecidedButDrawn},
	{name: "finish", on: onPanel, judges: 3, play: tried, want: row7, rival: finishes, without: row7},
	{name: "collect", on: onPanel, judges: 3, play: tried, want: row7},
	{name: "announce", on: onStake, judges: 3, play: tried, want: row7},
	{name: "withdraw stake", method: "withdraw", on: onStake, judges: 3, play: tried, want: row7},
}

// paid: row 3.
func paid(p *play) { p.hire(3) }

// withdrawn: row 3, and the farmer fetches its money.
func withdrawn(p *play) {
	paid(p)
	p.closed()
	_, err := p.w.seats[ledger.Farmer].Escrow.Withdraw(p.ctx, "its money", p.w.seats[ledger.Farmer].manager.Account(), units(300))
	p.w.must(err)
}

// declined: row 1, by a farmer whose work is canceled before its first part.
func declined(p *play) {
	p.working(3, 1)
	p.w.must(p.buys.Client.Cancel(p.ctx, p.deal().Session, "no longer wanted"))
}

// canceled: row 1, by both.
func canceled(p *play) {
	p.working(1, 1)
	p.end(cancels(p, p.ctx, ledger.Requester))
}

// split: row 10.
func split(p *play) {
	p.working(1, 1)
	p.end(splits(p, p.ctx, ledger.Requester))
}

// end is how the story's own last step went, of which the other side may have been faster.
func (p *play) end(err error) {
	p.Helper()
	if err != nil && !p.late {
		p.Fatal(err)
	}
}

// expired: row 2, of a farmer that vanishes.
func expired(p *play) {
	p.working(3, 1)
	p.vanish(ledger.Farmer)
	p.reach(p.deal().Papers.Terms.SubmitBy, 1e9)
	p.await(ledger.Requester, "expire")
	p.looked(ledger.Farmer)
}

// silent: row 5, of a requester that vanishes.
func silent(p *play) {
	p.Buyer.Review = neverReviews
	p.hire(1)
	p.delivered()
	p.vanish(ledger.Requester)
	p.await(ledger.Farmer, "submit")
	p.past(acceptWindow)
	p.await(ledger.Farmer, "claim")
	p.looked(ledger.Requester)
}

// undecided: row 9b.
func undecided(p *play) {
	p.disputed(1)
	p.past(judgeWindow)
}

// lapsed: row 9b, of a requester that vanishes; else both sides would be first.
func lapsed(p *play) {
	p.disputed(1)
	p.vanish(ledger.Requester)
	p.past(judgeWindow)
	p.await(ledger.Farmer, "lapse")
	p.looked(ledger.Requester)
}

// shown: row 3 in a dispute, for the parts that the farmer has vouchers for.
func shown(p *play) {
	p.disputed(3)
}

// ruled: row 7.
func ruled(p *play) {
	arbiter := p.w.seats[ledger.Arbiter]
	p.Collateral = deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 40000, Fee: 3000, Arbiter: arbiter.Account().Address}
	p.disputed(1)
	right, err := ledger.Digest(evidence())
	p.w.must(err)
	if !p.over() {
		p.end(arbiter.Draw(p.ctx, p.deal()))
	}
	if !p.over() {
		p.end(arbiter.Rule(p.ctx, p.deal(), ledger.Ruling{Verdict: ledger.Wrong, Digest: right}))
	}
}

// other is whose transaction competes with a seat's.
func other(by ledger.Seat) ledger.Seat {
	if by == ledger.Farmer {
		return ledger.Requester
	}
	return ledger.Farmer
}

// cancels has the other side end the deal with both signatures.
func cancels(p *play, ctx context.Context, by ledger.Seat) error {
	r := p.Records(p.T, ledger.Farmer)[0]
	payer, err := p.w.seats[ledger.Requester].SignCancel(r.Papers.ID)
	p.w.must(err)
	farmer, err := p.w.seats[ledger.Farmer].SignCancel(r.Papers.ID)
	p.w.must(err)
	return p.w.seats[other(by)].Cancel(ctx, r, payer, farmer)
}

// splits has the other side divide the deal with both signatures.
func splits(p *play, ctx context.Context, by ledger.Seat) error {
	r := p.Records(p.T, ledger.Farmer)[0]
	toPayer, toFarmer := messages.AmountOfUint64(60), messages.AmountOfUint64(450) // of 110 and 400
	payer, err := p.w.seats[ledger.Requester].SignSplit(r.Papers.ID, toPayer, toFarmer)
	p.w.must(err)
	farmer, err := p.w.seats[ledger.Farmer].SignSplit(r.Papers.ID, toPayer, toFarmer)
	p.w.must(err)
	return p.w.seats[other(by)].Split(ctx, r, toPayer, toFarmer, payer, farmer)
}

// withdraws has the other side fetch what the deal was to lock.
func withdraws(p *play, ctx context.Context, by ledger.Seat) error {
	s := p.w.seats[other(by)]
	free, _ := s.worth(ctx)
	_, err := s.Escrow.Withdraw(ctx, fmt.Sprintf("before the deal is opened by the %d", by), s.manager.Account(), units(free))
	p.looked(other(by))
	return err
}
