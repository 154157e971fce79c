package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// What is accepted. It bounds memory to about 400 MB, which a picture of 16 bits
// a channel takes; most take less than half of that.
const (
	maxSize   = 4096     // pixels, of a thumbnail's longer side
	maxFiles  = 10_000   // looked at
	maxBytes  = 64 << 20 // of a file
	maxPixels = 36 << 20 // of a picture
	quality   = 85       // of a JPEG
)

// job is a folder of pictures to be made small.
type job struct {
	in, out        string
	size           int
	stdout, stderr io.Writer
}

// errNoPicture says that a file is not what thumbnails are made of.
var errNoPicture = errors.New("not a PNG, JPEG or GIF picture")

// folder goes through all files, in the order of their names.
func (j *job) folder() error {
	root, err := os.OpenRoot(j.in)
	if err != nil {
		return fmt.Errorf("read pictures: %w", err)
	}
	defer root.Close()
	made, left, failed, seen := 0, 0, 0, 0
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("read pictures: %w", err)
		}
		if entry.IsDir() {
			return nil
		}
		if seen++; seen > maxFiles {
			return fmt.Errorf("there are more than %d files: send them in several jobs", maxFiles)
		}
		switch line, err := j.file(root, name, entry); {
		case err == nil:
			made++
			fmt.Fprintf(j.stdout, "%s: %s\n", name, line)
		case errors.Is(err, errNoPicture):
			left++
			fmt.Fprintf(j.stdout, "%s: left out: %v\n", name, err)
		default:
			failed++
			fmt.Fprintf(j.stderr, "%s: %v\n", name, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(j.stdout, "%d thumbnails, %d files left out, %d failed\n", made, left, failed)
	if failed > 0 {
		return fmt.Errorf("%d of %d pictures have no thumbnail", failed, made+failed)
	}
	return nil
}

// file makes one thumbnail and returns what to say of it.
func (j *job) file(root *os.Root, name string, entry fs.DirEntry) (string, error) {
	if !entry.Type().IsRegular() {
		return "", fmt.Errorf("%w: not a regular file", errNoPicture)
	}
	data, err := read(root, name)
	if err != nil {
		return "", err
	}
	img, format, err := decode(data)
	if err != nil {
		return "", err
	}
	from := img.Bounds().Size()
	small := turned(shrink(img, j.size), orientation(data))
	var b bytes.Buffer
	if err := encode(&b, small, format); err != nil {
		return "", err
	}
	target := filepath.Join(j.out, filepath.FromSlash(name))
	if dir := path.Dir(name); dir != "." {
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return "", err
		}
	}
	to := small.Bounds().Size()
	line := fmt.Sprintf("%s, %dx%d to %dx%d", format, from.X, from.Y, to.X, to.Y)
	return line, os.WriteFile(target, b.Bytes(), 0o644)
}

// read returns a file's bytes. What can not be a picture is not read whole.
func read(root *os.Root, name string) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if head = head[:n]; formatOf(head) == "" {
		return nil, errNoPicture
	}
	rest, err := io.ReadAll(io.LimitReader(f, maxBytes-int64(n)+1))
	if err != nil {
		return nil, err
	}
	if len(rest)+n > maxBytes {
		return nil, fmt.Errorf("the file has more than %d bytes", maxBytes)
	}
	return append(head, rest...), nil
}

// formatOf tells formats by how their files begin.
func formatOf(data []byte) string {
	for _, f := range [...]struct{ format, magic string }{
		{"png", "\x89PNG\r\n\x1a\n"}, {"jpeg", "\xff\xd8\xff"}, {"gif", "GIF87a"}, {"gif", "GIF89a"},
	} {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			return f.format
		}
	}
	return ""
}

// decode decodes a picture once its header says that it is not too large.
func decode(data []byte) (image.Image, string, error) {
	format := formatOf(data)
	var header func(io.Reader) (image.Config, error)
	var body func(io.Reader) (image.Image, error)
	switch format {
	case "png":
		header, body = png.DecodeConfig, png.Decode
	case "jpeg":
		header, body = jpeg.DecodeConfig, jpeg.Decode
	case "gif":
		header, body = gif.DecodeConfig, gif.Decode
	default:
		return nil, "", errNoPicture
	}
	c, err := header(bytes.NewReader(data))
	if err != nil {
		return nil, "", err
	}
	if c.Width < 1 || c.Height < 1 || c.Width > maxPixels/c.Height {
		return nil, "", fmt.Errorf("%dx%d pixels: must be at least one, and at most %d in all", c.Width, c.Height, maxPixels)
	}
	img, err := body(bytes.NewReader(data))
	if err != nil {
		return nil, "", err
	}
	if img.Bounds().Empty() {
		return nil, "", errors.New("the picture is empty")
	}
	return img, format, nil
}

func encode(w io.Writer, img *image.RGBA, format string) error {
	switch format {
	case "jpeg":
		return jpeg.Encode(w, img, &jpeg.Options{Quality: quality})
	case "gif":
		// The colors of the web's palette and one that is clear.
		colors := append(palette.WebSafe[:len(palette.WebSafe):len(palette.WebSafe)], image.Transparent)
		p := image.NewPaletted(img.Bounds(), colors)
		draw.FloydSteinberg.Draw(p, p.Bounds(), img, img.Bounds().Min)
		return gif.Encode(w, p, &gif.Options{NumColors: len(colors)})
	default:
		return png.Encode(w, img)
	}
}
