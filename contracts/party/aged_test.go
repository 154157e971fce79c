package party_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/parleytest/ledger/onchain"
	"github.com/parley-p2p/parley/services/deals"
)

// aged is the door to a chain that seems to be ten million blocks older than it is, and to have many blocks between any two, at a node
// that has forgotten old states.
type aged struct {
	to    string
	asked atomic.Int64 // for logs
	quota atomic.Int64 // what is answered of that, until it is busy
}

const (
	age    = 10_000_000
	spread = 1500 // a window of 2000 blocks has one or two that are there
)

var blockNumber = regexp.MustCompile(`"blockNumber":"0x[0-9a-f]+"`)

func (a *aged) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	var q struct {
		ID     json.RawMessage
		Method string
		Params []json.RawMessage
	}
	_ = json.Unmarshal(body, &q) // a batch has none
	switch q.Method {
	case "eth_blockNumber":
		var head struct{ Result hexutil.Uint64 }
		_ = json.Unmarshal(a.pass(body), &head)
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":"%s"}`, q.ID, age+spread*head.Result)
	case "eth_getCode":
		if string(q.Params[1]) == `"latest"` {
			_, _ = w.Write(a.pass(body))
			return
		}
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":"missing trie node"}}`, q.ID)
	case "eth_getLogs":
		if a.asked.Add(1) > a.quota.Load() {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		var of struct{ FromBlock, ToBlock hexutil.Uint64 }
		_ = json.Unmarshal(q.Params[0], &of)
		if of.ToBlock < age {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":[]}`, q.ID)
			return
		}
		filter := map[string]any{}
		_ = json.Unmarshal(q.Params[0], &filter)
		first, last := (max(of.FromBlock, age)-age+spread-1)/spread, (of.ToBlock-age)/spread
		if first > last {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":[]}`, q.ID)
			return
		}
		filter["fromBlock"], filter["toBlock"] = first, last
		asks, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": q.ID, "method": q.Method, "params": []any{filter}})
		_, _ = w.Write(blockNumber.ReplaceAllFunc(a.pass(asks), func(was []byte) []byte {
			n, _ := hexutil.DecodeUint64(string(bytes.Split(was, []byte{'"'})[3]))
			return fmt.Appendf(nil, `"blockNumber":"%s"`, hexutil.Uint64(age+spread*n))
		}))
	default:
		_, _ = w.Write(a.pass(body))
	}
}

func (a *aged) pass(body []byte) []byte {
	resp, err := http.Post(a.to, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)
	return answer
}

// What was submitted lately is found by few requests, however old the chain is, and at a node that cannot tell how old the contract is: who
// contests it has no time for five thousand. What is further back than an endpoint answers at once is found by asking again. SETTLEMENT, rule 2; THREATS 4, RPC outage.
func TestAnOldChain(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})
	m := ledger.NewMarket(w)
	m.Buyer.Review = unserved
	defer hired(ctx, m)()
	must(t, m.Await(ctx, ledger.Requester, "dispute"))
	seat, id := w.Party(ledger.Requester).(*onchain.Party), m.Records(t, ledger.Requester)[0].Papers.ID

	door := &aged{to: w.chain.URL()}
	server := httptest.NewServer(door)
	t.Cleanup(server.Close)
	client, err := transactions.Dial(ctx, server.URL, big.NewInt(devchain.DefaultChainID))
	must(t, err)
	t.Cleanup(client.Close)
	bound, err := escrow.Bind(ctx, client, nil, seat.Escrow.Address())
	must(t, err)
	p := party.New(bound, client, devchain.Account(int(ledger.Requester)))

	want, err := seat.Submission(ctx, id)
	must(t, err)
	for name, read := range map[string]func() error{
		"what was submitted": func() error {
			submitted, err := p.Submission(ctx, id)
			if err == nil && (submitted == nil || *submitted != *want) {
				t.Errorf("submitted is %v, want %v", submitted, want)
			}
			return err
		},
		"what was paid": func() error {
			_, ended, err := p.Paid(ctx, id)
			if ended {
				t.Error("what is disputed has ended")
			}
			return err
		},
	} {
		door.quota.Store(1 << 20)
		door.asked.Store(0)
		must(t, read())
		if n := door.asked.Load(); n > 8 {
			t.Errorf("%s: %d requests", name, n)
		}
		for tries := 0; ; tries++ { // one window further each time
			door.asked.Store(0)
			door.quota.Store(2)
			if err := read(); err == nil {
				break
			} else if !errors.Is(err, deals.ErrUnreachable) || tries == 8 {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}

	// Of a deal that never was all is read, in as many requests as there are windows and interruptions.
	const windows, tries = age/2000 + 1, 6
	all := 0
	for n := range tries {
		door.asked.Store(0)
		door.quota.Store(windows/(tries-1) + 1)
		submitted, err := p.Submission(ctx, deals.Hash{1})
		if all += int(door.asked.Load()); err != nil && n < tries-1 {
			continue
		}
		if submitted != nil || err != nil || all > windows+4*tries {
			t.Errorf("%v was submitted, %v, after %d requests, want about %d", submitted, err, all, windows)
		}
		break
	}
}
