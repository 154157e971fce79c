package quorum

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"encoding/json"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// vote is what a voter answered to one question.
type vote struct {
	voter  *voter
	key    string // equal for equal answers
	answer answer
}

// tally counts the votes on one question.
type tally struct {
	posed
	head     *block
	need     int
	votes    []vote
	silent   []string // who said that it cannot tell, and why
	away     []string // who did not answer
	refusals []*refusal
	moved    int  // who no longer has the block that is asked about
	all      bool // nobody else is to answer
}

// count takes a voter's answer. One that it does not know is no vote.
func (t *tally) count(e *voter, a answer) {
	switch {
	case a.Error != nil && isRevert(a.Error):
		data, _ := a.Error.Data.(string)
		t.votes = append(t.votes, vote{e, "reverts " + data, answer{Error: a.Error}})
	case a.Error != nil && t.everyone: // a refusal is a node's answer to what it is sent
		t.votes = append(t.votes, vote{e, "refuses", answer{Error: a.Error}})
	case a.Error != nil && t.head != nil && lacksBlock(a.Error.Message):
		t.moved++
		t.silent = append(t.silent, e.name+": "+a.Error.Message)
	case a.Error != nil:
		t.silent = append(t.silent, e.name+": "+a.Error.Message)
		t.refusals = append(t.refusals, a.Error)
	default:
		shaped, err := t.shape(&t.question, t.head, a.Result)
		if err != nil {
			t.silent = append(t.silent, fmt.Sprintf("%s: %v", e.name, err))
			return
		}
		t.votes = append(t.votes, vote{e, string(shaped), answer{Result: shaped}})
	}
}

// lacksBlock: a node does not know a block, as several kinds of them say it.
func lacksBlock(message string) bool {
	for _, words := range []string{"header not found", "header for hash not found", "block not found", "unknown block", "Unknown block"} {
		if strings.Contains(message, words) {
			return true
		}
	}
	return false
}

// decide is the answer, if there is one.
func (t *tally) decide() *answer {
	if t.known != nil {
		return t.known
	}
	return t.weigh(t)
}

// keyOf is the key of the votes for an answer.
func (t *tally) keyOf(a *answer) string {
	if a.Error != nil {
		data, _ := a.Error.Data.(string)
		return "reverts " + data
	}
	return string(a.Result)
}

// isRevert reads a refusal as that of a contract.
func isRevert(r *refusal) bool {
	data, _ := r.Data.(string)
	b, err := hexutil.Decode(data)
	return err == nil && len(b) > 0 || strings.Contains(r.Message, "execution reverted")
}

// majority decides for what a majority says.
func majority(t *tally) *answer {
	for _, v := range t.votes {
		if t.saying(v.key) >= t.need {
			return &answer{Result: v.answer.Result, Error: v.answer.Error}
		}
	}
	return nil
}

func (t *tally) saying(key string) (n int) {
	for _, v := range t.votes {
		if v.key == key {
			n++
		}
	}
	return n
}

// numbers are the votes that are numbers, in order.
func (t *tally) numbers() []*hexutil.Big {
	var all []*hexutil.Big
	for _, v := range t.votes {
		var n hexutil.Big
		if v.answer.Error == nil && json.Unmarshal(v.answer.Result, &n) == nil {
			all = append(all, &n)
		}
	}
	slices.SortFunc(all, func(a, b *hexutil.Big) int { return a.ToInt().Cmp(b.ToInt()) })
	return all
}

// held decides for the number of nonces that the pools of a majority have, or more.
func held(t *tally) *answer {
	all := t.numbers()
	if len(all) < t.need {
		return nil
	}
	return &answer{Result: raw(all[len(all)-t.need])}
}

// median decides for the price in the middle, of two for the higher, but at most twice the lower.
func median(t *tally) *answer {
	all := t.numbers()
	if len(all) < t.need {
		return nil
	}
	upper, lower := all[len(all)/2].ToInt(), all[(len(all)-1)/2].ToInt()
	if most := new(hexutil.Big); upper.Cmp(lower) > 0 {
		most.ToInt().Lsh(lower, 1)
		if upper.Cmp(most.ToInt()) > 0 {
			return &answer{Result: raw(most)}
		}
	}
	return &answer{Result: raw(all[len(all)/2])}
}

