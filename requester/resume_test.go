package requester_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// worksFor makes each farmer work so long, from whenever it begins; one of no time fails after a minute.
func worksFor(times ...time.Duration) func(int, *parleytest.Seller) {
	return func(i int, s *parleytest.Seller) {
		s.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			select {
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			case <-time.After(cmp.Or(times[i], time.Minute)):
			}
			if times[i] == 0 {
				return nil, errors.New("broken")
			}
			return &messages.Delivery{Result: v.SOW.Job}, nil
		}
	}
}

// reopen hires each of the first n farmers by a SOW of its own, and starts the requester anew ten seconds later.
func (m *market) reopen(n int, configure ...func(*requester.Client)) (sessions []messages.ID) {
	m.t.Helper()
	ctx, stop := context.WithCancel(m.t.Context())
	var hiring sync.WaitGroup
	for _, f := range m.farms[:n] {
		hiring.Go(func() {
			for range m.client.Hire(ctx, sow(), parleytest.Ask(f)) {
			}
		})
	}
	time.Sleep(10 * time.Second)
	for _, v := range m.client.Sessions() {
		if v.Bound() {
			sessions = append(sessions, v.Session)
		}
	}
	if len(sessions) != n {
		m.t.Fatalf("%d are hired, want %d", len(sessions), n)
	}
	stop()
	_ = m.process.Stop()
	hiring.Wait()
	m.node.Restart(true)
	m.client, m.process = m.node.Hire(m.buyer, configure...)
	return sessions
}

// ends are which farmers' work has come to what, and how the hire ended.
func (m *market) ends(outcomes iter.Seq2[*requester.Outcome, error]) []string {
	var all []string
	for o, err := range outcomes {
		if unfilled, ok := errors.AsType[*requester.Unfilled](err); ok {
			all = append(all, fmt.Sprintf("%d of %d", unfilled.Filled, unfilled.Want))
			continue
		}
		if err != nil {
			m.t.Error(err)
			continue
		}
		i := slices.IndexFunc(m.farms, func(f *parleytest.Node) bool { return f.Key == o.Farmer })
		all = append(all, fmt.Sprintf("%d %s", i+1, o.View.Phase))
	}
	return all
}

// quotes are how often each farmer has quoted.
func (m *market) quotes() (n []int) {
	for _, s := range m.sellers {
		n = append(n, s.Count("Quote"))
	}
	return n
}

const work = 5 * time.Minute

// A24, H06: a hire that is resumed hires in the place of who fails, as it would have: those that are named or found are asked once
// somebody is wanted, who is known is not asked again, and where nobody is left it ends.
func TestResumeHiresInstead(t *testing.T) {
	for name, c := range map[string]struct {
		works       []time.Duration
		hired       int // before the restart
		n           int
		price       uint64
		named       []int // by Resume; the others are found
		found       []int
		want        []string
		early, late []int // how often each has quoted half a minute after the restart, and at the end
	}{
		"who is named":                {[]time.Duration{0, work}, 1, 1, 0, []int{0, 1}, nil, []string{"1 Abandoned", "2 Settled"}, []int{1, 0}, []int{1, 1}},
		"who is found":                {[]time.Duration{0, work}, 1, 1, 0, nil, []int{0, 1}, []string{"1 Abandoned", "2 Settled"}, []int{1, 0}, []int{1, 1}},
		"one more than is under way":  {[]time.Duration{work, work}, 1, 2, 0, []int{0, 1}, nil, []string{"1 Settled", "2 Settled"}, []int{1, 1}, []int{1, 1}},
		"nobody fails":                {[]time.Duration{work, work}, 1, 1, 0, []int{1}, nil, []string{"1 Settled"}, []int{1, 0}, []int{1, 0}},
		"nobody else is there":        {[]time.Duration{0}, 1, 1, 0, []int{0}, nil, []string{"1 Abandoned", "0 of 1"}, []int{1}, []int{1}},
		"nobody at all":               {[]time.Duration{0}, 1, 1, 0, nil, nil, []string{"1 Abandoned", "0 of 1"}, []int{1}, []int{1}},
		"who was hired by two SOWs":   {[]time.Duration{work, 0, work}, 2, 2, 0, []int{0, 1, 2}, nil, []string{"2 Abandoned", "1 Settled", "3 Settled"}, []int{1, 1, 0}, []int{1, 1, 1}},
		"what the failed one frees":   {[]time.Duration{0, work}, 1, 1, 10, []int{0, 1}, nil, []string{"1 Abandoned", "2 Settled"}, []int{1, 0}, []int{1, 1}},
		"not for more than is to pay": {[]time.Duration{work, work}, 1, 2, 15, []int{0, 1}, nil, []string{"1 Settled", "1 of 2"}, []int{1, 1}, []int{2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, len(c.works), worksFor(c.works...))
				var found discovery.Static
				for _, i := range c.found {
					found = append(found, discovery.Candidate{Key: m.farms[i].Key})
				}
				sessions := m.reopen(c.hired, func(client *requester.Client) {
					if found != nil {
						client.Finder = found
					}
				})
				h := requester.Hiring{N: c.n, MaxPrice: messages.AmountOfUint64(c.price)}
				for _, i := range c.named {
					h.Farmers = append(h.Farmers, discovery.Candidate{Key: m.farms[i].Key})
				}
				early := time.AfterFunc(30*time.Second, func() {
					if diff := gocmp.Diff(c.early, m.quotes()); diff != "" {
						t.Errorf("quoted while nobody had failed (-want +got)\n%s", diff)
					}
				})
				defer early.Stop()
				if diff := gocmp.Diff(c.want, m.ends(m.client.Resume(t.Context(), h, sessions...))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if diff := gocmp.Diff(c.late, m.quotes()); diff != "" {
					t.Errorf("quoted (-want +got)\n%s", diff)
				}
				m.stop()
			})
		})
	}
}

