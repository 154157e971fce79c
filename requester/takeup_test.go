package requester_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// gone takes a farmer out of reach, until back.
func (m *market) gone(i int) (back func()) {
	m.farms[i].Kill()
	_ = m.running[i].Stop()
	return func() {
		m.farms[i].Restart(true)
		m.servers[i], m.running[i] = m.farms[i].Farm(m.sellers[i])
	}
}

// begun hires the first n farmers by one Hire, and breaks it off ten seconds later.
func (m *market) begun(n int, patience time.Duration) (sessions []messages.ID) {
	m.t.Helper()
	h := m.ask()
	h.N, h.Farmers, h.Patience = n, h.Farmers[:n], patience
	ctx, stop := context.WithTimeout(m.t.Context(), 10*time.Second)
	defer stop()
	for range m.client.Hire(ctx, sow(), h) {
	}
	for _, v := range m.client.Sessions() {
		sessions = append(sessions, v.Session)
	}
	if len(sessions) != n {
		m.t.Fatalf("%d are hired, want %d", len(sessions), n)
	}
	return sessions
}

// A24: who is out of reach when a hire is resumed is replaced as it would have been: once it has been away for longer than that hire's patience, whoever waited
// for it before and however long.
func TestResumeReplacesWhoIsAway(t *testing.T) {
	for name, c := range map[string]struct {
		before   func(*market, []messages.ID) // after the farmer has gone
		patience time.Duration
		replaced time.Duration // after Resume
	}{
		"it has just gone":                {func(*market, []messages.ID) {}, 5 * time.Second, 5 * time.Second},
		"it has gone a minute before":     {func(*market, []messages.ID) { time.Sleep(time.Minute) }, 5 * time.Second, 0},
		"within a longer patience":        {func(*market, []messages.ID) { time.Sleep(time.Minute) }, 90 * time.Second, 30 * time.Second},
		"Follow was broken off meanwhile": {func(m *market, sessions []messages.ID) { m.follows(time.Minute, -1, sessions) }, 5 * time.Second, 0},
		"Follow has ended for that":       {func(m *market, sessions []messages.ID) { m.follows(time.Minute, 5*time.Second, sessions) }, 5 * time.Second, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 2, worksFor(work, work))
				sessions := m.begun(1, 5*time.Second)
				m.gone(0)
				c.before(m, sessions)
				began := time.Now()
				h := m.ask()
				h.Patience = c.patience
				if diff := gocmp.Diff([]string{"2 Settled"}, m.ends(m.client.Resume(t.Context(), h, sessions...))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if took := time.Since(began) - work; took < c.replaced || took > c.replaced+15*time.Second { // dials are made every five seconds
					t.Errorf("the other was hired after %s, want %s", took, c.replaced)
				}
				m.stop()
			})
		})
	}
}

// follows follows sessions, at most for a while.
func (m *market) follows(most, patience time.Duration, sessions []messages.ID) []string {
	ctx, stop := context.WithTimeout(m.t.Context(), most)
	defer stop()
	var ends []string
	for o, err := range m.client.Follow(ctx, patience, sessions...) {
		if err == nil {
			ends = append(ends, o.View.Phase.String())
		}
	}
	return ends
}

// Who is back before anybody took its place goes on, though it was out of reach when the hire was resumed.
func TestResumeWelcomes(t *testing.T) {
	for name, before := range map[string]time.Duration{"gone for long": time.Minute, "just gone": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 1, worksFor(work))
				sessions := m.begun(1, 5*time.Second)
				back := m.gone(0)
				time.Sleep(before)
				again := time.AfterFunc(time.Minute, back)
				defer again.Stop()
				if diff := gocmp.Diff([]string{"1 Settled"}, m.ends(m.client.Resume(t.Context(), m.ask(), sessions...))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				m.stop()
			})
		})
	}
}

// Follow ends once all who have not ended are out of reach for longer than its patience, and not before.
func TestFollowImpatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 3, worksFor(2*time.Minute, work, work))
		sessions := m.begun(3, time.Second)
		m.gone(1)
		back := m.gone(2) // for a while
		again := time.AfterFunc(time.Minute, back)
		defer again.Stop()
		began := time.Now()
		last := time.AfterFunc(3*time.Minute, func() { m.gone(2) })
		defer last.Stop()
		if diff := gocmp.Diff([]string{"1 Settled"}, m.ends(m.client.Follow(t.Context(), 5*time.Second, sessions...))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if took := time.Since(began); took < 3*time.Minute+5*time.Second || took > 3*time.Minute+20*time.Second {
			t.Errorf("it ended after %s", took)
		}
		m.stop()
	})
}

