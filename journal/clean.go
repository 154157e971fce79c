package journal

// The log is cleaned from its old end only: what still counts in the oldest rows is written again with the next group,
// and the rows go in the same transaction. So an item that says that something is gone (a deletion, a forgotten session)
// is needed no longer once it is in the oldest row, and nothing has to be remembered about it.

const (
	cleanSlack = 1 << 20   // dead bytes, by weight, that are always left alone
	cleanBytes = 512 << 10 // live bytes that one write carries along at most, but for the first row
	cleanRows  = 1024      // rows that one write drops at most
)

// staleRows are the oldest rows of the log, through one, and the contents of those in which something counts.
type staleRows struct {
	rows    []loadedRow
	through int64 // zero: nothing is cleaned
	err     error
}

type loadedRow struct {
	row   int64
	items []item
	data  []byte
}

// stale chooses the rows to be cleaned with the next write. mu is held, and nothing is being written.
func (s *SQLite) stale() staleRows {
	var v staleRows
	if s.dirty || s.failed != nil || s.index.stored-s.index.live <= s.index.live+cleanSlack {
		return v
	}
	var bytes int64
	for i, u := range s.index.rows[:len(s.index.rows)-1] { // the last is the open group's
		if i == cleanRows || bytes > 0 && bytes+u.live > cleanBytes {
			break
		}
		v.through = s.index.oldest + int64(i)
		if bytes += u.live; u.live > 0 {
			v.rows = append(v.rows, loadedRow{row: v.through})
		}
	}
	return v
}

// load reads the rows.
func (v *staleRows) load(t table) {
	for i := range v.rows {
		r := &v.rows[i]
		var directory []byte
		if directory, r.data, v.err = t.load(r.row); v.err == nil {
			r.items, v.err = parseDirectory(r.row, directory)
		}
		if v.err != nil {
			return
		}
	}
}

// clean moves what counts in v to g, which then is what will be written. If a row cannot be read, the log is left as it
// is, for ever: a commit does not fail for the sake of cleaning. mu is held.
func (s *SQLite) clean(g *group, v *staleRows) {
	for i := range v.rows {
		for _, it := range v.rows[i].items {
			end := uint64(it.payload.offset) + uint64(it.payload.size)
			if v.err == nil && s.index.holds(it) && end > uint64(len(v.rows[i].data)) {
				v.err = errNoRow
			}
		}
	}
	if v.err != nil {
		s.dirty, v.through = true, 0
		return
	}
	for _, r := range v.rows {
		for _, it := range r.items {
			if s.index.holds(it) {
				old := it.payload
				it.payload = g.add(it, r.data[old.offset:old.offset+old.size], old.sum)
				s.index.put(g.row, it)
			}
		}
	}
}
