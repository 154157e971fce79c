package trace

import (
	"cmp"
	"math"
	"slices"
)

// leafSize is the number of shapes below which a box is not divided further.
const leafSize = 2

// maxDepth bounds the tree's depth, and with it the stack of a search.
const maxDepth = 48

// node is a bounding box with either two children, the first of which is the
// next node, or a run of shapes.
type node struct {
	low, high    vec
	second       int32 // index of the second child
	first, count int32 // shapes; count is zero for an inner node
	axis         uint8 // on which the children lie apart
}

// tree finds the shapes on a ray without asking them all. It is the surface
// area heuristic of Goldsmith and Salmon (1987), swept in full.
type tree struct {
	nodes  []node
	shapes []shape // in the order of the leaves
}

// plant builds the tree of one shape or more.
func plant(shapes []shape) *tree {
	p := planter{shapes: shapes, order: make([]int32, len(shapes)), right: make([]float64, len(shapes))}
	for i := range shapes {
		p.order[i] = int32(i)
	}
	p.grow(0, len(shapes), 0)
	t := &tree{nodes: p.nodes, shapes: make([]shape, len(shapes))}
	for i, k := range p.order {
		t.shapes[i] = shapes[k]
	}
	return t
}

// planter is a tree that grows.
type planter struct {
	shapes []shape
	order  []int32 // of the shapes, in the leaves
	nodes  []node
	right  []float64 // scratch space of divide
}

func (p *planter) grow(from, to, depth int) {
	index := len(p.nodes)
	low, high := nothing()
	for _, k := range p.order[from:to] {
		low, high = join(low, high, p.shapes[k].low, p.shapes[k].high)
	}
	low, high = padded(low, high)
	p.nodes = append(p.nodes, node{low: low, high: high, first: int32(from), count: int32(to - from)})
	if to-from <= leafSize || depth >= maxDepth {
		return
	}
	axis, cut := p.divide(p.order[from:to])
	p.sort(p.order[from:to], axis)
	p.nodes[index].count, p.nodes[index].axis = 0, uint8(axis)
	p.grow(from, from+cut, depth+1)
	p.nodes[index].second = int32(len(p.nodes))
	p.grow(from+cut, to, depth+1)
}

// divide returns the axis and the place of the cheapest cut; the middle, if
// none is cheaper than not cutting.
func (p *planter) divide(order []int32) (axis, cut int) {
	n := len(order)
	cut = n / 2
	best := math.Inf(1)
	for a := range 3 {
		p.sort(order, a)
		low, high := nothing()
		for i := n - 1; i > 0; i-- {
			s := &p.shapes[order[i]]
			low, high = join(low, high, s.low, s.high)
			p.right[i] = area(low, high) * float64(n-i)
		}
		s := &p.shapes[order[0]]
		low, high = join(low, high, s.low, s.high)
		if a == 0 {
			best = area(low, high) * float64(n)
		}
		low, high = nothing()
		for i := 1; i < n; i++ {
			s := &p.shapes[order[i-1]]
			low, high = join(low, high, s.low, s.high)
			if cost := area(low, high)*float64(i) + p.right[i]; cost < best {
				best, axis, cut = cost, a, i
			}
		}
	}
	return axis, cut
}

// sort sorts shapes by their middles on an axis, and equal ones by their number.
func (p *planter) sort(order []int32, axis int) {
	slices.SortFunc(order, func(i, j int32) int {
		return cmp.Or(cmp.Compare(p.middle(i, axis), p.middle(j, axis)), cmp.Compare(i, j))
	})
}

func (p *planter) middle(i int32, axis int) float64 {
	s := &p.shapes[i]
	switch axis {
	case 0:
		return s.low.x + s.high.x
	case 1:
		return s.low.y + s.high.y
	default:
		return s.low.z + s.high.z
	}
}

func nothing() (vec, vec) {
	inf := math.Inf(1)
	return vec{inf, inf, inf}, vec{-inf, -inf, -inf}
}

func join(lo, hi, low, high vec) (vec, vec) {
	return vec{min(lo.x, low.x), min(lo.y, low.y), min(lo.z, low.z)},
		vec{max(hi.x, high.x), max(hi.y, high.y), max(hi.z, high.z)}
}

