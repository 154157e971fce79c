package transactions

import (
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

// oracle answers everything with the same bytes, and counts what is read of them.
type oracle struct {
	status int
	answer string
	read   int
}

func (o *oracle) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: o.status, Status: http.StatusText(o.status), Request: r, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: -1, Body: io.NopCloser(io.TeeReader(strings.NewReader(o.answer), counter{&o.read}))}, nil
}

type counter struct{ n *int }

func (c counter) Write(b []byte) (int, error) { *c.n += len(b); return len(b), nil }

// FuzzAnswer: whatever an endpoint answers to whatever is asked, there is an answer that makes sense or an error of one of
// the kinds that are written down, or in the node's own words.
func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"jsonrpc":"2.0","id":1,"result":"0x539"}`)
	f.Add(200, `{"jsonrpc":"2.0","id":1,"result":[{"address":"0x0","topics":[],"blockNumber":"0x1"}]}`)
	f.Add(200, `[{"jsonrpc":"2.0","id":1,"result":"0x539"},{"jsonrpc":"2.0","id":2,"result":"0x"}]`)
	f.Add(200, `{"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"}}`)
	f.Add(200, `[{"jsonrpc":"2.0","id":1,"result":"0x539"},{"jsonrpc":"2.0","id":2,"result":{"number":"0x7","baseFeePerGas":"0x3b9aca00"}},`+
		`{"jsonrpc":"2.0","id":3,"result":"0x2"},{"jsonrpc":"2.0","id":4,"result":"0xffffffffffffffff"},{"jsonrpc":"2.0","id":5,"result":"0x1"}]`)
	f.Add(200, `[{"jsonrpc":"2.0","id":1,"result":"0x539"},{"jsonrpc":"2.0","id":2,"result":"0x7"},{"jsonrpc":"2.0","id":3,"result":null}]`)
	f.Add(200, `{"jsonrpc":"2.0","id":1,"result":{"number":"0x7","hash":"0x03`+strings.Repeat("00", 31)+`","parentHash":"0x04`+strings.Repeat("00", 31)+`","transactions":[{"hash":"0x02`+strings.Repeat("00", 31)+`","from":"0x01`+strings.Repeat("00", 19)+`","nonce":"0x7"}]}}`)
	f.Add(502, `<html>`)
	f.Add(429, ``)
	f.Fuzz(func(t *testing.T, status int, answer string) {
		status = 100 + abs(status)%500
		o := &oracle{status: status, answer: answer}
		connection, err := rpc.DialOptions(t.Context(), "http://127.0.0.1:1", rpc.WithHTTPClient(&http.Client{Transport: o}))
		if err != nil {
			t.Fatal(err)
		}
		c := &Client{Client: ethclient.NewClient(connection), url: "http://127.0.0.1:1", chainID: big.NewInt(1337), idle: func() {}}
		defer c.Close()
		if err := c.verify(t.Context()); err == nil && !strings.Contains(strings.ToLower(answer), "539") {
			t.Fatalf("%q is chain 1337", answer)
		} else if _, ok := errors.AsType[*ChainError](err); err != nil && !ok {
			t.Fatalf("%q: %v is not typed", answer, err)
		}
		_, err = c.Read(t.Context(), common.Address{1}, nil, 1, func([]byte) string { return "" })
		if err == nil && !strings.Contains(strings.ToLower(answer), "539") {
			t.Fatalf("%q was read without its chain's id", answer)
		}
		if refused, ok := errors.AsType[*RevertError](err); ok {
			shown(t, refused.Reason)
		}
		if _, at, err := c.ReadAt(t.Context(), common.Address{1}, nil, 1, nil); err == nil && (at.Time.IsZero() || !strings.Contains(strings.ToLower(answer), "539")) {
			t.Fatalf("%q was read of block %+v", answer, at)
		}
		logs, err := c.FilterLogs(t.Context(), ethereum.FilterQuery{FromBlock: big.NewInt(0), ToBlock: big.NewInt(1)})
		if err = c.Explain(err); err == nil && len(logs) > len(answer) {
			t.Fatalf("%d logs of %q", len(logs), answer)
		}
		lookedAt(t, c)
	})
}

// lookedAt: a nonce is taken only of a chain that is the right one and whose figures can be, and an outcome is taken back or
// left by none else.
func lookedAt(t *testing.T, c *Client) {
	t.Helper()
	if v, err := c.look(t.Context(), common.Address{1}); err == nil && (v.head == nil || v.head.BaseFee == nil || v.tip == nil || v.pending > v.nonce+maxQueued) {
		t.Fatalf("%+v", v)
	}
	hash := common.Hash{2}
	if found, err := c.receipts(t.Context(), []common.Hash{hash}); err == nil && found[0] != nil && (found[0].TxHash != hash || found[0].BlockNumber == nil) {
		t.Fatalf("%+v is not the receipt of %s", found[0], hash)
	}
	if tx, err := c.taker(t.Context(), types.LatestSignerForChainID(big.NewInt(1337)), common.Address{1}, 7, 9); err == nil {
		t.Fatalf("a transaction was found that nobody can sign: %+v", tx)
	}
	if b, err := c.body(t.Context(), 7, true); err == nil {
		if tx, _ := b.by(types.LatestSignerForChainID(big.NewInt(1337)), common.Address{1}, 7); tx != nil {
			t.Fatalf("a block has a transaction that nobody can sign: %+v", tx)
		}
	}
	m := &Manager{config: Config{Client: c}}
	if stands, _, err := m.holds(t.Context(), Outcome{Block: 7, BlockHash: hash}); stands && err == nil {
		t.Fatal("a block whose hash nobody can make stands")
	}
}

func abs(n int) int { return max(n, -(n + 1)) }

// shown checks that a text may be shown to a person.
func shown(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || len(text) > 4*400 || strings.ContainsFunc(text, unicode.IsControl) {
		t.Fatalf("%q is not fit to be shown", text)
	}
}

// FuzzReason: revert data of any contract becomes a line fit to be shown.
func FuzzReason(f *testing.F) {
	f.Add([]byte{})
	f.Add(common.FromHex("0x08c379a0" + strings.Repeat("0", 62) + "20" + strings.Repeat("0", 63) + "1" + "1b" + strings.Repeat("0", 62)))
	f.Add(common.FromHex("0x4e487b71" + strings.Repeat("0", 62) + "11"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := reason(data, func([]byte) string { return "" })
		shown(t, text)
		if text == "" {
			t.Fatalf("%x: nothing is said", data)
		}
	})
}

// FuzzStored: what the store holds of a nonce has an attempt whose bytes are its hash's, or is damaged and said to be.
func FuzzStored(f *testing.F) {
	scope := Scope{ChainID: big.NewInt(1337), Account: common.Address{1}}
	good, err := json.Marshal(Record{Nonce: 1, Key: "k", Attempts: []Attempt{{Raw: []byte{2, 0xc0}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`{"attempts":[{"raw":"AsA="}],"outcome":null}`))
	s, err := OpenSQLite(f.Context(), filepath.Join(f.TempDir(), "transactions"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	f.Fuzz(func(t *testing.T, blob []byte) {
		_, err := s.db.ExecContext(t.Context(), `INSERT INTO transactions (chain, account, nonce, key, status, record) VALUES (?, ?, 1, 'k', ?, ?)
			ON CONFLICT DO UPDATE SET record = excluded.record`, scope.ChainID.String(), scope.Account[:], int(Pending), blob)
		if err != nil {
			t.Fatal(err)
		}
		r, found, err := s.Find(t.Context(), scope, "k")
		if err != nil {
			if !strings.Contains(err.Error(), "damaged") {
				t.Fatal(err)
			}
			return
		}
		if !found || !json.Valid(blob) {
			t.Fatalf("%q was read", blob)
		}
		if tx, err := r.last().transaction(); err == nil && tx.Hash() != r.last().Hash {
			t.Fatal("another transaction than its hash says")
		}
	})
}