// Who is wanted in the place of another when Wait has long passed is hired by the first quote that comes, as by Hire; who is wanted at once, by the best
// within it.
func TestResumeGathersQuotes(t *testing.T) {
	for name, c := range map[string]struct {
		n    int
		want []string
	}{
		"later":   {1, []string{"1 Abandoned", "2 Settled"}},
		"at once": {2, []string{"1 Abandoned", "3 Settled", "2 Settled"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 3, worksFor(0, work, work), func(i int, s *parleytest.Seller) {
					s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
						if i == 2 {
							time.Sleep(time.Second)
						}
						return &messages.Quote{Price: parleytest.Price(5, 2)}, nil
					}
				})
				sessions := m.reopen(1)
				h := parleytest.Ask(m.farms...)
				h.N, h.Matcher = c.n, order{m.farms[2].Key, m.farms[1].Key}
				if diff := gocmp.Diff(c.want, m.ends(m.client.Resume(t.Context(), h, sessions...))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				m.stop()
			})
		})
	}
}

// What nobody could deliver in time any more nobody is asked for; whose delivery is looked at still is seen through.
func TestResumeTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2, worksFor(9*time.Minute, work))
		m.buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
			time.Sleep(time.Until(epoch.Add(12 * time.Minute))) // the work was due after ten
			return parleytest.Pay(v), nil
		}
		sessions := m.reopen(1)
		time.Sleep(11 * time.Minute)
		h := parleytest.Ask(m.farms...)
		h.N = 2
		if diff := gocmp.Diff([]string{"1 Settled", "1 of 2"}, m.ends(m.client.Resume(t.Context(), h, sessions...))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if diff := gocmp.Diff([]int{1, 0}, m.quotes()); diff != "" {
			t.Errorf("quoted (-want +got)\n%s", diff)
		}
		m.stop()
	})
}

// Follow hires nobody, whoever is found, and waits for who is out of reach.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 3, worksFor(0, work, work))
		sessions := m.reopen(2, func(client *requester.Client) { client.Finder = discovery.Static(parleytest.Ask(m.farms...).Farmers) })
		var back sync.WaitGroup
		back.Go(func() {
			m.farms[1].Kill()
			_ = m.running[1].Stop()
			time.Sleep(2 * time.Minute)
			m.farms[1].Restart(true)
			_, m.running[1] = m.farms[1].Farm(m.sellers[1])
		})
		if diff := gocmp.Diff([]string{"1 Abandoned", "2 Settled"}, m.ends(m.client.Follow(t.Context(), -1, sessions...))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		back.Wait()
		if diff := gocmp.Diff([]int{1, 1, 0}, m.quotes()); diff != "" {
			t.Errorf("quoted (-want +got)\n%s", diff)
		}
		for _, err := range m.client.Follow(t.Context(), -1, sessions...) {
			if protocol.CodeOf(err) != protocol.NotFound {
				t.Errorf("what has ended: %v", err)
			}
		}
		m.stop()
	})
}
