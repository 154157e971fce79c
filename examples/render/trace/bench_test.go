package trace_test

import (
	"image"
	"os"
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
