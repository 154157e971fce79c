package sim

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// seeds is how many schedules a plain go test plays; make sim plays as many as it is told.
const seeds, steps = 30, 2000

// M15, M16, S-5.1-5, DESIGN 4.3: schedules of everything that can happen, against the dumb judge. Between them they see every
// phase, every kind and every reason to refuse one, or they prove nothing.
func TestSchedules(t *testing.T) {
	seen := make(map[string]int)
	for seed := range uint64(seeds) {
		s := Generate(seed, steps)
		r := Run(s, nil)
		if r.Failure != nil {
			t.Fatalf("seed %d: %v\nshrunk, for go run ./parleytest/sim/run -script FILE:\n%s", seed, r.Failure, Shrink(s, 2000))
		}
		for what, n := range r.Seen {
			seen[what] += n
		}
	}
	var want []string
	for p := protocol.Solicited; p <= protocol.Expired; p++ {
		want = append(want, "in "+p.String())
	}
	for k := messages.Kind_KIND_SOW; k <= messages.Kind_KIND_ASK; k++ {
		if k != messages.Kind_KIND_AMENDMENT && k != messages.Kind_KIND_CONSENT {
			want = append(want, "took "+k.Name())
		}
	}
	for _, c := range []protocol.Code{protocol.Invalid, protocol.Unsupported, protocol.NotYourTurn, protocol.Late, protocol.Duplicate,
		protocol.Equivocation, protocol.Stale, protocol.BadSignature, protocol.TooLarge, protocol.Forbidden, protocol.Price,
		protocol.Deadline, protocol.Settlement, protocol.Verification, protocol.Declined, protocol.WrongReward} {
		want = append(want, "refused "+protocol.CodeName(c))
	}
	for _, what := range append(want, Faults()...) {
		if seen[what] == 0 {
			t.Errorf("%d schedules never saw %q", seeds, what)
		}
	}
	for _, what := range Faults() {
		t.Logf("%s %d", what, seen[what])
	}
}

// The same seed gives the same log and the same counts, and another one another.
func TestSameSeedSameLog(t *testing.T) {
	logs := make(map[[32]byte]uint64)
	for seed := range uint64(4) {
		a, b := Run(Generate(seed, 500), io.Discard), Run(Generate(seed, 500), io.Discard)
		if a.Log != b.Log {
			t.Errorf("seed %d gives two logs", seed)
		}
		if diff := cmp.Diff(a.Seen, b.Seen); diff != "" {
			t.Errorf("seed %d gives two counts (-one +other):\n%s", seed, diff)
		}
		if before, ok := logs[a.Log]; ok {
			t.Errorf("seeds %d and %d give one log", before, seed)
		}
		logs[a.Log] = seed
	}
}

// A judge that allows one counter-offer too many is found, by a script that a person can read and another run can read
// back.
func TestFindsWhatIsWrong(t *testing.T) {
	wrong := simLimits
	wrong.Rounds++
	play := func(s Script) *Failure { return run(s, nil, wrong).Failure }
	for seed := range uint64(50) {
		s := Generate(seed, steps)
		if play(s) == nil {
			continue
		}
		small := shrink(s, 3000, play)
		if len(small.Steps) > 25 {
			t.Errorf("seed %d is shrunk to no less than\n%s", seed, small)
		}
		read, err := Parse(strings.NewReader(small.String()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(small, read); diff != "" {
			t.Errorf("a script reads otherwise than it was written (-written +read):\n%s", diff)
		}
		if again, first := run(read, io.Discard, wrong), run(small, io.Discard, wrong); again.Failure == nil || again.Log != first.Log {
			t.Errorf("the script read back gives %v, want %v", again.Failure, first.Failure)
		}
		return
	}
	t.Error("50 seeds do not find it")
}

// What is no script is refused, with its line.
func TestParse(t *testing.T) {
	for script, want := range map[string]string{
		"open - 0 1":                           "line 1",
		"cheat nobody end work\nopen - 0":      "line 2",
		"cheat nobody end work\n\ndance - 0 1": "line 3",
		"cheat nobody end work\nmove - 0 1":    "line 2",
	} {
		if _, err := Parse(strings.NewReader(script)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error about %s", script, err, want)
		}
	}
}
