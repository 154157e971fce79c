package trace

import (
	"image"
	"math"
)

// filterRadius is how far, in pixels, the filter looks. Draw traces that much
// more on each side of a rectangle, so that tiles meet without a seam.
const filterRadius = 3

// pixel is the mean of a pixel's samples.
type pixel struct {
	direct vec
	around vec // divided by albedo: the light that falls on the surface from all around
	albedo vec
	normal vec
	point  vec
	matte  float64 // share of samples that found a matte surface
}

func (p *pixel) add(l light) {
	p.direct = p.direct.add(l.direct)
	if !l.matte {
		return
	}
	p.around = p.around.add(l.around)
	p.albedo = p.albedo.add(l.albedo)
	p.normal = p.normal.add(l.normal)
	p.point = p.point.add(l.point)
	p.matte++
}

func (p pixel) mean(samples int) pixel {
	f := 1 / float64(samples)
	p.direct = p.direct.scale(f)
	if p.matte == 0 {
		return p
	}
	p.normal, p.point = p.normal.unit(), p.point.scale(1/p.matte)
	p.around, p.albedo, p.matte = p.around.scale(f), p.albedo.scale(f), p.matte*f
	const least = 1e-4
	p.around = vec{
		p.around.x / max(p.albedo.x, least),
		p.around.y / max(p.albedo.y, least),
		p.around.z / max(p.albedo.z, least),
	}
	return p
}

// buffer holds the pixels of a rectangle.
type buffer struct {
	rect   image.Rectangle
	pixels []pixel
	kernel [2*filterRadius + 1]float64
}

func newBuffer(r image.Rectangle) *buffer {
	b := &buffer{rect: r, pixels: make([]pixel, r.Dx()*r.Dy())}
	for i := range b.kernel {
		d := float64(i-filterRadius) / (0.6 * filterRadius)
		b.kernel[i] = math.Exp(-d * d / 2)
	}
	return b
}

func (b *buffer) at(x, y int) *pixel {
	return &b.pixels[(y-b.rect.Min.Y)*b.rect.Dx()+x-b.rect.Min.X]
}

func (b *buffer) row(y int) []pixel {
	w := b.rect.Dx()
	return b.pixels[(y-b.rect.Min.Y)*w:][:w]
}

// smooth returns the light of a pixel, with that from all around taken from
// neighbors too, as far as they lie on the same surface: a bilateral filter
// guided by normals and positions.
func (b *buffer) smooth(x, y int) vec {
	p := b.at(x, y)
	if p.normal == (vec{}) { // no matte surface, or its sides cancel out
		return p.direct
	}
	window := image.Rect(x-filterRadius, y-filterRadius, x+filterRadius+1, y+filterRadius+1).Intersect(b.rect)
	span := b.span(x, y, p)
	lift, apart := 1/(2*span+1e-9), 1/(3*filterRadius*span+1e-9)
	lift, apart = lift*lift, apart*apart
	var sum vec
	total := 0.0
	for ny := window.Min.Y; ny < window.Max.Y; ny++ {
		row := b.row(ny)[window.Min.X-b.rect.Min.X : window.Max.X-b.rect.Min.X]
		high := b.kernel[ny-y+filterRadius]
		for i := range row {
			q := &row[i]
			bend := q.normal.dot(p.normal)
			if bend <= 0 {
				continue // another surface, or none
			}
			// How far q lies off the plane of p, and from p at all; each squared.
			off := q.point.sub(p.point)
			l := off.dot(p.normal)
			l, a := l*l*lift, off.dot(off)*apart
			bend *= bend
			bend *= bend
			w := bend * bend * q.matte * high * b.kernel[window.Min.X+i-x+filterRadius] / ((1 + l*l) * (1 + a*a))
			sum.x += q.around.x * w
			sum.y += q.around.y * w
			sum.z += q.around.z * w
			total += w
		}
	}
	return p.direct.add(sum.scale(1 / total).mul(p.albedo))
}

// span is the distance in the scene between a pixel and its nearest neighbor.
func (b *buffer) span(x, y int, p *pixel) float64 {
	least := math.Inf(1)
	for _, d := range [4]image.Point{{X: 1}, {X: -1}, {Y: 1}, {Y: -1}} {
		n := image.Pt(x, y).Add(d)
		if !n.In(b.rect) {
			continue
		}
		if q := b.at(n.X, n.Y); q.matte > 0 {
			least = min(least, q.point.sub(p.point).length())
		}
	}
	return least
}
