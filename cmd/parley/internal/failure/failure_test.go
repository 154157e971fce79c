package failure

import (
	"strings"
	"testing"
)

// TestWrite: what strangers have put into the words steers no terminal.
func TestWrite(t *testing.T) {
	var b strings.Builder
	(&Failure{Cause: "no farmer was hired:\n  farmer: \x1b[2J\u202enothing\tto see\r", Try: "ask for \x1b]8;;http://x\a\nless"}).Write(&b)
	want := "parley: no farmer was hired:\n  farmer: [2Jnothing to see \n  try: ask for ]8;;http://x less\n"
	if got := b.String(); got != want {
		t.Errorf("written %q, want %q", got, want)
	}
}
