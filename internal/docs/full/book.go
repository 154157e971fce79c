package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// book is docs/evidence.json: every run of a suite that still counts, and every one that failed. docs/EVIDENCE.md is made
// from it.
type book struct {
	At    string  `json:"at"`    // the commit at which it was written
	Scale float64 `json:"scale"` // of the sizes that its suites are to reach
	Runs  []entry `json:"runs"`  // as they were made
	// Measured is when the rows of docs/PERFORMANCE.md were, and what of the code that they measure has changed since: found when the
	// file was written.
	Measured []measured `json:"measured,omitempty"`
}

// Files of a book, in its folder.
const (
	bookFile     = "evidence.json"
	documentFile = "EVIDENCE.md"
)

// open reads a folder's book; where there is none it is empty.
func open(dir string) (*book, error) {
	name := filepath.Join(dir, bookFile)
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return new(book), nil
	}
	if err != nil {
		return nil, err
	}
	b := new(book)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(b); err != nil {
		return nil, fmt.Errorf("%s: %w; put it back as it was: git checkout -- %[1]s", name, err)
	}
	return b, nil
}

// add takes in a run. Where it succeeds an older one it replaces that; one that failed stays, and so does every run of a
// suite whose runs are counted.
func (b *book) add(e entry, counted bool) {
	b.Runs = slices.DeleteFunc(b.Runs, func(old entry) bool { return !counted && old.ok() && old.meets(&e) })
	b.Runs = append(b.Runs, e)
}

// of are the runs of a suite that count, by where their ranges begin, and those that failed of which not all has passed since.
func (b *book) of(s suite) (good, bad []entry) {
	for i, e := range b.Runs {
		switch {
		case e.Suite != s.name:
		case e.ok():
			good = append(good, e)
		case s.counted || !b.met(s, i):
			bad = append(bad, e)
		}
	}
	slices.SortStableFunc(good, func(x, y entry) int { return cmp.Compare(x.First, y.First) })
	return good, bad
}

// met reports whether runs after one that failed have passed, of one code, that take all of its range together, as far as the suite
// still has it: what failed may be in any part of it.
func (b *book) met(s suite, failed int) bool {
	f, later := b.Runs[failed], b.Runs[failed+1:]
	end := min(f.First+f.Count, s.size(b.Scale))
	for i, p := range later {
		switch {
		case p.Suite != s.name || !p.ok():
			continue
		case f.Count == 0 || p.Count == 0:
			return true
		}
		var same []entry
		for j, o := range later {
			if o.Suite == s.name && o.ok() && (j == i || o.sameCode(&p)) {
				same = append(same, o)
			}
		}
		if !slices.ContainsFunc(gaps(same, end, end), func(missing span) bool { return missing.first+missing.count > f.First }) {
			return true
		}
	}
	return false
}

// row are the runs of a suite in a row that have passed, up to the last, of the code that the last of them ran; and how many
// before them have, of other code.
func (b *book) row(s suite) (in []entry, older int) {
	for _, e := range b.Runs {
		switch {
		case e.Suite != s.name:
			continue
		case !e.ok():
			in, older = nil, 0
			continue
		case len(in) > 0 && !e.sameCode(&in[0]):
			in, older = nil, older+len(in)
		}
		in = append(in, e)
	}
	return in, older
}

// span is what one run takes of a suite's size.
type span struct{ first, count int }

// plan is what there is to run of a suite: what was never, or only at another size; if that is nothing, what was of code that
// has changed since; and all of it, if that is wanted.
func (b *book) plan(s suite, again bool) (spans []span) {
	good, _ := b.of(s)
	size := s.size(b.Scale)
	switch {
	case s.counted:
		row, _ := b.row(s)
		have := len(row)
		if again || have > 0 && len(row[0].Changed) > 0 { // of the code that is there, none is green yet
			have = 0
		}
		for n := have; n < size; n++ {
			spans = append(spans, span{n, 1})
		}
		return spans
	case s.part == 0:
		if again || len(good) == 0 || good[0].Size != s.sized(b.Scale) || len(good[0].Changed) > 0 {
			spans = []span{{0, size}}
		}
		return spans
	case again:
		good = nil
	}
	if spans = gaps(good, size, s.part); len(spans) > 0 {
		return spans
	}
	for _, e := range good {
		if len(e.Changed) > 0 {
			spans = append(spans, span{e.First, e.Count})
		}
	}
	return spans
}

// gaps is what is missing of a size, in parts.
func gaps(good []entry, size, part int) (spans []span) {
	for at := 0; at < size; {
		if i := slices.IndexFunc(good, func(e entry) bool { return e.First <= at && at < e.First+e.Count }); i >= 0 {
			at = good[i].First + good[i].Count
			continue
		}
		end := min(at-at%part+part, size)
		for _, e := range good {
			if e.First > at {
				end = min(end, e.First)
			}
		}
		spans = append(spans, span{at, end - at})
		at = end
	}
	return spans
}

// write finds what has changed since the runs and leaves the book, as of a commit, and its document in a folder.
func (b *book) write(ctx context.Context, dir, at string, h *history) error {
	b.At = at
	for i, e := range b.Runs {
		s, ok := named(e.Suite)
		if !ok {
			b.Runs[i].Changed = []string{"the suite: it is there no more"}
			continue
		}
		var err error
		if b.Runs[i].Changed, err = h.since(ctx, s, &b.Runs[i], b.Scale); err != nil {
			return err
		}
	}
	var err error
	if b.Measured, err = h.measured(ctx, filepath.Join(dir, measuredFile)); err != nil {
		return err
	}
	text, err := b.text()
	if err != nil {
		return err
	}
	return errors.Join(replace(filepath.Join(dir, bookFile), text), replace(filepath.Join(dir, documentFile), []byte(b.document())))
}

// alone waits until nobody else takes a run into the book of a folder, and has others wait until done: what was read is old once
// another has written, and finding what has changed takes seconds.
func alone(dir string) (done func() error, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), f.Close())
	}
	return f.Close, nil
}

// text is what is in the book's file.
func (b *book) text() ([]byte, error) {
	text, err := json.MarshalIndent(b, "", "\t")
	return append(text, '\n'), err
}

// replace writes a file all at once.
func replace(name string, text []byte) error {
	if err := os.WriteFile(name+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
