package siege

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

const (
	span       = 1500 * time.Millisecond // of a window
	substance  = 0.9                     // of the streams of each kind that were sent, which must have come in each round
	resumed    = 1024                    // by the stranger in all rounds together: as many as may be open on a link
	mostMemory = 256 << 20               // more than honest negotiations had taken before the first storm
	slowdown   = 1.5                     // of the honest ones' p99, by the clock, at the same load
	delay      = 20 * time.Millisecond   // of it, where nothing else loads the machine
	alone      = 0.1                     // processors at most that others keep busy while the machine is the test's own,
	late       = 4 * time.Minute         // and how long it is waited for that it is
	burden     = 1.5                     // honest negotiations, of both parties, whose CPU a hostile stream that arrives may cost; it is 0.4 to 1.1
	remains    = 1.05                    // of what there was before the first storm, when the horde has gone home,
	crumbs     = 8 << 20                 // or so much more that lives than did, where that is more,
	pages      = 16 << 20                // and so much more that is resident than was: no collector moves what lives together again
)

// THREATS 2, figure F, R46, H11: thousands of streams that are slow, oversized, garbage, half-open or badly signed, from 100
// identities against one farmer, and one more identity that resumes what nobody knows. They come, as the farmer counts them. Every
// honest negotiation meanwhile succeeds; a hostile stream costs a farmer about what an honest one costs both parties; memory is
// bounded and comes back; nobody's bad signature spoils the batch of another; who is in no session is thrown out.
//
// How long honest negotiations take is judged at full size, by rounds in which the machine was the test's own; in the others it is
// others who decide it. A round has these windows: peace; the horde storms the farmer; a feint, in which it burns what that took of
// the processors, since horde and farmer share them. The middle of ten rounds counts, however long they took.
func TestHostilePeers(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	streams, rounds := 2_500, 4
	full := os.Getenv("PARLEY_FULL") != ""
	if full {
		streams, rounds = 10_000, 10
	}
	s := lay(t)
	for n, began := 0, time.Now(); n < rounds || full && len(s.own()) < rounds && time.Since(began) < late; n++ {
		if full {
			s.await(t)
		}
		o := order{Do: storm, Streams: streams/rounds + streams/rounds/identities, Resumes: (resumed + rounds - 1) / rounds, Span: span}
		s.round(t, o, n) // some may be lost
	}
	s.lift(t)
	s.tell(t)
	s.came(t, streams)
	s.cost(t)
	s.held(t)
	s.refusals(t)
	if full {
		s.delayed(t, rounds)
	}
}

// siege is a market and who storms it.
type siege struct {
	*market
	horde, decoy *child
	other        discovery.Candidate // the decoy, for who trades with it
	refused      tally
	rounds       []round

	before, after rest
	calm          uint64 // bytes that this process had at most before the first storm
	had, has      uint64 // bytes that the decoy had before the first storm, and has after all
	standing      int    // resumes that the farmer has let stand
}

// lay has both farmers trade until they hold as much as they ever will of honest negotiations, connections and caches.
func lay(t *testing.T) *siege {
	s := new(siege)
	s.market = open(t, seller{brief: true}, buyer{}, s.refused.note)
	s.decoy = raise(t, decoyVariable, sound)
	where := s.decoy.hear(t)
	s.fill(t, discovery.Candidate{Key: s.farm.Key(), Addrs: s.farm.Addrs()})
	farmer, addr, err := libp2p.ParseAddr(where)
	if err != nil {
		t.Fatal(err)
	}
	s.other = discovery.Candidate{Key: farmer, Addrs: []string{addr}}
	s.fill(t, s.other)
	s.calm = s.trade(t, time.After(span)).most
	s.before = settle(t, s.quiet)
	s.had = shrinks(t, s.decoy, 0)
	s.horde = raise(t, hordeVariable, address(s.farm)+" "+where)
	return s
}

