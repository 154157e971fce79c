package trace_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/examples/render/trace"
)

const head = "camera from 0 1 5 to 0 1 0 fov 40\nsky horizon 1 1 1 zenith 1 1 1\nmatte clay color .5 .5 .5\n"

func TestParse(t *testing.T) {
	tests := map[string]struct {
		lines  string
		shapes int
	}{
		"sphere":         {"sphere clay at 0 0 0 radius 1", 1},
		"ellipsoid":      {"sphere clay at 0 0 0 radius 1 2 3 turn 10 20 30", 1},
		"comments":       {"# nothing\n\n  sphere clay at 0 0 0 radius 1 # a ball", 1},
		"lathe":          {"lathe clay at 0 0 0 profile 1 0 2 1 0 3", 2},
		"pile":           {"pile clay at 0 0 0 radius .1 rows 3", 9 + 4 + 1},
		"swag":           {"swag clay from 0 2 0 to 2 2 0 sag .1 count 5 radius .02", 5},
		"order of keys":  {"cone clay radius 1 0 height 2 at 0 0 0", 1},
		"windows ending": {"box clay at 0 0 0 size 1 1 1\r\n", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := trace.Parse(strings.NewReader(head + test.lines))
			if err != nil {
				t.Fatal(err)
			}
			if s.Shapes() != test.shapes {
				t.Errorf("%d shapes, want %d", s.Shapes(), test.shapes)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := map[string]struct {
		lines string // after three good ones
		want  string
	}{
		"unknown verb":      {"spere clay at 0 0 0 radius 1", `scene, line 4: no such word as "spere"; a line begins with one of camera, sky, sun, matte, metal, glass, light, sphere, box, cone, lathe, quad, triangle, pile, swag`},
		"unknown key":       {"sphere clay at 0 0 0 raduis 1", `scene, line 4: sphere: "raduis" is not expected here; it takes at N N N radius N ... [turn N ...]`},
		"missing key":       {"\nsphere clay at 0 0 0", `scene, line 5: sphere: radius is missing; it takes at N N N radius N ... [turn N ...]`},
		"missing name":      {"sphere", `scene, line 4: sphere: a name is missing`},
		"too few numbers":   {"sphere clay at 0 0 radius 1", `scene, line 4: sphere: at takes at least 3 numbers, not 2`},
		"too many numbers":  {"sphere clay at 0 0 0 0 radius 1", `scene, line 4: sphere: at takes at most 3 numbers`},
		"key twice":         {"sphere clay at 0 0 0 at 0 0 0 radius 1", `scene, line 4: sphere: at is given twice`},
		"not a number":      {"sphere clay at 0 0 0x radius 1", `scene, line 4: sphere: at: "0x" is not a number from -100000 to 100000`},
		"too far":           {"sphere clay at 0 0 1e9 radius 1", `scene, line 4: sphere: at: "1e9" is not a number from -100000 to 100000`},
		"infinite":          {"sphere clay at 0 0 +Inf radius 1", `scene, line 4: sphere: at: "+Inf" is not a number from -100000 to 100000`},
		"negative radius":   {"sphere clay at 0 0 0 radius -1", `scene, line 4: sphere: radius is -1: must be at least 0.0001`},
		"unknown material":  {"sphere mud at 0 0 0 radius 1", `scene, line 4: sphere: there is no material "mud" above this line`},
		"material twice":    {"matte clay color 1 1 1", `scene, line 4: matte: there is a material "clay" already`},
		"color too bright":  {"matte snow color 1 2 1", `scene, line 4: matte: color is 1 2 1: each part must be 0 to 1`},
		"pattern, no size":  {"matte rug color 1 1 1 checks 0 0 0", `scene, line 4: matte: pattern checks: size is 0: must be 0.0001 to 1000`},
		"two patterns":      {"matte rug color 1 1 1 checks 0 0 0 ribs 0 0 0 size 1", `scene, line 4: matte: a material has one pattern at most`},
		"camera twice":      {"camera from 0 0 0 to 1 0 0 fov 30", `scene, line 4: camera: is given twice`},
		"flat quad":         {"quad clay corner 0 0 0 edges 1 0 0 2 0 0", `scene, line 4: quad: the shape is flat or too thin`},
		"profile goes down": {"lathe clay at 0 0 0 profile 1 0 1 -1", `scene, line 4: lathe: profile: the rise to each next height is -1: must be at least 0.0001`},
		"part of a row":     {"pile clay at 0 0 0 radius 1 rows 1.5", `scene, line 4: pile: rows is 1.5: must be a whole number`},
		"too many rows":     {"pile clay at 0 0 0 radius 1 rows 13", `scene, line 4: pile: rows is 13: must be 1 to 12`},
		"no shapes":         {"", `scene has no shapes: add one, such as "sphere MATERIAL at X Y Z radius R"`},
		"not text":          {"\xff\xfe", `scene is not UTF-8 text`},
		"too long":          {strings.Repeat("#\n", trace.MaxSceneBytes), `scene has more than 262144 bytes`},
		"too many shapes":   {strings.Repeat("pile clay at 0 0 0 radius 1 rows 12\n", 26), `scene, line 29: pile: a scene has at most 16384 shapes`},
		"too many lamps":    {"light l color 9 9 9\nswag l from 0 2 0 to 2 2 0 sag 0 count 17 radius .1", `scene, line 5: swag: a scene has at most 16 spheres of light`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := trace.Parse(strings.NewReader(head + test.lines))
			if err == nil {
				t.Fatal("parsed")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseNeedsCameraAndLight(t *testing.T) {
	for want, text := range map[string]string{
		`scene has no camera: add a line "camera from X Y Z to X Y Z fov DEGREES"`: "matte a color 1 1 1\nsphere a at 0 0 0 radius 1",
		`scene is dark: add a sky, a sun, or a sphere of a light material`:         "camera from 0 0 5 to 0 0 0 fov 30\nmatte a color 1 1 1\nsphere a at 0 0 0 radius 1",
		`scene, line 1: camera: from and to must differ, and not only in height`:   "camera from 0 0 0 to 0 9 0 fov 30",
	} {
		if _, err := trace.Parse(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A reader that fails is reported as it is, and not as a mistake in the scene.
func TestParsePassesErrorsOn(t *testing.T) {
	broken := errors.New("the cable is out")
	_, err := trace.Parse(failing{broken})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, ok := errors.AsType[*trace.Error](err); ok {
		t.Error("blames a line")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// What parses can be drawn, whatever it is.
func FuzzParse(f *testing.F) {
	f.Add(head + "sphere clay at 0 0 0 radius 1")
	f.Add(head + "glass g color 1 1 1 index 2.4\ncone g at 0 0 0 height 1 radius 0 1 turn 90 1 -4\nlight l color 99 0 0\nsphere l at 0 3 0 radius 1")
	f.Add(head + "metal m color 1 1 1 rough 1\npile m at 0 0 0 radius 1 rows 2\nsun toward 0 1 0 color 3 3 3")
	f.Add("camera from 0 0 5 to 0 0 0 fov 30 lens 9 focus .001\nsky horizon 9 9 9 zenith 0 0 0 clouds 1 haze 1\nmatte m color 1 1 1 grain 0 0 0 size .0001\nquad m corner -1e5 -1e5 0 edges 1e5 0 0 0 1e5 0")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := trace.Parse(strings.NewReader(text))
		if err != nil || s.Shapes() > 500 {
			return
		}
		if _, err := trace.Draw(s, small(2)); err != nil {
			t.Fatal(err)
		}
	})
}
