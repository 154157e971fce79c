// Package adapter gives a guest on a Bacalhau cluster the world that the embedded engine gives it.
//
// A cluster runs WASI modules with the host's clock and randomness, with variables of its own in the environment, and with
// a standard output that loses and reorders what is written. So [Adapt] rewrites the import section of the guest, and
// nothing else but where its memory comes from: what it called of WASI it calls of a second module, the adapter, which is
// made for this one run and sent along. The adapter owns the memory, answers by itself what must not depend on the node
// (arguments, environment, clock, randomness, sleep, times of files), writes standard output and error to files of the
// result, and passes on the rest.
//
// What it cannot give: more randomness than [Randomness], entries of a directory in an order of its own, and a say in what
// the node's file system refuses.
package adapter
