// Package deals is money held by a contract, around any negotiation (docs/SETTLEMENT.md). The core knows nothing of it:
// [Guard] wraps a farmer, so that it countersigns only what is funded, works only once the deal is open, and keeps what the
// requester signs for; [Fund] wraps a requester, so that it deposits what is missing, opens the deal, and signs for what it
// pays. Both write what they hold into a [Ledger] before it leaves.
//
// A [Reconciler] does the rest on chain. For each deal it asks [Next], which decides from what the chain says and what the
// ledger holds, and from nothing else: a process may end anywhere, and the next one, or one that has no engine at all, goes
// on. [Manual] does the same by a person's word, and [Show] says who has locked what and who can claim what, and when.
//
// What a farmer that is left alone can count on: it never works without an open deal; an acceptance that it holds is
// cashed before submitBy, and not before something better cannot come; a result that nobody answers is put on the chain,
// where silence accepts it; work that is stopped or canceled costs it nothing. What a requester can count on: what
// never arrived is not paid for by its silence, if its Reconciler runs; and a deal that nobody serves gives everything
// back. What a panel finds against what either knows by a run of its own its Reconciler appeals against, where the party has staked the bond.
//
// The package knows no chain: [Contract] is what it needs of one, and contracts/party is that for an Ethereum contract.
package deals
