package quorum

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// voter is one endpoint.
type voter struct {
	*transactions.Connection
	name  string
	place int // among the addresses

	mu       sync.Mutex
	known    bool // its chain was compared since it last came back
	asking   int  // requests that it has not answered
	away     error
	pause    time.Duration // between two tries while it is away
	tried    time.Time     // when it last did not answer
	until    time.Time     // no try before
	lags     bool          // further behind than a reorganization goes
	forked   *block        // of the height at which it was first seen to have another block than a majority
	apart    string        // why it is left out though it answers
	differs  time.Time     // when it last said something else than a majority about one block
	compared time.Time     // when its history was last compared
}

const (
	shortestPause = 250 * time.Millisecond
	longestPause  = 10 * time.Second
	maxAsking     = 64 // requests at once, of one endpoint
)

var errCrowded = errors.New("it has not answered what it was asked before")

// reply is what a voter answers to a request. The error is the request's.
type reply struct {
	voter   *voter
	answers []answer
	err     error
}

// resting reports whether a voter is away, and it is too early to try it again.
func (e *voter) resting(now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.away != nil && now.Before(e.until)
}

func (e *voter) triedBefore(then time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.tried.Before(then)
}

// leftOut is why a voter that answers does not count; "" where it does.
func (e *voter) leftOut() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.apart
}

// ask puts questions in one request.
func (e *voter) ask(ctx context.Context, questions []question) ([]answer, error) {
	batch := make([]rpc.BatchElem, len(questions))
	results := make([]json.RawMessage, len(questions))
	for i, q := range questions {
		params := make([]any, len(q.Params))
		for j := range q.Params {
			params[j] = q.Params[j]
		}
		batch[i] = rpc.BatchElem{Method: q.Method, Args: params, Result: &results[i]}
	}
	if err := e.BatchCallContext(ctx, batch); err != nil {
		return nil, fail(e.Explain(err))
	}
	answers := make([]answer, len(questions))
	for i := range batch {
		answers[i].Result, answers[i].Error = results[i], refused(batch[i].Error)
	}
	return answers, nil
}

// fail is a reason without the name of the endpoint and the remedy, which follow where all are told together.
func fail(err error) error {
	if c, ok := errors.AsType[*transactions.ChainError](err); ok {
		return &transactions.ChainError{Kind: c.Kind, Err: c.Err}
	}
	return &transactions.ChainError{Kind: transactions.ErrMalformed, Err: err}
}

func refused(err error) *refusal {
	if err == nil {
		return nil
	}
	r := &refusal{Code: -32000, Message: err.Error()}
	if coded, ok := errors.AsType[rpc.Error](err); ok {
		r.Code = coded.ErrorCode()
	}
	if with, ok := errors.AsType[rpc.DataError](err); ok {
		r.Data = with.ErrorData()
	}
	return r
}

// identity is which chain an endpoint is of.
type identity struct {
	chain   string
	genesis common.Hash
}

func (i identity) String() string {
	return fmt.Sprintf("chain %s that begins with block %#x…", decimal(i.chain), i.genesis[:4])
}

// identify asks which chain an endpoint is of.
func (e *voter) identify(ctx context.Context) (identity, error) {
	answers, err := e.ask(ctx, []question{ask("eth_chainId"), ask("eth_getBlockByNumber", "0x0", false)})
	if err != nil {
		return identity{}, err
	}
	for _, a := range answers {
		if a.Error != nil {
			return identity{}, &transactions.ChainError{Kind: transactions.ErrMalformed, Err: a.Error}
		}
	}
	var id string
	b, err := blockOf(answers[1].Result)
	if err == nil && b == nil {
		err = fmt.Errorf("%w: it has no first block", errShape)
	}
	if err == nil {
		err = decode(answers[0].Result, &id)
	}
	if err == nil {
		_, err = quantity(id)
	}
	if err != nil {
		return identity{}, &transactions.ChainError{Kind: transactions.ErrMalformed, Err: err}
	}
	return identity{id, b.hash}, nil
}

// ask is a question of this package's own.
func ask(method string, params ...any) question {
	q := question{Method: method, Params: make([]json.RawMessage, len(params))}
	for i, p := range params {
		q.Params[i] = raw(p)
	}
	return q
}

func decimal(quantityText string) string {
	n, err := quantity(quantityText)
	if err != nil {
		return quantityText
	}
	return fmt.Sprint(n)
}
