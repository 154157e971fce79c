package transactions

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	neturl "net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
)

// What errors of this package are, for errors.Is.
var (
	// ErrUnreachable: no answer. Retry; nothing is known to have happened.
	ErrUnreachable = errors.New("the chain cannot be reached")
	// ErrBusy: the endpoint answers that it does not serve now (429, 5xx). Retry later.
	ErrBusy = errors.New("the chain's endpoint is overloaded or out of order")
	// ErrMalformed: the answer is not one of a chain. Check the address.
	ErrMalformed = errors.New("the endpoint does not answer like a chain")
	// ErrWrongChain: another chain answers.
	ErrWrongChain = errors.New("wrong chain")
	// ErrDisagree: of several endpoints no majority says the same. It is ErrBusy too: nothing is known, ask again.
	ErrDisagree = errors.New("the endpoints disagree")
	// ErrOtherHistory: the chain does not hold what it held.
	ErrOtherHistory = errors.New("the chain's history is another")
	// ErrFunds: the account cannot pay for value and fee. Nothing was sent.
	ErrFunds = errors.New("insufficient funds")
	// ErrFees: the chain asks for more than Config.MaxFee. Nothing was sent.
	ErrFees = errors.New("fees above the limit")
	// ErrKeyReused: the key stands for another call. Nothing was sent.
	ErrKeyReused = errors.New("key reused for another call")
	// ErrReverted: the contract refuses the call; read it as *RevertError or *OutcomeError.
	ErrReverted = errors.New("reverted")
	// ErrReplaced, ErrCanceled and ErrUnknown are the outcomes of these names, as *OutcomeError.
	ErrReplaced = errors.New("replaced by a foreign transaction")
	ErrCanceled = errors.New("canceled")
	ErrUnknown  = errors.New("outcome unknown")
	// ErrFrozen: the store failed, so that nothing is signed any more. Open the Manager again when it is mended.
	ErrFrozen = errors.New("signing is frozen")
	// ErrNoSuchKey: nothing was ever sent for the key.
	ErrNoSuchKey = errors.New("nothing was sent for this key")
	// ErrClosed: the Manager is closed.
	ErrClosed = errors.New("the transaction manager is closed")
)

// OutcomeError is an outcome other than Mined.
type OutcomeError struct{ Outcome Outcome }

func (e *OutcomeError) Error() string {
	o := e.Outcome
	what := fmt.Sprintf("transaction %s (%s, nonce %d)", o.Key, short(o.Hash), o.Nonce)
	switch o.Status {
	case Reverted:
		return fmt.Sprintf("%s reverted in block %d: %s; it cost its fee and changed nothing", what, o.Block, o.Reason)
	case Replaced:
		return fmt.Sprintf("transaction %s: its nonce %d was used by a transaction not made here, so it did not happen; "+
			"two programs share this account: give each its own, then send again", o.Key, o.Nonce)
	case Canceled:
		return fmt.Sprintf("%s was canceled and did not happen: %s", what, o.Reason)
	}
	return fmt.Sprintf("%s: outcome not known yet, waiting for %s; it may still happen and is not lost: ask again", what, o.Reason)
}

// Is relates an outcome to the errors of this package.
func (e *OutcomeError) Is(target error) bool {
	switch e.Outcome.Status {
	case Reverted:
		return target == ErrReverted
	case Replaced:
		return target == ErrReplaced
	case Canceled:
		return target == ErrCanceled
	}
	return target == ErrUnknown
}

// RevertError is a call that the contract refuses, found out before anything was sent.
type RevertError struct {
	// Data is what the contract returned: a selector and its arguments, or nothing.
	Data []byte
	// Reason is Data in words.
	Reason string
}

func (e *RevertError) Error() string   { return "the contract refuses: " + e.Reason }
func (e *RevertError) Is(t error) bool { return t == ErrReverted }

// RevertData is what the contract returned that refused the call which err is about, before it was sent or mined: nil where
// err is something else.
func RevertData(err error) []byte {
	if e, ok := errors.AsType[*RevertError](err); ok {
		return e.Data
	}
	if e, ok := errors.AsType[*OutcomeError](err); ok {
		return e.Outcome.Data
	}
	return nil
}

// FundsError is an account that cannot pay. Amounts are in wei.
type FundsError struct {
	Account    common.Address
	Have, Need *big.Int
}

func (e *FundsError) Error() string {
	return fmt.Sprintf("insufficient funds: account %s has %s ether and may need %s for fees; send it ether of this chain",
		e.Account, Ether(e.Have), Ether(e.Need))
}
func (e *FundsError) Is(t error) bool { return t == ErrFunds }

