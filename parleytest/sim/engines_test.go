package sim

import (
	cryptorand "crypto/rand"
	"flag"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/cryptotest"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

var (
	engineSeeds  = flag.Uint64("engines", 200, "how many schedules of the engines to play")
	engineFirst  = flag.Uint64("engines.first", 0, "the seed of the first")
	engineTwice  = flag.Uint64("engines.twice", 8, "how many of the engines to play again, once as they are and once with goroutines that let others run first, at random")
	engineScript = flag.String("engines.script", "", "play this script of the engines, with its log, and nothing else")
)

// engineSteps is how many steps a schedule of the engines has.
const engineSteps = 200

// playEngines plays a script in a world of its own, which may be changed before. It has one processor: where one event wakes
// two goroutines of an engine for the same session (heads were compared, and both a review and a cancel have waited for it),
// which of them speaks first is not for the schedule to say, and there they run in the order in which they were woken.
func playEngines(t *testing.T, s Script, change ...func(*bubble)) (b *bubble) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	synctest.Test(t, func(t *testing.T) {
		cryptotest.SetGlobalRandom(t, 1)
		cryptorand.Reader = dice{} // until the end of the test, when that before it is back
		b = newBubble(s.Cheat)
		for _, c := range change {
			c(b)
		}
		b.play(s)
	})
	return b
}

// M15, DESIGN 4.3 and 4.5, S-7.1-1 to S-7.1-4, S-7.2-1: the engines themselves, let go one event at a time. Between them
// schedules see what can become of a deal, or they prove nothing.
func TestEngines(t *testing.T) {
	if *engineScript != "" {
		playFile(t, *engineScript)
		return
	}
	seen := make(map[string]int)
	for seed := *engineFirst; seed < *engineFirst+*engineSeeds; seed++ {
		s := generateEngines(seed, engineSteps)
		b := playEngines(t, s)
		if b.failure != nil {
			small := shrink(s, 1000, func(s Script) *Failure { return playEngines(t, s).failure })
			t.Fatalf("seed %d: %v\nshrunk: %v, for go test ./parleytest/sim -run TestEngines -v -engines.script FILE:\n%s",
				seed, b.failure, playEngines(t, small).failure, small)
		}
		for what, n := range b.seen {
			seen[what] += n
		}
	}
	for _, f := range engineFaults {
		if what := faultNames[f]; *engineSeeds >= 200 && seen[what] == 0 {
			t.Errorf("%d schedules never saw %q", *engineSeeds, what)
		}
		t.Logf("%s %d", faultNames[f], seen[faultNames[f]])
	}
	for _, what := range []string{"agreed", "in Agreed", "in Claimed", "in Delivered", "in Settled", "in Disputed", "in Stopped", "in Abandoned"} {
		if n := seen[what]; *engineSeeds >= 40 && n == 0 || what == "agreed" && n < int(*engineSeeds)/2 {
			t.Errorf("%d schedules saw %q only %d times: they are not what they were", *engineSeeds, what, n)
		}
	}
	t.Log(seen)
}

// playFile plays a script and shows its log.
func playFile(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := parse(f, engineActs, engineParties[:])
	if err != nil {
		t.Fatal(err)
	}
	b := playEngines(t, s)
	t.Logf("%s", b.log.Bytes())
	if b.failure != nil {
		t.Error(b.failure)
	}
}

// The same seed gives the same counts and the same log, byte for byte, also when goroutines run in another order.
func TestEnginesSameLog(t *testing.T) {
	for seed := *engineFirst; seed < *engineFirst+*engineTwice; seed++ {
		s := generateEngines(seed, engineSteps)
		one := playEngines(t, s)
		first := one.log.String()
		for _, shaken := range []bool{false, true} {
			other := playEngines(t, s, func(b *bubble) { b.shaken = shaken })
			if again := other.log.String(); first != again {
				t.Fatalf("seed %d gives two logs, goroutines shaken: %v (-one +other):\n%s", seed, shaken, cmp.Diff(strings.Split(first, "\n"), strings.Split(again, "\n")))
			}
			if diff := cmp.Diff(one.seen, other.seen); diff != "" {
				t.Errorf("seed %d gives two counts, goroutines shaken: %v (-one +other):\n%s", seed, shaken, diff)
			}
		}
	}
	t.Logf("%d seeds gave the same log again, and the same with goroutines shaken", *engineTwice)
}

// Who sends what a crash can lose is found, by a script that a person can read and another run can read back.
func TestEnginesFindWhatIsWrong(t *testing.T) {
	play := func(s Script) *bubble { return playEngines(t, s, func(b *bubble) { b.hasty = true }) }
	for seed := range uint64(20) {
		s := generateEngines(seed, engineSteps)
		if play(s).failure == nil {
			continue
		}
		small := shrink(s, 300, func(s Script) *Failure { return play(s).failure })
		if len(small.Steps) > 40 {
			t.Errorf("seed %d is shrunk to no less than\n%s", seed, small)
		}
		read, err := parse(strings.NewReader(small.String()), engineActs, engineParties[:])
		if err != nil {
			t.Fatal(err)
		}
		if again, first := play(read), play(small); again.failure == nil || again.log.String() != first.log.String() {
			t.Errorf("the script read back gives %v, want %v", again.failure, first.failure)
		}
		return
	}
	t.Error("20 seeds do not find it")
}