// padded makes a box a little larger than rounding errors are.
func padded(low, high vec) (vec, vec) {
	const share = 1e-9
	pad := max(low.brightest(), -low.x, -low.y, -low.z, high.brightest(), -high.x, -high.y, -high.z) * share
	p := vec{pad, pad, pad}
	return low.sub(p), high.add(p)
}

func area(low, high vec) float64 {
	d := high.sub(low)
	return d.x*d.y + d.y*d.z + d.z*d.x
}

// ray is a half line with what a search needs again and again.
type ray struct {
	from, along  vec
	slope, shift vec // 1 / along, and -from / along
	back         [3]bool
}

func (r *ray) aim(from, along vec) {
	r.from, r.along = from, along
	r.slope = vec{1 / steep(along.x), 1 / steep(along.y), 1 / steep(along.z)}
	r.shift = vec{-from.x * r.slope.x, -from.y * r.slope.y, -from.z * r.slope.z}
	r.back = [3]bool{along.x < 0, along.y < 0, along.z < 0}
}

// steep keeps a direction off the axes by next to nothing, so that no product
// with its inverse is undefined.
func steep(f float64) float64 {
	const least = 1e-30
	if f > -least && f < least {
		return least
	}
	return f
}

// walk is the state of a search: the nodes that are still to be looked at.
type walk struct {
	depth int
	stack [64]int32 // more than maxDepth
}

// leaf returns the next leaf whose box r passes before far, which is not
// negative, and the near ones first; or nil.
//
// Distances are compared by their bits. For a number that is not negative and
// any other that is the same order, and for two negative ones, which mean a box
// behind the ray, the order does not matter. Integers are compared without a
// jump, which WebAssembly made by Go pays dearly for, as it does for calls: that
// is why all is in one loop.
func (t *tree) leaf(w *walk, r *ray, far float64) *node {
	slope, shift := r.slope, r.shift
	farthest := int64(math.Float64bits(far))
	nodes := t.nodes
	for w.depth > 0 {
		w.depth--
		at := w.stack[w.depth&63]
		for {
			n := &nodes[at]
			a, b := int64(math.Float64bits(n.low.x*slope.x+shift.x)), int64(math.Float64bits(n.high.x*slope.x+shift.x))
			enter, leave := max(0, min(a, b)), min(farthest, max(a, b))
			a, b = int64(math.Float64bits(n.low.y*slope.y+shift.y)), int64(math.Float64bits(n.high.y*slope.y+shift.y))
			enter, leave = max(enter, min(a, b)), min(leave, max(a, b))
			a, b = int64(math.Float64bits(n.low.z*slope.z+shift.z)), int64(math.Float64bits(n.high.z*slope.z+shift.z))
			enter, leave = max(enter, min(a, b)), min(leave, max(a, b))
			if enter > leave {
				break
			}
			if n.count > 0 {
				return n
			}
			next, later := at+1, n.second
			if r.back[n.axis] {
				next, later = later, next
			}
			w.stack[w.depth&63] = later
			w.depth++
			at = next
		}
	}
	return nil
}

// nearest finds the first shape that r meets between near and far, and reports
// whether there is one.
func (t *tree) nearest(r *ray, near, far float64, h *hit) bool {
	h.distance, h.shape = far, -1
	w := walk{depth: 1}
	for n := t.leaf(&w, r, far); n != nil; n = t.leaf(&w, r, h.distance) {
		for i := n.first; i < n.first+n.count; i++ {
			t.shapes[i].meet(r, near, i, h)
		}
	}
	return h.shape >= 0
}

// light returns what share of the light passes along r up to far: nothing
// through solid shapes, a tint through glass. Lamps cast no shadow.
func (t *tree) light(r *ray, near, far float64, materials []material) vec {
	through := vec{1, 1, 1}
	var h hit
	w := walk{depth: 1}
	for n := t.leaf(&w, r, far); n != nil; n = t.leaf(&w, r, far) {
		for i := n.first; i < n.first+n.count; i++ {
			h.distance = far
			if !t.shapes[i].meet(r, near, i, &h) {
				continue
			}
			switch m := &materials[t.shapes[i].material]; m.kind {
			case lamp:
			case glass:
				through = through.mul(m.color).scale(0.9)
			default:
				return vec{}
			}
		}
	}
	return through
}
