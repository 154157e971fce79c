package main

import (
	"strings"
	"testing"
	"time"
)

func TestLate(t *testing.T) {
	of := func(late, all int, start, slowest time.Duration) error {
		f := new(figures)
		for range enough - 1 {
			f.add(inWar(kindFarmer), start)
		}
		f.add(inWar(kindMarket), slowest)
		for n := range all {
			took := within
			if n < late {
				took *= 2
			}
			f.add(back(kinds[n%len(kinds)]), took)
		}
		return f.late()
	}
	for _, c := range []struct {
		late, all      int
		start, slowest time.Duration
		want           bool
	}{
		{0, 0, idle, idle, false},
		{2, 40, idle, idle, false},
		{3, 40, idle, idle, true},
		{50, 5000, idle, idle, false},
		{51, 5000, idle, idle, true},
		{51, 5000, idle / 2, idle / 2, true},
		{5000, 5000, 2 * idle, 2 * idle, false},
		{51, 5000, idle, 10 * idle, true}, // one start alone is no load
	} {
		if err := of(c.late, c.all, c.start, c.slowest); (err != nil) != c.want {
			t.Errorf("%d of %d late, starts take %s, one %s: %v", c.late, c.all, c.start, c.slowest, err)
		}
	}
}

// Whether p99 is judged is said: with few recoveries one that a machine slept through would be it.
func TestWanted(t *testing.T) {
	for n, judged := range map[int]bool{0: false, 40: false, 299: false, 300: true, 5000: true} {
		f := new(figures)
		for range n {
			f.add(back(kindFarmer), within)
		}
		if said := f.wanted(); strings.Contains(said, "not judged") == judged || !strings.Contains(said, "want p99 at most 3s") {
			t.Errorf("of %d recoveries: %s", n, said)
		}
	}
}

// What others were away for is not the time of who needs them.
func TestMissed(t *testing.T) {
	now := time.Now()
	other := func(from, to time.Duration) *victim {
		v := new(victim)
		v.away.from = now.Add(from)
		if to != 0 {
			v.away.to = now.Add(to)
		}
		return v
	}
	for name, c := range map[string]struct {
		needed []*victim
		was    bool
		from   time.Time
	}{
		"nobody needed":  {nil, false, now},
		"never away":     {[]*victim{new(victim)}, false, now},
		"away before":    {[]*victim{other(-2, -1)}, false, now},
		"back meanwhile": {[]*victim{other(-2, 5), other(1, 3)}, true, now.Add(5)},
		"still away":     {[]*victim{other(-2, 5), other(1, 0)}, true, time.Time{}},
	} {
		if was, from := missed(now, c.needed); was != c.was || !from.Equal(c.from) {
			t.Errorf("%s: %v, %v; want %v, %v", name, was, from, c.was, c.from)
		}
	}
}
