package histories

import "sync"

// The faults of a history, as History.Faults has them. Each is counted where it has its effect.
const (
	lost       = "lost"                   // a request that never reached the node
	cutOff     = "cut off"                // one of a time in which nothing goes over a wire
	unheard    = "unheard"                // an answer that was lost, of what was done
	turnedAway = "turned away"            // by an endpoint that has too much to do
	again      = "arrived again"          // a request that the node had twice
	abandoned  = "arrived for nobody"     // after who asked had given up
	overtaken  = "overtaken"              // after one that was sent later over the same wire
	failed     = "writes failed"          // of which nothing is on the disk
	unsure     = "writes failed and made" // of which all is
	restarted  = "restarts"               // of a program that something was asked of
	dropped    = "dropped from the pool"  // a transaction that the node forgot
	left       = "left for later blocks"  // one that a block could have taken
)

// Faults are all of them.
func Faults() []string {
	return []string{lost, cutOff, unheard, turnedAway, again, abandoned, overtaken, failed, unsure, restarted, dropped, left}
}

// tally counts faults.
type tally struct {
	mu    sync.Mutex
	times map[string]int
}

func (t *tally) count(what string, times int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.times[what] += times
}
