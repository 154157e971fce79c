package quorum_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// reads are those that decide, and a lie about each.
var reads = map[string]struct {
	method string
	lie    func(truth any) any
	ask    func(context.Context, *transactions.Client, history) (any, error)
}{
	"balance": {"eth_getBalance", always("0x1"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.BalanceAt(ctx, contract, nil)
	}},
	"balance of a number": {"eth_getBalance", always("0x1"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.BalanceAt(ctx, contract, big.NewInt(7))
	}},
	"storage": {"eth_getStorageAt", always("0x" + strings.Repeat("01", 32)), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.StorageAt(ctx, contract, common.Hash{}, nil)
	}},
	"code": {"eth_getCode", always("0x60"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.CodeAt(ctx, contract, nil)
	}},
	"no code": {"eth_getCode", always("0x"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.CodeAt(ctx, contract, nil)
	}},
	"nonce": {"eth_getTransactionCount", always("0x99"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.NonceAt(ctx, contract, nil)
	}},
	"view": {"eth_call", always("0x01"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.Read(ctx, contract, nil, 1, nil)
	}},
	"view some blocks ago": {"eth_call", always("0x01"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.Read(ctx, contract, nil, 3, nil)
	}},
	"view with its block": {"eth_call", always("0x01"), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		answer, at, err := c.ReadAt(ctx, contract, nil, 2, nil)
		return fmt.Sprint(answer, at), err
	}},
	"view that is said to revert": {"eth_call", always(refused), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.Read(ctx, contract, nil, 1, nil)
	}},
	"receipt": {"eth_getTransactionReceipt", func(truth any) any {
		m := truth.(map[string]any)
		m["status"] = "0x0"
		return m
	}, func(ctx context.Context, c *transactions.Client, h history) (any, error) {
		r, err := c.TransactionReceipt(ctx, txOf(h[9]))
		return fmt.Sprintf("%+v", r), err
	}},
	"receipt withheld": {"eth_getTransactionReceipt", always(nil), func(ctx context.Context, c *transactions.Client, h history) (any, error) {
		r, err := c.TransactionReceipt(ctx, txOf(h[9]))
		return fmt.Sprintf("%+v", r), err
	}},
	"receipt made up": {"eth_getTransactionReceipt", func(any) any {
		n := &node{blocks: mainChain(10)}
		m := n.receipt([]byte(`"` + txOf(n.blocks[4]).Hex() + `"`)).(map[string]any)
		m["transactionHash"] = common.Hash{5}
		return m
	}, func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		r, err := c.TransactionReceipt(ctx, common.Hash{5})
		if errors.Is(err, ethereum.NotFound) {
			return "none", nil
		}
		return r, err
	}},
	"logs withheld": {"eth_getLogs", always([]any{}), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.FilterLogs(ctx, filter(2, 5, contract))
	}},
	"one log withheld": {"eth_getLogs", func(truth any) any { return truth.([]any)[1:] }, func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.FilterLogs(ctx, filter(2, 5, contract))
	}},
	"logs made up": {"eth_getLogs", func(any) any {
		return (&node{blocks: mainChain(10)}).logs([]byte(`{"fromBlock":"0x1","toBlock":"0x5","address":["` + contract.Hex() + `"]}`))
	},
		func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
			return c.FilterLogs(ctx, filter(2, 5, common.Address{9}))
		}},
	"logs up to the newest block": {"eth_getLogs", always([]any{}), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.FilterLogs(ctx, ethereum.FilterQuery{FromBlock: big.NewInt(3), Addresses: []common.Address{contract}})
	}},
	"gas of a call that is said to revert": {"eth_estimateGas", always(refused), func(ctx context.Context, c *transactions.Client, _ history) (any, error) {
		return c.EstimateGas(ctx, ethereum.CallMsg{To: &contract})
	}},
}

func always(lie any) func(any) any { return func(any) any { return lie } }

func filter(from, to int64, of common.Address) ethereum.FilterQuery {
	return ethereum.FilterQuery{FromBlock: big.NewInt(from), ToBlock: big.NewInt(to), Addresses: []common.Address{of}}
}

