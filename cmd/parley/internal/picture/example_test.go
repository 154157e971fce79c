package picture_test

import (
	"fmt"
	"image"
	"image/color"
	"os"

	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
)

// Tiles are placed as they arrive, and the picture drawn again each time. Here
// the output is no terminal, so nothing is drawn.
func Example() {
	canvas, err := picture.NewCanvas(image.Pt(64, 40))
	if err != nil {
		fmt.Println(err)
		return
	}
	screen := picture.Screen{Writer: os.Stdout, Colors: picture.Detect(os.Getenv, false)}
	for _, tile := range []image.Rectangle{image.Rect(32, 0, 64, 40), image.Rect(0, 0, 32, 40)} {
		if err := canvas.Place(filled(tile, color.White)); err != nil {
			fmt.Println(err)
		}
		if err := screen.Draw(canvas.Image(), "one more tile"); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(canvas.Complete())
	// Output: true
}