// higher decides for the gas in the middle, of two for the higher; that a call reverts needs a majority.
func higher(t *tally) *answer {
	if all := t.numbers(); len(all) >= t.need {
		return &answer{Result: raw(all[len(all)/2])}
	}
	if a := majority(t); a != nil && a.Error != nil {
		return a
	}
	return nil
}

// taken decides that a transaction is sent once one voter has it and a majority was heard. If none has it, what most of them say stands.
func taken(t *tally) *answer {
	if !t.all && len(t.votes) < t.need {
		return nil
	}
	var refused *answer
	said := map[string]int{}
	for _, v := range t.votes {
		if v.answer.Error == nil {
			return &answer{Result: v.answer.Result}
		}
		words := v.answer.Error.Message
		if said[words]++; has(words) {
			said[words] += len(t.votes)
		}
		if refused == nil || said[words] > said[refused.Error.Message] {
			refused = &answer{Error: v.answer.Error}
		}
	}
	if t.all {
		return refused
	}
	return nil
}

// has: a node that refuses a transaction because it has it.
func has(message string) bool {
	return strings.Contains(message, "already known") || strings.Contains(message, "already exists")
}

// provenOr decides for what a majority says, and where there is none for what is proven by its hash, without its place in the chain.
func provenOr(t *tally) *answer {
	if a := majority(t); a != nil || !t.all {
		return a
	}
	var hash common.Hash
	if len(t.votes) < t.need || len(t.Params) == 0 || json.Unmarshal(t.Params[0], &hash) != nil {
		return nil
	}
	for _, v := range t.votes {
		if v.answer.Error != nil || isNull(v.answer.Result) || !proven(t.Method, v.answer.Result, hash) {
			continue
		}
		m, err := object(v.answer.Result)
		if err != nil {
			continue
		}
		if waiting(m); t.Method == "eth_getBlockByHash" {
			return &answer{Result: v.answer.Result}
		}
		return &answer{Result: raw(m)}
	}
	return nil
}

// undecided is why there is no answer: an error of the request where they disagree or are away, or what they refuse.
// The rest was not asked.
func (t *tally) undecided(names string, unasked []string) (*answer, error) {
	keys := map[string]bool{}
	said := make([]string, 0, len(t.votes))
	inOrder := slices.SortedFunc(slices.Values(t.votes), func(a, b vote) int { return cmp.Compare(a.voter.place, b.voter.place) })
	for _, v := range inOrder {
		keys[v.key] = true
		said = append(said, v.voter.name+" says "+clip(v.key))
	}
	told := func(kind error, parts ...string) error {
		return &transactions.ChainError{URL: names, Kind: kind, Err: fmt.Errorf("%s: %s", t.what(), strings.Join(parts, "; "))}
	}
	rest := slices.Concat(t.silent, t.away, unasked)
	switch {
	case len(t.refusals) >= t.need:
		return t.refusal(), nil
	case len(keys) > 1:
		return nil, told(transactions.ErrDisagree, append(said, rest...)...)
	case t.moved > 0:
		return nil, fmt.Errorf("%w: %w", errMoved, told(transactions.ErrBusy, append(said, rest...)...))
	case len(t.away)+len(unasked) > 0:
		return nil, told(transactions.ErrUnreachable, append([]string{fmt.Sprintf("%d are needed", t.need)}, rest...)...)
	case len(t.refusals) > 0:
		return t.refusal(), nil
	}
	return nil, told(transactions.ErrMalformed, append(said, rest...)...)
}

// refusal is what voters refuse with.
func (t *tally) refusal() *answer {
	r := *t.refusals[0]
	r.Message = strings.Join(t.silent, "; ")
	return &answer{Error: &r}
}

// what names the question.
func (t *tally) what() string {
	text := t.Method
	if t.block > 0 && t.block <= len(t.Params) || t.witness && len(t.Params) > 0 {
		text += " of " + clip(string(t.Params[max(t.block, 1)-1]))
	}
	return cmp.Or(text, "what was asked")
}

// clip is as much of a text as an error needs.
func clip(text string) string {
	const most = 90
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
