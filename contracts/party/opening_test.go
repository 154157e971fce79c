package party_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// A node's deal with who has dealt before, settled before openBy has passed, costs no more than is allowed: open and settle as they were sent,
// and not as they could be.
func TestWhatANodeSendsIsWithinItsGas(t *testing.T) { // C36; DESIGN 6
	const budget = 120_000
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	w := newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})
	m := ledger.NewMarket(w)
	farms, buys := m.Farm(ctx, true), m.Buy(ctx, true)
	defer farms.Stop()
	defer buys.Stop()
	requester := w.seats[ledger.Requester]
	var papers deals.Papers
	for range 2 {
		before := m.Records(t, ledger.Requester)
		o, err := m.Hire(ctx, buys, 1)
		must(t, err)
		must(t, o.Err)
		for _, r := range m.Records(t, ledger.Requester) {
			if !slices.ContainsFunc(before, func(b *deals.Record) bool { return b.Papers.ID == r.Papers.ID }) {
				papers = r.Papers
			}
		}
		for ended := false; !ended; {
			_, ended, err = requester.Paid(ctx, papers.ID)
			must(t, err)
		}
	}
	told, err := requester.Told(ctx, papers.ID)
	must(t, err)
	var steps []string
	sum := uint64(0)
	for _, e := range told {
		switch e.Entry.(type) {
		case escrow.Opened:
			steps = append(steps, "open")
		case escrow.Accepted:
			steps = append(steps, "settle")
		default:
			steps = append(steps, "other")
		}
		receipt, err := requester.Client.TransactionReceipt(ctx, e.Tx)
		must(t, err)
		sum += receipt.GasUsed
	}
	if diff := cmp.Diff([]string{"open", "settle"}, steps); diff != "" {
		t.Fatalf("the deal's steps (-want +got)\n%s", diff)
	}
	if now, err := requester.Now(ctx); err != nil || now.Unix() > papers.Deal.OpenBy {
		t.Fatalf("it was settled after openBy, which costs less (%v)", err)
	}
	if sum > budget {
		t.Errorf("open and settle are %d gas, more than %d", sum, budget)
	}
}

// Whoever opens signs by sending: its own signature is left out, in one opening and in many, and every other one is there.
func TestTheSendersOwnSignatureIsLeftOut(t *testing.T) { // C36
	for name, c := range map[string]struct {
		by            ledger.Seat
		payer, farmer bool // is sent
	}{
		"by the requester": {ledger.Requester, false, true},
		"by the farmer":    {ledger.Farmer, true, false},
		"by neither":       {ledger.Stranger, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			one, two, three := d.signed(1), d.signed(2), d.signed(3)
			kept := slices.Clone(one.PayerSignature)
			d.open(c.by, one)
			d.open(c.by, two, three)
			if !bytes.Equal(one.PayerSignature, kept) {
				t.Error("the caller's signature has been changed")
			}
			sent := d.sent()
			if len(sent) != 2 {
				t.Fatalf("%d transactions, want one for one and one for two", len(sent))
			}
			for i, those := range [][]deals.Opening{{one}, {two, three}} {
				for n, got := range sent[i] {
					var payer, farmer []byte
					if c.payer {
						payer = those[n].PayerSignature
					}
					if c.farmer {
						farmer = those[n].FarmerSignature
					}
					want := fmt.Sprintf("payer %x, farmer %x", payer, farmer)
					if diff := cmp.Diff(want, fmt.Sprintf("payer %x, farmer %x", got.PayerSignature, got.FarmerSignature)); diff != "" {
						t.Errorf("of %d: (-want +got)\n%s", len(those), diff)
					}
				}
			}
		})
	}
}

