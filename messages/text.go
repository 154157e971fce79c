package messages

import (
	"strings"
	"unicode"
)

// Printable is a stranger's text fit for a terminal or a log: what separates lines becomes a space, and what could steer
// a terminal (the control characters C0, DEL and C1) or reorder what is read (bidirectional marks, embeddings, overrides
// and isolates) is left out. A text without any is returned as it is.
func Printable(s string) string {
	if strings.IndexFunc(s, steers) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case steers(r):
			return -1
		}
		return r
	}, s)
}

func steers(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
