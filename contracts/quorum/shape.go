package quorum

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// What nodes add of their own to what a chain says, and which fields they leave out where these say nothing, differs: these are the
// fields that are compared and passed on, as package types of go-ethereum reads them.
var (
	headerFields = fields("number hash parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot logsBloom difficulty gasLimit gasUsed timestamp " +
		"extraData mixHash nonce baseFeePerGas withdrawalsRoot blobGasUsed excessBlobGas parentBeaconBlockRoot requestsHash blockAccessListHash balHash slotNumber")
	transactionFields = fields("hash from type chainId nonce gas gasPrice maxFeePerGas maxPriorityFeePerGas maxFeePerBlobGas to value input v r s yParity " +
		"accessList blobVersionedHashes authorizationList blockHash blockNumber transactionIndex")
	receiptFields = fields("transactionHash transactionIndex blockHash blockNumber from to contractAddress cumulativeGasUsed gasUsed effectiveGasPrice logs logsBloom status root type")
	logFields     = fields("address topics data blockNumber transactionHash transactionIndex blockHash logIndex")
)

func fields(names string) map[string]bool {
	m := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		m[name] = true
	}
	return m
}

// only keeps the fields of an object that are named and say something.
func only(object map[string]any, named map[string]bool) map[string]any {
	kept := make(map[string]any, len(named))
	for name, value := range object {
		if named[name] && value != nil {
			kept[name] = lower(value)
		}
	}
	return kept
}

// lower writes hexadecimal in lower case, as all but addresses is written by every node.
func lower(value any) any {
	switch value := value.(type) {
	case string:
		if strings.HasPrefix(value, "0x") {
			return strings.ToLower(value)
		}
	case []any:
		for i := range value {
			value[i] = lower(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = lower(value[name])
		}
	}
	return value
}

var errShape = errors.New("its answer is not one to what was asked")

// object reads an object; nil where there is none.
func object(text json.RawMessage) (map[string]any, error) {
	var m map[string]any
	if err := decode(text, &m); err != nil {
		return nil, err
	}
	return m, nil
}

func decode(text json.RawMessage, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", errShape, err)
	}
	return nil
}

// same is any answer in one spelling.
func same(_ *question, _ *block, text json.RawMessage) (json.RawMessage, error) {
	var value any
	if err := decode(text, &value); err != nil {
		return nil, err
	}
	return raw(lower(value)), nil
}

// header is a block without its transactions, but for their hashes.
func header(_ *question, _ *block, text json.RawMessage) (json.RawMessage, error) {
	m, err := object(text)
	if err != nil || m == nil {
		return null, err
	}
	return raw(only(m, headerFields)), nil
}

// whole is a block with its transactions.
func whole(_ *question, _ *block, text json.RawMessage) (json.RawMessage, error) {
	m, err := object(text)
	if err != nil || m == nil {
		return null, err
	}
	all, ok := m["transactions"].([]any)
	if !ok {
		return nil, fmt.Errorf("%w: a block without transactions", errShape)
	}
	for i := range all {
		if tx, ok := all[i].(map[string]any); ok {
			all[i] = transactionOf(tx)
		}
	}
	kept := only(m, headerFields)
	kept["transactions"] = lower(all)
	return raw(kept), nil
}

// transactionOf is what a chain says of a transaction. What was paid a gas in the end is no part of one that says what it pays at most.
func transactionOf(m map[string]any) map[string]any {
	tx := only(m, transactionFields)
	if tx["maxFeePerGas"] != nil {
		delete(tx, "gasPrice")
	}
	return tx
}

// transaction is one by its hash. One of a block above the head waits for a block.
func transaction(_ *question, head *block, text json.RawMessage) (json.RawMessage, error) {
	m, err := object(text)
	if err != nil || m == nil {
		return null, err
	}
	tx := transactionOf(m)
	if number, mined := tx["blockNumber"]; mined {
		n, err := quantity(number)
		if err != nil {
			return nil, err
		}
		if n > head.number {
			waiting(tx)
		}
	}
	return raw(tx), nil
}

func waiting(tx map[string]any) {
	for _, of := range []string{"blockHash", "blockNumber", "transactionIndex"} {
		delete(tx, of)
	}
}

// receipt is that of a transaction. There is none yet of a block above the head.
func receipt(_ *question, head *block, text json.RawMessage) (json.RawMessage, error) {
	m, err := object(text)
	if err != nil || m == nil {
		return null, err
	}
	n, err := quantity(m["blockNumber"])
	if err != nil {
		return nil, err
	}
	if n > head.number {
		return null, nil
	}
	if m["logs"], err = logsOf(m["logs"]); err != nil {
		return nil, err
	}
	return raw(only(m, receiptFields)), nil
}

// logs are those of a range.
func logs(_ *question, _ *block, text json.RawMessage) (json.RawMessage, error) {
	var all any
	if err := decode(text, &all); err != nil {
		return nil, err
	}
	kept, err := logsOf(all)
	return raw(kept), err
}

func logsOf(value any) ([]any, error) {
	all, ok := value.([]any)
	if !ok && value != nil {
		return nil, fmt.Errorf("%w: no list of logs", errShape)
	}
	kept := make([]any, 0, len(all))
	for _, one := range all {
		m, ok := one.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%w: a log that is no object", errShape)
		}
		if m["removed"] == true {
			return nil, fmt.Errorf("%w: a log that was taken back", errShape)
		}
		kept = append(kept, only(m, logFields))
	}
	return kept, nil
}

func quantity(value any) (uint64, error) {
	text, _ := value.(string)
	n, err := hexutil.DecodeUint64(text)
	if err != nil {
		return 0, fmt.Errorf("%w: %.40q is no number", errShape, text)
	}
	return n, nil
}

// proven reports whether a transaction, as transaction returns it, or a header, is the one with this hash: that needs nobody's word.
func proven(method string, text json.RawMessage, hash common.Hash) bool {
	if method == "eth_getBlockByHash" {
		var h types.Header
		return json.Unmarshal(text, &h) == nil && h.Hash() == hash
	}
	var tx types.Transaction
	return json.Unmarshal(text, &tx) == nil && tx.Hash() == hash
}
