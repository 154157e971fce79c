package adapter

import "time"

// tick is what a deterministic clock moves by when it is read, in nanoseconds.
const tick = int64(time.Microsecond)

// clock answers clock_time_get(id, precision, to): real time counts from the epoch, the other from zero.
func (b *builder) clock() []byte {
	return plain(get(0), number(1), gtU, when(number(errnoInval), ret),
		getG(gClock), number64(tick), add64, setG(gClock),
		get(2), getG(gClock), store64(0),
		get(0), eqz, when(get(2), getG(gClock), number64(b.run.Epoch*1e9), add64, store64(0)),
		number(0))
}

// sleep answers poll_oneoff(in, out, n, events). One relative clock moves ours at once, unless it would be moved beyond longest; who waits
// for anything else is ended, and so is whose parameters are over one another, since it matters there what is written first.
func (b *builder) sleep() []byte {
	const (
		tag, timeout, flags = 8, 24, 40 // of a subscription
		longest             = 1 << 62
	)
	in, out, events := span{get(0), number(48)}, span{get(1), number(32)}, span{get(3), number(4)}
	apart := code(in.outside(), in.overlaps(out), or, in.overlaps(events), or, out.overlaps(events), or, eqz)
	moved := code(getG(gClock), get(0), load64(timeout), add64)
	fits := code(get(0), load64(timeout), number64(0), gtS64, number64(longest), get(0), load64(timeout), sub64, getG(gClock), geS64, and)
	isClock := code(get(2), number(1), eq, when(apart, when(
		get(0), load8(tag), eqz, when(
			get(0), load16(flags), eqz, when(
				fits, when(moved, setG(gClock)),
				get(1), get(0), load64(0), store64(0),
				get(1), number64(0), store64(8), get(1), number64(0), store64(16), get(1), number64(0), store64(24),
				get(3), number(1), store(0),
				number(0), ret)))))
	return plain(isClock, b.unlike())
}
