package quorum

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common/hexutil"
)

// rule is how a method is asked of several, and what is made of their answers.
type rule struct {
	// block is which parameter names the block that is asked about, from 1; 0: none does.
	block int
	// witness: the answer says of no block how far it goes. It counts from who has the head before and after it.
	witness bool
	// shape is what of an answer is compared and passed on, with the head of the voters.
	shape func(q *question, head *block, text json.RawMessage) (json.RawMessage, error)
	// weigh decides.
	weigh func(t *tally) *answer
	// opinion: answers may differ without anybody being wrong.
	opinion bool
	// everyone: who is away or left out is asked too.
	everyone bool
}

// rules are those of the methods that need one of their own; what is not here is asked as it is, and a majority must say the same.
var rules = map[string]rule{
	"eth_call":                        {block: 2, shape: same, weigh: majority},
	"eth_getBalance":                  {block: 2, shape: same, weigh: majority},
	"eth_getCode":                     {block: 2, shape: same, weigh: majority},
	"eth_getStorageAt":                {block: 3, shape: same, weigh: majority},
	"eth_getTransactionCount":         {block: 2, shape: same, weigh: majority},
	"eth_getTransactionCount pending": {shape: same, weigh: held, opinion: true},
	"eth_estimateGas":                 {block: 2, shape: same, weigh: higher, opinion: true},
	"eth_getBlockByNumber":            {block: 1, shape: whole, weigh: majority},
	"eth_getBlockByHash":              {witness: true, shape: header, weigh: provenOr, opinion: true},
	"eth_getLogs":                     {witness: true, shape: logs, weigh: majority},
	"eth_getTransactionReceipt":       {witness: true, shape: receipt, weigh: majority},
	"eth_getTransactionByHash":        {witness: true, shape: transaction, weigh: provenOr, opinion: true},
	"eth_gasPrice":                    {shape: same, weigh: median, opinion: true},
	"eth_maxPriorityFeePerGas":        {shape: same, weigh: median, opinion: true},
	"eth_sendRawTransaction":          {shape: same, weigh: taken, opinion: true, everyone: true},
}

func ruleOf(q *question) rule {
	name := q.Method
	if name == "eth_getTransactionCount" && len(q.Params) > 1 && tagOf(q.Params[1]) == "pending" {
		name += " pending"
	}
	if r, ok := rules[name]; ok {
		return r
	}
	return rule{shape: same, weigh: majority}
}

// tagOf is a parameter that is text: a block's number, or "latest".
func tagOf(param json.RawMessage) string {
	var tag string
	_ = json.Unmarshal(param, &tag) // else it names a block in another way
	return tag
}

// rangeOf reads what logs are asked for: from and to are tags, empty where a block's hash says which.
func rangeOf(q *question) (filter map[string]json.RawMessage, from, to string) {
	if len(q.Params) != 1 || json.Unmarshal(q.Params[0], &filter) != nil || filter == nil || filter["blockHash"] != nil {
		return nil, "", ""
	}
	from, to = tagOf(filter["fromBlock"]), tagOf(filter["toBlock"])
	return filter, from, to
}

// refs are the blocks that a question names by tag or number, as eth_getBlockByNumber knows them. asks is whether it needs the head.
func refs(q *question) (tags []string, asks bool) {
	r := ruleOf(q)
	switch {
	case q.Method == "eth_blockNumber":
		return nil, true
	case q.Method == "eth_getLogs":
		filter, from, to := rangeOf(q)
		if filter == nil {
			return nil, false
		}
		for _, tag := range []string{plainTag(from), plainTag(to)} {
			if _, err := hexutil.DecodeUint64(tag); err != nil { // a number needs no block
				tags = append(tags, tag)
			}
		}
		return tags, true
	case r.block > 0 && len(q.Params) < r.block:
		return nil, true
	case r.block > 0:
		tag := tagOf(q.Params[r.block-1])
		if tag == "" {
			return nil, false // by its hash
		}
		return []string{plainTag(tag)}, true
	}
	return nil, r.witness
}

// plainTag is a tag in one spelling. What waits for a block is no part of any: "pending" is the head.
func plainTag(tag string) string {
	switch tag {
	case "", "pending":
		return "latest"
	case "earliest":
		return "0x0"
	}
	if n, err := hexutil.DecodeUint64(tag); err == nil {
		return hexutil.EncodeUint64(n)
	}
	return tag
}

// posed is a question as it is put to the voters, or its answer where that is known already.
type posed struct {
	question
	rule
	known *answer
}

// pose names the blocks of a question by their hashes.
func pose(q question, at *view) (p posed, err error) {
	p = posed{question: q, rule: ruleOf(&q)}
	tags, asks := refs(&q)
	switch {
	case !asks:
		p.witness = false
		return p, nil
	case q.Method == "eth_blockNumber":
		p.known = &answer{Result: raw(hexutil.Uint64(at.head.number))}
		return p, nil
	case q.Method == "eth_getLogs":
		return at.poseLogs(p)
	case p.block == 0:
		return p, nil
	}
	b := at.head
	if len(tags) > 0 {
		if b, err = at.named(tags[0]); err != nil {
			return p, err
		}
	}
	if q.Method == "eth_getBlockByNumber" {
		return poseBlock(p, b)
	}
	if b == nil {
		p.known = &answer{Error: &refusal{Code: -32000, Message: "header not found: no majority of the endpoints has block " + tags[0]}}
		return p, nil
	}
	p.Params = slices.Clone(q.Params)
	if len(p.Params) < p.block {
		p.Params = append(p.Params, nil)
	}
	p.Params[p.block-1] = raw(map[string]any{"blockHash": b.hash})
	return p, nil
}

// poseBlock: a block's header is known; its transactions are asked for by its hash.
func poseBlock(p posed, b *block) (posed, error) {
	switch {
	case b == nil:
		p.known = &answer{Result: null}
	case len(p.Params) < 2 || !bytes.Equal(bytes.TrimSpace(p.Params[1]), []byte("true")):
		p.known = &answer{Result: b.text}
	default:
		p.Method, p.Params = "eth_getBlockByHash", []json.RawMessage{raw(b.hash), raw(true)}
	}
	return p, nil
}

// poseLogs: a range ends with the head.
func (at *view) poseLogs(p posed) (posed, error) {
	filter, from, to := rangeOf(&p.question)
	first, err := at.number(plainTag(from))
	if err != nil {
		return p, err
	}
	last, err := at.number(plainTag(to))
	if err != nil {
		return p, err
	}
	if last = min(last, at.head.number); first > last {
		p.known = &answer{Result: json.RawMessage("[]")}
		return p, nil
	}
	filter["fromBlock"], filter["toBlock"] = raw(hexutil.Uint64(first)), raw(hexutil.Uint64(last))
	p.Params = []json.RawMessage{raw(filter)}
	return p, nil
}

// number is that of a block by its tag; a number stands for itself.
func (at *view) number(tag string) (uint64, error) {
	if n, err := hexutil.DecodeUint64(tag); err == nil {
		return n, nil
	}
	b, err := at.named(tag)
	if err == nil && b == nil {
		err = fmt.Errorf("no majority of the endpoints has block %s", tag)
	}
	if err != nil {
		return 0, err
	}
	return b.number, nil
}
