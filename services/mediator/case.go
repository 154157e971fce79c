package mediator

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
)

// Case is what a mediator holds of a case, beside what the chain says.
type Case struct {
	ID      deals.Hash `json:"id"`
	JudgeBy time.Time  `json:"judgeBy,omitzero"` // the last second in which the panel can rule
	Drawn   bool       `json:"drawn,omitempty"`  // a round was
	// Over: the panel has said, so deep as the mediator asks for, that it holds nothing for the case any more.
	Over bool `json:"over,omitempty"`
	// OverAt is the block in which it said so; 0: not kept, as an earlier version did not.
	OverAt    uint64 `json:"overAt,omitempty"`
	Collected bool   `json:"collected,omitempty"` // what was earned
	// Made is what a run gave whose result is asked for since. It is written before that.
	Made *Made `json:"made,omitempty"`
	// Finding and Salt are written together, before anything is committed to.
	Finding *Finding   `json:"finding,omitempty"`
	Salt    deals.Hash `json:"salt"`
	// Why says what kept the work from being run to an end that can be compared; empty: nothing did.
	Why string `json:"why,omitempty"`
	// Owed: the requester is to be served the result (rule 2). Given: it is.
	Owed  bool `json:"owed,omitempty"`
	Given bool `json:"given,omitempty"`
}

// take is what the panel tells of the case.
func (c *Case) take(s Sighting) {
	if !s.JudgeBy.IsZero() && !s.JudgeBy.Equal(c.JudgeBy) {
		c.JudgeBy = s.JudgeBy
	}
	c.Drawn = c.Drawn || s.Drawn
	if s.Finished || s.Closed && !c.Drawn { // whose seats were drawn has to be finished, too
		c.Over, c.OverAt = true, s.Block
	}
}

// Buckets of the journal's notes: a deal's id and its Case; and the block up to which cases were looked for.
const (
	caseBucket   = "mediator-cases"
	cursorBucket = "mediator-cursor"
)

var cursorKey = []byte("block")

// load reads what an earlier life has written.
func (m *Mediator) load(ctx context.Context) error {
	m.cases = make(map[deals.Hash]*attention)
	for note, err := range m.Journal.Notes(ctx, caseBucket) {
		if err != nil {
			return err
		}
		c := new(Case)
		if err := json.Unmarshal(note.Value, c); err != nil {
			return fmt.Errorf("record of a case: %w", err)
		}
		m.cases[c.ID] = &attention{record: c}
	}
	value, err := m.Journal.Note(ctx, cursorBucket, cursorKey)
	if err != nil {
		return err
	}
	m.cursor = m.First
	if len(value) == 8 {
		m.cursor = max(m.cursor, binary.BigEndian.Uint64(value))
	}
	return nil
}

// write puts records on disk, and what else is to come there with them. Those who change records hold m.writing.
func (m *Mediator) write(ctx context.Context, cases []*Case, also ...journal.Note) error {
	b := journal.Batch{Sync: len(cases) > 0, Notes: also}
	for _, c := range cases {
		value, err := json.Marshal(c)
		if err != nil {
			return err
		}
		b.Notes = append(b.Notes, journal.Note{Bucket: caseBucket, Key: c.ID[:], Value: value})
	}
	return m.Journal.Commit(ctx, b)
}

// change edits a case's record, and puts it on disk.
func (m *Mediator) change(ctx context.Context, a *attention, edit func(*Case)) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	c := *m.recordOf(a)
	edit(&c)
	if err := m.write(ctx, []*Case{&c}); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	a.record = &c
	return nil
}

func (m *Mediator) recordOf(a *attention) *Case {
	m.mu.Lock()
	defer m.mu.Unlock()
	return a.record
}
