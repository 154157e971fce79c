package trace

import (
	"errors"
	"fmt"
	"math"
)

// grammar is the language of scenes: a row a verb.
func grammar() []rule {
	one := func(word string) key { return key{word, 1, 1, true} }
	three := func(word string) key { return key{word, 3, 3, true} }
	maybe := func(word string, n int) key { return key{word, n, n, false} }
	turn := key{"turn", 1, 3, false}
	patterns := []key{maybe("checks", 3), maybe("grain", 3), maybe("speckle", 3), maybe("ribs", 3), maybe("stripes", 3), maybe("size", 1)}
	return []rule{
		{"camera", false, []key{three("from"), three("to"), one("fov"), maybe("focus", 1), maybe("lens", 1)}, (*builder).camera},
		{"sky", false, []key{three("horizon"), three("zenith"), maybe("clouds", 1), maybe("haze", 1)}, (*builder).sky},
		{"sun", false, []key{three("toward"), three("color"), maybe("radius", 1)}, (*builder).sun},
		{"matte", true, append([]key{three("color"), maybe("polish", 1), maybe("vary", 1)}, patterns...), (*builder).matte},
		{"metal", true, []key{three("color"), maybe("rough", 1)}, (*builder).metal},
		{"glass", true, []key{three("color"), maybe("index", 1)}, (*builder).glass},
		{"light", true, []key{three("color")}, (*builder).lamp},
		{"sphere", true, []key{three("at"), {"radius", 1, 3, true}, turn}, (*builder).sphere},
		{"box", true, []key{three("at"), three("size"), turn}, (*builder).box},
		{"cone", true, []key{three("at"), one("height"), {"radius", 1, 2, true}, turn}, (*builder).cone},
		{"lathe", true, []key{three("at"), {"profile", 4, 32, true}}, (*builder).lathe},
		{"quad", true, []key{three("corner"), {"edges", 6, 6, true}}, (*builder).flat},
		{"triangle", true, []key{three("corner"), {"edges", 6, 6, true}}, (*builder).flat},
		{"pile", true, []key{three("at"), one("radius"), one("rows"), turn}, (*builder).pile},
		{"swag", true, []key{three("from"), three("to"), one("sag"), one("count"), one("radius")}, (*builder).swag},
	}
}

// builder makes a scene of statements.
type builder struct {
	scene   *Scene
	grammar []rule
	names   map[string]int32 // of materials
	shapes  []shape
	seen    struct{ camera, sky, sun bool }
}

func once(seen *bool) error {
	if *seen {
		return errors.New("is given twice")
	}
	*seen = true
	return nil
}

func (b *builder) camera(s *statement) error {
	if err := once(&b.seen.camera); err != nil {
		return err
	}
	fov, err := s.within("fov", 1, 150, 0)
	if err != nil {
		return err
	}
	c := camera{from: s.vec("from", 0), tangent: math.Tan(fov * math.Pi / 360)}
	look := s.vec("to", 0).sub(c.from)
	c.ahead = look.unit()
	c.right = c.ahead.cross(vec{0, 1, 0}).unit()
	c.up = c.right.cross(c.ahead)
	if c.up.length() < 0.5 {
		return errors.New("from and to must differ, and not only in height")
	}
	if c.focus, err = s.within("focus", 1e-3, maxNumber, max(look.length(), 1e-3)); err != nil {
		return err
	}
	if c.lens, err = s.within("lens", 0, 10, 0); err != nil {
		return err
	}
	b.scene.camera = c
	return nil
}

func (b *builder) sky(s *statement) error {
	err := once(&b.seen.sky)
	if err != nil {
		return err
	}
	k := &b.scene.sky
	if k.horizon, err = s.tint("horizon", 100); err != nil {
		return err
	}
	if k.zenith, err = s.tint("zenith", 100); err != nil {
		return err
	}
	if k.clouds, err = s.within("clouds", 0, 1, 0); err != nil {
		return err
	}
	k.haze, err = s.within("haze", 0, 1, 0)
	return err
}

