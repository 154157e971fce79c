// Package protocol judges a negotiation: which message may follow which, from whom, and what both sides owe.
//
// A [Session] is a judge, not an agent. Both sides apply every envelope, sent or received, with the same code: before
// the bytes leave and after they arrive. It does no I/O, starts nothing, reads no clock and keeps no lock; a refused
// envelope leaves no trace in it. The legal moves are rows of a table ([Transitions]); SPEC.md is its prose, and the
// diagram there is generated from it.
//
// A Session is not safe for concurrent use. A [View] is a snapshot and may be shared, to be read only.
package protocol
