// Package bacalhautest is a cluster of one node in memory, for tests: the API of Bacalhau 1.9 as it was seen to behave, with
// its pitfalls, and its wasm engine, which really runs what it is given.
//
// It is a fake and no model of the code: what it does wrong, it does because a real cluster does, and the comments say what.
// Faults of a network, of a node and of an orchestrator are put on top with [Cluster.Fault] and the fields beside it.
package bacalhautest
