// Package ledger is the contract of docs/SETTLEMENT.md in memory: its rules, payouts and deadlines, without a chain. Its
// time is the clock's that it is given, so that it runs in virtual time, and it can be told to fail and to forget.
//
// [Run] holds a contract to what package deals relies on; it runs against this one and against the real one.
package ledger
