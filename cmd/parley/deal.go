package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) deal() *cobra.Command {
	var name, signature, claimed string
	var loseBond bool
	cmd := &cobra.Command{Use: "deal", Short: "the deals of a party: who has locked what, who can claim what, and when", Args: cobra.NoArgs,
		Long: "A deal is what the chain holds for two parties: unopened (it may still be opened), void (it was not, in time), open (the money is\n" +
			"locked), submitted (the farmer has put its result on the chain), disputed or closed.\n\n" +
			"With -o json, list prints a list of objects and show one, with deal, session, role, state, payer, requester, farmer, price,\n" +
			"accepted, openBy, startBy, submitBy, acceptFor, judgeFor, now, locked, moves, next and, in show, encrypted (the inputs), pricing (what\n" +
			"the price is made of), costs (gas, and the fee of a dispute), case (before a panel), ended (how, and what was paid) and transactions.\n" +
			"IDs and accounts are hex, times RFC 3339 in UTC, and an amount is an object: amount in its unit, and smallest, the same as an integer.",
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.PersistentFlags().StringVar(&name, "name", "run", "which party of this machine")
	one := func(use, short, long string, do func(context.Context, string, string) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Long: long, Args: oneArg,
			RunE: func(cmd *cobra.Command, args []string) error { return do(cmd.Context(), name, args[0]) }}
	}
	list := &cobra.Command{Use: "list", Short: "all deals of a party", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listDeals(cmd.Context(), name) }}
	cancel := one("cancel ID", "sign that a deal shall be as if it had never been",
		"Prints this side's signature for the other side. With --signature, the other side's, cancels the deal on chain: each gets\nback what it locked, less a half of the arbiter's fee once that has taken the case.",
		func(ctx context.Context, name, id string) error { return a.cancelDeal(ctx, name, id, signature) })
	cancel.Flags().StringVar(&signature, "signature", "", "the other side's signature, in hex")
	split := a.splitCommand(&name)
	dispute := one("dispute ID", "contest what the farmer has submitted on chain",
		"With --claim it says what would be right, without it that the result is not served. Where a panel judges, it asks this side's node for what\n"+
			"was agreed, module and inputs: keep it running until the end, with parley deal watch. What cannot be run again is decided for the\nfarmer, and the requester pays.",
		func(ctx context.Context, name, id string) error { return a.disputeDeal(ctx, name, id, claimed) })
	dispute.Flags().StringVar(&claimed, "claim", "", "CID of what would be right; without it: the result is not served")
	appeal := one("appeal ID", "have more members of the panel judge anew what it found",
		"While the case can be appealed against, see: parley deal show. It holds a bond of this side's stake, which is deposited where it is\nmissing; the bond is lost unless the larger panel finds something else, or something where most of the round were silent. Where the round found\n"+
			"nothing since its members disagree or could not tell, a larger one can overturn nothing: the bond is lost whatever it finds. Such an\nappeal, and one against what this side says itself, is made with --lose-bond alone.",
		func(ctx context.Context, name, id string) error { return a.appealDeal(ctx, name, id, loseBond) })
	appeal.Flags().BoolVar(&loseBond, "lose-bond", false, "appeal though the bond is likely to be lost: against what this side says itself, or a round that found nothing though most of it were not silent")
	var kept bool
	watch := &cobra.Command{Use: "watch", Short: "see the open deals of a requester to their end", Args: cobra.NoArgs,
		Long: "Goes on with what parley run left open: takes up its sessions, and does on chain what is due, until no deal is open and the chain has taken\nwhat was sent.",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.watchDeals(cmd.Context(), name, kept) }}
	watch.Flags().BoolVar(&kept, noAppeal, false, noAppealFor)
	cmd.AddCommand(list, watch,
		one("show ID", "one deal: who has locked what, and what can be done by whom from when", "", a.showDeal),
		one("accept ID", "accept and pay what the farmer has submitted on chain",
			"It beats a dispute, and what the panel has found: the requester pays the fee if members were drawn. What they found can be appealed against all the same,\n"+
				"and an appeal goes on, which decides over seats and bonds alone: keep the node running until then. A farmer shows with it what the requester has signed for, and gets no more than that,\neven if it is for a part; parley deal show says what else can be done.", a.acceptDeal),
		one("claim ID", "take what is due now: the time exit that the deal's state allows, or the call that its panel waits for",
			"Never less than this side's node would get: what the other side has signed for is shown where nothing better can come, and a farmer\nwho may still ask for more puts that on the chain.", a.claimDeal),
		cancel, split, dispute, appeal)
	return cmd
}

