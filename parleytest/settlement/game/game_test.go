package game_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/parleytest/settlement/game"
)

// Honest play is the best reply in whatever a deal has come to by one lie, of anybody; and who is honest loses gas and the stated fee at
// most. PARLEY_FULL: by two.
func TestHonestPlayIsTheBestReply(t *testing.T) { // C07, C23 to C30, C48 to C52; SETTLEMENT I1, I4 to I7
	lies := 1
	if os.Getenv("PARLEY_FULL") != "" {
		lies = 2
	}
	r, err := game.Check(settlement.Shipped(), game.Shipped(10_000, 10_000), lies)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range r.Faults {
		t.Error(fault)
	}
	t.Logf("%d plays after %d sequences of at most %d lies", r.Plays, r.Worlds, lies)
}

// docs/GAME.md is what is played.
func TestTheTableIsCurrent(t *testing.T) {
	f := game.Shipped(10_000, 10_000)
	r, err := game.Cells(settlement.Shipped(), f)
	if err != nil {
		t.Fatal(err)
	}
	is, err := os.ReadFile("../../../docs/GAME.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(is), game.Document(f, r)); diff != "" {
		t.Errorf("docs/GAME.md is not current; run make generate (-is +played)\n%s", diff)
	}
}

// I1 to I8 hold for what ships, from the smallest price to the highest that the panel's stake is for.
func TestInequalities(t *testing.T) { // SETTLEMENT I1 to I8
	const most = 1_000_000
	for _, price := range []int64{most / 10, most / 4, most / 4 * 3 / 2, most / 2, most - 1, most} {
		for _, i := range game.Inequalities(game.Shipped(price, most), game.Shipping) {
			if !i.Holds() {
				t.Errorf("price %d: %s", price, i)
			}
		}
	}
	// I1 has room: it does not rest on a panel that always can tell.
	if i := game.Inequalities(game.Shipped(most, most), game.Shipping)[0]; i.Name != "I1" || i.Left < 1.02*i.Right {
		t.Errorf("no room in %s", i)
	}
	// Any of the figures moved by a little, and one of them is broken: none is there for nothing.
	for name, edit := range map[string]func(*game.Figures){
		"a smaller bond":      func(f *game.Figures) { f.Fc -= most / 4 },
		"a smaller fee":       func(f *game.Figures) { f.M -= most / 4 },
		"a larger fee":        func(f *game.Figures) { f.M += most / 5 },
		"more to pay late":    func(f *game.Figures) { f.Rt++ },
		"nothing to pay late": func(f *game.Figures) { f.Rt = 0 },
		"a smaller stake":     func(f *game.Figures) { f.Rules.Stake -= most },
		"three seats":         func(f *game.Figures) { f.Rules.Seats = 3 },
		"no looking":          func(f *game.Figures) { f.Looked = 0.19 },
	} {
		f := game.Shipped(most, most)
		edit(&f)
		held := true
		for _, i := range game.Inequalities(f, game.Shipping) {
			held = held && i.Holds()
		}
		if held {
			t.Errorf("%s: all inequalities hold", name)
		}
	}
}
