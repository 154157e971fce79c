// Package journal keeps the transcripts of sessions, and a little local state beside them, so that a party that was
// killed at any instant goes on where it was bound.
//
// The rule that it serves: persist, then act. An engine seals an envelope, commits it here, and only then sends it. What
// is resent is what was journaled, byte for byte. Receipts are kept like every other envelope.
//
// [SQLite] is one file that survives kill -9 and loss of power. [Memory] has the same semantics and survives nothing: it
// is for tests and for throw-away use. Both satisfy the conformance suite in parleytest/journaltest; so should any
// other implementation of [Journal].
//
// A journal treats envelopes as opaque bytes. Who signed what, and whether the move is legal, is the protocol's to judge
// before a record gets here; that one transcript has one envelope at one index is judged here again.
package journal
