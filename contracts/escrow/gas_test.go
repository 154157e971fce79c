package escrow_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// BenchmarkGas prints what the happy path costs on a real node, by fork: DESIGN section 6 allows 120k for open and
// settle on Osaka.
func BenchmarkGas(b *testing.B) {
	for name, amsterdam := range map[string]bool{"osaka": false, "amsterdam": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				opened, settled, opened20, settled20 := gas(b, devchain.Config{Heartbeat: -1, MaxLead: hour, Amsterdam: amsterdam})
				b.ReportMetric(float64(opened+settled), "gas/deal")
				b.ReportMetric(float64(opened20+settled20)/20, "gas/deal-in-20")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

func TestTheHappyPathIsWithinItsGas(t *testing.T) { // C36
	opened, settled, _, _ := gas(t, devchain.Config{Heartbeat: -1, MaxLead: hour})
	const budget = 120_000
	if sum := opened + settled; sum > budget {
		t.Errorf("open %d and settle %d are %d gas, more than %d", opened, settled, sum, budget)
	}
}

// The requester opens, and so signs by sending; the farmer settles by the requester's acceptance.
//
// gas is what opening and settling cost between a pair that has dealt before: one deal, and twenty in a batch.
func gas(t testing.TB, config devchain.Config) (opened, settled, opened20, settled20 uint64) {
	t.Helper()
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	chain, err := devchain.Start(ctx, config)
	fatal(err)
	defer chain.Close()
	client, err := transactions.Dial(ctx, chain.URL(), chainID)
	fatal(err)
	defer client.Close()
	var managers [2]*transactions.Manager
	for i := range managers {
		managers[i], err = transactions.Open(ctx, transactions.Config{Client: client, Key: devchain.Account(i), Store: new(transactions.Memory)})
		fatal(err)
		defer managers[i].Close()
	}
	c, err := escrow.Deploy(ctx, client, managers[1], escrow.Deployment{MinimumWindow: time.Second, Grants: []escrow.Grant{{Account: devchain.Address(1), Amount: big.NewInt(1e18)}}})
	fatal(err)
	requester, err := escrow.Bind(ctx, client, managers[0], c.Address())
	fatal(err)
	for i := range 2 {
		_, err = c.Deposit(ctx, devchain.Address(i).Hex(), devchain.Address(i), big.NewInt(1e15))
		fatal(err)
	}
	n := 0
	draft := func() (escrow.Opening, escrow.Settlement) {
		n++
		d := eip712.Deal{Requester: devchain.Address(0), Farmer: devchain.Address(1), Price: big.NewInt(1e6), Deposit: big.NewInt(1e5),
			Bond: big.NewInt(4e5), OpenBy: uint64(chain.Head().Time.Unix()) + 600, TermsHash: [32]byte{byte(n)}}
		id, err := c.ID(d)
		fatal(err)
		o := escrow.Opening{Deal: d}
		o.PayerSignature, err = eip712.Sign(id, devchain.Account(0))
		fatal(err)
		o.FarmerSignature, err = eip712.Sign(id, devchain.Account(1))
		fatal(err)
		s := escrow.Settlement{Deal: d, Delivery: escrow.Delivery{Digest: [32]byte{byte(n), 1}, Cost: big.NewInt(9e5)}}
		digest, err := c.Domain().Digest(eip712.Acceptance{Deal: id, Digest: s.Delivery.Digest, Cost: s.Delivery.Cost})
		fatal(err)
		s.Signature, err = eip712.Sign(digest, devchain.Account(0))
		fatal(err)
		return o, s
	}
	for range 2 { // the second time, no account's counters are new
		o, s := draft()
		o.PayerSignature = nil
		first, err := requester.Open(ctx, o)
		fatal(err)
		second, err := c.Settle(ctx, s)
		fatal(err)
		opened, settled = first.GasUsed, second.GasUsed
	}
	var openings []escrow.Opening
	var settlements []escrow.Settlement
	for range 20 {
		o, s := draft()
		openings, settlements = append(openings, o), append(settlements, s)
	}
	used := func() uint64 {
		t.Helper()
		header, err := client.HeaderByNumber(ctx, nil)
		fatal(err)
		return header.GasUsed
	}
	_, err = c.OpenMany(ctx, openings)
	fatal(err)
	opened20 = used()
	_, err = c.SettleMany(ctx, settlements)
	fatal(err)
	return opened, settled, opened20, used()
}
