package quorum

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// block is one as a voter tells of it.
type block struct {
	number uint64
	hash   common.Hash
	text   json.RawMessage // as header makes it: what is compared
}

// blockOf reads a block; nil where there is none.
func blockOf(text json.RawMessage) (*block, error) {
	if isNull(text) {
		return nil, nil
	}
	shaped, err := header(nil, nil, text)
	if err != nil {
		return nil, err
	}
	var told struct {
		Number *hexutil.Uint64 `json:"number"`
		Hash   *common.Hash    `json:"hash"`
	}
	if err := json.Unmarshal(shaped, &told); err != nil || told.Number == nil || told.Hash == nil {
		return nil, fmt.Errorf("%w: a block without number or hash", errShape)
	}
	return &block{uint64(*told.Number), *told.Hash, shaped}, nil
}

// view is the chain as a majority has it.
type view struct {
	head   *block
	voters []*voter          // that have the head
	blocks map[string]*block // by tag; nil: there is none
	errs   map[string]error  // why a tag names none
}

// named is the block that a tag names, nil where there is none.
func (at *view) named(tag string) (*block, error) {
	if tag == "latest" {
		return at.head, nil
	}
	return at.blocks[tag], at.errs[tag]
}

// sight is what one voter shows of the chain.
type sight struct {
	*voter
	height uint64
	blocks map[uint64]*block
	tags   map[string]*block // but for numbers
	errs   map[string]*refusal
}

// headQuestions ask for the newest block and for those of tags, and compare the chain.
func headQuestions(tags []string) []question {
	all := []question{ask("eth_chainId"), ask("eth_getBlockByNumber", "latest", false)}
	for _, tag := range tags {
		all = append(all, ask("eth_getBlockByNumber", tag, false))
	}
	return all
}

// sighted reads a reply to headQuestions. One that makes no sense is as one that did not come.
func (v *Voters) sighted(r reply, tags []string) *sight {
	if r.err != nil {
		return nil
	}
	head, err := blockOf(r.answers[1].Result)
	switch refusal := r.answers[1].Error; {
	case refusal != nil:
		err = refusal
	case err == nil && head == nil:
		err = fmt.Errorf("%w: it has no newest block", errShape)
	}
	if err == nil {
		err = v.ofChain(r.answers[0])
	}
	if err != nil {
		v.heard(r.voter, time.Now(), malformed(err))
		return nil
	}
	s := &sight{voter: r.voter, height: head.number, blocks: map[uint64]*block{head.number: head}, tags: map[string]*block{}, errs: map[string]*refusal{}}
	for i, tag := range tags {
		a := r.answers[2+i]
		b, err := blockOf(a.Result)
		n, notNumber := hexutil.DecodeUint64(tag)
		switch {
		case a.Error != nil:
			s.errs[tag] = a.Error
		case err != nil || b == nil || notNumber == nil && b.number != n:
		case notNumber != nil:
			s.tags[tag] = b
			fallthrough
		default:
			s.blocks[b.number] = b
		}
	}
	return s
}

