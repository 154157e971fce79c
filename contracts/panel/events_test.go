package panel

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// FuzzEvent: a log that an endpoint may have made up is an event of the panel, from the blocks asked for, with all its amounts, or
// is refused.
func FuzzEvent(f *testing.F) {
	contract := arbiters.NewPanel()
	var names []string
	for name := range contract.GetABI().Events {
		names = append(names, name)
	}
	slices.Sort(names)
	for i := range names {
		f.Add(byte(i), byte(2), make([]byte, 32*12), uint64(5))
		f.Add(byte(i), byte(1), make([]byte, 32*12), uint64(5))
		f.Add(byte(i), byte(1), []byte{}, uint64(5))
	}
	p := &Panel{address: common.Address{7}, panel: contract}
	f.Fuzz(func(t *testing.T, which, topics byte, data []byte, block uint64) {
		event := contract.GetABI().Events[names[int(which)%len(names)]]
		log := &types.Log{Address: p.address, Topics: []common.Hash{event.ID}, Data: data, BlockNumber: block}
		for i := range topics % 5 {
			log.Topics = append(log.Topics, common.Hash{i, 31: i})
		}
		e, err := p.event(log, 3, 9)
		if err != nil {
			if !strings.Contains(err.Error(), "panel: ") {
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
			t.Fatalf("%s is about case %x, its topic says %x", event.Name, id, log.Topics[1])
		}
	})
}

// amounts are those that an entry names.
func amounts(e Entry) []*big.Int {
	switch e := e.(type) {
	case RoundArmed:
		return []*big.Int{e.Block}
	case RoundDrawn:
		return []*big.Int{e.FirstSeat}
	case Revelation:
		return []*big.Int{e.Finding.Cost}
	case Appealed:
		return []*big.Int{e.Bond}
	case Closed:
		return []*big.Int{e.Fee}
	case Seated:
		return []*big.Int{e.Slashed, e.Paid, e.Awarded}
	case Inherited:
		return []*big.Int{e.Amount}
	case Finished:
		return []*big.Int{e.Burned}
	case Collected:
		return []*big.Int{e.Amount}
	}
	return nil
}

// FuzzRefusal: revert data is one of the contracts' refusals, of the case that it names, or none of theirs.
func FuzzRefusal(f *testing.F) {
	for s := range dictionary() {
		f.Add(append(s[:], make([]byte, 64)...))
		f.Add(s[:])
	}
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := decode(data)
		if r == nil {
			return
		}
		word, ok := dictionary()[[4]byte(data[:4])]
		if !ok || r.Kind != word.kind || r.Kind == nil || Explain(data) != r.Error() {
			t.Fatalf("%x is read as %v", data, r)
		}
		if r.Case != ([32]byte{}) && common.Hash(r.Case) != common.BytesToHash(data[4:36]) {
			t.Fatalf("%x is of case %x", data, r.Case)
		}
	})
}

// FuzzViews: what an endpoint says that a view returns is read with all its words, or refused.
func FuzzViews(f *testing.F) {
	panel, stake := arbiters.NewPanel(), arbiters.NewStake()
	f.Add([]byte{})
	f.Add(make([]byte, 31))
	f.Add(make([]byte, 32*9))
	f.Add(slices.Repeat([]byte{0xff}, 32*9))
	f.Fuzz(func(t *testing.T, data []byte) {
		whole := func(what string, words int, numbers ...*big.Int) {
			for _, n := range numbers {
				if len(data) < 32*words || n == nil || n.Sign() < 0 {
					t.Fatalf("%x is read as %s %v", data, what, n)
				}
			}
		}
		if d, err := panel.UnpackDocketOf(data); err == nil {
			docket := unpackDocket(d)
			whole("docket", 7, docket.Fee) // the word before, which says where it begins, may say that it begins there
			if 32*len(docket.Seats) > len(data) {
				t.Fatalf("%d seats in %d bytes", len(docket.Seats), len(data))
			}
		}
		if at, err := stake.UnpackPositionOf(data); err == nil {
			p := unpackPosition(at)
			whole("position", 4, p.Free, p.Held, p.Leaving)
		}
		if r, err := panel.UnpackRules(data); err == nil {
			rules := unpackRules(r)
			whole("rules", 7, rules.Stake, rules.Fee)
		}
		if members, err := panel.UnpackMembers(data); err == nil && 32*len(members) > len(data) {
			t.Fatalf("%d members in %d bytes", len(members), len(data))
		}
		if owed, err := panel.UnpackOwedTo(data); err == nil {
			whole("owed", 1, owed)
		}
	})
}