// S-6.2-1, S-6.2-2, THREATS 4, RPC lies: of three endpoints one may lie about whatever decides, and the truth is read; of two nobody is chosen, and
// the error says who said what. That something is there is believed of nobody alone, nor that it is not.
func TestALieAboutWhateverDecides(t *testing.T) {
	blocks := mainChain(12)
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			honest := endpoints(t, 3, blocks)
			truth, err := read.ask(t.Context(), honest.dial(), blocks)
			if err != nil {
				t.Fatal(err)
			}
			for liar := range 3 {
				three := endpoints(t, 3, blocks)
				three.set(liar, func(n *node) { n.lies = map[string]func(any) any{read.method: read.lie} })
				client := three.dial()
				for range 3 { // whoever is faster
					got, err := read.ask(t.Context(), client, blocks)
					if fmt.Sprint(got) != fmt.Sprint(truth) || err != nil {
						t.Fatalf("%v, %v, want %v", got, err, truth)
					}
				}
				if read.method != "eth_estimateGas" {
					three.eventually("the liar is named", func() bool {
						return strings.Contains(three.said(), three.nodes[liar].name+" lies, or is out of order: "+read.method)
					})
				}
				for i, n := range three.nodes {
					if i != liar && strings.Contains(three.said(), n.name) {
						t.Errorf("who is honest is accused: %s", three.said())
					}
				}
			}
			two := endpoints(t, 2, blocks)
			two.set(1, func(n *node) { n.lies = map[string]func(any) any{read.method: read.lie} })
			got, err := read.ask(t.Context(), two.dial(), blocks)
			if !errors.Is(err, transactions.ErrDisagree) || !errors.Is(err, transactions.ErrBusy) {
				t.Fatalf("of two of which one lies, %v, %v", got, err)
			}
			for _, want := range []string{"http://a says ", "http://b says ", read.method, "parley doctor"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

// Issue 4, quorum on the head: a made-up head is no head, whether it is higher, as high or of another time; nor is what is said to be final.
func TestALieAboutTheHead(t *testing.T) {
	blocks := mainChain(12)
	fork := blocks[:11].grow(1, "fork")
	for name, lie := range map[string]func(truth any) any{
		"another block":   func(any) any { return told(fork.head(), "x") },
		"a higher one":    func(any) any { return told(fork.grow(900, "fork").head(), "x") },
		"one ahead":       func(any) any { return told(blocks.grow(1, "ahead").head(), "x") },
		"an earlier one":  func(any) any { return told(blocks[3], "x") },
		"none":            always(nil),
		"nonsense":        always("0x1"),
		"without a hash":  always(map[string]any{"number": "0xb"}),
		"another time":    func(truth any) any { m := truth.(map[string]any); m["timestamp"] = "0x99999999"; return m },
		"another parent":  func(truth any) any { m := truth.(map[string]any); m["parentHash"] = common.Hash{3}; return m },
		"no such account": func(truth any) any { m := truth.(map[string]any); m["stateRoot"] = common.Hash{3}; return m },
	} {
		t.Run(name, func(t *testing.T) {
			for liar := range 3 {
				w := endpoints(t, 3, blocks)
				client := w.dial()
				w.set(liar, func(n *node) { n.lies = map[string]func(any) any{"eth_getBlockByNumber": lie} })
				for range 3 {
					head, err := client.Head(t.Context())
					if err != nil || head.Hash != blocks.head().Hash() || head.Time.Unix() != int64(blocks.head().Time) {
						t.Fatalf("%+v, %v", head, err)
					}
					height, err := client.BlockNumber(t.Context())
					if err != nil || height != 11 {
						t.Fatalf("block %d, %v", height, err)
					}
					final, err := client.HeaderByNumber(t.Context(), big.NewInt(int64(rpc.FinalizedBlockNumber)))
					if err != nil || final.Hash() != blocks[7].Hash() {
						t.Fatalf("final: %v, %v", final, err)
					}
				}
			}
		})
	}
}

// Of two that name different heads the last block in common is it.
func TestTwoHeads(t *testing.T) {
	blocks := mainChain(12)
	w := endpoints(t, 2, blocks)
	w.set(1, func(n *node) { n.blocks = blocks[:9].grow(5, "fork") })
	client := w.dial()
	head, err := client.Head(t.Context())
	if err != nil || head.Hash != blocks[8].Hash() {
		t.Fatalf("%+v, %v; want block 8, the last in common", head, err)
	}
	answer, at, err := client.ReadAt(t.Context(), contract, nil, 1, nil)
	if err != nil || at.Hash != head.Hash || common.BytesToHash(answer) != head.Hash {
		t.Fatalf("%x of %+v, %v", answer, at, err)
	}
	if block, err := client.HeaderByNumber(t.Context(), big.NewInt(10)); !errors.Is(err, ethereum.NotFound) {
		t.Errorf("block 10, which no majority has: %v, %v", block, err)
	}
	if _, err := client.TransactionReceipt(t.Context(), txOf(blocks[10])); !errors.Is(err, ethereum.NotFound) {
		t.Errorf("a receipt of block 10: %v", err)
	}
	if logs, err := client.FilterLogs(t.Context(), filter(0, 11, contract)); err != nil || len(logs) != 9 {
		t.Errorf("%d logs, %v; want those up to block 8", len(logs), err)
	}
}

// What differs deeper than a reorganization goes is no chain to choose from: of two it is an error that names both, of three the one is left out,
// which is told, and it counts again once it has the blocks of the others.
func TestAnotherHistory(t *testing.T) {
	blocks := mainChain(30)
	other := blocks[:5].grow(25, "other")
	two := endpoints(t, 2, blocks)
	two.set(1, func(n *node) { n.blocks = other })
	_, err := two.dial().Head(t.Context())
	if !errors.Is(err, transactions.ErrDisagree) || !strings.Contains(err.Error(), "http://a says it is") || !strings.Contains(err.Error(), "http://b says it is") {
		t.Errorf("of two: %v", err)
	}
	three := endpoints(t, 3, blocks)
	three.set(2, func(n *node) { n.blocks = other })
	client := three.dial()
	three.eventually("it is left out", func() bool {
		head, err := client.Head(t.Context())
		if err != nil || head.Hash != blocks.head().Hash() {
			t.Fatalf("%+v, %v", head, err)
		}
		return strings.Contains(three.said(), "http://c is left out, it is on another history")
	})
	three.set(2, func(n *node) { n.blocks = blocks })
	three.eventually("it counts again", func() bool {
		if _, err := client.Head(t.Context()); err != nil {
			t.Fatal(err)
		}
		return strings.Contains(three.said(), "http://c counts again")
	})
}

// A reorganization reaches endpoints one after the other: meanwhile the chain goes on from the last block that a majority has, never to one that
// only one of them has, and nobody is called a liar.
func TestAReorganizationArrives(t *testing.T) {
	blocks := mainChain(12)
	after := blocks[:9].grow(4, "after")
	for _, n := range []int{2, 3} {
		w := endpoints(t, n, blocks)
		client := w.dial()
		want := []history{blocks, blocks[:9], after, after}
		if n == 3 {
			want = []history{blocks, blocks, after, after}
		}
		for moved := range n + 1 {
			if moved > 0 {
				w.set(moved-1, func(n *node) { n.blocks = after })
			}
			for range 3 {
				head, err := client.Head(t.Context())
				if err != nil || head.Hash != want[moved].head().Hash() {
					t.Fatalf("%d of %d have gone over: head %+v, %v, want block %d", moved, n, head, err, want[moved].head().Number)
				}
				answer, err := client.Read(t.Context(), contract, nil, 1, nil)
				if err != nil || common.BytesToHash(answer) != head.Hash {
					t.Fatalf("%d of %d have gone over: %x, %v, want that of %s", moved, n, answer, err, head.Hash)
				}
			}
		}
		if w.said() != "" {
			t.Errorf("of %d: %s", n, w.said())
		}
	}
}
