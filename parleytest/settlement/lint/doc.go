// Package lint looks through the contracts' syntax trees for what a reader would ask about: a write after a call to another contract,
// a result that nobody looks at, tx.origin, delegatecall, selfdestruct, a change that no event tells.
//
// It stands in for Slither, which the checklist of docs/THREATS.md names and which cannot be had where this is built.
package lint
