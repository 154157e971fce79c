package trace

import "math"

// Scene is a scene that was read and found in order. It is immutable, so any
// number of goroutines may draw it at once.
type Scene struct {
	camera    camera
	sky       sky
	sun       sun
	materials []material
	tree      *tree
	lamps     []lampAt
	lampShare float64 // of the samples that ask the lamps: all at night, fewer by day
	ambient   vec     // stands for what comes after a path's last bounce
}

// Shapes returns the number of primitives that the scene was made into.
func (s *Scene) Shapes() int { return len(s.tree.shapes) }

type camera struct {
	from, right, up, ahead vec
	tangent                float64 // of half the vertical field of view
	focus, lens            float64
}

type sky struct {
	horizon, zenith vec
	clouds, haze    float64
}

type sun struct {
	toward, color, right, up vec
	spread                   float64 // tangent of its angular radius; zero: no sun
	shines                   bool
}

type materialKind uint8

const (
	matte materialKind = iota + 1
	metal
	glass
	lamp
)

type material struct {
	kind    materialKind
	color   vec
	second  vec
	pattern pattern
	period  float64
	polish  float64 // matte: strength of its clear coat
	rough   float64 // metal: width of its reflections
	index   float64 // glass: index of refraction
	vary    float64 // matte: how much shapes differ
}

// lampAt is a ball of light, sampled on purpose.
type lampAt struct {
	center vec
	radius float64
	color  vec
	power  float64 // color times the square of radius
}

// albedo returns the color of a matte surface at a hit.
func (m *material) albedo(at, local vec, tint float64) vec {
	c := m.color
	if m.pattern != plain {
		c = c.mix(m.second, m.shade(at, local))
	}
	if m.vary > 0 {
		// A shade lighter or darker, and a touch warmer or colder.
		f := 1 + m.vary*(2*tint-1)
		g := 7 * tint
		g -= math.Floor(g)
		c = c.mul(vec{f, f * (1 + 0.6*m.vary*(2*g-1)), f})
		if b := c.brightest(); b > 0.95 {
			c = c.scale(0.95 / b)
		}
	}
	return c
}

// color returns the sky's light from direction d, with clouds if fine.
func (s *Scene) color(d vec, fine bool) vec {
	up := d.y
	if up < 0 {
		up = 0
	}
	c := s.sky.horizon.mix(s.sky.zenith, math.Sqrt(up))
	if !fine {
		return c
	}
	if s.sun.shines {
		if near := d.dot(s.sun.toward); near > 0 {
			near *= near
			near *= near
			near *= near
			c = c.add(s.sun.color.scale(0.02 * near * near * near))
		}
	}
	if s.sky.clouds > 0 && up > 0.01 {
		p := vec{d.x, 0.2, d.z}.scale(1.7 / (up + 0.12))
		f := 0.5*noise(p) + 0.25*noise(p.scale(2.03)) + 0.125*noise(p.scale(4.1)) + 0.0625*noise(p.scale(8.3))
		f = smooth(0.42, 0.78, f) * s.sky.clouds * smooth(0.01, 0.15, up)
		c = c.mix(s.sky.horizon.mix(vec{1.1, 1.05, 1}, 0.6), f)
	}
	return c
}

// view aims r through a point of the picture, given in half heights from its
// middle, and a point of the lens, given in radii from its own.
func (c *camera) view(x, y, lx, ly float64, r *ray) {
	along := c.ahead.add(c.right.scale(x * c.tangent)).add(c.up.scale(y * c.tangent))
	if c.lens == 0 {
		r.aim(c.from, along.unit())
		return
	}
	shift := c.right.scale(lx * c.lens).add(c.up.scale(ly * c.lens))
	r.aim(c.from.add(shift), along.scale(c.focus).sub(shift).unit())
}

// circle holds the directions around a circle, for disk.
type circle [1024][2]float64

func newCircle() *circle {
	var c circle
	for i := range c {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(c)))
		c[i] = [2]float64{cos, sin}
	}
	return &c
}

// disk maps the unit square to the unit disk and keeps areas.
func (c *circle) disk(u, v float64) (float64, float64) {
	d := &c[uint(v*float64(len(c)))%uint(len(c))]
	r := math.Sqrt(u)
	return r * d[0], r * d[1]
}
