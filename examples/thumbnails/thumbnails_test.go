package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/examples/render/wasip1"
)

const module = "../thumbnails.wasm"

// J04: what is committed is what the sources give, with the toolchain of go.mod.
func TestModuleIsFresh(t *testing.T) {
	want, err := wasip1.Build(t.Context(), ".")
	if errors.Is(err, wasip1.ErrToolchain) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("thumbnails.wasm is not what examples/thumbnails gives (%d bytes, want %d): go run ./examples/render/build", len(got), len(want))
	}
	if !wasip1.HasNames(got) {
		t.Error("the module has no section of names")
	}
}

// gradient is a picture with a red upper left corner.
func gradient(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(255 * x / w), uint8(255 * y / h), 90, 255})
			if x < w/4 && y < h/4 {
				img.SetRGBA(x, y, color.RGBA{255, 0, 0, 255})
			}
		}
	}
	return img
}

func file(t *testing.T, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngFile(t *testing.T, img image.Image) []byte {
	return file(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
}

func jpegFile(t *testing.T, img image.Image) []byte {
	return file(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) })
}

func gifFile(t *testing.T, frames ...*image.Paletted) []byte {
	g := gif.GIF{Image: frames, Delay: make([]int, len(frames))}
	return file(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, &g) })
}

// folder writes files, whose names may have folders in them.
func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func holiday(t *testing.T) map[string][]byte {
	return map[string][]byte{
		"wide.png":            pngFile(t, gradient(200, 100)),
		"small.png":           pngFile(t, gradient(7, 5)),
		"notes.txt":           []byte("sun, all week"),
		"empty":               nil,
		"beach/tall.JPG":      jpegFile(t, gradient(120, 300)),
		"beach/wrongname.png": jpegFile(t, gradient(90, 90)),
		"beach/a/moving.gif":  gifFile(t, image.NewPaletted(image.Rect(0, 0, 64, 48), palette.WebSafe), image.NewPaletted(image.Rect(0, 0, 9, 9), palette.WebSafe)),
	}
}

const said = `beach/a/moving.gif: gif, 64x48 to 40x30
beach/tall.JPG: jpeg, 120x300 to 16x40
beach/wrongname.png: jpeg, 90x90 to 40x40
empty: left out: not a PNG, JPEG or GIF picture
notes.txt: left out: not a PNG, JPEG or GIF picture
small.png: png, 7x5 to 7x5
wide.png: png, 200x100 to 40x20
5 thumbnails, 2 files left out, 0 failed
`

// The module makes of a folder what the program does here, byte for byte.
func TestFolder(t *testing.T) {
	in, out := folder(t, holiday(t)), t.TempDir()
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--size", "40", "--in", in, "--out", out}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	if diff := cmp.Diff(said, stdout.String()); diff != "" {
		t.Error(diff)
	}
	here := contents(t, out)
	for name, want := range map[string]image.Point{
		"wide.png": {X: 40, Y: 20}, "small.png": {X: 7, Y: 5}, "beach/tall.JPG": {X: 16, Y: 40},
		"beach/wrongname.png": {X: 40, Y: 40}, "beach/a/moving.gif": {X: 40, Y: 30},
	} {
		c, _, err := image.DecodeConfig(bytes.NewReader(here[name]))
		if got := image.Pt(c.Width, c.Height); err != nil || got != want {
			t.Errorf("%s: %v %v, want %v", name, got, err, want)
		}
	}
	there := inModule(t, in, 0, said, "--size", "40")
	if diff := cmp.Diff(here, there); diff != "" {
		t.Error("the module makes other thumbnails:", diff)
	}
}

// inModule runs the committed module on a folder.
func inModule(t *testing.T, in string, code uint32, said string, args ...string) map[string][]byte {
	t.Helper()
	bytes, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	runner, err := wasip1.NewRunner(t.Context(), bytes)
	if err != nil {
		t.Fatal(err)
	}
	defer runner.Close(context.WithoutCancel(t.Context()))
	root, err := os.OpenRoot(in)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	out := t.TempDir()
	result, err := runner.Run(t.Context(), root.FS(), out, args...)
	if err != nil {
		t.Fatal(err)
	}
	if result.ExitCode != code {
		t.Errorf("exit %d, want %d: %s", result.ExitCode, code, result.Stderr)
	}
	if diff := cmp.Diff(said, result.Stdout); diff != "" {
		t.Error(diff)
	}
	return contents(t, out)
}

