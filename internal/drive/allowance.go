package drive

import (
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// allowance is how much of something is allowed: so much at once, and again as time passes. Its zero value is whole. A clock that
// jumps back takes nothing from it, and one that jumps ahead makes it whole at most.
type allowance struct {
	spent time.Duration // until it is whole again
	at    int64         // when that was so, in nanoseconds since 1970
}

// take takes one, if it is there, of burst, one of which comes back each pause.
func (a *allowance) take(now time.Time, burst int, pause time.Duration) bool {
	if since := now.UnixNano() - a.at; since > 0 {
		a.spent -= min(a.spent, time.Duration(since))
	}
	a.at = now.UnixNano()
	if a.spent+pause > time.Duration(burst)*pause {
		return false
	}
	a.spent += pause
	return true
}

// How many frames of one stream may change nothing: one each idlePause in the long run, and so many at once. Who comes back says how
// far it is, and sends what the other side lacks: of what is honest, little comes twice.
const (
	idlePause = 250 * time.Millisecond
	idleBurst = 64
)

// idle counts a frame of the attached stream that changes nothing, and says when there are too many: each costs a look.
func (s *Session) idle(now time.Time, what string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.idles.take(now, idleBurst, idlePause) {
		return nil
	}
	return protocol.Errorf(protocol.RateLimited, "more than %d frames change nothing, the last is %s; who has nothing new to say waits, or opens another stream", idleBurst, what)
}
