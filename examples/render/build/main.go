// Command build builds the guests of the examples again, from the root of the
// repository or any folder in it:
//
//	go run ./examples/render/build
//
// It writes examples/render/render.wasm.gz and examples/thumbnails.wasm. Run it
// after a change to a guest or to the toolchain that go.mod pins; tests compare
// what is committed with what the sources give.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/parley-p2p/parley/examples/render/wasip1"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := wasip1.Root(ctx)
	if err != nil {
		return err
	}
	for _, g := range []struct {
		source, module string
		pack           func([]byte) ([]byte, error)
	}{
		{"examples/render/guest", "examples/render/render.wasm.gz", wasip1.Pack},
		{"examples/thumbnails", "examples/thumbnails.wasm", func(b []byte) ([]byte, error) { return b, nil }},
	} {
		module, err := wasip1.Build(ctx, filepath.Join(root, g.source))
		if err != nil {
			return err
		}
		file, err := g.pack(module)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, g.module), file, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes\n", g.module, len(file))
	}
	return nil
}
