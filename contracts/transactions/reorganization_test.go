package transactions_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"testing"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

func TestAReorganizationIsSurvived(t *testing.T) { // THREATS 4, chain reorganization
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client, Confirmations: 3})
	sent := sending(t, m, pay("deep"))
	eventually(t, "the transaction to be in a block", func() bool {
		n, err := client.NonceAt(t.Context(), m.Account(), nil)
		return err == nil && n == 1
	})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := chain.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := chain.Reorg(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if err := chain.DropPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(sent) > 0 {
		t.Fatalf("decided at two of three confirmations: %v", <-sent)
	}
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := sealUntil(t, chain, "three confirmations", sent)
	if r.err != nil {
		t.Fatal(r.err)
	}
	header, err := client.HeaderByNumber(t.Context(), new(big.Int).SetUint64(r.outcome.Block))
	if err != nil || header.Hash() != r.outcome.BlockHash {
		t.Errorf("the outcome names block %x, the chain has another", r.outcome.BlockHash)
	}
	paid(t, client, "deep")
}

func TestWhatAReorganizationTookBackAfterItCountedIsSentAgain(t *testing.T) { // THREATS 4, re-derive on reorg
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client}) // believes one block
	mustSend(t, m, pay("early"))
	takeBack(t, chain, client)
	mustSend(t, m, pay("next")) // its nonce is 1; 0 is missing below it
	paid(t, client, "early", "next")
}

// Nothing else is sent: asking for the effect again is what brings it back. The first time by who remembers it, the second
// time by who has read it from the store, then by Reconcile.
func TestWhatAReorganizationTookBackIsNotReportedAsMined(t *testing.T) { // THREATS 4, re-derive on reorg; rule 1
	ask := map[string]func(*transactions.Manager) (transactions.Outcome, error){
		"send":      func(m *transactions.Manager) (transactions.Outcome, error) { return m.Send(bounded(t), pay("kept")) },
		"reconcile": func(m *transactions.Manager) (transactions.Outcome, error) { return m.Reconcile(bounded(t), "kept") },
	}
	for name, again := range ask {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restarted %v", name, restart), func(t *testing.T) {
				chain := startChain(t, devchain.Config{})
				client := dial(t, chain.URL())
				store := new(transactions.Memory)
				m := open(t, transactions.Config{Client: client, Store: store})
				first := mustSend(t, m, pay("kept"))
				takeBack(t, chain, client)
				if restart {
					m.Close()
					m = open(t, transactions.Config{Client: client, Store: store})
				}
				o, err := again(m)
				if err != nil {
					t.Fatal(err)
				}
				if o.Nonce != first.Nonce || o.Hash != first.Hash || o.BlockHash == first.BlockHash {
					t.Errorf("first %+v, then %+v: want the same transaction in another block", first, o)
				}
				paid(t, client, "kept")
			})
		}
	}
}

// takeBack has the chain forget its newest block and what was in it.
func takeBack(t *testing.T, chain *devchain.Chain, client *transactions.Client) {
	t.Helper()
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := chain.Reorg(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := chain.DropPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := client.NonceAt(t.Context(), devchain.Address(0), nil); err != nil || n != 0 {
		t.Fatalf("nonce %d, %v: nothing was taken back", n, err)
	}
}

// An outcome that cannot be held against the chain is not repeated, unless it is deep enough to be final.
func TestAKnownOutcomeIsHeldAgainstTheChainUntilItIsFinal(t *testing.T) { // THREATS 4, RPC outage; rule 1
	chain := startChain(t, devchain.Config{})
	p := newProxy(t, chain.URL())
	client := dial(t, p.url)
	m := open(t, transactions.Config{Client: client, Final: 3})
	first := mustSend(t, m, pay("known"))
	p.fail(status(http.StatusServiceUnavailable))
	if o, err := m.Send(bounded(t), pay("known")); !errors.Is(err, transactions.ErrBusy) {
		t.Errorf("the chain does not answer, and the outcome is %v, %v", o.Status, err)
	}
	p.heal()
	for range 3 {
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	mustSend(t, m, pay("known")) // sees how deep it is
	p.fail(status(http.StatusServiceUnavailable))
	if o := mustSend(t, m, pay("known")); o.BlockHash != first.BlockHash {
		t.Errorf("block %x, want %x", o.BlockHash, first.BlockHash)
	}
}

// An outcome whose block was replaced before it was deep is not believed later for the height of the chain: blocks stand on another.
func TestAReplacedBlockIsNeverFinal(t *testing.T) { // THREATS 4, chain reorganization
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client, Final: 3})
	first := mustSend(t, m, pay("returns"))
	if _, err := chain.Reorg(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for n := range 6 { // which see the chain grow
		mustSend(t, m, pay(fmt.Sprintf("later %d", n)))
	}
	r, err := client.TransactionReceipt(t.Context(), first.Hash)
	if err != nil || r.BlockHash == first.BlockHash {
		t.Fatalf("the transaction is in block %v as before, %v", r, err)
	}
	if again := mustSend(t, m, pay("returns")); again.BlockHash != r.BlockHash {
		t.Errorf("it is said to be in block %s; it is in %s", again.BlockHash, r.BlockHash)
	}
}

// What was mined last is taken back while the program is away, the pools forget it, and the node that is asked then has never seen the block that
// had it: by what was mined before it is known to be the same chain, and it comes about again.
func TestAReorganizationWhileAwayIsNotAnotherChain(t *testing.T) { // THREATS 4, re-derive on reorg
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	store := new(transactions.Memory)
	m := open(t, transactions.Config{Client: client, Store: store})
	for _, key := range []string{"old", "elder"} {
		mustSend(t, m, pay(key))
	}
	last := mustSend(t, m, pay("last"))
	m.Close()
	hold(t, chain)
	if _, err := chain.Reorg(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := chain.DropPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	release(t, chain)
	p := newProxy(t, chain.URL())
	p.edit(func(answer []byte) []byte {
		if bytes.Contains(answer, fmt.Appendf(nil, `"hash":"%s"`, last.BlockHash)) {
			return regexp.MustCompile(`"result":\{.*\}`).ReplaceAll(answer, []byte(`"result":null}`))
		}
		return answer
	})
	later := dial(t, p.url)
	if _, err := transactions.Survey(t.Context(), devchain.Address(0), transactions.Config{Client: later, Store: store}); err != nil {
		t.Errorf("who only looks is told %v", err)
	}
	m = open(t, transactions.Config{Client: later, Store: store})
	eventually(t, "what was taken back to be mined again", func() bool {
		keys, err := m.Pending(t.Context())
		return err == nil && len(keys) == 0
	})
	o, err := m.Reconcile(bounded(t), "last")
	if err != nil || o.Hash != last.Hash || o.BlockHash == last.BlockHash {
		t.Errorf("it was %+v, and is %+v, %v", last, o, err)
	}
	mustSend(t, m, pay("next"))
	paid(t, client, "old", "elder", "last", "next")
}
