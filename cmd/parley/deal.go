package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
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
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) deal() *cobra.Command {
	var name, signature, claimed string
	cmd := &cobra.Command{Use: "deal", Short: "the deals of a party: who has locked what, who can claim what, and when", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.PersistentFlags().StringVar(&name, "name", "run", "which party of this machine")
	one := func(use, short, long string, do func(context.Context, string, string) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Long: long, Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return do(cmd.Context(), name, args[0]) }}
	}
	list := &cobra.Command{Use: "list", Short: "all deals of a party", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listDeals(cmd.Context(), name) }}
	cancel := one("cancel ID", "sign that a deal shall be as if it had never been",
		"Prints this side's signature for the other side. With --signature, the other side's, cancels the deal on chain: each gets\nback what it locked.",
		func(ctx context.Context, name, id string) error { return a.cancelDeal(ctx, name, id, signature) })
	cancel.Flags().StringVar(&signature, "signature", "", "the other side's signature, in hex")
	dispute := one("dispute ID", "contest what the farmer has submitted on chain", "",
		func(ctx context.Context, name, id string) error { return a.disputeDeal(ctx, name, id, claimed) })
	dispute.Flags().StringVar(&claimed, "claim", "", "CID of what would be right; without it: the result is not served")
	cmd.AddCommand(list,
		one("show ID", "one deal: who has locked what, and what can be done by whom from when", "", a.showDeal),
		one("accept ID", "accept and pay what the farmer has submitted on chain", "", a.acceptDeal),
		one("claim ID", "take what is due now: the time exit that the deal's state allows", "", a.claimDeal),
		cancel, dispute)
	return cmd
}

// statuses are the records of a party's deals, as its last process wrote them.
func statuses(h *home.Home) []*deals.Record {
	paths, _ := filepath.Glob(h.Path(home.DealDir) + "/0x*.json")
	var records []*deals.Record
	for _, p := range paths {
		b, err := readFile(p, 1<<20)
		if err != nil {
			continue
		}
		r := new(deals.Record)
		if json.Unmarshal(b, r) == nil {
			records = append(records, r)
		}
	}
	slices.SortFunc(records, func(a, b *deals.Record) int { return int(a.Papers.Deal.OpenBy - b.Papers.Deal.OpenBy) })
	return records
}

// mirror writes a party's records where other commands read them, while this process has the journal.
func (a *app) mirror(n *node.Node) {
	a.mirroring.Lock()
	defer a.mirroring.Unlock()
	if err := mirror(context.Background(), n); err != nil {
		a.say("the deals' records cannot be written for other commands: %v", err)
	}
}

