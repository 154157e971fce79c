package party_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/parleytest/ledger/onchain"
	"github.com/parley-p2p/parley/services/deals"
)

// How a deal has ended, and where its money went, is what the chain says, also where the requester has signed for something else; of the
// transaction that rules, it is what the ruling came to, and it is about one deal.
func TestEnd(t *testing.T) { // DESIGN 9; SETTLEMENT, the payout table
	units := messages.AmountOfUint64
	const price, deposit, bond, fee = 100, 20, 80, 20 // by the collateral below
	for name, c := range map[string]struct {
		verdict ledger.Verdict
		want    party.End
	}{
		"wrong": {ledger.Wrong, party.End{Outcome: escrow.OutcomeWrongClaim, Lost: units(bond), ToPayer: units(price + deposit), Fee: units(fee), Burned: units(bond - fee)}},
		"undetermined": {ledger.Undetermined, party.End{Outcome: escrow.OutcomeUndetermined, Paid: units(price / 2), Lost: units(fee / 2),
			ToPayer: units(price + deposit - price/2 - fee/2), ToFarmer: units(price/2 + bond - fee/2), Fee: units(fee)}},
		"accepted": {0, party.End{Outcome: escrow.OutcomeAccepted, Paid: units(price), ToPayer: units(10), ToFarmer: units(price + bond)}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			w := newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})
			m := ledger.NewMarket(w)
			m.Collateral = deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 8000}
			if c.verdict != 0 {
				m.Collateral.Fee, m.Collateral.Arbiter = 2000, w.Party(ledger.Arbiter).Account().Address
				m.Buyer.Review = unserved
			}
			defer hired(ctx, m)()
			last := "accepted"
			payer, arbiter := w.Party(ledger.Requester).(*onchain.Party), w.Party(ledger.Arbiter)
			if c.verdict != 0 {
				last = name
				if name == "wrong" {
					last = "wrong claim"
				}
				must(t, m.Await(ctx, ledger.Requester, "dispute"))
				r := m.Records(t, ledger.Requester)[0]
				if end, ended, err := payer.End(ctx, &r.Papers); err != nil || ended {
					t.Errorf("what is disputed has ended as %+v, %v", end, err)
				}
				must(t, arbiter.Draw(ctx, r))
				must(t, arbiter.Rule(ctx, r, ledger.Ruling{Verdict: c.verdict}))
			}
			must(t, m.Await(ctx, ledger.Requester, "finish"))
			r := m.Records(t, ledger.Requester)[0]
			end, ended, err := payer.End(ctx, &r.Papers)
			must(t, err)
			if diff := cmp.Diff(c.want, end, cmp.Comparer(func(a, b messages.Amount) bool { return a.Cmp(b) == 0 })); diff != "" || !ended {
				t.Errorf("ended %t (-want +got):\n%s", ended, diff)
			}
			reads, err := party.Open(ctx, party.Config{RPC: w.chain.URL(), ChainID: devchain.DefaultChainID, Contract: payer.Contract().Address, Secret: make32(1)})
			must(t, err)
			defer reads.Close()
			all, err := reads.Transactions(ctx, []deals.Hash{r.Papers.ID})
			must(t, err)
			if got := all[len(all)-1].What; got != last {
				t.Errorf("the last transaction is told as %q, want %q", got, last)
			}
			for _, tx := range all {
				if tx.Shared != 1 {
					t.Errorf("the transaction %q is said to be about %d deals", tx.What, tx.Shared)
				}
			}
		})
	}
}

func make32(last byte) []byte { return append(make([]byte, 31), last) }
