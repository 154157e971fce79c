// Package picture shows a picture in a terminal while its tiles arrive, and
// keeps it.
//
// A Canvas takes the tiles. A Screen draws it, two pixels a character cell: the
// upper half block in one color before a background of another. It draws again
// in place, keeps to the width and height of the terminal, and writes nothing
// where there are no colors to write. Both are for one goroutine at a time.
package picture
