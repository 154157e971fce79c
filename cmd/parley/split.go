package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// splitCommand is parley deal split.
func (a *app) splitCommand(name *string) *cobra.Command {
	var farmer, signature string
	cmd := &cobra.Command{Use: "split ID", Short: "sign who gets how much of what is locked", Args: oneArg,
		Long: "Prints this side's signature for the other side, which types the same with --signature: that divides the deal on chain. The farmer\n" +
			"gets --farmer of all that is locked, its own bond included, and the payer the rest; a panel that was drawn keeps its fee.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.splitDeal(cmd.Context(), *name, args[0], farmer, signature)
		}}
	cmd.Flags().StringVar(&farmer, "farmer", "", "what the farmer gets, as 0.05")
	cmd.Flags().StringVar(&signature, "signature", "", "the other side's signature, in hex")
	return cmd
}

func (a *app) splitDeal(ctx context.Context, name, id, farmer, other string) error {
	theirs, err := signatureOf(other)
	if err != nil {
		return err
	}
	d, err := a.hand(ctx, name, id)
	if err != nil {
		return err
	}
	defer d.close(ctx, a)
	shown, err := look(ctx, d.party, d.record)
	if err != nil {
		return err
	}
	toPayer, toFarmer, err := divide(d.market, shown, farmer)
	if err != nil {
		return err
	}
	own, err := d.Split(ctx, d.record.Papers.ID, toPayer, toFarmer, theirs)
	if err != nil {
		return err
	}
	if theirs == nil {
		a.say("give this to the other side, which divides it with: %s %.12s --farmer %s --signature SIGNATURE", "parley deal split", d.record.Papers.ID, quoted(farmer)) // its own party's
		_, err := fmt.Fprintf(a.out, "0x%x\n", own)
		return err
	}
	a.say("divided: %s to the payer, %s to the farmer", node.Amount(d.market, toPayer), node.Amount(d.market, toFarmer))
	return nil
}

// divide is what a split leaves the payer, if the farmer gets so much of what is locked, less an arbiter's fee that is due: what both
// would take back together.
func divide(m *market.Market, s *deals.Shown, farmer string) (toPayer, toFarmer messages.Amount, err error) {
	var all messages.Amount
	for _, move := range s.Moves {
		if move.By == "both" && move.ToPayer != "" {
			payers, _ := messages.ParseAmount(move.ToPayer)
			farmers, _ := messages.ParseAmount(move.ToFarmer)
			all, err = payers.Add(farmers)
		}
	}
	if err == nil && all.IsZero() {
		err = failure.Newf(failure.NotFound, "see what the account has with: parley balance", "the deal is %s: nothing is locked", s.State)
	}
	if err != nil {
		return toPayer, toFarmer, err
	}
	try := fmt.Sprintf("give an amount from 0 to %s, as --farmer 0.05", sumOf(m, all).Amount)
	if toFarmer, err = parseAmount(m, "farmer", farmer); err != nil {
		return toPayer, toFarmer, failure.Newf(failure.Usage, try, "%w", err)
	}
	if toFarmer.Cmp(all) > 0 {
		return toPayer, toFarmer, failure.Newf(failure.Usage, try, "--farmer %s is more than the %s that there are to divide", farmer, node.Amount(m, all))
	}
	toPayer, err = all.Sub(toFarmer)
	return toPayer, toFarmer, err
}