func mirror(ctx context.Context, n *node.Node) error {
	if n.Ledger == nil {
		return nil
	}
	dir := n.Home.Path(home.DealDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for r, err := range n.Ledger.All(ctx) {
		if err != nil {
			return err
		}
		b, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		path := filepath.Join(dir, r.Papers.ID.String()+".json")
		if old, err := os.ReadFile(path); err == nil && string(old) == string(b) {
			continue
		}
		if err := os.WriteFile(path+".new", b, 0o600); err != nil {
			return err
		}
		if err := os.Rename(path+".new", path); err != nil {
			return err
		}
	}
	return nil
}

// find returns the one deal whose ID begins so.
func find(h *home.Home, id string) (*deals.Record, error) {
	var found []*deals.Record
	for _, r := range statuses(h) {
		if strings.HasPrefix(r.Papers.ID.String(), strings.ToLower(id)) || strings.HasPrefix(r.Session.String(), strings.ToLower(id)) {
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

// dealState is a deal with what the chain says of it.
type dealState struct {
	*deals.Record
	State string `json:"state"`
	Next  string `json:"next"`
	Until string `json:"until,omitempty"`
}

func (a *app) state(ctx context.Context, p *party.Opened, r *deals.Record) (dealState, error) {
	s := dealState{Record: r}
	status, err := p.Status(ctx, r.Papers.ID, 1)
	if err != nil {
		return s, err
	}
	now, err := p.Now(ctx)
	if err != nil {
		return s, err
	}
	plan := deals.Next(r, status, now, 30*time.Second)
	s.State, s.Next = status.State.String(), fmt.Sprintf("%s: %s", plan.Step, plan.Why)
	if !plan.Until.IsZero() {
		s.Until = plan.Until.Local().Format(time.DateTime)
	}
	return s, nil
}

func (a *app) listDeals(ctx context.Context, name string) error {
	p, m, h, err := a.account(ctx, name, false)
	if err != nil {
		return err
	}
	defer p.Close()
	all := []dealState{}
	for _, r := range statuses(h) {
		s, err := a.state(ctx, p, r)
		if err != nil {
			return err
		}
		all = append(all, s)
	}
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(all)
	}
	if len(all) == 0 {
		a.say("%s has no deals yet", name)
	}
	for _, s := range all {
		price, _ := messages.ParseAmount(s.Papers.Deal.Price)
		fmt.Fprintf(a.out, "%.12s  as %-9s  up to %-14s  %-9s  %s\n", s.Papers.ID, s.Role, node.Amount(m, price), s.State, s.Next)
	}
	return nil
}

func (a *app) showDeal(ctx context.Context, name, id string) error {
	p, m, h, err := a.account(ctx, name, false)
	if err != nil {
		return err
	}
	defer p.Close()
	r, err := find(h, id)
	if err != nil {
		return err
	}
	s, err := a.state(ctx, p, r)
	if err != nil {
		return err
	}
	transactions, err := p.Transactions(ctx, []deals.Hash{r.Papers.ID})
	if err != nil {
		return err
	}
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(map[string]any{"deal": s, "transactions": transactions})
	}
	a.printDeal(m, s, transactions)
	return nil
}

func (a *app) printDeal(m *market.Market, s dealState, transactions []party.Transaction) {
	w, d, t := a.out, s.Papers.Deal, s.Papers.Terms
	payer, bond := s.Papers.Locks()
	money := func(text string) string { x, _ := messages.ParseAmount(text); return node.Amount(m, x) }
	at := func(seconds int64) string { return time.Unix(seconds, 0).Local().Format(time.DateTime) }
	held := "would lock"
	if s.State == "open" || s.State == "submitted" || s.State == "disputed" {
		held = "has locked"
	}
	fmt.Fprintf(w, "deal      %s\nstate     %s; this side is the %s\n", s.Papers.ID, s.State, s.Role)
	fmt.Fprintf(w, "payer     %s %s %s: the price of at most %s and a deposit of %s\n", t.Payer, held, node.Amount(m, payer), money(d.Price), money(d.Deposit))
	fmt.Fprintf(w, "farmer    %s %s %s as its bond\n", d.Farmer, held, node.Amount(m, bond))
	fmt.Fprintf(w, "deadlines open by %s, submit by %s, then %ds to accept or dispute, then %ds to rule\n", at(d.OpenBy), at(t.SubmitBy), t.AcceptWindow, t.JudgeWindow)
	if s.Accepted != nil {
		fmt.Fprintf(w, "accepted  %s, signed by the requester: the farmer can settle it at once\n", money(s.Accepted.Cost))
	}
	fmt.Fprintf(w, "next      %s", s.Next)
	if s.Until != "" {
		fmt.Fprintf(w, ", until %s", s.Until)
	}
	fmt.Fprintf(w, "\n          what is due is done by: parley deal claim %.12s --name %s\n", s.Papers.ID, "PARTY")
	fmt.Fprintf(w, "exits     no result by %s: the payer gets everything and %s of the bond; a result and silence: the farmer gets its cost and %s\n",
		at(t.SubmitBy), money(t.NoShowPenalty), money(t.LatePenalty))
	for _, x := range transactions {
		fmt.Fprintf(w, "tx        %s %s, %d gas\n", x.Hash, x.What, x.Gas)
	}
}

// alone opens the account to send, and finds the deal.
func (a *app) alone(ctx context.Context, name, id string) (*party.Opened, *deals.Record, error) {
	p, _, h, err := a.account(ctx, name, true)
	if err != nil {
		return nil, nil, err
	}
	r, err := find(h, id)
	if err != nil {
		return nil, nil, failure.Of(joinClose(err, p))
	}
	return p, r, nil
}

func joinClose(err error, p *party.Opened) error {
	_ = p.Close()
	return err
}

func (a *app) claimDeal(ctx context.Context, name, id string) error {
	p, r, err := a.alone(ctx, name, id)
	if err != nil {
		return err
	}
	defer p.Close()
	status, err := p.Status(ctx, r.Papers.ID, 1)
	if err != nil {
		return err
	}
	now, err := p.Now(ctx)
	if err != nil {
		return err
	}
	ended := *r
	ended.Ended = true // no session is running here
	plan := deals.Next(&ended, status, now, 30*time.Second)
	switch plan.Step {
	case deals.Wait:
		return failure.Newf(failure.TimedOut, "wait until "+plan.Until.Local().Format(time.DateTime), "nothing is due yet: %s", plan.Why)
	case deals.Finish:
		return failure.Newf(failure.NotFound, "see: parley balance", "nothing is left to claim: %s", plan.Why)
	}
	if err := perform(ctx, p, plan.Step, &ended); err != nil {
		return err
	}
	a.say("done: %s, since %s", plan.Step, plan.Why)
	return nil
}

func (a *app) acceptDeal(ctx context.Context, name, id string) error {
	p, r, err := a.alone(ctx, name, id)
	if err != nil {
		return err
	}
	defer p.Close()
	submitted, err := p.Submitted(ctx, r.Papers.ID)
	if err != nil {
		return err
	}
	if submitted.Digest == (deals.Hash{}) || r.Role != protocol.Requester {
		return failure.Newf(failure.NotFound, "see: parley deal show "+id, "there is nothing of a farmer's on the chain to accept")
	}
	signature, err := p.SignAcceptance(r.Papers.ID, submitted)
	if err != nil {
		return err
	}
	accepted := *r
	accepted.Accepted = &deals.Acceptance{Delivery: submitted, Signature: signature}
	if err := p.Settle(ctx, &accepted); err != nil {
		return err
	}
	a.say("accepted, and paid")
	return nil
}

func (a *app) disputeDeal(ctx context.Context, name, id, claimed string) error {
	p, r, err := a.alone(ctx, name, id)
	if err != nil {
		return err
	}
	defer p.Close()
	disputed := *r
	disputed.Complaint = &deals.Complaint{NotServed: claimed == ""}
	if claimed != "" {
		c, err := content.Parse(claimed)
		if err != nil {
			return failure.Newf(failure.Usage, "give the CID of the result that would be right", "--claim: %w", err)
		}
		hash := c.Hash()
		copy(disputed.Complaint.ClaimedDigest[:], hash[len(hash)-32:])
	}
	if err := p.Dispute(ctx, &disputed); err != nil {
		return err
	}
	a.say("disputed")
	return nil
}

func (a *app) cancelDeal(ctx context.Context, name, id, other string) error {
	p, r, err := a.alone(ctx, name, id)
	if err != nil {
		return err
	}
	defer p.Close()
	own, err := p.SignCancel(r.Papers.ID)
	if err != nil {
		return err
	}
	if other == "" {
		a.say("give this to the other side, which cancels with: parley deal cancel %.12s --signature SIGNATURE", r.Papers.ID)
		_, err := fmt.Fprintf(a.out, "0x%x\n", own)
		return err
	}
	theirs, err := hex.DecodeString(strings.TrimPrefix(other, "0x"))
	if err != nil {
		return failure.Newf(failure.Usage, "copy what the other side's command printed", "--signature is not hex: %w", err)
	}
	payer, farmer := own, theirs
	if r.Role == protocol.Farmer {
		payer, farmer = theirs, own
	}
	if err := p.Cancel(ctx, r, payer, farmer); err != nil {
		return err
	}
	a.say("canceled: each side has back what it had locked")
	return nil
}

// perform does one step of a deal.
func perform(ctx context.Context, p *party.Opened, step deals.Step, r *deals.Record) error {
	switch step {
	case deals.DoSettle:
		return p.Settle(ctx, r)
	case deals.DoSubmit:
		return p.Submit(ctx, r)
	case deals.DoClaim:
		return p.Claim(ctx, r)
	case deals.DoExpire:
		return p.Expire(ctx, r)
	case deals.DoDecline:
		return p.Decline(ctx, r)
	case deals.DoDispute:
		return p.Dispute(ctx, r)
	case deals.DoLapse:
		return p.Lapse(ctx, r)
	}
	return failure.Newf(failure.General, "see: parley deal show", "nothing does the step %s", step)
}
