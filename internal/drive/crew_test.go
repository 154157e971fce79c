package drive

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// resting is how many goroutines of a crew have nothing to do.
func (c *Crew) resting() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.idle)
}

// THREATS G: as many goroutines stay as were needed lately, and none when nothing is.
func TestCrew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Crew
		var done sync.WaitGroup
		call := func(n int) {
			t.Helper()
			done.Add(n)
			for range n {
				c.Go(func() {
					defer done.Done()
					time.Sleep(time.Millisecond)
				})
			}
			done.Wait()
			synctest.Wait()
		}
		call(10)
		if n := c.resting(); n != 10 {
			t.Errorf("%d rest after 10 calls at once", n)
		}
		for range 100 {
			call(1)
		}
		if n := c.resting(); n != 10 {
			t.Errorf("%d rest after calls one after the other", n)
		}
		for range 3 * int(restFor/time.Millisecond) { // one at a time, again and again
			call(1)
		}
		if n := c.resting(); n != 1 {
			t.Errorf("%d rest where one is needed", n)
		}
		time.Sleep(2 * restFor)
		synctest.Wait()
		if n := c.resting(); n != 0 || c.review != nil {
			t.Errorf("%d rest though nobody was called for %v", n, 2*restFor)
		}
		call(3)
		c.Close() // who rests is gone when the bubble ends, or the test fails
		call(2)
		if n := c.resting(); n != 0 {
			t.Errorf("%d rest in a crew that is closed", n)
		}
	})
}
