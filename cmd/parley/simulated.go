//go:build parleysim

package main

// No binary that people run is built with the simulator's signatures, which anybody can forge: this does not compile.
const withoutTheTag int = "the tag parleysim is for go run -tags parleysim ./parleytest/sim/run only"
