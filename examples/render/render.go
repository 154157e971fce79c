package render

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"

	"github.com/parley-p2p/parley/examples/render/trace"
)

//go:generate go run ./build

//go:embed render.wasm.gz
var compressed []byte

//go:embed scenes/market.txt
var market []byte

// The places of a job's files, as the guest sees them.
const (
	SceneFile = "scene.txt" // under /inputs
	TileFile  = "tile.png"  // under /outputs
)

// maxModule bounds the uncompressed module.
const maxModule = 16 << 20

// Module returns the WASI module that draws tiles. The bytes are the caller's.
func Module() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, fmt.Errorf("unpack render module: %w", err)
	}
	module, err := io.ReadAll(io.LimitReader(r, maxModule+1))
	if err != nil {
		return nil, fmt.Errorf("unpack render module: %w", err)
	}
	if len(module) > maxModule {
		return nil, fmt.Errorf("unpack render module: more than %d bytes", maxModule)
	}
	return module, nil
}

// Scene returns the text of the scene of the demo, a market stall. The bytes
// are the caller's.
func Scene() []byte { return bytes.Clone(market) }

// CheckScene reads a scene as the guest will and returns what is wrong with
// it, with the line. It reads no more than trace.MaxSceneBytes and one byte.
func CheckScene(r io.Reader) error {
	_, err := trace.Parse(r)
	return err
}

// Picture is a picture to be drawn in tiles.
type Picture struct {
	Size    image.Point // in pixels
	Samples int         // rays through each pixel
	Tiles   int         // how many pieces it is cut into
}

// Demo returns the picture of the demo: twelve tiles, which together take two
// cores some seconds.
func Demo() Picture {
	return Picture{Size: image.Pt(384, 240), Samples: 8, Tiles: 12}
}

// maxTiles bounds the number of pieces.
const maxTiles = 1 << 12

// Cut returns the tiles of a picture, row by row. There are p.Tiles of them,
// they cover it, none overlap, and their sides differ by a pixel at most. Of
// the ways to cut it, the one with the squarest tiles is taken.
func (p Picture) Cut() ([]image.Rectangle, error) {
	if p.Tiles < 1 || p.Tiles > maxTiles {
		return nil, fmt.Errorf("%d tiles: must be 1 to %d", p.Tiles, maxTiles)
	}
	columns, best := 0, 0
	for c := 1; c <= p.Tiles; c++ {
		rows := p.Tiles / c
		if c*rows != p.Tiles || c > p.Size.X || rows > p.Size.Y {
			continue
		}
		// The seams' length is what the filter pays for.
		if seams := c*p.Size.Y + rows*p.Size.X; columns == 0 || seams < best {
			columns, best = c, seams
		}
	}
	if columns == 0 {
		return nil, fmt.Errorf("a picture of %dx%d pixels can not be cut into %d tiles", p.Size.X, p.Size.Y, p.Tiles)
	}
	rows := p.Tiles / columns
	var tiles []image.Rectangle
	for i := range p.Tiles {
		x, y := i%columns, i/columns
		tile := image.Rect(x*p.Size.X/columns, y*p.Size.Y/rows, (x+1)*p.Size.X/columns, (y+1)*p.Size.Y/rows)
		order := trace.Order{Size: p.Size, Rect: tile, Samples: p.Samples}
		if err := order.Validate(); err != nil {
			return nil, err
		}
		tiles = append(tiles, tile)
	}
	return tiles, nil
}

// Args returns the arguments with which the module draws a tile. The name of
// the program is not among them.
func (p Picture) Args(tile image.Rectangle) []string {
	return []string{
		"--size", fmt.Sprintf("%dx%d", p.Size.X, p.Size.Y),
		"--rect", fmt.Sprintf("%d,%d,%d,%d", tile.Min.X, tile.Min.Y, tile.Dx(), tile.Dy()),
		"--samples", fmt.Sprint(p.Samples),
	}
}

// tileBytes bounds the file of a tile: four bytes a pixel that did not
// compress, and what a PNG adds to them.
func tileBytes(tile image.Rectangle) int { return 4*tile.Dx()*tile.Dy() + 8*tile.Dy() + 4096 }

// Decode reads the file of a tile and checks that it has the tile's size. The
// bounds of the picture that it returns are those of tile. The file is not
// trusted: its size and its header are checked before it is decoded.
func Decode(file []byte, tile image.Rectangle) (*image.RGBA, error) {
	if len(file) > tileBytes(tile) {
		return nil, fmt.Errorf("tile %v: a file of %d bytes is too large: at most %d", tile, len(file), tileBytes(tile))
	}
	header, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("tile %v: %w", tile, err)
	}
	if got := image.Pt(header.Width, header.Height); got != tile.Size() {
		return nil, fmt.Errorf("tile %v: has %dx%d pixels, not %dx%d", tile, got.X, got.Y, tile.Dx(), tile.Dy())
	}
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("tile %v: %w", tile, err)
	}
	img := image.NewRGBA(tile)
	draw.Draw(img, tile, decoded, decoded.Bounds().Min, draw.Src)
	return img, nil
}

// Assemble puts the tiles of a picture together, in any order. It is an error
// if they overlap, leave a gap or reach beyond the picture.
func (p Picture) Assemble(tiles ...*image.RGBA) (*image.RGBA, error) {
	if _, err := p.Cut(); err != nil {
		return nil, err
	}
	all := image.Rectangle{Max: p.Size}
	img := image.NewRGBA(all)
	covered := 0
	for i, t := range tiles {
		r := t.Bounds()
		if r.Empty() || !r.In(all) {
			return nil, fmt.Errorf("tile %v does not lie in the picture", r)
		}
		for _, other := range tiles[:i] {
			if r.Overlaps(other.Bounds()) {
				return nil, fmt.Errorf("tiles %v and %v overlap", other.Bounds(), r)
			}
		}
		covered += r.Dx() * r.Dy()
		draw.Draw(img, r, t, r.Min, draw.Src)
	}
	if covered != p.Size.X*p.Size.Y {
		return nil, errors.New("the tiles leave a gap in the picture")
	}
	return img, nil
}
