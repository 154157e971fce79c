// Command generate writes the golden vectors: go run ./parleytest/vectors/generate, at the root of the module.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/parley-p2p/parley/parleytest/vectors"
)

func main() {
	if err := run(filepath.Join("parleytest", "vectors")); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "README.md")); err != nil {
		return fmt.Errorf("run this at the root of the module: %w", err)
	}
	files, err := vectors.Build()
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
