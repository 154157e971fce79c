package journal

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"

	"github.com/parley-p2p/parley/messages"
)

// usable is called with mu held.
func (s *SQLite) usable(ctx context.Context) error {
	if s.closed {
		return ErrClosed
	}
	return ctx.Err()
}

// errDamaged is a payload that does not match its checksum, or is cut short.
var errDamaged = errors.New("it does not match its checksum")

// fetch returns the payload at the place that find names, which it asks again if cleaning moved it meanwhile. A place
// in a group for whose sync somebody waits is not shown before. find is called with mu held.
func (s *SQLite) fetch(ctx context.Context, find func() (spot, error)) ([]byte, error) {
	for tried := (spot{}); ; {
		s.mu.Lock()
		err := s.usable(ctx)
		var at spot
		if err == nil {
			at, err = find()
		}
		g := s.pending(at.row)
		switch {
		case err != nil:
		case at == tried:
			err = errDamaged // the row is gone, and not because it was cleaned
		case g == nil && at.row > s.written:
			err = s.failed
		}
		if err != nil {
			s.mu.Unlock()
			return nil, err
		}
		if g != nil {
			b, err := s.await(ctx, g, at) // releases mu
			if b != nil || err != nil {
				return b, err
			}
			continue
		}
		s.mu.Unlock()
		b, err := s.table.read(ctx, at)
		switch {
		case errors.Is(err, errNoRow):
			tried = at
			continue
		case err != nil:
			return nil, err
		case len(b) != int(at.size) || checksum(b) != at.sum:
			return nil, errDamaged
		case b == nil:
			b = []byte{}
		}
		return b, nil
	}
}

// pending is the group of row, if that is not on disk yet. mu is held.
func (s *SQLite) pending(row int64) *group {
	switch {
	case row == s.open.row:
		return s.open
	case s.writing != nil && row == s.writing.row:
		return s.writing
	}
	return nil
}

// await returns what is at a place in a group that is not on disk, or nil without an error when it is. It takes over mu
// and releases it.
func (s *SQLite) await(ctx context.Context, g *group, at spot) ([]byte, error) {
	if g.waiting == 0 {
		b := append([]byte{}, g.data[at.offset:at.offset+at.size]...)
		s.mu.Unlock()
		return b, nil
	}
	s.mu.Unlock()
	select {
	case <-g.done:
		return nil, g.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Transcript implements [Journal].
func (s *SQLite) Transcript(ctx context.Context, session messages.ID) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s.mu.Lock()
		t, count, err := s.index.sessions[session], s.index.count(session), s.usable(ctx)
		s.mu.Unlock()
		for i := 0; i < count && err == nil; i++ {
			var p place
			var envelope []byte
			envelope, err = s.fetch(ctx, func() (spot, error) {
				if s.index.sessions[session] != t {
					return spot{}, ErrForgotten
				}
				p = t.places[i]
				return p.spot, nil
			})
			if errors.Is(err, errDamaged) {
				err = &CorruptError{Session: session, Index: i, Reason: err.Error()}
			}
			if err == nil && !yield(Record{Session: session, Index: i, Envelope: envelope, ID: p.id, At: timeOf(p.at)}, nil) {
				return
			}
		}
		if err != nil {
			yield(Record{}, err)
		}
	}
}

// Sessions implements [Journal].
func (s *SQLite) Sessions(ctx context.Context) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		s.mu.Lock()
		heads, err := make([]Head, 0, len(s.index.sessions)), s.usable(ctx)
		for id, t := range s.index.sessions {
			first, last := t.places[0], t.places[len(t.places)-1]
			heads = append(heads, Head{Session: id, Count: len(t.places), ID: last.id, First: timeOf(first.at), Last: timeOf(last.at)})
		}
		awaited := s.open
		if awaited.waiting == 0 {
			awaited = s.writing
		}
		s.mu.Unlock()
		if err == nil && awaited != nil {
			select {
			case <-awaited.done:
				err = awaited.err
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		yieldHeads(ctx, heads, err, yield)
	}
}

// Notes implements [Journal].
func (s *SQLite) Notes(ctx context.Context, bucket string) iter.Seq2[Note, error] {
	return func(yield func(Note, error) bool) {
		s.mu.Lock()
		keys, err := slices.Sorted(maps.Keys(s.index.notes[bucket])), s.usable(ctx)
		s.mu.Unlock()
		for _, key := range keys {
			var value []byte
			if err == nil {
				value, err = s.note(ctx, bucket, key)
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
func (s *SQLite) Note(ctx context.Context, bucket string, key []byte) ([]byte, error) {
	return s.note(ctx, bucket, string(key))
}

var errNoNote = errors.New("no such note")

func (s *SQLite) note(ctx context.Context, bucket, key string) ([]byte, error) {
	value, err := s.fetch(ctx, func() (spot, error) {
		at, ok := s.index.notes[bucket][key]
		if !ok {
			return spot{}, errNoNote
		}
		return at, nil
	})
	switch {
	case errors.Is(err, errNoNote):
		return nil, nil
	case errors.Is(err, errDamaged):
		return nil, &CorruptError{Bucket: bucket, Key: []byte(key), Reason: err.Error()}
	}
	return value, err
}
