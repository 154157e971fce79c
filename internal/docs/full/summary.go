package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// standing is what a suite shows of the code that is there.
type standing int

const (
	holds  standing = iota + 1 // all of it has passed, with that code
	old                        // all of it has passed, with code that has changed since
	begun                      // what was run of it has passed
	broken                     // it has failed
	never                      // it was not run yet
)

// String goes on after how many suites stand so.
func (s standing) String() string {
	return [...]string{"", "hold whole", "passed on code that has changed since", "begun and not whole yet", "failed", "not run yet"}[s]
}

// standing is how a suite stands.
func (b *book) standing(s suite) standing {
	good, bad := b.of(s)
	result := b.result(s, good, bad)
	if s.counted {
		good, _ = b.row(s)
		switch {
		case len(good) == 0 && len(bad) > 0:
			return broken
		case len(good) >= s.size(b.Scale):
			result = passed
		}
	}
	switch {
	case len(good) == 0 && len(bad) == 0:
		return never
	case strings.HasPrefix(result, "failed"):
		return broken
	case result != passed:
		return begun
	}
	for _, e := range good {
		if len(e.Changed) > 0 {
			return old
		}
	}
	return holds
}

// summary says how many suites there are, and how they stand; and of which code docs/PERFORMANCE.md is.
func (b *book) summary() string {
	n := make(map[standing]int)
	for _, s := range all {
		n[b.standing(s)]++
	}
	text, before := fmt.Sprintf("**%d of %d suites %s for the code at %s**", n[holds], len(all), holds, b.At), "; "
	for k := old; k <= never; k++ {
		if n[k] > 0 {
			text += fmt.Sprintf("%s%d %s", before, n[k], k)
			before = ", "
		}
	}
	return text + ".\n" + b.measure()
}

// measured is that rows of docs/PERFORMANCE.md are of a commit.
type measured struct {
	Rows    string   `json:"rows,omitempty"` // of which benchmark; empty: all that are not of another
	Commit  string   `json:"commit"`
	Changed []string `json:"changed,omitempty"` // as an entry's
}

// measuredFile is what make performance writes, in the folder of the book.
const measuredFile = "PERFORMANCE.md"

// written is what package internal/bench/rows says in it of rows that it has measured together.
var written = regexp.MustCompile("(?m)^Written by `make performance[^`]*`(?:: those of (\\w+),|, ).*; commit ([0-9a-f]+); ")

// measured reads of which commits a document of rows is, and finds what has changed since; nothing where there is none.
func (h *history) measured(ctx context.Context, name string) (all []measured, err error) {
	text, err := os.ReadFile(name)
	bench, ok := named("bench")
	if errors.Is(err, os.ErrNotExist) || !ok {
		return nil, nil
	}
	for _, m := range written.FindAllStringSubmatch(string(text), -1) {
		changed, err := h.folders(ctx, bench, m[2])
		if err != nil {
			return nil, err
		}
		all = append(all, measured{Rows: m[1], Commit: m[2], Changed: changed})
	}
	return all, err
}

// measure says of which code docs/PERFORMANCE.md is.
func (b *book) measure() string {
	var when []string
	var runs []entry
	for _, m := range b.Measured {
		one := "at " + m.Commit
		if m.Rows != "" {
			one = "its rows of " + m.Rows + " " + one
		}
		when = append(when, one)
		runs = append(runs, entry{Commit: m.Commit, Changed: m.Changed})
	}
	if len(when) == 0 {
		return ""
	}
	return fmt.Sprintf("[%s](%[1]s) was measured %s; the code under test is %s.\n", measuredFile, strings.Join(when, ", "), since(runs, b.At))
}
