package trace

import "math/bits"

// dimensions is the number of pairs of a sample that are spread evenly; the
// pairs beyond them, deep in a path, are plain random numbers.
const dimensions = 10

// spread holds, for every dimension, the points of a (0,2)-sequence (Sobol's
// first two dimensions) in an order of that dimension's own, so that dimensions
// do not march in step.
type spread [dimensions][][2]uint32

func newSpread(samples int) *spread {
	var s spread
	for d := range s {
		points := make([][2]uint32, samples)
		for i := range points {
			points[i] = [2]uint32{bits.Reverse32(uint32(i)), sobol(uint32(i))}
		}
		for i := samples - 1; i > 0; i-- {
			j := int(mixed(uint64(d)<<32|uint64(i)) % uint64(i+1))
			points[i], points[j] = points[j], points[i]
		}
		s[d] = points
	}
	return &s
}

func sobol(i uint32) uint32 {
	var r uint32
	for v := uint32(1) << 31; i != 0; i >>= 1 {
		if i&1 != 0 {
			r ^= v
		}
		v ^= v >> 1
	}
	return r
}

// mixed is the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// dice yields the random numbers of one sample of one pixel.
type dice struct {
	spread *spread
	circle *circle
	pixel  uint64
	sample int
	next   int
}

// disk returns a point of the unit disk.
func (d *dice) disk() (float64, float64) {
	u, v := d.pair()
	return d.circle.disk(u, v)
}

// pair returns two numbers in [0, 1).
func (d *dice) pair() (float64, float64) {
	k := d.next
	d.next++
	seed := d.pixel ^ uint64(k)*0xd6e8feb86659fd93
	if k >= dimensions {
		seed ^= uint64(d.sample+1) << 40
	}
	h := mixed(seed)
	u, v := uint32(h), uint32(h>>32)
	if k < dimensions {
		p := &d.spread[k][d.sample]
		u ^= p[0]
		v ^= p[1]
	}
	return float64(u) * 0x1p-32, float64(v) * 0x1p-32
}
