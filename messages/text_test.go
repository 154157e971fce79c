package messages_test

import (
	"testing"

	"github.com/parley-p2p/parley/messages"
)

// THREATS: what a stranger writes cannot steer the terminal that shows it.
func TestPrintable(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"too dear: 5 € is the most, 多謝", "too dear: 5 € is the most, 多謝"},
		{"שלום, مرحبا", "שלום, مرحبا"},
		{"no\x1b[2J\x1b]0;owned\a\x00\x7f", "no[2J]0;owned"},
		{"one\r\ntwo\tthree\u2028four\u2029five\u0085six", "one  two three four five six"},
		{"\u009b31mred", "31mred"},
		{"pay \u202e001\u202c \u2066x\u2069\u200e\u200f\u061c", "pay 001 x"},
	} {
		if got := messages.Printable(c.text); got != c.want {
			t.Errorf("%q became %q, want %q", c.text, got, c.want)
		}
	}
	long := "nothing to change here"
	if n := testing.AllocsPerRun(10, func() { _ = messages.Printable(long) }); n != 0 {
		t.Errorf("a text without control characters costs %v allocations", n)
	}
}
