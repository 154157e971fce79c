package forger

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
)

// maxPixels bounds the pictures that are painted over.
const maxPixels = 1 << 24

// red is what it paints in.
var red = color.RGBA{R: 0xe0, A: 0xff}

// Paint paints a cross over a PNG file, as anyone can see.
func Paint(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header, err := png.DecodeConfig(f)
	if err != nil {
		return err
	}
	if header.Width <= 0 || header.Height <= 0 || header.Width > maxPixels/header.Height {
		return errors.New("the picture is too large")
	}
	if _, err := f.Seek(0, 0); err != nil {
		return err
	}
	original, err := png.Decode(f)
	if err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(out, crossed(original)), out.Close())
}

// crossed is a picture with both diagonals in red.
func crossed(original image.Image) image.Image {
	img := image.NewRGBA(original.Bounds())
	b := img.Bounds()
	draw.Draw(img, b, original, b.Min, draw.Src)
	wide := max(b.Dx(), b.Dy())/16 + 1
	for y := range b.Dy() {
		x := y * b.Dx() / b.Dy()
		for i := -wide / 2; i <= wide/2; i++ {
			for _, at := range []int{x + i, b.Dx() - 1 - x + i} {
				if at >= 0 && at < b.Dx() {
					img.SetRGBA(b.Min.X+at, b.Min.Y+y, red)
				}
			}
		}
	}
	return img
}
