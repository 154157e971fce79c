package wasm

import (
	crand "crypto/rand"
	"math/rand/v2"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// virtualClock is the time of a deterministic run. It moves only when it is looked at or slept on, so a guest that sleeps
// for a year costs nothing, and one that waits for the clock to move does not wait for ever.
type virtualClock struct{ now int64 } // nanoseconds since executor.Epoch

const tick = int64(time.Microsecond)

func (c *virtualClock) nano() int64 {
	c.now += tick
	return c.now
}

func (c *virtualClock) wall() (sec int64, nsec int32) {
	now := c.nano()
	return executor.Epoch + now/1e9, int32(now % 1e9)
}

func (c *virtualClock) sleep(ns int64) {
	if ns > 0 && c.now <= 1<<62-ns {
		c.now += ns
	}
}

// setProfile gives the guest its time and its randomness.
func setProfile(c wazero.ModuleConfig, p executor.Profile, seed [32]byte) wazero.ModuleConfig {
	if p == executor.Live {
		return c.WithSysWalltime().WithSysNanotime().WithSysNanosleep().WithRandSource(crand.Reader)
	}
	clock := &virtualClock{}
	return c.WithWalltime(clock.wall, sys.ClockResolution(tick)).
		WithNanotime(clock.nano, sys.ClockResolution(tick)).
		WithNanosleep(clock.sleep).
		WithOsyield(func() {}).
		WithRandSource(rand.NewChaCha8(seed))
}
