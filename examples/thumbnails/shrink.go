package main

import (
	"image"
	"image/draw"
)

// shrink returns img with its longer side at most size pixels long. Each pixel
// is the mean of those that it stands for, in whole numbers, so that every
// machine finds the same.
func shrink(img image.Image, size int) *image.RGBA {
	from := img.Bounds()
	w, h := fit(from.Dx(), from.Dy(), size)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	sums := make([]uint64, 4*w)
	row := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	for y := range h {
		top, bottom := from.Dy()*y/h, from.Dy()*(y+1)/h
		clear(sums)
		for line := top; line < bottom; line++ {
			draw.Draw(row, row.Rect, img, image.Pt(from.Min.X, from.Min.Y+line), draw.Src)
			add(sums, row.Pix, w)
		}
		for x := range w {
			n := uint64((from.Dx()*(x+1)/w - from.Dx()*x/w) * (bottom - top))
			for c := range 4 {
				small.Pix[small.PixOffset(x, y)+c] = uint8((sums[4*x+c] + n/2) / n)
			}
		}
	}
	return small
}

// add adds a line of pixels to the w sums that they belong to.
func add(sums []uint64, line []uint8, w int) {
	width := len(line) / 4
	for x := range w {
		s := sums[4*x : 4*x+4]
		for i := width * x / w; i < width*(x+1)/w; i++ {
			p := line[4*i : 4*i+4]
			s[0] += uint64(p[0])
			s[1] += uint64(p[1])
			s[2] += uint64(p[2])
			s[3] += uint64(p[3])
		}
	}
}

// fit returns the size of a thumbnail: never larger, no side below one.
func fit(w, h, size int) (int, int) {
	long := max(w, h)
	if long <= size {
		return w, h
	}
	return max(1, (w*size+long/2)/long), max(1, (h*size+long/2)/long)
}

// turned turns a picture as Exif orientations, from 1 to 8, say.
func turned(img *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := image.Pt(x, y)
			switch orientation {
			case 2:
				to = image.Pt(w-1-x, y)
			case 3:
				to = image.Pt(w-1-x, h-1-y)
			case 4:
				to = image.Pt(x, h-1-y)
			case 5:
				to = image.Pt(y, x)
			case 6:
				to = image.Pt(h-1-y, x)
			case 7:
				to = image.Pt(h-1-y, w-1-x)
			case 8:
				to = image.Pt(y, w-1-x)
			}
			out.SetRGBA(to.X, to.Y, img.RGBAAt(x, y))
		}
	}
	return out
}
