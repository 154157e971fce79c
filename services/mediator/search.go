package mediator

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
)

// overlap is how many blocks are read again with each search: an endpoint that lags behind the head that it, or another one
// behind the same address, has told leaves out what it has not seen, and says nothing.
const overlap = 64

// search reads what the panel has told in the blocks that have come to stand deep enough.
func (m *Mediator) search(ctx context.Context, head Head) error {
	if head.Block+1 < m.cursor+m.Depth {
		return nil
	}
	last := head.Block + 1 - m.Depth
	first := max(m.First, m.cursor-min(m.cursor, overlap))
	var told []Sighting
	for s, err := range m.Court.Cases(ctx, first, last) {
		if err != nil {
			return err
		}
		told = append(told, s)
	}
	m.writing.Lock()
	defer m.writing.Unlock()
	changed := m.changed(told)
	cursor := journal.Note{Bucket: cursorBucket, Key: cursorKey, Value: binary.BigEndian.AppendUint64(nil, last+1)}
	if err := m.write(ctx, changed, cursor); err != nil {
		return err
	}
	m.cursor = last + 1
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changed {
		if a := m.cases[c.ID]; a != nil {
			a.record, a.again = c, true
		} else {
			m.cases[c.ID] = &attention{record: c}
		}
	}
	return nil
}

// changed are the records as they are after what was told, of the cases of which something was new.
func (m *Mediator) changed(told []Sighting) []*Case {
	m.mu.Lock()
	defer m.mu.Unlock()
	cases := map[deals.Hash]*Case{}
	for _, s := range told {
		if cases[s.ID] == nil {
			c := Case{ID: s.ID}
			if a := m.cases[s.ID]; a != nil {
				c = *a.record
			} else if s.JudgeBy.IsZero() {
				continue // its beginning was read long ago: it is done with
			}
			cases[s.ID] = &c
		}
		cases[s.ID].take(s)
		if m.cases[s.ID] == nil && cases[s.ID].Over && s.Block < m.cursor {
			delete(cases, s.ID) // it was closed, and is only read again
		}
	}
	maps.DeleteFunc(cases, func(id deals.Hash, c *Case) bool { a := m.cases[id]; return a != nil && *a.record == *c })
	return slices.Collect(maps.Values(cases))
}
