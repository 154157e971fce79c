package trace

import "math"

const (
	maxBounces = 10   // of any kind
	maxDiffuse = 1    // off matte surfaces
	brightest  = 12.0 // indirect light is cut here, so that no sample outshines the others
	away       = 1e-5 // how far from a surface a ray leaves it
)

// light is what one sample brings back. What the first matte surface gets from
// all around is kept apart from the rest, and so is the color of that surface:
// divided by it, the light is as smooth as the surface is, which the filter
// relies on.
type light struct {
	direct vec
	around vec
	matte  bool // whether there was a matte surface; then the rest is about it
	albedo vec  // its color, times that of the mirrors and glass before it
	normal vec
	point  vec
}

// path follows one ray through the scene.
type path struct {
	*Scene
	dice    dice
	through vec // what share of light from here reaches the eye
	diffuse int // bounces off matte surfaces
	glossy  bool
	found   light
}

// trace returns the light along r.
func (p *path) trace(r *ray) light {
	p.through, p.glossy = vec{1, 1, 1}, true
	var h hit
	for range maxBounces {
		if !p.tree.nearest(r, away, math.Inf(1), &h) {
			p.add(p.color(r.along, p.diffuse == 0))
			break
		}
		if !p.bounce(r, &h) {
			break
		}
		if p.diffuse > 0 && !p.survives() {
			break
		}
	}
	return p.found
}

// survives plays Russian roulette with paths that hardly matter any more.
func (p *path) survives() bool {
	q := p.through.brightest()
	if q >= 0.3 {
		return true
	}
	u, _ := p.dice.pair()
	if u >= q/0.3 || q == 0 {
		return false
	}
	p.through = p.through.scale(0.3 / q)
	return true
}

// add counts light seen from the path's end.
func (p *path) add(l vec) {
	l = l.mul(p.through)
	if p.diffuse == 0 {
		p.found.direct = p.found.direct.add(l)
		return
	}
	if b := l.brightest(); b > brightest {
		l = l.scale(brightest / b)
	}
	p.found.around = p.found.around.add(l)
}

// bounce adds the light of the surface at h and turns r to where the path goes
// on; it returns false where the path ends.
func (p *path) bounce(r *ray, h *hit) bool {
	s := &p.tree.shapes[h.shape]
	m := &p.materials[s.material]
	at := r.from.add(r.along.scale(h.distance))
	normal := s.toLocal.transposed(h.normal).unit()
	facing := normal
	if normal.dot(r.along) > 0 {
		facing = normal.scale(-1)
	}
	if p.sky.haze > 0 && p.diffuse == 0 {
		clear := math.Exp(-p.sky.haze * h.distance)
		p.add(p.sky.horizon.scale(1 - clear))
		p.through = p.through.scale(clear)
	}
	switch m.kind {
	case lamp:
		if p.glossy {
			p.add(m.color)
		}
		return false
	case glass:
		p.refract(r, at, normal, m)
		return true
	case metal:
		p.through = p.through.mul(m.color)
		p.highlight(at, facing, mirrored(r.along, facing), max(m.rough, 0.08), 1)
		return p.reflect(r, at, facing, m.rough)
	}
	if m.polish > 0 && p.diffuse == 0 && p.coat(r, at, facing, m.polish) {
		return true
	}
	return p.scatter(r, at, facing, m.albedo(at, h.local, s.tint))
}

// scatter is a matte bounce: the sun and the lamps directly, the rest by
// following one ray weighted by the cosine.
func (p *path) scatter(r *ray, at, normal, albedo vec) bool {
	seen := p.sunlight(at, normal)
	if p.diffuse == 0 {
		seen = seen.add(p.lamplight(at, normal))
	} else {
		seen = seen.add(p.ambient)
	}
	p.through = p.through.mul(albedo)
	p.add(seen)
	if p.diffuse == 0 {
		p.found.matte, p.found.albedo, p.found.normal, p.found.point = true, p.through, normal, at
	}
	p.diffuse++
	p.glossy = false
	if p.diffuse > maxDiffuse {
		return false
	}
	u, v := p.dice.disk()
	tangent, other := normal.basis()
	w := math.Sqrt(math.Abs(1 - u*u - v*v))
	along := tangent.scale(u).add(other.scale(v)).add(normal.scale(w))
	r.aim(at.add(normal.scale(away)), along)
	return true
}

// sunlight is what the sun adds to a matte surface, divided by the albedo.
func (p *path) sunlight(at, normal vec) vec {
	toward := p.toSun()
	cos := toward.dot(normal)
	if cos <= 0 {
		return vec{}
	}
	var shadow ray
	shadow.aim(at.add(normal.scale(away)), toward)
	return p.tree.light(&shadow, away, math.Inf(1), p.materials).mul(p.sun.color).scale(cos)
}

// toSun returns a direction to a point of the sun, or zero if there is none.
func (p *path) toSun() vec {
	if !p.sun.shines {
		return vec{}
	}
	u, v := p.dice.disk()
	u, v = u*p.sun.spread, v*p.sun.spread
	return p.sun.toward.add(p.sun.right.scale(u)).add(p.sun.up.scale(v)).unit()
}

