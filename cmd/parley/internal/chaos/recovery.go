package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kinds of parties.
const (
	kindFarmer    = "farmer"
	kindRequester = "requester"
	kindMarket    = "market"
)

var kinds = []string{kindFarmer, kindRequester, kindMarket}

// definition says what is measured, for whoever reads the figures.
const definition = `A recovery lasts from the start of the process that follows the kill until an observer sees that it serves again:
  farmer     a peer that dials it where it was has its signed quote (it answers only when the deals of its journal are taken up)
  requester  with --resume it tells the next thing that becomes of its job: a quote, a hire, a result, an end, the bill
  market     the chain answers where it was, with the last block that anybody has seen
While another is away that it needs, its time counts from that one's return; who comes back while another is still away did without that one.
Who is killed again before was cut short, and counts as Kaplan and Meier have it: until then among those that are still away, and from then on as the others that were away for so long. Moved: from the start of a
farmer that was killed until a requester that it works for tells the next thing. Baseline: the same start, of one who was not killed.`

// within is how soon 99 of 100 must be back where nothing else loads the machine.
const within = 3 * time.Second

// figures gathers durations by name. It may be used concurrently.
type figures struct {
	mu  sync.Mutex
	all map[string][]time.Duration
}

func (f *figures) add(name string, d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == nil {
		f.all = map[string][]time.Duration{}
	}
	f.all[name] = append(f.all[name], d)
}

// of are the durations with any of the names, ascending.
func (f *figures) of(names ...string) []time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []time.Duration
	for _, n := range names {
		all = append(all, f.all[n]...)
	}
	slices.Sort(all)
	return all
}

// percentile of ascending durations; 0 of none.
func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	return all[min(len(all)-1, len(all)*p/100)]
}

func spread(all []time.Duration) string {
	ms := func(d time.Duration) string { return d.Round(time.Millisecond).String() }
	return fmt.Sprintf("n %d, p50 %s, p99 %s, max %s", len(all), ms(percentile(all, 50)), ms(percentile(all, 99)), ms(percentile(all, 100)))
}

// Names of figures: a kind, and what was measured of it.
func back(kind string) string     { return kind + " back" }
func cutShort(kind string) string { return kind + " cut short" }
func inPeace(kind string) string  { return kind + " baseline in peace" }
func inWar(kind string) string    { return kind + " baseline meanwhile" }

const moved = "moved"

func all(name func(string) string) (names []string) {
	for _, k := range kinds {
		names = append(names, name(k))
	}
	return names
}

// enough measures say how busy the machine is: of fewer, one that a machine slept through would say it alone.
const enough = 30

// String lists all of them.
func (f *figures) String() string {
	var b strings.Builder
	for _, name := range slices.Concat(all(inPeace), all(inWar), all(back), all(cutShort), []string{moved, yardAlone, yardMeanwhile}) {
		fmt.Fprintf(&b, "  %-32s %s\n", name, spread(f.of(name)))
	}
	return b.String()
}

// wanted says what recoveries are held against: where they are few, that is not their p99.
func (f *figures) wanted() string {
	wants := fmt.Sprintf("want p99 at most %s, and %s at a load of %.2f, from %d measures", within, f.most().Round(time.Millisecond), f.load(), len(f.of(yardMeanwhile)))
	if n := len(f.of(slices.Concat(all(back), all(cutShort))...)); n < 100*(spare+1) {
		wants += fmt.Sprintf("; of %d that is not judged: %d may take longer", n, spare)
	}
	return wants
}

// most is how soon 99 of 100 must be back here.
func (f *figures) most() time.Duration { return time.Duration(float64(within) * f.load()) }

// spare recoveries may take longer however few they are, since a machine may stand still for a moment.
const spare = 2

// longer is which share of recoveries takes longer than d, of those that were seen and those that were cut short, each ascending.
// Where nothing lasted as long as d, none does.
func longer(seen, cut []time.Duration, d time.Duration) float64 {
	if max(percentile(seen, 100), percentile(cut, 100)) <= d {
		return 0
	}
	share := 1.0
	for i, t := range seen {
		if t > d {
			break
		}
		over, _ := slices.BinarySearch(cut, t)
		share *= 1 - 1/float64(len(seen)-i+len(cut)-over) // of those that are still away, one comes back
	}
	return share
}

// most99 is what 99 of 100 recoveries take at most.
func most99(seen, cut []time.Duration) time.Duration {
	for _, d := range seen {
		if longer(seen, cut, d) <= 0.01 {
			return d
		}
	}
	return percentile(slices.Sorted(slices.Values(slices.Concat(seen, cut))), 100)
}

// late says what is wrong with how long recoveries took, nil if nothing is: one of 100 may take longer, and of fewer spare.
// Where too many were cut short, or of too many kills neither is known, nobody knows. A kill is followed by a recovery or cuts one
// short, but for the last of each party, which need not come back any more; of few kills those would be most.
func (f *figures) late(kills, parties int) error {
	const spareCut = 6
	most := f.most()
	seen, cut := f.of(all(back)...), f.of(all(cutShort)...)
	n := len(seen) + len(cut)
	if len(seen) == 0 || n < kills*9/10 || n < kills-parties {
		return fmt.Errorf("of %d kills %d were followed by a recovery that was seen, and %d by one that the next kill cut short: nobody knows how long the others took; "+
			"kill more often, of which the last of each count less (-kills %d), and if it stays so, see which figure above has too few: what its observer waits for is not told",
			kills, len(seen), len(cut), max(40, 2*kills))
	}
	if len(cut) > max(spareCut, n/3) {
		return fmt.Errorf("%d of %d recoveries were cut short by the next kill, so that nobody knows how long they would have taken; give them more time: -every 1s", len(cut), n)
	}
	if late := longer(seen, cut, most) * float64(n); late > float64(max(spare, n/100))+0.01 {
		return fmt.Errorf("%.1f of %d recoveries took longer than %s (%s, by a load of %.2f)", late, n, most, within, f.load())
	}
	return nil
}

// recovery is the line that says how soon those were back who were killed so often.
func (f *figures) recovery(kills int) string {
	seen, cut := f.of(all(back)...), f.of(all(cutShort)...)
	ms := func(d time.Duration) string { return d.Round(time.Millisecond).String() }
	return fmt.Sprintf("recovery p99 %s, %s; those seen: %s; %d cut short by the next kill, after at most %s; %d seen by nobody",
		ms(most99(seen, cut)), f.wanted(), spread(seen), len(cut), ms(percentile(cut, 100)), kills-len(seen)-len(cut))
}

// away is when a party was away last.
type away struct {
	mu       sync.Mutex
	from, to time.Time // zero to: it is
	kills    int
}

func (w *away) left() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.kills++; w.from.IsZero() || !w.to.IsZero() {
		w.from, w.to = time.Now(), time.Time{}
	}
}

func (w *away) returned(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to = at
}

// since reports whether the party was away at any time from t on, and when it was back; zero if it is not.
func (w *away) since(t time.Time) (was bool, back time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.from.IsZero() || !w.to.IsZero() && w.to.Before(t) {
		return false, time.Time{}
	}
	return true, w.to
}

// missed reports whether any of them was away from t on, whether one still is, and when the last of those was back that are: t if none was.
func missed(t time.Time, needed []*victim) (was, still bool, from time.Time) {
	from = t
	for _, v := range needed {
		if away, back := v.away.since(t); away {
			was, still = true, still || back.IsZero()
			from = slices.MaxFunc([]time.Time{from, back}, time.Time.Compare)
		}
	}
	return was, still, from
}
