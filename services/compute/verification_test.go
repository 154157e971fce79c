package compute_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// J22: a job says how it is checked, and what its profile or its engine does not allow is refused with what to change.
func TestVerificationModes(t *testing.T) {
	const module = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
	engine, other := executor.EngineDigest(), strings.Repeat("ab", 32)
	for name, c := range map[string]struct {
		verify compute.Verification
		engine string
		live   bool
		says   string // nothing: it is valid
	}{
		"trust":                {compute.Verification{}, "", false, ""},
		"trust, live":          {compute.Verification{}, "", true, ""},
		"trust, pinned":        {compute.Verification{}, other, false, ""},
		"pinned, live":         {compute.Verification{}, engine, true, "leave out the engine"},
		"pinned to a name":     {compute.Verification{}, "wazero", false, "no SHA-256"},
		"pinned in capitals":   {compute.Verification{}, strings.ToUpper(other), false, "no SHA-256"},
		"sample":               {compute.Verification{Mode: compute.Sample, Percent: 20}, "", false, ""},
		"sample, live":         {compute.Verification{Mode: compute.Sample, Percent: 20}, "", true, "cannot be compared"},
		"sample, nothing":      {compute.Verification{Mode: compute.Sample}, "", false, "1 to 100"},
		"sample, too much":     {compute.Verification{Mode: compute.Sample, Percent: 101}, "", false, "1 to 100"},
		"percent of trust":     {compute.Verification{Percent: 20}, "", false, "the mode sample"},
		"replicate":            {compute.Verification{Mode: compute.Replicate, Replicas: 3, Agree: 2}, "", false, ""},
		"replicate, live":      {compute.Verification{Mode: compute.Replicate, Replicas: 3, Agree: 2}, "", true, "cannot be compared"},
		"replicate, half":      {compute.Verification{Mode: compute.Replicate, Replicas: 4, Agree: 2}, "", false, "more than half"},
		"replicate, too many":  {compute.Verification{Mode: compute.Replicate, Replicas: 3, Agree: 4}, "", false, "more than half"},
		"replicate, one":       {compute.Verification{Mode: compute.Replicate, Replicas: 1, Agree: 1}, "", false, "2 to 15"},
		"replicas of sample":   {compute.Verification{Mode: compute.Sample, Percent: 1, Replicas: 3, Agree: 2}, "", false, "the mode replicate"},
		"mediate":              {compute.Verification{Mode: compute.Mediate}, engine, false, ""},
		"mediate, live":        {compute.Verification{Mode: compute.Mediate}, "", true, "cannot be compared"},
		"mediate, any engine":  {compute.Verification{Mode: compute.Mediate}, "", false, engine},
		"mediate, by another":  {compute.Verification{Mode: compute.Mediate}, other, false, engine},
		"a mode of somebody's": {compute.Verification{Mode: "vote"}, "", false, "none of"},
	} {
		j := &compute.Job{ID: compute.NewID(), Module: module, Tasks: make([]compute.Task, 1), Engine: c.engine, Live: c.live, Verify: c.verify}
		if !c.live {
			j.Limits.Fuel = 1e9
		}
		if judgeable := j.Judgeable() == nil; judgeable != (c.engine == engine && !c.live) { // all that are not live are bounded by fuel
			t.Errorf("%s: %v", name, j.Judgeable())
		}
		if err := j.Validate(); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// THREATS rule 8: what is verified is bounded by fuel, not by seconds: nobody is asked to do it otherwise, and no farmer quotes for it; what
// was agreed on is still read. The limit that is advised is one that a farmer's time does not cut short.
func TestVerifiedByFuel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		for _, v := range []compute.Verification{{Mode: compute.Sample, Percent: 5}, {Mode: compute.Replicate, Replicas: 3, Agree: 2}, {Mode: compute.Mediate}} {
			j := b.job("print a")
			j.Verify = v
			if v.Mode == compute.Mediate {
				j.Engine = executor.EngineDigest()
			}
			for limits, advised := range map[compute.Limits]string{{}: "12000000000", {WallMs: 90_000}: "18000000000", {CPUMs: 500}: "100000000"} {
				j.Limits = limits
				if err := j.Validate(); err == nil || !strings.Contains(err.Error(), "set limits.fuel, to "+advised+" ") {
					t.Errorf("%s, %+v: %v", v.Mode, limits, err)
				}
				if _, err := compute.SOW(j); err == nil {
					t.Errorf("%s: it is asked for", v.Mode)
				}
				payload, err := compute.Jobs.Encode(j)
				if err == nil {
					_, err = compute.Jobs.Decode(payload)
				}
				if err != nil {
					t.Errorf("%s: what was agreed on is not read: %v", v.Mode, err)
				}
				asked := &protocol.View{SOW: &messages.SOW{Service: compute.Service, Units: 1, Job: payload}}
				if q, err := f.farmer.Quote(t.Context(), asked); protocol.CodeOf(err) != protocol.Unsupported || !strings.Contains(err.Error(), "limit on fuel") {
					t.Errorf("%s: quoted with %v, %v", v.Mode, q, err)
				}
				j.Limits.Fuel = j.Limits.FuelInTime()
				if err := j.Validate(); err != nil {
					t.Errorf("%s: %v", v.Mode, err)
				}
			}
		}
		f.farmer.PerFuel = messages.AmountOfUint64(7)
		for _, limits := range []compute.Limits{{}, {WallMs: 1}, {WallMs: 90_000}, {CPUMs: 500}, {WallMs: int64(compute.TimeForFuel(5e12).Milliseconds())}} {
			j := b.job("print a")
			j.Limits = limits
			j.Limits.Fuel = limits.FuelInTime()
			if _, err := f.farmer.Quote(t.Context(), &protocol.View{SOW: sow(t, j)}); err != nil {
				t.Errorf("%+v: %v", j.Limits, err)
			}
			if j.Limits.Fuel++; !strings.Contains(fmt.Sprint(quoteOf(f, sow(t, j))), "give it longer, or less fuel") {
				t.Errorf("%+v: no run of it is in time for certain, and it is quoted for", j.Limits)
			}
		}
	})
}

