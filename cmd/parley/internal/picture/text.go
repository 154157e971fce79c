package picture

import (
	"strings"
	"unicode"
)

// Clean returns a line of text that comes from others as it may be shown: with
// nothing in it that a terminal would obey or that would make it longer than it
// looks, and cut to a number of columns.
func Clean(line string, columns int) string {
	var b strings.Builder
	used := 0
	for _, r := range line {
		switch {
		case r == '\t':
			r = ' '
		case !unicode.IsGraphic(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r):
			r = '?'
		}
		width := widthOf(r)
		if used+width > columns {
			break
		}
		used += width
		b.WriteRune(r)
	}
	return b.String()
}

// widthOf returns how many columns a terminal gives a letter. It rather says too
// many than too few.
func widthOf(r rune) int {
	if r >= 0x1100 && !(r >= 0x2010 && r <= 0x27bf) && r != unicode.ReplacementChar {
		return 2
	}
	return 1
}
