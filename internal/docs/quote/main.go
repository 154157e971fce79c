// Command quote writes the files that README.md quotes into it: go run ./internal/docs/quote, at the root of the module.
package main

import (
	"fmt"
	"os"

	"github.com/parley-p2p/parley/internal/docs"
)

func main() {
	if err := run("README.md"); err != nil {
		fmt.Fprintln(os.Stderr, "quote:", err)
		os.Exit(1)
	}
}

func run(name string) error {
	old, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("run this at the root of the module: %w", err)
	}
	renewed, err := docs.Requote(".", string(old))
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(renewed), 0o644)
}
