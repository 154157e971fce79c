package trace_test

import (
	"image"
	"os"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/examples/render/trace"
)

// BenchmarkDraw draws a small picture of the market. What matters is ns/ray,
// where a ray is one sample of one pixel with all that it bounces off.
func BenchmarkDraw(b *testing.B) {
	f, err := os.Open("../scenes/market.txt")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	scene, err := trace.Parse(f)
	if err != nil {
		b.Fatal(err)
	}
	o := trace.Order{Size: image.Pt(160, 100), Rect: image.Rect(0, 0, 160, 100), Samples: 8}
	for b.Loop() {
		if _, err := trace.Draw(scene, o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*160*100*8), "ns/ray")
}

// BenchmarkParse reads the scene that costs most for its length.
func BenchmarkParse(b *testing.B) {
	text := "camera from 0 1 5 to 0 1 0 fov 40\nsky horizon 1 1 1 zenith 1 1 1\nmatte m color 1 1 1\n" +
		strings.Repeat("pile m at 0 0 0 radius 1 rows 12\n", trace.MaxShapes/650)
	for b.Loop() {
		if _, err := trace.Parse(strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}
