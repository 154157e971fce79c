package quorum_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var chainID = big.NewInt(1337)

// history is a chain, block by block.
type history []*types.Header

// grow returns a history with n blocks more, of a branch by this name.
func (h history) grow(n int, branch string) history {
	h = h[:len(h):len(h)]
	for range n {
		next := &types.Header{Number: big.NewInt(int64(len(h))), Difficulty: new(big.Int), BaseFee: big.NewInt(7), Extra: []byte(branch), Time: uint64(12 * len(h))}
		if len(h) > 0 {
			next.ParentHash = h[len(h)-1].Hash()
		}
		h = append(h, next)
	}
	return h
}

// main is a history of so many blocks, the first included.
func mainChain(n int) history { return history(nil).grow(n, "main") }

func (h history) head() *types.Header { return h[len(h)-1] }

// txOf is the one transaction of a block.
func txOf(h *types.Header) common.Hash { return crypto.Keccak256Hash([]byte("tx"), h.Hash().Bytes()) }

// contract has one event in each block.
var contract = common.HexToAddress("0x0123456789AbcdeF0123456789abcDEf01234567")

// node is an endpoint.
type node struct {
	name string

	mu      sync.Mutex
	id      *big.Int
	blocks  history
	settled int                            // blocks below the head that are final
	lies    map[string]func(truth any) any // by method
	always  *any                           // what it answers to everything
	fails   func(*http.Request) (*http.Response, error)
	refuses string // what it says to transactions
	pool    uint64
	tip     uint64
	gas     uint64
	asked   int
	sent    []string
	seen    []string // methods
}

// change changes a node while it is in use.
func (n *node) change(f func(*node)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f(n)
}

func (n *node) requests() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked
}

func (n *node) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	n.asked++
	fails := n.fails
	n.mu.Unlock()
	if fails != nil {
		return fails(r)
	}
	var questions []question
	alone := json.Unmarshal(body, &questions) != nil
	if alone {
		questions = make([]question, 1)
		if err := json.Unmarshal(body, &questions[0]); err != nil {
			return nil, err
		}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	answers := []map[string]any{}
	for _, q := range questions {
		n.seen = append(n.seen, q.Method)
		answer := map[string]any{"jsonrpc": "2.0", "id": q.ID}
		result, refusal := n.answer(q)
		if n.always != nil {
			result, refusal = *n.always, nil
		}
		if lie := n.lies[q.Method]; lie != nil {
			text, _ := json.Marshal(result)
			var truth any
			_ = json.Unmarshal(text, &truth)
			if lied := lie(truth); lied != refused {
				result, refusal = lied, nil
			} else {
				refusal = reverts
			}
		}
		if answer["result"] = result; refusal != nil {
			delete(answer, "result")
			answer["error"] = refusal
		}
		answers = append(answers, answer)
	}
	text, err := json.Marshal(answers)
	if alone {
		text, err = json.Marshal(answers[0])
	}
	return respond(r, http.StatusOK, string(text)), err
}

var (
	refused any = "refused" // a lie: the contract refuses
	reverts     = map[string]any{"code": 3, "message": "execution reverted", "data": "0x08c379a0"}
)

type question struct {
	ID     json.RawMessage
	Method string
	Params []json.RawMessage
}

func respond(r *http.Request, status int, text string) *http.Response {
	return &http.Response{StatusCode: status, Status: fmt.Sprint(status, " ", http.StatusText(status)), Request: r, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: -1, Body: io.NopCloser(strings.NewReader(text))}
}

func refuse(code int, message string) map[string]any {
	return map[string]any{"code": code, "message": message}
}

// at is the block that a parameter names, nil where the node has none.
func (n *node) at(param json.RawMessage) *types.Header {
	var by struct{ BlockHash common.Hash }
	if json.Unmarshal(param, &by) == nil {
		return n.by(by.BlockHash)
	}
	var tag string
	_ = json.Unmarshal(param, &tag)
	number, err := hexutil.DecodeUint64(tag)
	switch {
	case tag == "latest":
		return n.blocks.head()
	case tag == "finalized" || tag == "safe":
		return n.blocks[max(len(n.blocks)-1-n.settled, 0)]
	case err != nil || number >= uint64(len(n.blocks)):
		return nil
	}
	return n.blocks[number]
}

func (n *node) by(hash common.Hash) *types.Header {
	for _, h := range n.blocks {
		if h.Hash() == hash {
			return h
		}
	}
	return nil
}

