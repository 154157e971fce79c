package transactions

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
)

// Block is one of the chain's.
type Block struct {
	Number uint64
	Hash   common.Hash
	Time   time.Time // to which the contracts compare deadlines
}

// told is a block as an endpoint tells of it. Its hash is taken as it is told: some chains' headers hold more than is known here.
type told struct {
	Number *hexutil.Uint64 `json:"number"`
	Hash   *common.Hash    `json:"hash"`
	Time   *hexutil.Uint64 `json:"timestamp"`
}

// Head is the newest block that the endpoint tells of. The chain id is compared in the same request.
func (c *Client) Head(ctx context.Context) (Block, error) { return c.block(ctx, "latest") }

func (c *Client) block(ctx context.Context, which string) (Block, error) {
	var b *told
	question := rpc.BatchElem{Method: "eth_getBlockByNumber", Args: []any{which, false}, Result: &b}
	if err := c.ask(ctx, question, nil, func() bool { return b != nil }); err != nil {
		return Block{}, err
	}
	if b.Number == nil || b.Hash == nil || b.Time == nil || which != "latest" && hexutil.EncodeUint64(uint64(*b.Number)) != which {
		return Block{}, &ChainError{URL: c.url, Kind: ErrMalformed, Err: fmt.Errorf("block %s is told without number, hash or time, or is another", which)}
	}
	return Block{Number: uint64(*b.Number), Hash: *b.Hash, Time: Time(uint64(*b.Time))}, nil
}

// slots is how many of the newest blocks tell how far they are apart.
const slots = 64

// Slot is how far the newest blocks are apart on the average, at most 15 s: no chain that is served so is slower, and one whose
// time was moved, or that rests while nobody sends, is no measure. Zero on a chain of one block.
func (c *Client) Slot(ctx context.Context) (time.Duration, error) {
	head, err := c.Head(ctx)
	if err != nil || head.Number == 0 {
		return 0, err
	}
	n := min(head.Number, slots)
	earlier, err := c.block(ctx, hexutil.EncodeUint64(head.Number-n))
	if err != nil {
		return 0, err
	}
	return min(max(head.Time.Sub(earlier.Time), 0)/time.Duration(n), 15*time.Second), nil
}

// Time is a time of the chain's, in seconds; those beyond what time.Time formats are as far as it goes.
func Time(seconds uint64) time.Time {
	const year9999 = 253402300799
	return time.Unix(int64(min(seconds, year9999)), 0).UTC()
}

// ask asks what a node that lags behind cannot answer, and compares the chain id in the same request. Where it is not known, another
// node behind the same address may know it: it is asked again.
func (c *Client) ask(ctx context.Context, question rpc.BatchElem, decode func([]byte) string, known func() bool) error {
	const tries = 3
	unknown := error(nil)
	for range tries {
		var id hexutil.Big
		questions := []rpc.BatchElem{{Method: "eth_chainId", Result: &id}, question}
		if err := c.batch(ctx, questions); err != nil {
			return err
		}
		if err := questions[0].Error; err != nil {
			return fmt.Errorf("eth_chainId: %w", c.Explain(err))
		}
		if err := c.compare(id.ToInt()); err != nil {
			return err
		}
		err := questions[1].Error
		if refusal := reverted(err, decode); refusal != nil {
			return refusal
		}
		if err == nil && known() {
			return nil
		}
		if err == nil {
			err = fmt.Errorf("no such block")
		}
		if err = c.Explain(err); transport(err) { // it is no answer of a node's
			return fmt.Errorf("%s: %w", question.Method, err)
		}
		unknown = fmt.Errorf("%s: %w", question.Method, err)
	}
	return &ChainError{URL: c.url, Kind: ErrBusy, Err: fmt.Errorf("it does not answer of a block that it has told: %w", unknown)}
}
