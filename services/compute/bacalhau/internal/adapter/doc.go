// Package adapter gives a guest on a Bacalhau cluster the world that the embedded engine gives it.
//
// A cluster runs WASI modules with the host's clock and randomness, with variables of its own in the environment, and with
// a standard output that loses and reorders what is written. So [Adapt] rewrites the guest but for its code: what it called of WASI
// it calls of a second module, the stubs, which call on through a table. A third one, the adapter, which is made for this one
// run, puts its functions there and calls the guest. It answers by itself what must not depend on the node (arguments, environment,
// clock, randomness, sleep, times of files), writes standard output and error to files of the result, and passes on the rest.
// It works on the guest's memory, and the guest knows nothing of it.
//
// Of a guest that has a meter in it, the adapter sets the limit, ends it when it is out of fuel, and writes down what is left.
//
// What it cannot give: more randomness than [Randomness], entries of a directory in an order of its own, and a say in what
// the node's file system refuses.
package adapter
