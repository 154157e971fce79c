package transactions_test

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
	"github.com/parley-p2p/parley/contracts/transactions"
)

// overtaking has something else happen before the first estimate, and says to it that the call would revert.
type overtaking struct {
	http.RoundTripper
	meanwhile func()
	asked     atomic.Bool
}

func (o *overtaking) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !bytes.Contains(body, []byte("eth_estimateGas")) || o.asked.Swap(true) {
		return o.RoundTripper.RoundTrip(r)
	}
	o.meanwhile()
	var question struct{ ID json.RawMessage }
	if err := json.Unmarshal(body, &question); err != nil {
		return nil, err
	}
	answer := `{"jsonrpc":"2.0","id":` + string(question.ID) + `,"error":{"code":3,"message":"execution reverted","data":"0x"}}`
	return &http.Response{StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

// Of two who ask for the same effect at once, one finds that it would revert: because the other was faster. Both are told that it
// happened.
func TestWhoIsOvertakenIsToldWhatHappened(t *testing.T) { // THREATS rule 1, figure H
	chain := startChain(t, devchain.Config{})
	between := &overtaking{RoundTripper: http.DefaultTransport}
	client, err := transactions.DialThrough(t.Context(), chain.URL(), chainID, between)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	m := open(t, transactions.Config{Client: client})
	call := pay("once")
	call.Gas = 0
	var first transactions.Outcome
	between.meanwhile = func() { first = mustSend(t, m, call) }
	second, err := m.Send(bounded(t), call)
	if err != nil || second.Hash != first.Hash || first.Status != transactions.Mined {
		t.Errorf("the first was told %v, the second %v, %v", first.Status, second.Status, err)
	}
	paid(t, client, "once")
	other := pay("another")
	other.Gas, other.Value = 0, new(big.Int)
	between.asked.Store(false)
	between.meanwhile = func() {}
	if _, err := m.Send(bounded(t), other); err == nil {
		t.Error("what nobody else brought about was refused, and nobody is told")
	}
}
