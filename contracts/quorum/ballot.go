package quorum

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// ballot is the questions of a request as they are put to the voters.
type ballot struct {
	*Voters
	head      *block // nil: they are of no block
	voters    []*voter
	posed     []posed
	witnessed bool // the head is asked for before and after
}

// poses names the blocks of questions.
func (v *Voters) poses(questions []question, at *view) (*ballot, error) {
	b := &ballot{Voters: v, head: at.head, voters: at.voters}
	for _, q := range questions {
		p, err := pose(q, at)
		if r, ok := err.(*refusal); ok {
			p.known, err = &answer{Error: r}, nil
		}
		if err != nil {
			return nil, v.fail(transactions.ErrBusy, err)
		}
		b.posed = append(b.posed, p)
		b.witnessed = b.witnessed || p.witness && p.known == nil && at.head != nil
	}
	return b, nil
}

// batch is what the voters are asked. A nil ballot asks nothing.
func (b *ballot) batch() (all []question) {
	if b == nil {
		return nil
	}
	for _, p := range b.posed {
		if p.known == nil {
			all = append(all, p.question)
		}
	}
	if b.witnessed {
		witness := ask("eth_getBlockByNumber", hexutil.Uint64(b.head.number), false)
		all = append(append([]question{witness}, all...), witness)
	}
	return all
}

// tally waits for the votes, each reply's from an offset, until all is decided, and judges who comes later.
func (b *ballot) tally(ctx context.Context, f *fan, offset int) ([]answer, error) {
	tallies := make([]*tally, len(b.posed))
	for i, p := range b.posed {
		tallies[i] = &tally{posed: p, head: b.head, need: b.need}
	}
	answers := make([]answer, len(tallies))
	read, open := 0, len(tallies)
	decided := func() bool {
		for ; read < len(f.got); read++ {
			b.count(tallies, f.got[read], offset)
		}
		open = 0
		for i, t := range tallies {
			a := t.decide()
			if a == nil {
				open++
				continue
			}
			answers[i] = *a
		}
		return open == 0
	}
	if !f.until(ctx, decided) && ctx.Err() != nil {
		f.late(func(reply) {})
		return nil, context.Cause(ctx)
	}
	for i, t := range tallies {
		if open == 0 {
			break
		}
		t.all = true
		a, err := t.decide(), error(nil)
		if a == nil {
			a, err = t.undecided(b.String(), b.unasked(f))
		}
		if err != nil {
			return nil, err
		}
		answers[i] = *a
	}
	b.judge(tallies)
	f.late(func(r reply) {
		b.count(tallies, r, offset)
		b.judge(tallies)
	})
	return answers, nil
}

// count takes one reply's votes.
func (b *ballot) count(tallies []*tally, r reply, offset int) {
	err := r.err
	answers := r.answers
	if err == nil {
		answers = answers[offset:]
		err = b.valid(tallies, answers)
		if c, ok := err.(*transactions.ChainError); ok {
			b.heard(r.voter, time.Now(), c)
		}
	}
	if b.witnessed && err == nil {
		answers = answers[1:]
	}
	for _, t := range tallies {
		switch {
		case t.known != nil:
			continue
		case err == nil:
			t.count(r.voter, answers[0])
			answers = answers[1:]
		case err == errMoved:
			t.moved++
			t.silent = append(t.silent, r.voter.name+": "+err.Error())
		default:
			t.away = append(t.away, r.voter.name+": "+reason(err))
		}
	}
}

// valid refuses a reply of another chain, or of one that has not the head.
func (b *ballot) valid(tallies []*tally, answers []answer) error {
	i := 0
	if b.witnessed {
		i = 1
		for _, a := range []answer{answers[0], answers[len(answers)-1]} {
			if w, err := blockOf(a.Result); a.Error != nil || err != nil || w == nil || w.hash != b.head.hash {
				return errMoved
			}
		}
	}
	for _, t := range tallies {
		if t.known != nil {
			continue
		}
		if t.Method == "eth_chainId" {
			if err := b.ofChain(answers[i]); err != nil {
				return malformed(err)
			}
		}
		i++
	}
	return nil
}

// unasked says who was not asked, and why.
func (b *ballot) unasked(f *fan) []string {
	words := b.absent(shown(f.asked))
	for i := range words {
		words[i] += " (not asked)"
	}
	return words
}

// judge notes who says something else of a block than a majority.
func (b *ballot) judge(tallies []*tally) {
	for _, t := range tallies {
		if t.opinion || t.known != nil || t.block == 0 && !t.witness {
			continue
		}
		most := majority(t)
		if most == nil {
			continue
		}
		for _, v := range t.votes {
			if v.key != t.keyOf(most) {
				b.contradicts(v.voter, t.what(), v.key, t.keyOf(most))
			}
		}
	}
}
