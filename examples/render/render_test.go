package render_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/examples/render"
	"github.com/parley-p2p/parley/examples/render/wasip1"
)

var update = flag.Bool("update", false, "write testdata/tiles.sha256 anew")

// J04: what is committed is what the sources give, with the toolchain of go.mod.
func TestModuleIsFresh(t *testing.T) {
	want, err := wasip1.Build(t.Context(), "guest")
	if errors.Is(err, wasip1.ErrToolchain) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := render.Module()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("render.wasm.gz is not what examples/render/guest gives (%d bytes, want %d): go run ./examples/render/build", len(got), len(want))
	}
}

// Bacalhau refuses modules without a section of names.
func TestModuleHasNames(t *testing.T) {
	module, err := render.Module()
	if err != nil {
		t.Fatal(err)
	}
	if !wasip1.HasNames(module) {
		t.Error("the module has no section of names")
	}
}

var compiled = sync.OnceValues(func() (*wasip1.Runner, error) {
	module, err := render.Module()
	if err != nil {
		return nil, err
	}
	return wasip1.NewRunner(context.Background(), module)
})

// tile runs the module as a farmer does.
func tile(t *testing.T, p render.Picture, r image.Rectangle) []byte {
	t.Helper()
	file, result := drawn(t, render.Scene(), p.Args(r)...)
	if result.ExitCode != 0 {
		t.Fatalf("exit %d: %s", result.ExitCode, result.Stderr)
	}
	return file
}

func drawn(t *testing.T, scene []byte, args ...string) ([]byte, wasip1.Result) {
	t.Helper()
	runner, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return drawnBy(t, runner, scene, args...)
}

func drawnBy(t *testing.T, runner *wasip1.Runner, scene []byte, args ...string) ([]byte, wasip1.Result) {
	t.Helper()
	out := t.TempDir()
	inputs := fstest.MapFS{render.SceneFile: {Data: scene}}
	result, err := runner.Run(t.Context(), inputs, out, args...)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(out, render.TileFile))
	if err != nil && result.ExitCode == 0 {
		t.Fatal(err)
	}
	return file, result
}

// The same scene gives the same bytes on every machine: the module draws each
// tile of the demo's picture as it did where the sums were written. Two, but with
// PARLEY_FULL=1: cmd/parley's TestDemo draws all, and compares the CID of the whole.
func TestDemoTiles(t *testing.T) {
	p := render.Demo()
	tiles, err := p.Cut()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("PARLEY_FULL") == "" && !*update {
		tiles = tiles[:2]
	}
	files := make([][]byte, len(tiles))
	t.Run("draw", func(t *testing.T) {
		for i, r := range tiles {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				files[i] = tile(t, p, r)
			})
		}
	})
	var sums []string
	for i, f := range files {
		sums = append(sums, fmt.Sprintf("%x  %v", sha256.Sum256(f), tiles[i]))
	}
	const golden = "testdata/tiles.sha256"
	if *update {
		if err := os.WriteFile(golden, []byte(strings.Join(sums, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(text)), "\n")
	if diff := cmp.Diff(want[:len(sums)], sums); diff != "" {
		t.Errorf("the tiles changed; if they should, go test ./examples/render -update\n%s", diff)
	}
}

// A compiler and an interpreter, which share nothing that counts, draw the same.
func TestEnginesAgree(t *testing.T) {
	module, err := render.Module()
	if err != nil {
		t.Fatal(err)
	}
	interpreter, err := wasip1.NewInterpreter(t.Context(), module)
	if err != nil {
		t.Fatal(err)
	}
	defer interpreter.Close(context.WithoutCancel(t.Context()))
	p := render.Picture{Size: image.Pt(36, 24), Samples: 2, Tiles: 1}
	r := image.Rect(6, 8, 30, 18)
	got, result := drawnBy(t, interpreter, render.Scene(), p.Args(r)...)
	if result.ExitCode != 0 {
		t.Fatal(result.Stderr)
	}
	if !bytes.Equal(got, tile(t, p, r)) {
		t.Error("the interpreter draws another tile")
	}
}

// A picture put together from tiles is the picture drawn at once.
func TestTilesMakeThePicture(t *testing.T) {
	p := render.Picture{Size: image.Pt(45, 30), Samples: 1, Tiles: 6}
	tiles, err := p.Cut()
	if err != nil {
		t.Fatal(err)
	}
	var parts []*image.RGBA
	for _, r := range tiles {
		part, err := render.Decode(tile(t, p, r), r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part)
	}
	got, err := p.Assemble(parts...)
	if err != nil {
		t.Fatal(err)
	}
	all := image.Rectangle{Max: p.Size}
	want, err := render.Decode(tile(t, p, all), all)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Error("the tiles do not make the picture")
	}
}

// The guest says what is wrong, and tells mistakes in the call from others.
func TestGuestErrors(t *testing.T) {
	good := string(render.Scene())
	for name, test := range map[string]struct {
		scene string
		args  []string
		code  uint32
		want  string
	}{
		"bad scene":  {"camera from 0 0 0", []string{"--size", "9x9"}, 1, "scene, line 1: camera: to is missing; it takes from N N N to N N N fov N [focus N] [lens N]"},
		"no size":    {good, nil, 2, "--size is missing"},
		"outside":    {good, []string{"--size", "9x9", "--rect", "5,5,9,9"}, 2, "rectangle (5,5)-(14,14) does not lie in a picture of 9x9 pixels"},
		"bad number": {good, []string{"--size=9x-9"}, 2, `--size 9x-9: "-9" is not a whole number from 0 to 65535`},
		"bad flag":   {good, []string{"--sise", "9x9"}, 2, "--sise 9x9: no such flag"},
		"no value":   {good, []string{"--size"}, 2, "--size: a value is missing"},
		"no scene":   {good, []string{"--size", "9x9", "--scene", "/inputs/none"}, 1, "read scene: open /inputs/none"},
		"no place":   {good, []string{"--size", "2x2", "--out", "/nowhere/x.png"}, 1, "write tile: open /nowhere/x.png"},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := drawn(t, []byte(test.scene), test.args...)
			if got.ExitCode != test.code || !strings.HasPrefix(got.Stderr, test.want) {
				t.Errorf("exit %d: %s, want %d: %s", got.ExitCode, got.Stderr, test.code, test.want)
			}
		})
	}
}

