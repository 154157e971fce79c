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

// sleep answers poll_oneoff(in, out, n, events). One relative clock moves ours at once; who waits for anything else is ended.
func (b *builder) sleep() []byte {
	const (
		tag, timeout, flags = 8, 24, 40 // of a subscription
		longest             = 1 << 62
	)
	moved := code(getG(gClock), get(0), load64(timeout), add64)
	fits := code(get(0), load64(timeout), number64(0), gtS64)
	isClock := code(get(2), number(1), eq, when(
		get(0), load8(tag), eqz, when(
			get(0), load16(flags), eqz, when(
				fits, when(number64(longest), moved, gtS64, when(moved, setG(gClock))),
				get(1), get(0), load64(0), store64(0),
				get(1), number64(0), store64(8), get(1), number64(0), store64(16), get(1), number64(0), store64(24),
				get(3), number(1), store(0),
				number(0), ret))))
	return plain(isClock, b.unlike())
}
