// Command diagram writes the table of moves and the state diagram into SPEC.md: go run ./internal/spec/diagram, at the root
// of the module.
package main

import (
	"fmt"
	"os"

	"github.com/parley-p2p/parley/internal/spec"
)

func main() {
	if err := run("SPEC.md"); err != nil {
		fmt.Fprintln(os.Stderr, "diagram:", err)
		os.Exit(1)
	}
}

func run(name string) error {
	old, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("run this at the root of the module: %w", err)
	}
	renewed, err := spec.Renew(old)
	if err != nil {
		return err
	}
	return os.WriteFile(name, renewed, 0o644)
}
