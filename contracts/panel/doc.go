// Package panel is the contracts Panel and Stake for Go programs: it deploys them, stakes for a panel, draws, votes, appeals and
// concludes cases in one, and reads what they hold.
//
// A Panel sends through a transactions.Manager, with a key made of the case and the step, so that a step that is asked for
// twice, also after a crash, happens once. A step that a contract refuses costs nothing: the refusal is found before anything is
// sent, and is one of the Err variables of this package, or of package escrow where it is the escrow that refuses, with what to do
// about it.
//
// When a panel is bound, its code and that of its stake are compared with what the committed bytecode makes of what they say they
// were constructed with: other contracts are refused. Whether the rules and the list are those that a deal's parties
// agreed to is theirs to look at.
//
// Amounts are in the token's smallest unit; nil is zero. Times are chain time. A case has the id of its deal. IPanel.sol and
// IStake.sol have the contracts' own words.
package panel
