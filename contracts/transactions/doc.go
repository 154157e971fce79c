// Package transactions sends Ethereum transactions so that each effect happens at most once, and says what became of it.
//
// A Manager is the only writer of one account on one chain. An effect has a key, chosen by the caller from what the
// effect is for ("DEAL/open"). The transaction for a key is signed once, written to the Store with its nonce, and
// only then sent: after a crash at any point it is the same transaction that is sent again. A key that is used again
// for the same call joins or repeats the answer; for another call it is refused.
//
// What can go wrong between sending and mining is mended without the caller:
//
//   - a transaction that the node forgot (dropped, restarted, reorganized away) is sent again;
//   - one that is not mined for Config.BumpBlocks blocks is replaced, at the same nonce and with the same content, by
//     one that pays at least an eighth more, up to Config.MaxFee;
//   - one that the node keeps refusing is replaced by an empty one, so that later nonces do not hang behind it;
//   - nonces that are missing below those in the store are filled with empty transactions.
//
// A Store that comes from a backup knows less than the chain. No nonce is used again that the chain or the node's pool has
// used, and a transaction that was replaced by one of the same content, signed since, is recognized by what the chain has. A key
// that the backup does not know is a new one: whoever asks for it looks at the chain first, as after any crash, or asks for what
// the contract does once. So does who is told that a key was Replaced or Canceled. Where the node has forgotten the blocks that tell what
// became of a transaction, its key is Unknown, and is not sent again unless its Call is Idempotent; others of the account go on.
//
// Every signature made for a nonce is remembered, and whichever is mined decides the outcome. Whatever waits has a
// deadline; when it passes, the outcome is Unknown, the Manager goes on pursuing it, and Reconcile tells later.
//
// A node is not believed blindly. Its chain id is compared, a receipt counts only when the header at its height has
// the block's hash and Config.Confirmations blocks stand, and a nonce that somebody else used counts only when two
// heads in a row say so. One node is asked, however: one that lies consistently is believed. Package
// quorum asks several.
package transactions