// statuses are the records of a party's deals, as its last process wrote them. One that cannot be read is an error: money may
// be in it.
func statuses(h *home.Home) ([]*deals.Record, error) {
	paths, _ := filepath.Glob(h.Path(home.DealDir) + "/0x*.json")
	var records []*deals.Record
	for _, p := range paths {
		b, err := readFile(p, 1<<20)
		if errors.Is(err, fs.ErrNotExist) {
			continue // renewed a moment ago
		}
		r := new(deals.Record)
		if err == nil {
			err = json.Unmarshal(b, r)
		}
		if err != nil {
			return nil, failure.Newf(failure.General, "have it written anew from the journal: remove it, then parley deal watch, or start the farmer",
				"%s cannot be read: %w", p, err)
		}
		records = append(records, r)
	}
	slices.SortFunc(records, func(a, b *deals.Record) int { return cmp.Compare(a.Papers.Deal.OpenBy, b.Papers.Deal.OpenBy) })
	return records, nil
}

// fewestDigits of an ID name a deal: what is empty, as a variable that is not set, names none.
const fewestDigits = 4

// find returns the one deal whose ID begins so.
func (a *app) find(h *home.Home, id string) (*deals.Record, error) {
	digits, found := strings.TrimPrefix(strings.ToLower(id), "0x"), []*deals.Record(nil)
	if len(digits) < fewestDigits {
		return nil, failure.Newf(failure.Usage, "see all with: parley deal list", "%q names no deal: give at least %d digits of its ID", id, fewestDigits)
	}
	a.renew(h)
	records, err := statuses(h)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if strings.HasPrefix(r.Papers.ID.String(), "0x"+digits) || strings.HasPrefix(r.Session.String(), digits) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return nil, failure.Newf(failure.NotFound, "see all with: parley deal list", "no deal %s", id)
	case 1:
		return found[0], nil
	}
	return nil, failure.Newf(failure.Usage, "give more digits", "%d deals begin with %s", len(found), id)
}

// look is how a deal stands, by what its party's last process wrote and what the chain says.
func look(ctx context.Context, p *party.Opened, r *deals.Record) (*deals.Shown, error) {
	return deals.Twice(func() (*deals.Shown, error) { return lookOnce(ctx, p, r) })
}

func lookOnce(ctx context.Context, p *party.Opened, r *deals.Record) (*deals.Shown, error) {
	status, err := deals.Look(ctx, p, r.Papers.ID)
	if err != nil {
		return nil, err
	}
	switch {
	case status.State == deals.Unopened && r.Closed && !r.Void:
		status.State = deals.Closed
	case status.State == deals.Unopened && !r.Closed:
		// The contract keeps nothing of what is closed; its log does.
		seen, err := p.Transactions(ctx, []deals.Hash{r.Papers.ID})
		if err != nil {
			return nil, err
		}
		_, ended, err := p.Paid(ctx, r.Papers.ID)
		switch {
		case err != nil:
			return nil, err
		case ended:
			status.State = deals.Closed
		case len(seen) > 0:
			return nil, deals.Behind("it shows that the deal was opened, and says that it never was")
		}
	}
	return deals.Show(r, status), nil
}