// lamplight is what one lamp adds, chosen by what each would add unhindered.
func (p *path) lamplight(at, normal vec) vec {
	if len(p.lamps) == 0 {
		return vec{}
	}
	u, v := p.dice.pair()
	if u >= p.lampShare {
		return vec{}
	}
	u /= p.lampShare
	var promise [maxLamps]float64
	total := 0.0
	for i := range p.lamps {
		promise[i] = p.lamps[i].promise(at)
		total += promise[i]
	}
	pick, chosen := u*total, 0
	for chosen < len(p.lamps)-1 && pick >= promise[chosen] {
		pick -= promise[chosen]
		chosen++
	}
	u = pick / promise[chosen]
	l := &p.lamps[chosen]
	toward := l.center.sub(at)
	distance := toward.length()
	if distance <= l.radius {
		return vec{}
	}
	toward = toward.scale(1 / distance)
	cos := toward.dot(normal)
	if cos <= 0 {
		return vec{}
	}
	// A point of the disk that the lamp shows; its solid angle over pi is (radius/distance)^2.
	a, b := p.dice.circle.disk(u, v)
	right, up := toward.basis()
	aim := l.center.add(right.scale(a * l.radius)).add(up.scale(b * l.radius)).sub(at).unit()
	var shadow ray
	shadow.aim(at.add(normal.scale(away)), aim)
	size := l.radius / distance
	share := promise[chosen] / total * p.lampShare
	return p.tree.light(&shadow, away, distance-l.radius, p.materials).mul(l.color).scale(cos * size * size / share)
}

// promise is about what a lamp adds at a point if nothing is between them. It is
// never zero.
func (l *lampAt) promise(at vec) float64 {
	d := l.center.sub(at)
	return l.power / (d.dot(d) + l.radius*l.radius)
}

// highlight adds the sun's reflection in a surface that shines: a normalized
// Phong lobe about the mirrored direction, as wide as the surface is rough. The
// sun is sampled on purpose and never met by chance.
func (p *path) highlight(at, normal, mirror vec, rough, strength float64) {
	if p.diffuse > 0 {
		return
	}
	toward := p.toSun()
	near := toward.dot(mirror)
	if near <= 0 || toward.dot(normal) <= 0 {
		return
	}
	n := 2/(rough*rough) - 2
	if n*(1-near) > 20 {
		return
	}
	lobe := strength * math.Pow(near, n) * (n + 2) / 2
	var shadow ray
	shadow.aim(at.add(normal.scale(away)), toward)
	p.add(p.tree.light(&shadow, away, math.Inf(1), p.materials).mul(p.sun.color).scale(lobe))
}

// coat is the clear coat of a polished surface. It takes the path as often as
// it reflects, and returns whether it did.
func (p *path) coat(r *ray, at, normal vec, polish float64) bool {
	cos := -r.along.dot(normal)
	f := polish * (0.04 + 0.96*fifth(1-cos))
	p.highlight(at, normal, mirrored(r.along, normal), 0.1, f)
	u, _ := p.dice.pair()
	q := 0.1 + 0.8*f
	if u >= q {
		p.through = p.through.scale((1 - f) / (1 - q))
		return false
	}
	p.through = p.through.scale(f / q)
	return p.reflect(r, at, normal, 0.03)
}

func fifth(x float64) float64 { return x * x * x * x * x }

func mirrored(along, normal vec) vec {
	return along.sub(normal.scale(2 * along.dot(normal)))
}

// reflect sends r on from a mirror that is more or less rough.
func (p *path) reflect(r *ray, at, normal vec, rough float64) bool {
	along := mirrored(r.along, normal)
	if rough > 0 {
		u, v := p.dice.disk()
		tangent, other := along.basis()
		along = along.add(tangent.scale(u * rough)).add(other.scale(v * rough)).unit()
		if along.dot(normal) <= 0 {
			return false
		}
	}
	r.aim(at.add(normal.scale(away)), along)
	return true
}

// refract sends r through glass or lets it bounce off, by Schlick's
// approximation of Fresnel's law.
func (p *path) refract(r *ray, at, normal vec, m *material) {
	eta, n := 1/m.index, normal
	cos := -r.along.dot(normal)
	if cos < 0 {
		eta, n, cos = m.index, normal.scale(-1), -cos
	} else {
		p.highlight(at, n, mirrored(r.along, n), 0.08, 0.06)
	}
	k := 1 - eta*eta*(1-cos*cos)
	f := 1.0
	if k > 0 {
		f0 := (m.index - 1) / (m.index + 1)
		f0 *= f0
		c := cos
		if eta > 1 {
			c = math.Sqrt(k)
		}
		f = f0 + (1-f0)*fifth(1-c)
	}
	u, _ := p.dice.pair()
	if u < f {
		r.aim(at.add(n.scale(away)), mirrored(r.along, n))
		return
	}
	p.through = p.through.mul(m.color)
	along := r.along.scale(eta).add(n.scale(eta*cos - math.Sqrt(k)))
	r.aim(at.sub(n.scale(away)), along.unit())
}