// A picture that can not be made small does not keep others from it, and is
// not passed over in silence. A bomb is known by its header.
func TestBadPictures(t *testing.T) {
	good := pngFile(t, gradient(50, 50))
	bomb := bytes.Clone(good)
	binary.BigEndian.PutUint32(bomb[16:], 1<<30)
	in := folder(t, map[string][]byte{"good.png": good, "bomb.png": bomb, "cut.png": good[:len(good)/2], "head.gif": []byte("GIF89a")})
	if err := os.Symlink(filepath.Join(in, "good.png"), filepath.Join(in, "link.png")); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--size=10", "--in", in, "--out", out}, &stdout, &stderr); code != 1 {
		t.Errorf("exit %d, want 1", code)
	}
	want := "good.png: png, 50x50 to 10x10\nlink.png: left out: not a PNG, JPEG or GIF picture: not a regular file\n1 thumbnails, 1 files left out, 3 failed\n"
	if diff := cmp.Diff(want, stdout.String()); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"bomb.png: ", "cut.png: ", "head.gif: ", "3 of 4 pictures have no thumbnail"} {
		if !strings.Contains(stderr.String(), name) {
			t.Errorf("stderr says nothing of %q:\n%s", name, &stderr)
		}
	}
	if got := contents(t, out); len(got) != 1 || got["good.png"] == nil {
		t.Errorf("%d files were written", len(got))
	}
}

func TestCalledWrongly(t *testing.T) {
	for _, args := range [][]string{{"--size"}, {"--size", "0"}, {"--size", "5000"}, {"--size", "x"}, {"--sise", "4"}, {"photos"}, {"--in="}} {
		var stdout, stderr bytes.Buffer
		if code := run(args, &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), usage) {
			t.Errorf("%q: exit %d: %s", args, code, &stderr)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--in", filepath.Join(t.TempDir(), "none")}, &stdout, &stderr); code != 1 {
		t.Errorf("no folder: exit %d: %s", code, &stderr)
	}
}

// A thumbnail's pixel is the mean of what it stands for, alpha included.
func TestShrinkIsTheMean(t *testing.T) {
	img := image.NewNRGBA(image.Rect(10, 10, 14, 12))
	for i, c := range []color.NRGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {0, 0, 0, 0}} {
		img.SetNRGBA(10+i, 10, c)
		img.SetNRGBA(10+i, 11, c)
	}
	got := shrink(img, 2)
	want := []uint8{128, 128, 0, 255, 0, 0, 128, 128}
	if diff := cmp.Diff(want, got.Pix); diff != "" {
		t.Error(diff)
	}
}

func TestFit(t *testing.T) {
	for from, want := range map[image.Point]image.Point{
		{X: 4000, Y: 3000}: {X: 160, Y: 120}, {X: 3000, Y: 4000}: {X: 120, Y: 160}, {X: 160, Y: 160}: {X: 160, Y: 160},
		{X: 1, Y: 1}: {X: 1, Y: 1}, {X: 100_000, Y: 1}: {X: 160, Y: 1}, {X: 333, Y: 500}: {X: 107, Y: 160},
	} {
		if w, h := fit(from.X, from.Y, 160); image.Pt(w, h) != want {
			t.Errorf("%v to %dx%d, want %v", from, w, h, want)
		}
	}
}

// withOrientation puts an Exif header into a JPEG.
func withOrientation(data []byte, order binary.AppendByteOrder, magic string, o uint16) []byte {
	tiff := order.AppendUint32([]byte(magic), 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = append(tiff, make([]byte, 12)...) // another tag
	tiff = order.AppendUint16(tiff, 0x0112)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, o)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(body)+2)>>8), byte(len(body)+2))
	return append(append(out, body...), data[2:]...)
}

// Photographs come out upright: whatever the orientation, the red corner is
// where a viewer shows it.
func TestOrientation(t *testing.T) {
	plain := jpegFile(t, gradient(80, 40))
	if o := orientation(plain); o != 1 {
		t.Errorf("a plain file: %d", o)
	}
	corners := map[uint16]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for o, corner := range corners {
		for magic, order := range map[string]binary.AppendByteOrder{"II*\x00": binary.LittleEndian, "MM\x00*": binary.BigEndian} {
			data := withOrientation(plain, order, magic, o)
			if got := orientation(data); got != int(o) {
				t.Fatalf("%s: orientation %d, want %d", magic[:2], got, o)
			}
			for n := range len(data) - len(plain) {
				orientation(data[:n+2]) // cut anywhere, it does not panic
			}
			img, _, err := decode(data)
			if err != nil {
				t.Fatal(err)
			}
			small := turned(shrink(img, 40), int(o))
			want := image.Pt(40, 20)
			if o >= 5 {
				want = image.Pt(20, 40)
			}
			if got := small.Rect.Size(); got != want {
				t.Errorf("orientation %d: %v, want %v", o, got, want)
			}
			c := small.RGBAAt(1+corner.X*(want.X-3), 1+corner.Y*(want.Y-3))
			if c.R < 200 || c.G > 60 || c.B > 60 {
				t.Errorf("orientation %d: the corner is %v", o, c)
			}
		}
	}
}

// Whatever a file holds, it is refused or made into a picture.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("GIF89a"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		orientation(data)
		img, _, err := decode(data)
		if err != nil || img.Bounds().Dx()*img.Bounds().Dy() > 1<<16 {
			return
		}
		if got := shrink(img, 8).Rect.Size(); max(got.X, got.Y) > 8 {
			t.Errorf("%v", got)
		}
	})
}
