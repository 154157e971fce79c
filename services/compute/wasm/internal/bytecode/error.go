package bytecode

import (
	"fmt"
	"strings"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// BuildRemedy says how to get a module that can be run.
const BuildRemedy = "build it for WASI preview 1, for example with GOOS=wasip1 GOARCH=wasm go build, or cargo build --target wasm32-wasip1"

// AtMost returns an error if n is more than most.
func AtMost(n, most int64, what string) error {
	if n <= most {
		return nil
	}
	return &executor.Error{
		Code:   executor.TooLarge,
		Cause:  fmt.Sprintf("the module has %d %s, more than the %d allowed", n, what, most),
		Remedy: "split the program, or build it with optimization and without what it does not use",
	}
}

// Malformed is the error for a module that breaks off or contradicts itself at a byte.
func Malformed(at int, format string, args ...any) error {
	return &executor.Error{
		Code:   executor.Malformed,
		Cause:  fmt.Sprintf("the module is broken at byte %d: %s", at, fmt.Sprintf(format, args...)),
		Remedy: "build it again, and see that it was copied whole",
	}
}

// Reserved begins names of exports that are not the module's own.
const Reserved = "parley:"

// Free returns an error if a module may not export anything by a name.
func Free(name string) error {
	if strings.HasPrefix(name, Reserved) {
		return Unsupported("give it another name", "the module exports something whose name begins with %s", Reserved)
	}
	return nil
}

// Unsupported is the error for a module that has what cannot be run.
func Unsupported(remedy, format string, args ...any) error {
	return &executor.Error{Code: executor.Unsupported, Cause: fmt.Sprintf(format, args...), Remedy: remedy}
}
