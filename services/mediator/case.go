package mediator

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
)

// Case is what a mediator holds of a case, beside what the chain says.
type Case struct {
	ID deals.Hash `json:"id"`
	// Finding and Salt are written together, before anything is committed to.
	Finding *Finding   `json:"finding,omitempty"`
	Salt    deals.Hash `json:"salt"`
	// Why says what kept the work from being run to an end that can be compared; empty: nothing did.
	Why string `json:"why,omitempty"`
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

// found writes down cases and the block to go on from, together.
func (m *Mediator) found(ctx context.Context, fresh []*Case, cursor uint64) error {
	b := journal.Batch{Sync: len(fresh) > 0, Notes: []journal.Note{{Bucket: cursorBucket, Key: cursorKey, Value: binary.BigEndian.AppendUint64(nil, cursor)}}}
	for _, c := range fresh {
		note, err := c.note()
		if err != nil {
			return err
		}
		b.Notes = append(b.Notes, note)
	}
	return m.Journal.Commit(ctx, b)
}

func (c *Case) note() (journal.Note, error) {
	value, err := json.Marshal(c)
	return journal.Note{Bucket: caseBucket, Key: c.ID[:], Value: value}, err
}

// keep puts a record on disk.
func (m *Mediator) keep(ctx context.Context, c *Case) error {
	note, err := c.note()
	if err != nil {
		return err
	}
	return m.Journal.Commit(ctx, journal.Batch{Notes: []journal.Note{note}, Sync: true})
}