// An opening that a version before this one has signed and journaled carries the sender's own signature too. It is the same opening: it is
// waited for, and brought back when the chain has lost it, and there is no second one. THREATS 4, re-derive on reorg; rule 1
func TestAnOpeningOfAnOlderVersionIsTheSame(t *testing.T) {
	for name, n := range map[string]int{"one": 1, "many": 3} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			var openings []deals.Opening
			for i := range n {
				openings = append(openings, d.signed(i))
			}
			d.asOlder(openings)
			d.open(ledger.Requester, openings...)
			if sent := d.sent(); len(sent) != 1 {
				t.Fatalf("%d transactions", len(sent))
			}
			before := d.newest()
			must(t, d.chain.Hold(t.Context()))
			_, err := d.chain.Reorg(t.Context(), 1)
			must(t, err)
			must(t, errors.Join(d.chain.DropPending(t.Context()), d.chain.Release(t.Context())))
			if sent := d.sent(); len(sent) != 0 {
				t.Fatalf("%d transactions are left", len(sent))
			}
			d.open(ledger.Requester, openings...)
			if sent := d.sent(); len(sent) != 1 || d.newest() != before {
				t.Errorf("%d transactions, the last %s, want one, %s", len(sent), d.newest(), before)
			}
		})
	}
}

// desk is where deals are signed and opened.
type desk struct {
	*world
	since uint64 // the block before the first opening
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{world: newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})}
	enough, err := messages.ParseAmount("5000")
	must(t, err)
	for _, s := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		must(t, d.seats[s].Deposit(t.Context(), "all", enough))
	}
	d.since = d.chain.Head().Number
	return d
}

// signed is the n-th deal, with both signatures, as a node has it.
func (d *desk) signed(n int) deals.Opening {
	d.t.Helper()
	requester, farmer := d.seats[ledger.Requester], d.seats[ledger.Farmer]
	o := deals.Opening{Deal: deals.Deal{Requester: requester.Account().Address, Farmer: farmer.Account().Address, Price: "300", Deposit: "30", Bond: "600",
		OpenBy: d.chain.Head().Time.Unix() + 600, TermsHash: [32]byte{byte(n + 1)}}}
	var err1, err2 error
	o.PayerSignature, err1 = requester.SignDeal(o.Deal)
	o.FarmerSignature, err2 = farmer.SignDeal(o.Deal)
	must(d.t, errors.Join(err1, err2))
	return o
}

func (d *desk) open(by ledger.Seat, openings ...deals.Opening) {
	d.t.Helper()
	errs, err := d.seats[by].Open(d.t.Context(), openings)
	must(d.t, errors.Join(append(errs, err)...))
}

// asOlder has the requester open as versions did that sent both signatures.
func (d *desk) asOlder(openings []deals.Opening) {
	d.t.Helper()
	var whole []escrow.Opening
	for _, o := range openings {
		deal, err := party.Deal(o.Deal)
		must(d.t, err)
		whole = append(whole, escrow.Opening{Deal: deal, PayerSignature: o.PayerSignature, FarmerSignature: o.FarmerSignature})
	}
	contract := d.seats[ledger.Requester].Escrow
	if len(whole) == 1 {
		_, err := contract.Open(d.t.Context(), whole[0])
		must(d.t, err)
		return
	}
	errs, err := contract.OpenMany(d.t.Context(), whole)
	must(d.t, errors.Join(append(errs, err)...))
}

// transactions are those of the chain since the desk was opened.
func (d *desk) transactions() (all types.Transactions) {
	d.t.Helper()
	client := d.seats[ledger.Requester].Client
	for n := d.since + 1; n <= d.chain.Head().Number; n++ {
		block, err := client.BlockByNumber(d.t.Context(), new(big.Int).SetUint64(n))
		must(d.t, err)
		all = append(all, block.Transactions()...)
	}
	return all
}

// newest is the hash of the last transaction.
func (d *desk) newest() common.Hash {
	d.t.Helper()
	all := d.transactions()
	return all[len(all)-1].Hash()
}

// sent are the openings of each transaction.
func (d *desk) sent() (all [][]bindings.Opening) {
	d.t.Helper()
	abi, err := bindings.ParleyMetaData.ParseABI()
	must(d.t, err)
	for _, tx := range d.transactions() {
		method, err := abi.MethodById(tx.Data())
		must(d.t, err)
		args, err := method.Inputs.Unpack(tx.Data()[4:])
		must(d.t, err)
		switch method.Name {
		case "openMany":
			var in struct{ Openings []bindings.Opening }
			must(d.t, method.Inputs.Copy(&in, args))
			all = append(all, in.Openings)
		case "open":
			var in bindings.Opening
			must(d.t, method.Inputs.Copy(&in, args))
			all = append(all, []bindings.Opening{in})
		default:
			d.t.Fatalf("%s was sent", method.Name)
		}
	}
	return all
}