// fill has a farmer conclude as many sessions as it keeps of those that ended.
func (s *siege) fill(t *testing.T, farmer discovery.Candidate) {
	t.Helper()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 300 {
				if err := s.hireOf(t.Context(), farmer); err != nil {
					t.Errorf("an honest negotiation: %v", err)
					return
				}
			}
		})
	}
	group.Wait()
}

func (s *siege) quiet() bool { return len(s.server.Sessions())+len(s.client.Sessions()) == 0 }

// round trades through a window of each kind. What one leaves behind falls into the next, so that they change places; the first storm,
// in which the horde connects, is like no other, so that none but its own feint is like it. In every third round the decoy is stormed too.
func (s *siege) round(t *testing.T, o order, n int) {
	t.Helper()
	r := round{sent: o}
	r.peace = s.watched(t, time.After(span))
	war := func() {
		before := s.door.counts()
		r.war, r.storm = s.during(t, o)
		r.took = s.door.counts().less(before)
	}
	first := n == 0 || n%2 != 0
	if first {
		war()
	}
	r.feint, r.played = s.during(t, order{Do: feint})
	if !first {
		war()
	}
	if n%3 == 0 {
		r.stormed(t, s.decoy, func() (there report) {
			r.decoy, there = s.during(t, order{Do: storm, Whom: theDecoy, Streams: o.Streams, Span: span})
			return there
		})
	}
	s.rounds = append(s.rounds, r)
}

// during trades while the horde does what it is told.
func (s *siege) during(t *testing.T, o order) (w window, r report) {
	t.Helper()
	s.horde.order(t, o)
	home := make(chan time.Time)
	go func() {
		defer close(home)
		r = s.horde.report(t)
	}()
	w = s.watched(t, home)
	return w, r
}

// watched trades until over, and sees who else is busy.
func (s *siege) watched(t *testing.T, over <-chan time.Time) window {
	t.Helper()
	began, before := time.Now(), s.others()
	w := s.trade(t, over)
	w.others = ratio(s.others()-before, time.Since(began))
	return w
}

// own are the rounds in which the machine was the test's own.
func (s *siege) own() (own []round) {
	for _, r := range s.rounds {
		if r.own() {
			own = append(own, r)
		}
	}
	return own
}

// await waits until nobody else is busy, for a while.
func (s *siege) await(t *testing.T) {
	t.Helper()
	for range 40 {
		if s.watched(t, time.After(span/6)).others <= alone {
			return
		}
	}
}

// others is how long processors were busy with other programs than this test; 0 where the system does not say.
func (s *siege) others() time.Duration {
	all := busy("/proc/stat", 1, 2, 3, 8) // user, nice, system, stolen
	if all == 0 {
		return 0
	}
	for _, c := range []*child{s.horde, s.decoy} {
		all -= busy(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid), 13, 14) // user, system
	}
	return all - cpu()
}

// lift sends the horde home, once the farmer has thrown out who is in no session.
func (s *siege) lift(t *testing.T) {
	t.Helper()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(30 * time.Second); ; <-look.C {
		s.horde.order(t, order{Do: count})
		if s.standing = s.horde.report(t).Standing; s.standing == 0 || time.Now().After(end) {
			break
		}
	}
	s.horde.dismiss(t)
	s.fill(t, s.other) // the sessions that ended last are honest ones again
	s.has = shrinks(t, s.decoy, most(s.had, pages))
	s.decoy.dismiss(t)
	s.after = settle(t, func() bool { return s.quiet() && runtime.NumGoroutine() <= s.before.goroutines+10 })
}

// most is how much may be left of what there was, and at least so much more.
func most(was, more uint64) uint64 { return max(uint64(float64(was)*remains), was+more) }

