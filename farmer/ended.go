package farmer

import (
	"slices"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
)

// ended are the sessions that ended last: who asks for one again gets the same answer, without the journal, which has only
// those that bound. Its zero value is empty; the server's mu guards it.
type ended struct {
	sessions map[messages.ID]*drive.Session
	oldest   []rest // in the order in which they ended
	size     int    // bytes of all their envelopes
}

// How many sessions, and bytes of envelopes, are kept that have ended.
const (
	maxEnded      = 1024
	maxEndedBytes = 16 << 20
)

// rest is a session that ended, and its bytes when it did.
type rest struct {
	id   messages.ID
	size int
}

// keep adds a session and drops the oldest beyond the bounds.
func (e *ended) keep(id messages.ID, d *drive.Session) {
	if e.sessions == nil {
		e.sessions = make(map[messages.ID]*drive.Session)
	}
	e.drop(id)
	r := rest{id, d.Size()}
	e.sessions[id] = d
	e.oldest = append(e.oldest, r)
	e.size += r.size
	for len(e.oldest) > maxEnded || e.size > maxEndedBytes {
		e.drop(e.oldest[0].id)
	}
}

func (e *ended) drop(id messages.ID) {
	if e.sessions[id] == nil {
		return
	}
	i := slices.IndexFunc(e.oldest, func(r rest) bool { return r.id == id })
	if i < 0 {
		return
	}
	e.size -= e.oldest[i].size
	if i == 0 {
		e.oldest = e.oldest[1:]
	} else {
		e.oldest = slices.Delete(e.oldest, i, i+1)
	}
	delete(e.sessions, id)
}
