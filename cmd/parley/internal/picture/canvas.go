package picture

import (
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
)

// Canvas is a picture that is put together. Make one with NewCanvas.
type Canvas struct {
	image *image.RGBA
	tiles []image.Rectangle
	left  int // pixels
}

// maxPixels bounds a canvas: 256 MB.
const maxPixels = 1 << 26

// NewCanvas returns an empty canvas of a size in pixels.
func NewCanvas(size image.Point) (*Canvas, error) {
	if size.X < 1 || size.Y < 1 || size.X > maxPixels/size.Y {
		return nil, fmt.Errorf("a picture of %dx%d pixels: must have 1 to %d", size.X, size.Y, maxPixels)
	}
	return &Canvas{image: image.NewRGBA(image.Rectangle{Max: size}), left: size.X * size.Y}, nil
}

// Place puts a tile where its bounds say. A tile that does not lie in the
// picture, or on one that is there, is refused.
func (c *Canvas) Place(tile image.Image) error {
	r := tile.Bounds()
	if r.Empty() || !r.In(c.image.Rect) {
		return fmt.Errorf("tile %v does not lie in a picture of %v pixels", r, c.image.Rect.Max)
	}
	for _, t := range c.tiles {
		if t.Overlaps(r) {
			return fmt.Errorf("tile %v lies on tile %v, which is there already", r, t)
		}
	}
	draw.Draw(c.image, r, tile, r.Min, draw.Src)
	c.tiles = append(c.tiles, r)
	c.left -= r.Dx() * r.Dy()
	return nil
}

// Complete reports whether no pixel is missing.
func (c *Canvas) Complete() bool { return c.left == 0 }

// Image returns the picture as it is so far; what is missing is transparent. It
// stays the canvas's own and changes with it.
func (c *Canvas) Image() image.Image { return c.image }

// Encode writes the picture as a PNG file, complete or not.
func (c *Canvas) Encode(w io.Writer) error {
	if err := png.Encode(w, c.image); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}
