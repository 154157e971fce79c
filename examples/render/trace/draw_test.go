package trace_test

import (
	"bytes"
	"image"
	"image/draw"
	"os"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/examples/render/trace"
)

func small(samples int) trace.Order {
	return trace.Order{Size: image.Pt(12, 8), Rect: image.Rect(0, 0, 12, 8), Samples: samples}
}

func parse(t *testing.T, text string) *trace.Scene {
	t.Helper()
	s, err := trace.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func drawn(t *testing.T, s *trace.Scene, o trace.Order) *image.RGBA {
	t.Helper()
	img, err := trace.Draw(s, o)
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds() != o.Rect {
		t.Fatalf("drew %v, want %v", img.Bounds(), o.Rect)
	}
	return img
}

func marketScene(t *testing.T) *trace.Scene {
	t.Helper()
	text, err := os.ReadFile("../scenes/market.txt")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

// However a picture is cut, its pixels are the same: what lets farmers share
// it, and a buyer draw any tile again.
func TestAnyCutGivesTheSamePixels(t *testing.T) {
	s := marketScene(t)
	whole := trace.Order{Size: image.Pt(60, 40), Rect: image.Rect(0, 0, 60, 40), Samples: 3}
	want := drawn(t, s, whole)
	for name, cut := range map[string][]image.Rectangle{
		"halves":   {image.Rect(0, 0, 30, 40), image.Rect(30, 0, 60, 40)},
		"strips":   {image.Rect(0, 0, 60, 1), image.Rect(0, 1, 60, 39), image.Rect(0, 39, 60, 40)},
		"a window": {image.Rect(0, 0, 60, 17), image.Rect(0, 17, 7, 23), image.Rect(7, 17, 60, 23), image.Rect(0, 23, 60, 40)},
	} {
		t.Run(name, func(t *testing.T) {
			got := image.NewRGBA(whole.Rect)
			for _, r := range cut {
				o := whole
				o.Rect = r
				draw.Draw(got, r, drawn(t, s, o), r.Min, draw.Src)
			}
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Error("the tiles are not the picture")
			}
		})
	}
}

// In a furnace, where light comes evenly from everywhere, a white ball can not
// be seen: nothing is lost on it and nothing gained.
func TestFurnace(t *testing.T) {
	const walls = "camera from 0 1 5 to 0 1 0 fov 40\nsky horizon .5 .5 .5 zenith .5 .5 .5\n"
	ball := drawn(t, parse(t, walls+"matte m color .95 .95 .95\nsphere m at 0 0 0 radius 1"), small(64))
	middle, corner := ball.RGBAAt(6, 4), ball.RGBAAt(0, 0)
	if d := int(corner.R) - int(middle.R); d < 0 || d > 6 {
		t.Errorf("a ball that reflects 95 %% shows %d before a wall of %d", middle.R, corner.R)
	}
	dark := drawn(t, parse(t, walls+"matte m color .2 .2 .2\nsphere m at 0 0 0 radius 1"), small(64))
	if got := dark.RGBAAt(6, 4).R; got >= middle.R-40 {
		t.Errorf("a ball that reflects 20 %% shows %d, one that reflects 95 %% %d", got, middle.R)
	}
}

func TestSunCastsShadows(t *testing.T) {
	const ground = "camera from 0 4 8 to 0 0 0 fov 40\nsun toward 0 1 0 color 3 3 3\nmatte m color .5 .5 .5\nquad m corner -9 0 9 edges 18 0 0 0 0 -18\n"
	lit := drawn(t, parse(t, ground), small(16)).RGBAAt(6, 4)
	shaded := drawn(t, parse(t, ground+"box m at 0 6 0 size 4 .1 4"), small(16)).RGBAAt(6, 4)
	through := drawn(t, parse(t, ground+"glass g color 1 .5 .5\nbox g at 0 6 0 size 4 .1 4"), small(16)).RGBAAt(6, 4)
	if lit.R < 100 || shaded.R > 5 {
		t.Errorf("the ground shows %v in the sun and %v in the shade", lit, shaded)
	}
	if through.R <= shaded.R || through.R >= lit.R || through.G >= through.R {
		t.Errorf("the ground shows %v under reddish glass", through)
	}
}

func TestLampLights(t *testing.T) {
	const night = "camera from 0 2 6 to 0 0 0 fov 40\nmatte m color .5 .5 .5\nquad m corner -9 0 9 edges 18 0 0 0 0 -18\n"
	near := drawn(t, parse(t, night+"light l color 50 25 5\nsphere l at 0 2 0 radius .2"), small(16)).RGBAAt(6, 4)
	far := drawn(t, parse(t, night+"light l color 50 25 5\nsphere l at 0 8 0 radius .2"), small(16)).RGBAAt(6, 4)
	if near.R <= far.R || near.R <= near.B {
		t.Errorf("the ground shows %v under a near orange lamp and %v under a far one", near, far)
	}
}

// A lamp that is off lights nothing, and breaks nothing.
func TestLampIsOff(t *testing.T) {
	const scene = head + "light off color 0 0 0\nsphere off at 0 3 0 radius .2\nquad clay corner -9 0 9 edges 18 0 0 0 0 -18\n"
	with := drawn(t, parse(t, scene), small(8)).RGBAAt(6, 7)
	without := drawn(t, parse(t, strings.Replace(scene, "sphere off at 0 3", "sphere off at 0 -3", 1)), small(8)).RGBAAt(6, 7)
	if with.R < 50 || int(with.R)-int(without.R) > 3 || int(without.R)-int(with.R) > 10 {
		t.Errorf("the ground shows %v with a lamp that is off and %v without", with, without)
	}
}

func TestMirrorShowsWhatIsBehind(t *testing.T) {
	const scene = "camera from 0 1 5 to 0 1 0 fov 30\nsky horizon 0 0 1 zenith 0 0 1\nmetal m color 1 1 1\nquad m corner -5 -4 0 edges 10 0 0 0 10 0\n"
	sky := drawn(t, parse(t, scene), small(8)).RGBAAt(6, 4)
	wall := drawn(t, parse(t, scene+"light l color 1 0 0\nbox l at 0 -4 9 size 10 10 .1"), small(8)).RGBAAt(6, 4)
	if sky.B < 100 || sky.R > 5 || wall.R < 100 || wall.B > 5 {
		t.Errorf("the mirror shows %v before a blue sky and %v before a red wall", sky, wall)
	}
}

func TestProgress(t *testing.T) {
	o := small(1)
	last := 0
	o.Progress = func(done, of int) {
		if done != last+1 || of != 8 {
			t.Errorf("%d of %d after %d", done, of, last)
		}
		last = done
	}
	drawn(t, parse(t, head+"sphere clay at 0 0 0 radius 1"), o)
	if last != 8 {
		t.Errorf("ended at %d", last)
	}
}

func TestOrderIsChecked(t *testing.T) {
	for name, change := range map[string]func(*trace.Order){
		"no size":            func(o *trace.Order) { o.Size = image.Point{} },
		"huge":               func(o *trace.Order) { o.Size.X = trace.MaxSide + 1 },
		"empty rectangle":    func(o *trace.Order) { o.Rect = image.Rectangle{} },
		"outside":            func(o *trace.Order) { o.Rect.Max.X++ },
		"too many pixels":    func(o *trace.Order) { o.Size = image.Pt(2048, 2048); o.Rect.Max = o.Size },
		"no samples":         func(o *trace.Order) { o.Samples = 0 },
		"too many samples":   func(o *trace.Order) { o.Samples = trace.MaxSamples + 1 },
		"negative rectangle": func(o *trace.Order) { o.Rect.Min.X = -1 },
	} {
		o := small(1)
		change(&o)
		if _, err := trace.Draw(parse(t, head+"sphere clay at 0 0 0 radius 1"), o); err == nil {
			t.Errorf("%s: drawn", name)
		}
	}
}
