// Package turmoil asks whether the money of a deal finds its way when everything around it fails: one thousand random kills,
// stalls and lies of either side, of the mediators and of what they reach the chain by (docs/SETTLEMENT.md, invariant 5).
//
// A case is played by the programs' own parts: package requester with [deals.Fund], package farmer with [deals.Guard], a
// [deals.Reconciler] and [mediator.Exhibits] of each, and [mediator.Mediator]s, every one through packages transactions, escrow, panel, party and court over
// JSON-RPC of its own, on the real contracts in an EVM. It lasts hours in a synctest bubble: clock and chain have one time, as they
// do outside, and nobody waits. What the farmer sells is a toy whose result anybody can work out again.
//
// A [Script] says what goes wrong, and is drawn from a seed. [Play] plays it: processes end before and after anything that they
// write or send, and begin again on what was on their disks; they and their endpoints are silent, or lie; mediators take
// out what stake they may. In half of the scripts a panel judges by the rules that ship, and who is honest appeals as the programs do. After it everybody
// lives again, endpoints are honest, and time passes. Then no contract holds anything for a deal, each deal has ended by a row of the payout table, all that
// anybody has is what package settlement's model gives it for what was done on the chain, and nobody who was honest has lost more
// than the row says.
package turmoil
