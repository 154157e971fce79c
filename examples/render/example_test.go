package render_test

import (
	"fmt"

	"github.com/parley-p2p/parley/examples/render"
)

// A picture is cut, and each tile is a job: the module with these arguments.
func Example() {
	p := render.Demo()
	tiles, err := p.Cut()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(tiles), "tiles")
	fmt.Println(p.Args(tiles[5]))
	// Output:
	// 12 tiles
	// [--size 384x240 --rect 96,80,96,80 --samples 8]
}
