package drive

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// What a hook answers is handed on, and what it panics with is an error that does not cross. Neither costs anything where it returns.
func TestGuard(t *testing.T) {
	c := &Config{Self: protocol.Requester, Logger: slog.New(slog.DiscardHandler), Now: time.Now}
	want := errors.New("no")
	if err := c.Guard("Hired", func() error { return want }); err != want {
		t.Errorf("%v, want %v", err, want)
	}
	for _, with := range []any{"no", want, protocol.Errorf(protocol.Late, "no"), nil} {
		err := c.Guard("Hired", func() error { panic(with) })
		if _, deliberate := errors.AsType[*protocol.Error](err); err == nil || deliberate {
			t.Errorf("a panic with %v is %v", with, err)
		}
	}
	heard := 0
	notice := func(*protocol.View, error) { heard++ }
	tell := func(v *protocol.View, err error) { c.Tell("Notice", func() { notice(v, err) }) }
	v := new(protocol.View)
	if n := testing.AllocsPerRun(100, func() { tell(v, want) }); n != 0 || heard == 0 {
		t.Errorf("%v allocations, heard %d", n, heard)
	}
}
