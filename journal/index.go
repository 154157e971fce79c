package journal

import (
	"fmt"

	"github.com/parley-p2p/parley/messages"
)

// index is what a journal keeps in memory: where everything is, 64 bytes a record, and no payload.
type index struct {
	sessions map[messages.ID]*transcript
	notes    map[string]map[string]spot

	oldest       int64 // row
	rows         []usage
	stored, live int64 // bytes, by weight
}

// usage is how many bytes a row has, by weight, and how many of them still count.
type usage struct{ stored, live int64 }

// transcript is where the records of a session are. A new one is made when a forgotten session comes again.
type transcript struct{ places []place }

type place struct {
	spot
	at int64
	id messages.ID
}

func newIndex() index {
	return index{sessions: make(map[messages.ID]*transcript), notes: make(map[string]map[string]spot)}
}

func (x *index) count(session messages.ID) int {
	if t := x.sessions[session]; t != nil {
		return len(t.places)
	}
	return 0
}

func (x *index) id(session messages.ID, index int) messages.ID {
	return x.sessions[session].places[index].id
}

// extend makes room for rows up to row.
func (x *index) extend(row int64) {
	if len(x.rows) == 0 {
		x.oldest = row
	}
	for x.oldest+int64(len(x.rows)) <= row {
		x.rows = append(x.rows, usage{})
	}
}

func (x *index) born(s spot) {
	u := &x.rows[s.row-x.oldest]
	u.stored, u.live = u.stored+s.weight(), u.live+s.weight()
	x.stored, x.live = x.stored+s.weight(), x.live+s.weight()
}

// died also takes the zero spot, of nothing.
func (x *index) died(s spot) {
	if s.row == 0 {
		return
	}
	x.rows[s.row-x.oldest].live -= s.weight()
	x.live -= s.weight()
}

// tomb accounts for an item that only says that something is gone.
func (x *index) tomb(row int64) {
	x.rows[row-x.oldest].stored += itemOverhead
	x.stored += itemOverhead
}

// put makes it so that it holds. Records may come out of order, as cleaning leaves them; complete tells afterwards.
func (x *index) put(row int64, it item) {
	switch it.kind {
	case itemRecord:
		t := x.sessions[it.session]
		if t == nil {
			t = new(transcript)
			x.sessions[it.session] = t
		}
		for it.index >= len(t.places) {
			t.places = append(t.places, place{})
		}
		x.died(t.places[it.index].spot)
		t.places[it.index] = place{it.payload, it.at, it.id}
		x.born(it.payload)
	case itemForget:
		if t := x.sessions[it.session]; t != nil {
			for _, p := range t.places {
				x.died(p.spot)
			}
			delete(x.sessions, it.session)
		}
		x.tomb(row)
	case itemNote:
		b := x.notes[it.bucket]
		if b == nil {
			b = make(map[string]spot)
			x.notes[it.bucket] = b
		}
		x.died(b[it.key])
		b[it.key] = it.payload
		x.born(it.payload)
	case itemDeletion:
		x.died(x.notes[it.bucket][it.key])
		delete(x.notes[it.bucket], it.key)
		x.tomb(row)
	}
}

// holds reports whether the item, read from the log, is still what counts.
func (x *index) holds(it item) bool {
	switch it.kind {
	case itemRecord:
		t := x.sessions[it.session]
		return t != nil && it.index < len(t.places) && t.places[it.index].spot == it.payload
	case itemNote:
		s, ok := x.notes[it.bucket][it.key]
		return ok && s == it.payload
	}
	return false
}

// drop forgets the accounts of the rows through row, which hold nothing live.
func (x *index) drop(row int64) {
	for len(x.rows) > 0 && x.oldest <= row {
		x.stored -= x.rows[0].stored
		x.rows = x.rows[1:]
		x.oldest++
	}
}

// complete refuses a transcript with a hole.
func (x *index) complete() error {
	for session, t := range x.sessions {
		for i, p := range t.places {
			if p.row == 0 {
				return &CorruptError{Session: session, Index: i, Reason: fmt.Sprintf("it is missing, and the transcript goes on to %d", len(t.places)-1)}
			}
		}
	}
	return nil
}
