package protocol_test

import (
	"math"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// S-5.1-1 S-5.1-2: what TestScripts/resume cannot say: sessions that are not this one, and bytes that are no ID.
func TestMissing(t *testing.T) {
	all := sealed(t, deals["paid"])
	unknown := protocol.New(script.Peer("farmer"), protocol.Farmer, protocol.Limits{})
	holds := after(t, all, 3)
	session, head := holds.View().Session, all[2].ID()
	for _, c := range []struct {
		name         string
		s            *protocol.Session
		r            *messages.Resume
		from, behind int
		code         protocol.Code
	}{
		{"who knows nothing expects all", unknown, &messages.Resume{Session: session[:], Count: 3, Head: head[:]}, 0, 3, 0},
		{"who has lost its journal is sent all", holds, &messages.Resume{Session: session[:], Head: make([]byte, 32)}, 0, 0, 0},
		{"equal", holds, holds.Resume(), 3, 0, 0},
		{"another session", holds, &messages.Resume{Session: head[:], Count: 3, Head: head[:]}, 0, 0, protocol.NotFound},
		{"half a session", holds, &messages.Resume{Session: session[:16], Count: 3, Head: head[:]}, 0, 0, protocol.NotFound},
		{"no session", holds, &messages.Resume{}, 0, 0, protocol.NotFound},
		{"half a head", holds, &messages.Resume{Session: session[:], Count: 3, Head: head[:16]}, 0, 0, protocol.Equivocation},
		{"no head", holds, &messages.Resume{Session: session[:], Count: 2}, 0, 0, protocol.Equivocation},
		{"more than anybody sends", holds, &messages.Resume{Session: session[:], Count: math.MaxUint32, Head: head[:]}, 3, math.MaxInt32 - 3, 0},
		{"what has a sign in 32 bits", holds, &messages.Resume{Session: session[:], Count: 1 << 31, Head: head[:]}, 3, math.MaxInt32 - 3, 0},
		{"more than anybody sends who knows nothing", unknown, &messages.Resume{Session: session[:], Count: math.MaxUint32, Head: head[:]}, 0, math.MaxInt32, 0},
	} {
		before := script.Fingerprint(c.s)
		from, behind, err := c.s.Missing(c.r)
		if from != c.from || behind != c.behind || protocol.CodeOf(err) != c.code {
			t.Errorf("%s: from %d, behind %d, %v", c.name, from, behind, err)
		}
		if script.Fingerprint(c.s) != before {
			t.Errorf("%s: a Resume changed the session", c.name)
		}
	}
}
