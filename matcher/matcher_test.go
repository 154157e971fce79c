package matcher_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

var now = time.UnixMilli(1_700_000_000_000)

// offer is a line of a table: who, the price of a unit, the ceiling, units and seconds to delivery.
type offer struct {
	name             string
	asset            string
	perUnit, ceiling string
	units            uint64
	seconds          int64
}

func market(offers ...offer) protocol.Market {
	m := protocol.Market{SOW: &messages.SOW{Units: 10}, Want: len(offers), Now: now}
	for i, o := range offers {
		var id messages.ID
		copy(id[:], o.name)
		q := &messages.Quote{Units: o.units, DeliverByMs: now.Add(time.Duration(o.seconds) * time.Second).UnixMilli(),
			Price: &messages.Price{Asset: o.asset, Unit: "u", PerUnit: o.perUnit, Ceiling: o.ceiling}}
		m.Offers = append(m.Offers, protocol.Offer{Session: id, Quote: q, At: now.Add(time.Duration(i))})
	}
	return m
}

func names(choices []protocol.Choice) string {
	var all []string
	for _, c := range choices {
		name := strings.TrimRight(string(c.Session[:]), "\x00")
		if c.Price != nil {
			name += "@" + c.Price.Ceiling
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

func amount(s string) messages.Amount {
	a, err := messages.ParseAmount(s)
	if err != nil {
		panic(err)
	}
	return a
}

// raise bids 5 above what is quoted.
func raise(m protocol.Market) []protocol.Choice {
	var choices []protocol.Choice
	for _, o := range m.Offers {
		ceiling, err := amount(o.Quote.Price.Ceiling).Add(amount("5"))
		if err != nil {
			panic(err)
		}
		choices = append(choices, protocol.Choice{Session: o.Session,
			Price: &messages.Price{Asset: o.Quote.Price.Asset, Unit: "u", PerUnit: ceiling.String(), Ceiling: ceiling.String()}})
	}
	return choices
}

const huge = "115792089237316195423570985008687907853269984665640564039457584007913129639935" // 2^256-1

// A25: the predefined matchers, one table each; A37: a ceiling on the cost.
func TestMatchers(t *testing.T) {
	three := []offer{
		{name: "a", asset: "X", perUnit: "3", ceiling: "30", units: 10, seconds: 10},
		{name: "b", asset: "X", perUnit: "1", ceiling: "10", units: 10, seconds: 30},
		{name: "c", asset: "X", perUnit: "2", ceiling: "20", units: 10, seconds: 20},
	}
	ties := []offer{
		{name: "a", asset: "X", perUnit: "2", ceiling: "20", units: 10, seconds: 20},
		{name: "b", asset: "X", perUnit: "2", ceiling: "20", units: 10, seconds: 10},
		{name: "c", asset: "X", perUnit: "1", ceiling: "10", units: 10, seconds: 10},
	}
	for _, c := range []struct {
		name    string
		matcher matcher.Matcher
		offers  []offer
		want    string
	}{
		{"first: as they came", matcher.First(), three, "a b c"},
		{"first: nobody", matcher.First(), nil, ""},
		{"cheapest", matcher.Cheapest(), three, "b c a"},
		{"cheapest: equals as they came", matcher.Cheapest(), ties, "c a b"},
		{"cheapest: the ceiling counts", matcher.Cheapest(), []offer{
			{name: "a", asset: "X", perUnit: "2", ceiling: "20", units: 10},
			{name: "b", asset: "X", perUnit: "9", ceiling: "15", units: 10},
		}, "b a"},
		{"cheapest: by the unit, where fewer units are offered", matcher.Cheapest(), []offer{
			{name: "a", asset: "X", perUnit: "3", ceiling: "15", units: 5},
			{name: "b", asset: "X", perUnit: "2", ceiling: "20", units: 10},
		}, "b a"},
		{"cheapest: numbers, not text; as large as they get", matcher.Cheapest(), []offer{
			{name: "a", asset: "X", perUnit: huge, ceiling: huge, units: 10},
			{name: "b", asset: "X", perUnit: "10", ceiling: "100", units: 10},
			{name: "c", asset: "X", perUnit: "9", ceiling: "90", units: 10},
		}, "c b a"},
		{"cheapest: assets are not compared", matcher.Cheapest(), []offer{
			{name: "a", asset: "X", perUnit: "300", ceiling: "3000", units: 10},
			{name: "b", asset: "Y", perUnit: "1", ceiling: "10", units: 10},
			{name: "c", asset: "Y", perUnit: "2", ceiling: "20", units: 10},
			{name: "d", asset: "X", perUnit: "200", ceiling: "2000", units: 10},
			{name: "e", asset: "Z", perUnit: "0", ceiling: "0", units: 10},
		}, "e b d a c"},
		{"cheapest: what has no price is left out", matcher.Cheapest(), []offer{
			{name: "a", asset: "X", perUnit: "", ceiling: "5", units: 10},
			{name: "b", asset: "X", perUnit: "1", ceiling: "", units: 10},
			{name: "c", asset: "X", perUnit: "1", ceiling: "1", units: 0},
			{name: "d", asset: "X", perUnit: "1", ceiling: "10", units: 10},
		}, "d"},
		{"fastest", matcher.Fastest(), three, "a c b"},
		{"fastest: equals as they came", matcher.Fastest(), ties, "b c a"},
		{"max cost: those that fit, as they came", matcher.MaxCost(amount("20")), three, "b c"},
		{"max cost: nobody", matcher.MaxCost(amount("9")), three, ""},
		{"max cost: free fits nothing", matcher.MaxCost(messages.Amount{}), []offer{{name: "a", perUnit: "0", ceiling: "0", units: 10}}, "a"},
		{"weighted: price only", matcher.Weighted(1, 0), three, "b c a"},
		{"weighted: speed only", matcher.Weighted(0, 1), three, "a c b"},
		{"weighted: half as fast for half the price", matcher.Weighted(1, 1), []offer{
			{name: "a", asset: "X", perUnit: "5", ceiling: "50", units: 10, seconds: 10},
			{name: "b", asset: "X", perUnit: "1", ceiling: "10", units: 10, seconds: 40},
			{name: "c", asset: "X", perUnit: "2", ceiling: "20", units: 10, seconds: 20},
		}, "c b a"},
		{"weighted: free beats all", matcher.Weighted(1, 1), []offer{
			{name: "a", asset: "X", perUnit: "1", ceiling: "10", units: 10, seconds: 1},
			{name: "b", asset: "X", perUnit: "0", ceiling: "0", units: 10, seconds: 60},
		}, "b a"},
		{"weighted: speed only, whatever the asset", matcher.Weighted(0, 1), []offer{
			{name: "a", asset: "X", perUnit: "1", ceiling: "10", units: 10, seconds: 3},
			{name: "b", asset: "Y", perUnit: "0", ceiling: "0", units: 10, seconds: 2},
			{name: "c", asset: "Z", perUnit: "9", ceiling: "90", units: 10, seconds: 1},
		}, "c b a"},
		{"weighted: less than nothing is nothing", matcher.Weighted(-1, 1), three, "a c b"},
		{"filter", matcher.Filter(func(m protocol.Market, o protocol.Offer) bool {
			return o.Quote.DeliverByMs <= now.Add(20*time.Second).UnixMilli()
		}), three, "a c"},
		{"then: nobody is first", matcher.Then(), three, "a b c"},
		{"then: cheapest, of equals the fastest", matcher.Then(matcher.Fastest(), matcher.Cheapest()), ties, "c b a"},
		{"then: the fastest that is not too expensive", matcher.Then(matcher.MaxCost(amount("20")), matcher.Fastest()), three, "c b"},
		{"then: a price once raised is what the next sees and keeps", matcher.Then(matcher.Func(raise), matcher.MaxCost(amount("25")), matcher.Cheapest()), three, "b@15 c@25"},
		{"then: the last price counts", matcher.Then(matcher.Func(raise), matcher.Func(raise)), three[:1], "a@40"},
		{"then: an offer that nobody made is none", matcher.Then(matcher.Func(func(protocol.Market) []protocol.Choice {
			return []protocol.Choice{{Session: messages.ID{'z'}}}
		}), matcher.First()), three, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := market(c.offers...)
			if diff := cmp.Diff(c.want, names(c.matcher.Match(m))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(names(matcher.First().Match(market(c.offers...))), names(matcher.First().Match(m))); diff != "" {
				t.Errorf("the market was changed (-before +after)\n%s", diff)
			}
		})
	}
}

// Weighted's floats never turn an order around that exact numbers would not: prices beyond 2^53 and beyond a float.
func TestWeightedLarge(t *testing.T) {
	max256, _ := new(big.Int).SetString(huge, 10)
	half := new(big.Int).Rsh(max256, 1).String()
	got := names(matcher.Weighted(1, 1).Match(market(
		offer{name: "a", asset: "X", perUnit: huge, ceiling: huge, units: 1, seconds: 10},
		offer{name: "b", asset: "X", perUnit: half, ceiling: half, units: 1, seconds: 10},
	)))
	if got != "b a" {
		t.Errorf("got %s, want b a", got)
	}
}
