package trace

import (
	"fmt"
	"image"
	"image/color"
	"math"
)

// Limits of what Draw accepts. They bound its memory to about 150 MB.
const (
	MaxSide    = 8192    // pixels, of the picture
	MaxPixels  = 1 << 20 // of the rectangle
	MaxSamples = 1024    // a pixel
)

// Order says what to draw.
type Order struct {
	Size    image.Point     // of the whole picture, in pixels
	Rect    image.Rectangle // the part of it to draw
	Samples int             // rays through each pixel
	// Progress is called after each row of rays, with how many of how many are
	// done. The rows are those of Rect and of the filter's margin. Nil is fine.
	Progress func(done, of int)
}

// Validate says what is wrong with an order, if anything is.
func (o *Order) Validate() error {
	switch {
	case o.Size.X < 1 || o.Size.Y < 1 || o.Size.X > MaxSide || o.Size.Y > MaxSide:
		return fmt.Errorf("a picture of %dx%d pixels: each side must be 1 to %d", o.Size.X, o.Size.Y, MaxSide)
	case o.Rect.Empty() || !o.Rect.In(image.Rectangle{Max: o.Size}):
		return fmt.Errorf("rectangle %v does not lie in a picture of %dx%d pixels", o.Rect, o.Size.X, o.Size.Y)
	case o.Rect.Dx()*o.Rect.Dy() > MaxPixels:
		return fmt.Errorf("rectangle %v has more than %d pixels: draw it in parts", o.Rect, MaxPixels)
	case o.Samples < 1 || o.Samples > MaxSamples:
		return fmt.Errorf("%d samples a pixel: must be 1 to %d", o.Samples, MaxSamples)
	}
	return nil
}

// Draw draws a rectangle of a scene's picture. The picture's bounds are
// o.Rect, so tiles of any cut can be put together as they are. It fails only
// on an order that does not validate.
func Draw(s *Scene, o Order) (*image.RGBA, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	all := image.Rectangle{Max: o.Size}
	rays := newBuffer(o.Rect.Inset(-filterRadius).Intersect(all))
	points, circle := newSpread(o.Samples), newCircle()
	for y := rays.rect.Min.Y; y < rays.rect.Max.Y; y++ {
		for x := rays.rect.Min.X; x < rays.rect.Max.X; x++ {
			*rays.at(x, y) = s.pixel(x, y, o.Size, o.Samples, points, circle)
		}
		if o.Progress != nil {
			o.Progress(y-rays.rect.Min.Y+1, rays.rect.Dy())
		}
	}
	img := image.NewRGBA(o.Rect)
	for y := o.Rect.Min.Y; y < o.Rect.Max.Y; y++ {
		for x := o.Rect.Min.X; x < o.Rect.Max.X; x++ {
			img.SetRGBA(x, y, developed(rays.smooth(x, y)))
		}
	}
	return img, nil
}

// pixel averages the samples of one pixel.
func (s *Scene) pixel(x, y int, size image.Point, samples int, points *spread, circle *circle) pixel {
	seed := mixed(uint64(x)<<32 | uint64(y))
	half := float64(size.Y) / 2
	var sum pixel
	var r ray
	for i := range samples {
		p := path{Scene: s, dice: dice{spread: points, circle: circle, pixel: seed, sample: i}}
		u, v := p.dice.pair()
		lx, ly := p.dice.disk()
		px := (float64(x) + wide(u) - float64(size.X)/2) / half
		py := (half - float64(y) - wide(v)) / half
		s.camera.view(px, py, lx, ly, &r)
		sum.add(p.trace(&r))
	}
	return sum.mean(samples)
}

// wide spreads a sample over a pixel and half of its neighbors, most of them in
// the middle, by the tent's inverse: edges come out smooth.
func wide(u float64) float64 {
	if u < 0.5 {
		return math.Sqrt(2*u) - 0.5
	}
	return 1.5 - math.Sqrt(2-2*u)
}

// developed turns light into a color: Narkowicz's fit (2015) of the ACES film
// curve, then the sRGB transfer function.
func developed(c vec) color.RGBA {
	return color.RGBA{film(c.x), film(c.y), film(c.z), 255}
}

func film(x float64) uint8 {
	if !(x > 0) {
		return 0
	}
	x *= 0.8
	x = x * (2.51*x + 0.03) / (x*(2.43*x+0.59) + 0.14)
	if x <= 0.0031308 {
		x *= 12.92
	} else {
		x = 1.055*math.Pow(min(x, 1), 1/2.4) - 0.055
	}
	return uint8(min(x*255+0.5, 255))
}
