package discovery_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func candidate(n byte, addrs ...string) discovery.Candidate {
	return discovery.Candidate{Key: messages.Key{n}, Addrs: addrs}
}

// slow finds one candidate each so often, and fails once in between.
type slow struct {
	every time.Duration
	found []discovery.Candidate
	err   error
}

func (s slow) Find(ctx context.Context, _ string) iter.Seq2[discovery.Candidate, error] {
	return func(yield func(discovery.Candidate, error) bool) {
		if s.err != nil && !yield(discovery.Candidate{}, s.err) {
			return
		}
		for _, c := range s.found {
			select {
			case <-time.After(s.every):
			case <-ctx.Done():
				yield(discovery.Candidate{}, context.Cause(ctx))
				return
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestStatic(t *testing.T) { // A26
	named := discovery.Static{candidate(2, "b"), candidate(1, "a"), candidate(2, "c")}
	var got []discovery.Candidate
	for c, err := range named.Find(t.Context(), "echo") {
		if err != nil {
			t.Fatal(err)
		}
		c.Addrs[0] += "!" // the caller's own
		got = append(got, c)
	}
	if diff := cmp.Diff([]discovery.Candidate{candidate(2, "b!"), candidate(1, "a!")}, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if named[0].Addrs[0] != "b" {
		t.Error("the finder was changed by who used it")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range named.Find(ctx, "echo") {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("canceled: %v", err)
		}
	}
}

// Each as it comes, each once, and one that fails hides no other.
func TestAny(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failure := errors.New("no network")
		finders := discovery.Any{
			slow{every: 2 * time.Second, found: []discovery.Candidate{candidate(1, "dht"), candidate(3)}},
			slow{every: 3 * time.Second, found: []discovery.Candidate{candidate(1, "named"), candidate(2)}},
			slow{err: failure},
		}
		start := time.Now()
		var got []string
		for c, err := range finders.Find(t.Context(), "echo") {
			if err != nil && !errors.Is(err, failure) {
				t.Error(err)
			}
			got = append(got, fmt.Sprintf("%v %d %v %v", time.Since(start), c.Key[0], c.Addrs, err))
		}
		want := []string{"0s 0 [] no network", "2s 1 [dht] <nil>", "4s 3 [] <nil>", "6s 2 [] <nil>"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("found (-want +got):\n%s", diff)
		}
	})
}

func TestAnyBrokenOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endless := slow{every: time.Hour, found: slices.Repeat([]discovery.Candidate{candidate(9)}, 1000)}
		start := time.Now()
		for c := range (discovery.Any{endless, discovery.Static{candidate(1)}, endless}).Find(t.Context(), "echo") {
			if c.Key[0] != 1 {
				t.Errorf("found %v first", c)
			}
			break // every search ends before the loop does
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("breaking off took %v", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for c, err := range (discovery.Any{endless}).Find(ctx, "echo") {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("found %v within a minute, %v", c, err)
			}
		}
		for range (discovery.Any{}).Find(t.Context(), "echo") {
			t.Error("nobody was asked, and found something")
		}
	})
}

func ExampleAny() {
	named := discovery.Static{{Key: messages.Key{1}, Addrs: []string{"/ip4/192.0.2.1/tcp/4001"}}}
	finder := discovery.Any{named /* and a DHT, a registry, … */}
	for c, err := range finder.Find(context.Background(), "echo") {
		if err != nil {
			fmt.Println("searching on:", err)
			continue
		}
		fmt.Println(c.Key.Short(), c.Addrs)
	}
	// Output: 01000000 [/ip4/192.0.2.1/tcp/4001]
}