func (a *app) listDeals(ctx context.Context, name string) error {
	p, m, h, err := a.account(ctx, name, false)
	if err != nil {
		return err
	}
	defer p.Close()
	var lines []string
	all := []*statement{}
	a.renew(h)
	records, err := statuses(h)
	if err != nil {
		return err
	}
	for _, r := range records {
		s, err := look(ctx, p, r)
		if err != nil {
			return err
		}
		x := a.statementOf(m, r, s)
		all = append(all, x)
		lines = append(lines, fmt.Sprintf("%.12s  as %-9s  up to %-12s  %-9s  %s\n", x.Deal, x.Role, x.Price, x.State, a.typed(story(r, s))))
	}
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(all)
	}
	if len(all) == 0 {
		a.say("%s has no deals yet", name)
	}
	_, err = fmt.Fprint(a.out, strings.Join(lines, ""))
	return err
}

func (a *app) showDeal(ctx context.Context, name, id string) error {
	p, m, h, err := a.account(ctx, name, false)
	if err != nil {
		return err
	}
	defer p.Close()
	r, err := a.find(h, id)
	if err != nil {
		return err
	}
	s, err := look(ctx, p, r)
	if err != nil {
		return err
	}
	transactions, err := transactionsOf(ctx, p, r)
	if err != nil {
		return err
	}
	c, err := hear(ctx, p, r, s)
	if err != nil {
		return err
	}
	var before *caseStatement
	if c != nil {
		before, s.Moves = c.statement(m), append(c.moves(), s.Moves...)
		if _, err := c.wronged(ctx, m, p, r, s); err != nil {
			return err
		}
	}
	ended, err := endOf(ctx, m, p, r, s)
	if err != nil {
		return err
	}
	written := mirrorOf(h, r.Papers.ID)
	if a.output != "table" {
		x := a.statementOf(m, r, s)
		x.Encrypted, x.Source, x.Case, x.Ended, x.Transactions, x.Pricing, x.Costs = written.Encrypted, written.Source, before, ended, transactions, written.Pricing.statement(m), costsOf(ctx, m, p, r, s)
		return json.NewEncoder(a.out).Encode(x)
	}
	a.printDeal(m, r, s, written.Encrypted)
	ended.print(a)
	if written.Source != "" {
		fmt.Fprintf(a.out, "module    of the template in %s\n", messages.Printable(written.Source))
	}
	fmt.Fprintf(a.out, "price     %s\n", written.Pricing.words(m, sumOfText(m, r.Papers.Deal.Price)))
	if c := costsOf(ctx, m, p, r, s); c != nil {
		fmt.Fprintf(a.out, "costs     %s\n", c.words())
	}
	if before != nil {
		before.print(a)
	}
	a.printMoves(m, s)
	if shows(r, s) {
		fmt.Fprintf(a.out, "serve     %s\n", a.typed(showing))
	}
	for _, x := range transactions {
		fmt.Fprintf(a.out, "tx        %s %s, %d gas\n", x.Hash, x.What, x.Gas)
	}
	return nil
}

// timeOf is a time for a person.
func timeOf(t time.Time) string { return t.Local().Format(time.DateTime) }

func (a *app) printDeal(m *market.Market, r *deals.Record, s *deals.Shown, encrypted bool) {
	w, t := a.out, r.Papers.Terms
	fmt.Fprintf(w, "deal      %s\nstate     %s; this side is the %s; it is %s on the chain\n", s.Deal, stateOf(r, s), s.Role, timeOf(s.Now))
	fmt.Fprintf(w, "dates     open by %s, submit by %s, then %s to accept or dispute, then %s to rule\n", timeOf(time.Unix(r.Papers.Deal.OpenBy, 0)),
		timeOf(time.Unix(t.SubmitBy, 0)), time.Duration(t.AcceptWindow)*time.Second, time.Duration(t.JudgeWindow)*time.Second)
	if encrypted {
		fmt.Fprintf(w, "inputs    encrypted, and nothing else is: %s\n", whoHasKey(s.Role, m.Chain.Depth))
	}
	for _, l := range s.Locks {
		what := l.What
		if l.By == "requester" {
			what = fmt.Sprintf("the price of at most %s and a deposit of %s", sumOfText(m, r.Papers.Deal.Price), sumOfText(m, r.Papers.Deal.Deposit))
		}
		fmt.Fprintf(w, "locked    %s by the %s, %s: %s\n", sumOfText(m, l.Amount), l.By, l.Account, what)
	}
	if len(s.Locks) == 0 {
		fmt.Fprintln(w, "locked    nothing")
	}
	if r.Accepted != nil {
		fmt.Fprintf(w, "accepted  %s, signed by the requester\n", sumOfText(m, r.Accepted.Cost))
	}
}

