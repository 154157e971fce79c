package transactions

import (
	"fmt"
	"time"
)

// maxStrangers is how many transactions may wait in a pool that nobody here has signed: more than that a pool need not hold of one account.
const maxStrangers = 64

// doubtHeads is how many blocks may have none of them before nobody waits for them any more: they are not there, or nothing takes them.
const doubtHeads = 6

// claim is how far the nonces are said to be in use by a pool, beyond those that were signed here.
type claim struct {
	pending uint64
	since   time.Time // when it was not more than what was signed here, or not more yet
	head    uint64    // the highest
	nonce   uint64    // of the account, in head
	idle    time.Time // when the last of what is claimed was mined, or it was first claimed
	heads   int       // above each other, on which one of them was next, and was not mined
}

// watch follows what the node's pool is said to hold, look by look.
func (m *Manager) watch(v *view) {
	c := &m.claimed
	if v.pending <= v.nonce || m.signed(v.nonce, v.pending) == v.pending-v.nonce {
		*c = claim{}
		return
	}
	now, head := time.Now(), v.head.Number.Uint64()
	if v.pending <= max(m.next, v.nonce) || v.pending < c.pending || c.since.IsZero() {
		c.since = now
	}
	c.pending = v.pending
	switch begun := !c.idle.IsZero(); {
	case begun && head <= c.head: // one that was counted, or of an endpoint that is behind
		return
	case !begun, v.nonce < c.nonce, v.nonce-c.nonce > m.signed(c.nonce, v.nonce):
		c.heads, c.idle = 0, now
	case m.signed(v.nonce, v.nonce+1) == 0:
		c.heads++
	}
	c.nonce, c.head = v.nonce, head
}

// signed counts the nonces from one to below another whose transactions are signed and not decided.
func (m *Manager) signed(from, to uint64) (n uint64) {
	for _, s := range m.slots {
		if from <= s.Nonce && s.Nonce < to {
			n++
		}
	}
	return n
}

// doubted reports whether what the pool is said to hold has not been mined for so long that its nonces are taken, of which each serves once
// whoever has signed it. Blocks may come within a second: some time has to pass, too.
func (m *Manager) doubted(v *view) bool {
	c := &m.claimed
	return c.heads > doubtHeads && v.nonce >= c.nonce && time.Since(c.idle) >= doubtHeads*m.config.Poll
}

// free is the first nonce that may be taken: after those that the node's pool is said to hold. Those that nobody here has signed must be
// said to be there for some time, and be few: each that is not there after all has to be filled by a transaction that costs and does nothing.
// They are waited for as long as the chain takes them.
func (m *Manager) free(v *view) (nonce uint64, ok bool) {
	known := max(m.next, v.nonce)
	if v.pending <= known {
		return known, true
	}
	strangers := v.pending - known
	what := fmt.Sprintf("the node to say again that %d transactions of this account wait that were not signed here", strangers)
	switch {
	case m.doubted(v):
		m.config.Logger.Warn("transactions: nothing is mined of what is said to wait; its nonces are taken", "strangers", strangers, "nonce", known)
		return known, true
	case strangers > maxStrangers:
		what = fmt.Sprintf("%d transactions of this account to be mined that were not signed here, or %d blocks without any: so many are said to wait, which may be wrong; ask another endpoint", strangers, doubtHeads)
	case time.Since(m.claimed.since) >= m.config.Poll:
		return v.pending, true
	}
	for _, s := range m.queue {
		m.tell(s, what)
	}
	return 0, false
}
