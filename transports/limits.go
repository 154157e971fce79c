package transports

import "time"

// Limits bound what a peer may cost. The zero value of each field means its default.
type Limits struct {
	Handshake time.Duration // for both sides to prove their keys, in all; 10 s
	Frame     time.Duration // from a frame's first byte to its last, besides what MinRate allows for its size; 10 s
	MinRate   int           // bytes per second that a frame must make, either way; 4 KiB
	Linger    time.Duration // how long what was sent before Close is given to arrive; 10 s
	Sessions  int           // sessions that the peer may have open on one Link; 1,024
	Held      int           // bytes received on one Link that nobody has taken yet; 8 MiB
}

func (l Limits) withDefaults() Limits {
	setDefault(&l.Handshake, 10*time.Second)
	setDefault(&l.Frame, 10*time.Second)
	setDefault(&l.MinRate, 4<<10)
	setDefault(&l.Linger, 10*time.Second)
	setDefault(&l.Sessions, 1024)
	setDefault(&l.Held, 8<<20)
	return l
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

// patience is how long n bytes may take.
func (l Limits) patience(n int) time.Duration {
	return l.Frame + time.Duration(n)*time.Second/time.Duration(l.MinRate)
}
