package escrow

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/parley-p2p/parley/contracts/bindings"
)

// FuzzEvent: a log that an endpoint may have made up is an event of the contract, from the blocks asked for, with all its
// amounts, or is refused; and the books stand it.
func FuzzEvent(f *testing.F) {
	parley := bindings.NewParley()
	var names []string
	for name := range parley.GetABI().Events {
		names = append(names, name)
	}
	slices.Sort(names)
	for i := range names {
		f.Add(byte(i), byte(3), make([]byte, 32*12), uint64(5))
		f.Add(byte(i), byte(2), []byte{}, uint64(5))
		f.Add(byte(i), byte(3), []byte{}, uint64(5))
	}
	c := &Contract{address: common.Address{7}, parley: parley}
	f.Fuzz(func(t *testing.T, which, topics byte, data []byte, block uint64) {
		event := parley.GetABI().Events[names[int(which)%len(names)]]
		log := &types.Log{Address: c.address, Topics: []common.Hash{event.ID}, Data: data, BlockNumber: block}
		for i := range topics % 5 {
			log.Topics = append(log.Topics, common.Hash{i, 31: i})
		}
		e, err := c.event(log, 3, 9)
		if err != nil {
			if !strings.Contains(err.Error(), "escrow: ") {
				t.Fatalf("%v does not say whose it is", err)
			}
			return
		}
		if block < 3 || block > 9 {
			t.Fatalf("block %d was not asked for", block)
		}
		for _, amount := range amounts(e.Entry) {
			if amount == nil || amount.Sign() < 0 {
				t.Fatalf("%s was read with amounts that are missing or negative: %+v", event.Name, e.Entry)
			}
		}
		if id := e.Entry.Of(); id != ([32]byte{}) && id != log.Topics[1] {
			t.Fatalf("%s is about deal %x, its topic says %x", event.Name, id, log.Topics[1])
		}
		var b Books
		_ = b.Enter(e) // refuses what cannot be
	})
}

// amounts are those that an entry names.
func amounts(e Entry) []*big.Int {
	switch e := e.(type) {
	case Deposited:
		return []*big.Int{e.Amount}
	case Withdrawn:
		return []*big.Int{e.Amount}
	case Opened:
		return []*big.Int{e.Price, e.Deposit, e.Bond}
	case Submission:
		return []*big.Int{e.Delivery.Cost, e.Refunded, e.PaidIn}
	case Disputation:
		return []*big.Int{e.Grounds.Delivery.Cost, e.Fee}
	case Accepted:
		return []*big.Int{e.Delivery.Cost}
	case Ended:
		p := e.Payout
		return []*big.Int{p.RefundedPayer, p.PaidPayer, p.RefundedFarmer, p.PaidFarmer, p.PaidArbiter, p.Burned}
	}
	return nil
}

// FuzzRefusal: revert data is one of the contract's refusals, of the deal that it names, or none.
func FuzzRefusal(f *testing.F) {
	for s := range dictionary() {
		f.Add(append(s[:], make([]byte, 64)...))
		f.Add(s[:])
	}
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := decode(data)
		if (r == nil) != (Explain(data) == "") {
			t.Fatalf("%x: %v, %q", data, r, Explain(data))
		}
		if r == nil {
			return
		}
		word, ok := dictionary()[[4]byte(data[:4])]
		if !ok || r.Kind != word.kind || r.Kind == nil {
			t.Fatalf("%x is read as %v", data, r)
		}
		if r.Deal != ([32]byte{}) && common.Hash(r.Deal) != common.BytesToHash(data[4:36]) {
			t.Fatalf("%x is of deal %x", data, r.Deal)
		}
	})
}

// FuzzViews: what an endpoint says that a view returns is read with all its words, or refused.
func FuzzViews(f *testing.F) {
	parley, money := bindings.NewParley(), bindings.NewPlayMoney()
	f.Add([]byte{})
	f.Add(make([]byte, 31))
	f.Add(make([]byte, 32*7))
	f.Add(slices.Repeat([]byte{0xff}, 32*7))
	f.Fuzz(func(t *testing.T, data []byte) {
		whole := func(what string, words int, err error, numbers ...*big.Int) {
			for _, n := range numbers {
				if err == nil && (len(data) < 32*words || n == nil || n.Sign() < 0) {
					t.Fatalf("%x is read as %s %v", data, what, n)
				}
			}
		}
		p, err := parley.UnpackProgressOf(data)
		whole("progress since", 5, err, p.Since)
		a, err := parley.UnpackAccountOf(data)
		whole("account", 7, err, a.Free, a.Delivered, a.Missed, a.Faulted, a.Accepted, a.Defaulted, a.Undetermined)
		for what, read := range map[string]func([]byte) (*big.Int, error){"burned": parley.UnpackBurned, "deadline": parley.UnpackDeadlineOf,
			"balance": money.UnpackBalanceOf, "allowance": money.UnpackAllowance} {
			n, err := read(data)
			whole(what, 1, err, n)
		}
		if _, err := parley.UnpackMinimumWindow(data); err == nil && len(data) < 32 {
			t.Fatalf("%x is read as a window", data)
		}
		if token, err := parley.UnpackToken(data); err == nil && (len(data) < 32 || token != common.BytesToAddress(data[:32])) {
			t.Fatalf("%x is read as token %s", data, token)
		}
	})
}
