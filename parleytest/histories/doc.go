// Package histories asks whether what the clients of an escrow are told is what one contract, asked by one after the other,
// could have told them: whether their histories are linearizable (THREATS, figure H).
//
// [Play] has the parties of some deals, an arbiter, a third-party payer and a stranger, each with a reconciler beside it, work on
// one contract at once, through packages escrow and transactions, on a chain in the same process: the real contracts in an EVM,
// with a pool and blocks, behind JSON-RPC. Requests and answers are lost, late, repeated and refused, blocks leave transactions
// out and pools forget them, disks fail, and programs are begun anew. Every operation has a call, a return and what it said. All
// time is the caller's: in a synctest bubble it costs nothing.
//
// [Model] is package settlement's, written from docs/SETTLEMENT.md, for github.com/anishathalye/porcupine, with what a client adds:
// an effect has a name, and happens once however often it is asked for. Blocks are operations too, so that time is the chain's.
package histories