func quoteOf(f *farm, sow *messages.SOW) error {
	_, err := f.farmer.Quote(f.w.t.Context(), &protocol.View{SOW: sow})
	return err
}

// DESIGN 7: what is asked for in the mode mediate is not done where nobody would rule; other modes, and other services, are.
func TestUnjudged(t *testing.T) {
	const module = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
	for name, c := range map[string]struct {
		mode    compute.Mode
		service string
		refused bool
	}{
		"mediate":                    {compute.Mediate, compute.Service, true},
		"trust":                      {compute.Trust, compute.Service, false},
		"mediate of another service": {compute.Mediate, "rider/1", false},
	} {
		j := &compute.Job{ID: compute.NewID(), Module: module, Tasks: []compute.Task{{}}, Verify: compute.Verification{Mode: c.mode}}
		payload, err := compute.Jobs.Encode(j)
		if err != nil {
			t.Fatal(err)
		}
		if err := compute.Unjudged(&messages.SOW{Service: c.service, Job: payload}); (err != nil) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A farmer, and whoever runs work again, runs no job that pins an engine other than its own; a mode that the buyer would not
// follow is not begun.
func TestPinned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer() // whose engine cannot be pinned
		j := b.job("print a")
		j.Engine = executor.EngineDigest()
		sow, err := compute.SOW(j)
		if err != nil {
			t.Fatal(err)
		}
		if q, err := f.farmer.Quote(t.Context(), &protocol.View{SOW: sow}); protocol.CodeOf(err) != protocol.Unsupported {
			t.Errorf("quoted with %v, %v", q, err)
		}
		if d, err := f.farmer.Repeat(t.Context(), &protocol.View{SOW: sow}, j, 0); protocol.CodeOf(err) != protocol.Unsupported {
			t.Errorf("run again: %+v, %v", d, err)
		}
		j = b.job("print b")
		j.Verify, j.Limits.Fuel = compute.Verification{Mode: compute.Sample, Percent: 5}, 1e9
		if _, err := b.run(j, hiring(1, f)); err == nil || !strings.Contains(err.Error(), "compute run") {
			t.Error(err)
		}
	})
}

