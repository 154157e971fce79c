package main

import (
	"context"
	"crypto/sha256"
	"time"
)

// Names of how long the yardstick takes: with nobody there yet, and while they are killed.
const (
	yardAlone     = "yardstick alone"
	yardMeanwhile = "yardstick meanwhile"
)

// links are those of a chain of hashes, which takes the processors that within is meant for plain.
const (
	links = 350_000
	plain = 50 * time.Millisecond
)

// crowd is how many times as long the yardstick takes at most, nineteen times of twenty, where nothing but these parties loads two
// cores: rather more than it does, so that little is excused.
const crowd = 4

// yardstick computes what is the same each time. How long that takes says how busy the machine is, and says so of nothing that is the
// product's: one that starts slowly, since it waits for something, is not excused by that.
func yardstick() (took time.Duration) {
	began, sum := time.Now(), [32]byte{}
	for range links {
		sum = sha256.Sum256(sum[:])
	}
	if sum == [32]byte{} {
		panic("a hash of nothing but zeros")
	}
	return time.Since(began)
}

// calibrate measures how long the yardstick takes before anybody comes; the best of these counts.
func (f *figures) calibrate() {
	for range 20 {
		f.add(yardAlone, yardstick())
	}
}

// keepMeasuringLoad measures while everybody is killed, until ctx ends and it has enough.
func (f *figures) keepMeasuringLoad(ctx context.Context) {
	for n := 1; ; n++ {
		f.add(yardMeanwhile, yardstick())
		if ctx.Err() != nil && n >= enough {
			return
		}
		pause := 2 * time.Second
		if n < enough {
			pause = 300 * time.Millisecond
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

// load is by how much the machine is busier than one that has nothing but these parties, or slower than plain, at least 1.
func (f *figures) load() float64 {
	alone := min(percentile(f.of(yardAlone), 0), plain)
	if alone == 0 {
		return 1
	}
	return max(1, float64(percentile(f.of(yardMeanwhile), 95))/float64(alone*crowd))
}
