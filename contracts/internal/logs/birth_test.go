package logs_test

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/internal/logs"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// node has the contract from a block on, and has forgotten the states before another.
type node struct {
	born, kept uint64
	fails      error
	asked      int
}

func (n *node) CodeAt(_ context.Context, _ common.Address, block *big.Int) ([]byte, error) {
	n.asked++
	switch b := block.Uint64(); {
	case n.fails != nil:
		return nil, n.fails
	case b < n.kept:
		return nil, errors.New("missing trie node")
	case b < n.born:
		return nil, nil
	}
	return []byte{1}, nil
}

func (n *node) Explain(err error) error { return err }

func TestBirth(t *testing.T) { // C35
	for name, c := range map[string]struct {
		node        node
		first, last uint64
		want        uint64
		asked       int
	}{
		"archive":         {node{born: 5000}, 0, 100_000, 5000 - 64, 17},
		"in block 3":      {node{born: 3}, 0, 100_000, 0, 17},
		"later, asked":    {node{born: 5000}, 9000, 100_000, 9000, 17},
		"pruned":          {node{born: 5000, kept: 99_000}, 0, 100_000, 0, 1},
		"within a window": {node{born: 5000}, 99_000, 100_000, 99_000, 0},
	} {
		var b logs.Birth
		for range 2 { // it is looked for once
			since, err := b.Since(t.Context(), &c.node, common.Address{1}, c.first, c.last)
			if err != nil || since != c.want {
				t.Errorf("%s: since %d, %v, want %d", name, since, err, c.want)
			}
		}
		if c.node.asked > c.asked || c.asked > 0 && c.node.asked == 0 {
			t.Errorf("%s: asked %d times, want about %d", name, c.node.asked, c.asked)
		}
	}
	// An endpoint that is away is an error, not an answer, and it is looked for again.
	var b logs.Birth
	n := node{born: 5000, fails: transactions.ErrBusy}
	if _, err := b.Since(t.Context(), &n, common.Address{1}, 0, 100_000); !errors.Is(err, transactions.ErrBusy) {
		t.Errorf("an endpoint that is busy: %v", err)
	}
	n.fails = nil
	if since, err := b.Since(t.Context(), &n, common.Address{1}, 0, 100_000); since != 5000-64 || err != nil {
		t.Errorf("back again: %d, %v", since, err)
	}
}
