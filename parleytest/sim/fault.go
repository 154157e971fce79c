package sim

import "slices"

// fault is something that went wrong, and that an honest party had to do with. It is counted where it has its effect, not
// where a step asks for it: a step that does nothing counts nothing.
type fault int

const (
	lost        fault = 1 + iota // a frame that never arrived on a stream that went on
	repeated                     // a frame that arrived again
	overtaking                   // a frame that arrived while one that was sent before it was under way
	overtaken                    // a frame that arrived after one that was sent later
	cutOff                       // a frame that was under way on a stream that was lost
	heldBack                     // a frame that did not arrive while the network was parted
	keptApart                    // a stream that could not be opened while it was
	failed                       // a commit that failed, of which nothing is on the disk
	torn                         // one of which some is
	unheard                      // one of which all is
	forgotten                    // an envelope in memory that was lost with its process
	unsynced                     // one on a disk that was
	restored                     // a disk that lacked something after a backup was put back
	ahead                        // a clock that jumped ahead
	back                         // a clock that was turned back
	askew                        // a frame that was judged by a clock that is further from the sender's than the grace
	brink                        // a move in the last millisecond for it, taken in the last one in which it may be
	timedOut                     // a phase that time ended
	replayed                     // a forger's frame that somebody had said before
	lied                         // one that says how far somebody is
	garbled                      // one that was changed after it was signed
	forged                       // any other
	interrupted                  // what an engine was about when its process died
	unread                       // something on a disk that could not be read
	finished                     // not a fault: a deal that was open when faults stopped, and that both sides then brought to its end
	faultKinds
)

var faultNames = [faultKinds]string{lost: "lost", repeated: "repeated", overtaking: "overtaking", overtaken: "overtaken", cutOff: "cut off",
	heldBack: "held back", keptApart: "kept apart", failed: "commits failed", torn: "torn", unheard: "made all the same", forgotten: "forgotten",
	unsynced: "unsynced lost", restored: "restored", ahead: "clocks put ahead", back: "put back", askew: "judged askew", brink: "at the brink",
	timedOut: "timed out", replayed: "replayed", lied: "lied", garbled: "garbled", forged: "forged", interrupted: "interrupted", unread: "unread", finished: "finished after all"}

// Faults are what Result.Seen counts of what went wrong, in the order in which it is told; the last one is what went well after it.
func Faults() []string {
	return slices.Concat(faultNames[1:interrupted], faultNames[finished:])
}

// count notes that something went wrong so often.
func (w *world) count(f fault, times int) { w.seen.faults[f] += times }
