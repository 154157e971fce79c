// Package kill kills the command's processes, and sees what comes back. The processes are cmd/parley's test binary, which hears
// where it is: package victim.
package kill

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// TestMain has more cases at once than there are processors: their processes wait for each other mostly.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0)))
	os.Exit(m.Run())
}

// TestKill ends whoever takes part in a paid job without a word, at places that the program itself names: before and after
// every journal commit, every write of transactions.db, every send, every signature of an identity or an account, and every transaction of a run
// that was not disturbed, and around every block of the market's chain. Whoever was killed is started again with the same
// command, a requester with the one that it printed. Then all tell the same story, nothing owed differs, the chain has paid
// exactly that and once, no money is lost or made, and the results are complete. A place that is new in the code is a case
// from then on; one that these runs do not come by is a failure, and so is one at which nobody was killed in any of its cases.
//
// In some cases who was killed comes back with a backup of its transactions that knows none of them (figure N).
//
// Some cases are run by default, around the steps that bind and pay; PARLEY_FULL=1 runs all.
//
// H06, A45: resumed, not negotiated anew.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts dozens of processes")
	}
	full := os.Getenv("PARLEY_FULL") != ""
	began := time.Now()
	c := newCode(t)
	c.look()
	sites := c.sites() // as the program is that is built now
	w := newWar(t, c.build())
	alone, pair := w.count(t, 1), w.count(t, 2)
	w.root, w.job = alone.root, alone.job
	if pair.job.Cmp(w.job) != 0 {
		t.Errorf("the job costs %s with one farmer, and %s with two", w.job, pair.job)
	}
	for _, fault := range missed(sites, slices.Concat(alone.points, pair.points), unreached) {
		t.Error(fault)
	}
	var cases []raid
	for _, p := range slices.Concat(alone.points, lingering(alone.points)) {
		if full {
			cases = append(cases, raid{p})
		}
	}
	if !full {
		cases = slices.Concat(sample(alone.points), sampleDev(alone.points))
	}
	cases = slices.Concat(cases, pairs(pair.points, full), restores(alone.points, full))
	t.Logf("the undisturbed runs take %s and have %d points; %d cases", time.Since(began).Round(time.Millisecond), len(alone.points)+len(pair.points), len(cases))
	var tried, reached atomic.Int32
	kills := newToll(cases)
	t.Run("at", func(t *testing.T) {
		for i, r := range cases {
			t.Run(strings.ReplaceAll(r.String(), "/", "."), func(t *testing.T) {
				t.Parallel()
				tried.Add(1)
				if w.wage(t, w.markets[i%len(w.markets)], r) > 0 {
					reached.Add(1)
					kills.add(r)
				}
			})
		}
	})
	more := w.onceMore(t, kills)
	t.Logf("%d of %d cases killed somebody, and %d of %d more did; %d of %d points killed somebody, in %s", reached.Load(), tried.Load(),
		more.reached, more.tried, kills.hit(), len(kills.cases), time.Since(began).Round(time.Second))
	if reached.Load() < tried.Load()*9/10 {
		t.Errorf("only %d of %d cases killed somebody: a run is not the same twice", reached.Load(), tried.Load())
	}
	t.Run("again and again", func(t *testing.T) {
		for i, p := range relapses(full) {
			t.Run(p.String(), func(t *testing.T) {
				t.Parallel()
				if killed := w.wage(t, w.markets[i%len(w.markets)], raid{p}); killed < 2 {
					t.Errorf("killed %d times, want more", killed)
				}
			})
		}
	})
}

// war is what the cases share.
type war struct {
	program string
	markets []string
	module  string
	root    string // CID of the results
	job     *big.Int
}

func newWar(t *testing.T, program string) *war {
	t.Helper()
	return &war{program: program, markets: siegeMarkets(t, program), module: siegeModule(t)}
}

// undisturbed is a run that was not disturbed.
type undisturbed struct {
	points []point
	root   string
	job    *big.Int // what it costs: its fuel
}

// count runs the job with so many farmers, in a market of its own, and counts the points that everybody comes by.
func (w *war) count(t *testing.T, farmers int) undisturbed {
	t.Helper()
	s := newSiege(t, w.program, "", w.module, farmers, nil)
	s.counts = true
	end := s.run()
	var fuel int64
	for _, a := range end.summary.Agreements {
		fuel += a.Fuel
	}
	if fuel < siegeTasks {
		t.Errorf("%d tasks use %d fuel", siegeTasks, fuel)
	}
	job := new(big.Int).Mul(big.NewInt(fuel), big.NewInt(siegeUnit))
	s.check(end, end.summary.CID, job)
	return undisturbed{s.points(), end.summary.CID, job}
}

