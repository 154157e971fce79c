package transactions_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// pruned is the door to a node that keeps the states of its newest blocks only. To who asks for a block with its transactions it says
// what blocks says, if that is something; and that no block has any, if that is "empty".
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
				if blocks == "empty" && q.Params[1] == true {
					body = bytes.Replace(body, []byte("true"), []byte("false"), 1)
				} else if blocks != "" && q.Params[1] == true {
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
		said, _ := io.ReadAll(resp.Body)
		if blocks == "empty" {
			said = listed.ReplaceAll(said, []byte(`"transactions":[]`))
		}
		_, _ = w.Write(said)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// listed is the list of a block's transactions, by their hashes.
var listed = regexp.MustCompile(`"transactions":\[[^]{]*\]`)

// forgetful is a chain, a client of a node of it that forgets, and a store from a backup: of a transaction that has happened it knows another
// attempt only.
func forgetful(t *testing.T, blocks string) (chain *devchain.Chain, client, through *transactions.Client, backup *transactions.Memory) {
	t.Helper()
	chain = startChain(t, devchain.Config{})
	client = dial(t, chain.URL())
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
	return chain, client, dial(t, pruned(t, chain, keeps, blocks)), store.backup(t, len(store.writes))
}

// told is what comes of a call while the chain goes on.
func told(t *testing.T, chain *devchain.Chain, ask func(context.Context) (transactions.Outcome, error)) result {
	t.Helper()
	asked := make(chan result, 1)
	ctx := bounded(t)
	go func() {
		o, err := ask(ctx)
		asked <- result{o, err}
	}()
	return sealing(t, chain, asked)
}

// A store from a backup has a transaction that was outbid since, and the node has forgotten the states of then. What took its nonce is found
// in the blocks. Where they do not tell it comes to an end all the same, and the account goes on; but nothing is sent again that may have
// happened, and a node that does tell is believed later.
func TestARestoredStoreAtANodeThatForgets(t *testing.T) { // THREATS 4, restored old backup
	for name, c := range map[string]struct {
		blocks string
		want   transactions.Status
	}{
		"it is found":             {"", transactions.Mined},
		"no block has it":         {"empty", transactions.Unknown},
		"blocks are told in part": {`"result":{"transactions":[]}`, transactions.Unknown},
		"nobody has these blocks": {`"result":null`, transactions.Unknown},
		"no block is told":        {`"error":{"code":-32000,"message":"history is pruned"}`, transactions.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			chain, client, through, backup := forgetful(t, c.blocks)
			m := open(t, transactions.Config{Client: through, Store: backup})
			reconciled := func(ctx context.Context) (transactions.Outcome, error) { return m.Reconcile(ctx, "deposit/outbid") }
			if r := told(t, chain, reconciled); r.outcome.Status != c.want || r.outcome.Err() == nil && r.err != nil {
				t.Errorf("it is %v, %v, want %v", r.outcome.Status, r.err, c.want)
			}
			if o, err := m.Send(bounded(t), pay("deposit/outbid")); o.Status != c.want || c.want == transactions.Unknown && !errors.Is(err, transactions.ErrUnknown) {
				t.Errorf("asked again it is %v, %v, want %v", o.Status, err, c.want)
			}
			mustSend(t, m, pay("other"))
			m.Close()
			m = open(t, transactions.Config{Client: client, Store: backup})
			if r := told(t, chain, reconciled); r.err != nil {
				t.Errorf("a node that keeps all is asked, and it is %v, %v", r.outcome.Status, r.err)
			}
			paid(t, client, "deposit/outbid", "other")
		})
	}
}

// What does no harm twice is sent again where nobody can tell whether it has happened: it brought nothing about any more.
func TestWhatIsIdempotentIsSentAgain(t *testing.T) { // THREATS 4, restored old backup
	chain, client, through, backup := forgetful(t, `"result":null`)
	call := pay("deposit/outbid")
	call.Idempotent = true
	for range 2 { // and in a later life
		m := open(t, transactions.Config{Client: through, Store: backup})
		again := func(ctx context.Context) (transactions.Outcome, error) { return m.Send(ctx, call) }
		r := told(t, chain, again)
		if r.outcome.Status == transactions.Unknown {
			r = told(t, chain, again)
		}
		if r.err != nil || r.outcome.Nonce != 2 {
			t.Errorf("it is %+v, %v", r.outcome, r.err)
		}
		m.Close()
	}
	if balance, err := client.BalanceAt(t.Context(), payee("deposit/outbid"), nil); err != nil || balance.Int64() != 2 {
		t.Errorf("it happened %v times, %v, want twice", balance, err)
	}
}