// printMoves tells what somebody can do, from when, what it pays, and the command; and what this side's node does.
func (a *app) printMoves(m *market.Market, s *deals.Shown) {
	for _, move := range s.Moves {
		until := ""
		if !move.Until.IsZero() {
			until = " until " + timeOf(move.Until)
		}
		fmt.Fprintf(a.out, "can       %s, from %s%s: %s\n", move.By, timeOf(move.From), until, move.Why)
		if move.ToPayer != "" {
			fmt.Fprintf(a.out, "          pays %s to the payer and %s to the farmer\n", sumOfText(m, move.ToPayer), sumOfText(m, move.ToFarmer))
		}
		if move.Command != "" {
			fmt.Fprintf(a.out, "          %s\n", a.moveCommand(s.Role, move))
		}
	}
	fmt.Fprintf(a.out, "next      this side's node, when it runs, %s\n", a.typed(next(s)))
}

// moveCommand is what whoever may make a move types; the other side knows best where its own state is.
func (a *app) moveCommand(role string, move deals.Move) string {
	if (move.By == "requester" || move.By == "farmer") && move.By != role {
		return move.Command
	}
	if move.Command == "parley farm" { // a farmer's node, which is another command of the same party's
		return a.typed(move.Command) + a.named
	}
	return a.typed(move.Command)
}

// hand opens what a person needs to act in a deal: the account, and the journal, which no other process may have.
type hand struct {
	deals.Manual
	party   *party.Opened // with its panel, if the deal has one
	market  *market.Market
	journal journal.Journal
	home    *home.Home
	record  *deals.Record
}

func (a *app) hand(ctx context.Context, name, id string) (*hand, error) {
	h, err := a.known(name)
	if err != nil {
		return nil, err
	}
	r, err := a.find(h, id)
	if err != nil {
		return nil, err
	}
	kept, err := journal.Open(h.Path(home.JournalFile))
	if l, ok := errors.AsType[*journal.LockedError](err); ok {
		return nil, &failure.Failure{Cause: fmt.Sprintf("a node of this party runs%s, with the state in %s, and looks after this deal by itself", failure.Process(l.PID), h.Dir),
			Try: "see what it does with: parley deal show " + id + "; to act by hand " + failure.Stop(l.PID), Exit: failure.Unavailable, Err: err}
	}
	if err != nil {
		return nil, err
	}
	p, m, _, err := a.accountAt(ctx, name, true, r.Papers.Terms.Arbiter)
	if errors.Is(err, panel.ErrNotPanel) || errors.Is(err, party.ErrPanel) { // an arbiter of another kind
		p, m, _, err = a.account(ctx, name, true)
	}
	if err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	noted := node.PointsOf(ctx).Journal(kept)
	return &hand{Manual: deals.Manual{Contract: p, Ledger: &deals.Ledger{Journal: noted}}, party: p, market: m, journal: noted, home: h, record: r}, nil
}

// close mirrors the deal as it is now.
func (d *hand) close(ctx context.Context, a *app) {
	if r, err := d.Ledger.Get(ctx, d.record.Papers.ID); err == nil {
		if err := a.mirror(d.home, d.journal, r); err != nil {
			a.notMirrored(err)
		}
	}
	if err := errors.Join(d.party.Close(), d.journal.Close()); err != nil {
		a.say("%v", err)
	}
}

