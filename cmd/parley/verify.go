package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) verify() *cobra.Command {
	var rpc string
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "check a deal file: who agreed to what and did what",
		Long: "Checks every byte of a deal file, without any network: that its blocks are what they are named, that every envelope was signed\n" +
			"by whom it says and follows the one before, that the deal is the one that the terms stand for, and that both accounts\n" +
			"signed it. What only a chain can confirm, that the deal was opened and who was paid, it asks the endpoint given by --rpc.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.verifyFile(cmd.Context(), args[0], rpc) },
	}
	cmd.Flags().StringVar(&rpc, "rpc", "", "a chain's JSON-RPC endpoint, to confirm the rest")
	return cmd
}

// verdict is what verify found.
type verdict struct {
	Session   string   `json:"session"`
	Requester string   `json:"requester"`
	Farmer    string   `json:"farmer"`
	Phase     string   `json:"phase"`
	Service   string   `json:"service"`
	Owed      string   `json:"owed"`
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
	f, err := os.Open(path)
	if err != nil {
		return failure.Newf(failure.NotFound, "check the file's name", "the deal file cannot be read: %w", err)
	}
	defer f.Close()
	file, err := evidence.Read(ctx, f)
	if b, ok := errors.AsType[*evidence.BrokenError](err); ok {
		return failure.Newf(failure.General, "ask whoever gave you the file for an intact one", "the file is not sound; the first broken link is %s: %w", b.Link, b.Err)
	}
	if err != nil {
		return err
	}
	v := file.View
	owed, _ := v.Owed()
	out := verdict{Session: v.Session.String(), Requester: v.Requester.String(), Farmer: v.Farmer.String(), Phase: v.Phase.String(),
		Service: v.SOW.GetService(), Owed: owed.String(), Asset: v.Terms.GetPrice().GetAsset(), Envelopes: len(file.Envelopes),
		Content: []string{}, Signed: []string{}, Chain: "not asked; with --rpc the opening and the payment can be confirmed"}
	for _, c := range file.Content {
		out.Content = append(out.Content, c.String())
	}
	if v.Delivery != nil {
		if r, err := compute.Results.Decode(v.Delivery.Result); err == nil {
			out.Result = r.Root
		}
	}
	if v.Terms != nil && v.Settles() {
		if err := verifyDeal(ctx, file, &out, rpc); err != nil {
			return err
		}
	} else {
		out.Chain = "nothing: the settlement is none"
	}
	return a.tellVerdict(&out)
}

// verifyDeal checks the part of the file that is about money.
func verifyDeal(ctx context.Context, file *evidence.File, out *verdict, rpc string) error {
	v := file.View
	contract, err := deals.ParseAccount(v.Terms.Settlement.Contract)
	if err != nil {
		return broken("the settlement", err)
	}
	judge := party.Offline(contract)
	p, err := deals.Derive(v.Agreement.Terms, judge.TermsHash, judge.DealID)
	if err != nil {
		return broken("the terms", err)
	}
	want, err := deals.PapersCodec.Encode(*p)
	if err != nil || string(want.Body) != string(v.Agreement.Deal.GetBody()) {
		return broken("the deal", errors.New("it is not the one that the terms stand for"))
	}
	out.Deal = p.ID.String()
	if err := judge.VerifyDeal(p.Deal, p.Terms.Payer, v.Agreement.GetSignature().GetSignature()); err != nil {
		return broken("the payer's account signature", err)
	}
	out.Signed = append(out.Signed, fmt.Sprintf("payer %s: the deal", p.Terms.Payer))
	if v.Acceptance != nil {
		if err := judge.VerifyDeal(p.Deal, p.Deal.Farmer, v.Acceptance.GetSignature().GetSignature()); err != nil {
			return broken("the farmer's account signature", err)
		}
		out.Signed = append(out.Signed, fmt.Sprintf("farmer %s: the deal", p.Deal.Farmer))
	}
	if v.Reward != nil && v.Delivery != nil {
		digest, err := compute.Digest(v.Delivery.Result)
		if err != nil {
			return broken("the result", err)
		}
		if err := judge.VerifyAcceptance(p.ID, deals.Delivery{Digest: digest, Cost: v.Reward.Amount}, p.Deal.Requester, v.Reward.GetSignature().GetSignature()); err != nil {
			return broken("the acceptance", err)
		}
		out.Signed = append(out.Signed, fmt.Sprintf("requester %s: the result, for %s", p.Deal.Requester, v.Reward.Amount))
	}
	if rpc == "" {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	out.Chain, err = party.Confirm(asking, rpc, contract, p.ID)
	return err
}

func broken(link string, err error) error {
	return failure.Newf(failure.General, "ask whoever gave you the file for an intact one", "the file is not sound; the first broken link is %s: %w", link, err)
}

func (a *app) tellVerdict(v *verdict) error {
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(v)
	}
	owed, _ := messages.ParseAmount(v.Owed)
	fmt.Fprintf(a.out, "sound     all %d envelopes, from SOW to %s\n", v.Envelopes, v.Phase)
	fmt.Fprintf(a.out, "between   requester %s\n          farmer    %s\n", v.Requester, v.Farmer)
	fmt.Fprintf(a.out, "about     %s; owed %s %s\n", v.Service, owed, v.Asset)
	if v.Result != "" {
		included := "named only"
		if len(v.Content) > 0 {
			included = "in the file, whole"
		}
		fmt.Fprintf(a.out, "result    %s, %s\n", v.Result, included)
	}
	for _, s := range v.Signed {
		fmt.Fprintf(a.out, "signed    %s\n", s)
	}
	if v.Deal != "" {
		fmt.Fprintf(a.out, "deal      %s\n", v.Deal)
	}
	_, err := fmt.Fprintf(a.out, "on chain  %s\n", v.Chain)
	return err
}
