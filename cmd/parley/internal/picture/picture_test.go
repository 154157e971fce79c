package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
)

var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	gray  = color.RGBA{128, 128, 128, 255}
)

func filled(r image.Rectangle, c color.Color) *image.RGBA {
	img := image.NewRGBA(r)
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// flag is 4x8 pixels: red over green on the left, blue over gray on the right.
func flag() image.Image {
	img := filled(image.Rect(0, 0, 4, 8), red)
	for _, part := range []*image.RGBA{
		filled(image.Rect(0, 4, 2, 8), green), filled(image.Rect(2, 0, 4, 4), blue), filled(image.Rect(2, 4, 4, 8), gray),
	} {
		draw.Draw(img, part.Rect, part, part.Rect.Min, draw.Src)
	}
	return img
}

func TestDraw(t *testing.T) {
	row := func(left, right string) string {
		return "\x1b[" + left + "m▀▀\x1b[" + right + "m▀▀\x1b[0m\x1b[K\n"
	}
	for name, test := range map[string]struct {
		colors picture.Colors
		want   string
	}{
		"true color": {picture.TrueColor, strings.Repeat(row("38;2;255;0;0;48;2;255;0;0", "38;2;0;0;255;48;2;0;0;255"), 2) +
			strings.Repeat(row("38;2;0;255;0;48;2;0;255;0", "38;2;128;128;128;48;2;128;128;128"), 2) + "a flag\x1b[K\n\x1b[J"},
		"palette": {picture.Palette, strings.Repeat(row("38;5;196;48;5;196", "38;5;21;48;5;21"), 2) +
			strings.Repeat(row("38;5;46;48;5;46", "38;5;244;48;5;244"), 2) + "a flag\x1b[K\n\x1b[J"},
		"none":  {picture.NoColors, ""},
		"unset": {0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			s := picture.Screen{Writer: &out, Colors: test.colors}
			if err := s.Draw(flag(), "a flag"); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Where the cursor is when the first picture comes makes no difference: later
// ones lie exactly over it, and what was there before stays.
func TestDrawsInPlace(t *testing.T) {
	for _, before := range []int{0, 3, 9, 30} {
		m := newTerminal(t, 20, 10)
		m.Write([]byte(strings.Repeat("before\n", before)))
		s := picture.Screen{Writer: m, Colors: picture.TrueColor, Size: func() (int, int) { return m.columns, m.rows }}
		for _, text := range []string{"a longer line", "short", "last"} {
			if err := s.Draw(flag(), text); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{"▀▀▀▀", "▀▀▀▀", "▀▀▀▀", "▀▀▀▀", "last"}
		for range min(before, 10-1-len(want)) {
			want = append([]string{"before"}, want...)
		}
		if diff := cmp.Diff(want, m.lines()); diff != "" {
			t.Errorf("after %d lines:\n%s", before, diff)
		}
		// The five lines and the one below them scroll what does not fit.
		if over := max(before+5+1-m.rows, 0); m.scrolled != over {
			t.Errorf("after %d lines: scrolled %d lines, want %d", before, m.scrolled, over)
		}
	}
}

// A picture keeps to the terminal, whatever sizes they have.
func TestFits(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {300, 2}, {2, 300}, {384, 240}, {37, 53}} {
		img := filled(image.Rectangle{Max: size}, red)
		for columns := 1; columns < 140; columns += 7 {
			for rows := 1; rows < 60; rows += 5 {
				m := newTerminal(t, columns, rows)
				s := picture.Screen{Writer: m, Colors: picture.Palette, Size: func() (int, int) { return columns, rows }}
				for range 3 {
					if err := s.Draw(img, "one", "two"); err != nil {
						t.Fatal(err)
					}
				}
				if m.scrolled > 0 {
					t.Fatalf("%v in %dx%d scrolls %d lines", size, columns, rows, m.scrolled)
				}
			}
		}
	}
}

func TestResizedTerminalGetsANewPicture(t *testing.T) {
	m := newTerminal(t, 20, 14)
	size := image.Pt(20, 14)
	s := picture.Screen{Writer: m, Colors: picture.TrueColor, Size: func() (int, int) { return size.X, size.Y }}
	for _, size.X = range []int{20, 19, 19} {
		if err := s.Draw(flag()); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(m.lines()); got != 8 {
		t.Errorf("%d lines, want two pictures of 4:\n%s", got, strings.Join(m.lines(), "\n"))
	}
}

func TestLeave(t *testing.T) {
	m := newTerminal(t, 20, 14)
	s := picture.Screen{Writer: m, Colors: picture.TrueColor}
	for _, text := range []string{"first", "second"} {
		if err := s.Draw(flag(), text); err != nil {
			t.Fatal(err)
		}
		s.Leave()
	}
	lines := m.lines()
	if len(lines) != 10 || lines[4] != "first" || lines[9] != "second" {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
}

func TestMissingTilesShowAPattern(t *testing.T) {
	var out bytes.Buffer
	s := picture.Screen{Writer: &out, Colors: picture.TrueColor}
	c := canvas(t, 8, 8)
	if err := c.Place(filled(image.Rect(0, 0, 4, 8), red)); err != nil {
		t.Fatal(err)
	}
	if err := s.Draw(c.Image()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"38;2;255;0;0", "38;2;48;48;48", "38;2;38;38;38"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %q", want, out.String())
		}
	}
}

func TestWriterErrorsAreReturned(t *testing.T) {
	broken := errors.New("the cable is out")
	s := picture.Screen{Writer: failing{broken}, Colors: picture.Palette}
	if err := s.Draw(flag()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestDetect(t *testing.T) {
	for name, test := range map[string]struct {
		env      map[string]string
		terminal bool
		want     picture.Colors
	}{
		"a pipe":        {map[string]string{"TERM": "xterm", "COLORTERM": "truecolor"}, false, picture.NoColors},
		"true color":    {map[string]string{"TERM": "xterm", "COLORTERM": "truecolor"}, true, picture.TrueColor},
		"24 bits":       {map[string]string{"TERM": "xterm", "COLORTERM": "24bit"}, true, picture.TrueColor},
		"direct":        {map[string]string{"TERM": "xterm-direct"}, true, picture.TrueColor},
		"256":           {map[string]string{"TERM": "screen-256color"}, true, picture.Palette},
		"nothing known": {map[string]string{"TERM": "xterm"}, true, picture.Palette},
		"no color":      {map[string]string{"TERM": "xterm", "COLORTERM": "truecolor", "NO_COLOR": "1"}, true, picture.NoColors},
		"dumb":          {map[string]string{"TERM": "dumb"}, true, picture.NoColors},
		"no TERM":       {nil, true, picture.NoColors},
	} {
		got := picture.Detect(func(k string) string { return test.env[k] }, test.terminal)
		if got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// What a guest prints can not command the terminal.
func TestClean(t *testing.T) {
	for line, want := range map[string]string{
		"row 20 of 100":         "row 20 of 100",
		"\x1b[2J\x07gone":       "?[2J?gone",
		"a\tb\r\nc":             "a b??c",
		"\u202egnp.exe":         "?gnp.exe",
		"e\u0301":               "e?",
		"12345678901234567890":  "1234567890123456",
		"日本語日本語日本語":             "日本語日本語日本",
		"\u009b31mred":          "?31mred",
		"bad \xff\xfe":          "bad \ufffd\ufffd",
		"half ▀ block, 2 → 3 …": "half ▀ block, 2 ",
	} {
		if diff := cmp.Diff(want, picture.Clean(line, 16)); diff != "" {
			t.Error(diff)
		}
	}
}

func canvas(t *testing.T, w, h int) *picture.Canvas {
	t.Helper()
	c, err := picture.NewCanvas(image.Pt(w, h))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCanvas(t *testing.T) {
	c := canvas(t, 8, 8)
	for _, tile := range []*image.RGBA{filled(image.Rect(0, 0, 8, 4), red), filled(image.Rect(4, 4, 8, 8), green), filled(image.Rect(0, 4, 4, 8), blue)} {
		if c.Complete() {
			t.Error("complete too early")
		}
		if err := c.Place(tile); err != nil {
			t.Fatal(err)
		}
	}
	if !c.Complete() {
		t.Error("not complete")
	}
	var file bytes.Buffer
	if err := c.Encode(&file); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[image.Point]color.RGBA{{X: 7, Y: 3}: red, {X: 4, Y: 4}: green, {X: 3, Y: 7}: blue} {
		if got := color.RGBAModel.Convert(img.At(p.X, p.Y)); got != want {
			t.Errorf("%v is %v, want %v", p, got, want)
		}
	}
}

func TestCanvasRefuses(t *testing.T) {
	c := canvas(t, 8, 8)
	if err := c.Place(filled(image.Rect(2, 2, 4, 4), red)); err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]image.Rectangle{
		"empty": {}, "outside": image.Rect(4, 4, 9, 8), "over another": image.Rect(3, 3, 8, 8),
	} {
		if err := c.Place(image.NewRGBA(r)); err == nil {
			t.Errorf("%s: placed", name)
		}
	}
	for _, size := range []image.Point{{}, {X: -1, Y: 5}, {X: 1 << 20, Y: 1 << 20}} {
		if _, err := picture.NewCanvas(size); err == nil {
			t.Errorf("a canvas of %v", size)
		}
	}
}
