package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// TestKill ends either side of a paid job without a word, at places that the program itself names: before and after every
// journal commit, every send, every account signature and every transaction of a run that was not disturbed. Whoever was
// killed is started again with the same command, a requester with the one that it printed. Then both sides tell the same
// story, nothing owed differs, the chain has paid exactly that and once, no money is lost or made, and the results are
// complete. A place that is new in the code is a case from then on.
//
// Some cases are run by default, around the steps that bind and pay; PARLEY_FULL=1 runs all.
//
// H06, A45: resumed, not negotiated anew.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts dozens of processes")
	}
	markets, module := siegeMarkets(t), siegeModule(t)
	began := time.Now()
	dry := newSiege(t, markets[0], module, nil)
	end := dry.run()
	dry.check(end, end.summary.CID)
	all := dry.points()
	cases := slices.Concat(all, lingering(all))
	if os.Getenv("PARLEY_FULL") == "" {
		cases = sample(all)
	}
	t.Logf("an undisturbed run takes %s and has %d points, of which %d are tried", time.Since(began).Round(time.Millisecond), len(all), len(cases))
	tried, reached := 0, 0
	t.Run("at", func(t *testing.T) {
		for i, p := range cases {
			t.Run(strings.ReplaceAll(p.String(), "/", "."), func(t *testing.T) {
				tried++
				if p.attack(t, markets[i%len(markets)], module, end.summary.CID) > 0 {
					reached++
				}
			})
		}
	})
	t.Logf("%d of %d cases killed somebody, in %s", reached, tried, time.Since(began).Round(time.Second))
	if reached < tried*9/10 {
		t.Errorf("only %d of %d points were reached again: a run is not the same twice", reached, tried)
	}
	t.Run("again and again", func(t *testing.T) {
		for i, p := range relapses(os.Getenv("PARLEY_FULL") != "") {
			t.Run(p.String(), func(t *testing.T) {
				if killed := p.attack(t, markets[i%len(markets)], module, end.summary.CID); killed < 2 {
					t.Errorf("killed %d times, want more", killed)
				}
			})
		}
	})
}

// attack runs one case and reports how often somebody was killed.
func (p point) attack(t *testing.T, market, module, root string) int {
	t.Helper()
	began := time.Now()
	s := newSiege(t, market, module, &p)
	e := s.run()
	s.check(e, root)
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
	for _, role := range []string{"farm", "run"} {
		for _, nth := range every {
			cases = append(cases, point{role: role, name: anywhere, nth: nth, again: again})
		}
	}
	return cases
}

// points are those that a counted run came by.
func (s *siege) points() (all []point) {
	s.t.Helper()
	for _, role := range []string{"farm", "run"} {
		log, err := os.ReadFile(s.log(role))
		if err != nil {
			s.t.Fatal(err)
		}
		seen := map[string]int{}
		for line := range strings.Lines(string(log)) {
			name := strings.TrimSuffix(line, "\n")
			seen[name]++
			all = append(all, point{role: role, name: name, nth: seen[name]})
		}
	}
	return all
}

// sample picks what is around binding and paying, once each, and of the rest every so-many-th.
func sample(all []point) (picked []point) {
	const every = 24
	picked = slices.DeleteFunc(slices.Clone(all), func(p point) bool { return !p.binds() || p.nth > 1 })
	rest := slices.DeleteFunc(slices.Clone(all), func(p point) bool { return slices.Contains(picked, p) })
	for i := every / 2; i < len(rest); i += every {
		picked = append(picked, rest[i])
	}
	for i, p := range picked { // where it matters what has left already
		picked[i].lingers = strings.HasPrefix(p.name, "before commit") || strings.HasPrefix(p.name, "after send")
	}
	return picked
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
func siegeMarkets(t *testing.T) (described []string) {
	t.Helper()
	var started []*life
	for range 8 {
		dir := t.TempDir()
		started = append(started, spawn(t, dir, []string{victimRole + "=dev", "PARLEY_HOME=" + dir}, "dev", "-o", "json"))
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
