// Package forger is a farmer that cheats, to see what becomes of it: it runs what it is hired for, and then paints over the
// picture, or keeps the result to itself. All else it does as any farmer does, since that is what its bond makes it do.
//
// It is also how a farmer is put together that is no parley farm: keys, journal, content, network, account and the reconciler that
// looks after its deals. The program examples/forger/run is one; parley demo --scenario wrong-result has it judged.
package forger
