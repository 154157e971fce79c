package compute

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// poll is who does a replicated job, what they have committed to and shown, and what that comes to. Whoever changes it holds mu,
// which is taken before the Buyer's, also while what it comes to is written down.
type poll struct {
	mu      sync.Mutex
	seats   map[messages.ID]*seat
	ballot  *Ballot       // of those who committed in time; nil while others may
	counted bool          // what is shown from now on changes nothing
	winners []*Done       // by task; nil where nothing is decided
	final   bool          // so it stays
	began   time.Time     // when the first was hired, as far as this process knows
	enough  time.Time     // since when as many have committed as must agree
	lacking bool          // fewer farmers have quoted than must be hired
	late    *time.Timer   // ends the wait for those who have shown nothing when all others have ended
	changed chan struct{} // closed with every change
}

// seat is one replica.
type seat struct {
	farmer messages.Key
	payee  string
	view   *protocol.View
	sealed *sealed      // what it has committed to
	votes  bool         // in time
	shown  []Done       // by task; what it has shown, as it was committed to
	near   map[int]bool // tasks of which the rule says that it is right
	silent bool         // it has shown something else
	out    bool         // its session has ended
}

// sealed is a note of what a farmer has committed to, and until when it waits for an answer.
type sealed struct {
	Farmer     string `json:"farmer"`
	Commitment string `json:"commitment"`
	Since      int64  `json:"sinceMs"`
	AnswerBy   int64  `json:"answerByMs"`
}

// Keys of the notes of a poll: session || one of the first two; and, of no session, lists of sessions.
const (
	sealedKey  = "sealed"
	shownKey   = "shown"
	closedKey  = "closed"
	countedKey = "counted"
)

func newPoll(tasks int) *poll {
	return &poll{seats: map[messages.ID]*seat{}, winners: make([]*Done, tasks), changed: make(chan struct{})}
}

// turned tells those who wait. mu is held.
func (p *poll) turned() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// take gives a farmer a seat; of one who has one, and where there is none left, or who would have two, it says so. mu is held.
func (p *poll) take(session messages.ID, farmer messages.Key, payee string, replicas int) (ok bool) {
	if s := p.seats[session]; s != nil {
		s.payee = payee // which the notes do not have
		return true
	}
	if p.ballot != nil || len(p.seats) >= replicas {
		return false
	}
	for _, s := range p.seats {
		if s.farmer == farmer || payee != "" && s.payee == payee {
			return false
		}
	}
	p.seats[session] = &seat{farmer: farmer, payee: payee}
	if p.began.IsZero() {
		p.began = time.Now()
	}
	return true
}

// voters are the seats that count, in the order of their farmers. mu is held.
func (p *poll) voters() (all []*seat) {
	for _, s := range p.seats {
		if s.votes {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *seat) int { return bytes.Compare(a.farmer[:], b.farmer[:]) })
	return all
}

// closeAt is when nobody can commit any more. mu is held.
//
// It is when all have; before the first would have to be answered otherwise; and, once as many have as must agree, twice as long
// after that as it took them, at least straggle: who is slower holds nobody up. zero: it cannot be said yet.
func (p *poll) closeAt(v Verification, straggle time.Duration, now time.Time) (at time.Time) {
	n := 0
	for _, s := range p.seats {
		if s.sealed == nil || s.out {
			continue
		}
		n++
		by := time.UnixMilli(s.sealed.AnswerBy)
		if by = by.Add(-by.Sub(time.UnixMilli(s.sealed.Since)) / 5); at.IsZero() || by.Before(at) {
			at = by
		}
	}
	switch {
	case n >= v.Replicas:
		return now
	case n < v.Agree:
		p.enough = time.Time{}
		return at
	case p.enough.IsZero():
		p.enough = now
	}
	if soon := p.enough.Add(max(straggle, 2*p.enough.Sub(p.began))); soon.Before(at) {
		at = soon
	}
	return at
}

// close has those vote who have committed. mu is held.
func (p *poll) close(voters map[messages.ID]bool) error {
	var farmers []messages.Key
	for id, s := range p.seats {
		if s.votes = voters[id]; s.votes {
			farmers = append(farmers, s.farmer)
		} else {
			delete(p.seats, id)
		}
	}
	var err error
	if p.ballot, err = NewBallot(farmers); err != nil {
		return err
	}
	for _, s := range p.seats {
		commitment, err := sum(s.sealed.Commitment)
		if err == nil {
			err = p.ballot.Commit(s.farmer, commitment)
		}
		if err != nil {
			return err
		}
	}
	p.ballot.Close()
	return nil
}

// shownAll: nobody will show anything any more, or all have. mu is held.
func (p *poll) shownAll() bool {
	for _, s := range p.seats {
		if s.shown == nil && !s.silent && !s.out {
			return false
		}
	}
	return true
}

