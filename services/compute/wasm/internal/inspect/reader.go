package inspect

// reader walks over bytes that nobody vouches for. The first thing that does not fit sets err, and from then on every
// read gives zero; loops end on it.
type reader struct {
	b    []byte
	pos  int
	base int // of b in the file, for messages
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = malformed(r.base+r.pos, format, args...)
	}
}

// check keeps err if it is the first.
func (r *reader) check(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) more() bool { return r.err == nil && r.pos < len(r.b) }

func (r *reader) byte() byte {
	if !r.more() {
		r.fail("it ends too early")
		return 0
	}
	c := r.b[r.pos]
	r.pos++
	return c
}

func (r *reader) skip(n int64) {
	if r.err != nil {
		return
	}
	if n < 0 || n > int64(len(r.b)-r.pos) {
		r.fail("it ends too early")
		return
	}
	r.pos += int(n)
}

// sub takes the next n bytes apart.
func (r *reader) sub(n int64) *reader {
	start := r.pos
	r.skip(n)
	if r.err != nil {
		return &reader{err: r.err}
	}
	return &reader{b: r.b[start:r.pos], base: r.base + start}
}

// u32 reads an unsigned LEB128 number of at most 32 bits.
func (r *reader) u32() int64 {
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		c := r.byte()
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			if v > 1<<32-1 {
				break
			}
			return int64(v)
		}
	}
	r.fail("a number is too long")
	return 0
}

// signed reads over a signed LEB128 number of at most bits bits and returns its sign-extended low 64.
func (r *reader) signed(bits int) int64 {
	var v int64
	for shift := 0; shift < bits; shift += 7 {
		c := r.byte()
		v |= int64(c&0x7f) << shift
		if c < 0x80 {
			if c&0x40 != 0 && shift+7 < 64 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
	r.fail("a number is too long")
	return 0
}

// count reads the length of a vector whose every item takes at least a byte.
func (r *reader) count(most int64, what string) int64 {
	n := r.u32()
	r.check(AtMost(n, most, what))
	if r.err == nil && n > int64(len(r.b)-r.pos) {
		r.fail("it announces %d %s and ends too early", n, what)
	}
	if r.err != nil {
		return 0
	}
	return n
}

func (r *reader) name(most int64) string {
	n := r.u32()
	r.check(AtMost(n, most, "bytes in a name"))
	s := r.sub(n)
	r.check(s.err)
	return string(s.b)
}
