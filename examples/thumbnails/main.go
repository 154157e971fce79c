// Command thumbnails makes a small picture of every picture in a folder. It is
// built for WASI, to be run by a farmer on a folder of one's own:
//
//	parley run examples/thumbnails.wasm --input photos/ -- --size 160
//
// It looks for PNG, JPEG and GIF files in /inputs and the folders in it, by what
// is in them and not by their names, and writes to /outputs under the same
// names and in the same formats. Of a moving GIF it takes the first picture.
// Pictures are never made larger, and photographs are turned as their cameras
// say. The same files give the same bytes.
//
// It prints a line a file. It exits with 0 when every picture has its
// thumbnail, 1 when one could not be made, and 2 when it was called wrongly.
//
// examples/thumbnails.wasm is built by go run ./examples/render/build.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

const usage = "usage: [--size PIXELS] [--in FOLDER] [--out FOLDER]"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	j := job{in: "/inputs", out: "/outputs", size: 160, stdout: stdout, stderr: stderr}
	if err := j.parse(args); err != nil {
		fmt.Fprintf(stderr, "%v\n%s\n", err, usage)
		return 2
	}
	if err := j.folder(); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func (j *job) parse(args []string) error {
	for len(args) > 0 {
		name, value, joined := strings.Cut(args[0], "=")
		if args = args[1:]; !joined {
			if len(args) == 0 {
				return fmt.Errorf("%s: a value is missing", name)
			}
			value, args = args[0], args[1:]
		}
		switch name {
		case "--size":
			n, err := strconv.ParseUint(value, 10, 16)
			if err != nil || n < 1 || n > maxSize {
				return fmt.Errorf("--size %s: must be a whole number from 1 to %d", value, maxSize)
			}
			j.size = int(n)
		case "--in":
			j.in = value
		case "--out":
			j.out = value
		default:
			return fmt.Errorf("%s: no such flag", name)
		}
	}
	if j.in == "" || j.out == "" {
		return errors.New("--in and --out must name folders")
	}
	return nil
}
