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
// To a deterministic guest it gives the numbers, inodes and times of files, and the order of a directory's entries, that the
// embedded engine gives. What it cannot give: more randomness than [Randomness], and what a node's file system refuses or does
// otherwise: making directories, other names and sizes of files, writing to one that is there already, errors but for a file that is
// not there, longer lists than a guest has room for at once, and files that are to have more left out in them than the guest may leave.
// Who asks for one of them is ended ([Exhausted], [Files]), and so is who gives addresses and has no memory, writes nothing to what is not open
// for that, or has parameters over one another where a node writes in another order.
package adapter
