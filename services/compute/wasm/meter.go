package wasm

import "github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"

// What a module from [Meter] exports beside what it did before.
const (
	MeterFuel  = fuel.Counter // what is left: a mutable 64-bit integer, to which the limit is added before anything runs; out of fuel below zero
	MeterStack = fuel.Stack   // what is left of the stack: likewise, and given; what MeterStart leaves of it is for nobody
	MeterStart = fuel.Start   // the function of the start section, if there was one: called once there is a limit, before _start
	MeterStop  = fuel.Stop    // a table of one function, without parameters or results: called by what is out of fuel, or of the stack, and has trapped when it returns
)

// Meter returns the module with a meter in it, for an executor that runs it elsewhere and counts the fuel that this package's
// counts. The module has passed [Engine.Check]; one that does not decode all the same is an executor.Error.
func Meter(module []byte) ([]byte, error) { return fuel.InstrumentCalling(module) }
