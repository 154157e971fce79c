package reorg

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

func units(n int64) *big.Int { return big.NewInt(n) }

// known: the pool has it already, or a block.
func known(err error) bool {
	text := strings.ToLower(err.Error())
	return strings.Contains(text, "already known") || strings.Contains(text, "already imported") || strings.Contains(text, "nonce too low") ||
		strings.Contains(text, "underpriced") // its sender offers more by now
}

// selector is how a call of the method begins.
func selector(s step) ([]byte, error) {
	abi, err := s.on.metaData().ParseABI()
	if err != nil {
		return nil, err
	}
	m, ok := abi.Methods[s.call()]
	if !ok {
		return nil, fmt.Errorf("the %s has no method %s", s.on, s.call())
	}
	return m.ID, nil
}

// stayed fails if somebody has acted on a step that does not stand yet. The parties have looked at it for a while.
func (p *play) stayed(s step, by ledger.Seat) {
	watch := []ledger.Seat{by}
	if s.name == "open" {
		watch = append(watch, ledger.Farmer)
	}
	for _, of := range watch {
		const looks = 10
		for until := p.w.seats[of].wire.answered.Load() + looks; p.w.seats[of].wire.answered.Load() < until && p.ctx.Err() == nil; {
			_ = pause.For(p.ctx, poll/2)
		}
	}
	records := map[ledger.Seat][]*deals.Record{ledger.Requester: p.Records(p.T, ledger.Requester), ledger.Farmer: p.Records(p.T, ledger.Farmer)}
	if s.binds && len(records[by]) > 0 {
		p.Errorf("the %d has signed a deal whose money is not in the contract at its depth", by)
	}
	if s.name == "open" && records[ledger.Farmer][0].Started {
		p.Error("the farmer works on a deal that is not open at its depth")
	}
	if s.does != "" && slices.Contains(p.Steps(by), s.does) {
		p.Errorf("the %d's reconciler tells of %q before it stands at its depth", by, s.does)
	}
	if s.name == "finish" && p.w.bench.noted(`"over":true`) {
		p.Error("a mediator has written that the case is over before that stands at its depth")
	}
	if s.name == "collect" && p.w.bench.members[by-ledger.Seats].noted(`"collected":true`) { // who was not drawn has nothing to collect, and is done
		p.Error("a mediator has written that it has collected before that stands at its depth")
	}
	for of, all := range records {
		if s.ends && slices.ContainsFunc(all, func(r *deals.Record) bool { return r.Closed }) {
			p.Errorf("the %d has closed a deal whose end does not stand at its depth", of)
		}
	}
}

// settled waits until nothing waits in any pool or store.
func (p *play) settled() {
	p.Helper()
	for {
		left := ""
		for n, s := range p.w.seats {
			pending, err := s.manager.Pending(p.ctx)
			if err != nil || len(pending) > 0 {
				left += fmt.Sprintf("the %d: %v %v; ", n, pending, err)
			}
		}
		if left == "" && p.w.miner.quietAt.Load() > 0 {
			return
		}
		if p.ctx.Err() != nil {
			p.Fatalf("what was sent does not come to its end: %s", left)
		}
		_ = pause.For(p.ctx, poll)
	}
}

// total is what each seat has, and what was burned.
func (p *play) total() (g gains) {
	p.Helper()
	of := make([]*int64, len(p.w.seats))
	of[ledger.Requester], of[ledger.Farmer], of[ledger.Stranger] = &g.Requester, &g.Farmer, new(int64)
	for n, s := range p.w.seats {
		if of[n] == nil {
			of[n] = &g.Arbiter // it, or the members of the panel together
		}
		_, all := s.worth(p.ctx)
		*of[n] += all - ledger.Wealth
	}
	g.Burned = p.w.Burned()
	return g
}

// money holds all accounts against the contract: what it has is what is free, and what was burned.
func (p *play) money() {
	p.Helper()
	sum := p.w.Burned()
	for _, s := range p.w.seats {
		free, _ := s.worth(p.ctx)
		sum += free
	}
	sum += p.w.bench.owed(p.ctx)
	s := p.w.seats[ledger.Stranger]
	if held := s.Tokens(deals.Address(s.Escrow.Address())); held != sum {
		p.Errorf("the contract has %d tokens, and %d are free or burned: %d are locked though all deals are over", held, sum, held-sum)
	}
}