func TestGuestSaysHowFarItIs(t *testing.T) {
	_, got := drawn(t, render.Scene(), "--size", "8x24", "--samples", "1")
	want := "drawing 8x24 pixels at 0,0, 1 rays each, "
	if !strings.HasPrefix(got.Stdout, want) || !strings.HasSuffix(got.Stdout, "row 20 of 24\nrow 24 of 24\n") {
		t.Errorf("printed %q", got.Stdout)
	}
}

func TestCutCovers(t *testing.T) {
	for _, p := range []render.Picture{
		render.Demo(),
		{Size: image.Pt(7, 5), Samples: 1, Tiles: 1},
		{Size: image.Pt(7, 5), Samples: 1, Tiles: 35},
		{Size: image.Pt(101, 67), Samples: 1, Tiles: 13},
		{Size: image.Pt(640, 480), Samples: 1, Tiles: 24},
	} {
		tiles, err := p.Cut()
		if err != nil {
			t.Fatal(err)
		}
		if len(tiles) != p.Tiles {
			t.Errorf("%v: %d tiles", p, len(tiles))
		}
		var parts []*image.RGBA
		for _, r := range tiles {
			parts = append(parts, image.NewRGBA(r))
		}
		if _, err := p.Assemble(parts...); err != nil {
			t.Errorf("%v: %v", p, err)
		}
		if _, err := p.Assemble(parts[1:]...); err == nil {
			t.Errorf("%v: a tile is missing and nobody says so", p)
		}
		if _, err := p.Assemble(append(parts, parts[0])...); err == nil {
			t.Errorf("%v: a tile is there twice and nobody says so", p)
		}
	}
}

func TestCutRefuses(t *testing.T) {
	for name, p := range map[string]render.Picture{
		"no tiles":       {Size: image.Pt(9, 9), Samples: 1},
		"too many tiles": {Size: image.Pt(9, 9), Samples: 1, Tiles: 1 << 30},
		"no such cut":    {Size: image.Pt(9, 9), Samples: 1, Tiles: 11},
		"no size":        {Samples: 1, Tiles: 1},
		"no samples":     {Size: image.Pt(9, 9), Tiles: 1},
		"huge tile":      {Size: image.Pt(8000, 8000), Samples: 1, Tiles: 4},
	} {
		if _, err := p.Cut(); err == nil {
			t.Errorf("%s: cut", name)
		}
	}
}

func encoded(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What a farmer returns is bounded before it is decoded, and checked.
func TestDecodeRefuses(t *testing.T) {
	r := image.Rect(10, 20, 30, 30)
	good := encoded(t, 20, 10)
	if img, err := render.Decode(good, r); err != nil || img.Bounds() != r {
		t.Fatal(img.Bounds(), err)
	}
	for name, file := range map[string][]byte{
		"nothing":         nil,
		"not a picture":   []byte("GIF89a"),
		"another size":    encoded(t, 10, 20),
		"a bomb":          encoded(t, 20_000, 2_000)[:4000],
		"cut short":       good[:len(good)-20],
		"too many bytes":  append(bytes.Clone(good), make([]byte, 1<<20)...),
		"a flipped pixel": flipped(good),
	} {
		if _, err := render.Decode(file, r); err == nil {
			t.Errorf("%s: decoded", name)
		}
	}
}

// FuzzDecode: a tile that is taken has the place and the size that were asked for, and packed again it is the same.
func FuzzDecode(f *testing.F) {
	r := image.Rect(3, 2, 19, 12)
	img := image.NewRGBA(r)
	for i := range img.Pix {
		img.Pix[i] = byte(7*i) | byte(i%4/3*255) // opaque
	}
	var good bytes.Buffer
	if err := png.Encode(&good, img); err != nil {
		f.Fatal(err)
	}
	for _, file := range [][]byte{nil, good.Bytes(), good.Bytes()[:40], flipped(good.Bytes()), []byte("GIF89a")} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		img, err := render.Decode(file, r)
		if err != nil {
			return
		}
		if img.Bounds() != r || len(img.Pix) != 4*r.Dx()*r.Dy() {
			t.Fatalf("%v with %d bytes, want %v", img.Bounds(), len(img.Pix), r)
		}
		var again bytes.Buffer
		if err := png.Encode(&again, img); err != nil {
			t.Fatal(err)
		}
		same, err := render.Decode(again.Bytes(), r)
		if err != nil || img.Opaque() && !bytes.Equal(same.Pix, img.Pix) {
			t.Errorf("packed again it is another: %v", err)
		}
	})
}

func flipped(file []byte) []byte {
	file = bytes.Clone(file)
	file[len(file)/2] ^= 1
	return file
}

func TestSceneIsInOrder(t *testing.T) {
	if err := render.CheckScene(bytes.NewReader(render.Scene())); err != nil {
		t.Error(err)
	}
	if err := render.CheckScene(strings.NewReader("sphere")); err == nil {
		t.Error("a broken scene is in order")
	}
}
