package reorg_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/parley-p2p/parley/parleytest/reorg"
)

// wait is how many blocks the parties wait for: in a part of the suite, and in all of it.
const wait, waitAll = 3, 12

var (
	from = flag.Int("cases.first", 0, "the first of the cases")
	n    = flag.Int("cases", -1, "how many cases to play of those that there are at full size, 0 all; -1: a part of them, one a step")
)

// cases are those that the flags name.
func cases(t *testing.T) []reorg.Case {
	if *n < 0 {
		return reorg.Some(wait)
	}
	all := reorg.All(waitAll)
	if *n > 0 {
		first := min(*from, len(all))
		all = all[first:min(first+*n, len(all))]
	}
	return all
}

// THREATS 4, chain reorganization, and figure I: on the development chain. R48, rule 1.
func TestReorganized(t *testing.T) {
	play(t, "the development chain", reorg.Dev)
}

// The same of some steps, in the whole suite also of the draw of a panel, where each party asks three endpoints, of which one lies, takes what
// it is sent and throws it away: what a majority says is what the chain says, while its blocks are replaced (THREATS 4, RPC lies; R48).
func TestReorganizedAmongLiars(t *testing.T) {
	played := slices.DeleteFunc(reorg.Some(wait), func(c reorg.Case) bool {
		return c.Step != "decline" && c.Step != "claim" && (*n < 0 || c.Step != "draw a panel") // which has nine ask three endpoints each
	})
	if lies := reorg.RunAmongLiars(t, reorg.Dev, played); lies == 0 && !t.Failed() {
		t.Error("nothing was ever lied about")
	}
}

// On anvil, whose reorganizations are its own.
func TestReorganizedAnvil(t *testing.T) {
	binary := os.Getenv("PARLEY_ANVIL")
	if binary == "" {
		t.Skip("NOTHING WAS SHOWN ON ANVIL: set PARLEY_ANVIL to its binary, of npm's @foundry-rs/anvil-linux-amd64 1.7.1 (make reorg does)")
	}
	play(t, "anvil", reorg.Anvil(binary))
}

// On a node of the network's most used program. Its pool cannot be told to forget, so that the other side is not faster for certain:
// those cases have everything come back.
func TestReorganizedGeth(t *testing.T) {
	binary := os.Getenv("PARLEY_GETH")
	if binary == "" {
		t.Skip("NOTHING WAS SHOWN ON GETH: set PARLEY_GETH to its binary, of the module in tools/geth (make reorg builds it, which takes minutes)")
	}
	play(t, "geth", reorg.Geth(binary))
}

func play(t *testing.T, on string, start reorg.Start) {
	t.Helper()
	all, returned := cases(t), 0
	for i := range all {
		if on == "geth" && all[i].Fate == reorg.Displaced {
			all[i].Fate = reorg.Returns
			returned++
		}
	}
	reorg.Run(t, start, all)
	if t.Failed() {
		return
	}
	others := ""
	if on == "geth" {
		others = fmt.Sprintf("%d displaced cases are returns there, ", returned)
	}
	t.Logf("%d reorganizations on %s, %smoney equals the chain after each", len(all), on, others)
}

// Every method of escrow, panel and stake that changes something is a step of the suite, or it is said why not.
func TestEveryStepOfTheContracts(t *testing.T) {
	if err := reorg.Complete(); err != nil {
		t.Error(err)
	}
	const whole = 508
	if got := len(reorg.All(waitAll)); got != whole {
		t.Errorf("there are %d cases; have make full play as many: internal/docs/full has %d", got, whole)
	}
}