// mixed runs what has limits of its own on an engine that can be pinned.
type mixed struct{ executor.Executor }

func (mixed) EngineOf(t *executor.Task) string {
	if t.Limits.Stdout == 1000 {
		return executor.EngineDigest()
	}
	return ""
}

// A farmer of two engines is asked for the job's own, and takes it where that would run it.
func TestPinnedByTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		f.farmer.Executor = mixed{f.farmer.Executor}
		for stdout, want := range map[int64]protocol.Code{999: protocol.Unsupported, 1000: 0} {
			j := b.job("print a")
			j.Engine, j.Limits.Stdout = executor.EngineDigest(), stdout
			sow, err := compute.SOW(j)
			if err != nil {
				t.Fatal(err)
			}
			if err := quoteOf(f, sow); protocol.CodeOf(err) != want {
				t.Errorf("stdout %d: %v", stdout, err)
			}
		}
	})
}

// C52: of a thousand deals one in five is run again, the same ones after a restart, and others with another secret.
func TestDraw(t *testing.T) {
	d, other := compute.Draw{Percent: 20, Secret: [32]byte{1}}, compute.Draw{Percent: 20, Secret: [32]byte{2}}
	picked, both := 0, 0
	for i := range uint64(1000) {
		v := &protocol.View{}
		binary.BigEndian.PutUint64(v.Session[:], i)
		if !d.Pick(v, 0) {
			continue
		}
		if picked++; !d.Pick(v, 7) {
			t.Errorf("of deal %d not every task is run again", i)
		}
		if other.Pick(v, 0) {
			both++
		}
		if (compute.Draw{Secret: d.Secret}).Pick(v, 0) || !(compute.Draw{Percent: 100}).Pick(v, 0) {
			t.Errorf("deal %d is picked by none percent, or not by all", i)
		}
	}
	if picked < 160 || picked > 240 || both > picked/2 {
		t.Errorf("%d of 1000 are run again, %d of them with another secret too", picked, both)
	}
}

