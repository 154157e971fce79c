package quorum_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// rawText is an answer as it came.
type rawText = json.RawMessage

// batchOf is questions of all kinds.
func batchOf(account common.Address, tx common.Hash, names *[]string) []rpc.BatchElem {
	var all []rpc.BatchElem
	add := func(method string, params ...any) {
		all = append(all, rpc.BatchElem{Method: method, Args: params, Result: new(rawText)})
		*names = append(*names, method)
	}
	add("eth_chainId")
	add("eth_getBlockByNumber", "latest", false)
	add("eth_blockNumber")
	add("eth_getBalance", account, "latest")
	add("eth_call", map[string]any{"to": account}, "latest")
	add("eth_getTransactionReceipt", tx)
	add("eth_getLogs", map[string]any{"fromBlock": "0x2", "toBlock": "latest", "address": []common.Address{account}})
	add("eth_maxPriorityFeePerGas")
	add("eth_getTransactionCount", account, "pending")
	return all
}

func transfer(t *testing.T) *types.Transaction {
	t.Helper()
	tx, err := types.SignNewTx(devchain.Account(0), types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{ChainID: chainID, Gas: 21_000, To: &contract, Value: big.NewInt(1), GasFeeCap: big.NewInt(9), GasTipCap: big.NewInt(1)})
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// A transaction goes to all, also to who is not counted, and it is sent once one has it; what all refuse is refused, in a node's words.
func TestSend(t *testing.T) {
	for name, c := range map[string]struct {
		refuse [3]string
		fails  error
	}{
		"all take it":                        {},
		"two have it":                        {refuse: [3]string{"already known", "", "already known"}},
		"two are a block further":            {refuse: [3]string{"nonce too low", "nonce too low", ""}},
		"one does not":                       {refuse: [3]string{"", "insufficient funds", ""}},
		"all have it":                        {[3]string{"nonce too low: next nonce 5, tx nonce 4", "already known", "nonce too low"}, errors.New("already known")},
		"all refuse":                         {[3]string{"insufficient funds", "insufficient funds", "txpool is full"}, errors.New("insufficient funds")},
		"all are further":                    {[3]string{"nonce too low", "nonce too low", "nonce too low"}, errors.New("nonce too low")},
		"all want more of it":                {[3]string{"replacement transaction underpriced", "replacement transaction underpriced", "replacement transaction underpriced"}, errors.New("underpriced")},
		"the last takes it, two have it not": {refuse: [3]string{"txpool is full", "txpool is full", ""}},
	} {
		w := endpoints(t, 3, mainChain(3))
		for i, words := range c.refuse {
			w.nodes[i].refuses = words
		}
		client := w.dial()
		err := client.SendTransaction(t.Context(), transfer(t))
		if (err == nil) != (c.fails == nil) || err != nil && !strings.Contains(err.Error(), c.fails.Error()) {
			t.Errorf("%s: %v, want %v", name, err, c.fails)
		}
		w.eventually("it goes to all", func() bool {
			for i, n := range w.nodes {
				sent := false
				n.change(func(n *node) { sent = len(n.sent) == 1 })
				if sent != (c.refuse[i] == "") {
					return false
				}
			}
			return true
		})
		client.Close()
	}
}

// It is sent if one takes it, though the others are away: what was signed is not lost with them.
func TestSendDuringAnOutage(t *testing.T) {
	w := endpoints(t, 3, mainChain(3))
	client := w.dial()
	w.set(0, func(n *node) { n.fails = outages["out of order"].fails })
	w.set(1, func(n *node) { n.fails = outages["refused"].fails })
	if _, err := client.Head(t.Context()); err == nil {
		t.Fatal("one of three is a majority")
	}
	if err := client.SendTransaction(t.Context(), transfer(t)); err != nil {
		t.Fatal(err)
	}
	w.set(2, func(n *node) { n.fails = outages["busy"].fails })
	if err := client.SendTransaction(t.Context(), transfer(t)); err == nil || !strings.Contains(err.Error(), "429") || !strings.Contains(err.Error(), "http://b") {
		t.Errorf("nobody has it: %v", err)
	}
}

// Prices are in the middle, of two the higher that is no more than twice the lower; gas is in the middle, of two the higher; a pool has what a
// majority's have.
func TestPrices(t *testing.T) {
	for name, c := range map[string]struct {
		figures          []uint64
		price, gas, pool uint64
	}{
		"two alike":   {figures: []uint64{5, 5}, price: 5, gas: 5, pool: 5},
		"two":         {figures: []uint64{5, 8}, price: 8, gas: 8, pool: 5},
		"two, one up": {figures: []uint64{900, 8}, price: 16, gas: 900, pool: 8},
		"two, one 0":  {figures: []uint64{0, 8}, price: 0, gas: 8, pool: 0},
	} {
		w := endpoints(t, len(c.figures), mainChain(3))
		for i, n := range w.nodes {
			n.tip, n.gas, n.pool = c.figures[i], c.figures[i], c.figures[i]
		}
		client := w.dial()
		price, err1 := client.SuggestGasTipCap(t.Context())
		gas, err2 := client.EstimateGas(t.Context(), ethereum.CallMsg{To: &contract})
		pool, err3 := client.PendingNonceAt(t.Context(), contract)
		if err := errors.Join(err1, err2, err3); err != nil || price.Uint64() != c.price || gas != c.gas || pool != c.pool {
			t.Errorf("%s: price %v, gas %d, nonces %d, %v; want %d, %d, %d", name, price, gas, pool, err, c.price, c.gas, c.pool)
		}
		client.Close()
	}
	// Of three no one moves them beyond what two say: whichever two are faster.
	for liar := range 3 {
		w := endpoints(t, 3, mainChain(3))
		for i, n := range w.nodes {
			n.tip, n.gas, n.pool = uint64(10+i), uint64(100+i), uint64(10+i)
		}
		w.nodes[liar].tip, w.nodes[liar].gas, w.nodes[liar].pool = 1_000_000, 1_000_000, 1_000_000
		client := w.dial()
		for range 20 {
			price, err := client.SuggestGasTipCap(t.Context())
			if err != nil || price.Uint64() > 24 || price.Uint64() < 10 {
				t.Errorf("price %v, %v", price, err)
			}
			if pool, err := client.PendingNonceAt(t.Context(), contract); err != nil || pool > 12 || pool < 10 {
				t.Errorf("nonces %d, %v", pool, err)
			}
		}
		client.Close()
	}
}

// One address is asked as before, with no question more: its word counts, whatever it is.
func TestOneAddress(t *testing.T) {
	questions := func(dial func(*network) (*transactions.Client, error)) []string {
		w := endpoints(t, 1, mainChain(3))
		client, err := dial(w)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		_, err1 := client.Head(t.Context())
		_, err2 := client.Read(t.Context(), contract, nil, 2, nil)
		_, err3 := client.FilterLogs(t.Context(), filter(0, 9, contract))
		if err := errors.Join(err1, err2, err3, client.SendTransaction(t.Context(), transfer(t))); err != nil || client.URL() != "http://a" {
			t.Errorf("%s: %v", client.URL(), err)
		}
		return w.nodes[0].seen
	}
	direct := questions(func(w *network) (*transactions.Client, error) {
		return transactions.DialThrough(t.Context(), "http://a", chainID, w.nodes[0])
	})
	alone := questions(func(w *network) (*transactions.Client, error) {
		config := w.config()
		config.Addresses = quorum.Split(" http://a, ")
		return quorum.Dial(t.Context(), config)
	})
	if diff := cmp.Diff(direct, alone); diff != "" {
		t.Errorf("what it is asked (-directly +as one of one):\n%s", diff)
	}
}

// FuzzLiar: whatever one of three answers, to all that it is asked or to each question, what is read is true.
func FuzzLiar(f *testing.F) {
	f.Add(200, `[]`)
	f.Add(200, `{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"slow down"}}`)
	f.Add(503, ``)
	f.Add(0, `null`)
	f.Add(0, `"0xffffffffffffffff"`)
	f.Add(0, `[{"address":"0x00","removed":true}]`)
	f.Add(0, `{"number":"0xffffffffffffffff","hash":"0x`+strings.Repeat("00", 32)+`","blockNumber":"0x1","logs":[5]}`)
	blocks := mainChain(12)
	f.Fuzz(func(t *testing.T, status int, text string) {
		w := endpoints(t, 3, blocks)
		client := w.dial(func(c *quorum.Config) { c.Grace = time.Millisecond })
		var lie any
		w.set(1, func(n *node) {
			if status == 0 && json.Unmarshal([]byte(text), &lie) == nil {
				n.always = &lie
				return
			}
			n.fails = answering(100+max(status, -(status+1))%500, text)
		})
		if head, err := client.Head(t.Context()); err != nil || head.Hash != blocks.head().Hash() {
			t.Fatalf("%+v, %v", head, err)
		}
		if answer, err := client.Read(t.Context(), contract, nil, 1, nil); err != nil || common.BytesToHash(answer) != blocks.head().Hash() {
			t.Fatalf("%x, %v", answer, err)
		}
		if logs, err := client.FilterLogs(t.Context(), filter(3, 5, contract)); err != nil || len(logs) != 3 {
			t.Fatalf("%d logs, %v", len(logs), err)
		}
		if r, err := client.TransactionReceipt(t.Context(), txOf(blocks[4])); err != nil || r.BlockHash != blocks[4].Hash() {
			t.Fatalf("%+v, %v", r, err)
		}
		if price, err := client.SuggestGasTipCap(t.Context()); err != nil || price.Uint64() > 10 {
			t.Fatalf("%v, %v", price, err)
		}
		if _, err := client.PendingNonceAt(t.Context(), contract); err != nil {
			t.Fatal(err)
		}
		if err := client.SendTransaction(t.Context(), transfer(t)); err != nil {
			t.Fatal(err)
		}
		client.Close()
	})
}
