package trace

import (
	"errors"
	"fmt"
	"math"
)

// maxLamps bounds the balls of light in a scene: each is asked at every hit.
const maxLamps = 16

// put adds a shape of the statement's material in the frame given by an origin
// and the images of the axes.
func (b *builder) put(s *statement, p shape, origin, x, y, z vec) error {
	m, known := b.names[s.name]
	if !known {
		return fmt.Errorf("there is no material %q above this line", clipped(s.name))
	}
	if len(b.shapes) >= MaxShapes {
		return fmt.Errorf("a scene has at most %d shapes", MaxShapes)
	}
	p.material = m
	p.tint = float64(mixed(uint64(len(b.shapes)))>>11) * 0x1p-53
	if !p.place(origin, x, y, z) {
		return errors.New("the shape is flat or too thin")
	}
	b.shapes = append(b.shapes, p)
	return nil
}

// axes returns the directions of a statement's turn.
func (s *statement) axes() (vec, vec, vec) {
	var t [3]float64
	copy(t[:], s.numbers["turn"])
	return rotation(t[0], t[1], t[2])
}

func positive(word string, numbers ...float64) error {
	for _, f := range numbers {
		if f < 1e-4 {
			return fmt.Errorf("%s is %g: must be at least 0.0001", word, f)
		}
	}
	return nil
}

func (b *builder) sphere(s *statement) error {
	r := s.numbers["radius"]
	if err := positive("radius", r...); err != nil {
		return err
	}
	switch len(r) {
	case 1:
		r = []float64{r[0], r[0], r[0]}
	case 2:
		return errors.New("radius takes one number, or three")
	}
	x, y, z := s.axes()
	center := s.vec("at", 0).add(y.scale(r[1]))
	round := r[0] == r[1] && r[1] == r[2]
	return b.ball(s, center, x.scale(r[0]), y.scale(r[1]), z.scale(r[2]), round)
}

// ball adds an ellipsoid; a round one that shines becomes a lamp, which others
// are lit by.
func (b *builder) ball(s *statement, center, x, y, z vec, round bool) error {
	if err := b.put(s, shape{form: ball}, center, x, y, z); err != nil {
		return err
	}
	m := &b.scene.materials[b.names[s.name]]
	if m.kind != lamp || !round || m.color.brightest() == 0 {
		return nil
	}
	if len(b.scene.lamps) >= maxLamps {
		return fmt.Errorf("a scene has at most %d spheres of light", maxLamps)
	}
	r := y.length()
	b.scene.lamps = append(b.scene.lamps, lampAt{center, r, m.color, m.color.brightest() * r * r})
	return nil
}

func (b *builder) box(s *statement) error {
	size := s.vec("size", 0)
	if err := positive("size", size.x, size.y, size.z); err != nil {
		return err
	}
	x, y, z := s.axes()
	x, y, z = x.scale(size.x/2), y.scale(size.y/2), z.scale(size.z/2)
	return b.put(s, shape{form: cube}, s.vec("at", 0).add(y), x, y, z)
}

func (b *builder) cone(s *statement) error {
	r, h := s.numbers["radius"], s.number("height", 0)
	p := shape{form: frustum, lower: r[0], upper: r[len(r)-1]}
	if err := positive("height", h); err != nil {
		return err
	}
	if err := positive("radius", max(p.lower, p.upper)); err != nil {
		return err
	}
	if min(p.lower, p.upper) < 0 {
		return errors.New("radius must not be negative")
	}
	x, y, z := s.axes()
	return b.put(s, p, s.vec("at", 0), x, y.scale(h), z)
}

// lathe turns a profile, pairs of a radius and a height, from below upwards.
func (b *builder) lathe(s *statement) error {
	n := s.numbers["profile"]
	if len(n)%2 != 0 {
		return errors.New("profile takes pairs of a radius and a height")
	}
	at := s.vec("at", 0)
	for i := 0; i+3 < len(n); i += 2 {
		p := shape{form: frustum, lower: n[i], upper: n[i+2], openLow: i > 0, openHigh: i+4 < len(n)}
		if min(p.lower, p.upper) < 0 || max(p.lower, p.upper) < 1e-4 {
			return fmt.Errorf("profile: radii %g and %g: must not be negative, nor both zero", p.lower, p.upper)
		}
		rise := n[i+3] - n[i+1]
		if err := positive("profile: the rise to each next height", rise); err != nil {
			return err
		}
		if err := b.put(s, p, at.add(vec{y: n[i+1]}), vec{x: 1}, vec{y: rise}, vec{z: 1}); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) flat(s *statement) error {
	p := shape{form: plate}
	if s.verb == "triangle" {
		p.form = triangle
	}
	x, z := s.vec("edges", 0), s.vec("edges", 3)
	return b.put(s, p, s.vec("corner", 0), x, z.cross(x).unit(), z)
}

// count returns a number of things.
func (s *statement) count(word string, most int) (int, error) {
	f, err := s.within(word, 1, float64(most), 1)
	if err != nil {
		return 0, err
	}
	if f != math.Trunc(f) {
		return 0, fmt.Errorf("%s is %g: must be a whole number", word, f)
	}
	return int(f), nil
}

// pile stacks spheres as grocers do: each lies in the hollow of four.
func (b *builder) pile(s *statement) error {
	rows, err := s.count("rows", 12)
	if err != nil {
		return err
	}
	r := s.number("radius", 0)
	if err := positive("radius", r); err != nil {
		return err
	}
	x, y, z := s.axes()
	for level := range rows {
		side := rows - level
		for i := range side * side {
			right := r * float64(2*(i%side)-side+1)
			front := r * float64(2*(i/side)-side+1)
			up := r * (1 + math.Sqrt2*float64(level))
			center := s.vec("at", 0).add(x.scale(right)).add(y.scale(up)).add(z.scale(front))
			if err := b.ball(s, center, x.scale(r), y.scale(r), z.scale(r), true); err != nil {
				return err
			}
		}
	}
	return nil
}

// swag hangs spheres on a line that sags between two points.
func (b *builder) swag(s *statement) error {
	n, err := s.count("count", 64)
	if err != nil {
		return err
	}
	r := s.number("radius", 0)
	if err := positive("radius", r); err != nil {
		return err
	}
	from, to := s.vec("from", 0), s.vec("to", 0)
	for i := range n {
		f := (float64(i) + 0.5) / float64(n)
		center := from.mix(to, f)
		center.y -= 4 * s.number("sag", 0) * f * (1 - f)
		if err := b.ball(s, center, vec{x: r}, vec{y: r}, vec{z: r}, true); err != nil {
			return err
		}
	}
	return nil
}
