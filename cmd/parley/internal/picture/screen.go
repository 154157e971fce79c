package picture

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
)

// maxColumns keeps pictures from filling very wide terminals.
const maxColumns = 120

// smallest is the number of rows below which a picture is not worth drawing.
const smallest = 4

// Screen draws pictures in a terminal. It assumes that between two draws nobody
// else writes there; call Leave before something else does.
type Screen struct {
	Writer io.Writer
	Colors Colors // unset writes none
	// Size returns the columns and rows of the terminal now. Nil, or a size that
	// is not positive, stands for 80 and 24.
	Size func() (columns, rows int)

	lines         int // of the last draw, above the cursor
	columns, rows int // of the terminal, then
}

// Draw draws img and below it some lines of text, in the place of what was drawn
// last. It is made to fit, with a row to spare, so that nothing scrolls away
// that is to be drawn over. Where img is transparent a pattern stands for what
// is yet to come. Text is cleaned of what a terminal would obey, and cut to the
// width. Where there are no colors, or next to no room, no picture is drawn.
//
// It writes once, and returns the writer's error.
func (s *Screen) Draw(img image.Image, text ...string) error {
	if s.Colors != Palette && s.Colors != TrueColor {
		return nil
	}
	columns, rows := s.size()
	text = text[:min(len(text), rows-1)]
	w, h := fit(img.Bounds().Size(), min(columns, maxColumns), rows-1-len(text))
	var out []byte
	if s.lines > 0 && columns == s.columns && rows == s.rows {
		out = fmt.Appendf(out, "\x1b[%dA\r", s.lines)
	}
	// In a terminal whose size has changed what was drawn has moved, nobody
	// knows where; then the picture is drawn anew below.
	if h > 0 {
		out = s.blocks(out, shrink(img, w, h), w, h)
	}
	for _, line := range text {
		out = append(out, Clean(line, columns)...)
		out = append(out, "\x1b[K\n"...)
	}
	out = append(out, "\x1b[J"...)
	s.lines, s.columns, s.rows = h/2+len(text), columns, rows
	_, err := s.Writer.Write(out)
	return err
}

// Leave leaves what was drawn where it is: the next draw begins below.
func (s *Screen) Leave() { s.lines = 0 }

func (s *Screen) size() (columns, rows int) {
	if s.Size != nil {
		columns, rows = s.Size()
	}
	if columns < 1 || rows < 1 {
		return 80, 24
	}
	return columns, rows
}

// fit returns how many pixels, a column wide and half a row high, a picture is
// given; the height is even. Zero: there is no room.
func fit(size image.Point, columns, rows int) (int, int) {
	if size.X < 1 || size.Y < 1 || rows < smallest || columns < smallest {
		return 0, 0
	}
	w := min(columns, size.X)
	h := w * size.Y / size.X
	if h > 2*rows {
		h = 2 * rows
		w = max(1, h*size.X/size.Y)
	}
	return w, max(2, h&^1)
}

// blocks appends the picture, two rows of pixels a line.
func (s *Screen) blocks(out []byte, pixels []color.RGBA, w, h int) []byte {
	for y := 0; y < h; y += 2 {
		var upper, lower color.RGBA
		for x := range w {
			up, low := pixels[y*w+x], pixels[(y+1)*w+x]
			if x == 0 || !s.Colors.same(up, upper) || !s.Colors.same(low, lower) {
				out = append(out, "\x1b["...)
				out = s.Colors.code(out, 38, up)
				out = append(out, ';')
				out = s.Colors.code(out, 48, low)
				out = append(out, 'm')
				upper, lower = up, low
			}
			out = append(out, "▀"...)
		}
		out = append(out, "\x1b[0m\x1b[K\n"...)
	}
	return out
}

// shrink returns img in w times h pixels, each the mean of those it stands for.
func shrink(img image.Image, w, h int) []color.RGBA {
	rgba, ok := img.(*image.RGBA)
	if !ok {
		rgba = image.NewRGBA(img.Bounds())
		draw.Draw(rgba, rgba.Rect, img, rgba.Rect.Min, draw.Src)
	}
	from := rgba.Rect
	pixels := make([]color.RGBA, 0, w*h)
	for y := range h {
		for x := range w {
			r := image.Rect(from.Dx()*x/w, from.Dy()*y/h, from.Dx()*(x+1)/w, from.Dy()*(y+1)/h)
			r.Max = image.Pt(max(r.Max.X, r.Min.X+1), max(r.Max.Y, r.Min.Y+1))
			pixels = append(pixels, mean(rgba, r.Add(from.Min), (x/2+y/2)%2 == 0))
		}
	}
	return pixels
}

// mean returns the mean of a rectangle's pixels, or what stands for missing
// ones where most are.
func mean(img *image.RGBA, r image.Rectangle, odd bool) color.RGBA {
	var sum [4]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		line := img.Pix[img.PixOffset(r.Min.X, y):][:4*r.Dx()]
		for i, v := range line {
			sum[i%4] += int(v)
		}
	}
	if sum[3] < r.Dx()*r.Dy()*128 {
		if odd {
			return color.RGBA{48, 48, 48, 255}
		}
		return color.RGBA{38, 38, 38, 255}
	}
	// The colors are multiplied by alpha already.
	part := func(i int) uint8 { return uint8(min(sum[i]*255/sum[3], 255)) }
	return color.RGBA{part(0), part(1), part(2), 255}
}
