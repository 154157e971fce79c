package main

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLate(t *testing.T) {
	const idle = crowd * 50 * time.Millisecond // what the yardstick takes where nothing but the parties loads the machine
	of := func(late, all int, start, slowest time.Duration, cut ...time.Duration) error {
		f := new(figures)
		f.add(yardAlone, idle)
		f.add(yardAlone, idle/crowd)
		for range enough - 1 {
			f.add(yardMeanwhile, start)
			f.add(inWar(kindFarmer), time.Hour) // that the product starts slowly excuses nothing
		}
		f.add(yardMeanwhile, slowest)
		for n := range all {
			took := within
			if n < late {
				took *= 2
			}
			f.add(back(kinds[n%len(kinds)]), took)
		}
		for n, age := range cut {
			f.add(cutShort(kinds[n%len(kinds)]), age)
		}
		return f.late(all+len(cut), 10)
	}
	times := func(n int, age time.Duration) []time.Duration { return slices.Repeat([]time.Duration{age}, n) }
	for _, c := range []struct {
		late, all      int
		start, slowest time.Duration
		want           bool
	}{
		{2, 40, idle, idle, false},
		{3, 40, idle, idle, true},
		{50, 5000, idle, idle, false},
		{51, 5000, idle, idle, true},
		{51, 5000, idle / 2, idle / 2, true},
		{5000, 5000, 2 * idle, 2 * idle, false},
		{51, 5000, idle, 10 * idle, true}, // one measure alone is no load
	} {
		if err := of(c.late, c.all, c.start, c.slowest); (err != nil) != c.want {
			t.Errorf("%d of %d late, the yardstick takes %s, once %s: %v", c.late, c.all, c.start, c.slowest, err)
		}
	}
	for name, c := range map[string]struct {
		late, all int
		cut       []time.Duration
		want      bool
	}{
		"two cut short when they were late already": {0, 40, times(2, within+1), false},
		"three of them":          {0, 40, times(3, within+1), true},
		"one late, and two such": {1, 40, times(2, within+1), true},
		"51 of 5000 such":        {0, 4949, times(51, within+1), true},
		"a tenth, soon":          {0, 40, times(4, 1), false},
		"a third, soon":          {0, 4000, times(2000, 1), false},
		"more than a third":      {0, 4000, times(2001, 1), true},
		"most of a few":          {0, 10, times(6, 1), false},
		"1 of 100 late as far as seen, but those cut short before are as slow as others that were away for so long": {50, 4000, times(1000, within-1), true},
	} {
		if err := of(c.late, c.all, idle, idle, c.cut...); (err != nil) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Recoveries that nobody has seen are not in time: of a few kills one in ten may have no figure, of many the last of each of ten parties.
func TestUnseen(t *testing.T) {
	for _, c := range []struct {
		kills, seen, cut int
		want             bool
	}{
		{5000, 0, 0, true},
		{1, 0, 0, true},
		{6, 0, 6, true},
		{1, 1, 0, false},
		{10, 9, 0, false},
		{10, 8, 0, true},
		{40, 33, 3, false},
		{40, 32, 3, true},
		{500, 413, 87, false}, // as runs have it
		{500, 400, 100, false},
		{500, 420, 70, false},
		{500, 420, 69, true},
		{5000, 4290, 700, false},
		{5000, 4290, 699, true},
	} {
		f := new(figures)
		for n := range c.seen {
			f.add(back(kinds[n%len(kinds)]), time.Second)
		}
		for n := range c.cut {
			f.add(cutShort(kinds[n%len(kinds)]), 1)
		}
		err := f.late(c.kills, 10)
		if (err != nil) != c.want {
			t.Errorf("of %d kills %d seen and %d cut short: %v", c.kills, c.seen, c.cut, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "nobody knows how long the others took") || !strings.Contains(err.Error(), "-kills ")) {
			t.Errorf("%v: no cause, or no remedy", err)
		}
	}
}

// A machine that is slow is excused as one that is busy, and of one that is fast no more than its own is expected.
func TestLoad(t *testing.T) {
	for _, c := range []struct {
		alone, meanwhile time.Duration
		want             float64
	}{
		{plain, plain, 1},
		{plain, crowd * plain, 1},
		{plain, 2 * crowd * plain, 2},
		{2 * plain, 2 * crowd * plain, 2},
		{plain / 2, crowd * plain, 2},
	} {
		f := new(figures)
		f.add(yardAlone, c.alone)
		for range enough {
			f.add(yardMeanwhile, c.meanwhile)
		}
		if got := f.load(); got != c.want {
			t.Errorf("alone %s, meanwhile %s: a load of %.2f, want %.2f", c.alone, c.meanwhile, got, c.want)
		}
	}
}

// Whoever is cut short counts as those that were away for so long: what Kaplan and Meier's example comes to, and no less than
// what is known.
func TestLonger(t *testing.T) {
	s := time.Second
	for _, c := range []struct {
		seen, cut []time.Duration
		d         time.Duration
		want      float64
	}{
		{nil, nil, s, 0},
		{[]time.Duration{s, 2 * s, 3 * s, 4 * s}, nil, 2 * s, 0.5},
		{[]time.Duration{s, 2 * s, 3 * s, 4 * s}, nil, 4 * s, 0},
		{nil, []time.Duration{s}, s, 0},
		{nil, []time.Duration{2 * s}, s, 1},
		{[]time.Duration{s}, []time.Duration{3 * s}, 2 * s, 0.5},
		{[]time.Duration{s, 3 * s}, []time.Duration{2 * s}, 2 * s, 2. / 3},                                  // of one cut short at 2 s nobody knows more
		{[]time.Duration{s, 3 * s, 5 * s}, []time.Duration{2 * s, 4 * s}, 3 * s, 4. / 5 * 2 / 3},            // 5 away, then 3
		{[]time.Duration{s, 3 * s, 5 * s}, []time.Duration{2 * s, 3 * s, 6 * s}, 5 * s, 5. / 6 * 3 / 4 / 2}, // 6, then 4, then 2
	} {
		if got := longer(c.seen, c.cut, c.d); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v, cut short %v: longer than %s: %v, want %v", c.seen, c.cut, c.d, got, c.want)
		}
	}
	hundred := make([]time.Duration, 0, 200)
	for n := range 200 {
		hundred = append(hundred, time.Duration(n+1)*s)
	}
	if got := most99(hundred, nil); got != 198*s {
		t.Errorf("p99 of 1 to 200 s: %s", got)
	}
	if got := most99(hundred[:50], []time.Duration{time.Minute}); got != time.Minute {
		t.Errorf("p99 of 1 to 50 s, and more than a minute: %s", got)
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
		still  bool
		from   time.Time
	}{
		"nobody needed":         {nil, false, false, now},
		"never away":            {[]*victim{new(victim)}, false, false, now},
		"away before":           {[]*victim{other(-2, -1)}, false, false, now},
		"back meanwhile":        {[]*victim{other(-2, 5), other(1, 3)}, true, false, now.Add(5)},
		"one back, another not": {[]*victim{other(-2, 5), other(1, 0)}, true, true, now.Add(5)},
		"still away":            {[]*victim{other(-2, 0)}, true, true, now},
	} {
		if was, still, from := missed(now, c.needed); was != c.was || still != c.still || !from.Equal(c.from) {
			t.Errorf("%s: %v, %v, %v; want %v, %v, %v", name, was, still, from, c.was, c.still, c.from)
		}
		v := &victim{needs: func() []*victim { return c.needed }}
		wantAge := 10 - c.from.Sub(now)
		if c.still {
			wantAge = 0
		}
		if age := v.age(&process{began: now, at: now.Add(10)}); age != wantAge {
			t.Errorf("%s: killed after 10 it is %d old, want %d", name, age, wantAge)
		}
	}
}
