// Package script plays a negotiation from lines a reader can follow, for the tests of package protocol and for the
// golden vectors:
//
//	requester SOW units=10
//	farmer    Quote price.per_unit=7 price.ceiling=70
//	requester Agreement terms.units=5
//	at        +2m
//	farmer    Reject code=BUSY
//
// A line names who speaks and what kind of message; the message is a complete and legal one for the state of the deal,
// and each key=value changes one field of it, by its name in parley.proto. Envelopes are built by this package's own few
// lines over the standard library's Ed25519, not by messages.Seal, so that one implementation checks the other and what
// Seal would refuse to sign can be said as well.
package script
