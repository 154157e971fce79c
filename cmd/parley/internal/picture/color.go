package picture

import (
	"image/color"
	"strconv"
	"strings"
)

// Colors is what a terminal can show.
type Colors int

const (
	NoColors  Colors = iota + 1 // no picture at all
	Palette                     // the 256 colors of xterm
	TrueColor                   // 24 bits
)

// Detect tells what to write from the environment and from whether the output
// is a terminal. NO_COLOR (https://no-color.org) and TERM=dumb turn colors off;
// COLORTERM says whether there are more than 256.
func Detect(getenv func(string) string, terminal bool) Colors {
	switch {
	case !terminal, getenv("NO_COLOR") != "", getenv("TERM") == "dumb", getenv("TERM") == "":
		return NoColors
	case getenv("COLORTERM") == "truecolor", getenv("COLORTERM") == "24bit", strings.HasSuffix(getenv("TERM"), "-direct"):
		return TrueColor
	default:
		return Palette
	}
}

// code appends the parameters of SGR that choose c, for the letters (38) or
// behind them (48).
func (cs Colors) code(b []byte, layer int, c color.RGBA) []byte {
	b = strconv.AppendInt(b, int64(layer), 10)
	if cs == Palette {
		b = append(b, ";5;"...)
		return strconv.AppendInt(b, int64(indexOf(c)), 10)
	}
	b = append(b, ";2;"...)
	b = strconv.AppendInt(b, int64(c.R), 10)
	b = append(b, ';')
	b = strconv.AppendInt(b, int64(c.G), 10)
	b = append(b, ';')
	return strconv.AppendInt(b, int64(c.B), 10)
}

// same reports whether a and b look the same in these colors.
func (cs Colors) same(a, b color.RGBA) bool {
	return a == b || cs == Palette && indexOf(a) == indexOf(b)
}

// indexOf returns the nearest of xterm's colors 16 to 255: a cube of six steps
// a side, and 24 grays.
func indexOf(c color.RGBA) int {
	r, g, b := step(c.R), step(c.G), step(c.B)
	cube := distance(c, level(r), level(g), level(b))
	gray := (int(c.R)+int(c.G)+int(c.B))/3 - 3
	gray = min(max(gray/10, 0), 23)
	if v := 8 + 10*gray; distance(c, v, v, v) < cube {
		return 232 + gray
	}
	return 16 + 36*r + 6*g + b
}

// step returns which of the cube's levels 0, 95, 135, 175, 215, 255 is nearest.
func step(v uint8) int {
	switch {
	case v < 48:
		return 0
	case v < 115:
		return 1
	default:
		return min((int(v)-35)/40, 5)
	}
}

func level(step int) int {
	if step == 0 {
		return 0
	}
	return 55 + 40*step
}

func distance(c color.RGBA, r, g, b int) int {
	dr, dg, db := int(c.R)-r, int(c.G)-g, int(c.B)-b
	return dr*dr + dg*dg + db*db
}
