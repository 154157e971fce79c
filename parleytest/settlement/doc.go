// Package settlement is docs/SETTLEMENT.md a second time, in Go, and an EVM with the real contracts to hold it against.
//
// [Model] says who may do what and when, and who gets what: ledger, escrow, stake and panel. It is written from the
// document and from what the contracts' interfaces promise, and shares no code with the clients of package contracts: what
// both get wrong together would otherwise be found by nobody. [Machine] is the contracts, as they are deployed, in an EVM
// without a chain around it: time and blocks are what a test says they are.
package settlement