// toll is at which points somebody was killed, of those that are cases of their own.
type toll struct {
	cases []point // one of each point

	mu     sync.Mutex
	killed map[point]bool
}

// plain is a point, however it is attacked.
func (p point) plain() point {
	p.lingers = false
	return p
}

func newToll(cases []raid) *toll {
	k := &toll{killed: make(map[point]bool)}
	for _, r := range cases {
		if len(r) == 1 && !slices.Contains(k.cases, r[0].plain()) {
			k.cases = append(k.cases, r[0].plain())
		}
	}
	return k
}

// add notes that a raid has killed.
func (k *toll) add(r raid) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(r) == 1 {
		k.killed[r[0].plain()] = true
	}
}

// hit is at how many points somebody was killed.
func (k *toll) hit() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.killed)
}

// missed are the others.
func (k *toll) missed() []point {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(k.cases), func(p point) bool { return k.killed[p] })
}

// attempts are those that onceMore makes.
type attempts struct{ tried, reached int }

// onceMore attacks the points at which nobody was killed until somebody is: by itself, and in a market of its own, as the
// undisturbed run was that came by it. Where two goroutines may be the first, the other one was; but not each time.
func (w *war) onceMore(t *testing.T, k *toll) (made attempts) {
	t.Helper()
	const most = 12
	for _, p := range k.missed() {
		name := strings.ReplaceAll(p.String(), "/", ".")
		for try := 1; try <= most && slices.Contains(k.missed(), p); try++ {
			t.Run(fmt.Sprintf("once more %d %s", try, name), func(t *testing.T) {
				r := raid{p}
				r[0].lingers = r[0].restored || try%2 == 0
				if made.tried++; w.wage(t, "", r) > 0 {
					made.reached++
					k.add(r)
				}
			})
		}
	}
	for _, p := range k.missed() {
		t.Errorf("nobody was killed at %s, in any of its cases and %d more: it is shown nowhere what comes of that", p, most)
	}
	return made
}

// wage runs one case in a market, "" for one of its own, and reports how often somebody was killed.
func (w *war) wage(t *testing.T, market string, r raid) int {
	t.Helper()
	began := time.Now()
	farmers := 1
	if r.on(roleSecond) != nil {
		farmers = 2
	}
	if r.on(roleDev) != nil {
		market = ""
	}
	s := newSiege(t, w.program, market, w.module, farmers, r)
	e := s.run()
	s.check(e, w.root, w.job)
	t.Logf("killed %d times, %s", e.killed, time.Since(began).Round(time.Millisecond))
	return e.killed
}

// relapses are cases in which a side is killed in several lives in a row, each time when it has come so far: what is done
// on coming back is no safer than what was done before.
func relapses(all bool) (cases []point) {
	every, again := []int{7, 20}, 3
	if all {
		every, again = []int{1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40}, 7
	}
	for _, role := range []string{roleFarm, roleRun, roleDev} {
		for _, nth := range every {
			cases = append(cases, point{role: role, name: victim.Anywhere, nth: nth, again: again})
		}
	}
	return cases
}

// late is what is done only where a block comes late, as on a slow machine, so that a run comes by it or does not: no point.
// contracts/transactions' TestAKillAtAReplacementLosesAndRepeatsNothing kills there.
const late = "transactions.(*Manager).replace"

// points are those that an undisturbed run came by.
func (s *siege) points() (all []point) {
	s.t.Helper()
	for _, role := range slices.Sorted(maps.Keys(s.started)) {
		log, err := os.ReadFile(s.log(role))
		if err != nil {
			s.t.Fatal(err)
		}
		seen := map[string]int{}
		for line := range strings.Lines(string(log)) {
			name := strings.TrimSuffix(line, "\n")
			if strings.Contains(name, late) {
				continue
			}
			seen[name]++
			all = append(all, point{role: role, name: name, nth: seen[name]})
		}
	}
	return all
}