// tell prints what came of it.
func (s *siege) tell(t *testing.T) {
	arrived, barred := s.arrived()
	var each []string
	all := barred
	for kind, n := range arrived[:kinds] {
		each = append(each, fmt.Sprintf("%s %d", kindNames[kind], n))
		all += n
	}
	own := s.own()
	if len(own) == 0 {
		own = s.rounds
	}
	peace, war := middle(own, round.inPeace), middle(own, round.inWar)
	stream, at := costs(s.rounds)
	highest, honest, negotiation := sum(s.rounds)
	t.Logf("%d hostile streams came: %s, and %d that found the door shut to peers which had signed badly; %d resumes of what nobody knows; %d honest negotiations; in %d of %d rounds the machine was the test's own: p99 %v in peace, %v in a feint, %v in war: war/peace %.2f, war over the larger of peace and feint %.2f, %v more than in peace at a load of %.2f",
		all, strings.Join(each, ", "), barred, arrived[resumes], honest, len(s.own()), len(s.rounds), peace, middle(own, round.inFeint), war, middle(own, round.beyondPeace), middle(own, round.beyondLoad), war-peace, middle(own, round.load))
	t.Logf("CPU: %v a negotiation of both parties, %v of the decoy for each of %d hostile streams that arrived there; of the horde %v a storm, %v a feint",
		negotiation, stream, at, middle(s.rounds, round.ofStorm), middle(s.rounds, round.ofFeint))
	t.Logf("memory: %d MiB at most, %d before the first storm; live: %d KiB before, %d after; resident of the decoy: %d KiB before the first storm, %d after all; refused: %v",
		highest>>20, s.calm>>20, s.before.live>>10, s.after.live>>10, s.had>>10, s.has>>10, s.refused.codes)
	for n, r := range s.rounds {
		t.Logf("round %d: sent %d, arrived %v, barred %d, lost %d; p99 %v %v %v; %.2f %.2f %.2f", n, r.sent.Streams, r.arrived(), r.storm.Barred, r.storm.Lost, r.inPeace(), r.inFeint(), r.inWar(), r.peace.others, r.feint.others, r.war.others)
	}
}

// arrived are the streams of each kind that did, and the strikes that found the door shut.
func (s *siege) arrived() (arrived tallies, barred int) {
	for _, r := range s.rounds {
		for kind, n := range r.arrived() {
			arrived[kind] += n
		}
		barred += r.storm.Barred
	}
	return arrived, barred
}

// came judges whether the storms took place. A door is known to have been shut where the farmer says that it is.
func (s *siege) came(t *testing.T, least int) {
	all, barred := s.arrived()
	for n, r := range s.rounds {
		for kind, came := range r.arrived() {
			meant := r.sent.Streams / kinds
			switch kind {
			case badlySigned:
				came += r.storm.Barred
			case resumes:
				meant = r.sent.Resumes
			}
			if float64(came) < substance*float64(meant) {
				t.Errorf("round %d: of %d streams (%s) %d came", n, meant, kindNames[kind], came)
			}
		}
	}
	sum := barred
	for _, n := range all[:kinds] {
		sum += n
	}
	if sum < least {
		t.Errorf("%d hostile streams came, want %d", sum, least)
	}
	for n := range identities {
		if _, err := s.farm.Dial(t.Context(), villainKey(n)); errors.Is(err, transports.ErrBarred) != (n%kinds == badlySigned) {
			t.Errorf("villain %d, %s: %v", n, kindNames[n%kinds], err)
		}
	}
}

// delayed judges how long honest negotiations took, by at least so many rounds.
func (s *siege) delayed(t *testing.T, rounds int) {
	own := s.own()
	if len(own) < rounds {
		t.Fatalf("the machine was the test's own in %d of %d rounds, want %d: let nothing else run beside it, and run it again", len(own), len(s.rounds), rounds)
	}
	beyond, load := middle(own, round.beyondLoad), middle(own, round.load)
	if beyond > slowdown {
		t.Errorf("honest negotiations take %.2f times as long as in peace, at the load that the horde is, at most %.1f", beyond, slowdown)
	}
	longer := middle(own, round.inWar) - middle(own, round.inPeace)
	if room := time.Duration(float64(delay) * max(load, 1)); longer > room {
		t.Errorf("honest negotiations take %v longer than in peace, at most %v (%v by a load of %.2f)", longer, room, delay, load)
	}
}

