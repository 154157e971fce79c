// Package deals puts money that a contract holds behind a negotiation.
//
// It decorates: [Guard] makes a farmer that countersigns only what is funded, works only once the deal is open at depth,
// and claims what it is owed; [Fund] makes a requester that signs and opens deals, and pays by signing acceptances. The
// policies inside know nothing of it, nor does the core.
//
// What the contract holds follows from the exact bytes of the terms ([Derive]): both sides derive the same deal, and each
// verifies the other's account signature before it gives its own. What must happen on chain afterwards is decided by
// one [Reconciler] per party, from what the chain says and what the journal holds and from nothing else, by the pure
// function [Next]; docs/SETTLEMENT.md has the table of who gets what.
package deals