// ChainError is an endpoint that did not serve.
type ChainError struct {
	URL  string
	Kind error // ErrUnreachable, ErrBusy, ErrMalformed, ErrWrongChain or ErrDisagree
	Err  error
}

func (e *ChainError) Error() string {
	remedy := map[error]string{
		ErrUnreachable: "start it (`parley dev` runs one on this machine) or give another address with --rpc",
		ErrBusy:        "try again in a minute, or give another address with --rpc",
		ErrMalformed:   "check the address: it must be the JSON-RPC endpoint of a node",
		ErrWrongChain:  "give the address of the right chain with --rpc, or change the chain id in the configuration",
		ErrDisagree:    "see with `parley doctor` which is wrong, and name others with --rpc; three tolerate one that is",
	}[e.Kind]
	return fmt.Sprintf("chain at %s: %v: %v; %s", e.URL, e.Kind, e.Err, remedy)
}
func (e *ChainError) Is(t error) bool {
	return t == e.Kind || t == ErrBusy && e.Kind == ErrDisagree
}
func (e *ChainError) Unwrap() error { return e.Err }

// explain turns what the RPC library returns into an error of this package. An answer of the node that is an
// error in its own words is returned as it is.
func explain(url string, err error) error {
	if err == nil {
		return nil
	}
	if c, ok := errors.AsType[*ChainError](err); ok {
		if _, wrapped := errors.AsType[*neturl.Error](err); wrapped { // a transport's own words
			return c
		}
		return err
	}
	kind := error(nil)
	status, isStatus := errors.AsType[rpc.HTTPError](err)
	_, isNet := errors.AsType[net.Error](err)
	_, isOp := errors.AsType[*net.OpError](err)
	_, isSyntax := errors.AsType[*json.SyntaxError](err)
	_, isType := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case isStatus && (status.StatusCode == http.StatusTooManyRequests || status.StatusCode >= 500):
		kind, err = ErrBusy, fmt.Errorf("it answered %s", status.Status)
	case isStatus:
		kind, err = ErrMalformed, fmt.Errorf("it answered %s", status.Status)
	case errors.Is(err, errAnswerTooLong), isSyntax, isType, errors.Is(err, io.ErrUnexpectedEOF),
		strings.Contains(err.Error(), "missing required field"), strings.Contains(err.Error(), "cannot unmarshal"):
		kind = ErrMalformed
	case isOp, isNet, errors.Is(err, io.EOF):
		kind = ErrUnreachable
	}
	if u, ok := errors.AsType[*neturl.Error](err); ok { // it names the address, with what is hidden in it
		err = u.Err
	}
	if kind == nil {
		return err
	}
	return &ChainError{URL: url, Kind: kind, Err: err}
}

// transport reports whether err says nothing about the question asked, only that it was not answered.
func transport(err error) bool {
	_, ok := errors.AsType[*ChainError](err)
	return ok
}

// reverted reads a node's refusal of a call as a revert.
func reverted(err error, decode func([]byte) string) *RevertError {
	var data []byte
	coded, isCoded := errors.AsType[rpc.DataError](err)
	if isCoded {
		if text, ok := coded.ErrorData().(string); ok {
			data, _ = hexutil.Decode(text)
		}
	}
	if len(data) == 0 && (err == nil || !strings.Contains(err.Error(), "execution reverted")) {
		return nil
	}
	return &RevertError{Data: data, Reason: reason(data, decode)}
}

// reason puts revert data in words: the contract's own errors by decode, Solidity's by its own rules.
func reason(data []byte, decode func([]byte) string) string {
	if len(data) == 0 {
		return "it gives no reason"
	}
	if text, err := abi.UnpackRevert(data); err == nil && text != "" {
		return plain(text)
	}
	if decode != nil {
		if text := decode(data); text != "" {
			return text
		}
	}
	const show = 36
	return fmt.Sprintf("error %#x", data[:min(len(data), show)])
}

// plain makes text of a node or a contract fit to be shown: no control characters, and not long.
func plain(text string) string {
	const most = 300
	if len(text) > most {
		text = text[:most] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}, text)
}

// Ether writes wei in ether, exactly, without trailing zeros.
func Ether(wei *big.Int) string {
	if wei == nil {
		return "?"
	}
	const digits = 18
	text := new(big.Int).Abs(wei).String()
	if len(text) <= digits {
		text = strings.Repeat("0", digits+1-len(text)) + text
	}
	whole, part := text[:len(text)-digits], strings.TrimRight(text[len(text)-digits:], "0")
	if part != "" {
		whole += "." + part
	}
	if wei.Sign() < 0 {
		return "-" + whole
	}
	return whole
}

func short(h common.Hash) string { return fmt.Sprintf("%#x…", h[:6]) }
