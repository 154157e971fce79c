// Package logs reads what a contract has told, window by window, from an endpoint that is not trusted.
package logs

import (
	"context"
	"fmt"
	"iter"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Window is how many blocks are asked for at once; public endpoints refuse much more.
const Window = 2000

// Source is an endpoint. *transactions.Client is one.
type Source interface {
	FilterLogs(context.Context, ethereum.FilterQuery) ([]types.Log, error)
	Explain(error) error // with cause and remedy
}

// Reader reads one contract's logs as events.
type Reader[Event any] struct {
	Source   Source
	Contract common.Address
	Who      string // whose errors these are: what they begin with
	// Event reads a log of the blocks first to last; what was not asked for is to be refused, by Asked.
	Event func(log *types.Log, first, last uint64) (Event, error)
}

// Read yields the events from block first to block last in the order of the chain; with id given, only those whose first indexed
// argument it is. Logs that are out of order are an error. Breaking off the loop ends the reading; an error ends it too.
func (r *Reader[Event]) Read(ctx context.Context, first, last uint64, id *[32]byte) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for begin := first; begin <= last; begin += Window {
			end := last
			if last-begin >= Window {
				end = begin + Window - 1
			}
			if !r.window(ctx, begin, end, id, yield) || end == last { // the latter also spares an overflow
				return
			}
		}
	}
}

// Back yields the windows of blocks first to last, first and last block of each, from the newest back: for what happened lately.
func Back(first, last uint64) iter.Seq2[uint64, uint64] {
	return func(yield func(uint64, uint64) bool) {
		for end := last; end >= first; {
			begin := end - min(end-first, Window-1)
			if !yield(begin, end) || begin == first {
				return
			}
			end = begin - 1
		}
	}
}

// window reports whether to go on.
func (r *Reader[Event]) window(ctx context.Context, begin, end uint64, id *[32]byte, yield func(Event, error) bool) bool {
	query := ethereum.FilterQuery{FromBlock: new(big.Int).SetUint64(begin), ToBlock: new(big.Int).SetUint64(end), Addresses: []common.Address{r.Contract}}
	if id != nil {
		query.Topics = [][]common.Hash{nil, {*id}}
	}
	logs, err := r.Source.FilterLogs(ctx, query)
	if err != nil {
		var none Event
		yield(none, fmt.Errorf("%s: events of blocks %d to %d: %w", r.Who, begin, end, r.Source.Explain(err)))
		return false
	}
	for i := range logs {
		event, err := r.Event(&logs[i], begin, end)
		if err == nil && i > 0 && !after(&logs[i-1], &logs[i]) {
			err = fmt.Errorf("%s: the endpoint's events of block %d are out of order", r.Who, logs[i].BlockNumber)
		}
		if !yield(event, err) || err != nil {
			return false
		}
	}
	return true
}

func after(a, b *types.Log) bool {
	return b.BlockNumber > a.BlockNumber || (b.BlockNumber == a.BlockNumber && b.Index > a.Index)
}

// Asked refuses a log that is not of this contract and these blocks: the endpoint may have made it up.
func Asked(log *types.Log, contract common.Address, first, last uint64) error {
	if log.Address != contract || log.Removed || log.BlockNumber < first || log.BlockNumber > last || len(log.Topics) == 0 {
		return fmt.Errorf("the endpoint sent an event that was not asked for (block %d, contract %s)", log.BlockNumber, log.Address)
	}
	return nil
}
