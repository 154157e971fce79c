package trace

import "math"

// vec is a point, a direction or a color.
type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec            { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec            { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) mul(b vec) vec            { return vec{a.x * b.x, a.y * b.y, a.z * b.z} }
func (a vec) scale(f float64) vec      { return vec{a.x * f, a.y * f, a.z * f} }
func (a vec) dot(b vec) float64        { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) length() float64          { return math.Sqrt(a.dot(a)) }
func (a vec) mix(b vec, f float64) vec { return a.scale(1 - f).add(b.scale(f)) }

func (a vec) cross(b vec) vec {
	return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

// brightest returns the largest part. (The built-in max cares for the order of
// zeros, which WebAssembly made by Go calls a function for.)
func (a vec) brightest() float64 {
	m := a.x
	if a.y > m {
		m = a.y
	}
	if a.z > m {
		m = a.z
	}
	return m
}

// unit returns a with length 1; the zero vector stays what it is.
func (a vec) unit() vec {
	l := a.length()
	if l == 0 {
		return a
	}
	return a.scale(1 / l)
}

// basis returns two directions that with the unit vector n make a right-handed frame.
func (n vec) basis() (vec, vec) {
	up := vec{0, 1, 0}
	if n.y > 0.9 || n.y < -0.9 {
		up = vec{1, 0, 0}
	}
	t := up.cross(n).unit()
	return t, n.cross(t)
}

// matrix is a linear map, by rows.
type matrix [3]vec

func (m *matrix) apply(v vec) vec {
	return vec{m[0].dot(v), m[1].dot(v), m[2].dot(v)}
}

// transposed applies the transpose of m: the way normals travel back.
func (m *matrix) transposed(v vec) vec {
	return m[0].scale(v.x).add(m[1].scale(v.y)).add(m[2].scale(v.z))
}

// inverseOf returns the map that takes the columns a, b and c to the axes, and
// whether they span space at all.
func inverseOf(a, b, c vec) (matrix, bool) {
	det := a.dot(b.cross(c))
	if math.Abs(det) < 1e-18 {
		return matrix{}, false
	}
	f := 1 / det
	return matrix{b.cross(c).scale(f), c.cross(a).scale(f), a.cross(b).scale(f)}, true
}

// rotation returns the axes of a frame turned by yaw about y, then pitch about
// its x, then roll about its z, in degrees.
func rotation(yaw, pitch, roll float64) (vec, vec, vec) {
	const rad = math.Pi / 180
	sy, cy := math.Sincos(yaw * rad)
	sp, cp := math.Sincos(pitch * rad)
	sr, cr := math.Sincos(roll * rad)
	turn := func(v vec) vec {
		v = vec{v.x*cr - v.y*sr, v.x*sr + v.y*cr, v.z}
		v = vec{v.x, v.y*cp - v.z*sp, v.y*sp + v.z*cp}
		return vec{v.x*cy + v.z*sy, v.y, v.z*cy - v.x*sy}
	}
	return turn(vec{1, 0, 0}), turn(vec{0, 1, 0}), turn(vec{0, 0, 1})
}