// once fails unless every deal was opened once and ended once, or neither. It returns what the deals ended as.
func (p *play) once() {
	p.Helper()
	for _, r := range p.Records(p.T, ledger.Requester) {
		events, err := p.w.seats[ledger.Stranger].Told(p.ctx, r.Papers.ID)
		p.w.must(err)
		did := make(map[string]int)
		for _, e := range events {
			switch e.Entry.(type) {
			case escrow.Opened:
				did["opened"]++
			case escrow.Submission:
				did["submitted"]++
			case escrow.Disputation:
				did["disputed"]++
			case escrow.Accepted, escrow.Ended:
				did["ended"]++
			}
		}
		if did["opened"] != did["ended"] || did["opened"] > 1 || did["submitted"] > 1 || did["disputed"] > 1 {
			p.Errorf("the chain says of the deal %v", did)
		}
		for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
			for _, own := range p.Records(p.T, of) {
				if own.Papers.ID == r.Papers.ID && own.Void != (did["opened"] == 0) && !(p.late && !own.Void) {
					p.Errorf("the %d's record is void %t, and the chain says %v", of, own.Void, did)
				}
			}
		}
	}
}

// stored holds every record of every transaction store against the chain. Where a reorganization took what had as many blocks on it as are waited
// for, as one does that is no deeper than that, of what was sent before its step, a record is asked for first, which is when the Manager looks again.
func (p *play) stored(c Case) {
	p.Helper()
	for n, s := range p.w.seats {
		account := s.manager.Account()
		records := p.signed(s)
		if p.late || c.Depth >= c.Wait {
			for _, r := range records {
				_, _ = s.manager.Reconcile(p.ctx, r.Key)
			}
			records = p.signed(s)
		}
		latest, err := p.w.client.NonceAt(p.ctx, account, nil)
		p.w.must(err)
		pending, err := p.w.client.PendingNonceAt(p.ctx, account)
		p.w.must(err)
		if latest != pending || latest != uint64(len(records)) {
			p.Errorf("the %d has signed for %d nonces, the chain has used %d, and %d wait", n, len(records), latest, pending-latest)
		}
		for _, r := range records {
			if err := p.agrees(&r); err != nil {
				p.Errorf("the %d's nonce %d, %s: %v", n, r.Nonce, r.Key, err)
			}
		}
	}
}

// signed are a store's records, by nonce.
func (p *play) signed(s *seat) (all []transactions.Record) {
	p.Helper()
	for nonce := uint64(0); ; nonce++ {
		r, ok, err := s.store.At(p.ctx, transactions.Scope{ChainID: p.w.chain.ID(), Account: s.manager.Account()}, nonce)
		p.w.must(err)
		if !ok {
			return all
		}
		all = append(all, r)
	}
}

// agrees holds what a store says of a nonce against the chain.
func (p *play) agrees(r *transactions.Record) error {
	o := r.Outcome
	receipt, err := p.w.client.TransactionReceipt(p.ctx, o.Hash)
	if errors.Is(err, ethereum.NotFound) {
		return fmt.Errorf("the store says %s in block %d, and the chain does not know it", o.Status, o.Block)
	}
	if err != nil {
		return err
	}
	want := transactions.Mined
	if receipt.Status != types.ReceiptStatusSuccessful {
		want = transactions.Reverted
	}
	if i := slices.IndexFunc(r.Attempts, func(a transactions.Attempt) bool { return a.Hash == o.Hash }); i < 0 {
		return fmt.Errorf("its outcome is that of %s, which was not signed for it", o.Hash)
	} else if r.Attempts[i].Empty {
		want = transactions.Canceled
	}
	type fact struct {
		Status transactions.Status
		Block  common.Hash
	}
	if diff := cmp.Diff(fact{want, receipt.BlockHash}, fact{o.Status, o.BlockHash}); diff != "" {
		return fmt.Errorf("the store differs from the chain (-chain +store)\n%s", diff)
	}
	header, err := p.w.client.HeaderByNumber(p.ctx, receipt.BlockNumber)
	if err != nil {
		return err
	}
	if hash := header.Hash(); !bytes.Equal(hash[:], o.BlockHash[:]) {
		return fmt.Errorf("block %d is %s", o.Block, hash)
	}
	return nil
}

// emptied has every seat fetch what is free: nothing of it is stuck.
func (p *play) emptied() {
	p.Helper()
	for n, s := range p.w.seats {
		if free, _ := s.worth(p.ctx); free > 0 {
			if _, err := s.Escrow.Withdraw(p.ctx, "in the end", s.manager.Account(), units(free)); err != nil {
				p.Errorf("the %d cannot fetch the %d that are its own: %v", n, free, err)
			}
		}
	}
}