// cost judges what a hostile stream costs.
func (s *siege) cost(t *testing.T) {
	_, _, each := sum(s.rounds)
	if stream, _ := costs(s.rounds); float64(stream) > burden*float64(each) {
		t.Errorf("a hostile stream costs a farmer %v, at most %v negotiations of %v", stream, burden, each)
	}
}

// held judges what was held, and what still is.
func (s *siege) held(t *testing.T) {
	if highest, _, _ := sum(s.rounds); highest > s.calm+mostMemory {
		t.Errorf("%d MiB, at most %d more than the %d before the first storm", highest>>20, mostMemory>>20, s.calm>>20)
	}
	if left := most(s.before.live, crumbs); s.after.live > left {
		t.Errorf("%d KiB are left, at most %d for the %d before the first storm", s.after.live>>10, left>>10, s.before.live>>10)
	}
	if left := most(s.had, pages); s.has > left {
		t.Errorf("30 s after the horde went home the decoy has %d KiB, at most %d for the %d it had before the first storm", s.has>>10, left>>10, s.had>>10)
	}
	if s.standing > 0 {
		t.Errorf("%d streams of who resumed what nobody knows stand after 30 s, want none: they are in no session, and no bound counts them", s.standing)
	}
}

// refusals judges what the farmer said to whom. Whoever signs badly is barred: no more comes of it than what was under way.
func (s *siege) refusals(t *testing.T) {
	bad, under := s.refused.codes[protocol.BadSignature], identities/kinds*atOnce*spoiled
	if bad < identities/kinds || bad > under || s.refused.honest > 0 {
		t.Errorf("%d bad signatures were heard, want %d to %d; %d honest envelopes were refused", bad, identities/kinds, under, s.refused.honest)
	}
}

// What the bound on a hostile stream's CPU is for: a farmer who spends two milliseconds on each session is found, by the same measure
// and however busy the machine is.
func TestWasteIsFound(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	m := open(t, seller{brief: true}, buyer{}, nil)
	other := raise(t, decoyVariable, wasteful)
	horde := raise(t, hordeVariable, other.hear(t))
	m.trade(t, time.After(span))
	r := round{peace: m.trade(t, time.After(span))}
	r.stormed(t, other, func() report {
		horde.order(t, order{Do: storm, Streams: 500, Span: span})
		return horde.report(t)
	})
	horde.dismiss(t)
	other.dismiss(t)
	_, _, each := sum([]round{r})
	if stream, arrived := costs([]round{r}); float64(stream) <= burden*float64(each) {
		t.Errorf("%v for each of %d hostile streams, beside %v a negotiation: what was wasted on them was not found", stream, arrived, each)
	}
}

// tally counts what the farmer refuses.
type tally struct {
	mu     sync.Mutex
	codes  map[protocol.Code]int
	honest int
}

func (c *tally) note(v *protocol.View, err error) {
	if err == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.codes == nil {
		c.codes = make(map[protocol.Code]int)
	}
	c.codes[protocol.CodeOf(err)]++
	if v.Requester == honest {
		c.honest++
	}
}

// honest is the requester that means well.
var honest, _ = messages.PublicKey(key(2))

// villainKey is the n-th villain, and after them the stranger.
func villainKey(n int) messages.Key {
	k, _ := messages.PublicKey(key(firstVillain + n))
	return k
}

// tallies are numbers of each kind of villain and of the stranger.
type tallies [kinds + 1]int

func (a tallies) less(b tallies) tallies {
	for kind := range a {
		a[kind] -= b[kind]
	}
	return a
}

// counts are how many streams the farmer has taken of each kind. What is no session it does not take.
func (d *door) counts() (all tallies) {
	d.mu.Lock()
	taken := maps.Clone(d.taken)
	d.mu.Unlock()
	for n := range identities {
		all[n%kinds] += taken[villainKey(n)]
	}
	all[resumes] = taken[villainKey(identities)]
	return all
}
