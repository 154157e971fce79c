// Package mediator judges disputed deals as a member of a panel (docs/SETTLEMENT.md, rules 1, 2 and 8).
//
// A [Mediator] watches its [Court]. It is told nothing but a deal's id: the chain discloses deal, terms and dispute, the
// digest in the terms leads to SOW and quote, and these to module and inputs; every byte is verified by its hash. A [Runner]
// runs the work again. What it finds is committed to, under a salt that follows from the member's account and its seat, and
// shown only when nobody can commit any more, so deep that no reorganization brings that time back. It is in the journal before the
// commitment leaves; a mediator that has a journal of before, or none, runs the work once more, and knows by the chain's commitment
// that it has found the same.
//
// A verdict follows from facts, and the facts are not weighed here: digest, fuel and cost of a run of one's own. Where the
// run's end depends on the machine the mediator commits to a finding that nobody else can have, so that such runs never make
// a majority. Where nobody serves module or inputs the finding is empty, and nothing is held against the farmer; in an appeal it
// counts for no side, since who appealed has to serve them.
//
// Whether a farmer has served what is right is asked after the run, of everybody but oneself, as long as the time to commit allows
// ([ErrUnserved], [LastShare]); what the run gave is in the journal before that.
//
// The key of encrypted inputs it asks both parties for ([Sandbox.Keys]). That neither gives it is that nobody serves the inputs.
//
// [Next] decides from the chain and the journal alone. A mediator may be killed anywhere, and goes on; it also makes the calls
// that anybody may make, so that every case of its panel ends.
package mediator
