package bytecode

// A Reader walks over bytes that nobody vouches for. The first thing that does not fit sets Err, and from then on every
// read gives zero; loops end on it.
type Reader struct {
	Err error // the first

	b    []byte
	pos  int
	base int // of b in the file, for messages
}

// NewReader reads b from a place in it on.
func NewReader(b []byte, from int) *Reader { return &Reader{b: b, pos: from} }

// Fail sets Err to one of the module being broken here, if it is the first.
func (r *Reader) Fail(format string, args ...any) {
	if r.Err == nil {
		r.Err = Malformed(r.base+r.pos, format, args...)
	}
}

// Check keeps err if it is the first.
func (r *Reader) Check(err error) {
	if r.Err == nil {
		r.Err = err
	}
}

// More reports whether something is left to be read.
func (r *Reader) More() bool { return r.Err == nil && r.pos < len(r.b) }

// Pos is where the next byte is read, counted from where r begins.
func (r *Reader) Pos() int { return r.pos }

// Base is where r begins in the file.
func (r *Reader) Base() int { return r.base }

// Bytes is what r reads, from one place in it to another; it is not copied.
func (r *Reader) Bytes(from, to int) []byte { return r.b[from:to:to] }

// Rest is what is left to be read; it is not copied.
func (r *Reader) Rest() []byte { return r.b[r.pos:] }

// Byte reads a byte.
func (r *Reader) Byte() byte {
	if !r.More() {
		r.Fail("it ends too early")
		return 0
	}
	c := r.b[r.pos]
	r.pos++
	return c
}

// Skip reads over n bytes.
func (r *Reader) Skip(n int64) {
	if r.Err != nil {
		return
	}
	if n < 0 || n > int64(len(r.b)-r.pos) {
		r.Fail("it ends too early")
		return
	}
	r.pos += int(n)
}

// Sub takes the next n bytes apart.
func (r *Reader) Sub(n int64) *Reader {
	start := r.pos
	r.Skip(n)
	if r.Err != nil {
		return &Reader{Err: r.Err}
	}
	return &Reader{b: r.b[start:r.pos:r.pos], base: r.base + start}
}

// U32 reads an unsigned LEB128 number of at most 32 bits.
func (r *Reader) U32() int64 {
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		c := r.Byte()
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			if v > 1<<32-1 {
				break
			}
			return int64(v)
		}
	}
	r.Fail("a number is too long")
	return 0
}

// Signed reads over a signed LEB128 number of at most bits bits and returns its sign-extended low 64.
func (r *Reader) Signed(bits int) int64 {
	var v int64
	for shift := 0; shift < bits; shift += 7 {
		c := r.Byte()
		v |= int64(c&0x7f) << shift
		if c < 0x80 {
			if c&0x40 != 0 && shift+7 < 64 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
	r.Fail("a number is too long")
	return 0
}

// Count reads the length of a vector whose every item takes at least a byte.
func (r *Reader) Count(most int64, what string) int64 {
	n := r.U32()
	r.Check(AtMost(n, most, what))
	if r.Err == nil && n > int64(len(r.b)-r.pos) {
		r.Fail("it announces %d %s and ends too early", n, what)
	}
	if r.Err != nil {
		return 0
	}
	return n
}

// Name reads a name of at most so many bytes.
func (r *Reader) Name(most int64) string {
	n := r.U32()
	r.Check(AtMost(n, most, "bytes in a name"))
	s := r.Sub(n)
	r.Check(s.Err)
	return string(s.b)
}