// tally has the rule decide about every task. mu is held.
func (b *Buyer) tally(ctx context.Context, o *order) error {
	p, rule := o.poll, b.rule(o.job)
	_, lasting := rule.(Lasting)
	for _, s := range p.seats {
		s.near = map[int]bool{}
	}
	decided := true
	for task := range p.winners {
		var shown []Replica
		seats := map[messages.Key]*seat{}
		for _, s := range p.voters() {
			if s.shown == nil || machine(s.shown[task].Ended) { // which says nothing about another
				continue
			}
			r := Replica{Farmer: s.farmer, Digest: s.shown[task].vote()}
			if b.Number != nil {
				var err error
				if r.Number, err = b.Number(ctx, s.shown[task]); err != nil {
					return err
				}
			}
			shown, seats[s.farmer] = append(shown, r), s
		}
		c := rule.Decide(o.job.Verify.Replicas, shown)
		p.winners[task] = nil
		for _, f := range c.Agree {
			s := seats[f]
			s.near[task] = true
			if d := s.shown[task]; p.winners[task] == nil && d.vote() == c.Digest {
				p.winners[task] = &d
			}
		}
		decided = decided && p.winners[task] != nil
	}
	p.final = p.counted || decided && lasting
	return nil
}

// rule is what decides about a job.
func (b *Buyer) rule(j *Job) Rule {
	if b.Rule != nil {
		return b.Rule(j)
	}
	return Majority{Agree: j.Verify.Agree}
}

// list is a note of sessions.
func (o *order) list(key string, seats map[messages.ID]bool) (journal.Note, error) {
	ids := []string{}
	for id := range seats {
		ids = append(ids, id.String())
	}
	slices.Sort(ids)
	value, err := json.Marshal(ids)
	return o.pollNote(messages.ID{}, key, value), err
}

func (o *order) pollNote(session messages.ID, key string, value []byte) journal.Note {
	return journal.Note{Bucket: o.digest.bucket(), Key: append(session[:], key...), Value: value}
}

// remembered is a poll as its notes have it, until all of them were read.
type remembered struct {
	sealed          map[messages.ID]*sealed
	shown           map[messages.ID]bool
	closed, counted map[messages.ID]bool // nil: not yet
}

// take takes up a note, if it is one of a poll.
func (r *remembered) take(session messages.ID, what string, value []byte) (ours bool, err error) {
	switch what {
	case sealedKey:
		s := new(sealed)
		if err := json.Unmarshal(value, s); err != nil {
			return true, err
		}
		if r.sealed == nil {
			r.sealed = map[messages.ID]*sealed{}
		}
		r.sealed[session] = s
	case shownKey:
		if r.shown == nil {
			r.shown = map[messages.ID]bool{}
		}
		r.shown[session] = true
	case closedKey:
		r.closed, err = sessions(value)
	case countedKey:
		r.counted, err = sessions(value)
	default:
		return false, nil
	}
	return true, err
}

func sessions(value []byte) (map[messages.ID]bool, error) {
	var texts []string
	if err := json.Unmarshal(value, &texts); err != nil {
		return nil, err
	}
	all := map[messages.ID]bool{}
	for _, text := range texts {
		id, err := messages.ParseID(text)
		if err != nil {
			return nil, err
		}
		all[id] = true
	}
	return all, nil
}

// restore makes the poll what it was before a restart. The order is nobody else's yet.
func (b *Buyer) restore(ctx context.Context, o *order, r *remembered) error {
	p := o.poll
	p.began = time.Now()
	for id, note := range r.sealed {
		farmer, err := messages.ParseKey(note.Farmer)
		if err != nil {
			return fmt.Errorf("the note of a commitment: %w", err)
		}
		if !o.gone[id] || r.closed[id] {
			p.seats[id] = &seat{farmer: farmer, sealed: note}
		}
	}
	if r.closed == nil {
		return nil
	}
	if err := p.close(r.closed); err != nil {
		return err
	}
	p.counted = r.counted != nil
	for id, s := range p.seats {
		if r.shown[id] && (!p.counted || r.counted[id]) {
			for task := range o.tasks {
				s.shown = append(s.shown, o.shown[id][task])
			}
		}
	}
	if err := b.tally(ctx, o); err != nil {
		return err
	}
	o.settle(p)
	return nil
}

// settle has what was decided for good be the tasks' results, and returns those that were not before. p.mu and the Buyer's are held.
func (o *order) settle(p *poll) (fresh []Done) {
	for i, w := range p.winners {
		if !p.final || w == nil || o.tasks[i].done != nil {
			continue
		}
		o.tasks[i].done = w
		fresh = append(fresh, *w)
	}
	return fresh
}

// vote is what a Rule compares: SHA-256 of a prefix, what the result holds and what it cost.
func (d Done) vote() [32]byte {
	r := Result{Root: d.CID, Tasks: []Done{d}}
	return r.Sum()
}
