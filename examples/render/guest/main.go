// Command guest draws a rectangle of a scene's picture. It is built for WASI,
// runs in any WASI runtime, and on a plain machine too:
//
//	guest --size 480x300 --rect 0,0,120,100 --samples 16
//
// It reads /inputs/scene.txt, writes /outputs/tile.png and prints a line now
// and then. It exits with 0 when the tile is written, 1 with a sentence on
// stderr when it is not, and 2 when it was called wrongly. See package trace
// for the language of scenes and for what a pixel depends on.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/parley-p2p/parley/examples/render/trace"
)

const usage = "usage: --size WxH [--rect X,Y,W,H] [--samples N] [--scene FILE] [--out FILE]"

// progressRows is how many rows of rays a line of progress stands for.
const progressRows = 20

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "%v\n%s\n", err, usage)
		return 2
	}
	if err := draw(o, stdout); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

type options struct {
	order      trace.Order
	scene, out string
}

func parse(args []string) (options, error) {
	o := options{scene: "/inputs/scene.txt", out: "/outputs/tile.png"}
	o.order.Samples = 16
	for len(args) > 0 {
		name := args[0]
		name, value, joined := strings.Cut(name, "=")
		if args = args[1:]; !joined {
			if len(args) == 0 {
				return o, fmt.Errorf("%s: a value is missing", name)
			}
			value, args = args[0], args[1:]
		}
		if err := o.set(name, value); err != nil {
			return o, fmt.Errorf("%s %s: %w", name, value, err)
		}
	}
	if o.order.Size == (image.Point{}) {
		return o, errors.New("--size is missing")
	}
	if o.order.Rect == (image.Rectangle{}) {
		o.order.Rect.Max = o.order.Size
	}
	return o, o.order.Validate()
}

func (o *options) set(name, value string) error {
	switch name {
	case "--size":
		n, err := numbers(value, "x", 2)
		if err != nil {
			return err
		}
		o.order.Size = image.Pt(n[0], n[1])
	case "--rect":
		n, err := numbers(value, ",", 4)
		if err != nil {
			return err
		}
		o.order.Rect = image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3])
	case "--samples":
		n, err := numbers(value, ",", 1)
		if err != nil {
			return err
		}
		o.order.Samples = n[0]
	case "--scene":
		o.scene = value
	case "--out":
		o.out = value
	default:
		return errors.New("no such flag")
	}
	return nil
}

// numbers takes apart what is n small numbers, not negative.
func numbers(value, separator string, n int) ([]int, error) {
	parts := strings.Split(value, separator)
	if len(parts) != n {
		return nil, fmt.Errorf("%d numbers with %q between them are expected", n, separator)
	}
	var all []int
	for _, p := range parts {
		i, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("%q is not a whole number from 0 to 65535", p)
		}
		all = append(all, int(i))
	}
	return all, nil
}

func draw(o options, stdout io.Writer) error {
	f, err := os.Open(o.scene)
	if err != nil {
		return fmt.Errorf("read scene: %w", err)
	}
	defer f.Close()
	scene, err := trace.Parse(f)
	if err != nil {
		return err
	}
	r := o.order.Rect
	fmt.Fprintf(stdout, "drawing %dx%d pixels at %d,%d, %d rays each, %d shapes\n",
		r.Dx(), r.Dy(), r.Min.X, r.Min.Y, o.order.Samples, scene.Shapes())
	o.order.Progress = func(done, of int) {
		if done%progressRows == 0 || done == of {
			fmt.Fprintf(stdout, "row %d of %d\n", done, of)
		}
	}
	img, err := trace.Draw(scene, o.order)
	if err != nil {
		return err
	}
	return write(o.out, img)
}

// write encodes img, and reports a tile that could not be written in full.
func write(name string, img image.Image) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write tile: %w", err)
	}
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("write tile: %w", e)
		}
	}()
	w := bufio.NewWriter(f)
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("write tile: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write tile: %w", err)
	}
	return nil
}