// agree waits for the voters' heads, and finds the highest block that a majority has, and those of the tags.
func (v *Voters) agree(ctx context.Context, f *fan, tags []string) (*view, error) {
	var sights []*sight
	read := 0
	take := func() {
		for ; read < len(f.got); read++ {
			if s := v.sighted(f.got[read], tags); s != nil {
				sights = append(sights, s)
			}
		}
	}
	var grace <-chan time.Time
	alike := func() *block {
		for _, s := range sights {
			if b := v.winner(sights, s.height); b != nil && b.number == s.height {
				return b
			}
		}
		return nil
	}
	for alike() == nil && f.next(ctx, grace) {
		if take(); grace == nil && len(sights) >= v.need {
			grace = time.After(v.config.Grace)
		}
	}
	for {
		head, err := v.common(ctx, sights)
		at := (*view)(nil)
		if err == nil {
			at, err = v.resolve(ctx, sights, head, tags)
		}
		if err == nil {
			v.compare(at, sights)
			return at, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if !f.next(ctx, nil) { // whoever is late may decide it
			return nil, err
		}
		take()
	}
}

// winner is the block of a number that a majority tells alike, or nil.
func (v *Voters) winner(sights []*sight, number uint64) *block {
	count := map[string]int{}
	for _, s := range sights {
		if b := s.blocks[number]; b != nil {
			if count[string(b.text)]++; count[string(b.text)] >= v.need {
				return b
			}
		}
	}
	return nil
}

// fetch asks for blocks of these numbers whoever has them and has not shown them.
func (v *Voters) fetch(ctx context.Context, sights []*sight, numbers []uint64) {
	type asked struct {
		*sight
		numbers []uint64
		fan     *fan
	}
	var all []asked
	for _, s := range sights {
		var lacking []uint64
		var questions []question
		for _, n := range numbers {
			if s.blocks[n] == nil && n <= s.height {
				lacking, questions = append(lacking, n), append(questions, ask("eth_getBlockByNumber", hexutil.Uint64(n), false))
			}
		}
		if len(lacking) > 0 {
			all = append(all, asked{s, lacking, v.ask([]*voter{s.voter}, questions)})
		}
	}
	for _, a := range all {
		if !a.fan.next(ctx, nil) || a.fan.got[0].err != nil {
			continue
		}
		for i, n := range a.numbers {
			if b, err := blockOf(a.fan.got[0].answers[i].Result); err == nil && b != nil && b.number == n {
				a.blocks[n] = b
			}
		}
	}
}

// steps are how far below the highest common height blocks are asked for at once.
var steps = []uint64{0, 8, 64, 512}

// common is the highest block that a majority has.
func (v *Voters) common(ctx context.Context, sights []*sight) (*block, error) {
	if len(sights) < v.need {
		return nil, v.tooFew("the newest block", sights)
	}
	heights := heightsOf(sights)
	top := heights[v.need-1]
	lowest := top - min(top, v.config.Fork)
	for from, i := top, 0; ; i++ {
		to := max(lowest, top-min(top, steps[min(i, len(steps)-1)]))
		if i >= len(steps) {
			to = lowest
		}
		var numbers []uint64
		for n := from; n >= to; n-- {
			if numbers = append(numbers, n); n == 0 {
				break
			}
		}
		v.fetch(ctx, sights, numbers)
		for _, n := range numbers {
			if b := v.winner(sights, n); b != nil {
				return b, nil
			}
		}
		if to == lowest {
			return nil, v.apart(sights, top, top-lowest)
		}
		from = to - 1
	}
}

// heightsOf are the heights, the highest first.
func heightsOf(sights []*sight) []uint64 {
	heights := make([]uint64, len(sights))
	for i, s := range sights {
		heights[i] = s.height
	}
	slices.SortFunc(heights, func(a, b uint64) int { return -cmpUint(a, b) })
	return heights
}

// apart is the error where no majority has any block in common as far back as a reorganization goes.
func (v *Voters) apart(sights []*sight, number, depth uint64) error {
	var said []string
	for _, s := range sights {
		if b := s.blocks[number]; b != nil {
			said = append(said, fmt.Sprintf("%s says it is %#x…", s.name, b.hash[:6]))
		}
	}
	return v.fail(transactions.ErrDisagree, fmt.Errorf("block %d, and the %d before it: %s", number, depth, strings.Join(append(said, v.absent(sights)...), "; ")))
}

// resolve finds the blocks that tags name, in the chain up to the head.
func (v *Voters) resolve(ctx context.Context, sights []*sight, head *block, tags []string) (*view, error) {
	at := &view{head: head, blocks: map[string]*block{}, errs: map[string]error{}}
	for _, s := range sights {
		if b := s.blocks[head.number]; b != nil && string(b.text) == string(head.text) {
			at.voters = append(at.voters, s.voter)
		}
	}
	for _, tag := range tags {
		n, err := hexutil.DecodeUint64(tag)
		if err != nil {
			var refusal error
			if n, refusal = v.lesser(sights, tag); refusal != nil {
				at.errs[tag] = refusal
				continue
			}
		}
		if n > head.number {
			continue // no majority has it yet
		}
		if v.fetch(ctx, sights, []uint64{n}); v.winner(sights, n) == nil {
			return nil, v.apart(sights, n, 0)
		}
		at.blocks[tag] = v.winner(sights, n)
	}
	return at, nil
}

// lesser is the highest number that a majority has reached with a tag such as "finalized".
func (v *Voters) lesser(sights []*sight, tag string) (uint64, error) {
	var numbers []uint64
	refused := &refusal{Code: -32000, Message: fmt.Sprintf("block %s: %d of %d endpoints tell of one, %d are needed", tag, 0, len(v.all), v.need)}
	for _, s := range sights {
		if b := s.tags[tag]; b != nil {
			numbers = append(numbers, b.number)
		}
		if s.errs[tag] != nil {
			refused = s.errs[tag]
		}
	}
	if len(numbers) < v.need {
		return 0, refused
	}
	slices.SortFunc(numbers, func(a, b uint64) int { return -cmpUint(a, b) })
	return numbers[v.need-1], nil
}

func cmpUint(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// ofChain refuses an answer to eth_chainId of another chain.
func (v *Voters) ofChain(a answer) error {
	if a.Error != nil {
		return a.Error
	}
	var id string
	if err := decode(a.Result, &id); err != nil {
		return err
	}
	if !strings.EqualFold(id, v.identity.chain) {
		return &transactions.ChainError{Kind: transactions.ErrWrongChain, Err: fmt.Errorf("it is of chain %s, and the others of %s", decimal(id), decimal(v.identity.chain))}
	}
	return nil
}