// Who was replaced before a restart has no place after it: another is hired in the place of the next that fails, and it is asked to stop, also where it is started
// anew itself and does not know that its countersignature is held. It is not hired once more.
func TestResumeWithoutTheReplaced(t *testing.T) {
	for name, c := range map[string]struct {
		move func(m *market)
		want []string
	}{
		"in reach":            {func(*market) {}, []string{"1 Abandoned", "2 Abandoned", "3 Settled"}},
		"started anew itself": {func(m *market) { m.gone(0)() }, []string{"1 Abandoned", "2 Abandoned", "3 Settled"}},
		"out of reach":        {func(m *market) { m.gone(0) }, []string{"2 Abandoned", "3 Settled"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 3, worksFor(work, 0, work))
				sessions := m.reopen(2)
				c.move(m)
				h := m.ask()
				h.Patience = time.Hour
				var held []messages.ID
				for _, id := range sessions {
					if id == session(m, 0) {
						h.Replaced = append(h.Replaced, id)
					} else {
						held = append(held, id)
					}
				}
				began := time.Now()
				if diff := gocmp.Diff(c.want, m.ends(m.client.Resume(t.Context(), h, held...))); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if diff := gocmp.Diff([]int{1, 1, 1}, m.quotes()); diff != "" || time.Since(began) > work+2*time.Minute {
					t.Errorf("after %s, quoted (-want +got)\n%s", time.Since(began), diff)
				}
				m.stop()
			})
		})
	}
}

// session is that of a farmer.
func session(m *market, i int) (id messages.ID) {
	m.t.Helper()
	if err := m.client.Ready(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
	for _, v := range m.client.Sessions() {
		if v.Farmer == m.farms[i].Key {
			id = v.Session
		}
	}
	return id
}

// A farmer of which two sessions are taken up is not asked for a third before both have ended.
func TestResumeAsksNobodyAtWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		times := []time.Duration{4 * time.Minute, time.Minute}
		m := open(t, 1)
		m.sellers[0].OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			mu.Lock()
			d := time.Minute
			if len(times) > 0 {
				d, times = times[0], times[1:]
			}
			mu.Unlock()
			select {
			case <-time.After(d):
				return &messages.Delivery{Result: v.SOW.Job}, nil
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
		}
		m.farms = append(m.farms, m.farms[0])
		sessions := m.reopen(2)
		m.farms = m.farms[:1]
		h := m.ask()
		h.N = 3
		began, late := time.Now(), 0
		look := time.AfterFunc(3*time.Minute, func() { late = m.sellers[0].Count("Quote") })
		defer look.Stop()
		if diff := gocmp.Diff([]string{"1 Settled", "1 Settled", "1 Settled"}, m.ends(m.client.Resume(t.Context(), h, sessions...))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if late != 2 || m.sellers[0].Count("Quote") != 3 {
			t.Errorf("after %s it has quoted %d times, %d of them while it was at work", time.Since(began), m.sellers[0].Count("Quote"), late)
		}
		m.stop()
	})
}

// All sessions that are named are taken up, or none.
func TestResumeAllOrNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2, worksFor(time.Minute, work))
		sessions := m.reopen(2)
		code := func(sessions ...messages.ID) (code protocol.Code) {
			for _, err := range m.client.Follow(t.Context(), 0, sessions...) {
				code = protocol.CodeOf(err)
				break
			}
			return code
		}
		first, second := session(m, 0), session(m, 1)
		got := []protocol.Code{code()}
		var following sync.WaitGroup
		following.Go(func() {
			for range m.client.Follow(t.Context(), 0, first) {
			}
		})
		synctest.Wait()
		got = append(got, code(sessions...))
		following.Wait()
		got = append(got, code(sessions...))
		if diff := gocmp.Diff([]protocol.Code{protocol.Invalid, protocol.Duplicate, protocol.NotFound}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if diff := gocmp.Diff([]string{"2 Settled"}, m.ends(m.client.Follow(t.Context(), 0, second, second))); diff != "" { // which none of that has taken up
			t.Errorf("(-want +got)\n%s", diff)
		}
		m.stop()
	})
}

// What others are asked with does not depend on the order in which sessions are named.
func TestResumeAsksWithTheSame(t *testing.T) {
	var payloads []string
	for _, reverse := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			m := open(t, 3, worksFor(work, work, work))
			ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
			defer stop()
			var hiring sync.WaitGroup
			for i, job := range []string{"a", "b"} {
				hiring.Go(func() {
					s := sow()
					s.Job.Body, s.Nonce, s.DeliverByMs = []byte(job), make([]byte, 32), epoch.Add(time.Hour).UnixMilli()
					for range m.client.Hire(ctx, s, parleytest.Ask(m.farms[i])) {
					}
				})
			}
			hiring.Wait()
			sessions := []messages.ID{session(m, 0), session(m, 1)}
			if reverse {
				slices.Reverse(sessions)
			}
			var asked string
			m.sellers[2].OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
				asked = string(v.SOW.Job.Body)
				return &messages.Quote{Price: parleytest.Price(5, 2)}, nil
			}
			h := m.ask()
			h.N = 3
			for range m.client.Resume(t.Context(), h, sessions...) {
			}
			payloads = append(payloads, asked)
			m.stop()
		})
	}
	if payloads[0] == "" || payloads[0] != payloads[1] {
		t.Errorf("asked with %q", payloads)
	}
}