func (a *app) claimDeal(ctx context.Context, name, id string) error {
	d, err := a.hand(ctx, name, id)
	if err != nil {
		return err
	}
	defer d.close(ctx, a)
	if done, err := a.advance(ctx, d); done || err != nil {
		return err
	}
	plan, err := d.Claim(ctx, d.record.Papers.ID)
	if plan.Step == deals.Wait && err != nil {
		return tooEarly(plan, id, err)
	}
	if e, ok := errors.AsType[*protocol.Error](err); ok && e.Code == protocol.NotFound {
		return failure.Newf(failure.NotFound, "see what the account has with: parley balance", "nothing is left to claim: %s", e.Reason)
	}
	if err != nil {
		return err
	}
	a.say("done: %s, since %s", plan.Step, plan.Why)
	return nil
}

// tooEarly says how long to wait.
func tooEarly(p deals.Plan, id string, err error) error {
	return &failure.Failure{Cause: fmt.Sprintf("it is too early: that %s can be claimed from %s on", p.Why, p.Until.Local().Format(time.DateTime)),
		Try: fmt.Sprintf("wait for %s, then: parley deal claim %s", max(time.Until(p.Until), time.Second).Round(time.Second), id), Exit: failure.TimedOut, Err: err}
}

func (a *app) disputeDeal(ctx context.Context, name, id, claimed string) error {
	complaint := deals.Complaint{NotServed: claimed == ""}
	if claimed != "" {
		c, err := content.Parse(claimed)
		if err != nil {
			return failure.Newf(failure.Usage, "give the CID of the result that would be right", "--claim: %w", err)
		}
		hash := c.Hash()
		copy(complaint.ClaimedDigest[:], hash[len(hash)-32:])
	}
	d, err := a.hand(ctx, name, id)
	if err != nil {
		return err
	}
	defer d.close(ctx, a)
	raised, err := d.Dispute(ctx, d.record.Papers.ID, complaint)
	if err != nil {
		return err
	}
	if !raised {
		a.say("noted; the farmer has put nothing on the chain yet: it is contested when it does, while %s runs", name)
		return nil
	}
	a.say("disputed; see what can be done now, and when, with: parley deal show %s", id)
	if d.record.Papers.Terms.Arbiter != (deals.Address{}) {
		a.say(showing)
	}
	return nil
}

// signatureOf reads what the other side's command printed; empty is none.
func signatureOf(text string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	b, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	if err != nil || len(b) != signatureBytes {
		return nil, failure.Newf(failure.Usage, "copy what the other side's command printed, whole", "--signature %.20q is no signature: want %d hex digits", text, 2*signatureBytes)
	}
	return b, nil
}

func (a *app) cancelDeal(ctx context.Context, name, id, other string) error {
	theirs, err := signatureOf(other)
	if err != nil {
		return err
	}
	d, err := a.hand(ctx, name, id)
	if err != nil {
		return err
	}
	defer d.close(ctx, a)
	own, err := d.Cancel(ctx, d.record.Papers.ID, theirs)
	if err != nil {
		return err
	}
	if theirs == nil && own != nil {
		a.say("give this to the other side, which cancels with: %s %.12s --signature SIGNATURE", "parley deal cancel", d.record.Papers.ID) // its own party's
		_, err := fmt.Fprintf(a.out, "0x%x\n", own)
		return err
	}
	end, ended, err := d.party.End(ctx, &d.record.Papers)
	if err != nil || !ended {
		a.say("canceled; who has what back says: %s %.12s", a.typed("parley deal show"), d.record.Papers.ID)
		return nil
	}
	a.say("%s", endingOf(d.market, d.record, end).canceled())
	return nil
}

// signatureBytes is how long an account's signature is.
const signatureBytes = 65
