package jobfile

import (
	"math"
	"strconv"
	"strings"
)

// units of bytes, as Bacalhau has them: mb are millions, mib are mebibytes.
var units = map[string]float64{
	"": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
	"ki": 1 << 10, "kib": 1 << 10, "mi": 1 << 20, "mib": 1 << 20, "gi": 1 << 30, "gib": 1 << 30, "ti": 1 << 40, "tib": 1 << 40,
}

const maxBytes = 1 << 40

// bytes reads an amount of memory or disk. Zero: it is not there.
func (f field) bytes() int64 {
	text := strings.ToLower(strings.ReplaceAll(f.string(), " ", ""))
	if text == "" {
		return 0
	}
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	unit, known := units[text[len(digits):]]
	if n *= unit; err != nil || !known || math.IsNaN(n) || n < 1 || n > maxBytes {
		f.wrong("%q is no amount of bytes up to 1 TiB, as in 512MB or 1GiB", clip(f.text))
		return 0
	}
	return int64(n)
}

// milli reads an amount of processors, in thousandths: "500m" or "0.5".
func (f field) milli() int64 {
	text := strings.TrimSpace(f.string())
	if text == "" {
		return 0
	}
	digits, thousandths := strings.CutSuffix(text, "m")
	n, err := strconv.ParseFloat(digits, 64)
	if !thousandths {
		n *= 1000
	}
	if err != nil || math.IsNaN(n) || n < 1 || n > 1_000_000 {
		f.wrong("%q is no amount of processors up to 1000, as in 500m or 2", clip(f.text))
		return 0
	}
	return int64(math.Ceil(n))
}