func (b *builder) sun(s *statement) error {
	err := once(&b.seen.sun)
	if err != nil {
		return err
	}
	u := sun{toward: s.vec("toward", 0).unit(), shines: true}
	if u.toward == (vec{}) {
		return errors.New("toward must point somewhere")
	}
	if u.color, err = s.tint("color", 1000); err != nil {
		return err
	}
	radius, err := s.within("radius", 0, 20, 0.27)
	if err != nil {
		return err
	}
	u.spread = math.Tan(radius * math.Pi / 180)
	u.right, u.up = u.toward.basis()
	b.scene.sun = u
	return nil
}

// material adds a material under its name.
func (b *builder) material(name string, m material) error {
	if _, twice := b.names[name]; twice {
		return fmt.Errorf("there is a material %q already", clipped(name))
	}
	if len(b.scene.materials) >= MaxMaterials {
		return fmt.Errorf("a scene has at most %d materials", MaxMaterials)
	}
	b.names[name] = int32(len(b.scene.materials))
	b.scene.materials = append(b.scene.materials, m)
	return nil
}

func (b *builder) matte(s *statement) error {
	m := material{kind: matte}
	var err error
	if m.color, err = s.tint("color", 1); err != nil {
		return err
	}
	if m.polish, err = s.within("polish", 0, 1, 0); err != nil {
		return err
	}
	if m.vary, err = s.within("vary", 0, 1, 0); err != nil {
		return err
	}
	for i, word := range []string{"checks", "grain", "speckle", "ribs", "stripes"} {
		if s.numbers[word] == nil {
			continue
		}
		if m.pattern != plain {
			return errors.New("a material has one pattern at most")
		}
		m.pattern = pattern(i + 1)
		if m.second, err = s.tint(word, 1); err != nil {
			return err
		}
		if m.period, err = s.within("size", 1e-4, 1000, 0); err != nil {
			return fmt.Errorf("pattern %s: %w", word, err)
		}
	}
	return b.material(s.name, m)
}

func (b *builder) metal(s *statement) error {
	m := material{kind: metal}
	var err error
	if m.color, err = s.tint("color", 1); err != nil {
		return err
	}
	if m.rough, err = s.within("rough", 0, 1, 0); err != nil {
		return err
	}
	return b.material(s.name, m)
}

func (b *builder) glass(s *statement) error {
	m := material{kind: glass}
	var err error
	if m.color, err = s.tint("color", 1); err != nil {
		return err
	}
	if m.index, err = s.within("index", 1.01, 3, 1.5); err != nil {
		return err
	}
	return b.material(s.name, m)
}

func (b *builder) lamp(s *statement) error {
	c, err := s.tint("color", 1e4)
	if err != nil {
		return err
	}
	return b.material(s.name, material{kind: lamp, color: c})
}

// finish checks what only the whole shows, and builds the tree.
func (b *builder) finish() (*Scene, error) {
	if !b.seen.camera {
		return nil, errors.New(`scene has no camera: add a line "camera from X Y Z to X Y Z fov DEGREES"`)
	}
	if len(b.shapes) == 0 {
		return nil, errors.New(`scene has no shapes: add one, such as "sphere MATERIAL at X Y Z radius R"`)
	}
	if !b.seen.sun && !b.seen.sky && len(b.scene.lamps) == 0 {
		return nil, errors.New("scene is dark: add a sky, a sun, or a sphere of a light material")
	}
	k := &b.scene.sky
	b.scene.ambient = k.horizon.mix(k.zenith, 0.5).scale(0.35)
	b.scene.lampShare = 1
	if b.scene.sun.color.brightest() > 1 {
		b.scene.lampShare = 0.25
	}
	b.scene.tree = plant(b.shapes)
	return b.scene, nil
}
