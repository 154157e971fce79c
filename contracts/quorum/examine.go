package quorum

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// Report is what one endpoint says at this moment.
type Report struct {
	Name    string
	Height  uint64        // of its newest block
	Latency time.Duration // of one question
	Common  uint64        // the highest block that all who answer have reached
	Hash    common.Hash   // its hash, as this endpoint says
	Agrees  bool          // a majority of all endpoints says the same of it, and of the chain
	Err     error         // why nothing is known of it; else zero
}

// Examine asks each endpoint for itself how high it is, and which block it has where all have one. The error is of the addresses.
func Examine(ctx context.Context, c Config) ([]Report, error) {
	c = c.complete()
	v, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	reports := make([]Report, len(v.all))
	for i, e := range v.all {
		reports[i].Name = e.name
	}
	ids := make([]identity, len(v.all))
	v.each(ctx, reports, func(ctx context.Context, i int, e *voter) (err error) {
		if ids[i], err = e.identify(ctx); err != nil {
			return err
		}
		begun := time.Now()
		head, err := e.block(ctx, "latest")
		if err == nil {
			reports[i].Height, reports[i].Latency = head.number, time.Since(begun)
		}
		return err
	})
	lowest := ^uint64(0)
	for _, r := range reports {
		if r.Err == nil {
			lowest = min(lowest, r.Height)
		}
	}
	v.each(ctx, reports, func(ctx context.Context, i int, e *voter) error {
		b, err := e.block(ctx, hexutil.EncodeUint64(lowest))
		if err == nil {
			reports[i].Common, reports[i].Hash = lowest, b.hash
		}
		return err
	})
	for i := range reports {
		alike := 0
		for j := range reports {
			if reports[i].Err == nil && reports[j].Err == nil && ids[i] == ids[j] && reports[i].Hash == reports[j].Hash {
				alike++
			}
		}
		wanted := c.ChainID == nil || ids[i].chain == hexutil.EncodeBig(c.ChainID)
		reports[i].Agrees = alike >= v.need && wanted
		if reports[i].Err == nil && !wanted {
			reports[i].Err = &transactions.ChainError{URL: reports[i].Name, Kind: transactions.ErrWrongChain, Err: fmt.Errorf("expected chain %v, got %v", c.ChainID, decimal(ids[i].chain))}
		}
	}
	return reports, nil
}

// each asks all that have answered so far, at the same time.
func (v *Voters) each(ctx context.Context, reports []Report, ask func(context.Context, int, *voter) error) {
	done := make(chan int, len(v.all))
	asked := 0
	for i, e := range v.all {
		if reports[i].Err != nil {
			continue
		}
		asked++
		v.begin(func(life context.Context) {
			bounded, cancel := context.WithTimeout(ctx, v.config.Patience)
			defer cancel()
			if err := ask(bounded, i, e); err != nil {
				c, ok := errors.AsType[*transactions.ChainError](err)
				if !ok {
					c = &transactions.ChainError{Kind: transactions.ErrMalformed, Err: err}
				}
				reports[i].Err = &transactions.ChainError{URL: e.name, Kind: c.Kind, Err: c.Err}
			}
			done <- i
		})
	}
	for range asked {
		<-done
	}
}

// block asks one endpoint for one block, which it must have.
func (e *voter) block(ctx context.Context, tag string) (*block, error) {
	answers, err := e.ask(ctx, []question{ask("eth_getBlockByNumber", tag, false)})
	if err != nil {
		return nil, err
	}
	if answers[0].Error != nil {
		return nil, answers[0].Error
	}
	b, err := blockOf(answers[0].Result)
	if err == nil && b == nil {
		err = fmt.Errorf("%w: it has no block %s", errShape, tag)
	}
	return b, err
}
