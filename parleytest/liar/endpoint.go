// Package liar is endpoints of a chain that lie, for tests of who asks several.
package liar

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// Endpoint is the way to an endpoint of a chain that tells, of all that decides, something else than the node behind it: what contracts
// say, balances, nonces, code, logs and receipts. What it is sent it takes, and throws away. What it says of blocks is true. It may be used
// concurrently.
type Endpoint struct {
	http.RoundTripper               // the way to the node
	Told              *atomic.Int64 // counts lies; nil counts none
}

// RoundTrip implements http.RoundTripper.
func (l *Endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
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
			l.lied()
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
			l.lied()
			a["result"] = *lie
			delete(a, "error")
		}
	}
	return written(r, answers)
}

// CloseIdleConnections is what http.Client asks for: a node that is shut down waits for a connection that was made and never used.
func (l *Endpoint) CloseIdleConnections() {
	if t, ok := l.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

func (l *Endpoint) lied() {
	if l.Told != nil {
		l.Told.Add(1)
	}
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
