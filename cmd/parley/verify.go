package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/regular"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) verify() *cobra.Command {
	var rpc []string
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "check a deal file: who agreed to what and did what",
		Long: "Checks every byte of a deal file, without any network: that its blocks are what they are named, that every envelope was signed\n" +
			"by whom it says and follows the one before, that the deal is the one that the terms stand for, and that both accounts\n" +
			"signed it. What only a chain can confirm, that the deal was opened and who was paid, it asks the endpoint given by --rpc.",
		Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.verifyFile(cmd.Context(), args[0], strings.Join(rpc, ","))
		},
	}
	cmd.Flags().StringSliceVar(&rpc, "rpc", nil, "a chain's JSON-RPC endpoint, to confirm the rest; of several a majority must agree")
	return cmd
}

// verdict is what verify found.
type verdict struct {
	Session   string   `json:"session"`
	Requester string   `json:"requester"`
	Farmer    string   `json:"farmer"`
	Phase     string   `json:"phase"`
	Service   string   `json:"service"`
	Source    string   `json:"source,omitempty"` // of the template that the job was made of, as the SOW says
	Owed      string   `json:"owed"`
	PerDeal   string   `json:"perDeal,omitempty"` // by the terms, for the deal's gas
	Receipt   string   `json:"receipt,omitempty"` // what the farmer has signed to have been paid
	Paid      string   `json:"paid,omitempty"`    // what the farmer was paid on the chain, once the deal is closed there
	Fined     string   `json:"fined,omitempty"`   // what the farmer has paid the payer there; left out if nothing
	Asset     string   `json:"asset,omitempty"`
	Envelopes int      `json:"envelopes"`
	Content   []string `json:"content"`
	Result    string   `json:"result,omitempty"`
	Deal      string   `json:"deal,omitempty"`
	// Signed are the payment accounts whose signatures were verified, and over what.
	Signed []string `json:"signed"`
	Chain  string   `json:"chain"`
}

func (a *app) verifyFile(ctx context.Context, path, rpc string) error {
	file, err := readEvidence(ctx, path)
	if err != nil {
		return err
	}
	v := file.View
	owed, _ := v.Owed()
	out := verdict{Session: v.Session.String(), Requester: v.Requester.String(), Farmer: v.Farmer.String(), Phase: v.Phase.String(),
		Service: v.SOW.GetService(), Owed: owed.String(), Asset: v.Terms.GetPrice().GetAsset(), Envelopes: len(file.Envelopes),
		Content: []string{}, Signed: []string{}, Chain: "not asked; with " + a.endpointOf(v.Terms.GetPrice().GetAsset()) + " the opening and the payment can be confirmed"}
	if job, err := compute.JobOf(v); err == nil {
		out.Source = job.Source
	}
	for _, c := range file.Content {
		out.Content = append(out.Content, c.String())
	}
	if v.Delivery != nil {
		if r, err := compute.Results.Decode(v.Delivery.Result); err == nil {
			out.Result = r.Root
		}
	}
	if v.Receipt != nil {
		out.Receipt = v.Receipt.GetAmount()
	}
	var asked error
	if t := compute.AgreedTariff(v.Terms); t != nil {
		out.PerDeal = t.PerDeal
	}
	if v.Terms != nil && v.Settles() {
		contract, deal, err := verifyDeal(file, &out, a.moneyOf(out.Asset))
		if err != nil {
			return err
		}
		asked = a.confirm(ctx, contract, deal, &out, rpc)
	} else {
		out.Chain = "nothing: the settlement is none"
	}
	return errors.Join(a.tellVerdict(&out), asked)
}

