package main

import (
	"fmt"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// auditLine is what came of the runs that were drawn to be repeated here, since this command began: what was looked at before it came back
// is not counted again.
type auditLine struct {
	Drawn        int `json:"drawn"`
	Repeated     int `json:"repeated"` // the rest was taken unseen, or not taken
	Same         int `json:"same"`
	Inconclusive int `json:"inconclusive,omitempty"` // the machine has ended one of the runs, which blames nobody
}

// audited counts what was drawn, by session and task. Its methods are called with the errand's mu held.
type audited map[string]compute.Comparison

func (a audited) key(v *protocol.View, task int) string { return fmt.Sprint(v.Session, task) }

// drew notes that a run is to be repeated.
func (a audited) drew(v *protocol.View, task int) {
	if key := a.key(v, task); a[key] == 0 {
		a[key] = 0
	}
}

// line is nil where nobody has asked for audits, and nothing was drawn.
func (a audited) line(asked bool) *auditLine {
	if !asked && len(a) == 0 {
		return nil
	}
	l := &auditLine{Drawn: len(a)}
	for _, c := range a {
		if c != 0 {
			l.Repeated++
		}
		switch c {
		case compute.Same:
			l.Same++
		case compute.Inconclusive:
			l.Inconclusive++
		}
	}
	return l
}

// words are for the bill.
func (l *auditLine) words() string {
	if l.Drawn == 0 {
		return "0 of 0 drawn: nothing that came was to be run again"
	}
	words := fmt.Sprintf("%d of %d drawn", l.Repeated, l.Drawn)
	if l.Repeated == 0 {
		return words
	}
	words += fmt.Sprintf(": %d the same", l.Same)
	if differs := l.Repeated - l.Same - l.Inconclusive; differs > 0 {
		words += fmt.Sprintf(", %d NOT", differs)
	}
	if l.Inconclusive > 0 {
		words += fmt.Sprintf(", %d inconclusive", l.Inconclusive)
	}
	return words
}
