// Package compute hires out the running of programs: WASM modules, by CID, or containers, by the digest of their image, on
// inputs by CID, to results by CID.
//
// A [Job] is a module, what it reads, and one or more tasks, each a run of the module with arguments of its own. A job of
// many tasks is hired in shares: the terms of each hire name its tasks ([Share]). [Farmer] is the policy of one who runs
// them on an executor; [Buyer] that of one who hires: it divides the tasks, fetches and verifies every result as it is
// claimed, pays for what was done and gives what was not to somebody else. [Run] does it all for one job.
//
// A task that ends badly, by a trap, at its deadline or with an exit code, is a result like any other: what was run is
// what is paid for. Bulk data never passes through a session; both sides fetch it by CID and check every block.
//
// Inputs may be encrypted for one job ([AddEncrypted]). Whoever is hired asks [Farmer.Keys] for the key when it begins to work, decrypts
// them where only its runs find them, and removes them afterwards. Package disclosure says who is given the key.
//
// The package knows nothing of chains. Package deals guards its farmers and funds its buyers.
package compute
