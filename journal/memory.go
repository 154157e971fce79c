package journal

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

var _ Journal = (*Memory)(nil)

// Memory is a journal that lasts as long as the process. The zero value is empty and ready.
type Memory struct {
	mu       sync.RWMutex
	sessions memorySessions
	notes    map[string]map[string][]byte
	closed   bool
}

// usual is how many records a session has in the end, as a rule.
const usual = 8

type memorySessions map[messages.ID][]Record

func (s memorySessions) count(session messages.ID) int                 { return len(s[session]) }
func (s memorySessions) id(session messages.ID, index int) messages.ID { return s[session][index].ID }

// Commit implements [Journal].
func (m *Memory) Commit(ctx context.Context, b Batch) error {
	if err := check(b); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return err
	}
	records, err := unstored(b.Records, m.sessions)
	if err != nil {
		return err
	}
	if m.sessions == nil {
		m.sessions, m.notes = make(memorySessions), make(map[string]map[string][]byte)
	}
	for _, r := range records {
		if m.sessions[r.Session] == nil {
			m.sessions[r.Session] = make([]Record, 0, usual)
		}
		m.sessions[r.Session] = append(m.sessions[r.Session], copied(r))
	}
	for _, n := range b.Notes {
		m.set(n)
	}
	return nil
}

// set is called with the lock held.
func (m *Memory) set(n Note) {
	if n.Value == nil {
		delete(m.notes[n.Bucket], string(n.Key))
		return
	}
	if m.notes[n.Bucket] == nil {
		m.notes[n.Bucket] = make(map[string][]byte)
	}
	m.notes[n.Bucket][string(n.Key)] = bytes.Clone(n.Value)
}

// copied owns its memory and has the time as it is stored.
func copied(r Record) Record {
	at, _ := nanoseconds(r.At)
	r.At, r.Envelope = timeOf(at), bytes.Clone(r.Envelope)
	return r
}

// usable is called with the lock held.
func (m *Memory) usable(ctx context.Context) error {
	if m.closed {
		return ErrClosed
	}
	return ctx.Err()
}

// Transcript implements [Journal].
func (m *Memory) Transcript(ctx context.Context, session messages.ID) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		m.mu.RLock()
		all := m.sessions[session]
		m.mu.RUnlock()
		for i := 0; ; i++ {
			m.mu.RLock()
			err := m.usable(ctx)
			if now := m.sessions[session]; err == nil && len(all) > 0 && (len(now) == 0 || now[0].ID != all[0].ID) {
				err = ErrForgotten
			}
			m.mu.RUnlock()
			if err != nil {
				yield(Record{}, err)
				return
			}
			if i == len(all) || !yield(copied(all[i]), nil) {
				return
			}
		}
	}
}

// Sessions implements [Journal].
func (m *Memory) Sessions(ctx context.Context) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		m.mu.RLock()
		heads, err := make([]Head, 0, len(m.sessions)), m.usable(ctx)
		for id, t := range m.sessions {
			last := t[len(t)-1]
			heads = append(heads, Head{Session: id, Count: len(t), ID: last.ID, First: t[0].At, Last: last.At})
		}
		m.mu.RUnlock()
		yieldHeads(ctx, heads, err, yield)
	}
}

// yieldHeads sorts heads and yields them, or err.
func yieldHeads(ctx context.Context, heads []Head, err error, yield func(Head, error) bool) {
	if err == nil {
		slices.SortFunc(heads, before)
		for _, h := range heads {
			if err = ctx.Err(); err != nil {
				break
			}
			if !yield(h, nil) {
				return
			}
		}
	}
	if err != nil {
		yield(Head{}, err)
	}
}

// Notes implements [Journal].
func (m *Memory) Notes(ctx context.Context, bucket string) iter.Seq2[Note, error] {
	return func(yield func(Note, error) bool) {
		m.mu.RLock()
		keys, err := slices.Sorted(maps.Keys(m.notes[bucket])), m.usable(ctx)
		m.mu.RUnlock()
		for _, key := range keys {
			var value []byte
			if err == nil {
				value, err = m.Note(ctx, bucket, []byte(key))
			}
			if err != nil {
				break
			}
			if value != nil && !yield(Note{Bucket: bucket, Key: []byte(key), Value: value}, nil) {
				return
			}
		}
		if err != nil {
			yield(Note{}, err)
		}
	}
}

// Note implements [Journal].
func (m *Memory) Note(ctx context.Context, bucket string, key []byte) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if err := m.usable(ctx); err != nil {
		return nil, err
	}
	return bytes.Clone(m.notes[bucket][string(key)]), nil
}

// Forget implements [Journal].
func (m *Memory) Forget(ctx context.Context, session messages.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return err
	}
	delete(m.sessions, session)
	return nil
}

// Close implements [Journal].
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}