// An end that depends on the machine is inconclusive and never a mismatch, whatever was left behind.
func TestCompare(t *testing.T) {
	exited, trapped := compute.Done{CID: "a", Ended: "exited", Fuel: 5}, compute.Done{CID: "a", Ended: "trapped", Fuel: 5}
	for name, c := range map[string]struct {
		one, two compute.Done
		want     compute.Comparison
	}{
		"the same":       {exited, exited, compute.Same},
		"other bytes":    {exited, compute.Done{CID: "b", Ended: "exited", Fuel: 5}, compute.Mismatch},
		"other fuel":     {exited, compute.Done{CID: "a", Ended: "exited", Fuel: 6}, compute.Mismatch},
		"unknown fuel":   {exited, compute.Done{CID: "a", Ended: "exited"}, compute.Same},
		"another trap":   {trapped, compute.Done{CID: "b", Ended: "trapped", Fuel: 5}, compute.Mismatch},
		"out of fuel":    {compute.Done{CID: "b", Ended: "out of fuel", Fuel: 9}, exited, compute.Mismatch},
		"out of time":    {compute.Done{CID: "b", Ended: "out of time"}, exited, compute.Inconclusive},
		"our time":       {exited, compute.Done{CID: "b", Ended: "out of time"}, compute.Inconclusive},
		"processor time": {exited, compute.Done{CID: "b", Ended: "out of processor time"}, compute.Inconclusive},
		"memory":         {compute.Done{CID: "b", Ended: "out of memory"}, exited, compute.Inconclusive},
		"a crash":        {exited, compute.Done{CID: "b", Ended: "crashed"}, compute.Inconclusive},
		"stopped":        {exited, compute.Done{CID: "b", Ended: "stopped"}, compute.Inconclusive},
	} {
		if got := c.one.Compare(c.two); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func voters(n byte) (all []messages.Key) {
	for i := range n {
		_, k := key(i + 1)
		all = append(all, k)
	}
	return all
}

// Nobody shows a result before all have committed, and nobody can show what another has committed to.
func TestBallot(t *testing.T) {
	keys := voters(4)
	b, err := compute.NewBallot(keys[:3])
	if err != nil {
		t.Fatal(err)
	}
	digest, salt := [32]byte{7}, [32]byte{1, 2, 3}
	sealed := compute.Commitment(digest, keys[0], salt)
	replica := func(i int) compute.Replica { return compute.Replica{Farmer: keys[i], Digest: digest} }
	for _, step := range []struct {
		name string
		do   func() error
		want error
	}{
		{"the first", func() error { return b.Commit(keys[0], sealed) }, nil},
		{"again", func() error { return b.Commit(keys[0], [32]byte{}) }, compute.ErrTwice},
		{"a stranger", func() error { return b.Commit(keys[3], sealed) }, compute.ErrStranger},
		{"shown too soon", func() error { return b.Show(replica(0), salt) }, compute.ErrOpen},
		{"copied", func() error { return b.Commit(keys[1], sealed) }, nil},
		{"the time is over", func() error { b.Close(); return nil }, nil},
		{"too late", func() error { return b.Commit(keys[2], sealed) }, compute.ErrClosed},
		{"with another salt", func() error { return b.Show(replica(0), [32]byte{}) }, compute.ErrDiffers},
		{"another result", func() error { return b.Show(compute.Replica{Farmer: keys[0]}, salt) }, compute.ErrDiffers},
		{"shown", func() error { return b.Show(replica(0), salt) }, nil},
		{"shown again", func() error { return b.Show(replica(0), salt) }, compute.ErrTwice},
		{"shown by who copied", func() error { return b.Show(replica(1), salt) }, compute.ErrDiffers},
		{"shown without a word", func() error { return b.Show(replica(2), salt) }, compute.ErrUncommitted},
	} {
		if err := step.do(); !errors.Is(err, step.want) {
			t.Errorf("%s: %v, want %v", step.name, err, step.want)
		}
	}
	if c := b.Decide(compute.Majority{Agree: 1}); c.Decided { // one of three
		t.Errorf("%+v", c)
	}
	if _, err := compute.NewBallot([]messages.Key{keys[0], keys[1], keys[0]}); err == nil {
		t.Error("a farmer votes twice")
	}
	all, _ := compute.NewBallot(keys[:2])
	for _, k := range keys[:2] {
		if err := errors.Join(all.Commit(k, compute.Commitment(digest, k, salt))); err != nil {
			t.Fatal(err)
		}
	}
	if !all.Closed() { // with the last
		t.Error("it is open")
	}
	if err := errors.Join(all.Show(replica(0), salt), all.Show(replica(1), salt)); err != nil || !all.Decide(compute.Majority{Agree: 2}).Decided {
		t.Error(err)
	}
}

// R63, C51: what honest, odd and missing results come to, by every rule.
func TestRules(t *testing.T) {
	keys := voters(6)
	const missing = -1
	for name, c := range map[string]struct {
		rule    compute.Rule
		results []int64 // of the farmers, in order
		want    int64   // the result; missing: nothing is decided
		differ  int
	}{
		"all honest":                {compute.Majority{Agree: 2}, []int64{5, 5, 5}, 5, 0},
		"one liar":                  {compute.Majority{Agree: 2}, []int64{5, 6, 5}, 5, 1},
		"one is missing":            {compute.Majority{Agree: 2}, []int64{5, missing, 5}, 5, 0},
		"two are missing":           {compute.Majority{Agree: 2}, []int64{5, missing, missing}, missing, 1},
		"nobody agrees":             {compute.Majority{Agree: 2}, []int64{5, 6, 7}, missing, 3},
		"too few are asked for":     {compute.Majority{Agree: 1}, []int64{5, 6, 7}, missing, 3},
		"half":                      {compute.Majority{Agree: 2}, []int64{5, 5, 6, 6}, missing, 4},
		"nobody":                    {compute.Majority{Agree: 2}, []int64{missing, missing, missing}, missing, 0},
		"two thirds":                {compute.SuperMajority(5), []int64{5, 5, 5, 5, 6}, 5, 1},
		"less than two thirds":      {compute.SuperMajority(5), []int64{5, 5, 5, 6, 6}, missing, 5},
		"two thirds of three":       {compute.SuperMajority(3), []int64{5, 5, 6}, missing, 3},
		"three of three":            {compute.SuperMajority(3), []int64{5, 5, 5}, 5, 0},
		"two thirds of six":         {compute.SuperMajority(6), []int64{5, 5, 5, 5, 6, 6}, missing, 6},
		"numbers":                   {compute.Median{Agree: 3, Percent: 10}, []int64{100, 101, 99}, 100, 0},
		"numbers, one far off":      {compute.Median{Agree: 2, Percent: 10}, []int64{100, 5000, 99}, 100, 1},
		"numbers at the bound":      {compute.Median{Agree: 3, Percent: 10}, []int64{100, 110, 90}, 100, 0},
		"numbers beyond it":         {compute.Median{Agree: 3, Percent: 10}, []int64{100, 111, 90}, missing, 3},
		"numbers, one is missing":   {compute.Median{Agree: 2, Percent: 10}, []int64{100, missing, 102}, 100, 0},
		"an even number of numbers": {compute.Median{Agree: 3, Percent: 10}, []int64{100, 101, 102, 103}, 101, 0},
		"numbers below nothing":     {compute.Median{Agree: 2, Percent: 10}, []int64{-100, -105, -2}, -100, 1},
		"no numbers":                {compute.Median{Agree: 2, Percent: 10}, []int64{missing, missing, missing}, missing, 0},
	} {
		var shown []compute.Replica
		digest := func(n int64) (d [32]byte) { binary.BigEndian.PutUint64(d[:], uint64(n)); return d }
		for i, n := range c.results {
			if n != missing {
				shown = append(shown, compute.Replica{Farmer: keys[i], Digest: digest(n), Number: big.NewRat(n, 1)})
			}
		}
		got := c.rule.Decide(len(c.results), shown)
		if got.Decided != (c.want != missing) || got.Decided && got.Digest != digest(c.want) || len(got.Differ) != c.differ || len(got.Agree)+len(got.Differ) != len(shown) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// What is no number counts, and is no outlier that could be the median.
	one := compute.Replica{Farmer: keys[0], Digest: [32]byte{1}}
	two := compute.Replica{Farmer: keys[1], Digest: [32]byte{2}, Number: big.NewRat(1, 3)}
	want := compute.Consensus{Differ: keys[:2]}
	if diff := cmp.Diff(want, (compute.Median{Agree: 1, Percent: 10}).Decide(2, []compute.Replica{one, two})); diff != "" {
		t.Error(diff)
	}
}

// Every way in which one to twelve replicas may divide, some of which may show nothing: more than two thirds of all decide, or so many as are
// asked for if that is more than half; a tie and a missing quorum never do.
func TestEveryVote(t *testing.T) { // THREATS 3, the edge of two thirds; C51, R63
	keys, votes := voters(12), 0
	for n := 1; n <= 12; n++ {
		divided(n, n, nil, func(shares []int) {
			votes++
			var shown []compute.Replica
			most := 0
			for i, of := range shares {
				most = max(most, of)
				for range of {
					shown = append(shown, compute.Replica{Farmer: keys[len(shown)], Digest: [32]byte{byte(i + 1)}})
				}
			}
			decides := func(what string, rule compute.Rule, want bool) {
				got := rule.Decide(n, shown)
				if got.Decided != want || want && len(got.Agree) != most || len(got.Agree)+len(got.Differ) != len(shown) || !want && len(got.Agree) > 0 {
					t.Errorf("%d of %d divide as %v: %s gives %+v", len(shown), n, shares, what, got)
				}
			}
			decides("more than two thirds", compute.SuperMajority(n), 3*most > 2*n)
			for agree := 1; agree <= n; agree++ {
				decides("a majority", compute.Majority{Agree: agree}, most >= agree && 2*most > n)
			}
		})
	}
	if votes < 700 {
		t.Errorf("%d ways to divide were tried", votes)
	}
}

// divided calls back with every way to divide up to so many, the largest first and none above a bound.
func divided(n, bound int, so []int, each func([]int)) {
	each(so)
	for next := min(n, bound); next > 0; next-- {
		divided(n-next, next, append(slices.Clone(so), next), each)
	}
}
