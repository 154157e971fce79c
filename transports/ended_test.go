package transports

import (
	"errors"
	"net"
	"testing"

	"github.com/parley-p2p/parley/messages"
)

// R39: a link may end while a record of the peer has been read and is not acted on yet, for its writer failed or it was
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
