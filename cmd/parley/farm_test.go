package main

import (
	"fmt"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
)

// A default price is one in every market, however few decimals its money has; what somebody typed is taken as it stands, or refused. K05
func TestDefaultPricesFit(t *testing.T) {
	for decimals, want := range map[int]string{0: "1 1", 1: "1 1", 2: "1 1", 3: "10 1", 6: "10000 1000", 18: "10000000000000000 1000000000000000"} {
		m, f := &market.Market{Chain: &market.Chain{Decimals: decimals, Symbol: "COIN"}}, farmFlags{}
		cmd := (&app{}).farm()
		f.price, f.fuel, f.rates = cmd.Flag("price").DefValue, cmd.Flag("fuel-price").DefValue, [3]string{"0", "0", "0"}
		f.typed = func(string) bool { return false }
		price, fuel, _, err := f.prices(m)
		if got := fmt.Sprint(price, " ", fuel); err != nil || got != want {
			t.Errorf("with %d decimals: %s, %v; want %s", decimals, got, err, want)
		}
		f.typed = func(string) bool { return true }
		if _, _, _, err := f.prices(m); (err != nil) != (decimals < 3) {
			t.Errorf("with %d decimals, typed: %v", decimals, err)
		}
	}
}