// confirm asks the chain what became of the deal. Where it does not answer, the rest of the verdict stands.
func (a *app) confirm(ctx context.Context, contract deals.Account, deal deals.Hash, out *verdict, rpc string) error {
	if rpc == "" {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	said, err := party.Confirm(asking, rpc, contract, deal, a.moneyOf(out.Asset))
	if err != nil {
		out.Chain = "not known: it does not answer as it should"
		told := failure.Of(err)
		return &failure.Failure{Cause: told.Cause, Try: "correct --rpc, or leave it out: everything but the chain was checked", Exit: told.Exit, Err: err}
	}
	out.Chain = said.Said
	if said.Ended {
		out.Paid = said.Paid.String()
	}
	if !said.Fined.IsZero() {
		out.Fined = said.Fined.String()
	}
	return nil
}

// readEvidence reads a deal file and checks all of it.
func readEvidence(ctx context.Context, path string) (*evidence.File, error) {
	const names = "a run prints the names of its own after: proof"
	f, err := regular.Open(path)
	if err != nil {
		return nil, failure.Newf(failure.NotFound, "check the file's name; "+names, "the deal file cannot be read: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, failure.Newf(failure.Usage, "name one of the files in it that end in .car; "+names, "%s is a folder and no deal file", path)
	}
	in := bufio.NewReader(f)
	head, _ := in.Peek(headSize)
	file, err := evidence.Read(ctx, in)
	b, ok := errors.AsType[*evidence.BrokenError](err)
	switch {
	case !ok:
		return file, err
	case len(head) == 0:
		return nil, failure.Newf(failure.General, "ask whoever gave you the file for an intact one", "the first broken link is %s: the file %s is empty", b.Link, path)
	case !bytes.Contains(head, []byte("roots")): // what every CAR file begins with
		return nil, failure.Newf(failure.General, "name a deal file; "+names, "the first broken link is %s: %s is no deal file, it begins with %.20q", b.Link, path, head)
	}
	return nil, broken(string(b.Link), b.Err)
}

// headSize is where a CAR file has said that it is one, in bytes.
const headSize = 64

// verifyDeal checks the part of the file that is about money, and returns the contract and the deal that it is about.
func verifyDeal(file *evidence.File, out *verdict, money func(string) string) (contract deals.Account, deal deals.Hash, err error) {
	v := file.View
	contract, err = deals.ParseAccount(v.Terms.Settlement.Contract)
	if err != nil {
		return contract, deal, broken("the settlement", err)
	}
	judge := party.Offline(contract)
	p, err := deals.Derive(v.Agreement.Terms, judge.TermsHash, judge.DealID)
	if err != nil {
		return contract, deal, broken("the terms", err)
	}
	want, err := deals.PapersCodec.Encode(*p)
	if err != nil || string(want.Body) != string(v.Agreement.Deal.GetBody()) {
		return contract, deal, broken("the deal", errors.New("it is not the one that the terms stand for"))
	}
	out.Deal = p.ID.String()
	if err := judge.VerifyDeal(p.Deal, p.Terms.Payer, v.Agreement.GetSignature().GetSignature()); err != nil {
		return contract, deal, broken("the payer's account signature", err)
	}
	out.Signed = append(out.Signed, fmt.Sprintf("payer %s: the deal", p.Terms.Payer))
	if v.Acceptance != nil {
		if err := judge.VerifyDeal(p.Deal, p.Deal.Farmer, v.Acceptance.GetSignature().GetSignature()); err != nil {
			return contract, deal, broken("the farmer's account signature", err)
		}
		out.Signed = append(out.Signed, fmt.Sprintf("farmer %s: the deal", p.Deal.Farmer))
	}
	if err := verifyVouchers(file, judge, p, out, money); err != nil {
		return contract, deal, err
	}
	if v.Reward != nil && v.Delivery != nil {
		digest, err := compute.Digest(v.Delivery.Result)
		if err != nil {
			return contract, deal, broken("the result", err)
		}
		if err := judge.VerifyAcceptance(p.ID, deals.Delivery{Digest: digest, Cost: v.Reward.Amount}, p.Deal.Requester, v.Reward.GetSignature().GetSignature()); err != nil {
			return contract, deal, broken("the acceptance", err)
		}
		out.Signed = append(out.Signed, fmt.Sprintf("requester %s: the result, for %s", p.Deal.Requester, money(v.Reward.Amount)))
	}
	return contract, p.ID, nil
}

// verifyVouchers checks that each voucher is the requester's account's, over the claim that it answers: where a hire ended
// before its delivery the last one is what is owed.
func verifyVouchers(file *evidence.File, judge party.Judge, p *deals.Papers, out *verdict, money func(string) string) error {
	var claim *messages.Progress
	signed := ""
	for _, e := range file.Envelopes {
		switch m := e.Message().(type) {
		case *messages.Progress:
			claim = m
		case *messages.Voucher:
			if claim.GetEvidence().GetType() == compute.Seals.Type && m.Amount == "0" {
				continue // the leave to show a result that was committed to: nothing is accepted by it
			}
			digest, err := compute.Digest(claim.GetEvidence())
			if err == nil {
				err = judge.VerifyAcceptance(p.ID, deals.Delivery{Digest: digest, Cost: m.Amount}, p.Deal.Requester, m.GetSignature().GetSignature())
			}
			if err != nil {
				return broken("the voucher over "+money(m.Amount), err)
			}
			signed = fmt.Sprintf("requester %s: a part, for %s", p.Deal.Requester, money(m.Amount))
		}
	}
	if signed != "" {
		out.Signed = append(out.Signed, signed)
	}
	return nil
}

func broken(link string, err error) error {
	return failure.Newf(failure.General, "ask whoever gave you the file for an intact one", "the file is not sound; the first broken link is %s: %w", link, err)
}

// moneyOf writes amounts of an asset for people. What its unit is called, and how many decimals it has, is not in a deal
// file: the market file says it, where there is one and it is about the same asset.
func (a *app) moneyOf(asset string) func(amount string) string {
	m, err := market.Read(a.marketFile)
	known := err == nil && m.Chain != nil && deals.Asset{Chain: m.Chain.ID, Token: m.Chain.Token}.String() == asset
	return func(amount string) string {
		switch {
		case known:
			return sumOfText(m, amount).String()
		case amount == "0":
			return "nothing"
		}
		return amount + " of the smallest units of " + asset
	}
}

// endpointOf is the flag with which the asset's chain can be asked: of the market, where there is one about it.
func (a *app) endpointOf(asset string) string {
	m, err := market.Read(a.marketFile)
	if err == nil && m.Chain != nil && (deals.Asset{Chain: m.Chain.ID, Token: m.Chain.Token}).String() == asset {
		return "--rpc " + keyless(m.Chain.RPC)
	}
	return "--rpc"
}

func (a *app) tellVerdict(v *verdict) error {
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(v)
	}
	a.print("sound     all %d envelopes, from SOW to %s\n", v.Envelopes, v.Phase)
	a.print("between   requester %s\n          farmer    %s\n", v.Requester, v.Farmer)
	gas := ""
	if v.PerDeal != "" {
		gas = fmt.Sprintf("; by the terms %s are for the deal's gas", messages.Printable(a.moneyOf(v.Asset)(v.PerDeal)))
	}
	a.print("about     %s; owed %s%s", messages.Printable(v.Service), messages.Printable(a.moneyOf(v.Asset)(v.Owed)), gas)
	if v.Source != "" {
		a.print("module    of the template in %s\n", messages.Printable(v.Source))
	}
	if v.Result != "" {
		included := "named only"
		if len(v.Content) > 0 {
			included = "in the file, whole"
		}
		a.print("result    %s, %s\n", messages.Printable(v.Result), included)
	}
	for _, s := range v.Signed {
		a.print("signed    %s\n", messages.Printable(s))
	}
	if v.Receipt != "" {
		a.print("receipt   of the farmer, for %s\n", messages.Printable(a.moneyOf(v.Asset)(v.Receipt)))
	}
	if v.Deal != "" {
		a.print("deal      %s\n", v.Deal)
	}
	if v.Paid != "" {
		a.print("paid      %s to the farmer, by the chain", messages.Printable(a.moneyOf(v.Asset)(v.Paid)))
	}
	if v.Fined != "" {
		a.print("fined     %s of the farmer's bond to the payer, by the chain", messages.Printable(a.moneyOf(v.Asset)(v.Fined)))
	}
	a.print("on chain  %s", v.Chain)
	return nil
}
