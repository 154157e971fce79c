package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every step of a deal has its row, under both schedules, and the happy path is within what DESIGN section 6 allows.
func TestRows(t *testing.T) { // C36
	const budget, transaction = 120_000, 21_000
	want := []string{"escrow-open", "escrow-settle", "escrow-open-settle", "escrow-batch-100", "silence", "submit", "dispute", "rule"}
	gas := map[bool]map[string]uint64{}
	for _, amsterdam := range []bool{false, true} {
		rows, err := measure(t.Context(), amsterdam)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		gas[amsterdam] = map[string]uint64{}
		for _, r := range rows {
			names = append(names, r.name)
			gas[amsterdam][r.name] = r.gas
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("Amsterdam %v: rows (-want +got):\n%s", amsterdam, diff)
		}
	}
	for _, name := range want {
		if osaka, amsterdam := gas[false][name], gas[true][name]; osaka <= transaction || amsterdam <= osaka {
			t.Errorf("%s costs %d on Osaka and %d on Amsterdam, where storage and data cost more", name, osaka, amsterdam)
		}
	}
	if sum := gas[false]["escrow-open-settle"]; sum > budget {
		t.Errorf("open and settle are %d gas, more than %d", sum, budget)
	}
	if alone := gas[false]["escrow-open-settle"]; gas[false]["escrow-batch-100"]*4 > alone*3 {
		t.Errorf("a deal in a batch costs %d, alone %d: a batch saves a quarter at least", gas[false]["escrow-batch-100"], alone)
	}
}
