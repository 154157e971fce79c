package transactions

import (
	"context"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

const (
	indexTimeout = 30 * time.Second
	indexPause   = 50 * time.Millisecond
)

// Client is a chain's JSON-RPC endpoint whose chain id was compared. Answers are bounded in size and time. It may be
// used concurrently.
type Client struct {
	*ethclient.Client
	url     string
	chainID *big.Int
	idle    func() // ends idle connections
}

// Dial connects to the chain at url, over HTTP, and refuses another chain than chainID; a nil chainID takes any. The
// errors are ErrUnreachable, ErrBusy, ErrMalformed and ErrWrongChain.
func Dial(ctx context.Context, address string, chainID *big.Int) (*Client, error) {
	return DialThrough(ctx, address, chainID, Transport())
}

// DialThrough is Dial with a transport of the caller's: through a proxy, with headers that a provider wants, or to a chain in
// the same process. What it answers is bounded all the same. A transport that is a fmt.Stringer says what errors are to call the
// endpoint; one that is an io.Closer is closed with the client, and here where an error is returned.
func DialThrough(ctx context.Context, address string, chainID *big.Int, transport http.RoundTripper) (*Client, error) {
	connection, err := Connect(ctx, address, transport)
	if err != nil {
		return nil, err
	}
	c := &Client{Client: ethclient.NewClient(connection.Client), url: connection.Name, chainID: chainID, idle: connection.idle}
	if named, ok := transport.(fmt.Stringer); ok {
		c.url = named.String()
	}
	if err := c.verify(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// URL names the endpoint, without a password or a key in its path.
func (c *Client) URL() string { return c.url }

// ID returns the chain's id.
func (c *Client) ID() *big.Int { return new(big.Int).Set(c.chainID) }

// Serves reports whether the endpoint names a namespace among those that it serves: "dev" is that of a development chain whose time can
// be moved. One that does not say so serves none.
func (c *Client) Serves(ctx context.Context, namespace string) bool {
	var served map[string]string
	err := c.Client.Client().CallContext(ctx, &served, "rpc_modules")
	return err == nil && served[namespace] != ""
}

// Explain turns an error of the embedded client into one of this package, with cause and remedy.
func (c *Client) Explain(err error) error { return explain(c.url, err) }

// Read calls a view of a contract on the newest block, or with depth above 1 that many blocks before it (1 is the newest
// itself), and compares the chain id in the same request. A *RevertError, in words by decode, is the contract's refusal.
func (c *Client) Read(ctx context.Context, to common.Address, data []byte, depth uint64, decode func([]byte) string) ([]byte, error) {
	block := "latest"
	if depth > 1 {
		head, err := c.BlockNumber(ctx)
		if err != nil {
			return nil, c.Explain(err)
		}
		block = hexutil.EncodeUint64(head - min(head, depth-1))
	}
	var id hexutil.Big
	var answer hexutil.Bytes
	call := map[string]any{"to": to, "data": hexutil.Bytes(data)}
	questions := []rpc.BatchElem{
		{Method: "eth_chainId", Result: &id},
		{Method: "eth_call", Args: []any{call, block}, Result: &answer},
	}
	if err := c.batch(ctx, questions); err != nil {
		return nil, err
	}
	for _, q := range questions {
		if refusal := reverted(q.Error, decode); refusal != nil {
			return nil, refusal
		}
		if q.Error != nil {
			return nil, fmt.Errorf("%s: %w", q.Method, c.Explain(q.Error))
		}
	}
	return answer, c.compare(id.ToInt())
}

// ReadAt is Read that says of which block the answer is. That one is named by its hash, so that whichever node behind the
// endpoint answers, it answers of this block: an answer and a time of two requests may be those of two nodes, one of which lags
// behind. A node that does not know the block yet is asked again, a few times; then the error is ErrBusy.
func (c *Client) ReadAt(ctx context.Context, to common.Address, data []byte, depth uint64, decode func([]byte) string) ([]byte, Block, error) {
	at, err := c.Head(ctx)
	if err == nil && depth > 1 {
		at, err = c.block(ctx, hexutil.EncodeUint64(at.Number-min(at.Number, depth-1)))
	}
	if err != nil {
		return nil, Block{}, err
	}
	answer, err := c.ReadOf(ctx, at, to, data, decode)
	return answer, at, err
}

// ReadOf calls a view of a contract on a block that the endpoint has told of: what is asked so, one after the other, is of one state.
// Its errors are those of ReadAt.
func (c *Client) ReadOf(ctx context.Context, at Block, to common.Address, data []byte, decode func([]byte) string) (answer []byte, err error) {
	call := map[string]any{"to": to, "data": hexutil.Bytes(data)}
	err = c.ask(ctx, rpc.BatchElem{Method: "eth_call", Args: []any{call, map[string]any{"blockHash": at.Hash}}, Result: (*hexutil.Bytes)(&answer)}, decode, func() bool { return true })
	return answer, err
}

// TransactionReceipt returns the receipt of a mined transaction, ethereum.NotFound where the chain has none. A node that
// still builds its index of transactions, as it does for a moment after a start, cannot tell: it is asked again for up to
// 30 seconds, then the error is ErrBusy.
func (c *Client) TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	begun := time.Now()
	for busy := error(nil); ; {
		receipt, err := c.Client.TransactionReceipt(ctx, hash)
		switch {
		case err == nil:
			return receipt, nil
		case strings.Contains(err.Error(), "transaction indexing is in progress"): // geth's words
			busy = &ChainError{URL: c.url, Kind: ErrBusy, Err: err}
		case busy == nil || ctx.Err() == nil:
			return nil, err
		}
		if time.Since(begun) > indexTimeout {
			return nil, busy
		}
		select {
		case <-time.After(indexPause):
		case <-ctx.Done():
			return nil, busy
		}
	}
}

// Close ends idle connections. Nothing may be asked any more.
func (c *Client) Close() {
	c.Client.Close()
	c.idle()
}

// verify asks for the chain id and compares it.
func (c *Client) verify(ctx context.Context) error {
	id, err := c.ChainID(ctx)
	if err != nil {
		err = explain(c.url, err)
		if !transport(err) && ctx.Err() == nil { // it answers JSON-RPC, but does not know the method
			err = &ChainError{URL: c.url, Kind: ErrMalformed, Err: err}
		}
		return err
	}
	if c.chainID == nil {
		c.chainID = id
	}
	return c.compare(id)
}

func (c *Client) compare(id *big.Int) error {
	if id.Cmp(c.chainID) != 0 {
		return &ChainError{URL: c.url, Kind: ErrWrongChain, Err: fmt.Errorf("expected chain %v, got %v", c.chainID, id)}
	}
	return nil
}
