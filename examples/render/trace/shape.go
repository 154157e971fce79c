package trace

import "math"

// form is the kind of a shape. Each lives in a frame of its own, in which it is
// as simple as it can be.
type form uint8

const (
	ball     form = iota + 1 // the unit sphere
	cube                     // -1 to 1 on each axis
	frustum                  // y from 0 to 1, radius from lower to upper
	plate                    // x and z from 0 to 1, at y = 0
	triangle                 // x and z from 0, x + z up to 1, at y = 0
)

// shape is one primitive: a form, placed by a linear map and an origin.
type shape struct {
	form         form
	openLow      bool // the frustum has no lower disk
	openHigh     bool // nor an upper one
	material     int32
	tint         float64 // this shape's own shade, for materials that vary
	origin       vec
	toLocal      matrix
	lower, upper float64 // radii of a frustum
	low, high    vec     // bounding box in the scene
}

// hit is where a ray met a shape.
type hit struct {
	distance float64
	shape    int32
	local    vec // the point and the normal in the shape's own frame
	normal   vec
}

// place fills in what follows from a frame (its origin and the images of its
// axes), and reports whether the frame is a proper one.
func (s *shape) place(origin, x, y, z vec) bool {
	m, ok := inverseOf(x, y, z)
	if !ok {
		return false
	}
	s.origin, s.toLocal = origin, m
	lo, hi := s.extent()
	s.low = vec{math.Inf(1), math.Inf(1), math.Inf(1)}
	s.high = s.low.scale(-1)
	for i := range 8 {
		c := lo
		if i&1 != 0 {
			c.x = hi.x
		}
		if i&2 != 0 {
			c.y = hi.y
		}
		if i&4 != 0 {
			c.z = hi.z
		}
		p := origin.add(x.scale(c.x)).add(y.scale(c.y)).add(z.scale(c.z))
		s.low = vec{min(s.low.x, p.x), min(s.low.y, p.y), min(s.low.z, p.z)}
		s.high = vec{max(s.high.x, p.x), max(s.high.y, p.y), max(s.high.z, p.z)}
	}
	return true
}

// extent is the bounding box in the shape's own frame.
func (s *shape) extent() (vec, vec) {
	switch s.form {
	case frustum:
		r := max(s.lower, s.upper)
		return vec{-r, 0, -r}, vec{r, 1, r}
	case plate, triangle:
		return vec{0, 0, 0}, vec{1, 0, 1}
	default:
		return vec{-1, -1, -1}, vec{1, 1, 1}
	}
}

// meet finds the first point of s on r between near and h.distance, and if
// there is one makes it h.
func (s *shape) meet(r *ray, near float64, index int32, h *hit) bool {
	m := &s.toLocal
	fx, fy, fz := r.from.x-s.origin.x, r.from.y-s.origin.y, r.from.z-s.origin.z
	o := vec{
		m[0].x*fx + m[0].y*fy + m[0].z*fz,
		m[1].x*fx + m[1].y*fy + m[1].z*fz,
		m[2].x*fx + m[2].y*fy + m[2].z*fz,
	}
	fx, fy, fz = r.along.x, r.along.y, r.along.z
	d := vec{
		m[0].x*fx + m[0].y*fy + m[0].z*fz,
		m[1].x*fx + m[1].y*fy + m[1].z*fz,
		m[2].x*fx + m[2].y*fy + m[2].z*fz,
	}
	switch s.form {
	case ball:
		a, b, c := d.dot(d), o.dot(d), o.dot(o)-1
		q := b*b - a*c
		if q < 0 {
			return false
		}
		q = math.Sqrt(q)
		t := (-b - q) / a
		if t <= near {
			t = (q - b) / a
		}
		if t <= near || t >= h.distance {
			return false
		}
		h.distance, h.shape = t, index
		h.local = o.add(d.scale(t))
		h.normal = h.local
		return true
	case cube:
		return meetCube(&o, &d, near, index, h)
	case frustum:
		return s.meetFrustum(&o, &d, near, index, h)
	default:
		if d.y == 0 {
			return false
		}
		t := -o.y / d.y
		x, z := o.x+d.x*t, o.z+d.z*t
		if t <= near || t >= h.distance || x < 0 || z < 0 || x > 1 || z > 1 || s.form == triangle && x+z > 1 {
			return false
		}
		h.distance, h.shape = t, index
		h.local, h.normal = vec{x, 0, z}, vec{0, 1, 0}
		return true
	}
}

func meetCube(o, d *vec, near float64, index int32, h *hit) bool {
	enter, leave := math.Inf(-1), math.Inf(1)
	in, out := 0, 0
	po, pd := [3]float64{o.x, o.y, o.z}, [3]float64{d.x, d.y, d.z}
	for axis := range 3 {
		inverse := 1 / steep(pd[axis])
		t0, t1 := (-1-po[axis])*inverse, (1-po[axis])*inverse
		if t0 > t1 {
			t0, t1 = t1, t0
		}
		if t0 > enter {
			enter, in = t0, axis
		}
		if t1 < leave {
			leave, out = t1, axis
		}
	}
	t, axis := enter, in
	if t <= near {
		t, axis = leave, out
	}
	if enter > leave || t <= near || t >= h.distance {
		return false
	}
	h.distance, h.shape = t, index
	h.local = o.add(d.scale(t))
	var n [3]float64
	n[axis] = 1
	if po[axis]+pd[axis]*t < 0 {
		n[axis] = -1
	}
	h.normal = vec{n[0], n[1], n[2]}
	return true
}

func (s *shape) meetFrustum(o, d *vec, near float64, index int32, h *hit) bool {
	best, n := h.distance, vec{}
	slope := s.upper - s.lower
	r0, rd := s.lower+slope*o.y, slope*d.y
	a := d.x*d.x + d.z*d.z - rd*rd
	b := o.x*d.x + o.z*d.z - r0*rd
	c := o.x*o.x + o.z*o.z - r0*r0
	if q := b*b - a*c; q >= 0 && a != 0 {
		q = math.Sqrt(q)
		for _, t := range [2]float64{(-b - q) / a, (-b + q) / a} {
			y, r := o.y+d.y*t, r0+rd*t
			if t > near && t < best && y >= 0 && y <= 1 && r >= 0 {
				best, n = t, vec{o.x + d.x*t, -slope * r, o.z + d.z*t}
			}
		}
	}
	if d.y != 0 {
		if t := -o.y / d.y; !s.openLow && t > near && t < best && inDisk(o, d, t, s.lower) {
			best, n = t, vec{0, -1, 0}
		}
		if t := (1 - o.y) / d.y; !s.openHigh && t > near && t < best && inDisk(o, d, t, s.upper) {
			best, n = t, vec{0, 1, 0}
		}
	}
	if best >= h.distance {
		return false
	}
	*h = hit{distance: best, shape: index, local: o.add(d.scale(best)), normal: n}
	return true
}

func inDisk(o, d *vec, t, radius float64) bool {
	x, z := o.x+d.x*t, o.z+d.z*t
	return x*x+z*z <= radius*radius
}
