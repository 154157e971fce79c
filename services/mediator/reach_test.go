package mediator_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
	"github.com/parley-p2p/parley/transports"
)

// roll hears who is dialed, from whatever goroutine.
type roll struct {
	mu   sync.Mutex
	keys []messages.Key
}

func (r *roll) Dial(_ context.Context, peer messages.Key, _ ...string) (transports.Stream, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = append(r.keys, peer)
	return nil, errors.New("nobody is at home")
}

// C51: whoever is found under a case's name, the parties that its agreement names are dialed by their keys before the work is run, and with
// every attempt to fetch its result; and many who are found and do not answer are not dialed again before those who were not.
func TestReachTheParties(t *testing.T) {
	h := notServed(t, 1, 1)
	h.box.Blocks = h.from(nobody{})
	strangers := make(crowd, 40)
	for i := range strangers {
		strangers[i] = messages.Key{1, byte(i)}
	}
	d := new(roll)
	h.box.Reach = mediator.Reach(strangers, d)
	h.made = must(h.box.Rerun(t.Context(), h.brief))(t)
	parties := slices.DeleteFunc(slices.Clone(d.keys), func(k messages.Key) bool { return slices.Contains(strangers, k) })
	if len(parties) != 2 || parties[0] == parties[1] || len(d.keys) != 18 {
		t.Fatalf("dialed %d, of whom %v are none of those found", len(d.keys), parties)
	}
	for range 2 {
		h.finds(t.Context(), mediator.ErrUnserved)
	}
	for _, key := range parties {
		if n := count(d.keys, key); n != 3 {
			t.Errorf("%s was dialed %d times before a run and two attempts", key.Short(), n)
		}
	}
	for _, key := range strangers {
		if n := count(d.keys, key); n == 0 || n > 2 {
			t.Errorf("one of forty who are found was dialed %d times in three attempts, sixteen in each", n)
		}
	}
	d.keys = nil
	mediator.Reach(strangers, d)(t.Context(), &mediator.Brief{ID: deals.Hash{7}})
	if len(d.keys) != 16 {
		t.Errorf("%d are dialed at a time", len(d.keys))
	}
}

func count(keys []messages.Key, key messages.Key) (n int) {
	for _, k := range keys {
		if k == key {
			n++
		}
	}
	return n
}
