package main

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// What stands against a party and is left to a person is told with the amount that is missing, in the market's money, until when, and the
// command that makes it good.
func TestWhatIsLeftToAPerson(t *testing.T) { // SETTLEMENT rule 8; DESIGN 9
	m := &market.Market{Chain: &market.Chain{Decimals: 2, Symbol: "PLAY"}}
	missing, err := messages.ParseAmount("5025")
	if err != nil {
		t.Fatal(err)
	}
	id, until := deals.Hash{7}, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for what, c := range map[string]struct {
		u     deals.Unappealed
		wants []string
	}{
		"stake is missing":  {deals.Unappealed{Against: "it stands", Until: until, Missing: missing}, []string{"it stands; until " + timeOf(until), "50.25 PLAY of stake", "parley deal appeal " + id.String()}},
		"a person keeps it": {deals.Unappealed{Against: "it stands", Until: until}, []string{"it stands; until " + timeOf(until), "parley deal appeal " + id.String()}},
		"there are too few": {deals.Unappealed{Against: "it stands", Until: until, Few: true}, []string{"it stands", "too few"}},
	} {
		said := unappealed(m, id, &c.u)
		for _, want := range c.wants {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", what, said, want)
			}
		}
	}
}