// sample picks of the parties' points every second of what is around binding and paying, once each, and of the rest every so-many-th.
func sample(all []point) (picked []raid) {
	const every = 48
	parties := of(all, roleFarm, roleRun)
	first := func(p point) bool { return p.binds() && p.nth == 1 }
	rest := slices.DeleteFunc(slices.Clone(parties), first)
	var chosen []point
	for i, p := range slices.DeleteFunc(parties, func(p point) bool { return !first(p) }) {
		if i%2 == 0 {
			chosen = append(chosen, p)
		}
	}
	for i := every / 2; i < len(rest); i += every {
		chosen = append(chosen, rest[i])
	}
	for _, p := range chosen { // where it matters what has left already
		p.lingers = strings.HasPrefix(p.name, "before commit") || strings.HasPrefix(p.name, "after send")
		picked = append(picked, raid{p})
	}
	return picked
}

// sampleDev picks of the market's points one of each sort, in the middle of the run.
func sampleDev(all []point) (picked []raid) {
	dev := of(all, roleDev)
	seen := map[string]int{}
	sort := func(p point) string {
		what, _, _ := strings.Cut(p.name, ": ")
		when, what, _ := strings.Cut(what, " ")
		what, _, _ = strings.Cut(what, " ")
		return when + " " + what
	}
	for _, p := range dev {
		seen[sort(p)]++
	}
	passed := map[string]int{}
	for _, p := range dev {
		if passed[sort(p)]++; passed[sort(p)] == seen[sort(p)]/2+1 {
			picked = append(picked, raid{p})
		}
	}
	return picked
}

// pairs are cases in which both farmers are killed, each somewhere else.
func pairs(all []point, full bool) (cases []raid) {
	ours, theirs := of(all, roleFarm), of(all, roleSecond)
	every := 1
	if !full {
		every = len(ours)/3 + 1
	}
	for i := every / 2; i < len(ours); i += every {
		a, b := ours[i], theirs[(i+len(theirs)/2)%len(theirs)]
		a.lingers, b.lingers = i%2 == 0, i%3 == 0
		cases = append(cases, raid{a, b})
	}
	return cases
}

// restores are cases in which a party comes back with the transactions of an older backup: after each write of them and each
// transaction that it sent, or the first and the last of each that leave.
func restores(all []point, full bool) (cases []raid) {
	for _, role := range []string{roleFarm, roleRun} {
		written := slices.DeleteFunc(of(all, role), func(p point) bool {
			return !strings.HasPrefix(p.name, "after broadcast") && (!full || !strings.HasPrefix(p.name, "after put "))
		})
		if !full && len(written) > 2 {
			written = []point{written[0], written[len(written)-1]}
		}
		for _, p := range written {
			p.restored, p.lingers = true, true // the chain has it, and what it leads to
			cases = append(cases, raid{p})
		}
	}
	return cases
}

// of are the points of some roles.
func of(all []point, roles ...string) []point {
	return slices.DeleteFunc(slices.Clone(all), func(p point) bool { return !slices.Contains(roles, p.role) })
}

// lingering are the same points, but that the rest of the process goes on for a moment.
func lingering(all []point) []point {
	all = slices.Clone(all)
	for i := range all {
		all[i].lingers = true
	}
	return all
}

// binds reports whether somebody is bound or paid around here.
func (p point) binds() bool {
	what, _, _ := strings.Cut(p.name, ": ")
	for _, word := range []string{"Agreement", "Acceptance", "Reward", "Receipt", "broadcast", "sign "} {
		if strings.Contains(what, word) {
			return true
		}
	}
	return false
}

// siegeMarkets starts markets that cases take turns at, and returns the files that describe them. One would not do: a block
// is a second of chain time at least, and cases make more blocks than seconds pass.
func siegeMarkets(t *testing.T, program string) (described []string) {
	t.Helper()
	var started []*life
	for range 8 {
		dir := t.TempDir()
		started = append(started, spawn(t, program, dir, []string{victim.Role + "=" + roleDev, "PARLEY_HOME=" + dir}, "dev", "-o", "json"))
		described = append(described, filepath.Join(dir, "market.json"))
	}
	for _, dev := range started {
		if dev.event(json.Valid) == nil {
			dev.abort("no market")
		}
	}
	return described
}

// siegeModule is a program of a few bytes that says hello.
func siegeModule(t *testing.T) string {
	t.Helper()
	p := guest.NewProgram("fd_write")
	path := filepath.Join(t.TempDir(), "hello.wasm")
	b := p.Build(guest.Const(1), p.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