// answer tells the truth.
func (n *node) answer(q question) (result any, refusal map[string]any) {
	of := map[string]int{"eth_call": 1, "eth_getBalance": 1, "eth_getCode": 1, "eth_getTransactionCount": 1, "eth_getStorageAt": 2, "eth_estimateGas": 1}
	var block *types.Header
	if i, ok := of[q.Method]; ok && !(strings.Contains(string(q.Params[i]), "pending")) {
		if block = n.at(q.Params[i]); block == nil {
			return nil, refuse(-32000, "header not found")
		}
	}
	switch q.Method {
	case "eth_chainId":
		return (*hexutil.Big)(n.id), nil
	case "eth_blockNumber":
		return hexutil.Uint64(n.blocks.head().Number.Uint64()), nil
	case "eth_getBlockByNumber":
		return told(n.at(q.Params[0]), n.name), nil
	case "eth_getBlockByHash":
		var hash common.Hash
		_ = json.Unmarshal(q.Params[0], &hash)
		return told(n.by(hash), n.name), nil
	case "eth_call", "eth_getStorageAt":
		return block.Hash(), nil
	case "eth_getBalance":
		return (*hexutil.Big)(new(big.Int).SetBytes(block.Hash().Bytes()[:8])), nil
	case "eth_getCode":
		return hexutil.Bytes(block.Extra), nil
	case "eth_getTransactionCount":
		if block == nil {
			return hexutil.Uint64(n.pool), nil
		}
		return hexutil.Uint64(block.Number.Uint64()), nil
	case "eth_estimateGas":
		return hexutil.Uint64(n.gas), nil
	case "eth_maxPriorityFeePerGas":
		return hexutil.Uint64(n.tip), nil
	case "eth_getLogs":
		return n.logs(q.Params[0]), nil
	case "eth_getTransactionReceipt":
		return n.receipt(q.Params[0]), nil
	case "eth_sendRawTransaction":
		if n.refuses != "" {
			return nil, refuse(-32000, n.refuses)
		}
		n.sent = append(n.sent, string(q.Params[0]))
		return common.Hash{1}, nil
	}
	return nil, refuse(-32601, "the method "+q.Method+" does not exist")
}

// told is a block as a kind of node tells it, which adds fields of its own.
func told(h *types.Header, kind string) any {
	if h == nil {
		return nil
	}
	text, _ := json.Marshal(h)
	var m map[string]any
	_ = json.Unmarshal(text, &m)
	m["size"], m["madeBy"], m["transactions"] = "0x1", kind, []any{}
	return m
}

func (n *node) logs(param json.RawMessage) []any {
	var filter struct {
		FromBlock, ToBlock hexutil.Uint64
		Address            []common.Address
	}
	_ = json.Unmarshal(param, &filter)
	found := []any{}
	for _, h := range n.blocks {
		if number := h.Number.Uint64(); number >= uint64(filter.FromBlock) && number <= uint64(filter.ToBlock) && filter.Address[0] == contract {
			found = append(found, map[string]any{"address": contract, "topics": []common.Hash{{1}}, "data": h.Hash(), "blockNumber": hexutil.Uint64(number),
				"blockHash": h.Hash(), "transactionHash": txOf(h), "transactionIndex": "0x0", "logIndex": "0x0", "removed": false, "madeBy": n.name})
		}
	}
	return found
}

func (n *node) receipt(param json.RawMessage) any {
	var hash common.Hash
	_ = json.Unmarshal(param, &hash)
	for _, h := range n.blocks {
		if txOf(h) == hash {
			return map[string]any{"transactionHash": hash, "blockHash": h.Hash(), "blockNumber": (*hexutil.Big)(h.Number), "transactionIndex": "0x0", "status": "0x1",
				"cumulativeGasUsed": "0x5208", "gasUsed": "0x5208", "logsBloom": types.Bloom{}, "logs": []any{}, "type": "0x2", "effectiveGasPrice": "0x7", "kind": n.name, "contractAddress": nil}
		}
	}
	return nil
}

// network is endpoints, and what was told of them.
type network struct {
	*testing.T
	nodes []*node
	mu    sync.Mutex
	told  []string
}

// endpoints are n nodes that have a history.
func endpoints(t *testing.T, n int, of history) *network {
	w := &network{T: t}
	for i := range n {
		w.nodes = append(w.nodes, &node{name: fmt.Sprintf("http://%c", 'a'+i), id: chainID, blocks: of, settled: 4, tip: 5, gas: 100})
	}
	return w
}

func (w *network) said() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.told, "\n")
}

func (w *network) config() quorum.Config {
	c := quorum.Config{ChainID: chainID, Fork: 8, Again: time.Millisecond, Grace: time.Hour, Retry: time.Nanosecond, Patience: time.Hour}
	for _, n := range w.nodes {
		c.Addresses = append(c.Addresses, n.name)
	}
	c.Transport = func(address string) http.RoundTripper {
		for _, n := range w.nodes {
			if n.name == address {
				return n
			}
		}
		return w.nodes[0]
	}
	c.Told = func(words string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.told = append(w.told, words)
	}
	return c
}

func (w *network) dial(with ...func(*quorum.Config)) *transactions.Client {
	w.Helper()
	config := w.config()
	for _, change := range with {
		change(&config)
	}
	client, err := quorum.Dial(w.Context(), config)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(client.Close)
	return client
}

// set changes one of the nodes.
func (w *network) set(i int, f func(*node)) { w.nodes[i].change(f) }

// eventually waits until something is so that happens beside.
func (w *network) eventually(what string, is func() bool) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			w.Fatalf("%s: it does not happen; told %q", what, w.said())
		}
	}
}

// answering answers everything alike.
func answering(status int, text string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) { return respond(r, status, text), nil }
}
