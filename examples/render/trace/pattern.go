package trace

import "math"

// pattern is how a material's second color is laid out.
type pattern uint8

const (
	plain pattern = iota
	checks
	grain
	speckle
	ribs
	stripes
)

// shade returns how much of the second color shows at a point, given in the
// scene and in the shape's own frame.
func (m *material) shade(at, local vec) float64 {
	switch m.pattern {
	case checks:
		x, z := math.Floor(at.x/m.period), math.Floor(at.z/m.period)
		return 0.5 * (x - 2*math.Floor(x/2) + z - 2*math.Floor(z/2))
	case grain:
		p := vec{at.x * 0.12, at.y, at.z}.scale(1 / m.period)
		rings := p.z + 1.4*noise(p.scale(0.7)) + 0.35*noise(p.scale(4))
		f := rings - math.Floor(rings)
		return f * f
	case speckle:
		return smooth(0.45, 0.75, 0.7*noise(at.scale(1/m.period))+0.3*noise(at.scale(3.1/m.period)))
	case ribs:
		f := 0.5 + 0.5*math.Cos(math.Atan2(local.z, local.x)*m.period)
		return f * f * f
	case stripes:
		if f := local.x * m.period; f-math.Floor(f) < 0.5 {
			return 1
		}
	}
	return 0
}

func smooth(low, high, x float64) float64 {
	x = min(max((x-low)/(high-low), 0), 1)
	return x * x * (3 - 2*x)
}

// noise is value noise: smooth, between 0 and 1, one bump a unit.
func noise(p vec) float64 {
	x, y, z := math.Floor(p.x), math.Floor(p.y), math.Floor(p.z)
	fx, fy, fz := fade(p.x-x), fade(p.y-y), fade(p.z-z)
	i, j, k := int64(x), int64(y), int64(z)
	return lerp(fz,
		lerp(fy, lerp(fx, knot(i, j, k), knot(i+1, j, k)), lerp(fx, knot(i, j+1, k), knot(i+1, j+1, k))),
		lerp(fy, lerp(fx, knot(i, j, k+1), knot(i+1, j, k+1)), lerp(fx, knot(i, j+1, k+1), knot(i+1, j+1, k+1))))
}

func fade(t float64) float64 { return t * t * (3 - 2*t) }

func lerp(t, a, b float64) float64 { return a + t*(b-a) }

func knot(i, j, k int64) float64 {
	h := mixed(uint64(i)*0x8da6b343 ^ uint64(j)*0xd8163841<<20 ^ uint64(k)*0xcb1ab31f<<40)
	return float64(h>>11) * 0x1p-53
}
