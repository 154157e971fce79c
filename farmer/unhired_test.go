package farmer

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/parley-p2p/parley/messages"
)

// THREATS, Resource-holding grief: which quote is let go is what a walk over all sessions would find, and it is found without one.
func TestSpare(t *testing.T) {
	for by, name := range []string{bySessions: "sessions", byBytes: "bytes"} {
		t.Run(name, func(t *testing.T) { testSpare(t, measure(by)) })
	}
}

// THREATS, Resource-holding grief: quotes give way to who comes only if it finds room then: who is refused costs nobody anything.
func TestRoom(t *testing.T) {
	var crowd, bulk, comes = messages.Key{1}, messages.Key{2}, messages.Key{3}
	for name, want := range map[string]struct {
		full        bool
		more, spare int
		lacks       measure
	}{
		"there is room":                                   {false, 0, 0, measures},
		"a session gives way":                             {true, 0, 1, measures},
		"as many bytes as it takes give way":              {false, 60, 2, measures},
		"a session and its bytes give way":                {true, 40, 1, measures},
		"some bytes would, and are not enough":            {false, 150, 0, byBytes},
		"a session would, and its bytes are not enough":   {true, 170, 0, byBytes},
		"there is nobody who holds more bytes than comes": {false, 1000, 0, byBytes},
	} {
		t.Run(name, func(t *testing.T) {
			var u unhired
			u.add(&conduct{unbound: maxAllUnbound - 5*40}, bulk) // is not quoted yet
			var quotes []*conduct
			for range 5 {
				c := &conduct{unbound: 40}
				u.add(c, crowd)
				u.quoted(c)
				quotes = append(quotes, c)
			}
			open := func(*conduct) bool { return true }
			spared, lacks := u.room(comes, want.full, want.more, open)
			if lacks != want.lacks || !slices.Equal(spared, quotes[:want.spare]) {
				t.Fatalf("%d give way, it lacks %d; want the oldest %d, %d", len(spared), lacks, want.spare, want.lacks)
			}
			if want := maxAllUnbound - 40*want.spare; u.bytes != want {
				t.Errorf("%d bytes are held, want %d", u.bytes, want)
			}
			for _, c := range quotes[want.spare:] { // the others are where they were
				if next := u.spare(bySessions, comes, 0, open); next != c {
					t.Fatalf("the next to give way is %p, want %p of %p", next, c, quotes)
				}
				u.remove(c, crowd)
			}
			if u.of[crowd] != nil || len(u.most[byBytes].all) != 1 {
				t.Errorf("%v is left of who has no sessions", u.of[crowd])
			}
		})
	}
	var none unhired
	if spared, lacks := none.room(comes, true, 1, nil); spared != nil || lacks != bySessions {
		t.Errorf("%d of no quotes give way, it lacks %d", len(spared), lacks)
	}
}

func testSpare(t *testing.T, by measure) {
	type quote struct {
		*conduct
		of   messages.Key
		open bool
	}
	draw := rand.New(rand.NewPCG(1, 2))
	var u unhired
	var all []*quote       // in the order in which they were quoted, but for those that were not
	misses, quotes := 0, 0 // looks at quotes that were answered; quotes made
	weight := func(q *quote) int {
		if by == byBytes {
			return q.unbound
		}
		return 1
	}
	counted := func() (has map[messages.Key]int, most, bytes int) { // most: of those who have an open quote
		has = make(map[messages.Key]int)
		for _, q := range all {
			has[q.of] += weight(q)
			bytes += q.unbound
		}
		for _, q := range all {
			if q.open && q.quote != nil {
				most = max(most, has[q.of])
			}
		}
		return has, most, bytes
	}
	at := func(c *conduct) int { return slices.IndexFunc(all, func(q *quote) bool { return q.conduct == c }) }
	for step := range 10_000 {
		key := messages.Key{byte(draw.IntN(8))}
		switch n := draw.IntN(11); {
		case n < 5 && len(all) < 100:
			q := &quote{&conduct{unbound: draw.IntN(100)}, key, draw.IntN(4) > 0}
			u.add(q.conduct, key)
			if all = append(all, q); q.open {
				u.quoted(q.conduct)
				u.quoted(q.conduct) // which changes nothing
				quotes++
			}
		case n < 7 && len(all) > 0: // answered, or ended
			i := draw.IntN(len(all))
			q := all[i]
			if draw.IntN(2) == 0 {
				q.open = false
				continue
			}
			all = slices.Delete(all, i, i+1)
			u.remove(q.conduct, q.of)
			u.remove(q.conduct, q.of)
		case n == 7 && len(all) > 0: // quoted anew, after a counter-offer, or for the first time
			q := all[draw.IntN(len(all))]
			if q.quote == nil {
				q.open = true
				u.quoted(q.conduct)
				quotes++
				i := at(q.conduct)
				all = append(slices.Delete(all, i, i+1), q)
			}
		case n == 8 && len(all) > 0: // a counter-offer
			q, more := all[draw.IntN(len(all))], draw.IntN(100)
			u.grow(q.conduct, more)
			q.unbound += more
		default:
			has, most, bytes := counted()
			if bytes != u.bytes {
				t.Fatalf("step %d: %d bytes are counted of %d", step, u.bytes, bytes)
			}
			more := 1 + draw.IntN(3)
			c := u.spare(by, key, more, func(c *conduct) bool {
				open := all[at(c)].open
				if !open {
					misses++
				}
				return open
			})
			if c == nil {
				if most > has[key]+more {
					t.Fatalf("step %d: no quote of %d is let go for one with %d and %d", step, most, has[key], more)
				}
				continue
			}
			of := all[at(c)].of
			if has[of] != most || most <= has[key]+more {
				t.Fatalf("step %d: one of %d is let go for one with %d and %d; most are %d", step, has[of], has[key], more, most)
			}
			if i := slices.IndexFunc(all, func(q *quote) bool { return q.of == of && q.open }); all[i].conduct != c {
				t.Fatalf("step %d: not the oldest open quote", step)
			}
			u.remove(c, of)
			all = slices.DeleteFunc(all, func(q *quote) bool { return q.conduct == c })
		}
	}
	if misses > quotes || misses == 0 {
		t.Errorf("%d looks at quotes that were answered, of %d: want one at each at most", misses, quotes)
	}
	for _, q := range all {
		u.remove(q.conduct, q.of)
	}
	if len(u.of) != 0 || len(u.most[bySessions].all) != 0 || len(u.most[byBytes].all) != 0 || u.bytes != 0 {
		t.Errorf("%d, %d and %d requesters with %d bytes are left of none", len(u.of), len(u.most[bySessions].all), len(u.most[byBytes].all), u.bytes)
	}
}
