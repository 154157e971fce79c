// Package executor says what it means to run one compute job, and nothing about how.
//
// An [Executor] takes a [Task], a WASI preview 1 module with what it may read and what it may use up, runs it once
// and fills a result directory:
//
//	stdout      what the guest wrote to standard output, cut at its limit
//	stderr      the same for standard error
//	exitCode    the exit code in decimal, present only if the guest ended by itself
//	outputs/    the files the guest left under /outputs
//
// The directory is what is added to content, delivered, signed and compared, so nothing that differs from run to run is
// in it: times and sizes are in the [Report].
//
// The guest sees one file tree: its inputs under /inputs, read-only, and an empty /outputs. It sees the arguments and the
// environment of its task, an empty standard input, and no network. Under the profile [Deterministic] clocks are virtual
// and randomness is seeded, so the same task gives the same bytes everywhere.
//
// There are two implementations that run something, the embedded engine in services/compute/wasm and a Bacalhau cluster, and one that
// runs nothing, noop. One suite, package executortest, is for all three: each passes what its kind promises. Runs on a cluster outlive
// the process that began them: such an executor is a [Lasting] one, and is told what is kept.
package executor
