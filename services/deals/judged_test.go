package deals_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// derived is the deal that terms of a price with a collateral stand for.
func derived(t *testing.T, price string, c deals.Collateral) *deals.Papers {
	t.Helper()
	details, err := deals.Collaterals.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	account := func(n byte) string { return deals.Account{Chain: 1, Address: deals.Address{n}}.String() }
	asset := deals.Asset{Chain: 1, Token: deals.Address{9}}.String()
	raw, err := proto.Marshal(&messages.Terms{Version: 1, Sow: make([]byte, 32), Quote: make([]byte, 32), Requester: append(make([]byte, 31), 1),
		Farmer: append(make([]byte, 31), 2), Service: "parley.dev/test/1", Units: 1,
		Price: &messages.Price{Asset: asset, Unit: "task", PerUnit: price, Ceiling: price},
		Settlement: &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: account(7), Asset: asset,
			Payer: account(1), Payee: account(2), Details: details},
		AcceptByMs: 2000, StartByMs: 3000, DeliverByMs: 5000, ReviewMs: 60_000, JudgeMs: 60_000})
	if err != nil {
		t.Fatal(err)
	}
	p, err := deals.Derive(raw, func(deals.Terms) ([32]byte, error) { return [32]byte{1}, nil }, func(deals.Deal) ([32]byte, error) { return [32]byte{2}, nil })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A panel's fee is due for a small price too, and what is locked covers it: Fc >= 3M, F >= Fc, D >= M.
func TestLeastFee(t *testing.T) { // C26, C48, I4
	fee, _ := messages.ParseAmount("500")
	judged := deals.Judged(deals.Address{8}, fee)
	type money struct{ Fee, Cheat, Deposit, Bond string }
	for price, want := range map[string]money{
		"400":    {"500", "1700", "500", "1700"},
		"100":    {"500", "1500", "500", "1500"},   // the least fee, and three of them
		"1000":   {"1250", "4250", "1250", "4250"}, // the price and a quarter
		"100000": {"125000", "425000", "125000", "425000"},
	} {
		p := derived(t, price, judged)
		if diff := cmp.Diff(want, money{p.Terms.MediationFee, p.Terms.CheatPenalty, p.Deal.Deposit, p.Deal.Bond}); diff != "" {
			t.Errorf("price %s (-want +got)\n%s", price, diff)
		}
	}
	want := map[string]bool{"I1": true, "I2": true, "I3": true, "I4": true}
	if diff := cmp.Diff(want, inequalities(judged, 0.016)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []deals.Collateral{{LeastFee: "7"}, {LeastFee: "0", Arbiter: deals.Address{8}}, {LeastFee: "-1", Arbiter: deals.Address{8}},
		{LeastFee: "9999999999999999999999999999999", Arbiter: deals.Address{8}}} {
		if c.Validate() == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}
