package transactions_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// pruned is the door to a node that keeps the states of its newest blocks only. To who asks for a block with its transactions it says
// what blocks says, if that is something.
func pruned(t *testing.T, chain *devchain.Chain, keeps uint64, blocks string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		w.Header().Set("Content-Type", "application/json")
		var q struct {
			ID     json.RawMessage
			Method string
			Params []any
		}
		if json.Unmarshal(body, &q) == nil { // no batch
			switch q.Method {
			case "eth_getTransactionCount":
				tag, _ := q.Params[1].(string)
				if n, err := hexutil.DecodeUint64(tag); err == nil && n+keeps < chain.Head().Number {
					fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":"missing trie node"}}`, q.ID)
					return
				}
			case "eth_getBlockByNumber":
				if blocks != "" && q.Params[1] == true {
					fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,%s}`, q.ID, blocks)
					return
				}
			}
		}
		resp, err := http.Post(chain.URL(), "application/json", bytes.NewReader(body))
		if err != nil {
			return
		}
		defer resp.Body.Close()
		_, _ = io.Copy(w, resp.Body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// A store from a backup has a transaction that was outbid since, and the node has forgotten the states of then. What took its nonce is found
// in the blocks; where they do not show it, it is decided all the same: it was undecided for good, and its key brought nothing about any more.
func TestARestoredStoreAtANodeThatForgets(t *testing.T) { // THREATS 4, restored old backup
	for name, c := range map[string]struct {
		blocks string
		want   transactions.Status
	}{
		"it is found":             {"", transactions.Mined},
		"no block has it":         {`"result":{"transactions":[]}`, transactions.Replaced},
		"nobody has these blocks": {`"result":null`, transactions.Replaced},
		"no block is told":        {`"error":{"code":-32000,"message":"history is pruned"}`, transactions.Replaced},
	} {
		t.Run(name, func(t *testing.T) {
			chain := startChain(t, devchain.Config{})
			client := dial(t, chain.URL())
			store := new(archive)
			m := open(t, transactions.Config{Client: client, Store: store})
			mustSend(t, m, pay("first"))
			hold(t, chain)
			sent := sending(t, m, pay("deposit/outbid"))
			pooled(t, client, 1)
			m.Close()
			<-sent
			outbid(t, client, "deposit/outbid", 1)
			release(t, chain)
			const keeps = 8
			for range 4 * keeps {
				if _, err := chain.Seal(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			through := dial(t, pruned(t, chain, keeps, c.blocks))
			m = open(t, transactions.Config{Client: through, Store: store.backup(t, len(store.writes))})
			asked := make(chan result, 1)
			ctx := bounded(t)
			go func() {
				o, err := m.Reconcile(ctx, "deposit/outbid")
				asked <- result{o, err}
			}()
			if r := sealing(t, chain, asked); r.outcome.Status != c.want {
				t.Errorf("it is %v, %v, want %v", r.outcome.Status, r.err, c.want)
			}
			paid(t, client, "deposit/outbid")
		})
	}
}
