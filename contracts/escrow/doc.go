// Package escrow is the contract Parley for Go programs: it deploys it, opens, settles and disputes deals in it, takes
// every time exit, and reads what it holds.
//
// A Contract sends through a transactions.Manager, with a key made of the deal's id and the step, so that a step that
// is asked for twice, also after a crash, happens once. A step that the contract refuses costs nothing: the refusal is
// found before anything is sent, and is one of the Err variables of this package, with what to do about it.
//
// What a Contract reads is compared with the chain id in the same request. Its code is compared, when it is bound, with
// what the committed bytecode makes of the contract's own token and window: another contract at the address is refused.
//
// Who rules on a dispute is whom the terms name: an account, or a contract with the two methods of IArbiter.sol. The second Example has one
// of its own.
//
// Amounts are in the token's smallest unit; nil is zero. Times are chain time. SETTLEMENT.md holds the table of who gets
// what, IParley.sol the contract's own words.
package escrow
