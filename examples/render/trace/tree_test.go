package trace

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The tree finds what asking every shape would find.
func TestTreeMissesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	number := func() float64 { return 2*random.Float64() - 1 }
	some := func() vec { return vec{number(), number(), number()} }
	var shapes []shape
	for len(shapes) < 300 {
		s := shape{form: form(1 + len(shapes)%5), lower: random.Float64() + 0.1, upper: random.Float64()}
		x, y, z := rotation(360*number(), 360*number(), 360*number())
		size := 0.05 + 0.2*random.Float64()
		if s.place(some().scale(4), x.scale(size), y.scale(size*2), z.scale(size)) {
			shapes = append(shapes, s)
		}
	}
	tree := plant(shapes)
	hits := 0
	for i := range 20_000 {
		along := some().unit()
		if i%10 == 0 {
			along = [3]vec{{x: 1}, {y: -1}, {z: 1}}[i%3] // along an axis
		}
		var r ray
		r.aim(some().scale(5), along)
		want := hit{distance: math.Inf(1), shape: -1}
		for k := range tree.shapes {
			tree.shapes[k].meet(&r, away, int32(k), &want)
		}
		var got hit
		tree.nearest(&r, away, math.Inf(1), &got)
		if got.distance != want.distance {
			t.Fatalf("ray %d: shape %d at %g, want %d at %g", i, got.shape, got.distance, want.shape, want.distance)
		}
		if got.shape < 0 {
			continue
		}
		hits++
		solid := make([]material, 1)
		if l := tree.light(&r, away, got.distance*1.001, solid); l != (vec{}) {
			t.Fatalf("ray %d: light %v passes shape %d", i, l, got.shape)
		}
		if l := tree.light(&r, away, got.distance*0.999, solid); l != (vec{1, 1, 1}) {
			t.Fatalf("ray %d: light %v before shape %d", i, l, got.shape)
		}
	}
	if hits < 1000 {
		t.Errorf("only %d rays met anything", hits)
	}
}

// A hit lies on the shape, and its normal stands on it: a little before the
// shape, along the normal, is outside.
func TestHitsLieOnTheShape(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for f := ball; f <= triangle; f++ {
		s := shape{form: f, lower: 1, upper: 0.3}
		x, y, z := rotation(20, 30, 40)
		if !s.place(vec{1, 2, 3}, x.scale(2), y.scale(0.5), z) {
			t.Fatal("not placed")
		}
		hits := 0
		for range 2000 {
			from := vec{random.NormFloat64(), random.NormFloat64(), random.NormFloat64()}.unit().scale(9)
			aim := vec{1 + random.NormFloat64()/2, 2 + random.NormFloat64()/2, 3 + random.NormFloat64()/2}
			var r ray
			r.aim(from, aim.sub(from).unit())
			h := hit{distance: math.Inf(1), shape: -1}
			if !s.meet(&r, away, 7, &h) {
				continue
			}
			hits++
			at := from.add(r.along.scale(h.distance))
			if off := s.toLocal.apply(at.sub(s.origin)).sub(h.local).length(); off > 1e-9 {
				t.Fatalf("form %d: the local point is off by %g", f, off)
			}
			if f != plate && f != triangle && h.normal.dot(s.toLocal.apply(r.along)) > 1e-9 {
				t.Fatalf("form %d: met from outside, the normal %v points away", f, h.normal)
			}
			lo, hi := s.low.sub(at), at.sub(s.high)
			if max(lo.brightest(), hi.brightest()) > 1e-9 {
				t.Fatalf("form %d: %v is out of its bounds %v %v", f, at, s.low, s.high)
			}
		}
		if hits < 100 {
			t.Errorf("form %d: only %d hits", f, hits)
		}
	}
}
