package transports

import (
	"errors"
	"net"
	"testing"

	"github.com/parley-p2p/parley/messages"
)

// A link may end while a record of the peer has been read and is not acted on yet, for its writer failed or it was
// closed. Whatever that record is, nothing comes of it.
func TestRecordAfterTheEnd(t *testing.T) {
	for name, rec := range map[string]record{
		"open":   {session: 1, op: opOpen},
		"frame":  {session: 1, op: opFrame, frame: messages.Frame{Type: messages.FrameResume}},
		"end":    {session: 1, op: opEnd},
		"reset":  {session: 1, op: opReset},
		"window": {session: 1, op: opWindow, value: 1},
	} {
		t.Run(name, func(t *testing.T) {
			ours, theirs := net.Pipe()
			defer theirs.Close()
			l := newLink(ours, LinkConfig{Accept: func(Stream) bool { t.Error("a session is taken"); return true }})
			l.fail(ErrSlow)
			if err := l.handle(rec); !errors.Is(err, ErrSlow) {
				t.Errorf("%v, want %v", err, ErrSlow)
			}
		})
	}
}

// A budget forgets links that have ended, and a link forgets sessions, once everything is taken that they had received, however
// that comes about.
func TestBudgetForgets(t *testing.T) {
	budget := NewBudget(1 << 20)
	for range 100 {
		ours, theirs := net.Pipe()
		defer theirs.Close()
		var session Stream
		l := newLink(ours, LinkConfig{Budget: budget, Accept: func(s Stream) bool { session = s; return true }})
		budget.join(l)
		frame := messages.Frame{Type: messages.FrameResume, Data: make([]byte, 1<<10)}
		for id := uint64(1); id < 200; id += 2 {
			for _, rec := range []record{{session: id, op: opOpen}, {session: id, op: opFrame, frame: frame}, {session: id, op: opEnd}} {
				if err := l.handle(rec); err != nil {
					t.Fatal(err)
				}
			}
			session.CloseWrite()
			if id == 199 { // the last is taken when the link has ended
				l.fail(ErrSlow)
			}
			if f, err := session.Receive(t.Context()); err != nil || len(f.Data) != 1<<10 {
				t.Fatal(len(f.Data), err)
			}
			if n := len(l.holding); n > 40 {
				t.Fatalf("%d sessions are kept that hold nothing", n)
			}
		}
	}
	if n := len(budget.links); n > 40 || budget.used.Load() != 0 {
		t.Errorf("%d links are kept of 100 that have ended, and %d bytes", n, budget.used.Load())
	}
}
