package party_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
)

// The real contract keeps what the ledger in memory keeps also where everything is asked of three endpoints of which one lies about all
// that decides, and takes transactions that it throws away (THREATS 4, RPC lies; issue 4).
func TestPartyOverThreeEndpointsOfWhichOneLies(t *testing.T) {
	var lies atomic.Int64
	ledger.Run(t, func(t *testing.T) ledger.World {
		return newWorldOn(t, devchain.Config{}, func(url string, of *transactions.Config) {
			c := quorum.Config{Addresses: []string{url, url + "?liar", url + "?other"}, ChainID: big.NewInt(devchain.DefaultChainID)}
			c.Transport = func(address string) http.RoundTripper {
				if strings.HasSuffix(address, "?liar") {
					return &liar{RoundTripper: transactions.Transport(), told: &lies}
				}
				return transactions.Transport()
			}
			client, err := quorum.Dial(t.Context(), c)
			must(t, err)
			t.Cleanup(client.Close)
			of.Client = client
		})
	})
	if lies.Load() == 0 {
		t.Error("nothing was ever lied about")
	}
}

// liar is an endpoint that tells of what it is asked something else.
type liar struct {
	http.RoundTripper
	told *atomic.Int64
}

func (l *liar) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var asked []struct {
		ID     json.RawMessage
		Method string
	}
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	if bytes.Contains(body, []byte("eth_sendRawTransaction")) {
		answers := []map[string]any{}
		for _, q := range asked {
			l.told.Add(1)
			answers = append(answers, map[string]any{"jsonrpc": "2.0", "id": q.ID, "result": "0x" + strings.Repeat("ab", 32)})
		}
		return written(r, answers)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	response, err := l.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answers []map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answers); err != nil {
		return nil, err
	}
	for i, a := range answers {
		if lie := lieAbout(asked[i].Method, a["result"]); lie != nil {
			l.told.Add(1)
			a["result"] = *lie
			delete(a, "error")
		}
	}
	return written(r, answers)
}

func written(r *http.Request, answers []map[string]any) (*http.Response, error) {
	text, err := json.Marshal(answers)
	return &http.Response{StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: -1,
		Body: io.NopCloser(bytes.NewReader(text))}, err
}

// lieAbout returns another answer than the true one, nil where it tells the truth.
func lieAbout(method string, truth any) *any {
	lie := any(nil)
	switch method {
	case "eth_call":
		text, _ := truth.(string)
		lie = "0x" + strings.Repeat("f", max(len(text)-2, 0))
	case "eth_getBalance", "eth_estimateGas", "eth_maxPriorityFeePerGas":
		lie = "0x0"
	case "eth_getTransactionCount":
		lie = "0x77"
	case "eth_getCode":
		lie = "0x60"
	case "eth_getLogs":
		lie = []any{}
	case "eth_getTransactionReceipt":
		if m, ok := truth.(map[string]any); ok {
			m["status"], lie = "0x0", m
		}
	default:
		return nil
	}
	return &lie
}
